"""Places from floating numbers."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.analysis.places import IN, LEVEL, OUT, above_the_line, shared_places

NONE = float("nan")


def places(*keys: list[float]) -> list[int]:
    found: list[int] = shared_places(np.array(keys)).tolist()
    return found


def test_equal_scores_share_a_place_and_the_next_is_left_out() -> None:
    assert places([0.5, 0.9, 0.5, 0.1]) == [2, 1, 2, 4]


def test_rounding_makes_no_difference() -> None:
    assert places([0.1 + 0.2, 0.3, 0.3 + 1e-12]) == [1, 1, 1]


def test_further_keys_break_ties() -> None:
    assert places([0.5, 0.5, 0.5, 0.7], [0.1, 0.2, 0.1, 0.0], [0.3, 0.0, 0.4, 0.0]) == [4, 2, 3, 1]


def test_no_score_has_no_place_and_takes_none() -> None:
    assert places([NONE, 0.2, NONE, 0.4]) == [0, 2, 0, 1]


def test_a_criterion_nobody_could_judge_breaks_a_tie_against_the_application() -> None:
    assert places([0.5, 0.5], [NONE, 0.0]) == [2, 1]


def test_nothing_to_rank_is_no_place() -> None:
    assert places([]) == []


def test_who_shares_a_last_place_is_neither_in_nor_out() -> None:
    assert above_the_line(np.array([1, 2, 2, 4, 0]), 2).tolist() == [IN, LEVEL, LEVEL, OUT, OUT]
    assert above_the_line(np.array([1, 2, 2, 4, 0]), 3).tolist() == [IN, IN, IN, OUT, OUT]
    assert above_the_line(np.array([1, 1, 1]), 9).tolist() == [IN, IN, IN]
    assert above_the_line(np.array([], dtype=np.intp), 9).tolist() == []


@given(st.lists(st.lists(st.integers(0, 5), min_size=3, max_size=3), min_size=1, max_size=30))
def test_places_are_those_of_exact_arithmetic(marks: list[list[int]]) -> None:
    exact = [sum(Fraction(mark, 5) for mark in given) / 3 for given in marks]
    expected = [1 + sum(other > each for other in exact) for each in exact]
    assert places([sum(mark / 5 for mark in given) / 3 for given in marks]) == expected
