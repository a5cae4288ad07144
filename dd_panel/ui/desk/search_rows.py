"""The lines of a search in everything: whose application, where in it, and the words around what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from dd_panel.services.searching import Found
from dd_panel.text import _
from dd_panel.ui.desk.words import place_words
from dd_panel.ui.widgets.painting import RIGHT, Ink, smooth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from dd_panel.ui.theme import Theme

FoundRole: Final = Qt.ItemDataRole.UserRole
EDGE: Final = 24
HIGH: Final = 84
LINES: Final = 2


def snippet_of(found: Found) -> str:
    """The words around what was found, on one line."""
    return " ".join("".join(text for text, _hit in found.pieces).split())


class FoundRows(QAbstractListModel):
    """The passages found, the best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Found, ...] = ()

    def show_found(self, found: Sequence[Found]) -> None:
        """Show these passages."""
        self.beginResetModel()
        self.rows = tuple(found)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if not index.isValid():
            return None
        found = self.rows[index.row()]
        if role == FoundRole:
            return found
        if role == Qt.ItemDataRole.DisplayRole:
            return found.lead_authority
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _("{reference}, {authority}, {place}: {words}").format(
                reference=found.reference,
                authority=found.lead_authority,
                place=place_words(found.place),
                words=snippet_of(found),
            )
        return None


class FoundDelegate(QStyledItemDelegate):
    """Draws a passage: the authority and the place on a line, and two lines of its words with those found marked."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(HIGH))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        found = index.data(FoundRole)
        if not isinstance(found, Found):
            return
        painter.save()
        smooth(painter)
        ink = Ink(painter, self._theme)
        px = self._theme.px
        rect = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        ink.row_ground(rect, selected=selected, ground="sunken" if hovered else "surface")
        left, right, top = rect.left() + px(EDGE), rect.right() - px(EDGE), rect.top() + px(10)
        where = _("{reference} · {place}").format(reference=found.reference, place=place_words(found.place))
        wide = min(ink.text_width(where, ("caption", None)) + 1, (right - left) / 2)
        ink.text(QRectF(right - wide, top, wide, px(22)), where, ("caption", None), "ink2", RIGHT)
        ink.text(QRectF(left, top, right - left - wide - px(16), px(22)), found.lead_authority, ("body", 600))
        self._paint_snippet(painter, QRectF(left, rect.top() + px(34), right - left, px(44)), found)
        ink.hairline(rect, px(EDGE))
        painter.restore()

    def _paint_snippet(self, painter: QPainter, rect: QRectF, found: Found) -> None:
        pieces = [(" ".join(text.splitlines()), hit) for text, hit in found.pieces]
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
