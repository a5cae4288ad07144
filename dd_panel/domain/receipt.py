"""The receipt: everything expected against everything received, so that nothing can go missing unseen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from dd_panel.domain.reviews import Review, ScoreState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from dd_panel.domain.identifiers import MemberId, Reference


WAITING: Final = "waiting"
"""The state of a place whose received value waits for a decision; it is counted as nothing else."""

_NAMES: Final[Mapping[str, str]] = {
    ScoreState.SCORED: "scored",
    ScoreState.CANNOT_JUDGE: "cannot_judge",
    ScoreState.CONFLICTED: "conflicted",
    ScoreState.NOT_YET_SCORED: "not_yet_scored",
    WAITING: "waiting",
}


class Counts(NamedTuple):
    """How many places for a score of one member, of one application, or of one review, are in each state."""

    scored: int = 0
    cannot_judge: int = 0
    conflicted: int = 0
    not_yet_scored: int = 0
    waiting: int = 0

    @property
    def expected(self) -> int:
        """All of them: each place is in one state."""
        return sum(self)

    @property
    def ranked(self) -> bool:
        """Whether the review with these places enters the ranking: nothing open or waiting, at least one score."""
        return self.scored > 0 and self.scored + self.cannot_judge == self.expected


@dataclass(frozen=True, slots=True)
class Receipt:
    """Counts of places for a score (member × application × criterion), and control totals on the rubric's own scales.

    `sum_in` adds the standing scores as they were read from the files, `sum_out` the same scores as they are kept.
    `by_member` and `by_application` share the counts out among those who have an assignment; both are empty where that
    is not told.
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
    by_member: Mapping[MemberId, Counts] = field(default_factory=dict)
    by_application: Mapping[Reference, Counts] = field(default_factory=dict)

    @property
    def counts(self) -> Counts:
        """The states of all places together."""
        return Counts(self.scored, self.cannot_judge, self.conflicted, self.not_yet_scored, self.waiting)

    @property
    def adds_up(self) -> bool:
        """Whether every expected score is accounted for and the sums agree. If not, the program is at fault."""
        shares = [each.values() for each in (self.by_member, self.by_application) if each]
        shared_out = all(together(share) == self.counts for share in shares)
        return self.expected == self.counts.expected and shared_out and self.sum_in == self.sum_out


def together(shares: Iterable[Counts]) -> Counts:
    """Several counts added up."""
    return Counts(*(sum(column) for column in zip(Counts(), *shares, strict=True)))


def count_states(reviews: Iterable[Review]) -> Counts:
    """How many places for a score are in each state; a waiting one is counted as waiting and as nothing else."""
    return counted(
        WAITING if key in review.waiting else score.state for review in reviews for key, score in review.scores.items()
    )


def counted(places: Iterable[ScoreState | Literal["waiting"]]) -> Counts:
    """The states of some places for a score, counted."""
    return Counts(**Counter(_NAMES[place] for place in places))
