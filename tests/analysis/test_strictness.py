"""What the secretariat is told of a reviewer's strictness."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dd_panel.analysis.strictness import Strictness, strictness, strictness_in_words
from dd_panel.analysis.table import ReviewTable
from tests.analysis.panels import Design, a_table, simulate


def worked_out(table: ReviewTable) -> Strictness:
    found = strictness(table)
    assert isinstance(found, Strictness)
    return found


def a_panel_with_a_strict_reviewer() -> ReviewTable:
    """Eight applications and four reviewers, three reviews each; R1 gives half a point in five less than the others."""
    chance = np.random.default_rng(7)
    rows = [
        (application, f"R{reviewer}", float(0.5 - 0.1 * (reviewer == 1) + chance.normal(0, 0.02)))
        for application in range(8)
        for reviewer in range(1, 5)
        if (application + reviewer) % 4
    ]
    return a_table(rows)


def test_a_strict_reviewer_is_described_in_points_with_a_range() -> None:
    table = a_panel_with_a_strict_reviewer()
    first = worked_out(table).reviewers[0]
    assert first.clear
    said = strictness_in_words(table, first, "Margaret Ashe")
    assert said == (
        "Margaret Ashe gives on average 0.5 points less than colleagues on the same applications (0.4 to 0.5)."
    )


def test_on_a_scale_where_low_is_best_strict_means_more_points() -> None:
    table = replace(a_panel_with_a_strict_reviewer(), lowest_best=True)
    said = strictness_in_words(table, worked_out(table).reviewers[0], "R1")
    assert said.startswith("R1 gives on average 0.5 points more than colleagues on the same applications (")


def test_on_a_scale_of_one_point_hundredths_are_told() -> None:
    table = replace(a_panel_with_a_strict_reviewer(), span=1.0)
    assert strictness_in_words(table, worked_out(table).reviewers[0], "Margaret Ashe") == (
        "Margaret Ashe gives on average 0.09 points less than colleagues on the same applications (0.08 to 0.11)."
    )


def test_reviewers_who_always_agree_are_given_no_interval() -> None:
    table = a_table([(application, who, application / 9) for application in range(9) for who in ("R1", "R2")])
    said = strictness_in_words(table, worked_out(table).reviewers[0], "R1")
    assert said == "R1 gives the same points as colleagues on the same applications."


def test_a_reviewer_like_the_others_is_not_called_strict() -> None:
    made = simulate(Design("equals", 30, 6, 3, strictness=0.0), seed=1)
    for each in worked_out(made.table).reviewers:
        assert "about as many points as colleagues" in strictness_in_words(made.table, each, each.reviewer)


def test_fewer_than_five_shared_reviews_are_too_little_to_say() -> None:
    table = a_panel_with_a_strict_reviewer()
    alone = [(8 + number, "R9", 0.5) for number in range(6)]
    shared = [(number, "R9", 0.5) for number in range(4)]
    rows = [(row.application, row.reviewer, row.position) for row in table.rows]
    wider = a_table([*rows, *shared, *alone])
    found = worked_out(wider).reviewers[-1]
    assert (found.reviews, found.effect, found.clear) == (10, None, False)
    assert strictness_in_words(wider, found, "R9") == "R9: too few reviews to say how strict."


def test_what_a_review_still_differs_by_stands_in_the_order_of_the_rows() -> None:
    table = a_panel_with_a_strict_reviewer()
    found = worked_out(table)
    turned = worked_out(replace(table, rows=table.rows[::-1]))
    assert turned.residuals == pytest.approx(found.residuals[::-1])
    assert sum(found.residuals) == pytest.approx(0, abs=1e-12)


def test_separate_groups_are_noted() -> None:
    rows = [
        (application, f"R{2 * (application % 2) + side}", 0.3 + 0.1 * side * application)
        for application in range(6)
        for side in (0, 1)
    ]
    notes = worked_out(a_table(rows)).notes
    assert any("2 groups" in note for note in notes)


def test_applications_without_a_review_have_no_adjusted_mean() -> None:
    table = a_panel_with_a_strict_reviewer()
    wider = ReviewTable((*table.applications, "DD-099"), table.rows)
    found = worked_out(wider)
    assert found.adjusted[-1] is None
    assert None not in found.adjusted[:-1]


def test_nine_in_ten_intervals_hold_the_true_strictness() -> None:
    held: list[bool] = []
    for seed in range(30):
        made = simulate(Design("intervals", 40, 8, 3), seed)
        true = (made.strictness - made.strictness.mean()) * 8 / 7  # beside the other seven
        for each, strict in zip(worked_out(made.table).reviewers, true, strict=True):
            if each.low is not None and each.high is not None:
                held.append(each.low <= strict <= each.high)
    assert len(held) == 240
    assert 0.85 <= sum(held) / len(held) <= 0.95


def test_taking_strictness_out_brings_the_order_nearer_to_the_truth_where_reviewers_specialise() -> None:
    gain: list[float] = []
    for seed in range(10):
        made = simulate(Design("special", 60, 12, 3, strictness=0.12, noise=0.08, topics=2, bridges=0.3), seed)
        raw = [np.mean([row.position for row in made.table.rows if row.application == each]) for each in range(60)]
        adjusted = [each for each in worked_out(made.table).adjusted if each is not None]
        gain.append(float(np.corrcoef(adjusted, made.truth)[0, 1]) - float(np.corrcoef(raw, made.truth)[0, 1]))
    assert np.mean(gain) > 0.02
