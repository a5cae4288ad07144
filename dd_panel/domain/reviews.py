"""Reviews: one member's work on one application, and the five states a score can be in."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from dd_panel.domain.identifiers import (
    COMPLETE,
    GUIDANCE,
    ORDER,
    PREFERENCE,
    RECOMMENDATION,
    SUPPORT,
    CriterionKey,
    Field,
    MemberId,
    Reference,
    comment_field,
    evidence_field,
    score_field,
    second_comment_field,
    second_field,
)
from dd_panel.domain.purposes import counting_field

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dd_panel.domain.rubric import Criterion, Rubric
    from dd_panel.domain.scale import Mark, Scale

CANNOT_JUDGE = "cannot judge"
"""How a member writes that a criterion can't be judged."""

RECOMMENDATIONS = ("fund", "reserve", "decline")


class ScoreState(StrEnum):
    """The five different things that a place for a score can be; none of them is ever 0."""

    NOT_ASSIGNED = "not assigned"
    NOT_YET_SCORED = "not yet scored"
    CANNOT_JUDGE = "cannot judge"
    CONFLICTED = "conflicted"
    SCORED = "scored"


@dataclass(frozen=True, slots=True)
class Score:
    """The state of one place for a score; `mark` is there exactly when the state is *scored*."""

    state: ScoreState
    mark: Mark | None = None

    def __post_init__(self) -> None:
        """A mark belongs to *scored* and to nothing else."""
        if (self.mark is not None) != (self.state is ScoreState.SCORED):
            raise ValueError(self)

    @classmethod
    def standing(cls, text: str | None, scale: Scale) -> Score:
        """The score that a kept text stands for: empty, `cannot judge`, or a number of the scale."""
        if not text:
            return NOT_YET_SCORED
        if text == CANNOT_JUDGE:
            return UNJUDGED
        return _scored(scale.mark_of(Decimal(text)))

    @property
    def settled(self) -> bool:
        """Whether it is scored or can't be judged."""
        return self.state is ScoreState.SCORED or self.state is ScoreState.CANNOT_JUDGE

    def text(self, scale: Scale) -> str:
        """The text in which the score is kept and sent: the inverse of `standing`."""
        if self.mark is not None:
            return scale.text_of(self.mark)
        return CANNOT_JUDGE if self.state is ScoreState.CANNOT_JUDGE else ""


@cache
def _scored(mark: Mark) -> Score:
    """The same few values for all scores: a desk of 5,000 applications holds 30,000 of them."""
    return Score(ScoreState.SCORED, mark)


NOT_YET_SCORED = Score(ScoreState.NOT_YET_SCORED)
UNJUDGED = Score(ScoreState.CANNOT_JUDGE)
CONFLICTED = Score(ScoreState.CONFLICTED)


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that a member still has to do before a review is finished; `what`: score, comment or recommendation."""

    what: str
    criterion: CriterionKey | None = None

    @property
    def field(self) -> Field:
        """The field that has to be filled in."""
        if self.criterion is None:
            return RECOMMENDATION
        return comment_field(self.criterion) if self.what == "comment" else score_field(self.criterion)


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What a member said of a criterion before the second look that counts now."""

    score: Score
    comment: str = ""


_NOTHING: Final[Mapping[CriterionKey, Any]] = MappingProxyType({})
"""No comments, no evidence: one for all the reviews in which nobody wrote any."""


