"""What the minutes say, in words and figures: whoever fills them in needs to know nothing about documents."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Person:
    """One member of the panel, and when they were at the meeting, in words."""

    name: str
    organisation: str
    role: str
    presence: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One decision in the list of all of them; `number` is the turn of a reserve, or the place."""

    number: str
    reference: str
    lead_authority: str
    support: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of scores: whose they are, one text a criterion, and the total."""

    label: str
    scores: tuple[str, ...]
    total: str
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One application that was discussed: everything said about it, as whole sentences, and its scores."""

    reference: str
    lead_authority: str
    standing: str
    recusals: tuple[str, ...] = ()
    scores: tuple[Row, ...] = ()
    agreed: str = ""
    note: str = ""
    votes: str = ""
    decision: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MinutesContents:
    """The whole of the minutes. `status` says whether they are signed, `criteria` are the short names above scores.

    `undecided` names the applications on which nothing is decided yet.
    """

    round_name: str
    held: str
    status: str
    made: datetime
    people: Sequence[Person]
    criteria: Sequence[str]
    funded: Sequence[Outcome] = ()
    reserves: Sequence[Outcome] = ()
    declined: Sequence[Outcome] = ()
    undecided: Sequence[str] = ()
    fund: str = ""
    lot: Sequence[str] = ()
    items: Sequence[Item] = ()
    signatures: Sequence[str] = field(default_factory=tuple)
