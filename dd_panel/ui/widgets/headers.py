"""The header of a table: one or two lines of words over each column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtWidgets import QHeaderView

from dd_panel.ui.widgets.painting import LEFT, Ink, smooth

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from dd_panel.ui.theme import Theme

PADDING = 8
CENTRED = 2
"""Words in the middle of a column have room of their own at both sides, unless they need it."""
LINE = 15
ARROW = 14


class ColumnHeader(QHeaderView):
    """Paints a model's header words in the design's label style, `high` design pixels high.

    Nothing is sorted by it; where a view sorts and shows the sort indicator, an arrow stands behind the words.
    """

    def __init__(self, theme: Theme, high: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self._high = high
        self._indents: dict[int, int] = {}
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._dress()
        theme.theme_changed.connect(self._dress)

    def set_indent(self, section: int, indent: int) -> None:
        """Set a column's words further in from their edge (design pixels), in line with what stands below."""
        self._indents[section] = indent
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.save()
        smooth(painter)
        ink = Ink(painter, self._theme)
        area = QRectF(rect)
        painter.fillRect(area, self._theme.colour("surface"))
        model = self.model()
        words = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        wanted = model.headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        align = Qt.AlignmentFlag(wanted) if wanted is not None else LEFT
        usual = CENTRED if align & Qt.AlignmentFlag.AlignHCenter else PADDING
        indent, padding = self._theme.px(self._indents.get(section, usual)), self._theme.px(usual)
        at_right = bool(align & Qt.AlignmentFlag.AlignRight)
        inside = area.adjusted(padding if at_right else indent, 0, -(indent if at_right else padding), 0)
        if self.isSortIndicatorShown() and section == self.sortIndicatorSection():
            inside = self._arrow(ink, inside, words, align)
        lines = words.split("\n")
        step = self._theme.px(LINE)
        top = area.center().y() - step * len(lines) / 2
        for at, line in enumerate(lines):
            ink.text(QRectF(inside.left(), top + at * step, inside.width(), step), line, ("label", None), "ink2", align)
        bottom = QRectF(area.left(), area.bottom() - 1, area.width(), 1)
        painter.fillRect(bottom, self._theme.colour("control"))
        painter.restore()

    def _arrow(self, ink: Ink, inside: QRectF, words: str, align: Qt.AlignmentFlag) -> QRectF:
        """Paint which way the column is sorted; returns the room that is left for the words."""
        side, px = self._theme.px(ARROW), self._theme.px
        falling = self.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        at_left = bool(align & Qt.AlignmentFlag.AlignRight)
        left = inside.left() if at_left else inside.left() + ink.text_width(words, ("label", None)) + px(4)
        left = min(left, inside.right() - side)
        ink.icon("down" if falling else "up", left, inside.center().y() - side / 2, ARROW, "accent")
        return inside.adjusted(side, 0, 0, 0) if at_left else inside.adjusted(0, 0, -side, 0)

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.px(self._high))
        self.viewport().update()
