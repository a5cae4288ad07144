"""What a sheet's rows are about, kept in sight: its first column stays at the left while the others are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QTableView

from dd_panel.text import _
from dd_panel.ui.widgets.headers import ColumnHeader

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from dd_panel.ui.theme import Theme
    from dd_panel.ui.widgets.index import Index

MOST_OF_WIDTH: Final = 0.5
"""In a view narrower than twice the first column nothing stays: there would be no room to read the others."""


class FrozenColumn(QTableView):
    """Lies over the left edge of a table once one has scrolled past its first column, and scrolls with it.

    Its head is `head_height` design pixels high, as the table's is. The keyboard has that column in the table itself.
    """

    def __init__(self, theme: Theme, table: QTableView, head_height: int) -> None:
        super().__init__(table)
        self._theme = theme
        self._table = table
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self.setItemDelegate(table.itemDelegate())
        self.setAccessibleName(_("First column of the sheet"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.setHorizontalHeader(ColumnHeader(theme, head_height))
        self.hide()
        bar, mine = table.verticalScrollBar(), self.verticalScrollBar()
        bar.valueChanged.connect(mine.setValue)
        mine.valueChanged.connect(bar.setValue)
        table.horizontalScrollBar().valueChanged.connect(self.fit)

    def dress(self) -> None:
        """Take the table's letters, its rows' height and the width of its first column afresh."""
        self.setFont(self._table.font())
        self.verticalHeader().setDefaultSectionSize(self._table.verticalHeader().defaultSectionSize())
        if self.model().columnCount():
            self.setColumnWidth(0, self._table.columnWidth(0))
        self.fit()

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Stay at the first column; up and down the table leads."""

    def fit(self) -> None:
        """Come into sight, or go, as the table is scrolled; lie where its first column began."""
        seen, wide = self._table.viewport(), self._table.columnWidth(0)
        wanted = self._table.horizontalScrollBar().value() > 0 and wide <= seen.width() * MOST_OF_WIDTH
        top = self._table.horizontalHeader().y()
        self.setGeometry(seen.x(), top, wide, seen.y() + seen.height() - top)
        self.verticalScrollBar().setValue(self._table.verticalScrollBar().value())
        self.setVisible(wanted)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.fillRect(self.width() - 2, 0, 2, self.height(), self._theme.colour("control"))
        painter.end()
