"""The matrix of the Assignment screen: applications down, members across, coverage at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QTableView, QWidget

from dd_panel.text import _
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.labels import Label
from dd_panel.ui.widgets.painting import CENTRE, Ink, smooth, smooth_painter
from dd_panel.ui.widgets.tables import PlainTable
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from dd_panel.ui.round.assignment.rows import Grid
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.widgets.index import Index


HEADER: Final = 88
ROW: Final = 32
NAMES: Final = 248
NAMES_COMPACT: Final = 216
REFERENCE: Final = 56
NARROWEST: Final = 60
COVER: Final = 88
SPOKEN: Final = int(Qt.ItemDataRole.AccessibleTextRole)


class AssignmentModel(QAbstractTableModel):
    """A grid as a table; every cell speaks a sentence."""

    def __init__(self, grid: Grid) -> None:
        super().__init__()
        self._grid = grid

    @property
    def grid(self) -> Grid:
        """What is shown."""
        return self._grid

    def show_grid(self, grid: Grid) -> None:
        """Show another grid, or the same one after a change."""
        before, self._grid = self._grid, grid
        if (before.applications, before.members) == (grid.applications, grid.members):
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            if last.isValid():
                self.dataChanged.emit(self.index(0, 0), last)
                self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            return
        self.beginResetModel()
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._grid.applications)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._grid.members)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, SPOKEN}:
            return None
        if orientation == Qt.Orientation.Vertical:
            application = self._grid.applications[section]
            words = f"{application.reference} {application.heading}"
        else:
            words = f"{self._grid.members[section].name}, {self._grid.load_words(section)}"
        return plain_tip(words) if role == Qt.ItemDataRole.ToolTipRole else words

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == SPOKEN:
            return self._grid.spoken(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            words = {"lead": _("Lead"), "reviewer": _("reviews"), "conflict": _("conflict"), "empty": ""}
            return words[self._grid.cells[index.row()][index.column()]]
        return None


class AssignmentDelegate(QStyledItemDelegate):
    """Paints lead, review, conflict, and what the keyboard is on."""

    def __init__(self, theme: Theme, view: QTableView, model: AssignmentModel) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, here = option.rect, self._view.currentIndex()
        if index.row() == here.row() or index.column() == here.column():
            painter.fillRect(rect, self._theme.colour("accentSoft"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._theme.colour("line"))
        state = self._model.grid.cells[index.row()][index.column()]
        focused = index == here and self._view.hasFocus()
        if state == "empty" and not focused:
            return  # most cells of a large round
        painter.save()
        smooth(painter)
        ink = Ink(painter, self._theme)
        self._paint_state(ink, QRectF(rect), state, focused=focused)
        if focused:
            ink.box(QRectF(rect).adjusted(3, 1, -3, -1), 7, None, "focus", 2)
        painter.restore()

    def _paint_state(self, ink: Ink, rect: QRectF, state: str, *, focused: bool) -> None:
        px = self._theme.px
        wide = min(px(52), rect.width() - 8)
        box = QRectF(rect.center().x() - wide / 2, rect.top() + 3, wide, rect.height() - 6)
        if focused:
            box = box.adjusted(3, 2, -3, -2)
        if state == "conflict":
            ink.hatch(rect.adjusted(5, 4, -5, -4), "conflict", 0.4, 6)
            side = px(20)
            spot = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
            ink.box(spot, side / 2, "surface")
            ink.icon_centred("slash", spot, 16, "conflict")
        elif state == "lead":
            ink.box(box, 6, "accent")
            ink.text(box, _("Lead"), ("caption", 600), "onAccent", CENTRE)
        elif state == "reviewer":
            ink.box(box, 6, "accentSoft", "accent")
            ink.icon_centred("check", box, 14, "accent")
        elif focused:
            ink.box(box, 6, "surface")
            ink.text(box, _("Assign"), ("caption", 600), "accent", CENTRE)


class ReviewerHeader(QHeaderView):
    """Paints each member's name and load."""

    def __init__(self, theme: Theme, model: AssignmentModel, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._theme = theme
        self._model = model
        self._view = view
        self.setSectionsClickable(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        # The height is fixed: Qt would measure the words of a hundred sections, a dozen times before the first paint.
        return QSize(self.length(), self.minimumHeight())

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        grid, px = self._model.grid, self._theme.px
        painter.save()
        smooth(painter)
        ink = Ink(painter, self._theme)
        area = QRectF(rect)
        here = self._view.currentIndex().column() == section
        painter.fillRect(area, self._theme.colour("accentSoft" if here else "surface"))
        first, _space, last = grid.members[section].name.rpartition(" ")
        inside = area.adjusted(2, 0, -2, 0)
        ink.text(
            QRectF(inside.left(), area.top() + px(10), inside.width(), px(18)), first, ("caption", None), "ink2", CENTRE
        )
        ink.text(
            QRectF(inside.left(), area.top() + px(26), inside.width(), px(20)), last, ("dense", 600), "ink", CENTRE
        )
        limit = grid.limits[section]
        bar = QRectF(area.left() + 8, area.top() + px(54), area.width() - 16, 6)
        over = limit is not None and grid.loads[section] > limit
        most = limit or max(*grid.loads, 1)
        ink.box(bar, 3, "neutralSoft")
        if grid.loads[section]:
            share = min(1.0, grid.loads[section] / most)
            ink.box(QRectF(bar.left(), bar.top(), max(6.0, bar.width() * share), 6), 3, "warn" if over else "accent")
        words = QRectF(area.left(), area.top() + px(62), area.width(), px(20))
        ink.text(
            words, grid.load_words(section), ("caption", 600 if over else None), "warn" if over else "ink2", CENTRE
        )
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width() + 1, 1), self._theme.colour("control"))
        painter.restore()


