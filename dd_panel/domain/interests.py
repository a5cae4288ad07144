"""Which applications may touch a member's interests: a first look at names, for the member to settle.

A suggestion is a question, never a conflict: names that are alike may belong to different bodies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.authority_names import agree, fold_name, take_apart
from dd_panel.domain.identifiers import identity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dd_panel.domain.applications import Application
    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.panel import Member

Source = Literal["organisation", "interest"]

SHORTEST = 5
"""A place with fewer letters is too short to be looked for inside another name."""

_COMMON = frozenset({"north", "south", "central", "county", "council", "partnership", "services", "trust", "group"})
"""Words of many names; one of them alone tells nothing."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One name of the member's that is like a body that takes part in an application."""

    application: Reference
    body: str
    mine: str
    source: Source


def suggestions(member: Member, applications: Iterable[Application]) -> tuple[Suggestion, ...]:
    """At most one suggestion an application: the first body that is like the member's organisation or an interest."""
    mine: list[tuple[str, Source]] = [(name, "interest") for name in member.conflicts if name.strip()]
    if member.organisation.strip():
        mine.insert(0, (member.organisation, "organisation"))
    found = (_first(application, mine) for application in applications)
    return tuple(suggestion for suggestion in found if suggestion is not None)


def _first(application: Application, mine: Iterable[tuple[str, Source]]) -> Suggestion | None:
    bodies = [name for name in (application.lead_authority, *application.partners) if name.strip()]
    for name, source in mine:
        if identity(name) == identity(application.reference):
            return Suggestion(application.reference, application.lead_authority, name, source)
        for body in bodies:
            if alike(name, body):
                return Suggestion(application.reference, body, name, source)
    return None


def alike(one: str, other: str) -> bool:
    """Whether two names may be the same body, or one of them names the other: *Ashford CC*, *Ashford University Trust*.

    Two authorities of one place and of different kinds, a county and a borough, are not alike.
    """
    first, second = take_apart(one), take_apart(other)
    if fold_name(one) == fold_name(other):
        return True
    if first.place == second.place:
        return not first.kinds or not second.kinds or agree(first.kinds, second.kinds)
    return _names(fold_name(one), second.place) or _names(fold_name(other), first.place)


def _names(name: str, place: str) -> bool:
    """Whether a name holds a place as whole words."""
    return len(place) >= SHORTEST and place not in _COMMON and f" {place} " in f" {name} "
