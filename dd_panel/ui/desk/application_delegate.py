"""Paints one row of the desk's list: status, authority, reference and service, and my total."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from dd_panel.ui.desk.application_rows import ApplicationRow, RowRole
from dd_panel.ui.widgets.painting import RIGHT, Ink, smooth

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QPainter

    from dd_panel.ui.theme import Theme

TEXT_LEFT: Final = 44
EDGE: Final = 16
ICON: Final = 18


class ApplicationDelegate(QStyledItemDelegate):
    """Draws rows of 64 pixels; nothing in them is a widget."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self._theme.px(160), self._theme.length("list_row"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = index.data(RowRole)
        if not isinstance(row, ApplicationRow):
            return
        painter.save()
        smooth(painter)
        ink = Ink(painter, self._theme)
        rect = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        ink.row_ground(rect, selected=selected, ground="sunken" if hovered else "surface")
        self._paint_words(ink, rect, row, selected=selected)
        ink.hairline(rect, self._theme.px(TEXT_LEFT))
        painter.restore()

    def _paint_words(self, ink: Ink, rect: QRectF, row: ApplicationRow, *, selected: bool) -> None:
        px = self._theme.px
        status = self._theme.status(row.status)
        colour = "control" if row.status == "not_started" else status.colour
        ink.icon(status.icon, rect.left() + px(EDGE), rect.top() + px(14), ICON, colour)
        left = rect.left() + px(TEXT_LEFT)
        right = rect.right() - px(EDGE)
        top = rect.top() + px(11)
        if row.total:
            whole = row.status == "complete"
            style = ("body", 600) if whole else ("caption", 500)
            wide = ink.text_width(row.total, style)
            ink.text(QRectF(right - wide, top, wide, px(22)), row.total, style, "ink" if whole else "warn", RIGHT)
            first_right = right - wide - px(8)
        else:
            first_right = right
        weight = 500 if row.status == "complete" and not selected else 600
        ink.text(QRectF(left, top, first_right - left, px(22)), row.authority, ("body", weight))
        below = QRectF(left, rect.top() + px(33), right - left, px(20))
        ink.text(below, row.below, ("caption", None), "ink2")
