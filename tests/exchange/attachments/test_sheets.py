"""Attachments that are workbooks: cells as they look there, and hostile files refused."""

from __future__ import annotations

from datetime import datetime

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dd_panel.domain.findings import Kind as Refusal
from dd_panel.exchange.attachments.kinds import Kind
from dd_panel.exchange.attachments.opening import text_of
from tests.exchange.attachments.opened import sheets
from tests.hostile import HOSTILE_FILES, HostileFile, honest_workbook, members_of, packed, saved, with_macros


def test_cells_look_as_in_their_workbook() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Costs"
    for row, (value, code) in enumerate(
        [
            (4120.4, "#,##0"),
            (0.175, "0.0%"),
            (-85, '#,##0;[Red]"(" #,##0 ")"'),
            (98000, '"£"#,##0.00'),
            (98000, "[$£-809]#,##0"),
            (0, '#,##0;-#,##0;"–"'),
            (2500000, '0.0,,"m"'),
            (7, "000"),
            (1 / 3, "General"),
            (1e20, "General"),
            (5, "# ?/?"),
            (-0.4, "0"),
        ],
        1,
    ):
        cell = sheet.cell(row, 1, value)
        cell.number_format = code
    (grid,) = sheets(saved(book)).grids
    assert [grid.cells[row, 0].text for row in range(grid.rows)] == [
        "4,120",
        "17.5%",
        "( 85 )",
        "£98,000.00",
        "£98,000",
        "–",
        "2.5m",
        "007",
        "0.3333333333",
        "1e+20",
        "5",
        "0",
    ]


def test_dates_look_as_in_their_workbook() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    moment = datetime(2014, 7, 1, 9, 5)  # noqa: DTZ001 - a workbook's times have no zone
    codes = ["dd/mm/yyyy", "mmm yy", "d mmmm yyyy", "h:mm AM/PM", "hh:mm", 'ddd" the "d', "yyyy-mm-dd"]
    for row, code in enumerate(codes, 1):
        sheet.cell(row, 1, moment).number_format = code
    (grid,) = sheets(saved(book)).grids
    assert [grid.cells[row, 0].text for row in range(grid.rows)] == [
        "01/07/2014",
        "Jul 14",
        "1 July 2014",
        "9:05 AM",
        "09:05",
        "Tue the 1",
        "2014-07-01",
    ]


def test_hidden_sheets_come_last_and_formulas_keep_their_words() -> None:
    book = Workbook()
    first: Worksheet = book.worksheets[0]
    first.title = "Working"
    first.sheet_state = "hidden"
    second = book.create_sheet("Summary")
    second["B2"] = "=1+1"
    grids = sheets(saved(book)).grids
    assert [(grid.name, grid.hidden) for grid in grids] == [("Summary", False), ("Working", True)]
    assert grids[0].cells[1, 1].formula == "=1+1"


@pytest.mark.parametrize("renamed", [False, True])
def test_a_workbook_with_macros_shows_its_cells_and_says_that_they_can_not_run(renamed: bool) -> None:
    read = sheets(with_macros(renamed=renamed))
    assert read.grids[0].cells == sheets(honest_workbook()).grids[0].cells
    assert "macros" in read.notes[0]


def test_a_sheet_of_macros_is_none_to_look_at() -> None:
    parts = members_of(honest_workbook())
    related = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rIdM" Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"'
        b' Target="macrosheets/sheet1.xml"/></Relationships>',
    )
    book = parts["xl/workbook.xml"].replace(
        b"</sheets>",
        b'<sheet name="Macro1" sheetId="99" xmlns:q="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
        b' q:id="rIdM"/></sheets>',
    )
    macro = b'<xm:macrosheet xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"/>'
    changed = {"xl/_rels/workbook.xml.rels": related, "xl/workbook.xml": book, "xl/macrosheets/sheet1.xml": macro}
    read = sheets(packed(parts | changed))
    assert [grid.name for grid in read.grids] == ["Sheet"]
    assert "macros" in read.notes[0]


@pytest.mark.parametrize("hostile", HOSTILE_FILES, ids=lambda hostile: hostile.what)
def test_no_hostile_file_brings_the_reader_down(hostile: HostileFile) -> None:
    found = text_of(hostile.build())
    harmless = hostile.kind is Refusal.MACRO or hostile.name != "scores.xlsx"
    assert found.trouble or not found.passages or found.kind is Kind.TEXT or harmless
