"""Which applications may touch a member's interests: a first look at names, for the member to settle.

A suggestion is a question, never a conflict: names that are alike may belong to different bodies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.authority_names import agree, fold_name, take_apart
from dd_panel.domain.identifiers import identity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dd_panel.domain.applications import Application
    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.panel import Member

Source = Literal["organisation", "interest", "employer", "e-mail"]

SHORTEST = 5
"""A place with fewer letters is too short to be looked for inside another name."""

_NOBODYS = frozenset(
    {"outlook", "hotmail", "googlemail", "gmail", "yahoo", "icloud", "btinternet", "example", "council"}
)
"""Parts of domains that belong to everybody."""

_COMMON = frozenset({"north", "south", "central", "county", "council", "partnership", "services", "trust", "group"})
"""Words of many names; one of them alone tells nothing."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One name of the member's that is like a body that takes part in an application."""

    application: Reference
    body: str
    mine: str
    source: Source


def suggestions(
    member: Member, applications: Iterable[Application], employers: Iterable[str] = ()
) -> tuple[Suggestion, ...]:
    """At most one suggestion an application: the first body that is like a name of the member's.

    Names are the organisation, the interests, past `employers`, and at last the domain of the e-mail address.
    """
    mine: list[tuple[str, Source]] = [(member.organisation, "organisation")]
    mine += [(name, "interest") for name in member.conflicts]
    mine += [(name, "employer") for name in employers]
    mine += [(name, "e-mail") for name in domain_names(member.email)]
    named = [(name, source) for name, source in mine if name.strip()]
    found = (_first(application, named) for application in applications)
    return tuple(suggestion for suggestion in found if suggestion is not None)


def domain_names(address: str) -> tuple[str, ...]:
    """The parts of an e-mail's domain that may name a body: *northmere* of ann@mail.northmere.gov.uk."""
    _user, _at, domain = address.strip().casefold().partition("@")
    return tuple(part for part in domain.split(".") if len(part) >= SHORTEST and part not in _NOBODYS)


def _first(application: Application, mine: Iterable[tuple[str, Source]]) -> Suggestion | None:
    bodies = [name for name in (application.lead_authority, *application.partners) if name.strip()]
    for name, source in mine:
        if identity(name) == identity(application.reference):
            return Suggestion(application.reference, application.lead_authority, name, source)
        for body in bodies:
            if is_domain_of(name, body) if source == "e-mail" else alike(name, body):
                return Suggestion(application.reference, body, name, source)
    return None


def is_domain_of(part: str, body: str) -> bool:
    """Whether a part of a domain is how this body writes itself in one word: *northmere-tc*, *newforestdc*."""
    word = re.sub(r"[^a-z0-9]", "", part)
    place = take_apart(body).place.replace(" ", "")
    whole = fold_name(body).replace(" ", "")
    return len(place) >= SHORTEST and (
        word in {place, whole} or (word.startswith(place) and len(word) <= len(place) + 3)
    )


def alike(one: str, other: str) -> bool:
    """Whether two names may be the same body, or one of them names the other: *Ashford CC*, *Ashford University Trust*.

    Two authorities of one place and of different kinds, a county and a borough, are not alike.
    """
    mine, theirs = fold_name(one), fold_name(other)
    if mine == theirs:
        return True
    first, second = take_apart(one), take_apart(other)
    if first.place == second.place:
        return not first.kinds or not second.kinds or agree(first.kinds, second.kinds)
    return _names(mine, second.place) or _names(theirs, first.place)


def _names(name: str, place: str) -> bool:
    """Whether a name holds a place as whole words."""
    return len(place) >= SHORTEST and place not in _COMMON and f" {place} " in f" {name} "
