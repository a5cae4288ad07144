"""The heat table of My scores: applications down, criteria across, a shade and a figure in every cell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QRectF, Qt
from PySide6.QtWidgets import QApplication, QHeaderView, QStyle, QStyledItemDelegate, QTableView

from dd_panel.domain.identifiers import RECOMMENDATION, score_field
from dd_panel.text import _, ngettext
from dd_panel.ui.desk.my_scores.rows import (
    ByScore,
    ScoreRow,
    heat_cell,
    spoken_cell,
    spoken_row,
    spoken_verdict,
    table_text,
    weight_words,
)
from dd_panel.ui.widgets.headers import ColumnHeader
from dd_panel.ui.widgets.marks import HeatCell, paint_heat_cell
from dd_panel.ui.widgets.painting import CENTRE, LEFT, RIGHT, Ink, smooth
from dd_panel.ui.widgets.pills import status_words
from dd_panel.ui.widgets.tables import PlainTable
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QResizeEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from dd_panel.domain.identifiers import CriterionKey, Reference
    from dd_panel.domain.rubric import Criterion, Rubric
    from dd_panel.ui.desk.my_scores.rows import Order
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.widgets.index import Index


RANK: Final = 0
APPLICATION: Final = 1
FIRST_SCORE: Final = 2
HEADER: Final = 48
RANK_WIDTH: Final = 56
TOTAL_WIDTH: Final = 72
VERDICT_WIDTH: Final = 104
APPLICATION_WIDTH: Final = 272
NARROWEST_APPLICATION: Final = 150
NAME_ALONE: Final = 200
NARROWEST_SCORE: Final = 48
USUAL_SCORE: Final = 72
ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)
CELL_ROLE: Final = ROW_ROLE + 1
HEADER_ROLES: Final = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))


class ScoresModel(QAbstractTableModel):
    """Rows of the member's own scores; a figure or a state in every cell, each with a sentence of its own."""

    def __init__(self, rubric: Rubric) -> None:
        super().__init__()
        self.rubric = rubric
        self._rows: tuple[ScoreRow, ...] = ()

    @property
    def rows(self) -> tuple[ScoreRow, ...]:
        """What is shown, from top to bottom."""
        return self._rows

    def show_rows(self, rows: tuple[ScoreRow, ...]) -> None:
        """Show other rows, or the same ones after a change."""
        same = [row.reference for row in rows] == [row.reference for row in self._rows]
        if same:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def criterion_at(self, column: int) -> CriterionKey | None:
        """The criterion of a column, None for rank, application and total."""
        at = column - FIRST_SCORE
        return self.rubric.keys[at] if 0 <= at < len(self.rubric.keys) else None

    def field_at(self, column: int) -> str:
        """The field that a column shows: a score or the recommendation; empty for the others."""
        criterion = self.criterion_at(column)
        if criterion is not None:
            return score_field(criterion)
        return RECOMMENDATION if column == self.verdict else ""

    @property
    def total(self) -> int:
        """The column of the total."""
        return FIRST_SCORE + len(self.rubric.keys)

    @property
    def verdict(self) -> int:
        """The column of the recommendation, the last one."""
        return self.total + 1

    def column_of(self, criterion: CriterionKey) -> int:
        """The column of a criterion."""
        return FIRST_SCORE + self.rubric.keys.index(criterion)

    def index_of(self, reference: str, criterion: CriterionKey | None = None) -> QModelIndex:
        """Where an application's score stands, an invalid index when it is not shown."""
        column = FIRST_SCORE if criterion is None else FIRST_SCORE + self.rubric.keys.index(criterion)
        for at, row in enumerate(self._rows):
            if row.reference == reference:
                return self.index(at, column)
        return QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self.verdict + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT if section == APPLICATION else CENTRE
        criterion = self._criterion(section)
        if criterion is None:
            titles = {RANK: _("Rank"), APPLICATION: _("Application"), self.total: _("Total")}
            return titles.get(section, _("Recommended")) if role in HEADER_ROLES else None
        weight = weight_words(self.rubric, criterion)
        said = _("{criterion}, weight {weight}").format(criterion=criterion.title, weight=weight)
        return {
            Qt.ItemDataRole.DisplayRole: f"{criterion.short}\n{weight}",
            Qt.ItemDataRole.ToolTipRole: said,
            Qt.ItemDataRole.AccessibleTextRole: said,
        }.get(Qt.ItemDataRole(role))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role in {ROW_ROLE, CELL_ROLE}:
            return row if role == ROW_ROLE else self._cell(row, index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if index.column() == self.verdict and row.verdict:
                return spoken_verdict(row)
            criterion = self._criterion(index.column())
            if criterion is None:
                return spoken_row(row)
            return spoken_cell(row, criterion)
        return self._tip(row, index.column()) if role == Qt.ItemDataRole.ToolTipRole else None

    def _tip(self, row: ScoreRow, column: int) -> str | None:
        """Over a score the comment on it, elsewhere whose application it is."""
        criterion = self._criterion(column)
        if criterion is None or row.item.conflict:
            return plain_tip(f"{row.reference} {row.item.application.heading}")
        written = row.item.review.comments.get(criterion.key, "")
        return plain_tip(written) if written.strip() else None

    def _cell(self, row: ScoreRow, column: int) -> HeatCell | None:
        criterion = self._criterion(column)
        return None if criterion is None else heat_cell(row.item, criterion)

    def _words(self, row: ScoreRow, column: int) -> str:
        if column == RANK:
            return str(row.rank) if row.rank is not None else status_words(row.item.status)
        if column == APPLICATION:
            return f"{row.reference} {row.item.application.lead_authority}"
        cell = self._cell(row, column)
        if cell is not None:
            return cell.words
        return row.total if column == self.total else row.verdict

    def _criterion(self, column: int) -> Criterion | None:
        key = self.criterion_at(column)
        return None if key is None else self.rubric.criterion(key)


class HeatDelegate(QStyledItemDelegate):
    """Paints every cell of the heat table, the ring of the current one included."""

    def __init__(self, theme: Theme, model: ScoresModel, view: QTableView) -> None:
        super().__init__(view)
        self._theme = theme
        self._model = model
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: ScoreRow = index.data(ROW_ROLE)
        rect = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        smooth(painter)
        ink = Ink(painter, self._theme)
        ink.row_ground(rect, selected=selected, first=index.column() == RANK)
        cell: HeatCell | None = index.data(CELL_ROLE)
        current = index == self._view.currentIndex() and self._view.hasFocus()
        if cell is not None:
            paint_heat_cell(ink, rect, replace(cell, focused=current))
        else:
            self._paint_words(ink, rect, row, index.column())
            if current:
                ink.box(rect.adjusted(1, 1, -1, -1), self._theme.radius("control"), None, "focus", 2)
        painter.restore()

    def _paint_words(self, ink: Ink, rect: QRectF, row: ScoreRow, column: int) -> None:
        px = self._theme.px
        if column == RANK:
            if row.rank is not None:
                ink.text(rect, str(row.rank), ("body", 600), "ink", CENTRE)
            else:
                status = self._theme.status(row.item.status)
                ink.icon_centred(status.icon, rect, 16, "ink" if row.item.status == "not_started" else status.colour)
        elif column == APPLICATION:
            wide = ink.text_width(row.reference, ("caption", None)) + px(12)
            left = rect.adjusted(px(8), 0, -px(8), 0)
            if rect.width() < px(NAME_ALONE):
                wide = 0
            else:
                ink.text(left, row.reference, ("caption", None), "ink3")
            name = row.item.application.lead_authority
            ink.text(left.adjusted(wide, 0, 0, 0), name, ("dense", 600 if row.rank is not None else 500))
        elif column == self._model.verdict:
            ink.text(rect, row.verdict, ("dense", None), "ink", CENTRE)
        else:
            style, tone = (("body", 600), "ink") if row.rank is not None else (("label", 500), "warn")
            ink.text(rect.adjusted(0, 0, -px(16), 0), row.total, style, tone, RIGHT)
        ink.hairline(rect)


class ScoresTable(PlainTable):
    """The heat table; conflicts take one wide cell each."""

    def __init__(self, theme: Theme, model: ScoresModel) -> None:
        super().__init__()
        self._theme = theme
        self._model = model
        self.setHorizontalHeader(ColumnHeader(theme, HEADER))
        self.setModel(model)
        self.setItemDelegate(HeatDelegate(theme, model, self))
        self.setAccessibleName(_("My scores"))
        self.setProperty("ring", "none")  # the delegate draws it inside the cell
        self.horizontalHeader().setSectionsClickable(True)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        model.modelReset.connect(self._span_conflicts)
        model.dataChanged.connect(self._span_conflicts)
        theme.theme_changed.connect(self._dress)
        theme.compact_changed.connect(self._dress)
        self._dress()

    @property
    def current(self) -> tuple[Reference, CriterionKey | None] | None:
        """The application one is at and its criterion, None for another column; None where one is nowhere."""
        index = self.currentIndex()
        if not index.isValid():
            return None
        row: ScoreRow = index.data(ROW_ROLE)
        return row.item.application.reference, self._model.criterion_at(index.column())

    def move_to(self, index: QModelIndex) -> None:
        """Make a cell the current one and bring it into sight."""
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def copy_rows(self) -> str:
        """Take what is shown to the clipboard, as a spreadsheet takes it; returns what to say of that."""
        rows = self._model.rows
        QApplication.clipboard().setText(table_text(rows, self._model.rubric))
        return ngettext(
            "{count} row is copied; paste it into a spreadsheet.",
            "{count} rows are copied; paste them into a spreadsheet.",
            len(rows),
        ).format(count=len(rows))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def show_order(self, order: Order | ByScore | None) -> None:
        """Show by which column's scores the rows are sorted; an order of another kind, or none, shows nothing."""
        header = self.horizontalHeader()
        header.setSortIndicatorShown(isinstance(order, ByScore))
        if isinstance(order, ByScore):
            falling, rising = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder
            header.setSortIndicator(self._model.column_of(order.criterion), falling if order.best_first else rising)
        header.viewport().update()

    @property
    def shows_order(self) -> bool:
        """Whether the rows are sorted by a column's scores."""
        return self.horizontalHeader().isSortIndicatorShown()

    def keyboardSearch(self, search: str) -> None:
        """Figures change scores here; they search for nothing."""

    def _span_conflicts(self) -> None:
        self.clearSpans()
        across = self._model.total - FIRST_SCORE
        for at, row in enumerate(self._model.rows):
            if row.item.conflict and across > 1:
                self.setSpan(at, FIRST_SCORE, 1, across)

    def _dress(self) -> None:
        px = self._theme.px
        header = self.horizontalHeader()
        header.setMinimumSectionSize(px(NARROWEST_SCORE))
        self.verticalHeader().setMinimumSectionSize(self._theme.length("heat_row"))
        self.verticalHeader().setDefaultSectionSize(self._theme.length("heat_row"))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        widths = {RANK: RANK_WIDTH, self._model.total: TOTAL_WIDTH, self._model.verdict: VERDICT_WIDTH}
        for column, wide in widths.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, px(wide))
        header.setSectionResizeMode(APPLICATION, QHeaderView.ResizeMode.Fixed)
        self._share_width()
        self.viewport().update()

    def _share_width(self) -> None:
        """Give names what the scores leave; where that is too little, only the line below says the recommendation."""
        px = self._theme.px
        scores = (self._model.total - FIRST_SCORE) * px(USUAL_SCORE)
        left = self.viewport().width() - px(RANK_WIDTH + TOTAL_WIDTH) - scores
        roomy = left - px(VERDICT_WIDTH) >= px(NARROWEST_APPLICATION)
        self.setColumnHidden(self._model.verdict, not roomy)
        left -= px(VERDICT_WIDTH) if roomy else 0
        self.setColumnWidth(APPLICATION, max(px(NARROWEST_APPLICATION), min(px(APPLICATION_WIDTH), left)))
