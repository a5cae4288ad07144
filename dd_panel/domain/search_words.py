"""What a person types to search with, turned into what the index is asked."""

from __future__ import annotations

import re

_PIECES = re.compile(r"[\"“”„«»]([^\"“”„«»]*)(?:[\"“”„«»]|$)|([^\s\"“”„«»]+)")
_LETTERS = re.compile(r"[^\W_]+")
_SHORTEST_BEGINNING = 2
"""A single letter as a word's beginning would find nearly everything."""


def query_of(typed: str) -> str:
    """The question to the index: every word by its beginning, what stands in quotes exactly, all of them wanted.

    Empty where nothing was typed that could be found.
    """
    asked: list[str] = []
    for phrase, word in _PIECES.findall(typed):
        letters = _LETTERS.findall(phrase or word)
        if letters:
            open_end = not phrase and len(letters[-1]) >= _SHORTEST_BEGINNING
            asked.append(f'"{" ".join(letters)}"{"*" if open_end else ""}')
    return " AND ".join(asked)
