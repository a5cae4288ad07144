"""Text goes into a workbook and comes back unchanged, whatever it looks like; and every kind of cell is told apart."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from dd_panel.domain.found import EMPTY, LONGEST_TEXT, Found
from dd_panel.exchange.cells import (
    StoredFormula,
    TextWriter,
    TooLongError,
    found_in,
    found_of,
    normal_text,
    set_text,
    to_cell_text,
    write_text,
)
from dd_panel.exchange.guarded import open_workbook
from tests.hostile import saved
from tests.libreoffice import LibreOffice

AWKWARD = (
    "=1+1",
    "=",
    "+44 20 7946 0000",
    "-5 is too harsh",
    "- a point\n- another",
    "@everyone",
    "'quoted",
    "#N/A",
    "_x000D_",
    "_x005F_x000D_",
    "_x000D_x000D_",
    "_x0041_x0042_x0043_",
    "x005F_",
    "__x000a__",
    "<r>bold</r>",
    "<r></r>",
    "<r>_x000D_x000D_</r>",
    " spaces around ",
    "\ttab\n\nlines\n",
    "one\r\ntwo\rthree",
    "bell\a and nul\0",
    "\ufffe\uffff",
    "\ud83d\ude00 paired, \ud83d alone",
    "emoji 😀, Ynys Môn, 中文",
    '&amp; <b> ]]> "',
    "007",
    "3-4",
    "TRUE",
    "1e5",
)


def by_openpyxl(texts: list[str]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row, text in enumerate(texts, 1):
        set_text(sheet.cell(row, 1), text)
    return saved(book)


def by_xlsxwriter(texts: list[str]) -> bytes:
    return _by_xlsxwriter(texts, constant_memory=False)


def by_xlsxwriter_each_once(texts: list[str]) -> bytes:
    """As a whole workbook is written, in which a text is looked into once however often it comes."""
    return _by_xlsxwriter(texts, constant_memory=False, write=TextWriter().write)


def by_xlsxwriter_row_by_row(texts: list[str]) -> bytes:
    return _by_xlsxwriter(texts, constant_memory=True)


def _by_xlsxwriter(texts: list[str], *, constant_memory: bool, write: Callable[..., None] = write_text) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": constant_memory, "in_memory": True}) as book:
        sheet = book.add_worksheet()
        wrapped = book.add_format({"text_wrap": True})
        for row, text in enumerate(texts):
            write(sheet, row, 0, text, wrapped)
            write(sheet, row, 1, text)
    return target.getvalue()


def texts_in(content: bytes, count: int, column: int = 1) -> list[str]:
    sheet = open_workbook("a.xlsx", content).worksheets[0]
    found = [found_in(sheet.cell(row, column)) for row in range(1, count + 1)]
    assert {one.kind for one in found} <= {"text", "empty"}
    return [one.text for one in found]


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter, by_xlsxwriter_each_once, by_xlsxwriter_row_by_row])
@settings(max_examples=60)
@given(texts=st.lists(st.text(max_size=60) | st.sampled_from(AWKWARD), min_size=1, max_size=12))
@example(texts=list(AWKWARD))
@example(texts=[a + b for a in AWKWARD for b in AWKWARD])
def test_every_text_comes_back_in_its_normal_form(write: Callable[[list[str]], bytes], texts: list[str]) -> None:
    content = write(texts)
    assert texts_in(content, len(texts)) == [to_cell_text(text) for text in texts]
    if write is not by_openpyxl:
        assert texts_in(content, len(texts), column=2) == [to_cell_text(text) for text in texts]


@given(st.text(st.characters(codec=None) | st.sampled_from("\r\n_x05F")))
def test_the_normal_form_of_a_normal_form_is_itself(text: str) -> None:
    assert normal_text(normal_text(text)) == normal_text(text)
    assert "\r" not in normal_text(text)


@pytest.mark.libreoffice
def test_libreoffice_shows_the_same_text_and_gives_it_back(libreoffice: LibreOffice, tmp_path: Path) -> None:
    # LibreOffice itself can't save texts in which two of Excel's escapes touch.
    texts = [to_cell_text(text) for text in AWKWARD if text.count("_x") < 2]
    for write in (by_openpyxl, by_xlsxwriter):
        source = tmp_path / f"{write.__name__}.xlsx"
        source.write_bytes(write(texts))
        converted = libreoffice.convert(source, "xlsx", tmp_path / "back")
        assert texts_in(converted.read_bytes(), len(texts)) == texts


def test_a_carriage_return_that_excel_escaped_is_a_line_break() -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "one_x000D_\ntwo"
    assert texts_in(saved(book), 1) == ["one\ntwo"]


def test_text_that_excel_would_read_as_a_formula_keeps_its_mark_when_edited() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row, text in enumerate(("=1", "+1", "-1", "@x", "'x", "plain"), 1):
        set_text(sheet.cell(row, 1), text)
    again = load_workbook(io.BytesIO(saved(book))).worksheets[0]
    assert [again.cell(row, 1).quotePrefix for row in range(1, 7)] == [True] * 5 + [False]
    assert {again.cell(row, 1).data_type for row in range(1, 7)} == {"s"}


def test_a_cell_takes_32767_characters_and_not_one_more() -> None:
    whole = "_x000D_" + "y" * (LONGEST_TEXT - 7)
    assert texts_in(by_openpyxl([whole]), 1) == [whole]
    assert texts_in(by_xlsxwriter([whole]), 1) == [whole]
    with pytest.raises(TooLongError) as told:
        to_cell_text("y" * (LONGEST_TEXT + 1), "The comment on DD-001")
    assert str(told.value) == (
        "The comment on DD-001 is too long for a cell of a workbook. It has 32,768 characters; a cell holds 32,767. "
        "Shorten it, and try again."
    )
    with pytest.raises(TooLongError):
        to_cell_text("😀" * 16_384)  # each of them is two characters to a workbook


def test_a_cell_is_emptied_by_an_empty_text() -> None:
    book = Workbook()
    cell = book.worksheets[0]["A1"]
    set_text(cell, "text")
    set_text(cell, "")
    assert found_in(cell) == EMPTY


def test_every_kind_of_cell_is_told_apart() -> None:
    book = Workbook()
    sheet: Any = book.worksheets[0]
    values: list[tuple[object, Found]] = [
        (None, EMPTY),
        (4, Found("number", "4", Decimal(4))),
        (4.0, Found("number", "4", Decimal(4))),
        (0.1, Found("number", "0.1", Decimal("0.1"))),
        (True, Found("boolean", "TRUE")),
        (False, Found("boolean", "FALSE")),
        ("#DIV/0!", Found("error", "#DIV/0!")),
        (dt.datetime.fromisoformat("2014-04-03"), Found("date", "2014-04-03")),
        (dt.datetime.fromisoformat("2014-04-03T16:05"), Found("date", "2014-04-03 16:05:00")),
        (dt.date(2014, 4, 3), Found("date", "2014-04-03")),
        (dt.time(16, 5), Found("date", "16:05:00")),
        (dt.timedelta(days=1, hours=2), Found("date", "1 day, 2:00:00")),
        ("=A2*2", Found("formula", "=A2*2")),
        (ArrayFormula("A14:A15", "=SUM(A1:A2)"), Found("formula", "=SUM(A1:A2)")),
        (DataTableFormula("A16:A17"), Found("formula", "=")),
        (CellRichText("Kent", TextBlock(InlineFont(b=True), " CC")), Found.of_text("Kent CC")),
        ("  ", Found.of_text("  ")),
    ]
    for row, (value, _found) in enumerate(values, 1):
        sheet.cell(row, 1).value = value
    in_memory = [found_in(sheet.cell(row, 1)) for row in range(1, len(values) + 1)]
    assert in_memory == [found for _value, found in values]
    read = open_workbook("a.xlsx", saved(book)).worksheets[0]
    assert [found_in(read.cell(row, 1)) for row in range(1, len(values) + 1)] == in_memory


def test_the_value_of_a_formula_can_be_brought_along() -> None:
    cell = Workbook().worksheets[0]["A1"]
    cell.value = "=1+1"
    assert found_in(cell, 2).stored == Found("number", "2", Decimal(2))
    assert found_in(cell).stored is None


def test_a_number_beyond_all_numbers_is_an_error() -> None:
    assert found_of(float("nan")) == found_of(float("inf")) == Found("error", "#NUM!")
    assert found_of(Decimal("2.50")) == Found("number", "2.5", Decimal("2.50"))


def test_a_stored_formula_is_its_text() -> None:
    formula = StoredFormula("=A1", None)
    assert (formula, formula.stored) == ("=A1", None)
