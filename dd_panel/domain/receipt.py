"""The receipt: everything expected against everything received, so that nothing can go missing unseen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.reviews import Review, ScoreState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from dd_panel.domain.identifiers import MemberId


@dataclass(frozen=True, slots=True)
class Receipt:
    """Counts of places for a score (member × application × criterion), and control totals on the rubric's own scales.

    `sum_in` adds the standing scores as they were read from the files, `sum_out` the same scores as they are kept.
    """

    expected: int
    scored: int
    cannot_judge: int
    conflicted: int
    not_yet_scored: int
    waiting: int
    outstanding_members: tuple[MemberId, ...]
    sum_in: Fraction
    sum_out: Fraction

    @property
    def adds_up(self) -> bool:
        """Whether every expected score is accounted for and the sums agree. If not, the program is at fault."""
        parts = self.scored + self.cannot_judge + self.conflicted + self.not_yet_scored + self.waiting
        return self.expected == parts and self.sum_in == self.sum_out


def count_states(reviews: Iterable[Review]) -> Mapping[str, int]:
    """How many places for a score are in each state; a waiting one is counted as waiting and as nothing else."""
    counts = dict.fromkeys(("scored", "cannot_judge", "conflicted", "not_yet_scored", "waiting"), 0)
    names = {
        ScoreState.SCORED: "scored",
        ScoreState.CANNOT_JUDGE: "cannot_judge",
        ScoreState.CONFLICTED: "conflicted",
        ScoreState.NOT_YET_SCORED: "not_yet_scored",
    }
    for review in reviews:
        for key, score in review.scores.items():
            counts["waiting" if key in review.waiting else names[score.state]] += 1
    return counts
