"""Everything a round can hold has its answer: a number, or a sentence; never no-number and never an error."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.analysis.agenda import what_to_discuss
from dd_panel.analysis.agreement import agreement, reliability
from dd_panel.analysis.groups import find_groups
from dd_panel.analysis.strictness import Strictness, strictness, strictness_in_words
from dd_panel.analysis.table import Method, Refusal, ReviewRow, ReviewTable, ScoredCriterion
from dd_panel.analysis.uncertainty import Uncertainty, how_sure
from dd_panel.analysis.what_if import Rules, reweighted, what_if
from tests.analysis.panels import a_scored_table, criteria, names

THREE = criteria(50, 30, 20)
Marks = list[tuple[int, str, tuple[int | None, ...]]]


def everybody(applications: int, reviewers: int, *, mark: int | None = None) -> Marks:
    """Everybody reads everything; marks differ from place to place unless one is given for all."""
    return [
        (
            application,
            f"R{reviewer}",
            tuple((application * 3 + reviewer * 2 + c) % 6 if mark is None else mark for c in range(3)),
        )
        for application in range(applications)
        for reviewer in range(reviewers)
    ]


LONG = "=" + "x" * 32_766

ROUNDS = {
    "no application": a_scored_table([], THREE),
    "no reviews": a_scored_table([], THREE, applications=4),
    "one review": a_scored_table([(0, "A", (3, 4, 5))], THREE),
    "one reviewer": a_scored_table(everybody(8, 1), THREE),
    "two reviewers": a_scored_table(everybody(8, 2), THREE),
    "all scores equal": a_scored_table(everybody(8, 6, mark=3), THREE),
    "all scores lowest": a_scored_table(everybody(8, 6, mark=0), THREE),
    "all scores highest": a_scored_table(everybody(8, 6, mark=5), THREE),
    "everybody conflicted on one": a_scored_table([row for row in everybody(8, 6) if row[0] != 3], THREE),
    "separate groups": a_scored_table([row for row in everybody(12, 6) if row[0] % 2 == int(row[1][1]) % 2], THREE),
    "a group of one": a_scored_table([*everybody(8, 5), (8, "Z", (1, 2, 3)), (9, "Z", (5, 5, 5))], THREE),
    "a criterion nobody could judge": a_scored_table(
        [(each, who, (one, None, two)) for each, who, (one, _none, two) in everybody(8, 6)], THREE
    ),
    "low is best": a_scored_table(everybody(8, 6), [dataclasses.replace(each, lowest_best=True) for each in THREE]),
    "half points": a_scored_table(everybody(8, 6), [dataclasses.replace(each, steps=10, step=0.5) for each in THREE]),
    "one criterion": a_scored_table([(each, who, marks[:1]) for each, who, marks in everybody(8, 6)], criteria(1)),
    "no criteria kept": ReviewTable(names(2), (ReviewRow(0, "A", 0.5), ReviewRow(1, "A", 0.5))),
    "one application": a_scored_table(everybody(1, 6), THREE),
    "one application on which all agree": a_scored_table(everybody(1, 6, mark=3), THREE),
    "two applications": a_scored_table(everybody(2, 6), THREE),
    "half the reviewers identical": a_scored_table(
        [(each, who, (each % 6,) * 3 if int(who[1]) < 3 else marks) for each, who, marks in everybody(8, 6)], THREE
    ),
    "texts that look like formulas": ReviewTable(
        (LONG, "=1+1"),
        tuple(ReviewRow(each, f"={who}", 0.1 * who, (who,)) for each in range(2) for who in range(6)),
        (ScoredCriterion("c1", LONG, 1.0, 5, 1.0),),
    ),
}


def numbers_in(value: object) -> list[float]:
    """Every floating number anywhere inside a result."""
    if isinstance(value, float):
        return [value]
    if isinstance(value, tuple | list):
        return [number for each in value for number in numbers_in(each)]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [number for each in dataclasses.fields(value) for number in numbers_in(getattr(value, each.name))]
    return []


def everything(table: ReviewTable, places: int, method: Method = "mean") -> list[object]:
    """All that can be asked of a table."""
    rules = Rules(places, method, tuple(range(len(table.criteria)))[:2])
    sure = how_sure(table, places)
    strict = strictness(table)
    components = reliability(table)
    return [
        find_groups(table),
        agreement(table),
        components,
        () if isinstance(components, Refusal) else (components.of_mean(3), components.of_adjusted_mean(3)),
        strict,
        () if isinstance(strict, Refusal) else [strictness_in_words(table, each, "X") for each in strict.reviewers],
        sure,
        what_if(table, rules),
        reweighted(table, rules, {each.key: number for number, each in enumerate(table.criteria)}),
        what_to_discuss(table, rules, 3, sure),
    ]


@pytest.mark.parametrize("places", [1, 3, 100])
@pytest.mark.parametrize("name", ROUNDS)
def test_every_round_has_its_answer(name: str, places: int) -> None:
    for method in ("mean", "median", "agreed"):
        answers = everything(ROUNDS[name], places, method)
        assert all(math.isfinite(number) for number in numbers_in(answers))
        for answer in answers:
            if isinstance(answer, Refusal):
                assert answer.sentence.endswith(".")


@given(
    st.lists(
        st.tuples(
            st.integers(0, 6),
            st.sampled_from("ABCDEFG"),
            st.tuples(*[st.none() | st.integers(0, 5)] * 3),
        ),
        max_size=30,
        unique_by=lambda each: each[:2],
    ),
    st.integers(1, 9),
)
def test_any_reviews_at_all_have_their_answer(marks: Marks, places: int) -> None:
    answers = everything(a_scored_table(marks, THREE, applications=7), places)
    assert all(math.isfinite(number) for number in numbers_in(answers))


def test_all_equal_scores_are_said_to_say_nothing() -> None:
    table = ROUNDS["all scores equal"]
    assert how_sure(table, 3) == Refusal(
        "All reviews of an application give the same total, so how far reviewers differ cannot be measured."
    )
    assert {str(each.alpha) for each in agreement(table)} == {
        str(Refusal("Alpha cannot be computed: all scores are equal."))
    }


def test_low_is_best_turns_scores_round_and_nothing_else() -> None:
    plain, turned = a_scored_table(everybody(8, 6), THREE), ROUNDS["low is best"]
    assert [row.position for row in turned.rows] == pytest.approx([1 - row.position for row in plain.rows])
    first, second = how_sure(plain, 8), how_sure(turned, 8)
    assert isinstance(first, Uncertainty)
    assert isinstance(second, Uncertainty)
    for one, other in zip(first.applications, second.applications, strict=True):
        assert one is not None
        assert other is not None
        assert one.expected + other.expected == pytest.approx(9, abs=0.3)


def test_an_application_on_which_everybody_is_conflicted_is_left_without_numbers() -> None:
    sure, strict = how_sure(ROUNDS["everybody conflicted on one"], 3), strictness(ROUNDS["everybody conflicted on one"])
    assert isinstance(sure, Uncertainty)
    assert isinstance(strict, Strictness)
    assert sure.applications[3] is None
    assert strict.adjusted[3] is None
