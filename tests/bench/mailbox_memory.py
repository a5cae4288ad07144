"""`python -m tests.bench.mailbox_memory ROUND MAILBOX` takes a mailbox in and says the most memory that was held."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

from dd_panel.domain.rounds import LONDON
from dd_panel.exchange.intake import read_sources
from dd_panel.services.intake.applications import take_in
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store

NOON = datetime(2014, 2, 20, 12, 0, tzinfo=LONDON)
KILOBYTE = 1_024


def _most() -> int:
    """Bytes held at most since the start, as Linux counts them for this program alone."""
    # Not getrusage: it begins with what the program that started this one held.
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) * KILOBYTE


def main() -> None:
    """Take the mailbox in, as the window and the command line do."""
    path, box = map(Path, sys.argv[1:])
    with open_store(path) as store:
        before = _most()
        report = take_in(Workplace(store, lambda: NOON, "bench"), read_sources([box]))
        print(json.dumps({"before": before, "most": _most(), "received": report.received}))


if __name__ == "__main__":
    main()
