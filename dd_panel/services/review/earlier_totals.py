"""The totals that stood when a member went on to another application, of those that were scored again later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dd_panel.domain.identifiers import ORDER, criterion_of, is_score
from dd_panel.domain.reviews import NOT_YET_SCORED, Score
from dd_panel.domain.totals import weighted_total

if TYPE_CHECKING:
    from fractions import Fraction

    from dd_panel.domain.identifiers import CriterionKey, Reference
    from dd_panel.domain.rubric import Rubric
    from dd_panel.domain.scale import Scale
    from dd_panel.store.work import Work


CROSSED_FACT: Final = "present rubric since"
"""The fact in a member's store that holds the number of the last change made by an earlier rubric."""


def earlier_totals(work: Work, rubric: Rubric) -> dict[Reference, Fraction]:
    """The first whole total, 0 … 1, after which the member opened another application for the first time.

    Only applications with a score that was changed at some time are told; one whose totals moved before the member went
    on is told with the last of them. What was scored by an earlier rubric has no total by this one.
    """
    since = int(work.about.get(CROSSED_FACT) or 0)
    scores: dict[Reference, dict[CriterionKey, Score]] = {}
    settled: dict[Reference, Fraction] = {}
    for number, reference, field, _before, after in work.history.judged_again():
        if field == ORDER:
            # What was whole by now has been read and left; an application that is opened only now can't have been.
            for each in scores.keys() - settled.keys() - {reference} if number > since else ():
                total = weighted_total(rubric, scores[each])
                if not total.open and total.position is not None:
                    settled[each] = total.position
            continue
        key = criterion_of(field)
        if key is not None and is_score(field) and key in rubric.keys:
            scores.setdefault(reference, {})[key] = _score(after, rubric.criterion(key).scale)
    return settled


def _score(text: str, scale: Scale) -> Score:
    """What a kept score says; one that an earlier rubric's scale had and this one's has not says nothing."""
    try:
        return Score.standing(text, scale) if text else NOT_YET_SCORED
    except ValueError:
        return NOT_YET_SCORED
