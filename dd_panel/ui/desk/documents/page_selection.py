"""A stretch of a document's text that a person has marked, from one letter to another, also across pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from dd_panel.exchange.attachments.pdf import PageText

Move = Literal["right", "left", "down", "up", "end", "home"]

Spot = tuple[int, int]
"""A page's index and a place between its letters."""

_BESIDE = 8
"""How much more it counts to be a line off than to be a letter off."""
_WORD = re.compile(r"\w+|[^\w\s]+|\s+")
_HYPHEN = re.compile("[\x02\ufffe]\\s*")


@dataclass(frozen=True, slots=True)
class Selection:
    """From where the mouse went down to where it is; either may come first."""

    anchor: Spot
    focus: Spot

    @property
    def begin(self) -> Spot:
        return min(self.anchor, self.focus)

    @property
    def end(self) -> Spot:
        return max(self.anchor, self.focus)

    @property
    def empty(self) -> bool:
        return self.anchor == self.focus

    @property
    def pages(self) -> range:
        """The pages it lies on."""
        return range(self.begin[0], self.end[0] + 1)

    def on_page(self, page: int, letters: int) -> tuple[int, int]:
        """The letters of one page that lie in it."""
        begin = self.begin[1] if page == self.begin[0] else 0
        end = self.end[1] if page == self.end[0] else letters
        return begin, max(begin, min(end, letters))


def spot_near(text: PageText, x: float, y: float) -> int:
    """The place between letters that is nearest to a point of the page."""
    best, nearest = 0, float("inf")
    for at, (left, top, right, bottom) in enumerate(text.boxes):
        if right <= left:
            continue
        beside = max(left - x, 0.0, x - right)
        off = max(top - y, 0.0, y - bottom)
        distance = beside + off * _BESIDE
        if distance < nearest:
            nearest = distance
            best = at + (x > (left + right) / 2)
    return best


def lies_on_text(text: PageText, x: float, y: float) -> bool:
    """Whether a point of the page lies on a letter."""
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in text.boxes)


def word_at(text: str, at: int) -> tuple[int, int]:
    """Where the word at a place begins and ends."""
    for found in _WORD.finditer(text):
        if found.start() <= at < found.end() or found.end() == at == len(text):
            return found.span()
    return at, at


def moved(text: str, at: int, move: Move, *, far: bool) -> int:
    """Where an arrow key leads from a place in a page's text; `far` goes by words, and to the text's ends."""
    line = text.find("\n", at)
    match move:
        case "right":
            to = _word_on(text, at) if far else at + (2 if text[at : at + 2] == "\r\n" else 1)
        case "left":
            to = _word_back(text, at) if far else at - (2 if text[max(0, at - 2) : at] == "\r\n" else 1)
        case "down":
            to = len(text) if line < 0 else line + 1
        case "up":
            to = text.rfind("\n", 0, max(0, at - 1)) + 1
        case "end":
            to = len(text) if far or line < 0 else line - (text[line - 1] == "\r")
        case _:
            to = 0 if far else text.rfind("\n", 0, at) + 1
    return max(0, min(to, len(text)))


def _word_on(text: str, at: int) -> int:
    return next((found.start() for found in re.finditer(r"\w+", text) if found.start() > at), len(text))


def _word_back(text: str, at: int) -> int:
    return max((found.start() for found in re.finditer(r"\w+", text[:at])), default=0)


def plain_words(text: str) -> str:
    """Text of a page as people want it in a letter: lines as they are, words broken at a line's end whole again."""
    return _HYPHEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
