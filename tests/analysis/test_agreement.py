"""Agreement: published figures, a second implementation, and the cases in which there is nothing to say."""

from __future__ import annotations

import math
import random
from pathlib import Path

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.analysis.agreement import (
    Agreement,
    Alpha,
    Differences,
    Level,
    agreement,
    krippendorff_alpha,
    reliability,
    what_alpha_means,
)
from dd_panel.analysis.table import Refusal, ReviewTable, ScoredCriterion
from tests.analysis.panels import Design, a_grid, a_scored_table, criteria, krippendorff_c, simulate


@pytest.mark.parametrize(("level", "published"), [("ordinal", 0.815388), ("interval", 0.849107)])
def test_krippendorffs_own_example_is_reproduced(level: Level, published: float, shared_data: Path) -> None:
    found = krippendorff_alpha(*krippendorff_c(shared_data), level)
    assert isinstance(found, Alpha)
    assert found.value == pytest.approx(published, abs=5e-7)
    assert found.low < found.value < found.high


@given(st.integers(0, 100_000), st.sampled_from(["ordinal", "interval"]))
def test_alpha_is_that_of_another_implementation(seed: int, level: Level) -> None:
    chance = random.Random(seed)
    units, reviewers, levels = chance.randrange(2, 12), chance.randrange(2, 6), chance.randrange(2, 8)
    grid = [
        [float(chance.randrange(levels)) if chance.random() < 0.7 else math.nan for _unit in range(units)]
        for _reviewer in range(reviewers)
    ]
    flat = [(unit, value) for row in grid for unit, value in enumerate(row) if not math.isnan(value)]
    found = krippendorff_alpha([unit for unit, _value in flat], [value for _unit, value in flat], level)
    counted = [np.count_nonzero(~np.isnan(column)) for column in np.array(grid).T]
    paired = {value for unit, value in flat if counted[unit] > 1}
    if isinstance(found, Refusal):
        assert len(paired) < 2 or np.count_nonzero(np.array(counted) > 1) == 1
    else:
        assert found.value == pytest.approx(krippendorff.alpha(grid, level_of_measurement=level), abs=1e-9)
        assert found.low <= found.high


def test_alpha_that_cannot_be_computed_says_so() -> None:
    assert krippendorff_alpha([0, 1, 2], [1, 2, 3], "ordinal") == Refusal(
        "Alpha cannot be computed: no application has two scores."
    )
    assert krippendorff_alpha([0, 0, 1, 1, 2], [3, 3, 3, 3, 5], "interval") == Refusal(
        "Alpha cannot be computed: all scores are equal."
    )
    assert isinstance(krippendorff_alpha([], [], "ordinal"), Refusal)


@pytest.mark.parametrize("level", ["ordinal", "interval"])
def test_one_application_alone_says_nothing_about_agreement(level: Level) -> None:
    """Krippendorff's formula gives 0 for it, whatever its scores are."""
    for scores in ([1, 5], [3, 4], [2, 2, 3]):
        assert krippendorff.alpha([[each] for each in scores], level_of_measurement=level) == pytest.approx(0)
        assert krippendorff_alpha([0] * len(scores) + [1, 2], [*scores, 4, 1], level) == Refusal(
            "Alpha cannot be computed: only one application has two scores."
        )


def test_the_interval_is_the_same_every_time_and_narrows_with_more_applications() -> None:
    few, many = (simulate(Design("", applications, 8, 3), seed=2).table for applications in (20, 200))
    first, again, wider = agreement(few)[-1].alpha, agreement(few)[-1].alpha, agreement(many)[-1].alpha
    assert isinstance(first, Alpha)
    assert isinstance(wider, Alpha)
    assert first == again
    assert wider.high - wider.low < (first.high - first.low) / 2


def one_criterion(given: list[tuple[int, str, int | None]], criterion: ScoredCriterion) -> Agreement:
    table = a_scored_table([(each, who, (mark,)) for each, who, mark in given], (criterion,))
    return agreement(table)[0]


def test_differences_are_in_points_and_count_every_pair() -> None:
    found = one_criterion(
        [(0, "A", 1), (0, "B", 2), (0, "C", 4), (1, "A", 3), (1, "B", 3), (2, "A", 5)], criteria(1)[0]
    )
    assert found.differences == Differences(pairs=4, mean=(1 + 3 + 2 + 0) / 4, within_one=0.5)


def test_half_points_count_as_half_points() -> None:
    halves = ScoredCriterion("c1", "Plan", 1.0, steps=10, step=0.5)
    found = one_criterion([(0, "A", 1), (0, "B", 3), (1, "A", 4), (1, "B", 9)], halves)
    assert found.differences == Differences(pairs=2, mean=1.75, within_one=0.5)


def test_a_criterion_nobody_could_judge_says_so_and_leaves_the_others_alone() -> None:
    two = criteria(1, 1)
    rows = [(each, who, (each + (who == "A"), None)) for each in range(4) for who in ("A", "B")]
    judged, unjudged, total = agreement(a_scored_table(rows, two))
    assert isinstance(judged.alpha, Alpha)
    assert isinstance(unjudged.alpha, Refusal)
    assert unjudged.differences == Refusal("No application has two scores to compare.")
    assert isinstance(total.alpha, Alpha)
    assert (total.key, total.name) == ("", "Total")


def test_a_round_of_many_totals_needs_no_table_of_all_their_pairs() -> None:
    made = simulate(Design("", 400, 30, 3), seed=4).table
    spread = ReviewTable(
        made.applications,
        tuple(
            type(row)(row.application, row.reviewer, row.position + number * 1e-6)
            for number, row in enumerate(made.rows)
        ),
    )
    found = agreement(spread)[-1].alpha
    assert isinstance(found, Alpha)


def test_reliability_grows_with_the_number_of_reviews() -> None:
    found = reliability(simulate(Design("", 200, 20, 3), seed=1).table)
    assert not isinstance(found, Refusal)
    assert 0 < found.of_mean(1) < found.of_mean(3) < found.of_adjusted_mean(3) < 1
    assert found.of_mean(1) == pytest.approx(0.12**2 / (0.12**2 + 0.06**2 + 0.10**2), abs=0.08)


@pytest.mark.parametrize("grid", [([0.5, 0.5], [0.5, 0.5]), ([0.5, 0.5], [0.7, None], [None, 0.2])])
def test_reliability_is_not_said_to_be_full_where_reviewers_happen_to_agree(
    grid: tuple[list[float | None], ...],
) -> None:
    assert reliability(a_grid(*grid)) == Refusal(
        "All reviews of an application give the same total, so how far reviewers differ cannot be measured."
    )


def test_a_low_alpha_is_explained_without_alarm() -> None:
    assert "usually score low" in what_alpha_means()
