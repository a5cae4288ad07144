"""What was found in a cell is kept once, where it says no more than the value that was taken from it.

Otherwise a comment would stand in a round seven times: as it was found, as its text and as its value, in what was read
from the return and again in the entry.
"""

from __future__ import annotations

_ENDS = ":"
"""Ends the kind of a content, such as `text`; what was found follows, and there always is something."""


def shortened(raw: str, value: str, text: str) -> str:
    """What to keep of `raw`: its kind alone, where what was found, its `text` and the `value` taken are the same."""
    kind, _ends, found = raw.partition(_ENDS)
    return kind + _ENDS if found and found == value == text else raw


def is_short(raw: str) -> bool:
    """Whether this is all that was kept of what was found, because the value says the rest."""
    return raw.endswith(_ENDS) and raw.index(_ENDS) == len(raw) - 1


def said_once(value: str | None, received: str | None, raw: str | None) -> tuple[str | None, str | None, str | None]:
    """What stands in an entry and what was received of it, as its row holds them."""
    if value is None or received is None or raw is None or (short := shortened(raw, value, received)) == raw:
        return value, received, raw
    return value, None, short


def said_in_full(value: str | None, received: str | None, raw: str | None) -> tuple[str | None, str | None, str | None]:
    """The same from a row."""
    if value is None or raw is None or not is_short(raw):
        return value, received, raw
    return value, value, raw + value
