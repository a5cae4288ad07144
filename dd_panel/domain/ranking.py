"""The order of applications: the official score, tie-breaks and shared places.

Source: standard competition ranking (1, 2, 2, 4) over the mean or median of the reviews that count.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.totals import mean_of, weighted_total

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dd_panel.domain.identifiers import CriterionKey, Reference
    from dd_panel.domain.reviews import Review
    from dd_panel.domain.rounds import Round
    from dd_panel.domain.rubric import Rubric

Side = Literal["in", "level", "out"]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One application in the order. `position` (0 worst … 1 best) and `place` are None when no review counts.

    `reviews` is how many count, `positions` their totals in the order given, `means` the criteria's mean positions,
    `waiting` how many reviews wait for a decision.
    """

    application: Reference
    position: Fraction | None
    place: int | None
    reviews: int
    positions: tuple[Fraction, ...]
    means: Mapping[CriterionKey, Fraction]
    waiting: int
    below_minimum: tuple[CriterionKey, ...]


def rank(
    rules: Round,
    applications: Sequence[Reference],
    reviews: Iterable[Review],
    agreed: Mapping[Reference, Fraction] | None = None,
) -> tuple[Ranked, ...]:
    """Rank applications by the round's method; those without a score come last, in the order given.

    `agreed` maps references to agreed positions (0 … 1); with the method *agreed* nothing else counts.
    """
    found: dict[Reference, list[Review]] = {reference: [] for reference in applications}
    for review in reviews:
        if review.application in found:
            found[review.application].append(review)
    unplaced = [_measure(rules, each, found[each], agreed or {}) for each in applications]
    scored = sorted(
        (each for each in unplaced if each.position is not None), key=lambda each: _sort_key(rules, each), reverse=True
    )
    placed: list[Ranked] = []
    for index, each in enumerate(scored, start=1):
        tied = placed and _sort_key(rules, placed[-1]) == _sort_key(rules, each)
        placed.append(replace(each, place=placed[-1].place if tied else index))
    return (*placed, *(each for each in unplaced if each.position is None))


def sides(order: Iterable[Ranked], places: int) -> dict[Reference, Side]:
    """On which side of the funding line each application stands; *level* shares a place that is not enough for all."""
    ranked = list(order)
    sharing = Counter(each.place for each in ranked)
    found: dict[Reference, Side] = {}
    for each in ranked:
        if each.place is None or each.place > places:
            found[each.application] = "out"
        else:
            found[each.application] = "in" if each.place + sharing[each.place] - 1 <= places else "level"
    return found


def line_after(places: Iterable[int | None], funded: int) -> int | None:
    """After how many applications the funding line is drawn; None where all with a place have one of the funded.

    `places` are those of all applications in their order. A tie that crosses the line draws it even where nobody stands
    below: otherwise nobody would see that there are too few places for those who share the last.
    """
    found = [each for each in places if each is not None]
    above = sum(each <= funded for each in found)
    return above if 0 < above < len(found) or above > funded else None


def running_sums(sought: Iterable[tuple[int | None, int | None]]) -> tuple[tuple[int, bool] | None, ...]:
    """What is sought down to each place, and whether that is all of it; None for applications without a place.

    `sought` is the place and the support sought, in whole units, of all applications in their order; a sum that nobody
    knows (None) counts as nothing, and all below it are incomplete.
    """
    sums: list[tuple[int, bool] | None] = []
    total, complete = 0, True
    for place, each in sought:
        if place is None:
            sums.append(None)
            continue
        total += each or 0
        complete = complete and each is not None
        sums.append((total, complete))
    return tuple(sums)


def place_with(order: Iterable[Ranked], application: Reference, position: Fraction) -> int:
    """The place that an application would have with another score, before any tie-break."""
    others = (each.position for each in order if each.application != application and each.position is not None)
    return 1 + sum(other > position for other in others)


def _measure(
    rules: Round, reference: Reference, reviews: Sequence[Review], agreed: Mapping[Reference, Fraction]
) -> Ranked:
    counting = [review for review in reviews if review.counts]
    totals = tuple(
        total for review in counting if (total := weighted_total(rules.rubric, review.scores).position) is not None
    )
    means = _criterion_means(rules.rubric, counting)
    return Ranked(
        application=reference,
        position=_official(rules, reference, totals, agreed),
        place=None,
        reviews=len(counting),
        positions=totals,
        means=means,
        waiting=sum(bool(review.waiting) for review in reviews),
        below_minimum=tuple(
            criterion.key
            for criterion in rules.rubric.criteria
            if criterion.key in means and criterion.below_minimum(means[criterion.key])
        ),
    )


def _official(
    rules: Round, reference: Reference, totals: Sequence[Fraction], agreed: Mapping[Reference, Fraction]
) -> Fraction | None:
    if rules.method == "agreed":
        return agreed.get(reference)
    if not totals:
        return None
    return median(totals) if rules.method == "median" else mean_of(totals)


def _criterion_means(rubric: Rubric, reviews: Sequence[Review]) -> dict[CriterionKey, Fraction]:
    means: dict[CriterionKey, Fraction] = {}
    for criterion in rubric.criteria:
        positions = [
            criterion.scale.position(mark)
            for review in reviews
            if (mark := review.scores[criterion.key].mark) is not None
        ]
        if positions:
            means[criterion.key] = mean_of(positions)
    return means


def _sort_key(rules: Round, each: Ranked) -> tuple[Fraction, ...]:
    # A criterion that nobody could judge breaks a tie against the application: -1 lies below every position.
    broken = (each.means.get(rules.rubric.criterion(key).key, Fraction(-1)) for key in rules.tie_break)
    return (each.position if each.position is not None else Fraction(-1), *broken)
