"""How authorities are named on forms: place and kind, the usual short forms, and when two names are the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SHORT_FORMS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "bc": (("borough", "council"),),
    "cc": (("county", "council"), ("city", "council")),
    "dc": (("district", "council"),),
    "mbc": (("metropolitan", "borough", "council"),),
    "mdc": (("metropolitan", "district", "council"),),
    "cbc": (("county", "borough", "council"),),
    "lb": (("london", "borough"),),
    "lbc": (("london", "borough", "council"),),
    "rb": (("royal", "borough"),),
    "ua": (("unitary",),),
    "ca": (("combined", "authority"),),
    "cca": (("combined", "county", "authority"),),
    "mca": (("mayoral", "combined", "authority"),),
    "boro": (("borough",),),
}
_TELLING = frozenset({"borough", "county", "city", "district", "metropolitan", "london", "combined"})
"""Words that tell one kind of authority from another; *council*, *royal*, *unitary* and the like don't."""
_KIND_WORDS = _TELLING | {"council", "corporation", "authority", "royal", "unitary", "mayoral"}
_OPENING = re.compile(
    r"(?:(?:london|royal|metropolitan|county|city|borough|district|council|corporation|and|of|the) )+of (?:the )?(?=\w)"
    r"|(?:london|royal) borough (?=\w)"
)
_CLOSING = re.compile(r"(?<=\w) (?:city|county|borough|royal borough|london borough) of$")


@dataclass(frozen=True, slots=True)
class AuthorityName:
    """A name taken apart: the place, and the kinds of authority it may be (no kinds: it doesn't say)."""

    place: str
    kinds: frozenset[frozenset[str]] = frozenset()


@lru_cache(maxsize=16_384)
def fold_name(name: str) -> str:
    """The form in which names of authorities are compared: no case, accents, points, *the* in front; *&* is *and*."""
    # Kept, as are the parts below: each screen compares the same few thousand names anew, each member with all of them.
    plain = name
    if not name.isascii():  # few are not, and thousands of names are compared at a time
        plain = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    words = re.sub(r"[^\w]+", " ", re.sub(r"[’'`]", "", plain.casefold().replace("&", " and "))).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


@lru_cache(maxsize=16_384)
def take_apart(name: str) -> AuthorityName:
    """Part a name into place and kind, reading the usual short forms at its ends."""
    readings = [fold_name(name)]
    for at in (0, -1):
        word = readings[0].split()[at] if " " in readings[0] else ""
        if long_forms := _SHORT_FORMS.get(word):
            readings = [_replace_word(text, at, form) for text in readings for form in long_forms]
    parts = [_part(text) for text in readings]
    return AuthorityName(parts[0][0], frozenset(kinds for _place, kinds in parts if kinds))


def _replace_word(text: str, at: int, form: Sequence[str]) -> str:
    words = text.split()
    words[at] = " ".join(form)
    return " ".join(words)


def _part(text: str) -> tuple[str, frozenset[str]]:
    kinds: set[str] = set()
    if closing := _CLOSING.search(text):
        kinds.update(closing.group().split())
        text = text[: closing.start()]
    words = text.split()
    while len(words) > 1 and _closes(words, kinds):
        kinds.add(words.pop())
    text = " ".join(words)
    if opening := _OPENING.match(text):
        kinds.update(opening.group().split())
        text = text[opening.end() :]
    return text, frozenset(kinds & _TELLING)


def _closes(words: Sequence[str], kinds: set[str]) -> bool:
    """Whether the last word names the kind of authority, and not the place."""
    last = words[-1]
    if last == "london":  # "brent london borough", but not "Greater London"
        return "borough" in kinds
    if last == "and":  # "Armagh City and District Council"
        return bool(kinds) and words[-2] in _KIND_WORDS
    if last == "city":  # "Sheffield City Combined Authority" is not Sheffield
        return "combined" not in kinds
    return last in _KIND_WORDS


def agree(given: Iterable[frozenset[str]], known: Iterable[frozenset[str]]) -> bool:
    """Whether a kind that was given is one of the kinds known, said more or less fully."""
    return any(
        mine and yours and (mine <= yours or yours <= mine) and ("combined" in mine) == ("combined" in yours)
        for mine in given
        for yours in known
    )
