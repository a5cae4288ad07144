"""What a person types to search with: words that a list is narrowed by, and what the index of all texts is asked."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PIECES = re.compile(r"[\"“”„«»]([^\"“”„«»]*)(?:[\"“”„«»]|$)|([^\s\"“”„«»]+)")
_LETTERS = re.compile(r"[^\W_]+")
_SHORTEST_BEGINNING = 2
"""A single letter as a word's beginning would find nearly everything."""


def folded(text: str) -> str:
    """A text without case and accents, in which words are looked for."""
    if text.isascii():
        return text.casefold()
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def words_of(typed: str) -> tuple[str, ...]:
    """The words to narrow a list by; none where nothing was typed."""
    return tuple(folded(typed).split())


def has_words(text: str, words: Sequence[str]) -> bool:
    """Whether a text has all of these words (`words_of`), in any order, be it within longer ones."""
    told = folded(text)
    return all(word in told for word in words)


def spans_in(typed: str, text: str) -> tuple[tuple[int, int], ...]:
    """Where a text holds what was typed, by the same rules as the index; nothing where anything of it is missing."""
    words = [(folded(word.group()), *word.span()) for word in _LETTERS.finditer(text)]
    spans: list[tuple[int, int]] = []
    for asked, open_end in _asked(typed):
        wanted = [folded(each) for each in asked]
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


def best_first(typed: str) -> tuple[str, ...]:
    """The same question in parts to ask one after the other: what holds the words side by side, then all that fits.

    The last part finds everything, what the others found included, with the same words of it marked.
    """
    query, asked = query_of(typed), list(_asked(typed))
    if len(asked) < 2:  # noqa: PLR2004 - a single word or phrase stands by itself
        return (query,)
    letters = " ".join(letter for letters, _open_end in asked for letter in letters)
    together = f'"{letters}"{"*" if asked[-1][1] else ""}'
    return f"({query}) AND {together}", f"({query}) OR {together}"
