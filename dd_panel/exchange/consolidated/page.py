"""One sheet being written from top to bottom: headings, tables and the way it prints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from dd_panel.domain.moments import to_the_minute
from dd_panel.domain.rounds import LONDON
from dd_panel.exchange.consolidated.live import Live
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from dd_panel.exchange.cells import TextWriter
    from dd_panel.exchange.consolidated.styles import Align, Styles

Value = str | int | float | Decimal | Fraction | datetime | Live | None

A4, A3 = 9, 8
WIDEST_ON_A4 = 240
"""Characters side by side above which letters would be smaller than 6 points on A4; A3 keeps them at 8."""
LONGEST_FOOTER = 80
FIRST_YEAR = 1901
"""A workbook knows no earlier date for certain."""

HEADER_HEIGHT, ROW_HEIGHT, LINE_HEIGHT, PADDING, HIGHEST = 33, 18, 13, 5, 409
FILLED = 1.0
"""Letters of wrapped text to a unit of width; some fonts hold more of them."""

_FORMULA_LIKE = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: the words above it, its width in characters, and the usual format of its cells."""

    header: str
    width: float
    look: Format
    align: Align = "left"
    wraps: bool = True


@dataclass(frozen=True, slots=True)
class Styled:
    """A value with a format of its own."""

    value: Value
    look: Format


class Page:
    """A worksheet filled line by line; a line that is done can't be changed."""

    def __init__(self, book: Workbook, styles: Styles, texts: TextWriter, name: str, about: str) -> None:
        self.sheet: Worksheet = book.add_worksheet(name)
        self.styles = styles
        self._texts = texts
        self.sheet.set_default_row(ROW_HEIGHT)
        self.row = 0
        self._about = about
        self._where = _("A text in the sheet {name}").format(name=name)
        self._repeat: int | None = None
        self._width = 0.0

    def widths(self, columns: Sequence[Column], *, printed: int | None = None) -> None:
        """Set the width of every column; `printed` says how many of them are on paper, if not all."""
        self._width = sum(column.width for column in columns[:printed])
        for number, column in enumerate(columns):
            self.sheet.set_column(number, number, column.width)

    def heading(self, title: str, *lines: str, notices: Iterable[str] = ()) -> None:
        """A title with a few lines under it, and an empty line."""
        self.sheet.set_row(self.row, 28)
        self._line(title, self.styles.title)
        for line in lines:
            self._line(line, self.styles.subtitle)
        for notice in notices:
            self._line(notice, self.styles.notice)
        self.row += 1

    def section(self, title: str, *lines: str) -> None:
        """The heading of a part of the sheet."""
        self.sheet.set_row(self.row, 22)
        self._line(title, self.styles.section)
        for line in lines:
            self._line(line, self.styles.subtitle)

    def header(self, columns: Sequence[Column], *, repeat: bool = True) -> None:
        """The row with the words above a table; repeated on every printed page."""
        self.sheet.set_row(self.row, HEADER_HEIGHT)
        for number, column in enumerate(columns):
            self._text(self.row, number, column.header, self.styles.headers[column.align])
        if repeat:
            self._repeat = self.row
        self.row += 1

    def rows(
        self, columns: Sequence[Column], rows: Iterable[Sequence[Value | Styled]], *, lines: int = 1, level: int = 0
    ) -> int:
        """The rows of a table, a value for each column and `lines` high or higher; gives their number.

        Rows of `level` 1 can be folded away under the row above them.
        """
        first = self.row
        looks = [column.look for column in columns]
        wrapped = [(number, column.width * FILLED) for number, column in enumerate(columns) if column.wraps]
        for values in rows:
            self._height([(values[number], letters) for number, letters in wrapped], lines, level)
            for number, value in enumerate(values):
                self.put(number, value, looks[number])
            self.row += 1
        return self.row - first

    def put(self, column: int, value: Value | Styled, look: Format) -> None:
        """One cell of the current row."""
        if isinstance(value, Styled):
            look = value.look
            value = value.value
        if isinstance(value, str):
            self._text(self.row, column, value, look)
        elif value is None:
            self.sheet.write_blank(self.row, column, None, look)
        elif isinstance(value, Live):
            self.sheet.write_formula(self.row, column, value.formula, look, value.stored)
        elif not isinstance(value, datetime):
            self.sheet.write_number(self.row, column, float(value), look)
        elif value.year < FIRST_YEAR:
            self._text(self.row, column, day(value), look)
        else:
            self.sheet.write_datetime(self.row, column, local(value), look)

    def finish(self, *, freeze: tuple[int, int] | None = None) -> None:
        """Set how the sheet scrolls and prints: landscape, fitted to the width, round and page numbers below."""
        sheet = self.sheet
        sheet.hide_gridlines(2)
        if freeze is not None:
            sheet.freeze_panes(*freeze)
        sheet.set_paper(A3 if self._width > WIDEST_ON_A4 else A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        if self._repeat is not None:
            sheet.repeat_rows(self._repeat)
        about = self._about[:LONGEST_FOOTER].replace("&", "&&")
        page = _("Page {page} of {pages}").format(page="&P", pages="&N")
        # The space keeps a name that begins with a digit apart from the size of the letters.
        sheet.set_footer(f"&L&8 {about}&C&8 &A&R&8 {page}", {"scale_with_doc": False})

    def _height(self, texts: Iterable[tuple[Value | Styled, float]], lines: int, level: int) -> None:
        """Make the row as high as its longest wrapped text needs; programs differ in doing so by themselves."""
        for value, letters in texts:
            if isinstance(value, str) and (len(value) > letters or "\n" in value):
                lines = max(lines, sum(1 + int(len(part) / letters) for part in value.split("\n")))
        if lines > 1 or level:
            height = min(HIGHEST, lines * LINE_HEIGHT + PADDING)
            self.sheet.set_row(self.row, height, None, {"level": level} if level else {})

    def _line(self, text: str, look: Format) -> None:
        self._text(self.row, 0, text, look)
        self.row += 1

    def _text(self, row: int, column: int, text: str, look: Format) -> None:
        if text.startswith(_FORMULA_LIKE):
            look = self.styles.quoted(look)
        self._texts.write(self.sheet, row, column, text, look, self._where)


def local(moment: datetime) -> datetime:
    """A time as a workbook keeps it: London's clock, without zone and fractions of a second."""
    london = moment if moment.tzinfo is None else moment.astimezone(LONDON)
    return london.replace(tzinfo=None, microsecond=0)


def day(moment: datetime) -> str:
    """A time in words: 12 February 2014, 10:00."""
    return to_the_minute(local(moment))
