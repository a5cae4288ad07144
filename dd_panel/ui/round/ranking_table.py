"""The ranking as a table; the funding line is a row of its own and stays in sight at an edge while one scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QTableView

from dd_panel.text import _
from dd_panel.ui.round.ranking_line import PINNED, paint_funding_line
from dd_panel.ui.round.ranking_rows import HIGHEST, FundingLine, PlaceRow, RankRow, lowest_shown
from dd_panel.ui.widgets.headers import ColumnHeader
from dd_panel.ui.widgets.marks import DotStrip, paint_dot_strip
from dd_panel.ui.widgets.painting import CENTRE, LEFT, RIGHT, Ink, smooth, smooth_painter

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from dd_panel.domain.rounds import Method
    from dd_panel.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)
PLACE, APPLICATION, MODEL, MEAN, REVIEWERS, VIEWS, COST, RUNNING = range(8)
COLUMNS: Final = 8
HEADER: Final = 36
WIDTHS: Final = {PLACE: 52, MODEL: 160, MEAN: 64, REVIEWERS: 184, VIEWS: 56, COST: 72, RUNNING: 120}
COMPACT_WIDTHS: Final = {PLACE: 52, MEAN: 64, REVIEWERS: 176, VIEWS: 56, COST: 72, RUNNING: 120}
NARROW_WIDTHS: Final = {PLACE: 52, MEAN: 60, REVIEWERS: 120, VIEWS: 52, RUNNING: 112}
NARROW: Final = 720
ALIGNED: Final = {PLACE: CENTRE, VIEWS: CENTRE, MEAN: RIGHT, COST: RIGHT, RUNNING: RIGHT}


class RankingModel(QAbstractTableModel):
    """Places, the funding line, and applications without a place."""

    def __init__(self, method: Method) -> None:
        super().__init__()
        self._method = method
        self._rows: tuple[RankRow, ...] = ()
        self.lowest = 0

    @property
    def rows(self) -> tuple[RankRow, ...]:
        """What is shown, from top to bottom."""
        return self._rows

    def show_rows(self, rows: tuple[RankRow, ...]) -> None:
        """Show another order."""
        self.beginResetModel()
        self._rows = rows
        self.lowest = lowest_shown(rows)
        self.endResetModel()

    def row_of(self, reference: str) -> int | None:
        """The row of an application, None when there is none."""
        for at, row in enumerate(self._rows):
            if isinstance(row, PlaceRow) and row.line.application.reference == reference:
                return at
        return None

    @property
    def funding_row(self) -> int | None:
        """The row of the funding line, None without one."""
        return next((at for at, row in enumerate(self._rows) if isinstance(row, FundingLine)), None)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else COLUMNS

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._rows[index.row()], FundingLine):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGNED.get(section, LEFT)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        score = {"mean": _("Mean"), "median": _("Median"), "agreed": _("Agreed")}[self._method]
        reviewers = _("Reviewers, {low}–{high}").format(low=self.lowest, high=HIGHEST)
        return (
            _("Place"),
            _("Application"),
            _("Model"),
            score,
            reviewers,
            _("Views"),
            _("Cost"),
            _("Running cost"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken()
        if isinstance(row, FundingLine):
            return row.title if role == Qt.ItemDataRole.DisplayRole and index.column() == PLACE else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, index.column())
        return None

    def _words(self, row: PlaceRow) -> tuple[str, ...]:
        application = row.line.application
        totals = _(", ").join(f"{value:.0f}" for value in row.percents)
        views = _("Views differ") if row.differs else ""
        return (
            row.place,
            application.lead_authority,
            application.model,
            row.mean,
            totals or row.notes,
            views,
            row.cost,
            row.running,
        )

    def _tip(self, row: PlaceRow, column: int) -> str | None:
        if column == APPLICATION:
            return "\n".join(part for part in (row.line.application.heading, row.notes) if part)
        if column == VIEWS and row.differs:
            return _("The highest and the lowest total lie far apart.")
        if column == RUNNING and row.first_over:
            return _("Here the support asked for passes the fund.")
        return None


class RankingDelegate(QStyledItemDelegate):
    """Paints places and dots."""

    def __init__(self, theme: Theme, view: RankingTable, model: RankingModel) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: RankRow = index.data(ROW_ROLE)
        rect = QRectF(option.rect)
        painter.save()
        smooth(painter)
        ink = Ink(painter, self._theme)
        if isinstance(row, FundingLine):
            paint_funding_line(ink, rect, row)
        else:
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            ink.row_ground(rect, selected=selected, first=index.column() == PLACE)
            self._paint_cell(ink, rect, row, index)
            ink.hairline(rect)
        painter.restore()

    def _paint_cell(self, ink: Ink, rect: QRectF, row: PlaceRow, index: Index) -> None:
        pad = self._theme.px(8)
        inside = rect.adjusted(pad, 0, -pad, 0)
        strong = ("body", 600) if row.percent is not None else ("body", None)
        match index.column():
            case 0:
                ink.text(rect, row.place, strong, "ink", CENTRE)
            case 1:
                self._paint_application(ink, inside, row, index.row())
            case 2:
                ink.text(inside, row.line.application.model, ("dense", None), "ink2")
            case 3:
                ink.text(inside, row.mean, strong, "ink", RIGHT)
            case 4:
                self._paint_reviewers(ink, inside, row)
            case 5 if row.differs:
                ink.icon_centred("flag", rect, 16, "bad")
            case 6:
                ink.text(inside, row.cost, ("dense", None), "ink2", RIGHT)
            case 7:
                self._paint_running(ink, inside, row)
            case _:
                pass

    def _paint_application(self, ink: Ink, inside: QRectF, row: PlaceRow, at: int) -> None:
        px = self._theme.px
        application = row.line.application
        upper = QRectF(inside.left(), inside.top() + px(4), inside.width(), px(20))
        lower = QRectF(inside.left(), inside.top() + px(23), inside.width(), px(16))
        if at in self._view.hits:
            wide = min(inside.width(), ink.text_width(application.lead_authority, ("dense", 600)) + 6)
            ground = "findNow" if at == self._view.currentIndex().row() else "find"
            ink.box(QRectF(upper.left() - 3, upper.top() + 1, wide, upper.height() - 2), 3, ground)
        ink.text(upper, application.lead_authority, ("dense", 600))
        about = " · ".join(part for part in (application.reference, application.service) if part)
        ink.text(lower, about, ("caption", None), "ink2")
        beside = ink.text_width(about, ("caption", None)) + px(8)
        if row.percent is not None and row.notes and beside < inside.width() - px(40):
            ink.text(lower.adjusted(beside, 0, 0, 0), row.notes, ("caption", 500), "warn")

    def _paint_reviewers(self, ink: Ink, inside: QRectF, row: PlaceRow) -> None:
        if not row.percents:
            ink.text(inside, row.notes, ("caption", None), "ink2")
            return
        strip = DotStrip(row.percents, row.percent, self._model.lowest, HIGHEST)
        paint_dot_strip(ink, inside.adjusted(0, self._theme.px(8), 0, -self._theme.px(8)), strip)

    def _paint_running(self, ink: Ink, inside: QRectF, row: PlaceRow) -> None:
        style, tone = (("dense", 600), "ink") if row.within else (("dense", None), "ink2")
        ink.text(inside, row.running, style, tone, RIGHT)
        if row.first_over:
            left = inside.right() - ink.text_width(row.running, style) - self._theme.px(22)
            ink.icon("alert", left, inside.center().y() - self._theme.px(7), 14, "warn")


class RankingTable(QTableView):
    """The table; `hits` are the rows that a search found."""

    def __init__(self, theme: Theme, model: RankingModel) -> None:
        super().__init__()
        self._theme = theme
        self._model = model
        self.hits: frozenset[int] = frozenset()
        self.setHorizontalHeader(ColumnHeader(theme, HEADER))
        self.setModel(model)
        self.setItemDelegate(RankingDelegate(theme, self, model))
        self.setAccessibleName(_("Ranking"))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        pinned, at = self._pinned(), self._model.funding_row
        if pinned is None or at is None:
            return
        line = self._model.rows[at]
        if isinstance(line, FundingLine):
            painter = smooth_painter(self.viewport())
            paint_funding_line(Ink(painter, self._theme), pinned, line)
            painter.end()

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
        self.clearSpans()
        at = self._model.funding_row
        for row in range(self._model.rowCount()):
            high = "ranking_line_row" if row == at else "ranking_row"
            if self.rowHeight(row) != self._theme.length(high):
                self.setRowHeight(row, self._theme.length(high))
        if at is not None:
            self.setSpan(at, 0, 1, COLUMNS)

    def _dress(self) -> None:
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
        for column in range(COLUMNS):
            if column != APPLICATION:
                self.setColumnHidden(column, column not in widths)
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
                self.setColumnWidth(column, self._theme.px(widths.get(column, 0)))
