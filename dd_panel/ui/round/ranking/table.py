"""The ranking as a table; the funding line is a row of its own and stays in sight at an edge while one scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from dd_panel.text import _
from dd_panel.ui.round.ranking.line import PINNED, paint_funding_line
from dd_panel.ui.round.ranking.model import (
    APPLICATION,
    COLUMNS,
    COMPACT_WIDTHS,
    NARROW_WIDTHS,
    NARROWEST_WIDTHS,
    PLACE,
    SORTED_BY,
    WIDTHS,
    RankingModel,
)
from dd_panel.ui.round.ranking.row_painter import RowLooks, RowPainter
from dd_panel.ui.round.ranking.rows import FundingLine
from dd_panel.ui.widgets.headers import ColumnHeader
from dd_panel.ui.widgets.painting import Ink, smooth_painter
from dd_panel.ui.widgets.row_pictures import RowPictures
from dd_panel.ui.widgets.tables import PlainTable

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent

    from dd_panel.ui.round.ranking.choice import Key
    from dd_panel.ui.round.ranking.rows import PlaceRow
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.widgets.index import Index

HEADER: Final = 36
NARROW: Final = 720
NARROWEST: Final = 560
SPARE: Final = 8
"""Pictures of rows kept beside those in sight: one turns back after a step or two of the wheel."""


class RankingTable(PlainTable):
    """The table; `hits` are the rows that a search found, `adjusted` shows means without strictness below the means.

    `sort_asked` carries what the column is about whose header was pressed.
    """

    sort_asked = Signal(str)

    def __init__(self, theme: Theme, model: RankingModel) -> None:
        self._model = model  # asked for by scrollTo while the table is still being made
        super().__init__()
        self._theme = theme
        self.hits: frozenset[int] = frozenset()
        self.adjusted = False
        self._dressed = 0
        self._line_at: int | None = None
        self._cells: list[tuple[int, QRectF]] = []
        header = ColumnHeader(theme, HEADER)
        header.setSectionsClickable(True)
        header.sectionClicked.connect(self._on_header)
        self.setHorizontalHeader(header)
        self.setModel(model)
        self._row_painter = RowPainter(theme, model)
        self._pictures = RowPictures()
        self.setAccessibleName(_("Ranking"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        model.modelReset.connect(self._place_line)
        theme.theme_changed.connect(self._dress)
        theme.compact_changed.connect(self._dress)
        self._dress()

    def go_to(self, row: int) -> None:
        """Make an application the current one and bring it into sight."""
        index = self._model.index(row, APPLICATION)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def set_hits(self, hits: frozenset[int]) -> None:
        """Show which rows a search found."""
        self.hits = hits
        self.viewport().update()

    def show_order(self, key: Key, *, falling: bool) -> None:
        """Show in the header by what the rows are sorted; the order of places needs no mark."""
        header = self.horizontalHeader()
        at = next((column for column, sorted_by in SORTED_BY.items() if sorted_by == key), PLACE)
        order = Qt.SortOrder.DescendingOrder if falling else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(at, order)
        header.setSortIndicatorShown(key != "place" or falling)

    def _on_header(self, column: int) -> None:
        if column in SORTED_BY:
            self.sort_asked.emit(SORTED_BY[column])

    def show_adjusted(self, *, on: bool) -> None:
        """Show the means without strictness beside the official ones, or leave them out."""
        self.adjusted = on
        self.viewport().update()

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Step over the funding line."""
        wanted = super().moveCursor(action, modifiers)
        if wanted.row() != self._model.funding_row:
            return wanted
        onward = 1 if wanted.row() > self.currentIndex().row() else -1
        beyond = wanted.row() + onward
        return wanted.siblingAtRow(beyond) if 0 <= beyond < self._model.rowCount() else self.currentIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a row into sight, clear of the pinned line."""
        super().scrollTo(index, hint)
        pinned, rect = self._pinned(), self.visualRect(index)
        if pinned is None or pinned.isEmpty():
            return
        bar = self.verticalScrollBar()
        if pinned.top() == 0 and rect.top() < pinned.bottom():
            bar.setValue(bar.value() - round(pinned.bottom() - rect.top()))
        elif pinned.top() > 0 and rect.bottom() > pinned.top():
            bar.setValue(bar.value() + round(rect.bottom() - pinned.top()))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paint what comes into sight, and where the pinned line is held or was carried along."""
        super().scrollContentsBy(dx, dy)
        area, high = self.viewport().rect(), self._theme.px(PINNED) + abs(dy)
        if self._model.funding_row is not None:
            self.viewport().update(0, 0, area.width(), high)
            self.viewport().update(0, area.height() - high, area.width(), high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint whole rows, not cell by cell: a step of the wheel repaints all rows in sight, and most only move."""
        painter = smooth_painter(self.viewport())
        painter.fillRect(event.rect(), self._theme.colour("surface"))
        room, wide = event.rect(), self.viewport().width()
        first, last = self.rowAt(max(0, room.top())), self.rowAt(room.bottom())
        if first >= 0:
            self._begin_pictures(painter)
            for at in range(first, (self._model.rowCount() - 1 if last < 0 else last) + 1):
                rect = QRectF(0, self.rowViewportPosition(at), wide, self.rowHeight(at))
                row = self._model.rows[at]
                if isinstance(row, FundingLine):
                    paint_funding_line(Ink(painter, self._theme), rect, row)
                else:
                    self._paint_row(painter, rect, at, row)
        pinned, at_line = self._pinned(), self._model.funding_row
        if pinned is not None and at_line is not None and isinstance(line := self._model.rows[at_line], FundingLine):
            paint_funding_line(Ink(painter, self._theme), pinned, line)
        painter.end()

    def _begin_pictures(self, painter: QPainter) -> None:
        """Forget what was painted for other columns, another part of the ranking, or another look of the program."""
        high = self._theme.length("ranking_row")
        places = tuple(
            (column, self.columnViewportPosition(column), self.columnWidth(column))
            for column in range(COLUMNS)
            if not self.isColumnHidden(column)
        )
        self._cells = [(column, QRectF(left, 0, wide, high)) for column, left, wide in places]
        shown = (self._model.lowest, self._model.placed, self._model.cut)
        frame = (painter.device().devicePixelRatio(), self._dressed, high, places, shown)
        self._pictures.begin(frame, self.viewport().height() // max(1, high) + SPARE)

    def _paint_row(self, painter: QPainter, rect: QRectF, at: int, row: PlaceRow) -> None:
        current = at == self.currentIndex().row()
        looks = RowLooks(
            self.selectionModel().isRowSelected(at),
            ("findNow" if current else "find") if at in self.hits else "",
            self.adjusted,
        )

        def paint(on: QPainter) -> None:
            self._row_painter.paint(Ink(on, self._theme), row, self._cells, looks)

        self._pictures.draw(painter, rect.topLeft(), rect.size(), (row, looks), paint)

    def _pinned(self) -> QRectF | None:
        """Where the funding line is held while its row is out of sight."""
        at = self._model.funding_row
        if at is None or not self._model.rows:
            return None
        top, high = self.rowViewportPosition(at), self._theme.px(PINNED)
        room = self.viewport().height()
        if top + self.rowHeight(at) <= 0:
            return QRectF(0, 0, self.viewport().width(), high)
        if top >= room:
            return QRectF(0, room - high, self.viewport().width(), high)
        return None

    def _place_line(self) -> None:
        """Give the funding line its height and all columns, and the row where it stood before its height again."""
        self.clearSpans()
        before, self._line_at = self._line_at, self._model.funding_row
        if before is not None and before < self._model.rowCount():
            self.setRowHeight(before, self._theme.length("ranking_row"))
        if self._line_at is not None:
            self.setRowHeight(self._line_at, self._theme.length("ranking_line_row"))
            self.setSpan(self._line_at, 0, 1, COLUMNS)

    def _dress(self) -> None:
        self._dressed += 1
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(self._theme.px(20))
        rows.setDefaultSectionSize(self._theme.length("ranking_row"))
        self._share_width()
        self._place_line()
        self.viewport().update()

    def _share_width(self) -> None:
        """Leave lesser columns out where room is scarce; names take the rest."""
        header = self.horizontalHeader()
        header.setMinimumSectionSize(20)
        header.setSectionResizeMode(APPLICATION, QHeaderView.ResizeMode.Stretch)
        widths = COMPACT_WIDTHS if self._theme.compact else WIDTHS
        if self.viewport().width() < self._theme.px(NARROW):
            widths = NARROW_WIDTHS
        if self.viewport().width() < self._theme.px(NARROWEST):
            widths = NARROWEST_WIDTHS
        for column in range(COLUMNS):
            if column != APPLICATION:
                self.setColumnHidden(column, column not in widths)
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
                self.setColumnWidth(column, self._theme.px(widths.get(column, 0)))
