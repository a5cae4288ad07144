"""The viewer for workbooks: one read-only table for each sheet, with the formula of the cell one is at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QTableView,
)

from dd_panel.domain.passages import SHEET, Place
from dd_panel.exchange.attachments.finding import places_of
from dd_panel.text import _
from dd_panel.ui.actions import types_something
from dd_panel.ui.desk.documents.toolbar import DocumentBar
from dd_panel.ui.desk.documents.viewer import Viewer
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.fields import DropDown
from dd_panel.ui.widgets.frames import Rule
from dd_panel.ui.widgets.headers import ColumnHeader
from dd_panel.ui.widgets.labels import ElidedLabel, Label
from dd_panel.ui.widgets.layouts import column, row
from dd_panel.ui.widgets.painting import CENTRE, LEFT, RIGHT, text_room
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from dd_panel.exchange.attachments.sheets import Cell, Grid, Sheets
    from dd_panel.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

HEADER: Final = 28
ROW: Final = 28
NARROWEST: Final = 56
WIDEST: Final = 280
MEASURED_ROWS: Final = 200
PADDING: Final = 20
MOST_SPANS: Final = 200
LETTERS: Final = 26
_LOOKS: Final = frozenset({int(Qt.ItemDataRole.BackgroundRole), int(Qt.ItemDataRole.FontRole)})


def column_name(index: int) -> str:
    """A column's letters, A for 0."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, LETTERS)
        name = chr(ord("A") + rest) + name
    return name


class GridModel(QAbstractTableModel):
    """One sheet, with the places found in it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.grid: Grid | None = None
        self.found: frozenset[tuple[int, int]] = frozenset()
        self.current: tuple[int, int] | None = None

    def show_grid(self, grid: Grid | None) -> None:
        """Show another sheet."""
        self.beginResetModel()
        self.grid = grid
        self.endResetModel()

    def cell(self, index: Index) -> Cell | None:
        """What a cell holds; None for an empty one."""
        return None if self.grid is None else self.grid.cells.get((index.row(), index.column()))

    def mark(self, found: frozenset[tuple[int, int]], current: tuple[int, int] | None) -> None:
        """Tint these cells."""
        self.found, self.current = found, current
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
            return column_name(section) if orientation == Qt.Orientation.Horizontal else str(section + 1)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cell(index)
        place = index.row(), index.column()
        if place in self.found and role in _LOOKS:
            return self._look(role, current=place == self.current)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            name = f"{column_name(index.column())}{index.row() + 1}"
            return _("{cell}: {content}").format(cell=name, content=_("empty") if cell is None else cell.text)
        if cell is None:
            return None
        return {
            Qt.ItemDataRole.DisplayRole: cell.text.replace("\n", " "),
            Qt.ItemDataRole.ToolTipRole: plain_tip(cell.text),
            Qt.ItemDataRole.TextAlignmentRole: RIGHT if cell.right_aligned else LEFT,
        }.get(Qt.ItemDataRole(role))

    def _look(self, role: int, *, current: bool) -> object:
        """How a cell with what was looked for differs from the others."""
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._theme.colour("findNow" if current else "find")
        return self._theme.font("dense", 600) if current else None


class GridDelegate(QStyledItemDelegate):
    """Lets a place that was found keep its colour when one is at it."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.data(Qt.ItemDataRole.BackgroundRole) is not None:
            option.state &= ~QStyle.StateFlag.State_Selected


