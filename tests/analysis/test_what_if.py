"""What would change the first N."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.analysis.table import Refusal, ReviewTable, ScoredCriterion
from dd_panel.analysis.watch import StoppedError, Watch
from dd_panel.analysis.what_if import Change, Rules, WhatIf, reweighted, shifted, what_if
from dd_panel.domain.identifiers import CriterionKey
from dd_panel.domain.ranking import rank
from dd_panel.domain.totals import weighted_total
from tests.analysis.panels import Design, a_grid, a_scored_table, criteria, simulate
from tests.builders import a_criterion, a_review, a_round, a_rubric, a_scale, references

SIX = criteria(25, 20, 20, 15, 10, 10)


def tried(table: ReviewTable, rules: Rules) -> WhatIf:
    found = what_if(table, rules)
    assert isinstance(found, WhatIf)
    return found


def places_under(found: WhatIf, change: Change) -> tuple[int | None, ...]:
    (places,) = (each.places for each in found.variations if each.change == change)
    return places


def two_criteria(*marks: tuple[int, int]) -> ReviewTable:
    """One application for each pair of marks, each read by A and B alike; the criteria weigh 52 and 48."""
    given = [(application, who, pair) for application, pair in enumerate(marks) for who in ("A", "B")]
    return a_scored_table(given, criteria(52, 48))


def test_a_weight_five_points_more_or_less_may_turn_the_order() -> None:
    found = tried(two_criteria((4, 3), (3, 4), (1, 1)), Rules(1))
    assert found.places == (1, 2, 3)
    assert places_under(found, Change("weights", "c1", 0.05)) == (1, 2, 3)
    assert places_under(found, Change("weights", "c1", -0.05)) == (2, 1, 3)
    (turned,) = (each for each in found.variations if each.change == Change("weights", "c2", 0.05))
    assert (turned.enters, turned.leaves) == ((1,), (0,))
    assert (found.inside, found.always) == ((0,), ())
    assert found.sentence == "Counted in 8 other ways, none of the 1 stays above the line every time."


def test_weights_shift_and_the_others_keep_their_proportions() -> None:
    assert shifted([0.5, 0.3, 0.2], 0, 0.05) == pytest.approx([0.55, 0.27, 0.18])
    assert shifted([0.5, 0.3, 0.2], 2, -0.05) == pytest.approx([0.53125, 0.31875, 0.15])
    assert shifted([0.98, 0.02], 0, 0.05) == [1, 0]
    assert shifted([0.98, 0.02], 1, -0.05) == [1, 0]
    assert shifted([1.0], 0, -0.05) == [0.95]


def test_leaving_a_reviewer_out_ranks_by_the_others() -> None:
    table = a_grid([0.9, 0.5, 0.5], [0.6, 0.6, 0.6], [0.1, 0.4, 0.4])
    found = tried(table, Rules(1))
    assert found.places == (1, 2, 3)
    assert places_under(found, Change("reviewer", "R1")) == (2, 1, 3)
    assert places_under(found, Change("reviewer", "R2")) == (1, 2, 3)


def test_an_application_whose_only_reviewer_is_left_out_has_no_place() -> None:
    found = tried(a_grid([0.9, None], [0.6, 0.5], [0.2, 0.4]), Rules(1))
    assert places_under(found, Change("reviewer", "R1")) == (None, 1, 2)
    assert found.always == ()


def test_median_for_mean_and_mean_for_median() -> None:
    table = a_grid([0.8, 0.8, 0.2], [0.7, 0.7, 0.7], [0.1, 0.2, 0.3])
    assert tried(table, Rules(1)).places == (2, 1, 3)
    assert places_under(tried(table, Rules(1)), Change("method")) == (1, 2, 3)
    assert tried(table, Rules(1, "median")).places == (1, 2, 3)
    assert places_under(tried(table, Rules(1, "median")), Change("method")) == (2, 1, 3)


def test_taking_strictness_out_is_tried_where_it_can_be_worked_out() -> None:
    # R1 gives three tenths less than R2, and the third application had R1 alone.
    table = a_grid([0.5, 0.8], [0.4, 0.7], [0.55, None], [0.3, 0.6], [0.2, 0.52], [0.1, 0.4])
    found = tried(table, Rules(1))
    assert found.places == (1, 2, 2, 4, 5, 6)
    assert places_under(found, Change("adjusted")) == (2, 3, 1, 4, 5, 6)
    assert found.missing is None
    alone = tried(a_grid([0.5], [0.4]), Rules(1))
    assert [each.change for each in alone.variations] == [Change("method")]
    assert alone.missing == Refusal("Only one reviewer’s reviews count, so there is nobody to compare with.")
    assert Change("adjusted") not in [each.change for each in alone.variations]


def test_the_sentence_counts_those_whom_nothing_moves() -> None:
    table = simulate(Design("", 40, 8, 3), seed=2).table
    found = tried(table, Rules(10))
    assert len(found.variations) == 2 + 8
    moved = {application for each in found.variations for application in each.leaves}
    assert set(found.always) == set(found.inside) - moved
    never, count = len(found.always), len(found.inside)
    assert found.sentence.startswith(f"Counted in 10 other ways, {never} of the {count} never change.")
    for application in found.always:
        assert all(
            (place := each.places[application]) is not None and place + each.places.count(place) - 1 <= 10
            for each in found.variations
        )


def test_all_level_at_the_line_is_neither_in_nor_out() -> None:
    found = tried(a_grid(*[[0.5, 0.5]] * 6), Rules(3))
    assert found.places == (1,) * 6
    assert (found.inside, found.level, found.always) == ((), (0, 1, 2, 3, 4, 5), ())
    assert found.sentence == "Too many share the first places for anyone to be above the line."


def test_some_level_at_the_line_are_told_apart_from_those_above_it() -> None:
    found = tried(a_grid([0.9, 0.9], [0.5, 0.5], [0.5, 0.5], [0.1, 0.1]), Rules(2))
    assert (found.inside, found.level) == ((0,), (1, 2))
    assert found.sentence == "Counted in 4 other ways, 1 of the 1 never changes. 2 more are level at the line."


def test_more_places_than_applications_change_nothing() -> None:
    found = tried(a_grid([0.5, 0.6], [0.4, 0.7], [0.1, 0.2]), Rules(10))
    assert found.always == (0, 1, 2)
    assert found.sentence == "Counted in 4 other ways, 3 of the 3 never change."


def test_a_weight_of_fewer_than_five_points_is_tried_without_them_and_said_so() -> None:
    rows = [(each, who, (each % 6, 5 - each % 6)) for each in range(4) for who in ("A", "B")]
    found = tried(a_scored_table(rows, criteria(97, 3)), Rules(2))
    said = [each.change.in_words(each.change.subject) for each in found.variations if each.change.kind == "weights"]
    assert said == [
        "c1 weighs 3 points more",
        "c1 weighs 5 points less",
        "c2 weighs 5 points more",
        "c2 weighs 3 points less",
    ]


def test_changes_are_named_in_words() -> None:
    assert Change("weights", "need", -0.05).in_words("Case") == "Case weighs 5 points less"
    assert Change("weights", "need", 0.05).in_words("Case") == "Case weighs 5 points more"
    assert Change("reviewer", "PM02").in_words("David Okoro") == "without David Okoro"
    assert Change("method").in_words("") == "median for mean"
    assert Change("method").in_words("", "median") == "mean for median"
    assert Change("adjusted").in_words("") == "adjusted for strictness"


def test_what_cannot_be_tried_is_said() -> None:
    table = a_grid([0.5, 0.6])
    assert what_if(table, Rules(1, "agreed")) == Refusal(
        "The round counts agreed scores alone, so reviewers’ scores and weights move nothing."
    )
    assert what_if(ReviewTable(("DD-001",), ()), Rules(1)) == Refusal(
        "No review counts yet, so nothing can change the order."
    )


def test_a_person_can_stop_the_work() -> None:
    with pytest.raises(StoppedError):
        what_if(a_grid([0.5, 0.6]), Rules(1), Watch(lambda _done, _total: None, lambda: True))


# -- other weights -----------------------------------------------------------------------------------------------------


def test_other_weights_give_other_scores_and_places() -> None:
    table = two_criteria((4, 3), (3, 4), (5, 1))
    found = reweighted(table, Rules(1), {"c1": 20, "c2": 80})
    assert not isinstance(found, Refusal)
    assert found.positions == pytest.approx([0.64, 0.76, 0.36])
    assert found.places == (2, 1, 3)
    assert found.totals == pytest.approx([0.64, 0.64, 0.76, 0.76, 0.36, 0.36])


def test_a_review_that_judged_only_what_weighs_nothing_does_not_count() -> None:
    table = a_scored_table([(0, "A", (4, None)), (1, "A", (3, 3))], criteria(1, 1))
    found = reweighted(table, Rules(1), {"c2": 1})
    assert not isinstance(found, Refusal)
    assert (found.positions, found.places) == ((None, 0.6), (None, 1))
    assert found.totals == (None, 0.6)


def test_totals_under_other_weights_stand_as_the_reviews_do() -> None:
    table = a_scored_table([(1, "B", (1, 5)), (1, "A", (5, 1)), (0, "A", (2, 3))], criteria(1, 1))
    found = reweighted(table, Rules(1), {"c1": 1})
    assert not isinstance(found, Refusal)
    assert found.totals == (0.2, 1.0, 0.4)


@pytest.mark.parametrize("weights", [{}, {"c1": 0.0}, {"other": 5.0}, {"c1": -1.0, "c2": 2.0}, {"c1": float("nan")}])
def test_weights_that_mean_nothing_are_refused(weights: dict[str, float]) -> None:
    assert isinstance(reweighted(two_criteria((4, 3)), Rules(1), weights), Refusal)


# -- the same order as the official one --------------------------------------------------------------------------------

MARKS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 3), st.lists(st.sampled_from(list("012345?")), min_size=3, max_size=3)),
    min_size=1,
    max_size=20,
    unique_by=lambda each: each[:2],
)


@given(MARKS, st.sampled_from(["mean", "median"]))
def test_the_order_is_the_official_one_ties_and_unjudged_criteria_included(
    given_marks: list[tuple[int, int, list[str]]], method: str
) -> None:
    rubric = a_rubric(
        a_criterion("need", "50"), a_criterion("plan", "30", scale=a_scale(best="lowest")), a_criterion("value", "20")
    )
    rules = replace(
        a_round(rubric),
        method="median" if method == "median" else "mean",
        tie_break=(CriterionKey("value"), CriterionKey("plan")),
    )
    names = references(6)
    reviews = [
        a_review(" ".join(marks), rubric=rubric, member=f"M{who}", application=names[application])
        for application, who, marks in given_marks
    ]
    ranked = {each.application: each.place for each in rank(rules, names, reviews)}
    three = tuple(
        ScoredCriterion(each.key, each.short, float(rubric.weight_share(each)), 5, 1.0, each.scale.best == "lowest")
        for each in rubric.criteria
    )
    rows = [
        (application, f"M{who}", tuple(None if mark == "?" else int(mark) for mark in marks))
        for application, who, marks in given_marks
    ]
    table = a_scored_table(rows, three, applications=6)
    for row in table.rows:
        (review,) = (
            each for each in reviews if (each.member, each.application) == (row.reviewer, names[row.application])
        )
        assert row.position == pytest.approx(float(weighted_total(rubric, review.scores).position or Decimal(0)))
    found = what_if(table, Rules(2, rules.method, (2, 1)))
    if isinstance(found, WhatIf):
        assert found.places == tuple(ranked[name] for name in names)
    else:
        assert set(ranked.values()) == {None}
