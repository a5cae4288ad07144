"""Quotes that a member collects for a criterion, as the scoresheet carries them: the words, and where they stand.

Each is a line: “81 per cent of staff voted” [Staff ballot.docx, page 2]. The words for the place are the same in every
language, since another program reads them back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dd_panel.domain.passages import PAGE, QUESTION, SHEET, Place

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_QUOTE: Final = 2_000
"""Letters of a quote; a cell of the scoresheet holds some sixteen of these."""

APPLICATION: Final = "Application"
"""Stands in a quote's place for the application's own text."""

_LINE = re.compile(r"“(?P<words>.*)” \[(?P<locator>(?:(?!” \[).)*)\]")
_BALANCED = re.compile(r"[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*")
"""Brackets in pairs; two pairs side by side, as people write them by hand, are no name of a document."""

_PART = re.compile(rf"(.*), ((?:{QUESTION}|{PAGE})\d+|{SHEET}.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words on one line, and their place; a line that somebody wrote by hand in the scoresheet has none."""

    words: str
    place: Place | None = None

    @classmethod
    def of(cls, place: Place) -> Quote:
        """The quote of the words at a place."""
        words = one_line(place.words)
        return cls(words, Place(one_line(place.document), one_line(place.part), words))

    @property
    def locator(self) -> str:
        """Where the words stand: `Business case.pdf, page 12`; empty for a line written by hand."""
        if self.place is None:
            return ""
        document = self.place.document or APPLICATION
        return f"{document}, {self.place.part}" if self.place.part else document

    @property
    def text(self) -> str:
        """The line in which the quote is kept and sent."""
        return self.words if self.place is None else f"“{self.words}” [{self.locator}]"


def one_line(text: str) -> str:
    """The text without line breaks."""
    return " ".join(text.split())


def quotes_of(text: str) -> tuple[Quote, ...]:
    """The quotes of a text that `text_of_quotes` wrote, or that was changed by hand since."""
    return tuple(_quote_of(line) for each in text.splitlines() if (line := one_line(each)))


def text_of_quotes(quotes: Iterable[Quote]) -> str:
    """The text in which quotes are kept and sent, a line each."""
    return "\n".join(quote.text for quote in quotes)


def _quote_of(line: str) -> Quote:
    found = _LINE.fullmatch(line)
    if found is None:
        return Quote(line)
    words, locator = found["words"], found["locator"]
    part = _PART.fullmatch(locator)
    if part is None and "]" in locator and not _BALANCED.fullmatch(locator):
        return Quote(line)
    document, within = part.groups() if part else (locator, "")
    return Quote(words, Place("" if document == APPLICATION else document, within, words))
