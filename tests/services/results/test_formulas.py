"""The formulas of our workbooks need none of the functions that a file spells in a way of its own."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from dd_panel.exchange.formulas import FormulaSheet
from dd_panel.services.results.consolidating import consolidate
from tests.panelwork import ASHE, OKORO, fill_all, small_round

RECENT = "=XLOOKUP(A1,B1:B9,C1:C9)"


def formulas(content: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [
        str(cell.value) for page in book.worksheets for row in page.iter_rows() for cell in row if cell.data_type == "f"
    ]


def test_xlsxwriter_would_write_every_formula_as_we_do(tmp_path: Path) -> None:
    panel = small_round(tmp_path)
    scoresheet = panel.blank(ASHE)
    panel.merge(fill_all(scoresheet), fill_all(panel.blank(OKORO), need=4))
    consolidated = tmp_path / "consolidated.xlsx"
    with panel.open() as place:
        consolidate(place, consolidated)
    for content, fewest in ((scoresheet, 14), (consolidated.read_bytes(), 100)):
        found = formulas(content)
        assert len(found) >= fewest
        assert written(found) == found


@pytest.mark.parametrize("array", ["{=SUM(A1:A3*B1:B3)}", "{=XLOOKUP(A1,B1:B9,C1:C9)}"])
def test_array_formulas_are_left_to_xlsxwriter(array: str) -> None:
    assert written([array], FormulaSheet) == written([array])


def test_a_recent_function_would_be_noticed() -> None:
    assert written([RECENT]) != [RECENT]


def written(formulas: list[str], sheet: type[Worksheet] | None = None) -> list[str]:
    """Formulas as XlsxWriter puts them into a file, with its own kind of sheet or another."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet(worksheet_class=sheet)
        for row, formula in enumerate(formulas):
            page.write_formula(row, 0, formula)
    found = openpyxl.load_workbook(file).worksheets[0]
    cells = (found.cell(row, 1).value for row in range(1, len(formulas) + 1))
    return [str(getattr(value, "text", value)) for value in cells]
