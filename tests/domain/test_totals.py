"""Weighted totals: exact, partial where something is missing, and never with a zero for what is not there."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.domain.identifiers import CriterionKey
from dd_panel.domain.reviews import CONFLICTED, Score, ScoreState
from dd_panel.domain.rubric import Rubric
from dd_panel.domain.scale import Mark
from dd_panel.domain.totals import Total, weighted_total
from tests.builders import a_criterion, a_review, a_rubric, a_scale

MIXED = a_rubric(
    a_criterion("need", "40", scale=a_scale(step="0.1")),
    a_criterion("plan", "35", scale=a_scale("1", "10", "0.5")),
    a_criterion("risk", "25", scale=a_scale("-2", "2", best="lowest")),
)
"""Three scales: tenths, 1 to 10 in halves, and one on which the lowest is the best."""


def total(scores: str, rubric: Rubric | None = None) -> Total:
    rules = rubric or a_rubric()
    return weighted_total(rules, a_review(scores, rubric=rules).scores)


def test_a_total_is_the_weighted_mean() -> None:
    # 0.5 × 4/5 + 0.3 × 3/5 + 0.2 × 1/5
    assert total("4 3 1") == Total(earned=Fraction(62, 100), judged=Fraction(1), open=Fraction(0))
    assert total("4 3 1").percent == 62
    assert not total("4 3 1").partial


def test_what_cannot_be_judged_leaves_the_mean_of_the_others_as_it_is() -> None:
    # 0.5 × 4/5 + 0.2 × 1/5, over a weight of 0.7
    assert total("4 ? 1").position == Fraction(44, 70)
    assert total("4 ? 1").partial
    assert total("4 ? 4").position == total("4 4 4").position == Fraction(4, 5)


def test_without_a_score_there_is_no_total_and_certainly_not_zero() -> None:
    for scores in ("? ? ?", "- - -", "? - ?"):
        assert (total(scores).position, total(scores).percent) == (None, None)
    assert total("0 0 0").position == 0


def test_every_scale_runs_from_its_own_worst_to_its_own_best() -> None:
    assert total("5 10 -2", MIXED).position == 1
    assert total("0 1 2", MIXED).position == 0
    assert total("2.5 5.5 0", MIXED).position == Fraction(1, 2)


def test_tenths_add_up_exactly() -> None:
    tenths = a_rubric(*(a_criterion(key, scale=a_scale("0", "1", "0.1")) for key in ("a", "b", "c")))

    assert total("0.1 0.2 0.3", tenths).position == Fraction(1, 5)


def test_bounds_say_where_an_unfinished_review_can_still_end() -> None:
    assert total("4 - 1").bounds == (Fraction(44, 100), Fraction(74, 100))
    assert total("4 ? 1").bounds == (Fraction(44, 70), Fraction(44, 70))
    assert total("? - ?").bounds == (Fraction(0), Fraction(1))
    assert total("? ? ?").bounds is None


def test_a_conflict_adds_nothing_and_leaves_nothing_open() -> None:
    assert weighted_total(a_rubric(), dict.fromkeys(a_rubric().keys, CONFLICTED)) == Total(*[Fraction(0)] * 3)


def test_a_criterion_nobody_has_touched_is_open() -> None:
    need = {CriterionKey("need"): Score(ScoreState.SCORED, Mark(5))}

    assert weighted_total(a_rubric(), need) == Total(Fraction(1, 2), Fraction(1, 2), Fraction(1, 2))


PLACES = st.sampled_from([*"-?", *"012345"])


@given(st.tuples(PLACES, PLACES, PLACES))
def test_whatever_is_filled_in_later_the_total_ends_within_its_bounds(scores: tuple[str, str, str]) -> None:
    now = total(" ".join(scores))
    if now.bounds is None:
        return
    lowest, highest = now.bounds
    for late in ("0", "3", "5"):
        end = total(" ".join(late if score == "-" else score for score in scores)).position
        assert end is not None
        assert lowest <= end <= highest
    assert total(" ".join(scores).replace("-", "0")).position == lowest
    assert total(" ".join(scores).replace("-", "5")).position == highest


@pytest.mark.parametrize("place", range(3))
@given(scores=st.tuples(*[st.integers(0, 4)] * 3))
def test_a_better_score_makes_a_better_total(place: int, scores: tuple[int, ...]) -> None:
    better = [score + (index == place) for index, score in enumerate(scores)]
    before, after = (total(" ".join(map(str, each))).position for each in (scores, better))

    assert before is not None
    assert after is not None
    assert after > before
