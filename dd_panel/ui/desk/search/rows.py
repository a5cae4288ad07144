"""The lines of a search in everything: whose application, where in it, and the words around what was found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QTextCharFormat, QTextLayout, QTextOption

from dd_panel.services.review.searching import Found, Pieces
from dd_panel.text import _
from dd_panel.ui.desk.words import place_words
from dd_panel.ui.widgets.list_rows import ListRows, RowDelegate

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from dd_panel.ui.widgets.painting import Ink

HIGH: Final = 84
LINES: Final = 2
_ENDS: Final = re.compile(r"\s*[\n\r\x0b\x0c\x85\u2028\u2029]\s*")


def snippet_of(found: Found) -> str:
    """The words around what was found, on one line."""
    return " ".join("".join(text for text, _hit in pieces_of(found)).split())


def pieces_of(found: Found) -> Pieces:
    """The snippet on one line; facts, and cells of a workbook, stay apart though they end without a full stop."""
    facts = not found.place.document and not found.place.part
    between = " · " if facts or found.place.sheet else " "
    return tuple((_ENDS.sub(between, text).replace("\t", ", "), hit) for text, hit in found.pieces)


def _where(found: Found) -> str:
    """Where it stands; of a private note also that it is one."""
    place = place_words(found.place)
    return _("my private note, {place}").format(place=place) if found.own else place


class FoundRows(ListRows[Found]):
    """The passages found, the best first."""

    def words(self, row: Found) -> str:
        return row.lead_authority

    def spoken(self, row: Found) -> str:
        return _("{reference}, {authority}, {place}: {words}").format(
            reference=row.reference,
            authority=row.lead_authority,
            place=_where(row),
            words=snippet_of(row),
        )


class FoundDelegate(RowDelegate):
    """Draws a passage: the authority and the place on a line, and two lines of its words with those found marked."""

    def high(self) -> int:
        return self._theme.px(HIGH)

    def paint_row(self, ink: Ink, inside: QRectF, row: Found) -> None:
        where = _("{reference} · {place}").format(reference=row.reference, place=_where(row))
        self.paint_first_line(ink, inside, row.lead_authority, where)
        px = self._theme.px
        self._paint_snippet(ink.painter, QRectF(inside.left(), inside.top() + px(34), inside.width(), px(44)), row)

    def _paint_snippet(self, painter: QPainter, rect: QRectF, found: Found) -> None:
        pieces = pieces_of(found)
        theme = self._theme
        layout = QTextLayout("".join(text for text, _hit in pieces), theme.font("dense"))
        look = QTextCharFormat()
        look.setBackground(theme.colour("find"))
        look.setFont(theme.font("dense", 600))
        ranges, at = [], 0
        for text, hit in pieces:
            length = len(text.encode("utf-16-le")) // 2
            if hit:
                part = QTextLayout.FormatRange()
                part.start, part.length, part.format = at, length, look
                ranges.append(part)
            at += length
        layout.setFormats(ranges)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        high = theme.px(20)
        for at_line in range(LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(rect.width())
            line.setPosition(QPointF(0, at_line * high))
        layout.endLayout()
        painter.setPen(theme.colour("ink"))
        painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        layout.draw(painter, rect.topLeft())
