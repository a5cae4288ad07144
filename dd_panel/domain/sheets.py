"""A filled-in scoresheet as values: who sent it, which rows and columns it has, and what is wrong with them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from dd_panel.domain.identifiers import (
    ORDER,
    Field,
    MemberId,
    Reference,
    identity,
)
from dd_panel.domain.purposes import SCORES, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from dd_panel.domain.found import Found
    from dd_panel.domain.rubric import Rubric


class SheetCell(NamedTuple):
    """One input cell: its address (`F14`) and what was found there."""

    address: str
    found: Found


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row under the header: its hidden key, the reference and title it shows, and its input cells by field.

    `reference_cell` and `title_cell` are addresses, for findings about the row as a whole.
    """

    number: int
    key: str
    reference: str
    title: str
    reference_cell: str
    title_cell: str
    cells: Mapping[Field, SheetCell]

    @property
    def named(self) -> str:
        """Which application the row says it is of, in the form in which references are compared; the key goes first."""
        return identity(self.key or self.reference)

    @property
    def filled(self) -> bool:
        """Whether a person has filled in anything; the order of reading alone is nothing."""
        return any(cell.found.filled for field, cell in self.cells.items() if field != ORDER)


@dataclass(frozen=True, slots=True)
class SheetIdentity:
    """Which round, rubric, member and export a scoresheet belongs to, when it was last saved, and what it is for."""

    round_id: str
    rubric_version: str
    member: MemberId
    export: int
    saved: datetime | None
    purpose: Purpose = SCORES


@dataclass(frozen=True, slots=True)
class SpareColumn:
    """A column that is there once too often, or not of the scoresheet: its header, address and cells by row number."""

    header: str
    address: str
    field: Field | None = None
    cells: Mapping[int, SheetCell] | None = None

    def holds_in(self, row: int) -> bool:
        """Whether something stands in this column in the row of that number."""
        return bool(self.cells and row in self.cells and self.cells[row].found.filled)

    @property
    def filled(self) -> bool:
        """Whether something stands in this column at all."""
        return any(cell.found.filled for cell in (self.cells or {}).values())


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that a scoresheet says. `exported` holds the hidden values at export, by the row's key and field."""

    name: str
    identity: SheetIdentity
    rows: Sequence[SheetRow]
    fields: frozenset[Field]
    doubled: Sequence[SpareColumn] = ()
    extra: Sequence[SpareColumn] = ()
    exported: Mapping[tuple[str, Field], str] | None = None

    def value_at_export(self, application: Reference, field: Field) -> str:
        """The hidden value of a cell when the sheet was made; empty when none is recorded."""
        return (self.exported or {}).get((identity(application), field), "")

    def fills(self, row: SheetRow) -> bool:
        """Whether a person has filled in anything in this row, be it in a column that is there twice."""
        return row.filled or any(spare.holds_in(row.number) for spare in self.doubled)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a member's scoresheet is held against: the rubric, every application's title, and the member's own share.

    `rows` are the applications whose rows would be missed, None for all that are assigned: a second look has few, and
    an application that is out of the competition has none in a later scoresheet.
    `known` are the references by the form in which they are compared, worked out where they are not given.
    """

    rubric: Rubric
    titles: Mapping[Reference, tuple[str, ...]]
    assigned: frozenset[Reference]
    rows: frozenset[Reference] | None = None
    known: Mapping[str, Reference] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        """Work out what was not given."""
        if not self.known:
            object.__setattr__(self, "known", by_identity(self.titles))


def by_identity(references: Iterable[Reference]) -> dict[str, Reference]:
    """References by the form in which they are compared."""
    return {identity(reference): reference for reference in references}
