"""The consolidated workbook of a large round, beside XlsxWriter putting the same values into plain cells."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import xlsxwriter

from dd_panel.services.consolidating import consolidate
from dd_panel.services.merging import merge_returns
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.bench.measuring import Row, in_turn, stopwatch
from tests.bench.rounds import NOON, Size, make_round, make_scoresheets

SIZE = Size(applications=300, members=30)

_Cell = tuple[int, int, object]


def three_hundred_applications(folder: Path, pairs: int) -> list[Row]:
    """300 applications, each with three reviews of six criteria, with every comment."""
    make_round(folder / "full.ddround", SIZE)
    files = make_scoresheets(folder, SIZE)
    with open_store(folder / "full.ddround") as store:
        place = Workplace(store, lambda: NOON, "secretariat")
        merge_returns(place, files)
        workbook = folder / "consolidated.xlsx"
        consolidate(place, workbook)
        sheets = _cells(workbook)

        def ours() -> float:
            workbook.unlink()
            with stopwatch() as took:
                consolidate(place, workbook)
            return took()

        def baseline() -> float:
            with stopwatch() as took:
                _write_plainly(folder / "plain.xlsx", sheets)
            return took()

        measured = in_turn(ours, baseline, pairs)
    cells = sum(len(each) for each in sheets.values())
    note = f"The consolidated workbook has {len(sheets)} sheets and {cells:,} filled cells."
    return [Row("Consolidating 300 × 3 × 6", "XlsxWriter, same cells", measured, 1.5, note=note)]


def _cells(path: Path) -> dict[str, list[_Cell]]:
    """Every filled cell of a workbook, by sheet: row and column from 0, and the value."""
    book = openpyxl.load_workbook(path)
    return {
        page.title: [
            (cell.row - 1, cell.column - 1, cell.value)
            for row in page.iter_rows()
            for cell in row
            if cell.value is not None
        ]
        for page in book.worksheets
    }


def _write_plainly(path: Path, sheets: dict[str, list[_Cell]]) -> None:
    book = xlsxwriter.Workbook(path)
    for name, cells in sheets.items():
        page = book.add_worksheet(name)
        for row, column, value in cells:
            if isinstance(value, datetime):
                page.write_datetime(row, column, value)
            elif isinstance(value, int | float):
                page.write_number(row, column, value)
            elif isinstance(value, str) and value.startswith("="):
                page.write_formula(row, column, value)
            else:
                page.write_string(row, column, str(value))
    book.close()
