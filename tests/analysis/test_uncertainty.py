"""How sure the places are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dd_panel.analysis.draws import DRAWS, draw_places
from dd_panel.analysis.groups import find_groups
from dd_panel.analysis.model import Fit, fit_strictness
from dd_panel.analysis.table import Refusal, ReviewTable
from dd_panel.analysis.uncertainty import (
    LikelyPlace,
    Thresholds,
    Uncertainty,
    chance_in_words,
    how_sure,
    what_is_not_covered,
)
from dd_panel.analysis.watch import StoppedError, Watch
from tests.analysis.panels import Design, a_grid, a_table, mock_panel, simulate

PUBLISHED = (2.44, 4.06, 4.09, 4.12, 5.08, 6.19, 7.34, 7.26, 8.43, 9.42, 10.4, 11.4, 13.0, 13.0, 13.7)


def worked_out(table: ReviewTable, places: int = 10) -> Uncertainty:
    found = how_sure(table, places)
    assert isinstance(found, Uncertainty)
    return found


def a_panel(seed: int = 1) -> ReviewTable:
    return simulate(Design("", 40, 8, 3), seed).table


def test_expected_places_are_near_those_published_for_the_mock_panel(shared_data: Path) -> None:
    found = worked_out(mock_panel(shared_data, 1), 5)
    expected = [each.expected for each in found.applications if each is not None]
    # Both-random Bayesian model there, applications fixed here: the same order, places a little less drawn together.
    assert expected == pytest.approx(PUBLISHED, abs=0.25)


@pytest.mark.parametrize("panel", [1, 2, 3])
def test_expected_places_and_chances_of_the_first_places_agree(panel: int, shared_data: Path) -> None:
    table = mock_panel(shared_data, panel)
    fit = fit_strictness(table)
    assert isinstance(fit, Fit)
    drawn = draw_places(fit)
    found = worked_out(table, 5)
    count = drawn.shape[1]
    for number, each in enumerate(found.applications):
        assert each is not None
        # SUCRA: the mean of the chances of the first 1, 2, … n - 1 places.
        surface = np.mean([(drawn[:, number] <= upto).mean() for upto in range(1, count)])
        assert surface == pytest.approx((count - each.expected) / (count - 1))
        # PCER: how many are at least as good, half of itself counted, in per cent.
        level = 100 * np.mean(
            [(drawn[:, number] > drawn[:, other]).mean() for other in range(count) if other != number]
        )
        assert 100 * (each.expected - 0.5) / count == pytest.approx((level * (count - 1) + 50) / count)


def test_every_draw_is_a_whole_ranking_and_the_chances_add_up_to_the_places() -> None:
    fit = fit_strictness(a_panel())
    assert isinstance(fit, Fit)
    drawn = draw_places(fit)
    assert drawn.shape == (DRAWS, 40)
    assert (np.sort(drawn, axis=1) == np.arange(1, 41)).all()
    found = worked_out(a_panel())
    assert sum(each.chance for each in found.applications if each is not None) == pytest.approx(10)


def test_ranges_lie_inside_each_other_and_between_first_and_last() -> None:
    for each in worked_out(a_panel()).applications:
        assert each is not None
        assert 1 <= each.wide[0] <= each.middle[0] <= each.middle[1] <= each.wide[1] <= 40
        assert each.wide[0] <= each.expected <= each.wide[1]


def test_a_better_score_has_the_better_chance_where_everybody_reads_everything(shared_data: Path) -> None:
    found = [each for each in worked_out(mock_panel(shared_data, 2), 5).applications if each is not None]
    assert [each.expected for each in found] == sorted(each.expected for each in found)


def test_the_same_round_shows_the_same_numbers_in_whatever_order_it_is_read() -> None:
    table = a_panel()
    turned = ReviewTable(table.applications, table.rows[::-1])
    assert how_sure(table, 10) == how_sure(table, 10) == how_sure(turned, 10)


def test_three_groups_follow_the_thresholds_and_are_counted_in_words() -> None:
    found = worked_out(a_panel())
    groups = [each.group for each in found.applications if each is not None]
    for each in found.applications:
        assert each is not None
        assert each.group == ("in" if each.chance >= 0.9 else "out" if each.chance <= 0.1 else "close")
    inside, close = groups.count("in"), groups.count("close")
    assert found.places_left == 10 - inside
    assert found.sentence == (
        f"As the reviews stand, {inside} applications are as good as in. "
        f"{10 - inside} places are left for {close} too close to call."
    )
    narrow = how_sure(a_panel(), 10, thresholds=Thresholds(surely_in=0.6, surely_out=0.4))
    assert isinstance(narrow, Uncertainty)
    assert narrow.count("close") < close


def test_more_places_than_applications_leave_nothing_open() -> None:
    found = worked_out(a_panel(), 60)
    assert {each.chance for each in found.applications if each is not None} == {1.0}
    assert found.sentence == "There are places enough for all 40 applications with a score."
    assert found.places_left == 20


def test_where_no_place_is_left_nobody_is_said_to_compete_for_one() -> None:
    likely = LikelyPlace((1, 1), (1, 2), 1.5, 0.9, "in")
    groups = find_groups(a_panel())
    close = replace(likely, chance=0.2, group="close")
    both = Uncertainty((likely, close, None), 1, groups)
    assert both.sentence == "As the reviews stand, 1 application is as good as in. 1 more is too close to call."
    sure = Uncertainty((likely, replace(close, group="out")), 1, groups)
    assert sure.sentence == "As the reviews stand, 1 application is as good as in. None is too close to call."
    none = Uncertainty((close, close), 1, groups)
    assert none.sentence == (
        "As the reviews stand, no application is as good as in. 1 place is left for 2 too close to call."
    )


def test_equal_means_by_reviewers_who_disagree_leave_everything_open() -> None:
    circle = [0.2, 0.4, 0.5, 0.6, 0.8]
    table = a_grid(*(circle[turn:] + circle[:turn] for turn in range(5)))
    for each in worked_out(table, 2).applications:
        assert each is not None
        assert each.chance == pytest.approx(0.4, abs=0.05)
        assert each.wide[1] - each.wide[0] >= 3


def test_reviewers_who_differ_by_the_same_everywhere_leave_nothing_open() -> None:
    table = a_grid(*([0.1 * row + 0.02 * column for column in range(6)] for row in range(1, 8)))
    found = worked_out(table, 3)
    assert [each.wide for each in found.applications if each is not None] == [(8 - row, 8 - row) for row in range(1, 8)]
    assert found.count("close") == 0


def test_one_who_read_only_one_group_is_less_sure_than_within_one_group() -> None:
    rows = [
        (application, f"R{3 * (application % 2) + side}", 0.3 + 0.01 * application + 0.03 * ((application + side) % 3))
        for application in range(20)
        for side in range(3)
    ]
    found = worked_out(a_table(rows), 5)
    assert len(found.groups.reviewers) == 2
    assert "equal strictness" in found.groups.note()


def test_an_application_without_a_review_has_no_likely_place() -> None:
    table = a_panel()
    found = worked_out(ReviewTable((*table.applications, "DD-099"), table.rows))
    assert found.applications[-1] is None
    assert None not in found.applications[:-1]


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (
            ReviewTable(("DD-001", "DD-002"), ()),
            "No review counts yet, so there is nothing to say about how sure the places are.",
        ),
        (a_grid([0.1, 0.2, 0.3, 0.4, 0.5]), "Only one application has reviews, so there is no order to be sure of."),
        (
            a_grid([0.1, 0.2, 0.3, 0.5], [0.2, 0.3, 0.3, 0.1]),
            "Fewer than 5 reviewers: too little to say how sure the places are.",
        ),
        (
            a_grid([0.1, 0.3, 0.2, None, None], [None, None, None, 0.2, None], [None, None, None, None, 0.6]),
            "Fewer than 2 reviews an application on average: too little to say how sure the places are.",
        ),
        (
            a_grid([0.5] * 5, [0.5] * 5),
            "All reviews of an application give the same total, so how far reviewers differ cannot be measured.",
        ),
        (
            a_grid(
                [0.1, 0.3, None, None, None],
                [None, 0.3, 0.2, None, None],
                [None, None, 0.3, 0.2, None],
                [None, None, None, 0.1, 0.4],
            ),
            "Too few reviewers read the same applications to tell strictness from chance.",
        ),
    ],
)
def test_what_is_too_little_to_say_is_said(table: ReviewTable, sentence: str) -> None:
    assert how_sure(table, 1) == Refusal(sentence)


def test_a_person_can_watch_and_stop_the_work() -> None:
    told: list[tuple[int, int]] = []
    how_sure(a_panel(), 10, watch=Watch(lambda done, total: told.append((done, total)), lambda: False))
    assert told[0] == (0, DRAWS)
    assert told[-1] == (DRAWS, DRAWS)
    with pytest.raises(StoppedError):
        how_sure(a_panel(), 10, watch=Watch(lambda _done, _total: None, lambda: True))


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (1.0, "almost certain"),
        (0.95, "almost certain"),
        (0.94, "probable"),
        (0.75, "probable"),
        (0.5, "open"),
        (0.25, "improbable"),
        (0.06, "improbable"),
        (0.05, "almost excluded"),
        (0.0, "almost excluded"),
    ],
)
def test_chances_are_said_in_words(chance: float, words: str) -> None:
    assert chance_in_words(chance) == words


def test_what_the_chance_does_not_cover_is_said() -> None:
    said = what_is_not_covered()
    for word in ("not that another panel", "blind spots", "weights", "missing", "discussion"):
        assert word in said
