"""Words are found as people mean them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.exchange.attachments.finding import folded, places_of


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        ("road", "Road, ROAD, roads", ["Road", "ROAD", "road"]),
        ("cafe", "Café cafe\u0301", ["Café", "cafe"]),
        ("café", "cafe", ["cafe"]),
        ("hollins road", "Hollins\r\nRoad", ["Hollins\r\nRoad"]),
        ("sustainable", "sustain\x02\r\nable", ["sustain\x02\r\nable"]),
        ("office", "o\ufb03ce", ["o\ufb03ce"]),
        ("council's", "council’s", ["council’s"]),
        ("2014-15", "2014–15", ["2014–15"]),
        ("strasse", "Straße", ["Straße"]),
        ("a.c", "abc a.c", ["a.c"]),
        ("İstanbul", "istanbul İstanbul", ["istanbul", "İstanbul"]),
        ("", "text", []),
        ("\u0301", "text", []),
    ],
)
def test_words_are_found_as_people_mean_them(words: str, text: str, found: list[str]) -> None:
    assert [text[begin:end] for begin, end in places_of(words, text)] == found


@given(st.text())
def test_every_letter_keeps_its_place(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(st.text(min_size=1).filter(str.isalpha), st.text(), st.text())
def test_what_stands_there_is_found(words: str, before: str, after: str) -> None:
    if places_of(words, words):
        assert places_of(words, before + " " + words + " " + after)
