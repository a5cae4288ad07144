"""The order of applications: exact, with shared places, and nothing counted as zero that is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from dd_panel.domain.identifiers import CriterionKey, MemberId, Reference
from dd_panel.domain.ranking import Ranked, line_after, rank, running_sums
from dd_panel.domain.reviews import Review
from dd_panel.domain.rounds import Method, Round
from tests.builders import a_criterion, a_review, a_round, a_rubric, a_scale, references

NEED, PLAN, VALUE = CriterionKey("need"), CriterionKey("plan"), CriterionKey("value")
Scores = Mapping[str, tuple[str, ...]]


def ranked(scores: Scores, rules: Round | None = None) -> tuple[Ranked, ...]:
    """Rank applications given with their reviews, each as its scores in the order of the rubric."""
    rules = rules or a_round()
    reviews = [
        a_review(each, rubric=rules.rubric, member=f"M{number}", application=reference)
        for reference, all_scores in scores.items()
        for number, each in enumerate(all_scores)
    ]
    return rank(rules, tuple(Reference(each) for each in scores), reviews)


def places(order: tuple[Ranked, ...]) -> dict[str, int | None]:
    return {each.application: each.place for each in order}


def by(method: Method) -> Round:
    return replace(a_round(), method=method)


def test_the_mean_of_the_reviews_that_count_makes_the_order() -> None:
    order = ranked({"DD-001": ("3 3 3", "4 4 4"), "DD-002": ("5 5 5", "2 2 2"), "DD-003": ("4 4 4", "5 5 5")})

    assert [(each.application, each.position, each.place) for each in order] == [
        ("DD-003", Fraction(9, 10), 1),
        ("DD-001", Fraction(7, 10), 2),
        ("DD-002", Fraction(7, 10), 2),
    ]


def test_a_shared_place_takes_up_the_places_behind_it() -> None:
    order = ranked({"A": ("5 5 5",), "B": ("4 4 4",), "C": ("4 4 4",), "D": ("3 3 3",)})

    assert places(order) == {"A": 1, "B": 2, "C": 2, "D": 4}


def test_tie_breaks_compare_the_means_of_the_named_criteria_in_their_order() -> None:
    rubric = a_rubric(a_criterion("need"), a_criterion("plan"), a_criterion("value"))
    scores = {"A": ("3 2 4",), "B": ("3 4 2",), "C": ("4 2 3",), "D": ("3 4 2",)}

    assert places(ranked(scores, a_round(rubric))) == {"A": 1, "B": 1, "C": 1, "D": 1}
    broken = replace(a_round(rubric), tie_break=(NEED, CriterionKey("PLAN")))
    assert places(ranked(scores, broken)) == {"C": 1, "B": 2, "D": 2, "A": 4}


def test_a_tie_is_broken_by_exact_means_that_floats_could_not_tell_apart() -> None:
    tenths = a_scale("0", "1", "0.1")
    rubric = a_rubric(a_criterion("need", scale=tenths), a_criterion("plan", scale=tenths))
    scores = {"A": ("0.1 0.2", "0.2 0.1"), "B": ("0.3 0", "0 0.3")}

    order = ranked(scores, replace(a_round(rubric), tie_break=(NEED,)))

    assert [each.position for each in order] == [Fraction(3, 20)] * 2
    assert places(order) == {"A": 1, "B": 1}


def test_a_criterion_nobody_could_judge_breaks_a_tie_against_the_application() -> None:
    scores = {"A": ("? 3 3",), "B": ("3 3 3",), "C": ("0 5 5",)}

    order = ranked(scores, replace(a_round(), tie_break=(NEED,)))

    assert places(order) == {"B": 1, "A": 2, "C": 3}
    assert NEED not in order[1].means


def test_an_application_without_a_review_that_counts_has_no_score_and_comes_last() -> None:
    order = ranked({"A": ("5 5 -",), "B": ("0 0 0",), "C": (), "D": ("? ? ?",)})

    assert [(each.application, each.place, each.position, each.reviews) for each in order] == [
        ("B", 1, Fraction(0), 1),
        ("A", None, None, 0),
        ("C", None, None, 0),
        ("D", None, None, 0),
    ]


def test_a_review_that_does_not_count_leaves_the_mean_alone() -> None:
    whole, with_open = ranked({"A": ("4 4 4", "2 2 2")}), ranked({"A": ("4 4 4", "2 2 2", "0 - 0", "- - -")})

    assert whole == with_open


def test_a_waiting_review_is_left_out_and_said() -> None:
    reviews = [a_review("4 4 4"), replace(a_review("0 0 0", member="M2"), waiting=frozenset({NEED}))]

    (only,) = rank(a_round(), references(1), reviews)

    assert (only.position, only.reviews, only.waiting) == (Fraction(4, 5), 1, 1)


def test_a_conflict_is_no_score() -> None:
    barred = Review.from_entries(a_rubric(), MemberId("M2"), Reference("DD-001"), {}, conflicted=True)

    (only,) = rank(a_round(), references(1), [a_review("4 4 4"), barred])

    assert (only.position, only.reviews, only.positions) == (Fraction(4, 5), 1, (Fraction(4, 5),))


def test_a_criterion_one_member_could_not_judge_has_the_mean_of_the_others() -> None:
    (only,) = ranked({"A": ("? 4 4", "3 4 4")})

    assert only.means == {NEED: Fraction(3, 5), PLAN: Fraction(4, 5), VALUE: Fraction(4, 5)}
    # The first review is 4 throughout on what it judged, the second has a 3 on half of the weight.
    assert only.position == (Fraction(4, 5) + Fraction(7, 10)) / 2


def test_a_minimum_flags_and_does_not_remove() -> None:
    rubric = a_rubric(a_criterion("need", minimum="3"), a_criterion("plan", minimum="3"))

    (only,) = ranked({"A": ("2 5", "3 5")}, a_round(rubric))

    assert (only.place, only.below_minimum) == (1, (NEED,))


def test_the_median_is_the_middle_review_or_the_mean_of_the_middle_two() -> None:
    order = ranked({"A": ("0 0 0", "3 3 3", "4 4 4"), "B": ("1 1 1", "2 2 2", "3 3 3", "5 5 5")}, by("median"))

    assert [(each.application, each.position) for each in order] == [("A", Fraction(3, 5)), ("B", Fraction(1, 2))]


def test_with_the_agreed_method_only_an_agreed_score_counts() -> None:
    first, second = references(2)
    reviews = [a_review("5 5 5", application=first), a_review("1 1 1", application=second)]

    order = rank(by("agreed"), (first, second), reviews, {second: Fraction(3, 5)})

    assert [(each.application, each.position, each.place) for each in order] == [
        (second, Fraction(3, 5), 1),
        (first, None, None),
    ]
    assert [each.position for each in rank(by("agreed"), (first, second), reviews)] == [None, None]
    mean = rank(by("mean"), (first, second), reviews, {second: Fraction(1)})
    assert [each.position for each in mean] == [1, Fraction(1, 5)]


def test_reviews_of_an_application_that_was_withdrawn_are_passed_over() -> None:
    assert rank(a_round(), references(1), [a_review("4 4 4", application="DD-777")])[0].reviews == 0


SCORE = st.sampled_from("012345?-")
REVIEW = st.tuples(SCORE, SCORE, SCORE).map(" ".join)
PANEL = st.lists(st.lists(REVIEW, max_size=4).map(tuple), min_size=1, max_size=8)


@given(PANEL)
def test_places_follow_the_scores_and_every_application_appears_once(panel: list[tuple[str, ...]]) -> None:
    scores = {str(reference): reviews for reference, reviews in zip(references(8), panel, strict=False)}

    order = ranked(scores)

    assert sorted(each.application for each in order) == sorted(scores)
    held = [each.position for each in order if each.position is not None]
    assert held == sorted(held, reverse=True)
    for each in order:
        better = sum(other > each.position for other in held) if each.position is not None else None
        assert each.place == (None if better is None else better + 1)


@given(PANEL, st.randoms(use_true_random=False))
def test_places_do_not_depend_on_the_order_in_which_anything_arrives(
    panel: list[tuple[str, ...]], chance: Random
) -> None:
    scores = {str(reference): reviews for reference, reviews in zip(references(8), panel, strict=False)}
    shuffled = list(scores.items())
    chance.shuffle(shuffled)

    assert places(ranked(dict(shuffled))) == places(ranked(scores))


def test_the_line_is_drawn_where_somebody_stands_below_it_or_too_many_share_the_last_place() -> None:
    assert line_after([1, 2, 3, 4, None], 2) == 2
    assert line_after([1, 2, 2, 4], 2) == 3
    assert line_after([1, 2, 2, None], 2) == 3
    assert line_after([1, 2, None], 2) is None
    assert line_after([1, 2], 5) is None
    assert line_after([None, None], 2) is None
    assert line_after([], 2) is None


def test_three_thousand_applications_are_ranked_like_three() -> None:
    three = {"A": ("5 4 3", "4 4 4"), "B": ("2 2 2", "3 2 1"), "C": ("0 ? 1", "- 1 1")}
    many = {f"{name}{number:04}": scores for number in range(1000) for name, scores in three.items()}

    order = ranked(many)

    assert [order[place].place for place in (0, 999, 1000, 1999, 2000, 2999)] == [1, 1, 1001, 1001, 2001, 2001]


def test_sums_run_down_the_places_and_say_where_one_is_missing() -> None:
    assert running_sums([(1, 50), (2, 40), (2, None), (4, 10), (None, 70)]) == (
        (50, True),
        (90, True),
        (90, False),
        (100, False),
        None,
    )
    assert running_sums([]) == ()
