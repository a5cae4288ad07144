"""What speaks for and against a member reading an application: topics shared, and conflicts that bar."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.authority_names import agree, fold_name, take_apart
from dd_panel.domain.identifiers import identity
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dd_panel.domain.applications import Application
    from dd_panel.domain.authority_names import AuthorityName
    from dd_panel.domain.identifiers import MemberId, Reference
    from dd_panel.domain.panel import Duty, Member

FULL_FIT = 60
"""The fit of a member who knows every topic of an application; 60 can be shared by 2, 3, 4, 5 and 6 topics."""

Deed = Literal["add", "remove", "lead"]


@dataclass(frozen=True, slots=True)
class AssignmentChange:
    """One change of who reads what, with its reason: a review added or taken away, or a reviewer made the lead."""

    deed: Deed
    member: MemberId
    application: Reference
    duty: Duty
    why: str


def shared_topics(member: Member, application: Application) -> tuple[str, ...]:
    """The topics of the application that the member knows, as the application writes them."""
    mine = {identity(topic) for topic in member.topics}
    return tuple(topic for topic in application.topics if identity(topic) in mine)


def fit_of(member: Member, application: Application) -> int:
    """The share of the application's topics that the member knows: 0 … 60; 0 where it names none."""
    if not application.topics:
        return 0
    return round(FULL_FIT * len(shared_topics(member, application)) / len(application.topics))


def bars_of(
    members: Iterable[Member],
    applications: Iterable[Application],
    declared: Mapping[tuple[MemberId, Reference], str],
) -> dict[tuple[MemberId, Reference], str]:
    """The pairs that must not be made, each with its reason: declared, in the list of members, own organisation."""
    said = {pair: _("a declared conflict: {reason}").format(reason=text) for pair, text in declared.items()}
    return undeclared_bars(members, applications) | said


def undeclared_bars(
    members: Iterable[Member], applications: Iterable[Application]
) -> dict[tuple[MemberId, Reference], str]:
    """The pairs that the list of members keeps apart without a word of theirs, each with its reason.

    Names that may mean one body bar; one that merely holds the other doesn't (that is a question for the member).
    """
    bodies = _Bodies(applications)
    bars: dict[tuple[MemberId, Reference], str] = {}
    for member in members:
        for reference, name in bodies.like(member.organisation):
            bars[member.member_id, reference] = _("own organisation: {name}").format(name=name)
        for conflict in reversed(member.conflicts):
            for reference, _name in bodies.like(conflict):
                bars[member.member_id, reference] = _("a conflict in the list of members: {name}").format(name=conflict)
    return bars


class _Bodies:
    """The bodies that take part in applications, ready to be found by a name, or an application by its reference."""

    def __init__(self, applications: Iterable[Application]) -> None:
        self._same: dict[str, list[tuple[Reference, str]]] = defaultdict(list)
        self._places: dict[str, list[tuple[Reference, str, AuthorityName]]] = defaultdict(list)
        self._references: dict[str, Reference] = {}
        for application in applications:
            self._references[identity(application.reference)] = application.reference
            for body in (application.lead_authority, *application.partners):
                if not body.strip():
                    continue
                parts = take_apart(body)
                self._same[fold_name(body)].append((application.reference, body))
                if parts.place:
                    self._places[parts.place].append((application.reference, body, parts))

    def like(self, name: str) -> list[tuple[Reference, str]]:
        """The applications with a body that this name may mean, and that body: one place, and no kinds that differ."""
        if not name.strip():
            return []
        parts = take_apart(name)
        found = list(self._same.get(fold_name(name), ()))
        found += [
            (reference, body)
            for reference, body, theirs in self._places.get(parts.place, ())
            if not parts.kinds or not theirs.kinds or agree(parts.kinds, theirs.kinds)
        ]
        if named := self._references.get(identity(name)):
            found.append((named, name))
        return found
