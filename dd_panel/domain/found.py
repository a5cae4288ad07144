"""What was found in a cell that a person filled in, and what it can be read as.

Only the *form* of an entry is ever mended (a stray space, a decimal comma), and only as a proposal. A judgement is asked about.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.findings import Kind
from dd_panel.domain.identifiers import CONFLICT, ORDER, RECOMMENDATION, Field, criterion_of, is_score, tidy
from dd_panel.domain.reviews import CANNOT_JUDGE, RECOMMENDATIONS
from dd_panel.domain.scale import OffStepError, OutOfRangeError, Scale, plain

if TYPE_CHECKING:
    from dd_panel.domain.rubric import Rubric

FoundKind = Literal["empty", "number", "text", "boolean", "date", "error", "formula"]

LONGEST_TEXT = 32_767
"""Characters that one cell of a workbook holds."""

_NOT_APPLICABLE = frozenset({"n/a", "na", "n.a.", "not applicable", "can't judge", "cannot score", "unable to judge"})
_LIKE_ZERO = "[oO\u043e\u041e\u03bf\u039f]"
"""The letter O in Latin, Cyrillic and Greek: a keyboard in another language types one that looks the same."""

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d*)?|[+-]?\.\d+")
_FRACTION_OF_BEST = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:/|out of)\s*(\d+)")
_LEVEL_WITH_NAME = re.compile(r"(\d+(?:[.,]\d+)?)\s*[-–—:=.)(]+\s*(\D.*?)\)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Found:
    """The content of one cell as it was found: `text` for people, `number` where it is one, `stored` under a formula."""

    kind: FoundKind
    text: str = ""
    number: Decimal | None = None
    stored: Found | None = None

    @property
    def raw(self) -> str:
        """What tells this content from any other, to see whether a cell was touched since."""
        return f"{self.kind}:{self.text}" if self.kind != "empty" else ""

    @property
    def filled(self) -> bool:
        """Whether anything is there; a text of spaces is not."""
        return self.kind != "empty" and not (self.kind == "text" and not self.text.strip())

    @classmethod
    def of_number(cls, number: Decimal) -> Found:
        """A number cell."""
        return cls("number", plain(number), number)

    @classmethod
    def of_text(cls, text: str) -> Found:
        """A text cell; an empty text is an empty cell."""
        return cls("text", text) if text else EMPTY


EMPTY = Found("empty")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell was read as: a `value` in its kept form, or a `problem` with the value that may be proposed."""

    value: str | None = None
    problem: Kind | None = None
    proposed: str | None = None


def read_field(field: Field, found: Found, rubric: Rubric) -> Reading:
    """Read one cell of a scoresheet according to its column."""
    if not found.filled:
        return Reading("")
    if found.kind == "error":
        return Reading(problem=Kind.ERROR_CELL)
    if found.kind == "formula":
        inner = read_field(field, found.stored, rubric) if found.stored is not None else Reading("")
        return Reading(problem=Kind.FORMULA, proposed=inner.value or None)
    if is_score(field):
        key = criterion_of(field)
        return read_score(found, rubric.criterion(str(key)).scale)
    if field == RECOMMENDATION:
        word = found.text.strip().casefold()
        return Reading(word) if word in RECOMMENDATIONS else Reading(problem=Kind.UNKNOWN_LEVEL)
    if field == CONFLICT:
        text = found.text.strip()
        return Reading("" if text.casefold() == "no" else text)
    if field == ORDER:
        return Reading(tidy(found.text))
    return Reading(problem=Kind.TEXT_TOO_LONG) if len(found.text) > LONGEST_TEXT else Reading(found.text)


def read_score(found: Found, scale: Scale) -> Reading:
    """Read a cell that is to hold a score. A value is given only when nothing about it is in doubt."""
    match found.kind:
        case "number" if found.number is not None:
            return _on_scale(found.number, scale)
        case "text":
            return _read_text_score(found.text, scale)
        case "date":
            return Reading(problem=Kind.DATE)
        case _:
            return Reading(problem=Kind.UNKNOWN_LEVEL)


def _on_scale(number: Decimal, scale: Scale) -> Reading:
    # A workbook keeps binary fractions: 0.30000000000000004 in the file is the 0.3 that was typed.
    try:
        return Reading(scale.text_of(scale.mark_of(round(number, 9))))
    except OutOfRangeError:
        return Reading(problem=Kind.OUT_OF_RANGE)
    except OffStepError:
        return Reading(problem=Kind.OFF_STEP)


def _read_text_score(text: str, scale: Scale) -> Reading:
    if text.casefold() == CANNOT_JUDGE:
        return Reading(CANNOT_JUDGE)
    stripped = unicodedata.normalize("NFKC", text).strip()
    if stripped.casefold() == CANNOT_JUDGE:
        return Reading(problem=Kind.STRAY_SPACE, proposed=CANNOT_JUDGE)
    mended = _mend_form(text, stripped)
    if mended is None:
        return Reading(problem=Kind.UNKNOWN_LEVEL, proposed=_nearest_level(stripped, scale))
    kind, number = mended
    reading = _on_scale(number, scale)
    if reading.value is not None:
        return Reading(problem=kind, proposed=reading.value)
    # An O that would be a zero below the scale is a letter after all.
    return Reading(problem=Kind.UNKNOWN_LEVEL) if kind is Kind.LETTER_O else reading


def _mend_form(text: str, stripped: str) -> tuple[Kind, Decimal] | None:
    """The number that a text has only the wrong form of, with the worst fault of that form."""
    zeroed = re.sub(_LIKE_ZERO, "0", stripped)
    dotted = zeroed.replace(",", ".") if zeroed.count(",") == 1 and "." not in zeroed else zeroed
    compact = re.sub(r"(?<=\d) (?=[.,]?\d)|(?<=[.,]) ", "", dotted)
    if not _NUMBER.fullmatch(compact):
        return None
    try:
        number = Decimal(compact)
    except InvalidOperation:
        return None
    if zeroed != stripped:
        return Kind.LETTER_O, number
    if dotted != zeroed:
        return Kind.DECIMAL_COMMA, number
    if (text != stripped and text.strip() != text) or compact != dotted:
        return Kind.STRAY_SPACE, number
    return Kind.TEXT_NUMBER, number


def _nearest_level(text: str, scale: Scale) -> str | None:
    """A level to propose where a person most likely meant it; never taken without a decision."""
    word = text.casefold()
    if word in _NOT_APPLICABLE:
        return CANNOT_JUDGE
    for mark in scale.marks:
        if scale.name_of(mark) and word == scale.name_of(mark).casefold():
            return scale.text_of(mark)
    number: str | None = None
    if (share := _FRACTION_OF_BEST.fullmatch(word)) and Decimal(share.group(2)) == scale.highest:
        number = share.group(1)
    elif named := _LEVEL_WITH_NAME.fullmatch(text):
        number = named.group(1)
        if named.group(2).strip().casefold() not in {scale.name_of(mark).casefold() for mark in scale.marks}:
            return None
    return None if number is None else _on_scale(Decimal(number.replace(",", ".")), scale).value
