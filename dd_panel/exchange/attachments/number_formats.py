"""Shows a cell's number or date as its workbook shows it: thousands, decimals, per cent, pounds, names of months."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date, datetime, time

_SECTION = re.compile(r'(?:[^;"\\]|"[^"]*"|\\.)+')
_COLOURS = re.compile(r"\[(?!\$)[^\]]*\]")
_CURRENCY = re.compile(r"\[\$([^\]\-]*)[^\]]*\]")
_PADDING = re.compile(r"[_*].")
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?,*")
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_SHOWN_DIGITS: Final = 12
_LARGEST: Final = Decimal(10) ** 15
_UNREAD: Final = frozenset("eE/dmyhsDMYHS")
"""Letters of formats that are not for plain numbers: exponents, fractions, dates."""


def shown_number(number: Decimal, code: str) -> str:
    """A number in a format of Excel's; formats that are not known show the number plainly."""
    sections = _SECTION.findall(code) or ["General"]
    at = 1 if number < 0 and len(sections) > 1 else 2 if number == 0 and len(sections) > 2 else 0  # noqa: PLR2004
    section = _PADDING.sub("", _COLOURS.sub("", _CURRENCY.sub(r'"\1"', sections[at])))
    bare = _QUOTED.sub("", section)
    if "general" in bare.lower() or "@" in bare or not bare.isprintable():
        return plain_number(number)
    found = _DIGITS.search(re.sub(_QUOTED, lambda quoted: "\0" * len(quoted[0]), section))
    if found is None:
        literal = _literal(section)
        return literal if literal.strip() else plain_number(number)
    if _UNREAD & set(bare):
        return plain_number(number)
    shown = _digits(abs(number), found[0], per_cent="%" in bare)
    sign = "-" if number < 0 and at == 0 and re.search("[1-9]", shown) else ""
    return f"{sign}{_literal(section[: found.start()])}{shown}{_literal(section[found.end() :])}"


def plain_number(number: Decimal) -> str:
    """A number as a cell without a format shows it."""
    if number and not Decimal("1e-5") <= abs(number) < _LARGEST:
        return f"{number:.5g}"
    rounded = number.quantize(Decimal(1).scaleb(-_places(number)), ROUND_HALF_UP)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _places(number: Decimal) -> int:
    whole = len(str(int(abs(number))))
    return max(0, min(10, _SHOWN_DIGITS - whole))


def _digits(number: Decimal, pattern: str, *, per_cent: bool) -> str:
    scaled = number * 100 if per_cent else number
    body = pattern.rstrip(",")
    scaled = scaled.scaleb(-3 * (len(pattern) - len(body)))
    whole, _point, fraction = body.partition(".")
    rounded = scaled.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP) if scaled < _LARGEST else scaled
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    least = fraction.count("0")
    while "." in text and text.endswith("0") and len(text.rpartition(".")[2]) > least:
        text = text[:-1]
    text = text.removesuffix(".")
    digits = whole.replace(",", "").count("0")
    before, point, after = text.partition(".")
    return f"{before.rjust(digits, '0') if ',' not in whole else before}{point}{after}"


def _literal(text: str) -> str:
    return _QUOTED.sub(lambda quoted: quoted[1] if quoted[1] is not None else quoted[2], text).replace("?", " ")


_MOMENT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|am/pm|a/p|general|y+|m+|d+|h+|s+(?:\.0+)?|.', re.IGNORECASE)
_DATES: Final = {
    "y": "%y",
    "yy": "%y",
    "yyy": "%Y",
    "yyyy": "%Y",
    "m": "%m",
    "mm": "%m",
    "mmm": "%b",
    "mmmm": "%B",
    "mmmmm": "%B",
    "d": "%d",
    "dd": "%d",
    "ddd": "%a",
    "dddd": "%A",
    "h": "%H",
    "hh": "%H",
    "s": "%S",
    "ss": "%S",
}
_OTHER_MOMENT: Final = re.compile(r"general|@|[#?e]|\[(?:h|m|s)+\]", re.IGNORECASE)


def shown_moment(moment: datetime | date | time, code: str) -> str:
    """A date or time in a format of Excel's, empty for a format that isn't one for dates."""
    section = _PADDING.sub("", code.split(";", maxsplit=1)[0])
    if not code or _OTHER_MOMENT.search(_QUOTED.sub("", section)):
        return ""
    pieces = _MOMENT.findall(section)
    twelve = any(piece.lower() in {"am/pm", "a/p"} for piece in pieces)
    shown = []
    before = ""
    for at, piece in enumerate(pieces):
        small = piece.lower()
        following = next((other.lower()[0] for other in pieces[at + 1 :] if other[0].isalpha()), "")
        minutes = small in {"m", "mm"} and (before == "h" or following == "s")
        shown.append(_piece(moment, small, piece, minutes=minutes, twelve=twelve))
        before = small[0] if small[0].isalpha() else before
    return "".join(shown)


def _piece(moment: datetime | date | time, small: str, piece: str, *, minutes: bool, twelve: bool) -> str:
    if piece[0] in '"\\[':
        return "" if piece[0] == "[" else piece.strip('"').removeprefix("\\")
    code = "%M" if minutes else "%p" if small in {"am/pm", "a/p"} else _DATES.get(small, "")
    if twelve and small[0] == "h":
        code = "%I"
    if not code:
        return piece
    shown = moment.strftime(code)
    if small == "mmmmm":
        return shown[0]
    return shown.lstrip("0") or "0" if len(small) == 1 and small != "y" else shown