class ApplicationHeader(QHeaderView):
    """Paints each application's reference and authority; it stays in view when the members are scrolled."""

    def __init__(self, theme: Theme, model: AssignmentModel, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._theme = theme
        self._model = model
        self._view = view
        self.setSectionsClickable(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), self.length())  # as with the members

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        application, px = self._model.grid.applications[section], self._theme.px
        painter.save()
        smooth(painter)
        ink = Ink(painter, self._theme)
        area = QRectF(rect)
        here = self._view.currentIndex().row() == section
        painter.fillRect(area, self._theme.colour("accentSoft" if here else "surface"))
        if here:
            painter.fillRect(QRectF(area.left(), area.top(), 4, area.height()), self._theme.colour("accent"))
        left = area.left() + px(24)
        wide = max(px(REFERENCE), ink.text_width(application.reference, ("caption", None)) + px(8))
        ink.text(QRectF(left, area.top(), wide, area.height()), application.reference, ("caption", None), "ink3")
        name = QRectF(left + wide, area.top(), area.right() - left - wide - px(8), area.height())
        ink.text(name, application.lead_authority, ("dense", 600 if here else 500))
        ink.hairline(area)
        painter.restore()


class AssignmentTable(PlainTable):
    """The matrix; names and loads stay in view."""

    def __init__(self, theme: Theme, model: AssignmentModel) -> None:
        super().__init__()
        self._theme = theme
        self._model = model
        self.setHorizontalHeader(ReviewerHeader(theme, model, self))
        self.setVerticalHeader(ApplicationHeader(theme, model, self))
        self.setModel(model)
        self.setItemDelegate(AssignmentDelegate(theme, self, model))
        self.setAccessibleName(_("Assignment"))
        self.setProperty("ring", "none")  # the delegate draws it inside the cell
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._corner = Label(theme, _("Application"), "caption", "ink2", 600)
        self._corner.setParent(self)
        model.modelReset.connect(self._share_width)
        theme.theme_changed.connect(self._dress)
        theme.compact_changed.connect(self._dress)
        self._dress()

    def go_to(self, row: int, column: int) -> None:
        """Put the keyboard on a cell and bring it into sight."""
        index = self._model.index(max(row, 0), max(column, 0))
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        # The row and the column of the current cell are tinted as a whole.
        view, names, heads = self.viewport(), self.verticalHeader().viewport(), self.horizontalHeader().viewport()
        for index in (current, previous):
            if index.isValid():
                place = self.visualRect(index)
                names.update(0, place.top(), names.width(), place.height())
                heads.update(place.left(), 0, place.width(), heads.height())
                view.update(0, place.top(), view.width(), place.height())
                view.update(place.left(), 0, place.width(), view.height())

    def keyboardSearch(self, search: str) -> None:
        """Letters change assignments here; they search for nothing."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _dress(self) -> None:
        px = self._theme.px
        self.horizontalHeader().setFixedHeight(px(HEADER))
        rows = self.verticalHeader()
        rows.setMinimumSectionSize(20)
        rows.setDefaultSectionSize(px(ROW))
        rows.setFixedWidth(px(NAMES_COMPACT if self._theme.compact else NAMES))
        self._corner.move(px(24), px(HEADER - 30))
        self._corner.adjustSize()
        self._share_width()
        self.viewport().update()

    def _share_width(self) -> None:
        """Share the room among the members; more of them than fit are scrolled."""
        columns = self._model.columnCount()
        header = self.horizontalHeader()
        header.setMinimumSectionSize(20)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        if columns:
            wide = max(self._theme.px(NARROWEST), self.viewport().width() // columns)
            header.setDefaultSectionSize(wide)


class CoverStrip(QWidget):
    """How many reviews each application has, beside the matrix and scrolled with it."""

    def __init__(self, theme: Theme, table: AssignmentTable, model: AssignmentModel) -> None:
        super().__init__()
        self._theme = theme
        self._table = table
        self._model = model
        keep_extent(self, theme, wide=COVER)
        table.verticalScrollBar().valueChanged.connect(self.update)
        table.selectionModel().currentChanged.connect(self.update)
        model.dataChanged.connect(self.update)
        model.modelReset.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        grid, px = self._model.grid, self._theme.px
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        painter.fillRect(self.rect(), self._theme.colour("surface"))
        head, here = px(HEADER), self._table.currentIndex().row()
        bottom = head + self._table.viewport().height()
        painter.setClipRect(0, head, self.width(), self._table.viewport().height())
        at = max(0, self._table.rowAt(0))
        while at < len(grid.applications):
            top = head + self._table.rowViewportPosition(at)
            if top >= bottom:
                break
            area = QRectF(0, top, self.width(), px(ROW))
            if at == here:
                painter.fillRect(area, self._theme.colour("accentSoft"))
            good = grid.covers[at] >= grid.reviews and grid.led[at]
            centre = area.center()
            icon, tone = ("check", "good") if good else ("alert", "warn")
            ink.icon(icon, centre.x() - px(30), centre.y() - px(8), 16, tone)
            words = QRectF(centre.x() - px(8), area.top(), px(50), area.height())
            ink.text(words, grid.cover_words(at), ("dense", None if good else 600), "ink2" if good else "warn")
            ink.hairline(area)
            at += 1
        painter.setClipping(False)
        painter.fillRect(0, 0, self.width(), head, self._theme.colour("surface"))
        ink.text(QRectF(0, head - px(32), self.width(), px(24)), _("Cover"), ("caption", 600), "ink2", CENTRE)
        ink.line(QPointF(0, head - 0.5), QPointF(self.width(), head - 0.5), "control")
        painter.end()
