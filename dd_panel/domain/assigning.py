"""What speaks for and against a member reading an application: topics shared, and conflicts that bar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.authority_names import agree, fold_name, take_apart
from dd_panel.domain.identifiers import identity
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable

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


class Bars:
    """Why members must not read applications: a declared conflict, one in the list of members, their own organisation.

    Names that may mean one body bar; one that merely holds the other doesn't (that is a question for the member).
    """

    def __init__(self, members: Iterable[Member], applications: Iterable[Application]) -> None:
        self._names: dict[str, tuple[str, AuthorityName]] = {}
        members, applications = tuple(members), tuple(applications)
        for name in {
            *(each.organisation for each in members),
            *(name for each in members for name in each.conflicts),
            *(body for each in applications for body in (each.lead_authority, *each.partners)),
        }:
            self._names[name] = (fold_name(name), take_apart(name))

    def of(self, member: Member, application: Application, declared: str = "") -> str:
        """Why this member must not read this application; an empty text when nothing bars."""
        if declared:
            return _("a declared conflict: {reason}").format(reason=declared)
        bodies = [name for name in (application.lead_authority, *application.partners) if name.strip()]
        for name in member.conflicts:
            if identity(name) == identity(application.reference) or any(self._same(name, body) for body in bodies):
                return _("a conflict in the list of members: {name}").format(name=name)
        for body in bodies:
            if self._same(member.organisation, body):
                return _("own organisation: {name}").format(name=body)
        return ""

    def _same(self, one: str, other: str) -> bool:
        """Whether two names may mean one body: the same words, or one place and no kinds that differ."""
        (folded, first), (folded_other, second) = self._names[one], self._names[other]
        if not folded or not folded_other:
            return False
        if folded == folded_other:
            return True
        if not first.place or first.place != second.place:
            return False
        return not first.kinds or not second.kinds or agree(first.kinds, second.kinds)
