"""The text of a csv file, whichever program wrote it: encodings, separators, quoted line breaks."""

from __future__ import annotations

import codecs
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
_MOST_LINES = 1_048_576
"""As many as a spreadsheet has columns and rows."""

_MOST_SEPARATORS = 100_000
"""In one line of the file, those inside quoted texts among them."""

_LONGEST_LINE = 4_000_000
"""Letters: as many as a hundred cells hold."""

_PIECE = 1024 * 1024
"""Bytes that are looked at together: the whole of a large file, decoded at once, would fill the memory."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the line of the file it begins on, and its fields."""

    line: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CsvText:
    """The text of a csv file: its bytes, the encoding that they are in throughout, and where the mark of that ends."""

    content: bytes
    encoding: str
    begins: int = 0

    def lines(self) -> Iterator[str]:
        """The lines with their ends, decoded as they are asked for; of one that is too long, the beginning alone."""
        source = io.BytesIO(self.content)
        source.seek(self.begins)
        reader = io.TextIOWrapper(source, self.encoding, newline="")
        while line := reader.readline(_LONGEST_LINE + 1):
            yield line

    @property
    def ends_a_line(self) -> bool:
        """Whether the last line is complete."""
        return self.content[-2:].decode(self.encoding, "ignore").endswith(("\n", "\r"))


_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def text_of_csv(file: str, content: bytes) -> CsvText:
    """Find out how a csv file is encoded: UTF-8, UTF-16 where it says so, or else Windows-1252.

    Raises InputError for what is no text, and for text of mixed encodings.
    """
    mark, encoding = next(((mark, name) for mark, name in _MARKS if content.startswith(mark)), (b"", "utf-8"))
    text = CsvText(content, encoding, len(mark))
    if encoding != "utf-8":
        if _fault_in(text) is not None:
            raise _not_text(file)
        return text
    if b"\0" in content:
        raise _not_text(file)
    fault = _fault_in(text)
    if fault is None:
        return text
    _refuse_mixed(file, content, fault)
    text = CsvText(content, "cp1252")
    fault = _fault_in(text)
    if fault is not None:
        raise _odd_letter(file, content, fault)
    return text


def _fault_in(text: CsvText) -> int | None:
    """The place of the first byte that is no text in this encoding."""
    decoder = codecs.getincrementaldecoder(text.encoding)()
    for start in range(text.begins, len(text.content), _PIECE):
        piece = text.content[start : start + _PIECE]
        end = start + len(piece)
        try:
            decoded = decoder.decode(piece, final=end == len(text.content))
        except UnicodeDecodeError as error:
            return end - len(error.object) + error.start  # its object is this piece, after what was left of the last
        if "\0" in decoded:
            return start
    return None


def _refuse_mixed(file: str, content: bytes, start: int) -> None:
    """Text with some letters in UTF-8 can't be Windows-1252 as well: read so, they would come out garbled.

    One line of western letters in UTF-8 is enough, because nobody writes what it would be otherwise, such as “CafÃ©”.
    Of rarer letters that is less sure (É and a quotation mark look like one), so most lines have to hold them.
    """
    lines = in_utf8 = 0
    for line in _lines_beyond_ascii(content):
        text = _in_utf8(line)
        if text and _is_western(text):
            raise _odd_letter(file, content, start)
        lines += 1
        in_utf8 += bool(text)
    if in_utf8 * 2 > lines:
        raise _odd_letter(file, content, start)


def _lines_beyond_ascii(content: bytes) -> Iterator[bytes]:
    rest = b""
    for start in range(0, len(content), _PIECE):
        *lines, rest = (rest + content[start : start + _PIECE]).splitlines(keepends=True)
        yield from (line for line in lines if not line.isascii())
    if not rest.isascii():
        yield rest


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


def delimiters_in(text: CsvText) -> tuple[str, ...]:
    """The separators that the file may use: the one it names in its first line, or else the usual ones."""
    first = next(text.lines(), "").strip()
    if first.casefold().startswith(_SAYS_SEPARATOR) and len(first) == len(_SAYS_SEPARATOR) + 1:
        return (first[-1],)
    return _SEPARATORS


def records_in(file: str | None, text: CsvText, delimiter: str) -> Iterator[Record]:
    """The rows of the file, with text in its normal form.

    Raises InputError where quotation marks don't match, or for more than a table holds; with no `file` the rows simply
    end there.
    """
    reader = csv.reader(_lines_of(text, delimiter), delimiter=delimiter, strict=True)
    line = 1
    try:
        for fields in reader:
            _check_width(fields)
            yield Record(line, tuple(normal_text(field) for field in fields))
            line = reader.line_num + 1
    except _BeyondTablesError as error:
        if file is None:
            return
        raise InputError(
            _("{file}, line {line}: it holds more than any table.").format(file=file, line=line),
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


class _BeyondTablesError(Exception):
    """There are more rows, or more in one, than anything that reads tables could make sense of."""


def _lines_of(text: CsvText, delimiter: str) -> Iterator[str]:
    """The lines of the file, of which there aren't endlessly many, and none falls apart into millions of fields."""
    for number, line in enumerate(text.lines()):
        if number >= _MOST_LINES or len(line) > _LONGEST_LINE:
            raise _BeyondTablesError
        if len(line) > _MOST_SEPARATORS and line.count(delimiter) > _MOST_SEPARATORS:
            raise _BeyondTablesError
        yield line


def _check_width(fields: Sequence[str]) -> None:
    if len(fields) > _MOST_COLUMNS:
        raise _BeyondTablesError
