"""Two of a member's own applications that lie next to each other in the order, to be looked at side by side again."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from dd_panel.domain.preferences import whole_totals

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.reviews import Review
    from dd_panel.domain.rubric import Rubric

EVERY = 10
"""After so many finished applications two earlier ones are shown again."""

NEAR = Fraction(10, 100)
"""Totals further apart are no neighbours, whatever lies between them."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Two applications with different totals and none between them; `apart` is how many were read in between."""

    higher: Reference
    lower: Reference
    apart: int

    @property
    def pair(self) -> frozenset[Reference]:
        """Both, in no order."""
        return frozenset((self.higher, self.lower))


def neighbours(
    rubric: Rubric, reviews: Sequence[Review], seen: Collection[frozenset[Reference]] = ()
) -> Neighbours | None:
    """The two neighbours whose order is least sure: those read furthest from each other; None where there are none.

    `reviews` are one member's own in the order of the desk; finished ones are compared. `seen` were looked at before.
    """
    finished = [review for review in reviews if review.complete]
    totals = whole_totals(rubric, finished)
    read = _read_order([review for review in finished if review.application in totals])
    ordered = sorted(totals, key=lambda reference: (-totals[reference], read[reference]))
    found: list[Neighbours] = []
    for higher, lower in pairwise(ordered):
        gap = totals[higher] - totals[lower]
        each = Neighbours(higher, lower, abs(read[higher] - read[lower]))
        if 0 < gap <= NEAR and each.pair not in seen:
            found.append(each)
    # Of several that were read equally far apart, the first is the one nearest to the top.
    return max(found, key=lambda each: each.apart, default=None)


def due(finished: int, looked: int) -> bool:
    """Whether it is time to look at two neighbours: `looked` is how often that was done or declined."""
    return finished // EVERY > looked


def _read_order(reviews: Sequence[Review]) -> dict[Reference, int]:
    """The places in the order really read; those without one come last, in the order of the desk."""
    last = len(reviews) + 1
    ordered = sorted(reviews, key=lambda review: int(review.order) if review.order.isdecimal() else last)
    return {review.application: at for at, review in enumerate(ordered, start=1)}
