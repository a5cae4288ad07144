"""How a scoresheet looks: the few formats of its cells, and how it is laid on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.exchange.cells import write_text
from dd_panel.exchange.scoresheet import layout
from dd_panel.exchange.scoresheet.heights import height_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from dd_panel.exchange.scoresheet.layout import Column

INK, QUIET, TEAL, LINE, SHADE = "#15212B", "#5B6670", "#0E5A63", "#C9C6BD", "#F3F1EC"
CONFLICT_SHADE, ASK_SHADE, ASK_INK, WRONG_SHADE, WRONG_INK = "#E4E1EA", "#FFF1D6", "#7A4B00", "#F9DCD8", "#8A1C12"

A4 = 9
_MARGIN = 0.4
"""Inches at either side."""
_WIDTH = 11.69 - 2 * _MARGIN
_SCALE = 75
"""Per cent; 11-point text is then 8 points on paper."""
_DIGIT, _EDGE = 0.0975, 0.052
"""Inches of a digit on paper, in which columns are measured, and of a column's edges.

A digit of Calibri has 0.0775; a computer without it takes another face, of which DejaVu Sans is the widest that is
usual, and every column grows with it. A comment must not part from its score there either.
"""


class Looks:
    """The cell formats of the workbook, made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        head = {"bold": True, "text_wrap": True, "valign": "vcenter", "indent": 1}
        self.header = self._framed(**head, font_color="#FFFFFF", bg_color=TEAL)
        self.header_title = self._plain(bold=True, font_color="#FFFFFF")
        self.header_remark = self._plain(font_color="#CFE3E5", font_size=9)
        self.side_header = self._framed(**head, font_color=INK, bg_color="#DDE8E8")
        self.side_title = self._plain(bold=True)
        self.side_remark = self._plain(font_color=QUIET, font_size=9)
        self.fixed = self._framed(bg_color=SHADE, text_wrap=True, indent=1)
        self.link = self._framed(bg_color=SHADE, text_wrap=True, font_color=TEAL, underline=1, indent=1)
        self.told = self._framed(bg_color=SHADE, text_wrap=True, align="center")
        self.reference = self._framed(bg_color=SHADE, bold=True, indent=1)
        self.progress = self._framed(bg_color=SHADE, text_wrap=True, font_color=QUIET, font_size=10, indent=1)
        self.total = self._framed(bg_color=SHADE, bold=True, align="center", num_format="0.0")
        self.score = self._framed(locked=False, align="center", bold=True, num_format="General")
        self.text = self._framed(locked=False, text_wrap=True, num_format="@", indent=1)
        self.quote = self._framed(locked=False, num_format="@", indent=1)
        self.barred = self._framed(bg_color=CONFLICT_SHADE, font_color=QUIET, text_wrap=True, indent=1)
        self.barred_text = self._framed(bg_color=CONFLICT_SHADE, text_wrap=True, locked=False, num_format="@", indent=1)
        self.centred = self._framed(align="center", valign="vcenter", bold=True)
        self.cell = self._framed(text_wrap=True, valign="vcenter", indent=1)
        self.criterion = self._framed(text_wrap=True, bg_color=SHADE, indent=1)
        self.topic = self._framed(text_wrap=True, valign="vcenter", bg_color=SHADE, bold=True, indent=1)
        self.title = self._plain(bold=True, font_size=18, font_color=TEAL)
        self.subtitle = self._plain(font_color=QUIET)
        self.heading = self._plain(
            bold=True, font_size=12, font_color=TEAL, text_wrap=True, bottom=1, border_color=LINE
        )
        self.body = self._plain(text_wrap=True)
        self.back = self._plain(font_color=TEAL, underline=1)
        self.key = self._plain(font_color=QUIET, font_size=8)
        self.now_barred = book.add_format({"bg_color": CONFLICT_SHADE, "font_color": QUIET})
        self.ask = book.add_format({"bg_color": ASK_SHADE, "font_color": ASK_INK})
        self.wrong = book.add_format({"bg_color": WRONG_SHADE, "font_color": WRONG_INK})

    def _plain(self, **more: object) -> Format:
        return self._book.add_format(
            {"font_name": "Calibri", "font_size": 11, "font_color": INK, "valign": "top", **more}
        )

    def _framed(self, **more: object) -> Format:
        # Without a side to start from, there is no indent.
        return self._plain(
            **{"border": 1, "border_color": LINE, **({"align": "left"} if "indent" in more else {}), **more}
        )


def write_headings(page: Worksheet, columns: Sequence[Column], looks: Looks) -> None:
    """The hidden row of machine keys, and the words above each column with a smaller remark."""
    for index, column in enumerate(columns):
        page.set_column(index, index, column.width, None, {"hidden": column.hidden})
        page.write_string(layout.KEY_ROW - 1, index, column.key, looks.key)
        side = not column.printed
        title = looks.side_title if side else looks.header_title
        remark = looks.side_remark if side else looks.header_remark
        frame = looks.side_header if side else looks.header
        if column.remark:
            pieces = (title, column.header, remark, "\n" + column.remark)
            page.write_rich_string(layout.HEADER_ROW - 1, index, *pieces, frame)
        else:
            write_text(page, layout.HEADER_ROW - 1, index, column.header, frame)
    page.set_row(layout.KEY_ROW - 1, None, None, {"hidden": True})
    # Bold letters are wider.
    heads = ((f"{each.header}\n{each.remark}".strip(), each.width * 0.8) for each in columns if not each.hidden)
    page.set_row(layout.HEADER_ROW - 1, height_of(heads) + 4)


def lay_on_paper(page: Worksheet, footer: str) -> None:
    """A4 landscape with narrow margins and a footer; the paper's other choices are the caller's."""
    page.set_landscape()
    page.set_paper(A4)
    page.set_margins(left=_MARGIN, right=_MARGIN, top=0.5, bottom=0.6)
    page.set_footer("&L&9" + footer.replace("&", "&&") + "&R&9&P / &N", {"margin": 0.25})


def break_columns(
    page: Worksheet, columns: Sequence[Column], repeated: int, before: Sequence[int] | None = None
) -> None:
    """Spread the columns over several sheets of paper at a readable size, the first `repeated` on each of them.

    `before` says before which columns a sheet begins, where they are not simply as many as fit.
    """
    page.set_print_scale(_SCALE)
    page.repeat_columns(0, repeated - 1)
    page.set_v_pagebreaks(list(_breaks(columns, repeated)) if before is None else list(before))
    page.print_across()


def _breaks(columns: Sequence[Column], repeated: int) -> Iterator[int]:
    """Before which columns a new sheet begins; a score and its comment stay together."""
    room = _WIDTH * 100 / _SCALE - sum(_inches(column) for column in columns[:repeated])
    used = 0.0
    for first, last in _together(columns, repeated):
        width = sum(_inches(column) for column in columns[first : last + 1])
        if used and used + width > room:
            yield first
            used = 0.0
        used += width


def _together(columns: Sequence[Column], start: int) -> Iterator[tuple[int, int]]:
    index = start
    while index < len(columns) and columns[index].printed:
        last = index + 1 if columns[index].is_score else index
        yield index, last
        index = last + 1


def _inches(column: Column) -> float:
    return 0.0 if column.hidden else _DIGIT * column.width + _EDGE
