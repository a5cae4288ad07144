"""Lists of rows: a model that holds whole values, and a delegate that draws each as two lines with a remark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRectF, QSize, Qt
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate

from dd_panel.ui.actions import types_something
from dd_panel.ui.widgets.painting import RIGHT, Ink, smooth
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from dd_panel.ui.theme import Theme
    from dd_panel.ui.widgets.index import Index

Row = TypeVar("Row")

RowRole: Final = Qt.ItemDataRole.UserRole
"""Under this role a list's model gives the whole value that a row shows."""

EDGE: Final = 24
REMARK_GAP: Final = 16
CAPTION: Final = ("caption", None)


class ListRows(QAbstractListModel, Generic[Row]):
    """Values of one kind, a row each. A list says what a row is called, how it is read aloud, and perhaps a tip."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these values; where they are about the same things as before, the keyboard and the bar stay in place."""
        same = [self.subject(each) for each in rows] == [self.subject(each) for each in self.rows]
        if same and rows:
            self.rows = tuple(rows)
            self.dataChanged.emit(self.index(0), self.index(len(self.rows) - 1))
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def row_at(self, index: Index) -> Row | None:
        """The value of a row, None outside the list."""
        return self.rows[index.row()] if 0 <= index.row() < len(self.rows) else None

    def subject(self, row: Row) -> object:
        """What a row is about; two rows about the same thing are the same row."""
        return row

    def words(self, row: Row) -> str:
        """What a row is called."""
        raise NotImplementedError  # not abc's mark: its metaclass does not mix with Qt's

    def spoken(self, row: Row) -> str:
        """A row as a whole sentence, for people who hear the list."""
        raise NotImplementedError  # not abc's mark: its metaclass does not mix with Qt's

    def tip(self, _row: Row) -> str:
        """What is shown where the mouse rests on a row; empty for nothing."""
        return ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        row = self.row_at(index)
        if row is None:
            return None
        if role == RowRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self.tip(row)) or None
        return None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a row lies, and how it stands there."""

    rect: QRectF
    first: bool
    last: bool
    selected: bool
    hovered: bool


class RowDelegate(QStyledItemDelegate):
    """Draws a row's ground and the line below it; what stands in it is drawn by `paint_row`.

    A list that looks otherwise draws the whole of a row itself, in `draw`.
    """

    edge = EDGE
    """How far the words keep from both sides, in the design's pixels."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def high(self) -> float:
        """How high a row is."""
        return self._theme.length("list_row")

    def paint_row(self, ink: Ink, inside: QRectF, row: Any) -> None:  # noqa: ANN401 - a value of the list's kind
        """Draw what stands in a row; `inside` is as high as the row and keeps clear of both edges."""
        raise NotImplementedError  # not abc's mark: its metaclass does not mix with Qt's

    def paint_first_line(self, ink: Ink, inside: QRectF, words: str, remark: str) -> None:
        """Draw the row's name, and at the right a remark that takes half of the line at most."""
        px = self._theme.px
        line = QRectF(inside.left(), inside.top() + px(10), inside.width(), px(22))
        wide = min(ink.text_width(remark, CAPTION) + 1, line.width() / 2)
        ink.text(QRectF(line.right() - wide, line.top(), wide, line.height()), remark, CAPTION, "ink2", RIGHT)
        ink.text(line.adjusted(0, 0, -wide - px(REMARK_GAP), 0), words, ("body", 600))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._theme.px(240), round(self.high()))

    def draw(self, ink: Ink, spot: Spot, row: Any) -> None:  # noqa: ANN401 - a value of the list's kind
        """Draw a row with all around it."""
        edge = self._theme.px(self.edge)
        ink.row_ground(spot.rect, selected=spot.selected, ground="sunken" if spot.hovered else "surface")
        self.paint_row(ink, spot.rect.adjusted(edge, 0, -edge, 0), row)
        ink.hairline(spot.rect, edge)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(RowRole)
        if row is None:
            return
        spot = Spot(
            QRectF(option.rect),
            first=index.row() == 0,
            last=index.row() == index.model().rowCount() - 1,
            selected=bool(option.state & QStyle.StateFlag.State_Selected),
            hovered=bool(option.state & QStyle.StateFlag.State_MouseOver),
        )
        painter.save()
        smooth(painter)
        self.draw(Ink(painter, self._theme), spot, row)
        painter.restore()


class RowList(QListView):
    """Rows to move along by keyboard, drawn by a delegate; keys that type something are left to the screen."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionBehavior(QListView.SelectionBehavior.SelectRows)
        self.setAccessibleName(name)
        theme.theme_changed.connect(self.scheduleDelayedItemsLayout)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current row in sight that was, as when a message above takes some of the height."""
        row, before = self.visualRect(self.currentIndex()), event.oldSize()
        # A list that was given another height while it was out of sight is not told what it had.
        seen = not before.isValid() or (row.top() >= 0 and row.bottom() < before.height())
        super().resizeEvent(event)
        if seen and row.isValid():
            self.scrollTo(self.currentIndex())

    def bring(self, index: Index) -> None:
        """Scroll as little as shows a row, and the one below it: that is where one goes on."""
        below = self.model().index(index.row() + 1, 0)
        for row in (below, index):
            if row.isValid():
                self.scrollTo(row)

    def keyboardSearch(self, search: str) -> None:
        """Look for nothing: single keys do what the screen says, and a field finds."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave keys that type something to the screen."""
        if types_something(event):
            event.ignore()
        else:
            super().keyPressEvent(event)
