"""The one place where text becomes a cell of a workbook, and a cell becomes what was found in it.

Text has a normal form: line breaks are single line feeds, and what a workbook can't hold (control characters, U+FFFE,
U+FFFF, half a surrogate pair) is U+FFFD. In that form every text goes out and comes back unchanged, whatever it looks
like to a spreadsheet: `=1+1`, `#N/A`, `_x000D_`, `<r>…</r>`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, Protocol, Self

from dd_panel.domain.errors import InputError
from dd_panel.domain.found import EMPTY, LONGEST_TEXT, Found, cell_length
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.cell.cell import Cell, MergedCell

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LITERAL_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_OVERLAPPING = re.compile(r"_x[0-9A-Fa-f]{4}(?=_x[0-9A-Fa-f]{4}_)")
_TAKEN_FOR_MORE = ("=", "+", "-", "@", "'")
"""First characters that make a spreadsheet read typed text as a formula, or drop one."""


class WritesCells(Protocol):
    """The part of XlsxWriter's worksheet that texts need; that library says nothing about its types."""

    def write_blank(self, row: int, col: int, blank: object, cell_format: object = None, /) -> object:
        """Write an empty cell that has a format."""

    def write_string(self, row: int, col: int, string: str, cell_format: object = None, /) -> object:
        """Write a text cell."""

    def write_rich_string(self, row: int, col: int, /, *args: object) -> object:
        """Write a text cell of several pieces."""


class TooLongError(InputError):
    """A text is longer than a cell can hold; it is never cut."""


class StoredFormula(str):
    """A formula as it stands in a cell, with the value the file stores for it, or None where it stores none."""

    __slots__ = ("stored",)

    stored: Found | None

    def __new__(cls, text: str, stored: Found | None) -> Self:
        """Keep the value beside the formula's text."""
        formula = super().__new__(cls, text)
        formula.stored = stored
        return formula


def to_cell_text(text: str, where: str = "") -> str:
    """The normal form of a text, fit for a cell. `where` names the text in the error, such as "the comment on DD-001".

    Raises TooLongError for more than 32,767 characters.
    """
    normal = normal_text(text)
    if cell_length(normal) > LONGEST_TEXT:
        raise TooLongError(
            _("{what} is too long for a cell of a workbook.").format(what=where or _("A text")),
            _("It has {count:,} characters; a cell holds {most:,}.").format(
                count=cell_length(normal), most=LONGEST_TEXT
            ),
            _("Shorten it, and try again."),
        )
    return normal


def normal_text(text: str) -> str:
    """The normal form of a text of any length."""
    if text.isprintable():  # so it holds no line break, no control character and no half of a pair
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if not _UNFIT.search(lines):
        return lines
    paired = lines.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _UNFIT.sub("\ufffd", paired)


def escaped(text: str) -> str:
    """A normal text as it stands in a workbook's XML: what only looks like an escape is escaped."""
    return _LITERAL_ESCAPE.sub("_x005F_", text) if "_x" in text else text


def unescaped(text: str) -> str:
    """The normal text that a workbook's XML stands for."""
    return normal_text(_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text)


def set_text(cell: Cell | MergedCell, text: str, where: str = "") -> None:
    """Put text into a cell of openpyxl as text, whatever it looks like; the text is not altered beyond its normal form.

    Raises TooLongError. `where` names the text in that error.
    """
    normal = to_cell_text(text, where)
    cell.value = None
    if not normal:
        return
    # Past openpyxl's own setter, which reads "=…" as a formula, "#N/A" as an error, and cuts long text.
    cell._value = escaped(normal)  # type: ignore[union-attr]  # noqa: SLF001
    cell.data_type = "s"
    if normal.startswith(_TAKEN_FOR_MORE):
        cell.quotePrefix = True


def write_text(
    worksheet: WritesCells, row: int, column: int, text: str, cell_format: object = None, where: str = ""
) -> None:
    """Put text into a cell of XlsxWriter as text, whatever it looks like. `row` and `column` count from 0.

    Raises TooLongError. `where` names the text in that error.
    """
    _write_pieces(worksheet, row, column, _pieces(to_cell_text(text, where)), cell_format)


