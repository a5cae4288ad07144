"""`python -m tests.bench [WORD …] [--pairs N]` measures the rows whose name holds one of the words, or all of them."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import traceback
from pathlib import Path

from tests.bench.analysing import how_sure_and_what_if
from tests.bench.assigning import a_mailbox, who_reads_what
from tests.bench.consolidating import three_hundred_applications, three_thousand_applications
from tests.bench.measuring import table
from tests.bench.merging import (
    merging_again,
    one_large_sheet,
    thirty_scoresheets,
    thousands_of_files,
    three_hundred_scoresheets,
)
from tests.bench.packing import thirty_packs
from tests.bench.pausing import whole_window
from tests.bench.ranking import three_thousand
from tests.bench.reading import the_desk
from tests.bench.recording import one_score, one_score_locked
from tests.bench.searching import one_search
from tests.bench.windows import five_thousand, start

PROJECT = Path(__file__).resolve().parent.parent.parent
ROWS = {
    "start": start,
    "score": one_score,
    "locked": one_score_locked,
    "list": five_thousand,
    "desk": the_desk,
    "search": one_search,
    "merge": thirty_scoresheets,
    "merge300": three_hundred_scoresheets,
    "merge-again": merging_again,
    "one-sheet": one_large_sheet,
    "growth": thousands_of_files,
    "packs": thirty_packs,
    "consolidate": three_hundred_applications,
    "consolidate3000": three_thousand_applications,
    "sure": how_sure_and_what_if,
    "ranking": three_thousand,
    "pauses": whole_window,
    "assign": who_reads_what,
    "mailbox": a_mailbox,
}


def main() -> None:
    """Measure and print; a row that can't be measured says why, and the others go on."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("rows", nargs="*", help="which rows to measure; all of them if none")
    parser.add_argument("--pairs", type=int, default=7, help="how many pairs of measurements (default: %(default)s)")
    wanted = parser.parse_args()
    folder = PROJECT / "build" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    lines: list[tuple[str, ...]] = []
    notes: list[str] = []
    for name in wanted.rows or ROWS:
        print(f"measuring: {name} …", file=sys.stderr, flush=True)
        # On the disk of the checkout: in a memory disk nothing would be durable, and nothing slow.
        with tempfile.TemporaryDirectory(dir=folder) as inside:
            try:
                rows = ROWS[name](Path(inside), wanted.pairs)
            except Exception:  # noqa: BLE001 - a benchmark prints, it does not fail
                notes.append(f"{name}: not measured.\n{traceback.format_exc()}")
                continue
        for row in rows:
            lines.append(row.words())
            notes += [row.note] if row.note else []
    print(table(lines))
    print("\nMedians of pairs measured in turn; min–max are the ratios of single pairs.")
    load = f", load {os.getloadavg()[1]:.1f} over five minutes" if hasattr(os, "getloadavg") else ""
    print(f"Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores{load}.")
    for note in notes:
        print(note)


if __name__ == "__main__":
    main()
