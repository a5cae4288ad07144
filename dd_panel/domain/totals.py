"""Weighted totals, in exact arithmetic.

Source: the weighted arithmetic mean. Each score is first placed between worst (0) and best (1) of its own scale, so
criteria with different scales can be added; weights of criteria that can't be judged are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from dd_panel.domain.reviews import Score, ScoreState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dd_panel.domain.identifiers import CriterionKey
    from dd_panel.domain.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Total:
    """A review's weighted total; every number is exact, positions run from worst (0) to best (1).

    `earned` is the sum of weight × position over the scored criteria, `judged` the weight of those, `open` the weight
    of those not yet scored; weights add up to 1 over the rubric. The rest of the weight can't be judged.
    """

    earned: Fraction
    judged: Fraction
    open: Fraction

    @property
    def position(self) -> Fraction | None:
        """The weighted mean over the scored criteria, or None when there is none."""
        return self.earned / self.judged if self.judged else None

    @property
    def partial(self) -> bool:
        """Whether part of the rubric is missing from the total: open, or not to be judged."""
        return self.judged != 1

    @property
    def percent(self) -> Fraction | None:
        """The position as 0 … 100."""
        return None if self.position is None else 100 * self.position

    @property
    def bounds(self) -> tuple[Fraction, Fraction] | None:
        """The lowest and highest position the total can still end at, or None when nothing can be judged."""
        reach = self.judged + self.open
        if not reach:
            return None
        return self.earned / reach, (self.earned + self.open) / reach


def mean_of(positions: Sequence[Fraction]) -> Fraction:
    """The exact mean of at least one position, or of as many percentages."""
    return sum(positions, Fraction(0)) / len(positions)


def weighted_total(rubric: Rubric, scores: Mapping[CriterionKey, Score]) -> Total:
    """Add up one review. `scores` maps criteria to their states; a missing key is *not yet scored*."""
    tally = rubric.tally
    earned = judged = still_open = 0
    for key, weight, worth in tally.lines:
        score = scores.get(key)
        if score is None or score.state is ScoreState.NOT_YET_SCORED:
            still_open += weight
        elif score.mark is not None:
            earned += worth[score.mark]
            judged += weight
    whole = tally.whole
    return Total(Fraction(earned, whole * tally.steps), Fraction(judged, whole), Fraction(still_open, whole))
