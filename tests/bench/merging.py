"""Thirty scoresheets merged into a fresh round, beside openpyxl opening the same files."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import openpyxl

from dd_panel.services.merging import MERGED, merge_returns
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.bench.measuring import Row, in_turn, stopwatch
from tests.bench.rounds import NOON, Size, make_round, make_scoresheets

SIZE = Size(applications=400, members=30)
"""Thirty sheets of forty rows each."""


def thirty_scoresheets(folder: Path, pairs: int) -> list[Row]:
    """Every file read, examined, compared cell by cell and kept."""
    make_round(folder / "fresh.ddround", SIZE)
    files = make_scoresheets(folder, SIZE)

    def ours() -> float:
        round_file = folder / "merged.ddround"
        shutil.copy(folder / "fresh.ddround", round_file)
        with open_store(round_file) as store:
            with stopwatch() as took:
                report = merge_returns(Workplace(store, lambda: NOON, "secretariat"), files)
            if {each.status for each in report.files} != {MERGED}:
                raise ValueError(report.files)
        round_file.unlink()
        return took()

    def baseline() -> float:
        with stopwatch() as took:
            for each in files:
                openpyxl.load_workbook(io.BytesIO(each.content))
        return took()

    measured = in_turn(ours, baseline, pairs)
    return [Row("Merge of 30 scoresheets of 40 rows", "openpyxl loading them", measured, 1.5)]
