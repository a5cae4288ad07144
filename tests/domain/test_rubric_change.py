"""What a score says under another rubric."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dd_panel.domain.identifiers import CriterionKey
from dd_panel.domain.rubric_change import Crossing, carried_along, compare_rubrics
from tests.builders import a_criterion, a_rubric, a_scale

NEED, PLAN = a_criterion("need", "60"), a_criterion("plan", "40")
OLD = a_rubric(NEED, PLAN)


def test_the_same_rubric_changes_nothing() -> None:
    assert [(each.fate, each.carries, each.words) for each in compare_rubrics(OLD, OLD)] == [("same", True, ())] * 2


@pytest.mark.parametrize(
    ("new", "carries", "words"),
    [
        (replace(NEED, weight=NEED.weight * 2), True, ("weight 60 → 120",)),
        (replace(NEED, title="The case"), True, ("its title was “The need”",)),
        (a_criterion("need", "60", minimum="2"), True, ("another minimum",)),
        (a_criterion("need", "60", comment="below 3"), True, ("another rule for comments",)),
        (replace(NEED, guidance="Look twice."), True, ("other guidance or short name",)),
        (replace(NEED, scale=a_scale("1", "10")), False, ("another scale",)),
        (replace(NEED, scale=a_scale(best="lowest")), False, ("another scale",)),
        (replace(NEED, descriptors=tuple("abcdef")), False, ("its levels are described differently",)),
        (replace(NEED, key=CriterionKey("NEED")), False, ("its key is written differently",)),
    ],
)
def test_a_score_may_stand_where_its_scale_and_levels_do(new: object, carries: bool, words: tuple[str, ...]) -> None:
    (found, _plan) = compare_rubrics(OLD, a_rubric(new, PLAN))  # type: ignore[arg-type]
    assert (found.fate, found.carries, found.words) == ("changed", carries, words)


def test_what_came_and_what_went_is_told() -> None:
    found = compare_rubrics(OLD, a_rubric(a_criterion("value"), NEED))
    assert [(each.key, each.fate, each.carries) for each in found] == [
        ("value", "new", False),
        ("need", "changed" if found[1].words else "same", True),
        ("plan", "gone", False),
    ]


def test_what_is_carried_all_along_a_way_stands_and_no_way_is_no_way() -> None:
    need, plan = NEED.key, PLAN.key
    made = (Crossing("a", "b", (need, plan)), Crossing("b", "c", (plan,)))
    assert carried_along(made, "a", "b") is None  # the way goes on to c
    assert carried_along(made, "a", "c") == (plan,)
    assert carried_along(made, "b", "c") == (plan,)
    assert carried_along(made, "x", "c") is None
    assert carried_along((made[0], Crossing("x", "c", (need,))), "a", "c") is None
    assert carried_along((*made, Crossing("c", "a", (need,)), Crossing("a", "d", (need,))), "a", "d") == (need,)
