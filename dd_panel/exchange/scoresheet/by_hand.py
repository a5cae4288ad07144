"""Typing into a scoresheet as a person would, for the demonstration and for tests."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl

from dd_panel.exchange.scoresheet import layout

if TYPE_CHECKING:
    from collections.abc import Mapping


def type_into(content: bytes, typed: Mapping[tuple[str, str], str | float | None]) -> bytes:
    """Type values into cells named by reference and column key; raises KeyError for a cell that isn't there."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book[layout.SECOND_SHEET if layout.SECOND_SHEET in book.sheetnames else layout.SCORES_SHEET]
    (keys,) = page.iter_rows(layout.KEY_ROW, layout.KEY_ROW, values_only=True)
    columns = {str(key): number for number, key in enumerate(keys, start=1)}
    rows = {
        str(values[columns[layout.REFERENCE] - 1]): number
        for number, values in enumerate(page.iter_rows(layout.FIRST_ROW, values_only=True), start=layout.FIRST_ROW)
    }
    for (reference, key), value in typed.items():
        page.cell(rows[reference], columns[key]).value = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
