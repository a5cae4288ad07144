"""Finds words in a text as people mean them: in small or capital letters, with or without accents, across lines."""

from __future__ import annotations

import re
import unicodedata

_BROKEN = "(?:[\u00ad\x02\ufffe]\\s*|[\u0300-\u036f])*"
"""What may stand between two letters of a word: a hyphen at a line's end as PDF texts mark it, an accent of its own."""

_LIGATURES = {
    "ffi": "(?:ffi|\ufb03|\ufb00i|f\ufb01)",
    "ffl": "(?:ffl|\ufb04|\ufb00l|f\ufb02)",
    "ff": "(?:ff|\ufb00)",
    "fi": "(?:fi|\ufb01)",
    "fl": "(?:fl|\ufb02)",
    "ss": "(?:ss|\u00df)",
    "ae": "(?:ae|\u00e6)",
}
_PIECES = re.compile("|".join(_LIGATURES) + r"|\s+|.", re.DOTALL)
_ALIKE = str.maketrans(
    "\u2018\u2019\u201b\u02bc\u201c\u201d\u201e\u2010\u2011\u2012\u2013\u2014\u2212", "''''\"\"\"------"
)


def places_of(words: str, text: str) -> list[tuple[int, int]]:
    """Every place in the text where the words stand, as (begin, end) in characters; none for blank words."""
    pattern = _pattern(words.strip())
    return [] if pattern is None else [match.span() for match in pattern.finditer(folded(text))]


def folded(text: str) -> str:
    """The text in small letters without accents, each character in its old place."""
    table = {ord(letter): _fold(letter) for letter in set(text) if not letter.isascii()}
    return text.translate(table).lower() if "\u0130" not in text else text.translate(table | {0x130: "i"}).lower()


def _fold(letter: str) -> str:
    plain = letter.translate(_ALIKE)
    bare = "".join(part for part in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(part)).casefold()
    return bare if len(bare) == 1 else letter.lower() if len(letter.lower()) == 1 else letter


def _pattern(words: str) -> re.Pattern[str] | None:
    composed = unicodedata.normalize("NFC", words)
    wanted = "".join(
        bare
        for letter in composed
        if (bare := "".join(p for p in unicodedata.normalize("NFKD", letter.translate(_ALIKE)) if not _accent(p)))
    ).casefold()
    if not wanted.strip():
        return None
    pieces = []
    for piece in _PIECES.findall(wanted):
        if piece.isspace():
            pieces.append(r"[\s\u00a0\ufffe]+")
        else:
            pieces.append(_LIGATURES.get(piece) or re.escape(piece))
    return re.compile(_BROKEN.join(pieces))


def _accent(letter: str) -> bool:
    return bool(unicodedata.combining(letter))
