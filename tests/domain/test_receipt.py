"""The receipt: everything expected is somewhere, and a waiting score is nowhere else."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from dd_panel.domain.identifiers import CriterionKey, MemberId, Reference
from dd_panel.domain.receipt import Counts, Receipt, count_states, together
from dd_panel.domain.reviews import Review
from tests.builders import a_review, a_rubric

WHOLE = Receipt(
    expected=12,
    scored=4,
    cannot_judge=1,
    conflicted=3,
    not_yet_scored=2,
    waiting=2,
    outstanding_members=(),
    sum_in=Fraction(27, 2),
    sum_out=Fraction(27, 2),
)


def test_each_place_for_a_score_is_counted_once() -> None:
    barred = Review.from_entries(a_rubric(), MemberId("M3"), Reference("DD-001"), {}, conflicted=True)
    doubtful = replace(a_review("5 - 4"), waiting=frozenset({CriterionKey("need"), CriterionKey("plan")}))

    assert count_states([a_review("4 ? -"), a_review("0 0 -"), doubtful, barred]) == Counts(
        scored=4, cannot_judge=1, conflicted=3, not_yet_scored=2, waiting=2
    )


def test_a_conflicted_score_that_waits_is_waiting() -> None:
    barred = Review.from_entries(
        a_rubric(),
        MemberId("M1"),
        Reference("DD-001"),
        {},
        conflicted=True,
        waiting=frozenset({CriterionKey("need")}),
    )

    assert count_states([barred]) == Counts(waiting=1, conflicted=2)


def test_a_receipt_adds_up() -> None:
    assert WHOLE.adds_up


def test_the_shares_of_members_and_applications_add_up_to_the_whole() -> None:
    one, two = Counts(scored=3, conflicted=3), Counts(1, 1, 0, 2, 2)
    assert (one.expected, together([one, two]), together([])) == (6, WHOLE.counts, Counts())
    told = replace(WHOLE, by_member={MemberId("M1"): one, MemberId("M2"): two})
    assert told.adds_up
    assert replace(told, by_application={Reference("DD-001"): WHOLE.counts}).adds_up
    assert not replace(told, by_application={Reference("DD-001"): one}).adds_up
    assert not replace(told, by_member={MemberId("M1"): one}).adds_up


@pytest.mark.parametrize(
    "wrong",
    [
        replace(WHOLE, expected=13),
        replace(WHOLE, scored=5),
        replace(WHOLE, waiting=1),
        replace(WHOLE, sum_out=Fraction(13)),
    ],
)
def test_a_receipt_that_lost_something_does_not_add_up(wrong: Receipt) -> None:
    assert not wrong.adds_up
