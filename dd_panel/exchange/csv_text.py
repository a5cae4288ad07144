"""The text of a csv file, whichever program wrote it: encodings, separators, quoted line breaks."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.exchange.cells import normal_text
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SEPARATORS = (",", ";", "\t")
_SAYS_SEPARATOR = "sep="

_MOST_COLUMNS = 16_384
"""As many as a spreadsheet has."""

_MOST_SEPARATORS = 100_000
"""In one line of the file, those inside quoted texts among them."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the line of the file it begins on, and its fields."""

    line: int
    fields: tuple[str, ...]


def text_of_csv(file: str, content: bytes) -> str:
    """Decode a csv file: UTF-8, UTF-16 where it says so, or else Windows-1252.

    Raises InputError for what is no text, and for text of mixed encodings.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise _not_text(file) from error
        if "\0" in text:
            raise _not_text(file)
        return text
    if b"\0" in content:
        raise _not_text(file)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse_mixed(file, content, error.start)
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _odd_letter(file, content, error.start) from error


def _refuse_mixed(file: str, content: bytes, start: int) -> None:
    """Text with some letters in UTF-8 can't be Windows-1252 as well: read so, they would come out garbled.

    One line of western letters in UTF-8 is enough, because nobody writes what it would be otherwise, such as “CafÃ©”.
    Of rarer letters that is less sure (É and a quotation mark look like one), so most lines have to hold them.
    """
    lines = [line for line in content.splitlines() if not line.isascii()]
    in_utf8 = [text for line in lines if (text := _in_utf8(line))]
    if len(in_utf8) * 2 > len(lines) or any(map(_is_western, in_utf8)):
        raise _odd_letter(file, content, start)


def _in_utf8(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _is_western(text: str) -> bool:
    """Whether all letters are Latin ones as European languages use them, or the signs that are printed with them."""
    return all(letter < "\u0180" or "\u2010" <= letter <= "\u20cf" for letter in text)


def _odd_letter(file: str, content: bytes, start: int) -> InputError:
    return InputError(
        _("{file}, line {line}: a letter there is written in an encoding that can't be recognised.").format(
            file=file, line=content.count(b"\n", 0, start) + 1
        ),
        remedy=_("Save the table again as “CSV UTF-8”, or as an Excel workbook (.xlsx)."),
    )


def _not_text(file: str) -> InputError:
    return InputError(
        _("{file} is neither an Excel workbook nor text.").format(file=file),
        remedy=_("Check which file was meant; a table is read from .xlsx or .csv."),
    )


def delimiters_in(text: str) -> tuple[str, ...]:
    """The separators that the file may use: the one it names in its first line, or else the usual ones."""
    first = text.partition("\n")[0].strip()
    if first.casefold().startswith(_SAYS_SEPARATOR) and len(first) == len(_SAYS_SEPARATOR) + 1:
        return (first[-1],)
    return _SEPARATORS


def records_in(file: str | None, text: str, delimiter: str) -> Iterator[Record]:
    """The rows of the file, with text in its normal form.

    Raises InputError where quotation marks don't match or a row never ends; with no `file` the rows simply end there.
    """
    reader = csv.reader(_lines_of(text, delimiter), delimiter=delimiter, strict=True)
    line = 1
    try:
        for fields in reader:
            _check_width(fields)
            yield Record(line, tuple(normal_text(field) for field in fields))
            line = reader.line_num + 1
    except _EndlessRowError as error:
        if file is None:
            return
        raise InputError(
            _("{file}, line {line}: it has more columns than any table.").format(file=file, line=line),
            remedy=_("Check which file was meant."),
        ) from error
    except csv.Error as error:
        if file is None:
            return
        raise InputError(
            _("{file}, line {line}: the quotation marks around a text don't match.").format(file=file, line=line),
            _("What follows can't be told apart."),
            _("Put quotation marks inside a text twice, or save the table as an Excel workbook (.xlsx)."),
        ) from error


class _EndlessRowError(Exception):
    """A row has more fields than anything that reads tables could make sense of."""


def _lines_of(text: str, delimiter: str) -> Iterator[str]:
    """The lines of the file, none of which falls apart into millions of fields at once."""
    for line in io.StringIO(text, newline=""):
        if len(line) > _MOST_SEPARATORS and line.count(delimiter) > _MOST_SEPARATORS:
            raise _EndlessRowError
        yield line


def _check_width(fields: Sequence[str]) -> None:
    if len(fields) > _MOST_COLUMNS:
        raise _EndlessRowError
