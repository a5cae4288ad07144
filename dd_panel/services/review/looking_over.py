"""Questions about the member's own scores: those to ask, those that were put away, and the way to bring them back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.second_looks import second_looks
from dd_panel.services.change import Change
from dd_panel.services.review.earlier_totals import earlier_totals
from dd_panel.text import _

if TYPE_CHECKING:
    from dd_panel.domain.second_looks import SecondLook
    from dd_panel.services.review.reviewing import Desk
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work

PUT_AWAY_FACT = "second looks put away"
"""The fact that lists the questions the member has put away, oldest first. It stays in the member's own store."""


@dataclass(frozen=True, slots=True)
class Questions:
    """What is worth a second look, and how many more questions the member does not want to be asked."""

    looks: tuple[SecondLook, ...]
    put_away: int

    def without(self, look: SecondLook) -> Questions:
        """The rest, once this one is put away."""
        left = tuple(each for each in self.looks if each != look)
        return Questions(left, self.put_away + len(self.looks) - len(left))


def see_questions(place: Workplace, desk: Desk) -> Questions:
    """Find what is worth a second look on a desk; it takes a moment where there are hundreds of applications."""
    with place.store.reading() as work:
        away = frozenset(put_away_in(work))
        earlier = earlier_totals(work, desk.rules.rubric)
    asked = second_looks(desk.rules.rubric, [item.review for item in desk.items], earlier)
    looks = tuple(look for look in asked if look.print not in away)
    return Questions(looks, len(asked) - len(looks))


def put_away_in(work: Work) -> tuple[str, ...]:
    """The prints of the questions that were put away, oldest first."""
    kept: list[str] = json.loads(work.about.get(PUT_AWAY_FACT) or "[]")
    return tuple(kept)


def put_away(place: Workplace, look: SecondLook) -> Change:
    """Put a question away until what it is about changes."""
    with place.store.writing() as work:
        before = put_away_in(work)
        after = (*(each for each in before if each != look.print), look.print)
        return _keep_within(work, place, after, before, _("Put away: {title}").format(title=look.title))


def ask_again(place: Workplace) -> Change:
    """Ask every question again that was put away."""
    with place.store.writing() as work:
        return _keep_within(work, place, (), put_away_in(work), _("Second looks asked again"))


def _keep(place: Workplace, after: tuple[str, ...], before: tuple[str, ...], summary: str) -> Change:
    with place.store.writing() as work:
        return _keep_within(work, place, after, before, summary)


def _keep_within(work: Work, place: Workplace, after: tuple[str, ...], before: tuple[str, ...], summary: str) -> Change:
    work.about.put(PUT_AWAY_FACT, json.dumps(after, ensure_ascii=False))
    return Change(frozenset({"second looks"}), summary, lambda: _keep(place, before, after, summary))
