"""Ticks and a line of words: one list, in which nothing that was typed by hand is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.domain.support import KINDS, OTHER, other_line, ticked, with_kind, with_other

TYPED = "Finance; someone who has done it, ideally nearby ;LEGAL  form."


def test_a_list_typed_by_hand_is_read() -> None:
    assert ticked(TYPED) == {"finance", "legal form", OTHER}
    assert other_line(TYPED) == "someone who has done it, ideally nearby"


def test_ticks_come_in_the_order_of_the_screen_before_what_was_typed() -> None:
    text = with_kind("finance; a mentor", "governance", wanted=True)
    text = with_kind(text, "options appraisal", wanted=True)
    assert text == "options appraisal; finance; governance; a mentor"
    assert with_kind(text, "finance", wanted=False) == "options appraisal; governance; a mentor"


def test_ticking_twice_leaves_the_list_as_it_was_typed() -> None:
    assert with_kind(TYPED, "finance", wanted=True) == TYPED


def test_words_take_the_place_of_other_and_go_when_they_are_taken_away() -> None:
    assert with_kind("finance", OTHER, wanted=True) == "finance; other"
    assert with_other("finance; other", "a mentor; a visit") == "finance; a mentor; a visit"
    assert with_other("finance; a mentor; a visit", "") == "finance"
    assert ticked("finance; other") == {"finance", OTHER}
    assert other_line("finance; other") == ""


@given(st.text(), st.sampled_from(KINDS))
def test_a_tick_given_and_taken_back_loses_no_words(text: str, kind: str) -> None:
    there_and_back = with_kind(with_kind(text, kind, wanted=True), kind, wanted=False)
    assert other_line(there_and_back) == other_line(text)
    assert ticked(there_and_back) == ticked(text) - {kind}


@pytest.mark.parametrize("text", ["", " ; ;", "other", "Other"])
def test_a_list_without_words_has_no_line(text: str) -> None:
    assert other_line(text) == ""
