"""Preferences between applications of the same total: which of two a member would put first. They are no scores.

A preference stands while both totals are equal; another score makes it void, and it counts again when they meet again.
"""

from __future__ import annotations

from itertools import combinations, islice
from typing import TYPE_CHECKING

from dd_panel.domain.identifiers import Reference, identity, tidy
from dd_panel.domain.totals import weighted_total

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from fractions import Fraction

    from dd_panel.domain.reviews import Review
    from dd_panel.domain.rubric import Rubric

_BETWEEN = ";"

MOST = 50
"""Nobody chooses between more pairs; hundreds of equal totals would make hundreds of thousands of them."""

Pair = tuple[Reference, Reference]


def preferred_over(text: str) -> tuple[Reference, ...]:
    """The applications that a kept preference puts after its own, in the order written."""
    return tuple(Reference(tidy(part)) for part in text.split(_BETWEEN) if tidy(part))


def preference_text(references: Collection[Reference]) -> str:
    """A preference as it is kept and sent: `DD-004; DD-009`."""
    return f"{_BETWEEN} ".join(sorted(references))


def whole_totals(rubric: Rubric, reviews: Sequence[Review]) -> dict[Reference, Fraction]:
    """The totals, 0 (worst) … 1 (best), of reviews in which nothing is open and that no conflict bars."""
    totals: dict[Reference, Fraction] = {}
    for review in reviews:
        total = weighted_total(rubric, review.scores)
        if not review.conflicted and not total.open and total.position is not None:
            totals[review.application] = total.position
    return totals


def standing_preferences(rubric: Rubric, reviews: Sequence[Review]) -> dict[Reference, tuple[Reference, ...]]:
    """For each application those of the same total that its member would put after it; one member's reviews."""
    return _standing(whole_totals(rubric, reviews), reviews)


def _standing(
    totals: Mapping[Reference, Fraction], reviews: Sequence[Review]
) -> dict[Reference, tuple[Reference, ...]]:
    known = {identity(reference): reference for reference in totals}
    found: dict[Reference, tuple[Reference, ...]] = {}
    for review in reviews:
        mine = totals.get(review.application)
        after = (known.get(identity(each)) for each in preferred_over(review.preference))
        lower = tuple(each for each in after if each is not None and totals[each] == mine)
        if mine is not None and lower:
            found[review.application] = lower
    return found


def ties_near_top(totals: Mapping[Reference, Fraction]) -> tuple[tuple[Reference, ...], ...]:
    """The groups of equal totals that begin in the upper half of a member's own order, from the top."""
    groups: dict[Fraction, list[Reference]] = {}
    for reference, total in totals.items():
        groups.setdefault(total, []).append(reference)
    above, ties = 0, []
    for _total, group in sorted(groups.items(), reverse=True):
        if len(group) > 1 and 2 * above < len(totals):
            ties.append(tuple(group))
        above += len(group)
    return tuple(ties)


def undecided(rubric: Rubric, reviews: Sequence[Review], left: Collection[frozenset[Reference]] = ()) -> list[Pair]:
    """The pairs to choose between, from the top; `left` are those the member sees no difference in.

    A pair whose answer follows from others (the first before the second, the second before the third) is not asked.
    """
    totals = whole_totals(rubric, reviews)
    said = _standing(totals, reviews)
    pairs: list[Pair] = []
    for group in ties_near_top(totals):
        below = {reference: _below(reference, said) for reference in group}
        open_pairs = (
            (one, other)
            for one, other in combinations(group, 2)
            if other not in below[one] and one not in below[other] and frozenset((one, other)) not in left
        )
        pairs += islice(open_pairs, MOST - len(pairs))
    return pairs


def _below(reference: Reference, said: Mapping[Reference, Sequence[Reference]]) -> set[Reference]:
    """Everything that stands after an application, directly or through others."""
    found: set[Reference] = set()
    waiting = list(said.get(reference, ()))
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += said.get(each, ())
    return found
