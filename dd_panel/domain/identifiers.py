"""Names of things: how a reference or a member's id is written, and when two of them are the same."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NewType

Reference = NewType("Reference", str)
"""An application's reference, as the register writes it."""

MemberId = NewType("MemberId", str)
"""A panel member's id, as the secretariat's list writes it."""

CriterionKey = NewType("CriterionKey", str)
"""A criterion's stable key: letters, digits and hyphens."""

Field = NewType("Field", str)
"""One thing a member fills in for an application: `score.need`, `comment.need`, `guidance` …"""

_NUMBER_CELL = re.compile(r"([+-]?\d+)\.0+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
"""Soft hyphens, zero-width spaces and marks of direction: copied along from web pages, and seen by nobody."""


def visible(text: str) -> str:
    """The text without the characters that have no width."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def tidy(text: str) -> str:
    """The identifier as it is kept: trimmed, and a whole number read from a number cell without its `.0`."""
    # Nearly all of them are plain letters, to which the forms of Unicode make no difference.
    trimmed = text.strip() if text.isascii() else unicodedata.normalize("NFC", visible(text)).strip()
    number = _NUMBER_CELL.fullmatch(trimmed) if "." in trimmed else None
    return number.group(1) if number else trimmed


@lru_cache(maxsize=16_384)
def identity(text: str) -> str:
    """The form in which two identifiers are compared: tidied, without case."""
    # Kept, because the same few thousand references are asked about again and again: ten thousand times for a file.
    folded = tidy(text).casefold()
    return folded if folded.isascii() else unicodedata.normalize("NFC", folded)


def score_field(criterion: CriterionKey) -> Field:
    """The field that holds the score of `criterion`."""
    return Field(f"score.{criterion}")


def comment_field(criterion: CriterionKey) -> Field:
    """The field that holds the comment on `criterion`."""
    return Field(f"comment.{criterion}")


def evidence_field(criterion: CriterionKey) -> Field:
    """The field that holds the quotes collected for `criterion`."""
    return Field(f"evidence.{criterion}")


def second_field(criterion: CriterionKey) -> Field:
    """The field that holds the score given to `criterion` on a second look, beside the first one."""
    return Field(f"second.{criterion}")


def second_comment_field(criterion: CriterionKey) -> Field:
    """The field that holds the reason for the score given on a second look."""
    return Field(f"second-comment.{criterion}")


RECOMMENDATION = Field("recommendation")
GUIDANCE = Field("guidance")
SUPPORT = Field("support")
ORDER = Field("order")
CONFLICT = Field("conflict")
PREFERENCE = Field("preference")
"""Applications of the same total that the member would put after this one; said only where somebody chose."""
COMPLETE = Field("complete")
"""Set by the member when the review is finished; stays in the member's own store."""
NOTES = Field("notes")
"""Private notes; never leave the member's own store."""

KEPT_PRIVATE = frozenset({COMPLETE, NOTES})


def criterion_of(field: Field) -> CriterionKey | None:
    """The criterion a field belongs to, or None for a field about the whole application."""
    _kind, dot, key = field.partition(".")
    return CriterionKey(key) if dot else None


def is_score(field: Field) -> bool:
    """Whether the field holds a score, be it the first one or that of a second look."""
    return field.startswith(("score.", "second."))
