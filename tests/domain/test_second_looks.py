"""Worth a second look: what is asked about a member's own scores, what is not, and when a question goes away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from dd_panel.domain.drift import drift_over, trend
from dd_panel.domain.identifiers import CONFLICT, CriterionKey, Field
from dd_panel.domain.reviews import Review
from dd_panel.domain.rubric import Rubric
from dd_panel.domain.second_looks import SecondLook, second_looks
from tests.builders import a_criterion, a_review, a_rubric, a_scale

NEED, PLAN, VALUE = CriterionKey("need"), CriterionKey("plan"), CriterionKey("value")


def judged(
    scores: str,
    application: str,
    *,
    says: str = "",
    comments: Mapping[str, str] | None = None,
    order: str = "",
    rubric: Rubric | None = None,
) -> Review:
    """A review with a recommendation, comments and its place in the order of reading."""
    review = a_review(scores, application=application, rubric=rubric)
    told = {CriterionKey(key): text for key, text in (comments or {}).items()}
    return replace(review, recommendation=says, comments=told, order=order)


def asked(*reviews: Review, kind: str = "", rubric: Rubric | None = None) -> list[SecondLook]:
    return [look for look in second_looks(rubric or a_rubric(), reviews) if kind in {"", look.kind}]


def test_nothing_is_asked_about_scores_that_are_plain() -> None:
    assert asked(judged("3 2 3", "DD-001", says="reserve"), judged("4 3 3", "DD-002", says="fund")) == []


def test_the_lowest_level_beside_a_high_one_is_asked_about_at_its_place() -> None:
    (look,) = asked(judged("0 3 4", "DD-001"), kind="apart")
    assert (look.title, look.question) == ("DD-001 has a 0 beside a 4", "Need 0, Value 4. Is that meant?")
    assert (look.reference, look.field) == ("DD-001", "score.need")


def test_a_scale_on_which_the_lowest_score_is_best_is_read_the_other_way_round() -> None:
    golf = a_rubric(a_criterion("need", scale=a_scale("1", "6", best="lowest")), a_criterion("plan"))
    looks = asked(judged("6 5", "DD-001", rubric=golf), kind="apart", rubric=golf)
    assert [look.title for look in looks] == ["DD-001 has a 6 beside a 5"]
    assert asked(judged("1 5", "DD-001", rubric=golf), kind="apart", rubric=golf) == []


def test_an_application_recommended_above_one_with_a_higher_total_is_asked_about_the_widest_gap_first() -> None:
    looks = asked(
        judged("3 3 3", "DD-001", says="fund"),
        judged("4 4 4", "DD-002", says="reserve"),
        judged("2 2 3", "DD-003", says="fund"),
        judged("1 1 2", "DD-004", says="decline"),
        kind="order",
    )
    assert [look.reference for look in looks] == ["DD-003", "DD-001"]
    assert looks[0].title == "DD-003 is recommended above DD-002, with a lower total"
    assert looks[0].question == "DD-003: fund at 44. DD-002: reserve at 80. Is that the order you mean?"


def test_an_order_that_agrees_with_the_recommendations_is_left_alone_and_so_is_a_part_scored_one() -> None:
    assert not asked(
        judged("4 4 4", "DD-001", says="fund"),
        judged("4 4 4", "DD-002", says="reserve"),
        judged("5 5 -", "DD-003", says="decline"),
        kind="order",
    )


@pytest.mark.parametrize(
    ("scores", "says", "question"),
    [
        ("2 1 2", "fund", "Your total is 34 of 100, in the lower part of the scale. Still fund?"),
        ("4 4 3", "decline", "Your total is 76 of 100, in the upper part of the scale. Still decline?"),
    ],
)
def test_a_recommendation_that_the_total_contradicts_is_asked_about(scores: str, says: str, question: str) -> None:
    (look,) = asked(judged(scores, "DD-001", says=says), kind="verdict")
    assert (look.question, look.field) == (question, "recommendation")


def test_fund_with_a_criterion_below_its_minimum_is_asked_about() -> None:
    rubric = a_rubric(a_criterion("need"), a_criterion("plan", minimum="2"))
    (look,) = asked(judged("5 1", "DD-001", says="fund", rubric=rubric), kind="verdict", rubric=rubric)
    assert look.question == "Plan is below its minimum. Still fund?"
    assert not asked(judged("5 2", "DD-001", says="fund", rubric=rubric), kind="verdict", rubric=rubric)


def test_equal_totals_are_asked_about_from_above_where_nobody_chooses_between_them() -> None:
    looks = asked(
        judged("1 1 1", "DD-001"),
        judged("1 1 1", "DD-002"),
        judged("2 2 2", "DD-003"),
        judged("2 2 2", "DD-004"),
        judged("4 4 4", "DD-005"),
        judged("4 4 4", "DD-006"),
        judged("5 4 4", "DD-007"),
        judged("5 5 4", "DD-008"),
        kind="equal",
    )
    assert [look.title for look in looks] == [
        "DD-004 and DD-003 have the same total",
        "DD-002 and DD-001 have the same total",
    ]


def test_an_end_of_the_scale_without_a_reason_is_asked_about_once_everything_is_scored() -> None:
    (look,) = asked(judged("5 4 4", "DD-001"), kind="extreme")
    assert look.title == "DD-001: Need 5 stands without a reason"
    assert look.field == "comment.need"
    assert not asked(judged("5 4 4", "DD-001", comments={"need": "Figures from every ward."}), kind="extreme")
    assert not asked(judged("5 4 -", "DD-001"), kind="extreme")  # the reason may still come


def test_where_the_rubric_itself_asks_for_the_reason_nothing_is_asked_twice() -> None:
    rubric = a_rubric(a_criterion("need", comment="below 2"), a_criterion("plan"))
    assert not asked(judged("0 3", "DD-001", rubric=rubric), kind="extreme", rubric=rubric)


def test_the_same_words_in_two_places_are_asked_about_whatever_their_spaces_and_capitals() -> None:
    (look,) = asked(
        judged("3 3 3", "DD-001", comments={"need": "The plan has no dates."}),
        judged("2 3 3", "DD-002", comments={"plan": "the plan  has no\ndates."}),
        kind="words",
    )
    assert look.title == "DD-002: words that stand in 2 places"
    assert look.question == "“the plan has no dates.” in DD-001 and again in DD-002. Meant for both?"
    assert (look.reference, look.field) == ("DD-002", "comment.plan")


def test_short_remarks_may_be_the_same_and_long_ones_are_quoted_by_their_beginning() -> None:
    assert not asked(judged("3 3 3", "DD-001", comments={"need": "See above.", "plan": "See above."}), kind="words")
    text = "A long sentence about the services that goes on and on until it ends."
    (look,) = asked(judged("3 3 3", "DD-001", comments={"need": text, "plan": text}), kind="words")
    assert look.question == "“A long sentence about the services that…” twice in DD-001. Meant for both?"


def test_one_level_used_for_nearly_everything_is_asked_about_and_few_scores_are_not() -> None:
    many = [judged("3 3 2", f"DD-{number:03}") for number in range(1, 6)]
    (look,) = asked(*many, kind="level")
    assert look.title == "10 of your 15 scores are 3"
    assert look.field == "score.need"
    assert not asked(*many[:3], kind="level")


def test_totals_that_fall_over_the_order_of_reading_are_asked_about_whatever_the_order_on_the_desk() -> None:
    scores = ["5 5 5", "5 5 4", "5 4 5", "4 5 4", "4 4 4", "4 3 4", "3 3 3", "3 3 2", "2 3 2"]
    read = [judged(line, f"DD-{at:03}", order=str(at)) for at, line in enumerate(scores, start=1)]
    (look,) = asked(*reversed(read), kind="drift")
    assert look.title == "Your totals fell as you read on"
    assert look.question == "The first 3 you read have 97 on average, the last 3 have 54. Alike today?"
    assert look.reference == "DD-001"


def test_conflicted_applications_are_never_asked_about() -> None:
    entries = {Field("score.need"): "0", Field("score.plan"): "5", CONFLICT: "personal: a friend"}
    sealed = Review.from_entries(a_rubric(), a_review("3 3 3").member, a_review("3 3 3").application, entries)
    assert asked(sealed)
    assert not asked(replace(a_review("0 5 5"), conflicted=True))


def test_every_kind_is_asked_about_before_any_second_of_a_kind() -> None:
    looks = asked(judged("0 5 4", "DD-001"), judged("0 4 5", "DD-002"), judged("2 2 1", "DD-003", says="fund"))
    assert [look.kind for look in looks] == ["apart", "verdict", "extreme", "apart", *["extreme"] * 3]


def test_a_question_is_another_one_once_its_facts_have_changed() -> None:
    (before,), (after,) = (asked(judged(line, "DD-001"), kind="apart") for line in ("0 3 4", "0 3 5"))
    assert before.print != after.print


# -- drift -----------------------------------------------------------------------------------------------------------


def test_the_trend_is_the_mann_kendall_deviate() -> None:
    # Nine values in strict order: S = 36, variance 9·8·23/18 = 92, so z = 35/√92.
    rising = [Fraction(number, 10) for number in range(9)]
    assert trend(rising) == pytest.approx(35 / 92**0.5)
    assert trend(rising[::-1]) == pytest.approx(-35 / 92**0.5)
    # Two pairs of ties take 2·(2·1·9)/18 = 2 off the variance of six values: 6·5·17/18 − 2.
    tied = [Fraction(number) for number in (1, 1, 2, 3, 3, 4)]
    assert trend(tied) == pytest.approx(12 / (510 / 18 - 2) ** 0.5)
    assert trend([Fraction(1, 2)] * 12) == 0.0


def test_no_drift_in_few_small_or_disordered_totals() -> None:
    rising = [Fraction(number, 10) for number in range(9)]
    assert drift_over(rising) is not None
    assert drift_over(rising[:8]) is None
    assert drift_over([value / 100 for value in rising]) is None
    assert drift_over([rising[at] for at in (3, 7, 0, 5, 8, 1, 6, 2, 4)]) is None


def test_a_thousand_totals_are_told_from_evenly_spaced_ones() -> None:
    drift = drift_over([Fraction(number, 1000) for number in range(1000)])
    assert drift is not None
    assert drift.third == 333