@dataclass(frozen=True, slots=True)
class Review:
    """What one member holds of one application: a state for every criterion, reasons, and advice.

    `waiting` names the criteria whose received value waits for a decision of the secretariat. `scores` and `comments`
    are those that count; where that is a second look, `first` holds what the member said before it.
    """

    member: MemberId
    application: Reference
    scores: Mapping[CriterionKey, Score]
    comments: Mapping[CriterionKey, str] = field(default_factory=lambda: _NOTHING)
    evidence: Mapping[CriterionKey, str] = field(default_factory=lambda: _NOTHING)
    recommendation: str = ""
    guidance: str = ""
    support: str = ""
    order: str = ""
    preference: str = ""
    complete: bool = False
    conflicted: bool = False
    waiting: frozenset[CriterionKey] = frozenset()
    first: Mapping[CriterionKey, FirstLook] = field(default_factory=lambda: _NOTHING)

    @classmethod
    def from_entries(
        cls,
        rubric: Rubric,
        member: MemberId,
        application: Reference,
        entries: Mapping[Field, str],
        *,
        conflicted: bool = False,
        waiting: frozenset[CriterionKey] = frozenset(),
    ) -> Review:
        """Put a review together from what was filled in; a conflict hides every score, comment and piece of advice."""
        if conflicted:
            return cls(member, application, dict.fromkeys(rubric.keys, CONFLICTED), conflicted=True, waiting=waiting)
        if not entries:
            return cls(member, application, dict.fromkeys(rubric.keys, NOT_YET_SCORED), waiting=waiting)
        counting = {criterion.key: counting_field(entries, criterion.key) for criterion in rubric.criteria}
        again = [criterion for criterion in rubric.criteria if counting[criterion.key] == second_field(criterion.key)]
        first_comments = _filled(rubric, entries, comment_field)
        reasons = {each.key: entries.get(second_comment_field(each.key), "") for each in again}
        return cls(
            member,
            application,
            scores={
                criterion.key: Score.standing(entries.get(counting[criterion.key]), criterion.scale)
                for criterion in rubric.criteria
            },
            comments={**first_comments, **{key: text for key, text in reasons.items() if text}},
            evidence=_filled(rubric, entries, evidence_field),
            recommendation=entries.get(RECOMMENDATION, ""),
            guidance=entries.get(GUIDANCE, ""),
            support=entries.get(SUPPORT, ""),
            order=entries.get(ORDER, ""),
            preference=entries.get(PREFERENCE, ""),
            complete=bool(entries.get(COMPLETE)),
            waiting=waiting,
            first={
                criterion.key: FirstLook(
                    Score.standing(entries.get(score_field(criterion.key)), criterion.scale),
                    first_comments.get(criterion.key, ""),
                )
                for criterion in again
            },
        )

    @property
    def marks(self) -> dict[CriterionKey, Mark]:
        """The criteria that are scored, with their marks."""
        return {key: score.mark for key, score in self.scores.items() if score.mark is not None}

    @property
    def settled(self) -> int:
        """How many criteria are scored or can't be judged."""
        return sum(score.settled for score in self.scores.values())

    @property
    def begun(self) -> bool:
        """Whether anything at all was filled in; the order of reading alone is not."""
        return bool(
            any(score.settled for score in self.scores.values())
            or self.comments
            or self.evidence
            or self.recommendation
            or self.guidance
            or self.support
        )

    @property
    def counts(self) -> bool:
        """Whether the review enters the ranking: nothing open, nothing waiting, at least one score."""
        return not self.conflicted and not self.waiting and self.settled == len(self.scores) and bool(self.marks)

    def comment_needed(self, criterion: Criterion) -> bool:
        """Whether the rubric asks for a comment on this score and there is none; *cannot judge* asks for a reason."""
        score = self.scores[criterion.key]
        if self.comments.get(criterion.key, "").strip():
            return False
        if score.state is ScoreState.CANNOT_JUDGE:
            return True
        return score.mark is not None and criterion.comment.asks_for(criterion.scale.value_of(score.mark))

    def gaps(self, rubric: Rubric) -> tuple[Gap, ...]:
        """What is left to do, in the order of the rubric; nothing for a conflicted application."""
        if self.conflicted:
            return ()
        gaps: list[Gap] = []
        for criterion in rubric.criteria:
            if self.scores[criterion.key].state is ScoreState.NOT_YET_SCORED:
                gaps.append(Gap("score", criterion.key))
            elif self.comment_needed(criterion):
                gaps.append(Gap("comment", criterion.key))
        if not self.recommendation:
            gaps.append(Gap("recommendation"))
        return tuple(gaps)


def _filled(
    rubric: Rubric, entries: Mapping[Field, str], name: Callable[[CriterionKey], Field]
) -> Mapping[CriterionKey, str]:
    filled = {criterion.key: text for criterion in rubric.criteria if (text := entries.get(name(criterion.key), ""))}
    return filled or _NOTHING
