"""Rows that are filled in alike, and what an examination of their sheet says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dd_panel.domain.examining import Examination
from dd_panel.domain.findings import Finding, Kind, ReadCell
from dd_panel.domain.identifiers import Field
from dd_panel.domain.sheets import Sheet, SheetCell, SheetRow, SpareColumn
from tests.builders import Typed, a_row, found

NEED, PLAN = Field("score.need"), Field("score.plan")
FILLED: dict[str, Typed] = {
    "score.need": 4,
    "comment.need": "Clear and costed",
    "score.plan": 3,
    "score.value": "cannot judge",
    "comment.value": "Not my field",
    "recommendation": "fund",
    "order": 1,
}


def filled(*names: str, **typed: Typed) -> list[SheetRow]:
    """Rows that are filled in alike; further keywords change one field, such as `score_need`."""
    return [a_row(name, FILLED | {key.replace("_", "."): value for key, value in typed.items()}) for name in names]


def only(examination: Examination) -> Finding:
    (finding,) = examination.findings
    return finding


def values(cells: Iterable[ReadCell]) -> dict[tuple[str, str], str | None]:
    return {(cell.application, cell.field): cell.value for cell in cells if cell.raw}


def kinds(examination: Examination) -> list[Kind]:
    return [finding.kind for finding in examination.findings]


def doubled(sheet: Sheet, field: str, cells: Iterable[Typed]) -> Sheet:
    """The sheet with a column a second time, in X, and other content."""
    copied = {
        row.number: SheetCell(f"X{row.number}", found(typed)) for row, typed in zip(sheet.rows, cells, strict=True)
    }
    return replace(sheet, doubled=(SpareColumn("The need", "X2", Field(field), copied),))
