"""What a person types to search with, turned into what the index is asked."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECES = re.compile(r"[\"“”„«»]([^\"“”„«»]*)(?:[\"“”„«»]|$)|([^\s\"“”„«»]+)")
_LETTERS = re.compile(r"[^\W_]+")
_SHORTEST_BEGINNING = 2
"""A single letter as a word's beginning would find nearly everything."""


def spans_in(typed: str, text: str) -> tuple[tuple[int, int], ...]:
    """Where a text holds what was typed, by the same rules as the index; nothing where anything of it is missing."""
    words = [(_folded(word.group()), *word.span()) for word in _LETTERS.finditer(text)]
    spans: list[tuple[int, int]] = []
    for asked, open_end in _asked(typed):
        wanted = [_folded(each) for each in asked]
        last = len(wanted) - 1
        places = [
            at
            for at in range(len(words) - last)
            if all(words[at + step][0] == each for step, each in enumerate(wanted[:last]))
            and (words[at + last][0].startswith(wanted[last]) if open_end else words[at + last][0] == wanted[last])
        ]
        if not places:
            return ()
        spans += [(words[at][1], words[at + last][2]) for at in places]
    return tuple(sorted(set(spans)))


def _folded(word: str) -> str:
    """A word without case and accents."""
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _asked(typed: str) -> Iterator[tuple[list[str], bool]]:
    """The letters of each word or phrase that is wanted, and whether more letters may follow."""
    for phrase, word in _PIECES.findall(typed):
        letters = _LETTERS.findall(phrase or word)
        if letters:
            yield letters, not phrase and len(letters[-1]) >= _SHORTEST_BEGINNING


def query_of(typed: str) -> str:
    """The question to the index: every word by its beginning, what stands in quotes exactly, all of them wanted.

    Empty where nothing was typed that could be found.
    """
    return " AND ".join(f'"{" ".join(letters)}"{"*" if open_end else ""}' for letters, open_end in _asked(typed))
