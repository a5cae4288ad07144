"""Who can be compared with whom."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.analysis.groups import find_groups
from dd_panel.analysis.table import ReviewTable
from tests.analysis.panels import a_grid, a_table


def test_everybody_who_shares_an_application_is_one_group() -> None:
    found = find_groups(a_grid([0.2, 0.4, None], [None, 0.5, 0.6]))
    assert found.reviewers == (("R1", "R2", "R3"),)
    assert found.connected
    assert found.note() == ""


def test_reviewers_who_share_nothing_are_two_groups_and_the_note_says_what_that_means() -> None:
    found = find_groups(a_grid([0.2, 0.4, None, None], [None, None, 0.5, 0.6], [None, None, 0.5, 0.1], [None] * 4))
    assert found.reviewers == (("R1", "R2"), ("R3", "R4"))
    assert found.applications == (0, 1, 1, None)
    assert found.note() == (
        "The reviewers form 2 groups that share no application: a comparison across groups rests on equal strictness."
    )


def test_the_largest_group_comes_first() -> None:
    found = find_groups(a_table([(0, "A", 0.1), (1, "B", 0.1), (1, "C", 0.1)]))
    assert found.reviewers == (("B", "C"), ("A",))


def test_one_application_that_alone_ties_two_sides_is_a_bridge() -> None:
    table = a_grid(
        [0.1, 0.2, None, None],
        [0.1, 0.2, None, None],
        [None, 0.2, 0.3, None],
        [None, None, 0.3, 0.4],
        [None, None, 0.3, 0.4],
    )
    found = find_groups(table)
    assert [(bridge.application, bridge.sides) for bridge in found.bridges] == [(2, (("R1", "R2"), ("R3", "R4")))]
    assert found.bridge_note() == "1 application alone ties groups of reviewers together."


def test_two_shared_applications_are_no_bridge() -> None:
    found = find_groups(a_grid([0.1, 0.2, None], [None, 0.2, 0.3], [None, 0.4, 0.3], [0.1, 0.2, None]))
    assert found.bridges == ()
    assert found.bridge_note() == ""


def test_a_reviewer_of_a_single_application_makes_no_bridge() -> None:
    found = find_groups(a_grid([0.1, 0.2, 0.3], [0.1, 0.2, None]))
    assert found.bridges == ()


def test_no_reviews_are_no_groups() -> None:
    found = find_groups(ReviewTable(("DD-001",), ()))
    assert (found.reviewers, found.applications, found.bridges) == ((), (None,), ())


def test_a_chain_of_thousands_is_walked_to_its_end() -> None:
    links = [(link, f"R{link + side:04}", 0.5) for link in range(1500) for side in (0, 1)]
    found = find_groups(a_table(links))
    assert len(found.reviewers) == 1
    assert len(found.bridges) == 1498


@given(st.integers(0, 10_000))
def test_a_bridge_is_what_splits_the_reviewers_when_it_is_taken_away(seed: int) -> None:
    chance = random.Random(seed)
    rows = {(chance.randrange(8), f"R{chance.randrange(6)}") for _review in range(chance.randrange(1, 16))}
    table = a_table([(application, reviewer, 0.5) for application, reviewer in sorted(rows)], applications=8)
    found = find_groups(table)
    for application in range(8):
        rest = a_table([(each, who, 0.5) for each, who in sorted(rows) if each != application], applications=8)
        here = {who for each, who in rows if each == application}
        split = [group for group in find_groups(rest).reviewers if here & set(group)]
        bridges = [bridge.sides for bridge in found.bridges if bridge.application == application]
        assert bridges == ([tuple(sorted(split, key=len))] if len(split) > 1 else []) or (
            {frozenset(side) for side in bridges[0]} == {frozenset(group) for group in split}
        )


def test_a_row_that_points_nowhere_is_the_programs_fault() -> None:
    with pytest.raises(ValueError, match="ReviewRow"):
        a_table([(3, "A", 0.1)], applications=2)
