"""The chain behind one entry, as the window shows it: every change with its file, sheet, cell, fingerprint and time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.services.returns.reopening import BY_HAND

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from dd_panel.domain.applications import Application
    from dd_panel.domain.identifiers import Field, Reference
    from dd_panel.domain.panel import Member
    from dd_panel.domain.rubric import Rubric
    from dd_panel.services.returns.logbook import Subject
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.entry_values import Recorded
    from dd_panel.store.findings import Kept
    from dd_panel.store.returns import Return
    from dd_panel.store.work import Work


@dataclass(frozen=True, slots=True)
class Link:
    """One change of the entry: what it was, what it became, by whom, when and why; and the cell it was read from.

    `received` is the file that the cell is in, None where a person set the value.
    """

    field: Field
    before: str
    after: str
    who: str
    at: datetime
    reason: str
    sheet: str
    cell: str
    received: Return | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding about entries of an application, and the file that it was found in; `fields` are those it held back."""

    kept: Kept
    received: Return
    waits: bool
    fields: frozenset[Field]

    def is_about(self, subject: Subject) -> bool:
        """Whether it concerns what this member says there."""
        return self.kept.member == subject.member and (subject.field is None or subject.field in self.fields)


@dataclass(frozen=True, slots=True)
class Chain:
    """Everything behind one entry, the latest first; `value` is what stands, empty for nothing."""

    member: Member
    application: Application
    rubric: Rubric
    value: str
    links: tuple[Link, ...]
    doubts: tuple[Doubt, ...]


def chain_behind(place: Workplace, subject: Subject) -> Chain:
    """Follow one entry, or everything a member says about an application, back to where it came from.

    Raises KeyError when the member or the application is not here.
    """
    with place.store.reading() as work:
        returns = {each.return_id: each for each in work.returns.all()}
        links = [
            _link(each, returns)
            for each in work.entries.history(subject.member, subject.application)
            if subject.field in {None, each.field}
        ]
        standing = work.entries.of(subject.member, subject.application)
        return Chain(
            work.panel.member(subject.member),
            work.applications.get(subject.application),
            work.rounds.get().rubric,
            standing.get(subject.field, "") if subject.field is not None else "",
            tuple(reversed(links)),
            tuple(
                reversed([each for each in doubts_about(work, subject.application, returns) if each.is_about(subject)])
            ),
        )


def _link(recorded: Recorded, returns: dict[int, Return]) -> Link:
    origin = recorded.origin
    received = returns.get(origin.return_id) if origin.return_id is not None else None
    return Link(
        recorded.field,
        recorded.before,
        recorded.after,
        origin.who,
        origin.at,
        origin.reason,
        origin.sheet,
        origin.cell,
        received,
    )


def doubts_about(work: Work, application: Reference, returns: Mapping[int, Return]) -> tuple[Doubt, ...]:
    """The findings about what is said of an application that wait, or that somebody decided; oldest first."""
    return tuple(
        Doubt(kept, returns[kept.return_id], kept.waits, fields)
        for kept in work.findings.all()
        if kept.waits or kept.decision in BY_HAND
        if (fields := frozenset(cell.field for cell in kept.finding.held if cell.application == application))
    )
