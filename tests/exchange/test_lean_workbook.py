"""A large workbook is packed bit by bit, and is the very same as one that was held whole."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
import xlsxwriter

from dd_panel.exchange.formulas import FormulaSheet
from dd_panel.exchange.lean_workbook import ROWS, LeanBook

MADE = datetime(2014, 2, 20, 12, 0)  # noqa: DTZ001 - a workbook keeps its times without a zone


def fill(book: xlsxwriter.Workbook) -> None:
    """Two sheets of which the first is packed several times, with an empty stretch and a row that is only high."""
    book.set_properties({"created": MADE})
    bold = book.add_format({"bold": True})
    first, second = book.add_worksheet("First"), book.add_worksheet("Second")
    for row in range(2 * ROWS + 7):
        if row % 5:
            first.write_string(row, 0, f"Comment {row % 40}: “fair”, says Zoë", bold)
            first.write_number(row, 2, row / 4)
            first.write_formula(row, 3, f"=C{row + 1}*2", None, row / 2)
    first.set_row(3 * ROWS, 40)
    first.write_blank(3 * ROWS + 1, 0, None, bold)
    second.write_string(0, 0, "after it")


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_it_is_the_same_workbook_as_one_that_was_held_whole() -> None:
    plain, lean = io.BytesIO(), io.BytesIO()
    book = xlsxwriter.Workbook(plain, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.worksheet_class = FormulaSheet
    fill(book)
    book.close()
    begun: list[int] = []
    book = LeanBook(lean, lambda: begun.append(1))
    fill(book)
    sheet = book.worksheets()[0]
    book.close()
    assert parts(lean.getvalue()) == parts(plain.getvalue())
    assert not sheet.table
    assert len(begun) == len(parts(plain.getvalue()))


def test_what_the_listener_raises_ends_the_packing() -> None:
    class StoppedError(Exception):
        pass

    def stop() -> None:
        raise StoppedError

    book = LeanBook(io.BytesIO(), stop)
    fill(book)
    with pytest.raises(StoppedError):
        book.close()
