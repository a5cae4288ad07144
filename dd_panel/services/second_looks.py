"""Neutral questions about a member's own scores, at most three: they ask what is meant and never say what is right."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from dd_panel.domain.totals import weighted_total
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dd_panel.domain.identifiers import CriterionKey, Reference
    from dd_panel.services.reviewing import Desk, DeskItem

MOST = 3
FEWEST_SCORES = 12
"""With fewer scores, one level used often says nothing."""

OFTEN = Fraction(45, 100)
BEST = Fraction(4, 5)
"""Where the two best levels of a scale of six begin; the lowest level beside one of them is asked about."""


@dataclass(frozen=True, slots=True)
class SecondLook:
    """One thing that may be worth a second look: a title, a question, and the place it is about, if it is about one."""

    title: str
    question: str
    reference: Reference | None = None
    criterion: CriterionKey | None = None


def second_looks(desk: Desk) -> tuple[SecondLook, ...]:
    """What a member may want to look at again: a lowest score beside a high one, equal totals, one level used a lot.

    One of each kind comes first, so that three questions are of three kinds where there are three kinds.
    """
    kinds = [list(_far_apart(desk)), list(_equal_totals(desk)), list(_one_level(desk))]
    ordered = [kind[at] for at in range(max(map(len, kinds))) for kind in kinds if at < len(kind)]
    return tuple(ordered[:MOST])


def _judged(desk: Desk) -> Iterator[DeskItem]:
    return (item for item in desk.items if not item.conflict)


def _far_apart(desk: Desk) -> Iterator[SecondLook]:
    rubric = desk.rules.rubric
    for item in _judged(desk):
        marks = item.review.marks
        places = {key: rubric.criterion(key).scale.position(mark) for key, mark in marks.items()}
        low = next((key for key, place in places.items() if place == 0), None)
        high = next((key for key, place in places.items() if place >= BEST), None)
        if low is None or high is None:
            continue
        words = {key: rubric.criterion(key).scale.text_of(marks[key]) for key in (low, high)}
        yield SecondLook(
            _("{reference} has a {low} beside a {high}").format(
                reference=item.application.reference, low=words[low], high=words[high]
            ),
            _("{criterion} {low}, {other} {high}. Is that meant?").format(
                criterion=rubric.criterion(low).short,
                low=words[low],
                other=rubric.criterion(high).short,
                high=words[high],
            ),
            item.application.reference,
            low,
        )


def _equal_totals(desk: Desk) -> Iterator[SecondLook]:
    seen: dict[Fraction, Reference] = {}
    for item in _judged(desk):
        total = weighted_total(desk.rules.rubric, item.review.scores)
        if total.position is None or total.open:
            continue
        other = seen.setdefault(total.position, item.application.reference)
        if other != item.application.reference:
            yield SecondLook(
                _("{reference} and {other} have the same total").format(
                    reference=item.application.reference, other=other
                ),
                _("Would you put one of them before the other?"),
                item.application.reference,
                desk.rules.rubric.keys[0],
            )


def _one_level(desk: Desk) -> Iterator[SecondLook]:
    rubric = desk.rules.rubric
    texts = Counter(
        rubric.criterion(key).scale.text_of(mark) for item in _judged(desk) for key, mark in item.review.marks.items()
    )
    whole = texts.total()
    for text, count in texts.most_common(1):
        if whole >= FEWEST_SCORES and count > OFTEN * whole:
            yield SecondLook(
                _("{count} of your {whole} scores are {level}").format(count=count, whole=whole, level=text),
                _("Does the rest of the scale say nothing here?"),
            )
