"""`python -m tests.bench.large_workbook ours ROUND FILE` writes a round's consolidated workbook and says what it took.

With `alone FILE` it reads the values of that workbook, and then times XlsxWriter writing nothing but these.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

import openpyxl
import xlsxwriter

from dd_panel.services.results.consolidating import consolidate
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.bench.measuring import most_held, stopwatch
from tests.bench.rounds import NOON


def main() -> int:
    """Do one of the two, and print what it took."""
    what, *paths = sys.argv[1:]
    print(json.dumps(_ours(*map(Path, paths)) if what == "ours" else _alone(Path(paths[0]))))
    return 0


def _ours(path: Path, out: Path) -> dict[str, float]:
    with open_store(path) as store:
        before = most_held()
        with stopwatch() as took:
            consolidate(Workplace(store, lambda: NOON, "secretariat"), out)
        return {"took": took(), "before": before, "most": most_held()}


def _alone(path: Path) -> dict[str, float]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    sheets = [(page.title, [[*row] for row in page.iter_rows(values_only=True)]) for page in book.worksheets]
    book.close()
    cells = 0
    with stopwatch() as took:
        written = xlsxwriter.Workbook(path.with_name("alone.xlsx"))
        for title, rows in sheets:
            page = written.add_worksheet(title)
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    if value is not None:
                        cells += 1
                        _put(page, at, column, value)
        written.close()
    return {"took": took(), "cells": cells}


def _put(page: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: object) -> None:
    if isinstance(value, str):
        page.write_string(row, column, value)
    elif isinstance(value, datetime):
        page.write_datetime(row, column, value)
    elif isinstance(value, int | float):
        page.write_number(row, column, value)
    else:
        raise TypeError(value)


if __name__ == "__main__":
    sys.exit(main())
