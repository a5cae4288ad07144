"""The viewer for workbooks: one read-only table for each sheet, with the formula of the cell one is at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QTableView,
)

from dd_panel.domain.evidence import one_line
from dd_panel.domain.passages import SHEET, Place, sheet_part
from dd_panel.domain.sheet_cells import CellRange, column_name
from dd_panel.exchange.attachments.finding import places_of
from dd_panel.text import _
from dd_panel.ui.actions import types_something
from dd_panel.ui.desk.documents.frozen_column import FrozenColumn
from dd_panel.ui.desk.documents.grid_model import GridDelegate, GridModel
from dd_panel.ui.desk.documents.toolbar import DocumentBar
from dd_panel.ui.desk.documents.viewer import Viewer
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.fields import DropDown
from dd_panel.ui.widgets.frames import Rule
from dd_panel.ui.widgets.headers import ColumnHeader
from dd_panel.ui.widgets.labels import ElidedLabel, Label
from dd_panel.ui.widgets.layouts import column, row
from dd_panel.ui.widgets.painting import RIGHT, text_room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from dd_panel.domain.marks import Mark
    from dd_panel.exchange.attachments.sheets import Grid, Sheets
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.widgets.index import Index

HEADER: Final = 28
ROW: Final = 28
NARROWEST: Final = 56
WIDEST: Final = 280
MEASURED_ROWS: Final = 200
PADDING: Final = 20
MOST_SPANS: Final = 200
SELECT: Final = QItemSelectionModel.SelectionFlag.ClearAndSelect


class GridView(QTableView):
    """A sheet as a table to look at and to copy from."""

    def __init__(self, theme: Theme, model: GridModel) -> None:
        super().__init__()
        self._theme = theme
        self._model = model
        self.setModel(model)
        self.setHorizontalHeader(ColumnHeader(theme, HEADER))
        self.setItemDelegate(GridDelegate(model, self))
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
        self.first_column = FrozenColumn(theme, self, HEADER)
        self.verticalScrollBar().valueChanged.connect(self._name_columns)
        self.dress()

    def dress(self) -> None:
        """Take the theme's letters and lengths afresh."""
        self.setFont(self._theme.font("dense"))
        for part in (self.verticalHeader(), self.verticalHeader().viewport()):  # which draws the numbers, in its own
            part.setFont(self._theme.font("caption"))
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
        self.first_column.dress()

    def scrollTo(
        self,
        index: Index,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Bring a cell into sight, and not beneath the first column."""
        super().scrollTo(index, hint)
        if index.column() > 0 and self.first_column.isVisible():
            covered = self.first_column.width() - self.visualRect(index).left()
            if covered > 0:
                bar = self.horizontalScrollBar()
                bar.setValue(bar.value() - covered)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.first_column.fit()

    def _name_columns(self) -> None:
        """Once one has scrolled past the row that says what the columns are, let their heads say it."""
        row = self._model.heading_row
        self._model.name_columns(named=row is not None and self.rowViewportPosition(row) < 0)

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
        self._marks: tuple[Mark, ...] = ()
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
        if grid is None:
            return None
        places = sorted((index.row(), index.column()) for index in self.view.selectedIndexes())
        filled = [place for place in places if place in grid.cells]
        words = " ".join(text for place in filled if (text := grid.cells[place].text).strip())
        if not words:
            return None
        around = CellRange.around(filled)
        # Cells picked here and there have no one name; their sheet and their words must do.
        whole = sum(place in around for place in grid.cells) == len(filled)
        return Place("", sheet_part(grid.name, around) if whole else f"{SHEET}{grid.name}", words)

    def here(self) -> Place:
        grid, index = self._model.grid, self.view.currentIndex()
        if grid is None or not index.isValid():
            return super().here()
        return Place("", sheet_part(grid.name, CellRange.around(((index.row(), index.column()),))))

    def show_marks(self, marks: Sequence[Mark]) -> None:
        self._marks = tuple(marks)
        self._mark()
        self._on_current_changed(self.view.currentIndex())

    def show_place(self, place: Place) -> None:
        names, wanted = [one_line(grid.name) for grid in self._grids], one_line(place.sheet)
        sheet = names.index(wanted) if wanted in names else self.chooser.currentIndex()
        self.chooser.setCurrentIndex(sheet)
        cells = self._cells_of(place, sheet)
        if cells:
            first, last = self._model.index(*cells[0]), self._model.index(*cells[-1])
            self.view.setCurrentIndex(first)
            self.view.selectionModel().select(QItemSelection(first, last), SELECT)
            self.view.scrollTo(last)
            self.view.scrollTo(first)

    def _cells_of(self, place: Place, sheet: int) -> list[tuple[int, int]]:
        """The cells of a place in a sheet, from the first to the last; none where it lies in another one."""
        if not 0 <= sheet < len(self._grids) or one_line(place.sheet) not in {"", one_line(self._grids[sheet].name)}:
            return []
        grid = self._grids[sheet]
        if place.cells is not None:
            (top, left), (bottom, right) = place.cells.first, place.cells.last
            rows, columns = range(top, min(bottom + 1, grid.rows)), range(left, min(right + 1, grid.columns))
            return [(row, column) for row in rows for column in columns]
        wanted = place.words.split()
        # Of a line of cells the cell that shares most words with it.
        shared = {at: sum(word in cell.text.split() for word in wanted) for at, cell in sorted(grid.cells.items())}
        best = max(shared, key=shared.__getitem__, default=None)
        return [best] if best is not None and shared[best] else []

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
        self._model.show_found(found, current[1:] if current is not None and current[0] == here else None)
        self._model.show_marked({cell: mark for mark in self._marks for cell in self._cells_of(mark.place, here)})

    def _on_current_changed(self, index: QModelIndex) -> None:
        cell = self._model.cell(index)
        self._where.setText(f"{column_name(index.column())}{index.row() + 1}" if index.isValid() else "")
        words = "" if cell is None else cell.text.replace("\n", " ")
        if cell is not None and cell.formula:
            words = _("{value}  from  {formula}").format(value=words, formula=cell.formula)
        mark = self._model.marked.get((index.row(), index.column()))
        if mark is not None and mark.is_note:
            note = " ".join(mark.note.split())
            words = _("{value}   Private note: {note}").format(value=words, note=note)
        self._content.setText(words)


def _sheet_name(grid: Grid) -> str:
    return _("{name} (hidden in the workbook)").format(name=grid.name) if grid.hidden else grid.name
