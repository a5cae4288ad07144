"""What was found in a cell that a person filled in, and what it can be read as.

Only the *form* of an entry is ever mended (a stray space, a decimal comma), and only as a proposal. A judgement is
asked about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

from dd_panel.domain.findings import Kind
from dd_panel.domain.identifiers import CONFLICT, ORDER, RECOMMENDATION, Field, criterion_of, is_score, tidy, visible
from dd_panel.domain.reviews import CANNOT_JUDGE, RECOMMENDATIONS
from dd_panel.domain.scale import OffStepError, OutOfRangeError, Scale, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.domain.rubric import Rubric

FoundKind = Literal["empty", "number", "text", "boolean", "date", "error", "formula"]

LONGEST_TEXT = 32_767
"""Characters that one cell of a workbook holds."""

_LONGEST_LEVEL = 200
"""A text longer than this is a remark, not a level with a word beside it."""

_NOT_APPLICABLE = frozenset(
    {"na", "notapplicable", "cantjudge", "cannotjudge", "cannotbejudged", "cantscore", "cannotscore", "unabletojudge"}
)
"""Other ways to write *cannot judge*, letters only."""

_LIKE_ZERO = re.compile("[oO\u043e\u041e\u03bf\u039f\uff2f\uff4f]")
"""The letter O in Latin, Cyrillic, Greek and full width: other keyboards type one that looks the same."""

_PLAIN_SIGNS = str.maketrans({"\uff0e": ".", "\uff0c": ",", "\uff0b": "+", "\uff0d": "-", "\u2212": "-", "\uff0f": "/"})
"""Full-width signs and the minus of typesetting, as a keyboard has them; digits of every script are digits already."""

_UNREADABLE_SIGN = "\ufffd"
"""What stands for a character that no cell can hold, such as a control character; a text keeps it."""

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_WITH_COMMA = re.compile(r"[+-]?\d*,\d+")
_PADDED = re.compile(r"[+-]?0\d.*")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[.,]\d{3})+")
_THOUSAND = 1000
_TOO_MANY_DIGITS = 12
"""Before the decimal point: more than any scale has."""

_LEVEL = r"(?P<number>[+-]?\d+(?:[.,]\d+)?)"
_NAME = r"(?P<name>[^\W\d].*?)"
_FRACTION_OF_HIGHEST = re.compile(_LEVEL + r"\s*(?:/|out of)\s*(?P<highest>\d+(?:[.,]\d+)?)")
_LEVEL_AND_NAME = (re.compile(rf"{_LEVEL}\W+{_NAME}\W*"), re.compile(rf"{_NAME}\W+{_LEVEL}\W*"))


class Found(NamedTuple):
    """The content of one cell: `text` for people, `number` where it is one, `stored` for the value under a formula.

    A tuple, as everything about single cells: one merge makes hundreds of thousands, and hands them between processes.
    """

    kind: FoundKind
    text: str = ""
    number: Decimal | None = None
    stored: Found | None = None

    @property
    def raw(self) -> str:
        """What tells this content from any other, to see whether a cell was touched since."""
        if self.kind == "empty":
            return ""
        # The same formula with another result is another entry.
        return f"{self.kind}:{self.text}" + (f"\n{self.stored.raw}" if self.stored is not None else "")

    @property
    def filled(self) -> bool:
        """Whether anything is there; a text of spaces is not."""
        return self.kind != "empty" and not (self.kind == "text" and not visible(self.text).strip())

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
        inner = read_field(field, found.stored, rubric) if found.stored is not None else Reading()
        return Reading(problem=Kind.FORMULA, proposed=inner.value or inner.proposed or None)
    if is_score(field):
        return read_score(found, rubric.criterion(str(criterion_of(field))).scale)
    return _read_words(field, found.text)


def _read_words(field: Field, text: str) -> Reading:
    if field == RECOMMENDATION:
        word = _one_line(text).casefold()
        return Reading(word) if word in RECOMMENDATIONS else Reading(problem=Kind.UNKNOWN_LEVEL)
    if cell_length(text) > LONGEST_TEXT:
        return Reading(problem=Kind.TEXT_TOO_LONG)
    if field == CONFLICT:
        said = text.strip()
        return Reading("" if _one_line(text).casefold() == "no" else said)
    if field == ORDER:
        return Reading(tidy(text))
    # Never asked about a conflict: until somebody decided, it would be as if none were declared.
    return Reading(problem=Kind.STRAY_SPACE, proposed=text) if _UNREADABLE_SIGN in text else Reading(text)


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
    try:
        return Reading(scale.text_of(scale.mark_of(_as_typed(number))))
    except OutOfRangeError:
        return Reading(problem=Kind.OUT_OF_RANGE)
    except OffStepError:
        return Reading(problem=Kind.OFF_STEP)


def _as_typed(number: Decimal) -> Decimal:
    # A workbook keeps binary fractions: 0.30000000000000004 in the file is the 0.3 that was typed. A number too large
    # for that is on no scale.
    return round(number, 9) if number.is_finite() and number.adjusted() < _TOO_MANY_DIGITS else number


def _read_text_score(text: str, scale: Scale) -> Reading:
    if text.casefold() == CANNOT_JUDGE:
        return Reading(CANNOT_JUDGE)
    shown = _one_line(text)
    if shown.casefold() == CANNOT_JUDGE:
        return Reading(problem=Kind.STRAY_SPACE, proposed=CANNOT_JUDGE)
    mended = _mend_form(text, shown.translate(_PLAIN_SIGNS), scale)
    if mended is None:
        return Reading(problem=Kind.UNKNOWN_LEVEL, proposed=_nearest_level(shown, scale))
    kind, number = mended
    reading = _on_scale(number, scale)
    if reading.value is not None:
        return Reading(problem=kind, proposed=reading.value)
    # An O that would be a zero outside the scale is a letter after all.
    return Reading(problem=Kind.UNKNOWN_LEVEL) if kind is Kind.LETTER_O else reading


def _mend_form(text: str, shown: str, scale: Scale) -> tuple[Kind, Decimal] | None:
    """The number that a text has only the wrong form of, with the worst fault of that form.

    Spaces are left out at the ends alone: whoever typed `3 4` may have meant either.
    """
    zeroed = _LIKE_ZERO.sub("0", shown)
    dotted = zeroed.replace(",", ".") if _WITH_COMMA.fullmatch(zeroed) else zeroed
    if not _NUMBER.fullmatch(dotted) or (zeroed != shown and _PADDED.fullmatch(dotted)):
        return None
    if _THOUSANDS.fullmatch(zeroed) and max(abs(scale.lowest), abs(scale.highest)) >= _THOUSAND:
        return None  # 1,000 on a scale to 1000 is one or a thousand
    if zeroed != shown:
        kind = Kind.LETTER_O
    elif dotted != zeroed:
        kind = Kind.DECIMAL_COMMA
    else:
        kind = Kind.TEXT_NUMBER if shown == text.translate(_PLAIN_SIGNS) else Kind.STRAY_SPACE
    return kind, Decimal(dotted)


def _nearest_level(shown: str, scale: Scale) -> str | None:
    """A level to propose where a person most likely meant it; never taken without a decision."""
    if len(shown) > _LONGEST_LEVEL:
        return None
    word = shown.casefold()
    if re.sub(r"[\W_]", "", word) in _NOT_APPLICABLE:
        return CANNOT_JUDGE
    names = [_one_line(scale.name_of(mark)).casefold() for mark in scale.marks]
    if names.count(word) == 1:
        return scale.text_of(scale.marks[names.index(word)])
    if (share := _FRACTION_OF_HIGHEST.fullmatch(word)) and _number(share["highest"]) == scale.highest:
        return _on_scale(_number(share["number"]), scale).value
    return next((level for form in _LEVEL_AND_NAME if (level := _named_level(form, word, scale, names))), None)


def _named_level(form: re.Pattern[str], text: str, scale: Scale, names: Sequence[str]) -> str | None:
    """The level of a text such as `4 - good`, unless the word is the name of another level."""
    said = form.fullmatch(text)
    level = _on_scale(_number(said["number"]), scale).value if said else None
    if said is None or level is None:
        return None
    name = names[scale.mark_of(Decimal(level))]
    unnamed = not name and said["name"] not in names and not re.search(r"\d", said["name"])
    return level if unnamed or said["name"] == name else None


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _one_line(text: str) -> str:
    """A text as a person sees it: nothing invisible, no space at its ends, one space between words."""
    return " ".join(visible(text).split())


def cell_length(text: str) -> int:
    """How many characters a workbook counts: those beyond the first 65,536 of Unicode are two each."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
