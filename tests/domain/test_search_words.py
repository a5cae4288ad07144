"""What a person types to search with."""

from __future__ import annotations

import pytest

from dd_panel.domain.applications import Application, Attachment
from dd_panel.domain.identifiers import Reference
from dd_panel.domain.passages import document_names
from dd_panel.domain.search_words import best_first, has_words, query_of, spans_in, words_of


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("mutual", '"mutual"*'),
        ("Staff  ballot", '"Staff"* AND "ballot"*'),
        ('"staff ballot"', '"staff ballot"'),
        ("“staff ballot” turnout", '"staff ballot" AND "turnout"*'),
        ('"staff bal', '"staff bal"'),
        ("section-151", '"section 151"*'),
        ("a", '"a"'),
        ('AND NOT (x* OR "', '"AND"* AND "NOT"* AND "x" AND "OR"*'),
        ("café", '"café"*'),
        (" , “” -- ", ""),
        ("", ""),
    ],
)
def test_words_by_their_beginning_quotes_exactly(typed: str, asked: str) -> None:
    assert query_of(typed) == asked


@pytest.mark.parametrize(
    ("typed", "words", "together"),
    [
        ("Staff  ballot", '"Staff"* AND "ballot"*', '"Staff ballot"*'),
        ("“staff ballot” turnout", '"staff ballot" AND "turnout"*', '"staff ballot turnout"*'),
        ('turnout "staff bal', '"turnout"* AND "staff bal"', '"turnout staff bal"'),
        ("plan a", '"plan"* AND "a"', '"plan a"'),
    ],
)
def test_words_side_by_side_are_asked_for_first(typed: str, words: str, together: str) -> None:
    assert best_first(typed) == (f"({words}) AND {together}", f"({words}) OR {together}")


@pytest.mark.parametrize(("typed", "asked"), [("mutual", '"mutual"*'), ('"staff ballot"', '"staff ballot"'), ("", "")])
def test_a_word_or_phrase_alone_is_asked_for_once(typed: str, asked: str) -> None:
    assert best_first(typed) == (asked,)


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("", True),
        ("  ", True),
        ("cote", True),
        ("CÔTE", True),
        ("cote\u0302 nor", True),
        ("northmere dd-001", True),
        ("mere", True),
        ("northmere leeds", False),
        ("nortmhere", False),
    ],
)
def test_a_list_is_narrowed_by_all_words_in_any_order_whatever_their_case_and_accents(typed: str, fits: bool) -> None:
    assert has_words("DD-001 Northmere and Côté", words_of(typed)) is fits


def test_two_attachments_of_the_same_name_are_told_apart() -> None:
    names = ("plan.pdf", "Plan.pdf", "plan (2).pdf", "plan.pdf", "README", "README")
    attachments = tuple(Attachment(name, str(at) * 64, 1) for at, name in enumerate(names))
    application = Application(Reference("DD-001"), "Leeds City Council", attachments=attachments)
    assert document_names(application) == (
        "plan.pdf",
        "Plan (2).pdf",
        "plan (2) (2).pdf",
        "plan (3).pdf",
        "README",
        "README (2)",
    )


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("lease", ["lease"]),
        ("CAFE", ["Café"]),
        ("ask owner", ["Ask", "owners"]),
        ('"café owners"', ["Café owners"]),
        ('"café owner"', []),
        ("lease roof", []),
        ("l", []),
        ("", []),
    ],
)
def test_a_text_is_held_against_what_was_typed_as_the_index_would(typed: str, held: list[str]) -> None:
    text = "Ask again: the Café owners' lease ends in May."
    assert [text[begin:end] for begin, end in spans_in(typed, text)] == held
