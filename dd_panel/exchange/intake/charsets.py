"""Turns the bytes of letters into text, whatever their sender claims about them."""

from __future__ import annotations

import codecs

_LIKE_WINDOWS = frozenset({"iso8859-1", "ascii", "cp1252"})
"""Claimed for text that comes from Windows more often than not; its letters are a superset."""

_NOT_LETTERS = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"})
"""Codecs that no letter is written in, or that mean another thing on every computer."""

_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 0xFFFE, 0xFFFF))


def text_of(content: bytes, charset: str | None) -> tuple[str, bool]:
    """The text of these bytes, and whether they are in the charset they claim to be in.

    A charset that is unknown or wrong is replaced by UTF-8 where the bytes are that, else by Windows-1252.
    """
    claimed = _known(charset)
    if claimed and claimed not in _LIKE_WINDOWS:
        try:
            return _clean(content.decode(claimed)), True
        except (UnicodeError, ValueError, LookupError):
            pass
    right = charset is None or (claimed in _LIKE_WINDOWS)
    if claimed in {None, "ascii"} or not right:
        try:
            return _clean(content.decode("utf-8")), right
        except UnicodeDecodeError:
            pass
    return _clean(content.decode("cp1252", "replace")), right


def _known(charset: str | None) -> str | None:
    """The name Python has for a charset, or None where it is none that letters are written in."""
    name = (charset or "").strip().strip("\"'").split("*")[0]
    if not name or not name.isascii() or not name.isprintable():
        return None
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return None if found.replace("_", "-") in _NOT_LETTERS else found


def _clean(text: str) -> str:
    """The text with one kind of line break, and without what can't be kept or shown."""
    whole = text.encode("utf-8", "replace").decode() if not text.isascii() else text
    return whole.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS).removeprefix("\ufeff")
