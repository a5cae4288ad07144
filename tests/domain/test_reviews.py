"""Reviews: five states that are five different things, and what a member still has to do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dd_panel.domain.identifiers import COMPLETE, CONFLICT, GUIDANCE, ORDER, CriterionKey, Field, MemberId, Reference
from dd_panel.domain.reviews import (
    CONFLICTED,
    NOT_YET_SCORED,
    UNJUDGED,
    Gap,
    Review,
    Score,
    ScoreState,
)
from dd_panel.domain.scale import Mark
from tests.builders import a_criterion, a_review, a_rubric, a_scale

NEED, PLAN, VALUE = CriterionKey("need"), CriterionKey("plan"), CriterionKey("value")


def review_of(entries: dict[str, str], *, conflicted: bool = False) -> Review:
    return Review.from_entries(
        a_rubric(),
        MemberId("M1"),
        Reference("DD-001"),
        {Field(name): text for name, text in entries.items()},
        conflicted=conflicted,
    )


def test_zero_is_a_score_and_an_empty_cell_is_none() -> None:
    scores = a_review("0 - ?").scores

    assert scores == {NEED: Score(ScoreState.SCORED, Mark(0)), PLAN: NOT_YET_SCORED, VALUE: UNJUDGED}
    assert a_review("0 - ?").marks == {NEED: 0}


@pytest.mark.parametrize("text", ["", "cannot judge", "1", "3.5", "10"])
def test_a_kept_score_is_read_back_in_the_same_words(text: str) -> None:
    scale = a_scale("1", "10", "0.5")

    assert Score.standing(text, scale).text(scale) == text


def test_nothing_stands_where_nothing_was_ever_filled_in() -> None:
    assert Score.standing(None, a_scale()) == NOT_YET_SCORED


@pytest.mark.parametrize(("state", "mark"), [(ScoreState.SCORED, None), (ScoreState.CONFLICTED, Mark(3))])
def test_a_mark_belongs_to_a_score_and_to_nothing_else(state: ScoreState, mark: Mark | None) -> None:
    with pytest.raises(ValueError, match="Score"):
        Score(state, mark)


@pytest.mark.parametrize(
    ("scores", "counts"),
    [("4 3 2", True), ("4 ? ?", True), ("0 0 0", True), ("? ? ?", False), ("4 3 -", False), ("- - -", False)],
)
def test_a_review_counts_when_nothing_is_open_and_something_is_scored(scores: str, counts: bool) -> None:
    assert a_review(scores).counts is counts


def test_a_review_that_waits_for_a_decision_does_not_count() -> None:
    assert not replace(a_review("4 3 2"), waiting=frozenset({PLAN})).counts


def test_a_conflict_hides_everything_and_leaves_nothing_to_do() -> None:
    review = review_of({"score.need": "5", "comment.need": "Good", "guidance": "Go on"}, conflicted=True)

    assert set(review.scores.values()) == {CONFLICTED}
    assert (review.comments, review.guidance, review.marks, review.settled) == ({}, "", {}, 0)
    assert not review.counts
    assert not review.begun
    assert review.gaps(a_rubric()) == ()


def test_a_review_carries_everything_that_was_filled_in() -> None:
    review = review_of(
        {
            "score.need": "4",
            "comment.need": "Clear",
            "evidence.plan": "Page 3",
            "recommendation": "fund",
            "guidance": "Name a lead",
            "support": "Legal advice",
            "order": "7",
            COMPLETE: "yes",
        }
    )

    assert review.comments == {NEED: "Clear"}
    assert review.evidence == {PLAN: "Page 3"}
    assert (review.recommendation, review.guidance, review.support) == ("fund", "Name a lead", "Legal advice")
    assert (review.order, review.complete, review.settled) == ("7", True, 1)


@pytest.mark.parametrize(
    "field", ["score.need", "comment.plan", "evidence.value", "recommendation", "guidance", "support"]
)
def test_whatever_is_filled_in_begins_a_review(field: str) -> None:
    assert review_of({field: "4"}).begun


def test_the_order_of_reading_or_a_conflict_column_alone_begins_nothing() -> None:
    assert not review_of({ORDER: "3", CONFLICT: "", GUIDANCE: ""}).begun


def test_gaps_are_open_scores_missing_comments_and_the_recommendation_in_the_order_of_the_rubric() -> None:
    rubric = a_rubric(
        a_criterion("need", comment="below 2"), a_criterion("plan", comment="below 2"), a_criterion("value")
    )
    review = a_review("1 2 -", rubric=rubric)

    assert review.gaps(rubric) == (Gap("comment", NEED), Gap("score", VALUE), Gap("recommendation"))
    assert [gap.field for gap in review.gaps(rubric)] == ["comment.need", "score.value", "recommendation"]
    explained = replace(review, comments={NEED: "Thin"}, recommendation="fund")
    assert explained.gaps(rubric) == (Gap("score", VALUE),)


def test_a_comment_of_spaces_is_no_comment_and_what_cannot_be_judged_needs_a_reason() -> None:
    rubric = a_rubric()
    review = replace(a_review("? 3 3"), comments={NEED: " \n"}, recommendation="reserve")

    assert review.gaps(rubric) == (Gap("comment", NEED),)
    assert replace(review, comments={NEED: "Not my field"}).gaps(rubric) == ()
