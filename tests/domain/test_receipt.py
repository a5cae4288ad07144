"""The receipt: everything expected is somewhere, and a waiting score is nowhere else."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from dd_panel.domain.identifiers import CriterionKey, MemberId, Reference
from dd_panel.domain.receipt import Receipt, count_states
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

    assert count_states([a_review("4 ? -"), a_review("0 0 -"), doubtful, barred]) == {
        "scored": 4,
        "cannot_judge": 1,
        "conflicted": 3,
        "not_yet_scored": 2,
        "waiting": 2,
    }


def test_a_conflicted_score_that_waits_is_waiting() -> None:
    barred = Review.from_entries(
        a_rubric(),
        MemberId("M1"),
        Reference("DD-001"),
        {},
        conflicted=True,
        waiting=frozenset({CriterionKey("need")}),
    )

    assert count_states([barred])["waiting"] == 1
    assert count_states([barred])["conflicted"] == 2


def test_a_receipt_adds_up() -> None:
    assert WHOLE.adds_up


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
