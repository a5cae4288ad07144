"""Neighbours and preferences: which two applications are shown side by side, and what an answer settles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dd_panel.domain.identifiers import Reference
from dd_panel.domain.neighbours import Neighbours, due, neighbours
from dd_panel.domain.preferences import (
    MOST,
    preference_text,
    preferred_over,
    standing_preferences,
    undecided,
)
from dd_panel.domain.reviews import Review
from tests.builders import a_review, a_rubric

A, B, C, D, E = (Reference(f"DD-00{number}") for number in range(1, 6))


def scored(*lines: str, before: dict[Reference, str] | None = None) -> list[Review]:
    """Finished reviews of DD-001, DD-002 … in the order of reading; `before` says which are put before which."""
    return [
        replace(
            a_review(line, application=reference),
            complete="-" not in line,
            order=str(at),
            preference=(before or {}).get(reference, ""),
        )
        for at, (reference, line) in enumerate(zip((A, B, C, D, E), lines, strict=False), start=1)
    ]


def pairs(reviews: Sequence[Review], *left: frozenset[Reference]) -> list[tuple[Reference, Reference]]:
    return undecided(a_rubric(), reviews, left)


def test_a_preference_is_kept_as_references_and_read_back_whatever_stands_between_them() -> None:
    assert preference_text({C, B}) == "DD-002; DD-003"
    assert preferred_over(" DD-002 ;DD-003;; ") == (B, C)
    assert preferred_over("") == ()


def test_only_ties_in_the_upper_half_are_asked_about_from_the_top() -> None:
    reviews = scored("4 4 4", "3 3 3", "4 4 4", "1 1 1", "1 1 1")
    assert pairs(reviews) == [(A, C)]


def test_open_and_conflicted_applications_tie_with_nothing() -> None:
    first, second, third = scored("4 4 4", "4 4 -", "4 4 4")
    assert pairs([first, second, replace(third, conflicted=True)]) == []


def test_an_answer_that_follows_from_others_is_not_asked_for() -> None:
    tied = ("4 4 4", "4 4 4", "4 4 4")
    assert pairs(scored(*tied)) == [(A, B), (A, C), (B, C)]
    assert pairs(scored(*tied, before={A: "DD-002"})) == [(A, C), (B, C)]
    assert pairs(scored(*tied, before={A: "DD-002", B: "DD-003"})) == []


def test_a_pair_in_which_the_member_sees_no_difference_is_left_alone() -> None:
    assert pairs(scored("4 4 4", "4 4 4"), frozenset((B, A))) == []


def test_of_a_thousand_equal_totals_a_few_pairs_are_enough() -> None:
    reviews = [a_review("4 4 4", application=f"DD-{number:04}") for number in range(1, 1001)]
    assert len(pairs(reviews)) == MOST


def test_a_preference_is_void_while_the_totals_differ_and_says_nothing_of_strangers() -> None:
    assert standing_preferences(a_rubric(), scored("4 4 4", "4 4 4", before={A: "dd-002; DD-099"})) == {A: (B,)}
    assert standing_preferences(a_rubric(), scored("4 4 4", "4 4 3", before={A: "DD-002"})) == {}


def test_the_neighbours_read_furthest_apart_are_shown() -> None:
    # In order: DD-001 80, DD-005 76, DD-002 60, DD-003 56, DD-004 20.
    reviews = scored("4 4 4", "3 3 3", "3 3 2", "1 1 1", "4 4 3")
    assert neighbours(a_rubric(), reviews) == Neighbours(A, E, 4)
    assert neighbours(a_rubric(), reviews, [frozenset((E, A))]) == Neighbours(B, C, 1)
    assert neighbours(a_rubric(), reviews, [frozenset((E, A)), frozenset((B, C))]) is None


def test_equal_totals_far_ones_and_open_ones_are_no_neighbours() -> None:
    assert neighbours(a_rubric(), scored("4 4 4", "4 4 4", "1 1 1", "4 4 -")) is None


def test_it_is_time_after_every_tenth_application() -> None:
    assert [due(finished, 0) for finished in (0, 9, 10, 11)] == [False, False, True, True]
    assert [due(finished, 1) for finished in (10, 19, 20)] == [False, False, True]
