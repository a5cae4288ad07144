"""One sheet of a workbook for a table on the screen: its cells, what is found in it, and what the reader has marked."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtWidgets import QStyle, QStyledItemDelegate

from dd_panel.domain.sheet_cells import CellRange, column_name
from dd_panel.text import _
from dd_panel.ui.widgets.painting import CENTRE, LEFT, RIGHT
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QStyleOptionViewItem

    from dd_panel.domain.marks import Mark
    from dd_panel.exchange.attachments.sheets import Cell, Grid
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.widgets.index import Index


ICON: Final = 14
HEADING_ROWS: Final = 20
_FOUND_LOOKS: Final = frozenset({int(Qt.ItemDataRole.BackgroundRole), int(Qt.ItemDataRole.FontRole)})


def heading_row_of(grid: Grid) -> int | None:
    """The row that says what the columns are: the first of the upper ones that is filled in most of them."""
    filled = Counter(row for row, _column in grid.cells if row < HEADING_ROWS)
    return min((row for row, count in filled.items() if 2 * count > grid.columns > 1), default=None)


class GridModel(QAbstractTableModel):
    """One sheet, with the places found in it and the reader's marks, each by its cell."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.grid: Grid | None = None
        self.heading_row: int | None = None
        self._named = False
        self.found: frozenset[tuple[int, int]] = frozenset()
        self.current: tuple[int, int] | None = None
        self.marked: Mapping[tuple[int, int], Mark] = {}

    def show_grid(self, grid: Grid | None) -> None:
        """Show another sheet."""
        self.beginResetModel()
        self.grid = grid
        self.heading_row = None if grid is None else heading_row_of(grid)
        self._named = False
        self.endResetModel()

    def name_columns(self, *, named: bool) -> None:
        """Head the columns with what the sheet calls them, or with their letters."""
        if named != self._named:
            self._named = named
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(self.columnCount() - 1, 0))

    def cell(self, index: Index) -> Cell | None:
        """What a cell holds; None for an empty one."""
        return None if self.grid is None else self.grid.cells.get((index.row(), index.column()))

    def show_found(self, found: frozenset[tuple[int, int]], current: tuple[int, int] | None) -> None:
        """Tint the cells in which something was found."""
        self.found, self.current = found, current
        self._paint_all()

    def show_marked(self, marked: Mapping[tuple[int, int], Mark]) -> None:
        """Tint the cells that the reader has marked, and let those with a private note bear its icon."""
        self.marked = marked
        self._paint_all()

    def _paint_all(self) -> None:
        if self.rowCount() and self.columnCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if self.grid is None or (parent is not None and parent.isValid()) else self.grid.rows

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if self.grid is None or (parent is not None and parent.isValid()) else self.grid.columns

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return CENTRE if orientation == Qt.Orientation.Horizontal else RIGHT
        if role == Qt.ItemDataRole.DisplayRole:
            return self._column_head(section) if orientation == Qt.Orientation.Horizontal else str(section + 1)
        return None

    def _column_head(self, column: int) -> str:
        cell = None
        if self._named and self.grid is not None and self.heading_row is not None:
            cell = self.grid.cells.get((self.heading_row, column))
        return ("" if cell is None else " ".join(cell.text.split())) or column_name(column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cell(index)
        place = index.row(), index.column()
        if place in self.found and role in _FOUND_LOOKS:
            return self._look(role, current=place == self.current)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(place, cell)
        if (mark := self.marked.get(place)) is not None:
            if role == Qt.ItemDataRole.BackgroundRole:
                return self._theme.colour("highlight")
            if role == Qt.ItemDataRole.DecorationRole and mark.is_note:
                return self._theme.icon("note", "warn", ICON)
        if cell is None:
            return None
        return {
            Qt.ItemDataRole.DisplayRole: cell.text.replace("\n", " "),
            Qt.ItemDataRole.ToolTipRole: plain_tip(cell.text),
            Qt.ItemDataRole.TextAlignmentRole: RIGHT if cell.right_aligned else LEFT,
        }.get(Qt.ItemDataRole(role))

    def _spoken(self, place: tuple[int, int], cell: Cell | None) -> str:
        name = CellRange.around((place,)).name
        said = _("{cell}: {content}").format(cell=name, content=_("empty") if cell is None else cell.text)
        mark = self.marked.get(place)
        if mark is None:
            return said
        about = _("private note: {note}").format(note=mark.note) if mark.is_note else _("highlighted")
        return _(", ").join((said, about))

    def _look(self, role: int, *, current: bool) -> object:
        """How a cell with what was looked for differs from the others."""
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._theme.colour("findNow" if current else "find")
        return self._theme.font("dense", 600) if current else None


class GridDelegate(QStyledItemDelegate):
    """Lets a place that was found keep its colour when one is at it."""

    def __init__(self, model: GridModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if (index.row(), index.column()) in self._model.found:
            option.state &= ~QStyle.StateFlag.State_Selected
