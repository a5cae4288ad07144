"""What a member scored and wrote for one application, change by change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import COMPLETE, CONFLICT, ORDER, PREFERENCE, criterion_of, is_score
from dd_panel.services.review.reviewing import kept_score, member_of

if TYPE_CHECKING:
    from datetime import datetime

    from dd_panel.domain.identifiers import Field, Reference
    from dd_panel.domain.rubric import Rubric
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.entry_values import Recorded

ONE_GO = timedelta(minutes=10)
"""Words that only grow, with no longer pause than this, are one change: they were typed in one go."""

_OWN_VERBS = frozenset({CONFLICT, COMPLETE, PREFERENCE})


@dataclass(frozen=True, slots=True)
class PastChange:
    """One change of one thing: what stood before and after it, when it was made and by whom.

    `stands` is what is there now; `of_now` says whether what stood before could stand by the present rubric.
    """

    field: Field
    before: str
    after: str
    at: datetime
    who: str
    reason: str = ""
    stands: str = ""
    of_now: bool = True

    @property
    def can_restore(self) -> bool:
        """Whether what stood before can be brought back; conflicts, finishing and preferences have their own verbs."""
        return self.of_now and self.field not in _OWN_VERBS and self.before != self.stands

    def same_as(self, other: PastChange) -> bool:
        """Whether it is the same change, though something else may stand there now."""
        return (self.field, self.at, self.before, self.after) == (other.field, other.at, other.before, other.after)


def see_history(place: Workplace, reference: Reference) -> tuple[PastChange, ...]:
    """Every score, comment and piece of advice on one application, the last change first.

    While a conflict stands, only the conflicts are told: the rest is sealed. The order of reading is left out.
    """
    with place.store.reading() as work:
        member, rubric = member_of(work), work.rounds.get().rubric
        standing = work.entries.of(member, reference)
        told = [
            each
            for each in work.entries.history(member, reference)
            if each.field != ORDER and (each.field == CONFLICT or not standing.get(CONFLICT))
        ]
    changes: list[PastChange] = []
    for each in told:
        change = _change(each, standing.get(each.field, ""))
        if changes and _goes_on(changes[-1], change):
            change = replace(change, before=changes.pop().before)
        changes.append(change)
    return tuple(replace(each, of_now=_fits(rubric, each)) for each in reversed(changes))


def _fits(rubric: Rubric, change: PastChange) -> bool:
    """Whether what stood before a change is something that the rubric has."""
    key = criterion_of(change.field)
    if key is None:
        return True
    if key not in rubric.keys:
        return False
    try:
        kept_score(change.before if is_score(change.field) else "", rubric.criterion(key).scale)
    except InputError:
        return False
    return True


def _change(each: Recorded, stands: str) -> PastChange:
    return PastChange(each.field, each.before, each.after, each.origin.at, each.origin.who, each.origin.reason, stands)


def _goes_on(last: PastChange, change: PastChange) -> bool:
    """Whether a text only grew: its beginnings are worth no line of their own."""
    grew = change.before == last.after and change.after.startswith(change.before)
    typed = change.field == last.field and not is_score(change.field) and bool(change.before)
    return grew and typed and change.who == last.who and change.at - last.at <= ONE_GO
