"""Conflicts first: what a member is asked before any application opens, and the statement that opens the desk."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CONFLICT
from dd_panel.domain.interests import Suggestion, suggestions
from dd_panel.services.change import Change
from dd_panel.services.review.reviewing import member_of
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Collection

    from dd_panel.domain.applications import Application
    from dd_panel.domain.identifiers import Reference
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work

STATEMENTS_FACT = "no other conflicts"
"""The fact that lists when the member stated to have no other conflicts; it only grows."""

DISMISSED_FACT = "dismissed suggestions"
"""The fact that lists the applications whose suggested conflict the member has looked at and put aside."""


CAME_LATER_FACT = "came after the statement"
"""The fact that lists the applications that a later pack brought and no statement covers yet."""


@dataclass(frozen=True, slots=True)
class Statement:
    """*I have no other conflicts*: who said so, when, and how many conflicts stood declared then."""

    who: str
    at: datetime
    declared: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """One application before it is opened: title and partners, the conflict declared, and what is suggested.

    `came_later` is one that a later pack brought, after the last statement.
    """

    application: Application
    conflict: str = ""
    suggestion: Suggestion | None = None
    dismissed: bool = False
    came_later: bool = False

    @property
    def asks(self) -> bool:
        """Whether a suggestion waits for the member's word."""
        return self.suggestion is not None and not self.dismissed and not self.conflict


@dataclass(frozen=True, slots=True)
class Beginning:
    """Everything that is shown before anything opens; `statement` is the last one, None before the first."""

    candidates: tuple[Candidate, ...]
    statement: Statement | None = None

    @property
    def declared(self) -> int:
        """How many conflicts stand declared."""
        return sum(bool(each.conflict) for each in self.candidates)

    @property
    def asking(self) -> int:
        """How many suggestions wait for the member's word."""
        return sum(each.asks for each in self.candidates)


def see_beginning(place: Workplace) -> Beginning:
    """Read the titles and partners of all applications, what is declared, and which names are alike."""
    with place.store.reading() as work:
        return _beginning(work)


def _beginning(work: Work) -> Beginning:
    member = work.panel.member(member_of(work))
    summaries = {each.reference: each for each in work.applications.summaries()}
    entries = work.entries.of_member(member.member_id)
    mine = [summaries[each.application] for each in work.panel.assignments_of(member.member_id)]
    suggested = {each.application: each for each in suggestions(member, mine)}
    dismissed, later = set(_dismissed(work)), _came_later(work)
    candidates = tuple(
        Candidate(
            each,
            entries.get(each.reference, {}).get(CONFLICT, ""),
            suggested.get(each.reference),
            dismissed=each.reference in dismissed,
            came_later=each.reference in later,
        )
        for each in mine
    )
    return Beginning(candidates, last_statement_in(work))


def last_statement(place: Workplace) -> Statement | None:
    """The member's last statement that there are no other conflicts; None before the first."""
    with place.store.reading() as work:
        return last_statement_in(work)


def last_statement_in(work: Work) -> Statement | None:
    """The last statement in a file that is being read; None before the first.

    Where another copy was brought in, its statements are listed after those made here, whichever came later.
    """
    return max(_statements(work), key=lambda each: each.at, default=None)


def must_state(place: Workplace) -> bool:
    """Whether nothing may open yet: before the first statement, and after a pack brought what none covers."""
    with place.store.reading() as work:
        return last_statement_in(work) is None or bool(_came_later(work))


def ask_about(work: Work, references: Collection[Reference]) -> None:
    """Wait for another statement where these applications came after the last one."""
    if references and last_statement_in(work) is not None:
        work.about.put(CAME_LATER_FACT, json.dumps([*_came_later(work), *references]))


def dismiss_suggestion(place: Workplace, reference: Reference, *, dismissed: bool = True) -> Change:
    """Say that a suggested conflict is none, or ask about it again."""
    with place.store.writing() as work:
        kept = [each for each in _dismissed(work) if each != reference]
        work.about.put(DISMISSED_FACT, json.dumps([*kept, reference] if dismissed else kept))
    said = _("{reference}: no conflict") if dismissed else _("{reference}: asked again")
    return Change(
        frozenset({"suggestion", f"application:{reference}"}),
        said.format(reference=reference),
        lambda: dismiss_suggestion(place, reference, dismissed=not dismissed),
    )


def state_no_other_conflicts(place: Workplace) -> Change:
    """Keep the statement with its time; raises InputError while a suggestion waits for the member's word."""
    with place.store.writing() as work:
        seen = _beginning(work)
        if seen.asking:
            raise InputError(
                ngettext(
                    "{count} name is still to be looked at.", "{count} names are still to be looked at.", seen.asking
                ).format(count=seen.asking),
                remedy=_("Declare a conflict, or say that there is none."),
            )
        known = json.loads(work.about.get(STATEMENTS_FACT) or "[]")
        said = {"who": place.person, "at": place.clock().isoformat(), "declared": seen.declared}
        work.about.put(STATEMENTS_FACT, json.dumps([*known, said]))
        if _came_later(work):
            work.about.put(CAME_LATER_FACT, "[]")
    return Change(frozenset({"statement"}), _("No other conflicts stated"))


def _statements(work: Work) -> list[Statement]:
    kept = json.loads(work.about.get(STATEMENTS_FACT) or "[]")
    return [Statement(each["who"], datetime.fromisoformat(each["at"]), each["declared"]) for each in kept]


def _came_later(work: Work) -> list[Reference]:
    kept: list[Reference] = json.loads(work.about.get(CAME_LATER_FACT) or "[]")
    return kept


def _dismissed(work: Work) -> list[Reference]:
    kept: list[Reference] = json.loads(work.about.get(DISMISSED_FACT) or "[]")
    return kept
