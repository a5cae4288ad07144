"""Which application each row of a scoresheet belongs to: by hidden key, else by reference, never by title."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.findings import Kind
from dd_panel.domain.identifiers import Field, Reference, identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dd_panel.domain.sheets import Expected, Sheet, SheetRow

APPLICANT = Field("applicant")

_CLOSE_ENOUGH = 0.74
"""Similarity of two references of about six characters that differ in one of them."""

_LOOK_ALIKES = str.maketrans("oil", "011")
"""Letters that are typed for digits."""

_MOST_GUESSES = 25
"""A sheet with more strange references than this was made for other applications; guesses would only mislead."""


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row with its application; `doubt` says why the row needs a decision, and the rest what that finding shows.

    For an unknown reference, `application` is the nearest one that is known, also in `proposed`; where none is near
    enough it is the reference as the row shows it, so that what was filled in can still be given to an application.
    """

    row: SheetRow
    application: Reference
    doubt: Kind | None = None
    found: str = ""
    proposed: str | None = None
    detail: str = ""


def place_rows(sheet: Sheet, expected: Expected) -> tuple[PlacedRow, ...]:
    """Place every row, in the order of the sheet.

    Left out are rows that hold nothing and belong to no application of this member.
    """
    rows = [(row, _named(row, expected.known)) for row in sorted(sheet.rows, key=lambda each: each.number)]
    times = Counter(application for _row, application in rows)
    strange = [row for row, application in rows if application is None and sheet.fills(row)]
    meant = _nearest_of_all(strange, set(expected.titles) - set(times), expected.assigned) if strange else {}
    placed: list[PlacedRow] = []
    for row, application in rows:
        if application is None:
            placed += [_strange(row, meant.get(row.number))] if sheet.fills(row) else []
        elif application not in expected.assigned and not sheet.fills(row) and not _keys_disagree(row):
            continue
        elif times[application] > 1:
            placed.append(PlacedRow(row, application, Kind.DUPLICATE_ROW, found=row.reference or row.key))
        else:
            placed.append(_agreed(row, application, sheet, expected))
    return tuple(placed)


def _named(row: SheetRow, known: Mapping[str, Reference]) -> Reference | None:
    return next((known[identity(text)] for text in (row.key, row.reference) if identity(text) in known), None)


def _keys_disagree(row: SheetRow) -> bool:
    return bool(row.key and row.reference) and identity(row.key) != identity(row.reference)


def _agreed(row: SheetRow, application: Reference, sheet: Sheet, expected: Expected) -> PlacedRow:
    """The row under its application, doubted where its key, reference and title don't agree."""
    if _keys_disagree(row):
        return PlacedRow(row, application, Kind.ROW_MISMATCH, found=row.reference, detail=row.key)
    if application not in expected.assigned:
        return PlacedRow(row, application, Kind.NOT_ASSIGNED, found=row.reference or row.key)
    titles = (*expected.titles[application], sheet.value_at_export(application, APPLICANT))
    if row.title and _plain_title(row.title) not in {_plain_title(title) for title in titles}:
        return PlacedRow(row, application, Kind.TITLE_MISMATCH, found=row.title)
    return PlacedRow(row, application)


def _strange(row: SheetRow, nearest: Reference | None) -> PlacedRow:
    shown = row.reference or row.key
    return PlacedRow(row, nearest or Reference(shown), Kind.UNKNOWN_REFERENCE, found=shown, proposed=nearest)


def _nearest_of_all(
    strange: Sequence[SheetRow], free: Iterable[Reference], assigned: frozenset[Reference]
) -> dict[int, Reference]:
    """For each strange row, by its number, the nearest application without a row; none that two rows lay claim to."""
    if len(strange) > _MOST_GUESSES:
        return {}
    choices = list(free)
    nearest = {
        row.number: found
        for row in strange
        if (found := _nearest(identity(row.reference or row.key), choices, assigned)) is not None
    }
    claims = Counter(nearest.values())
    return {number: reference for number, reference in nearest.items() if claims[reference] == 1}


def _nearest(wanted: str, choices: Sequence[Reference], assigned: frozenset[Reference]) -> Reference | None:
    """The one application whose reference looks the same, or else is nearest.

    Among equally near ones it is the only one that this member is to score.
    """
    look = wanted.translate(_LOOK_ALIKES)
    same = [reference for reference in choices if identity(reference).translate(_LOOK_ALIKES) == look]
    if len(same) == 1:
        return same[0]
    matcher = difflib.SequenceMatcher(None, b=wanted, autojunk=False)
    best: list[Reference] = []
    closest = _CLOSE_ENOUGH
    for reference in choices:
        matcher.set_seq1(identity(reference))
        if matcher.real_quick_ratio() < closest or matcher.quick_ratio() < closest:
            continue
        ratio = matcher.ratio()
        if ratio > closest:
            best, closest = [reference], ratio
        elif ratio == closest:
            best.append(reference)
    mine = [reference for reference in best if reference in assigned]
    for candidates in (best, mine):
        if len(candidates) == 1:
            return candidates[0]
    return None


def _plain_title(title: str) -> str:
    """A title without the differences that spreadsheets and people make: case, spaces, quotes and dashes."""
    return re.sub(r"\W+", " ", title.casefold()).strip()