class GridView(QTableView):
    """A sheet as a table to look at and to copy from."""

    def __init__(self, theme: Theme, model: GridModel) -> None:
        super().__init__()
        self._theme = theme
        self._model = model
        self.setModel(model)
        self.setHorizontalHeader(ColumnHeader(theme, HEADER))
        self.setItemDelegate(GridDelegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultAlignment(RIGHT)
        rows.setHighlightSections(False)
        self.dress()

    def dress(self) -> None:
        """Take the theme's letters and lengths afresh."""
        self.setFont(self._theme.font("dense"))
        self.verticalHeader().setFont(self._theme.font("caption"))
        self.verticalHeader().setDefaultSectionSize(self._theme.px(ROW))
        self.fit_columns()

    def fit_columns(self) -> None:
        """Give each column the width of what stands in it, within limits."""
        grid = self._model.grid
        if grid is None:
            return
        widest: dict[int, int] = {}
        for (at, index), cell in grid.cells.items():
            # A title above a table runs over its neighbours in Excel; it must not widen its column here.
            alone = not cell.right_aligned and (at, index + 1) not in grid.cells and index == 0 and grid.columns > 1
            if at < MEASURED_ROWS and not alone:
                room = text_room(self._theme, cell.text[:80], ("dense", None)) + self._theme.px(PADDING)
                widest[index] = max(widest.get(index, 0), room)
        for index in range(grid.columns):
            least, most = self._theme.px(NARROWEST), self._theme.px(WIDEST)
            self.setColumnWidth(index, max(least, min(most, widest.get(index, least))))
        self._let_titles_run_over(grid)

    def _let_titles_run_over(self, grid: Grid) -> None:
        """Give a long text the empty cells at its right, as Excel does."""
        self.clearSpans()
        spans = 0
        for (at, index), cell in grid.cells.items():
            room = text_room(self._theme, cell.text[:200], ("dense", None)) + self._theme.px(PADDING)
            if cell.right_aligned or room <= self.columnWidth(index) or spans >= MOST_SPANS:
                continue
            last, wide = index, self.columnWidth(index)
            while wide < room and last + 1 < grid.columns and (at, last + 1) not in grid.cells:
                last += 1
                wide += self.columnWidth(last)
            if last > index:
                self.setSpan(at, index, 1, last - index + 1)
                spans += 1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy what is marked; leave plain characters to the desk."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif types_something(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _copy(self) -> None:
        places = sorted((index.row(), index.column()) for index in self.selectedIndexes())
        grid = self._model.grid
        if grid is None or not places:
            return
        lines: dict[int, list[str]] = {}
        for place in places:
            cell = grid.cells.get(place)
            lines.setdefault(place[0], []).append("" if cell is None else cell.text)
        QApplication.clipboard().setText("\n".join("\t".join(line) for line in lines.values()))
        announce(self, _("Copied"))


class SheetPane(Viewer):
    """Shows a workbook: the sheet one chooses, and what stands in the cell one is at."""

    def __init__(self, theme: Theme, sheets: Sheets) -> None:
        chooser = DropDown(theme, _("Sheet"), [_sheet_name(grid) for grid in sheets.grids])
        extent = Label(theme, "", "dense", "ink2")
        super().__init__(DocumentBar(theme, (chooser, 8, extent), (extent,)))
        self.chooser, self._extent = chooser, extent
        self._grids = sheets.grids
        self._places: list[tuple[int, int, int]] = []
        self._hit = -1
        self._model = GridModel(theme)
        self._where = Label(theme, "", "dense", "ink2", 600)
        self._content = ElidedLabel(theme, "", "dense", "ink")
        self.view = GridView(theme, self._model)
        line = row(self._where, (self._content, 1), gap=12, margins=(16, 6, 16, 6))
        self.setLayout(column(self.bar, line, Rule(theme), (self.view, 1), gap=0))
        self.setFocusProxy(self.view)
        self.chooser.currentIndexChanged.connect(self.show_sheet)
        self.view.selectionModel().currentChanged.connect(self._on_current_changed)
        theme.theme_changed.connect(self.view.dress)
        self.show_sheet(0)

    @property
    def hits(self) -> int:
        return len(self._places)

    @property
    def hit(self) -> int:
        return self._hit

    def show_sheet(self, index: int) -> None:
        """Show one of the sheets from its beginning."""
        if not 0 <= index < len(self._grids):
            return
        grid = self._grids[index]
        self._model.show_grid(grid)
        self.view.fit_columns()
        self._extent.setText(
            _("{rows} rows, {columns} columns").format(rows=grid.rows, columns=grid.columns)
            if grid.cells
            else _("This sheet is empty")
        )
        self.view.setAccessibleName(_("Sheet {name}").format(name=_sheet_name(grid)))
        if grid.rows:
            self.view.setCurrentIndex(self._model.index(0, 0))
        self._mark()

    def find_all(self, words: str) -> None:
        self._places = [
            (at, *place)
            for at, grid in enumerate(self._grids)
            for place, cell in sorted(grid.cells.items())
            if places_of(words, cell.text)
        ]
        here = self.chooser.currentIndex()
        self._hit = next((at for at, place in enumerate(self._places) if place[0] >= here), 0 if self._places else -1)
        self._go_to_hit()

    def step_hit(self, by: int) -> None:
        if self._places:
            self._hit = (self._hit + by) % len(self._places)
            self._go_to_hit()

    def selected(self) -> Place | None:
        grid = self._model.grid
        places = sorted((index.row(), index.column()) for index in self.view.selectedIndexes())
        cells = [] if grid is None else [grid.cells[place].text for place in places if place in grid.cells]
        words = " ".join(text for text in cells if text.strip())
        return Place("", f"{SHEET}{grid.name}", words) if grid is not None and words else None

    def show_place(self, place: Place) -> None:
        names = [grid.name for grid in self._grids]
        sheet = names.index(place.sheet) if place.sheet in names else self.chooser.currentIndex()
        self.chooser.setCurrentIndex(sheet)
        cells = self._grids[sheet].cells if 0 <= sheet < len(self._grids) else {}
        wanted = place.words.split()
        # Of a line of cells the cell that shares most words with it.
        best = max(sorted(cells), key=lambda at: sum(word in cells[at].text.split() for word in wanted), default=None)
        if best is not None:
            self.view.setCurrentIndex(self._model.index(*best))
            self.view.scrollTo(self._model.index(*best))

    def _go_to_hit(self) -> None:
        if self._hit >= 0:
            sheet, at, index = self._places[self._hit]
            self.chooser.setCurrentIndex(sheet)
            self.view.setCurrentIndex(self._model.index(at, index))
            self.view.scrollTo(self._model.index(at, index))
        self._mark()
        self.hits_changed.emit()

    def _mark(self) -> None:
        here = self.chooser.currentIndex()
        found = frozenset((at, index) for sheet, at, index in self._places if sheet == here)
        current = self._places[self._hit] if self._hit >= 0 else None
        self._model.mark(found, current[1:] if current is not None and current[0] == here else None)

    def _on_current_changed(self, index: QModelIndex) -> None:
        cell = self._model.cell(index)
        self._where.setText(f"{column_name(index.column())}{index.row() + 1}" if index.isValid() else "")
        words = "" if cell is None else cell.text.replace("\n", " ")
        if cell is not None and cell.formula:
            words = _("{value}  from  {formula}").format(value=words, formula=cell.formula)
        self._content.setText(words)


def _sheet_name(grid: Grid) -> str:
    return _("{name} (hidden in the workbook)").format(name=grid.name) if grid.hidden else grid.name
