"""The consolidated workbook of a large round, beside XlsxWriter alone writing the very same cells."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import xlsxwriter

from dd_panel.services.results.consolidating import consolidate
from dd_panel.services.returns.merging import merge_returns
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.bench.measuring import Row, in_turn, stopwatch
from tests.bench.rounds import NOON, Size, make_round, make_scoresheets, write_scoresheets

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

SIZE = Size(applications=300, members=30)
LARGE = Size(applications=3_000, members=300)

_Look = tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class _Formula:
    """A formula and the value it stands at."""

    text: str
    stored: object


@dataclass(frozen=True)
class _Sheet:
    """One sheet as plain data: cells as row and column from 0, value and number of the look; and the rows' heights."""

    name: str
    cells: tuple[tuple[int, int, object, int], ...]
    heights: tuple[tuple[int, float], ...]


def three_hundred_applications(folder: Path, pairs: int) -> list[Row]:
    """300 applications, each with three reviews of six criteria, with every comment."""
    make_round(folder / "full.ddround", SIZE)
    files = make_scoresheets(folder, SIZE)
    workbook = folder / "consolidated.xlsx"
    with open_store(folder / "full.ddround") as store:
        place = Workplace(store, lambda: NOON, "secretariat")
        merge_returns(place, files)
        consolidate(place, workbook)
        looks: dict[_Look, int] = {}
        values = openpyxl.load_workbook(workbook, data_only=True)
        sheets = tuple(_sheet(page, values[page.title], looks) for page in openpyxl.load_workbook(workbook).worksheets)

        def ours() -> float:
            workbook.unlink()
            with stopwatch() as took:
                consolidate(place, workbook)
            return took()

        def baseline(*worn: _Look) -> Callable[[], float]:
            def write() -> float:
                with stopwatch() as took:
                    _write(folder / "alone.xlsx", sheets, worn)
                return took()

            return write

        dressed = in_turn(ours, baseline(*looks), pairs)
        plain = in_turn(ours, baseline(), pairs)
    cells = sum(len(each.cells) for each in sheets)
    note = f"The consolidated workbook has {len(sheets)} sheets and {cells:,} cells."
    return [
        Row("Consolidating 300 × 3 × 6", "XlsxWriter, same cells", dressed, 1.5, note=note),
        Row("Consolidating, against values alone", "XlsxWriter, no formats", plain, 1.5),
    ]


def three_thousand_applications(folder: Path, pairs: int) -> list[Row]:
    """3,000 applications with all scoresheets merged, each side in a program of its own, so that its memory counts."""
    path, workbook = folder / "large.ddround", folder / "large.xlsx"
    make_round(path, LARGE)
    with open_store(path) as store:
        merge_returns(Workplace(store, lambda: NOON, "secretariat"), write_scoresheets(LARGE))
    ours, alone = [], []
    for _pair in range(min(pairs, 3)):
        workbook.unlink(missing_ok=True)
        ours.append(_told("ours", path, workbook))
        alone.append(_told("alone", workbook))
    took = tuple((one["took"], other["took"]) for one, other in zip(ours, alone, strict=True))
    name = f"Consolidating {LARGE.applications:,} × {LARGE.reads} × 6"
    note = f"The consolidated workbook of {LARGE.applications:,} applications holds {alone[0]['cells']:,.0f} values."
    return [
        Row(name, "XlsxWriter, values alone", took, 3, note=note),
        Row(f"{name}: memory", "before", tuple((each["most"], each["before"]) for each in ours), 500, "MB", "ours"),
    ]


def _told(*words: str | Path) -> dict[str, float]:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.bench.large_workbook", *map(str, words)], capture_output=True, check=False
    )
    if ended.returncode != 0:
        raise RuntimeError(ended.stderr.decode())
    told: dict[str, float] = json.loads(ended.stdout)
    return told


def _sheet(page: Worksheet, values: Worksheet, looks: dict[_Look, int]) -> _Sheet:
    """Take a sheet apart; `values` is the same with what its formulas stand at, `looks` numbers the looks so far."""
    cells: list[tuple[int, int, object, int]] = []
    for row, line in enumerate(page.iter_rows()):
        for column, cell in enumerate(line):
            if cell.value is not None or cell.has_style:
                value: object = cell.value
                if cell.data_type == "f":
                    value = _Formula(str(value), values.cell(row + 1, column + 1).value)
                cells.append((row, column, value, looks.setdefault(_look(cell), len(looks))))
    heights = ((number - 1, each.height) for number, each in page.row_dimensions.items() if each.height is not None)
    return _Sheet(page.title, tuple(cells), tuple(heights))


def _look(cell: Cell | MergedCell) -> _Look:
    """What matters of a cell's format for the work of writing it."""
    return (
        ("num_format", cell.number_format),
        ("bold", bool(cell.font.b)),
        ("font_size", cell.font.sz or 10),
        ("text_wrap", bool(cell.alignment.wrap_text)),
        ("indent", int(cell.alignment.indent)),
        ("bg_color", f"#{str(cell.fill.fgColor.rgb)[-6:]}" if cell.fill.patternType else "#FFFFFF"),
        ("bottom", 1 if cell.border.bottom.style else 0),
    )


def _write(path: Path, sheets: tuple[_Sheet, ...], looks: tuple[_Look, ...]) -> None:
    """Write the sheets with XlsxWriter alone; without looks, the values alone."""
    book = xlsxwriter.Workbook(path)
    formats = [book.add_format(dict(look)) for look in looks]
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        for row, height in sheet.heights if formats else ():
            page.set_row(row, height)
        for row, column, value, look in sheet.cells:
            made = formats[look] if formats else None
            if isinstance(value, _Formula):
                page.write_formula(row, column, value.text, made, "" if value.stored is None else value.stored)
            elif isinstance(value, str):
                page.write_string(row, column, value, made)
            elif value is None:
                page.write_blank(row, column, None, made)
            elif isinstance(value, datetime):
                page.write_datetime(row, column, value, made)
            elif isinstance(value, int | float):
                page.write_number(row, column, value, made)
            else:
                raise TypeError(value)
    book.close()
