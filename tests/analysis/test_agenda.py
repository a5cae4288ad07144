"""What to discuss first, and why."""

from __future__ import annotations

from dd_panel.analysis.agenda import AgendaItem, Limits, Reason, what_to_discuss
from dd_panel.analysis.table import Refusal, ReviewTable, ScoredCriterion
from dd_panel.analysis.uncertainty import how_sure
from dd_panel.analysis.what_if import Rules
from tests.analysis.panels import Design, a_grid, a_scored_table, criteria, simulate

UNSURE = Refusal("Too little to say.")


def agenda(
    table: ReviewTable, rules: Rules, *, planned: int = 2, limits: Limits | None = None
) -> dict[int, list[Reason]]:
    found = what_to_discuss(table, rules, planned, UNSURE, limits or Limits())
    return {item.application: list(item.reasons) for item in found}


def kinds(found: tuple[AgendaItem, ...], application: int) -> list[str]:
    (item,) = (each for each in found if each.application == application)
    return [reason.kind for reason in item.reasons]


def test_one_review_less_that_moves_an_application_across_the_line_comes_first() -> None:
    table = a_grid([0.9, 0.9, 0.9], [0.8, 0.8, 0.5], [0.66, 0.66, 0.66], [0.6, 0.6, 0.0])
    found = agenda(table, Rules(2))
    assert found[1][0] == Reason(
        "one-review", "Without one of its reviews it would fall below the line, from place 2 to 3."
    )
    assert 0 not in found
    assert "one-review" not in [reason.kind for reason in found.get(3, [])]


def test_an_application_may_rise_above_the_line_too() -> None:
    found = agenda(a_grid([0.9, 0.9, 0.9], [0.7, 0.7, 0.7], [0.8, 0.8, 0.3]), Rules(2))
    assert found[2][0] == Reason(
        "one-review", "Without one of its reviews it would rise above the line, from place 3 to 2."
    )


def test_with_the_median_it_is_the_median_that_must_cross() -> None:
    table = a_grid([0.9, 0.9, 0.9], [0.8, 0.8, 0.5], [0.66, 0.66, 0.66])
    assert agenda(table, Rules(2))[1][0].kind == "one-review"
    # Without a review of 0.8 the median is (0.8 + 0.5) / 2 = 0.65, below 0.66; of the means, 0.65 as well.
    assert agenda(table, Rules(2, "median"))[1][0].kind == "one-review"
    closer = a_grid([0.9, 0.9, 0.9], [0.8, 0.8, 0.5], [0.64, 0.64, 0.64])
    assert 1 not in agenda(closer, Rules(2, "median"), limits=Limits(spread=9, unusual=9))


def test_agreed_scores_are_not_moved_by_a_review() -> None:
    table = a_grid([0.9, 0.9, 0.9], [0.8, 0.8, 0.5], [0.66, 0.66, 0.66])
    assert 1 not in agenda(table, Rules(2, "agreed"), limits=Limits(spread=9, unusual=9))


def test_level_at_the_line_is_not_across_it_but_somebody_has_to_part_them() -> None:
    found = agenda(a_grid([0.9, 0.9], [0.5, 0.5], [0.5, 0.5], [0.1, 0.1]), Rules(2))
    level = Reason("level", "It shares place 2 with others, and there are too few places for all of them.")
    assert found == {1: [level], 2: [level]}
    assert agenda(a_grid([0.9, 0.9], [0.5, 0.5], [0.5, 0.5], [0.1, 0.1]), Rules(3)) == {}


def test_missing_reviews_are_named_and_none_at_all_comes_first_of_them() -> None:
    table = a_grid([0.9, 0.9], [0.7, None], [None, None])
    found = what_to_discuss(table, Rules(1), 2, UNSURE)
    assert [(item.application, item.reasons[0].sentence) for item in found] == [
        (2, "No review counts yet."),
        (1, "Only 1 of 2 reviews counts."),
    ]


def test_views_two_levels_apart_are_named_with_the_criterion() -> None:
    rows = [(0, "A", (3, 1)), (0, "B", (3, 3)), (1, "A", (2, 2)), (1, "B", (3, 2))]
    found = agenda(a_scored_table(rows, criteria(1, 1)), Rules(5), limits=Limits(spread=9))
    assert found == {0: [Reason("spread", "Views of “Criterion 2” lie 2 points apart.")]}
    assert agenda(a_scored_table(rows, criteria(1, 1)), Rules(5), limits=Limits(levels=3, spread=9)) == {}


