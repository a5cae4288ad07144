"""Scoresheets read and taken in, and what they say then."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

from dd_panel.domain.identifiers import Field, MemberId
from dd_panel.domain.sheets import Sheet
from dd_panel.exchange.scoresheet.read import read_scoresheets
from dd_panel.services.returns.merging import Incoming, MergeReport, merge_returns
from tests.panelwork import RULES, SmallRound


def said(sheet: Sheet) -> dict[tuple[str, str], str]:
    """What is filled in, by reference and column."""
    return {
        (row.reference, field): cell.found.text
        for row in sheet.rows
        for field, cell in row.cells.items()
        if cell.found.filled
    }


def only(name: str, content: bytes) -> Sheet:
    (sheet,) = read_scoresheets(name, content, RULES)
    return sheet


def opened(content: bytes) -> Any:  # noqa: ANN401 - openpyxl's cells hold too many types
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book: Any) -> bytes:  # noqa: ANN401
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def take(small: SmallRound, *files: tuple[str, bytes]) -> MergeReport:
    with small.open() as place:
        return merge_returns(place, [Incoming(name, content) for name, content in files])


def standing(small: SmallRound, member: MemberId, field: str = "score.need") -> list[str]:
    with small.open() as place, place.store.reading() as work:
        return [fields.get(Field(field), "") for _reference, fields in sorted(work.entries.of_member(member).items())]
