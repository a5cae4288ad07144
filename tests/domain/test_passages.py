"""Places in an application, and the words that stand there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.domain.passages import whole_words


@pytest.mark.parametrize(
    ("text", "dragged", "whole"),
    [
        ("The council runs four day centres", "e council runs fo", "The council runs four"),
        ("an employee mutual, to close", "employee m", "employee mutual"),
        ("an employee mutual, to close", "employee mutual", "employee mutual"),
        ("an employee mutual, to close", "employee mutual,", "employee mutual,"),
        ("at a cost of £4.12m a year", "cost of £4.1", "cost of £4.12m"),
        ("a cost of 4,120 pounds", "120 pou", "4,120 pounds"),
        ("Calderbrook\u2019s day service", "Calder", "Calderbrook\u2019s"),
        ("a cafe\u0301 by the river", "caf", "cafe\u0301"),
        ("the employ\x02\r\nees agreed", "the emp", "the employ\x02\r\nees"),
        ("employees. They agreed", "ees. Th", "employees. They"),
        ("well-known costs", "known", "known"),
    ],
)
def test_no_word_is_cut_at_either_end(text: str, dragged: str, whole: str) -> None:
    begin = text.index(dragged)
    start, end = whole_words(text, begin, begin + len(dragged))
    assert text[start:end] == whole


def test_nothing_selected_stays_nothing() -> None:
    assert whole_words("employee", 3, 3) == (3, 3)


def test_letters_without_end_are_looked_at_near_the_place_only() -> None:
    assert whole_words("a" * 1000, 500, 600) == (400, 700)


@given(st.text(), st.data())
def test_what_was_selected_is_within_and_whole_words_stay_whole(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, len(text)))
    start, stop = whole_words(text, begin, end)
    assert 0 <= start <= begin <= end <= stop <= len(text)
    assert whole_words(text, start, stop) == (start, stop)