def test_a_level_of_a_long_scale_is_a_tenth_of_it() -> None:
    hundred = (ScoredCriterion("c1", "Plan", 1.0, steps=100, step=1.0),)
    rows = [(0, "A", (50,)), (0, "B", (65,)), (1, "A", (50,)), (1, "B", (70,))]
    found = agenda(a_scored_table(rows, hundred), Rules(5), limits=Limits(spread=9))
    assert list(found) == [1]


def test_half_points_add_up_to_levels() -> None:
    halves = (ScoredCriterion("c1", "Plan", 1.0, steps=10, step=0.5),)
    rows = [(0, "A", (4,)), (0, "B", (7,)), (1, "A", (4,)), (1, "B", (8,))]
    assert list(agenda(a_scored_table(rows, halves), Rules(5), limits=Limits(spread=9))) == [1]


def test_on_a_scale_of_one_point_a_level_is_a_score_and_words_are_exact() -> None:
    tenths = (ScoredCriterion("c1", "Plan", 1.0, steps=10, step=0.1),)
    rows = [(0, "A", (4,)), (0, "B", (5,)), (1, "A", (2,)), (1, "B", (5,))]
    assert agenda(a_scored_table(rows, tenths), Rules(5), limits=Limits(spread=9)) == {
        1: [Reason("spread", "Views of “Plan” lie 0.3 points apart.")]
    }
    passes = (ScoredCriterion("c1", "Plan", 1.0, steps=1, step=1.0),)
    rows = [(0, "A", (0,)), (0, "B", (1,))]
    assert agenda(a_scored_table(rows, passes), Rules(5), limits=Limits(spread=9)) == {}


def test_quarter_points_are_told_as_they_are() -> None:
    quarters = (ScoredCriterion("c1", "Plan", 1.0, steps=20, step=0.25),)
    rows = [(0, "A", (0,)), (0, "B", (9,))]
    assert agenda(a_scored_table(rows, quarters), Rules(5), limits=Limits(spread=9)) == {
        0: [Reason("spread", "Views of “Plan” lie 2.25 points apart.")]
    }


def test_totals_further_apart_than_usual_are_named() -> None:
    found = agenda(a_grid([0.5, 0.51], [0.4, 0.42], [0.7, 0.69], [0.2, 0.3]), Rules(9))
    assert found == {3: [Reason("spread", "Its reviewers’ totals differ more than this panel’s usually do.")]}


def test_a_review_unusual_even_for_its_reviewer_is_named() -> None:
    table = simulate(Design("", 40, 8, 4, noise=0.03), seed=3).table
    odd = table.rows[17]
    rows = tuple(
        type(row)(row.application, row.reviewer, row.position - 0.4) if row is odd else row for row in table.rows
    )
    found = agenda(ReviewTable(table.applications, rows), Rules(10), planned=4)
    unusual = [reason for reason in found[odd.application] if reason.kind == "unusual"]
    assert unusual == [Reason("unusual", "One review is unusually severe, even for its reviewer.")]


def test_the_order_follows_the_effect_on_the_line() -> None:
    table = simulate(Design("", 40, 8, 3), seed=2).table
    sure = how_sure(table, 10)
    found = what_to_discuss(table, Rules(10), 3, sure)
    order = ["level", "one-review", "close", "few-reviews", "spread", "unusual"]
    first = [order.index(item.reasons[0].kind) for item in found]
    assert first == sorted(first)
    assert {1, 2} <= set(first)
    for kind in set(first):
        distances = [item.distance for item, each in zip(found, first, strict=True) if each == kind]
        assert distances == sorted(distances)
    for item in found:
        assert [order.index(reason.kind) for reason in item.reasons] == sorted(
            order.index(reason.kind) for reason in item.reasons
        )
        assert all(reason.sentence.endswith(".") for reason in item.reasons)


def test_too_close_to_call_says_the_chance_in_words_and_per_cent() -> None:
    table = simulate(Design("", 40, 8, 3), seed=2).table
    sure = how_sure(table, 10)
    assert not isinstance(sure, Refusal)
    for item in what_to_discuss(table, Rules(10), 3, sure):
        likely = sure.applications[item.application]
        assert likely is not None
        assert ("close" in kinds((item,), item.application)) == (likely.group == "close")
        if likely.group == "close":
            (sentence,) = (reason.sentence for reason in item.reasons if reason.kind == "close")
            assert f"({round(100 * likely.chance)}%)" in sentence
