"""Paints one row of the desk's list: status, authority, reference and service, and my total."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize

from dd_panel.ui.widgets.list_rows import RowDelegate, Spot
from dd_panel.ui.widgets.painting import RIGHT, Ink

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem

    from dd_panel.ui.desk.applications.rows import ApplicationRow
    from dd_panel.ui.widgets.index import Index

TEXT_LEFT: Final = 44
EDGE: Final = 16
ICON: Final = 18


class ApplicationDelegate(RowDelegate):
    """Draws rows of 64 pixels; nothing in them is a widget."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._theme.px(160), round(self.high()))

    def draw(self, ink: Ink, spot: Spot, row: ApplicationRow) -> None:
        ink.row_ground(spot.rect, selected=spot.selected, ground="sunken" if spot.hovered else "surface")
        self._paint_words(ink, spot.rect, row, selected=spot.selected)
        ink.hairline(spot.rect, self._theme.px(TEXT_LEFT))

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
