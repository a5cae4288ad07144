"""The assignment table: who reviews which application."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast, get_args

from dd_panel.domain.identifiers import MemberId, Reference, identity
from dd_panel.domain.panel import Duty
from dd_panel.exchange.registers.entries import identifier, line, refuse_doubles
from dd_panel.exchange.tables import Row, read_table
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

REQUIRED = ("Reference", "Member")
COLUMNS = (*REQUIRED, "Role")


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """One row of the table; `place` is the file and where in it the row stands, for errors about what it names."""

    reference: Reference
    member: MemberId
    duty: Duty
    place: str


def read_assignments(path: Path) -> tuple[AssignmentRow, ...]:
    """Read the rows of an assignment table (.xlsx or .csv), in its order.

    Raises InputError with file, place and remedy; also for a pair that stands there twice, and for a second lead.
    """
    table = read_table(path, REQUIRED)
    rows = tuple(_assignment(row) for row in table.rows)
    pairs = (f"{identity(row.reference)} – {identity(row.member)}" for row in rows)
    refuse_doubles(table, "Reference", zip(pairs, table.rows, strict=True))
    _refuse_second_lead(rows, table.rows)
    return rows


def _refuse_second_lead(rows: Sequence[AssignmentRow], entries: Sequence[Row]) -> None:
    leads: dict[str, MemberId] = {}
    for row, entry in zip(rows, entries, strict=True):
        if row.duty != "lead":
            continue
        first = leads.setdefault(identity(row.reference), row.member)
        if first != row.member:
            what = _("{member} leads {reference} already.").format(member=first, reference=row.reference)
            raise entry.refuse("Role", what, _("Let one of them lead and the other review."))


def _assignment(row: Row) -> AssignmentRow:
    return AssignmentRow(
        Reference(identifier(row, "Reference")),
        MemberId(identifier(row, "Member")),
        _duty(row),
        _("{file}, {place}").format(file=row.file, place=row.place("Member")),
    )


def _duty(row: Row) -> Duty:
    written = line(row, "Role")
    word = written.casefold() or "reviewer"
    if word not in get_args(Duty):
        raise row.refuse(
            "Role", _("“{role}” is no role in a review.").format(role=written), _("Write lead or reviewer.")
        )
    return cast("Duty", word)
