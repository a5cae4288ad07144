"""Scores typed into the table figure by figure, on any scale: 1 and then 0 soon after is 10, 3 . 5 is 3.5."""

from __future__ import annotations

import time
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from dd_panel.domain.identifiers import CriterionKey, Reference
    from dd_panel.domain.scale import Scale

FIGURES: Final = (*"0123456789", ".", ",", "-")
TYPING_SECONDS: Final = 1.2


class TypedScore:
    """Remembers what was typed into one cell a moment ago."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._cell: tuple[Reference, CriterionKey] | None = None
        self._text = ""
        self._at = 0.0

    def forget(self) -> None:
        """Let the next figure be the first one of a score, however soon it comes."""
        self._text = ""

    def type(self, figure: str, cell: tuple[Reference, CriterionKey], scale: Scale) -> str | None:
        """Take one more figure; returns the score that stands now, or None while it is none of the scale."""
        now = self._clock()
        figure = "." if figure == "," else figure
        soon = cell == self._cell and now - self._at < TYPING_SECONDS
        texts = {scale.text_of(mark) for mark in scale.marks}
        for tried in ([self._text + figure] if soon and self._text else []) + ["0." if figure == "." else figure]:
            score = _score(tried, texts)
            if score is None and not any(text.startswith(tried) for text in texts):
                continue
            self._cell, self._text, self._at = cell, tried, now
            return score
        self._text = ""
        return None


def _score(tried: str, texts: set[str]) -> str | None:
    """The score that was typed, however many noughts it was given."""
    if tried in texts:
        return tried
    if "." not in tried or tried.endswith("."):
        return None
    try:
        number = Decimal(tried)
    except InvalidOperation:
        return None
    return next((text for text in texts if Decimal(text) == number), None)
