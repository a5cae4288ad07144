"""Quotes go into a cell of the scoresheet and come back as they were."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.domain.evidence import Quote, quotes_of, text_of_quotes
from dd_panel.domain.passages import Place

BALLOT = Quote.of(Place("Staff ballot.docx", "page 2", "81 per cent of staff\nvoted"))
SAVING = Quote.of(Place("", "question 5", "the saving falls to £502,000"))


def test_a_quote_is_a_line_with_its_document_and_page() -> None:
    assert text_of_quotes([BALLOT, SAVING]) == (
        "“81 per cent of staff voted” [Staff ballot.docx, page 2]\n"
        "“the saving falls to £502,000” [Application, question 5]"
    )


@pytest.mark.parametrize(
    "quote",
    [
        BALLOT,
        SAVING,
        Quote.of(Place("", "", "Leeds")),
        Quote.of(Place("Cash flow.xlsx", "sheet Year 1, best", "4,120")),
        Quote.of(Place("Cash flow.xlsx", "sheet Year 1, best!B6:D6", "4,120 4,085 3,990")),
        Quote.of(Place("a, b.pdf", "page 12", "he said “yes” [twice]")),
        Quote.of(Place("plan [final].pdf", "page 1", "=1+1")),
        Quote.of(Place("plan [draft.pdf", "page 1", "x")),
        Quote.of(Place("plan [draft.docx", "", "x")),
        Quote.of(Place("a] b.pdf", "page 3", "he said “yes” [twice]” [again")),
        Quote.of(Place("Costs.xlsx", "sheet 2014] plan!B6", "4,120")),
        Quote.of(Place("Scan", "", "x")),
        Quote("See the annex, written by hand"),
        Quote("“Half a line” [of somebody"),
        Quote("“Half the staff” [the ballot] and [the minutes]"),
    ],
    ids=lambda quote: quote.text[:40],
)
def test_a_quote_comes_back_as_it_went(quote: Quote) -> None:
    assert quotes_of(quote.text) == (quote,)


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip)
names = st.text(st.one_of(st.characters(categories=["L", "N", "Zs"]), st.just("[")), min_size=1).filter(
    lambda name: name.strip() and name.strip() != "Application"
)


@given(st.lists(st.tuples(names, st.sampled_from(["", "page 7", "question 2", "sheet Costs"]), words)))
def test_any_quotes_come_back_as_they_went(drawn: list[tuple[str, str, str]]) -> None:
    quotes = tuple(Quote.of(Place(*each)) for each in drawn)
    assert quotes_of(text_of_quotes(quotes)) == quotes


def test_lines_left_blank_by_hand_are_no_quotes() -> None:
    assert quotes_of(f"\n{BALLOT.text}\n \n") == (BALLOT,)
