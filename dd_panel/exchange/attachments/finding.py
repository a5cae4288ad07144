"""Finds words in a text as people mean them: in small or capital letters, with or without accents, across lines."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dd_panel.domain.passages import Place

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


_HYPHENS = re.compile("(?:\u00ad|[\x02\ufffe])\\s*(?=\\w)|\u00ad")
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0x7F, 0xFFFE, 0xFFFF], " ")
_JOINED = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}


def running(text: str) -> str:
    """The text as an index reads it: words broken at a line's end whole again, letters apart, no control characters."""
    whole = _HYPHENS.sub("", text)
    return unicodedata.normalize("NFC", whole.translate(_CONTROLS | _JOINED))


def locate(place: Place, text: str) -> tuple[int, int] | None:
    """Where the words of a place stand in the text of its part; None where they don't.

    Words that are not there as a whole, as when a text was corrected, are looked for by their longest word.
    """
    begin = place.begin
    if place.around and (about := places_of(place.around, text)):
        begin = about[0][0]
    places = places_of(place.words, text)
    if not places and (longest := max(place.words.split(), key=len, default="")) != place.words:
        places = places_of(longest, text)
    return min(places, key=lambda span: (span[0] < begin and bool(place.around), abs(span[0] - begin)), default=None)


def in_qt(text: str, place: tuple[int, int]) -> tuple[int, int]:
    """A place counted as UTF-16 does, where letters outside the basic plane count twice."""
    begin = len(text[: place[0]].encode("utf-16-le", "surrogatepass")) // 2
    return begin, begin + len(text[place[0] : place[1]].encode("utf-16-le", "surrogatepass")) // 2


def from_qt(text: str, at: int) -> int:
    """The place in a text of one counted as UTF-16 does: the inverse of `in_qt`."""
    return (
        at
        if text.isascii()
        else len(text.encode("utf-16-le", "surrogatepass")[: 2 * at].decode("utf-16-le", "replace"))
    )
