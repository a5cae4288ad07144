"""Scoresheets merged into a fresh round, beside openpyxl opening the same files."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import openpyxl

from dd_panel.services.returns.merging import ALREADY_RECEIVED, MERGED, Incoming, merge_returns
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.bench.measuring import Row, in_turn, stopwatch
from tests.bench.rounds import NOON, Size, make_round, make_scoresheets, write_scoresheets

THIRTY = Size(applications=400, members=30)
"""Thirty sheets of forty rows each."""

THREE_HUNDRED = Size(applications=4_000, members=300)
"""Three hundred sheets of forty rows each: 72,000 scores with their comments."""

ONE_SHEET = Size(applications=4_000, members=1, reads=1)
GROWING = tuple(Size(applications=10 * members // 3, members=members) for members in (30, 300, 3_000))
"""Sheets of ten rows each."""


class _Rounds:
    """A round to which nothing has come back yet, copied for every merge; and the files that come back."""

    def __init__(self, folder: Path, size: Size, files: Sequence[Incoming]) -> None:
        self._folder = folder
        self._fresh = folder / "fresh.ddround"
        self._files = files
        make_round(self._fresh, size)

    @contextmanager
    def fresh(self) -> Iterator[Path]:
        """The path of a round of its own."""
        path = self._folder / "merged.ddround"
        shutil.copy(self._fresh, path)
        yield path
        path.unlink()

    def merge(self, path: Path, status: str = MERGED) -> float:
        """Seconds to merge all files, which have to end with this status."""
        with open_store(path) as store:
            with stopwatch() as took:
                report = merge_returns(Workplace(store, lambda: NOON, "secretariat"), self._files)
            if {each.status for each in report.files} != {status}:
                raise ValueError(report.files)
        return took()

    def ours(self) -> float:
        """Seconds to merge all files into a fresh round."""
        with self.fresh() as path:
            return self.merge(path)

    def baseline(self) -> float:
        """Seconds of openpyxl to load the files, one after the other."""
        with stopwatch() as took:
            for each in self._files:
                openpyxl.load_workbook(io.BytesIO(each.content))
        return took()


def thirty_scoresheets(folder: Path, pairs: int) -> list[Row]:
    """Every file read, examined, compared cell by cell and kept."""
    rounds = _Rounds(folder, THIRTY, make_scoresheets(folder, THIRTY))
    measured = in_turn(rounds.ours, rounds.baseline, pairs)
    return [Row("Merge of 30 scoresheets of 40 rows", "openpyxl loading them", measured, 1.5)]


def three_hundred_scoresheets(folder: Path, pairs: int) -> list[Row]:
    """A large round's files, and how much memory the command takes for them, its helpers included."""
    files = write_scoresheets(THREE_HUNDRED)
    rounds = _Rounds(folder, THREE_HUNDRED, files)
    measured = in_turn(rounds.ours, rounds.baseline, min(pairs, 3))
    rows = [Row("Merge of 300 scoresheets of 40 rows", "openpyxl loading them", measured, 0.6)]
    paths = [folder / each.name for each in files]
    for path, each in zip(paths, files, strict=True):
        path.write_bytes(each.content)
    with rounds.fresh() as path:
        words = [sys.executable, "-m", "dd_panel", "merge", str(path), *map(str, paths)]
        processes, most = _memory_of(words)
        idle = _memory_of([sys.executable, "-m", "dd_panel", "findings", str(path)])[1]
    note = f"The merge of 300 ran in {processes} processes; their memory is added up as it is resident."
    rows.append(Row("Memory of merging the 300", "findings of the round", ((most, idle),), 400, "MB", "ours", note))
    return rows


def merging_again(folder: Path, pairs: int) -> list[Row]:
    """The same three hundred files once more, all of them known."""
    rounds = _Rounds(folder, THREE_HUNDRED, write_scoresheets(THREE_HUNDRED))
    measured: list[tuple[float, float]] = []
    for _pair in range(min(pairs, 3)):
        with rounds.fresh() as path:
            first = rounds.merge(path)
            measured.append((rounds.merge(path, ALREADY_RECEIVED), first))
    return [Row("The 300 merged again, all known", "the first time", tuple(measured), 0.1)]


def one_large_sheet(folder: Path, pairs: int) -> list[Row]:
    """4,000 applications on the sheet of a single member."""
    rounds = _Rounds(folder, ONE_SHEET, write_scoresheets(ONE_SHEET))
    measured = in_turn(rounds.ours, rounds.baseline, min(pairs, 3))
    return [Row("Merge of one sheet of 4,000 rows", "openpyxl loading it", measured, 10, limit_on="ours")]


def thousands_of_files(folder: Path, _pairs: int) -> list[Row]:
    """What a file costs in merges of 30, 300 and 3,000 files."""
    seconds: list[float] = []
    for size in GROWING:
        here = folder / str(size.members)
        here.mkdir()
        seconds.append(_Rounds(here, size, write_scoresheets(size)).ours() / size.members)
    grown = "; ".join(
        f"{size.members:,} files {each * size.members:.2f} s, {each * 1e3:.1f} ms each"
        for size, each in zip(GROWING, seconds, strict=True)
    )
    note = f"Merging sheets of 10 rows: {grown}."
    return [
        Row(f"A file among {size.members:,}", "a file among 30", ((each, seconds[0]),), 1.25, "ms", note=said)
        for size, each, said in zip(GROWING[1:], seconds[1:], ("", note), strict=True)
    ]


def _memory_of(words: Sequence[str]) -> tuple[int, float]:
    """Run a command to its end: the most processes it ran in at once, and the most bytes they held together.

    Read from /proc, so for Linux.
    """
    command = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    count, most = 0, 0
    while command.poll() is None:
        held = [_resident(process) for process in _family(command.pid)]
        count, most = max(count, sum(each > 0 for each in held)), max(most, sum(held))
        time.sleep(0.02)
    if command.returncode not in {0, 1}:
        raise RuntimeError(words)
    return count, float(most)


def _family(process: int) -> Iterator[int]:
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found = children.read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in found:
            yield from _family(int(child))


def _resident(process: int) -> int:
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0
    held = next((line for line in status.splitlines() if line.startswith("VmRSS:")), "VmRSS: 0 kB")
    return int(held.split()[1]) * 1024