class TextWriter:
    """Writes many texts into cells of one workbook, where most come again and again: each is looked into once."""

    def __init__(self) -> None:
        self._known: dict[str, list[str]] = {}

    def write(
        self, worksheet: WritesCells, row: int, column: int, text: str, cell_format: object = None, where: str = ""
    ) -> None:
        """Put text into a cell as `write_text` does."""
        pieces = self._known.get(text)
        if pieces is None:
            pieces = self._known[text] = _pieces(to_cell_text(text, where))
        _write_pieces(worksheet, row, column, pieces, cell_format)


def _write_pieces(
    worksheet: WritesCells, row: int, column: int, pieces: Sequence[str], cell_format: object = None
) -> None:
    if len(pieces) > 1:
        worksheet.write_rich_string(row, column, *pieces, *([cell_format] if cell_format is not None else []))
    elif pieces[0]:
        worksheet.write_string(row, column, pieces[0], cell_format)
    elif cell_format is not None:
        worksheet.write_blank(row, column, None, cell_format)


def _pieces(text: str) -> list[str]:
    """Cut a text that XlsxWriter would take for rich text, or in which it misses one of two overlapping escapes.

    It escapes pieces twice, so none of them holds a whole escape; and rich text has at least three.
    """
    markup = text.startswith("<r>") and text.endswith("</r>")
    if not markup and not ("_x" in text and _OVERLAPPING.search(text)):
        return [text]
    cuts = {1, 2} | {match.end() for match in _LITERAL_ESCAPE.finditer(text)}
    return [text[start:end] for start, end in pairwise([0, *sorted(cuts), len(text)])]


def found_in(cell: Cell | MergedCell, stored_value: object = None) -> Found:
    """What stands in a cell of a workbook that was opened for reading.

    `stored_value` is the value that belongs to a formula, where the cell itself doesn't bring it.
    """
    return found_as(cell.value, cell.data_type, stored_value)


def found_as(value: object, data_type: str, stored_value: object = None) -> Found:
    """What a content of a workbook is; `data_type` is its type in openpyxl's letters."""
    if value is None:
        return EMPTY
    if data_type == "f":
        stored = value.stored if isinstance(value, StoredFormula) else None
        if stored is None and stored_value is not None:
            stored = found_of(stored_value)
        return Found("formula", _formula_text(value), stored=stored)
    return found_of(value, error=data_type == "e")


def found_of(value: object, *, error: bool = False) -> Found:
    """What a value read from a workbook is; `error` says that the cell shows it as an error."""
    match value:
        case None:
            return EMPTY
        case _ if error:
            return Found("error", str(value))
        case bool():
            return Found("boolean", "TRUE" if value else "FALSE")
        case int() | float() | Decimal():
            return _number(value)
        case datetime() | date() | time() | timedelta():
            return Found("date", _moment(value))
        case _:  # rich text too: its str() is the text without the looks
            return Found.of_text(normal_text(str(value)))


def _number(value: float | Decimal) -> Found:
    if not isfinite(value):
        return Found("error", "#NUM!")
    # repr gives the shortest text that is this very float: 0.3, and not 0.299999999999999988897769753748…
    return Found.of_number(value if isinstance(value, Decimal) else Decimal(repr(value)))


def _moment(value: datetime | date | time | timedelta) -> str:
    if isinstance(value, datetime):
        moment = (value + timedelta(microseconds=500_000)).replace(microsecond=0)  # 16:37:59.9999995 was typed as 16:38
        return str(moment.date()) if moment.time() == time(0) else str(moment)
    return str(value)


def _formula_text(value: object) -> str:
    """The formula itself; array formulas carry theirs inside, what-if tables have none."""
    text = value if isinstance(value, str) else getattr(value, "text", None)
    return normal_text(str(text)) if text else "="
