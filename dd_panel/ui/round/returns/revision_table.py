"""The table of a revision: what changed is tinted, and says which of the two values stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QTableView

from dd_panel.domain.identifiers import is_score
from dd_panel.text import DASH, _
from dd_panel.ui.round.returns.revision_model import CELL_ROLE, ROW_ROLE, conflict_words, step_words, total_words
from dd_panel.ui.widgets.headers import ColumnHeader
from dd_panel.ui.widgets.painting import CENTRE, LEFT, RIGHT, Ink, smooth
from dd_panel.ui.widgets.tables import PlainTable

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter, QResizeEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from dd_panel.services.returns.revising import RevisedApplication, RevisedCell
    from dd_panel.ui.round.returns.revision_model import RevisionModel
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.widgets.index import Index

HEADER: Final = 32
ROW: Final = 40
ROWS: Final = 3
NAMES: Final = 200
CELL: Final = 100
NARROW_CELL: Final = 82
TOTAL: Final = 148
REFERENCE: Final = 60
EDGE: Final = 16
CHIP: Final = (68, 28)
PLAIN: Final = ("dense", None)
STRONG: Final = ("body", 700)


class ChangeDelegate(QStyledItemDelegate):
    """Paints the name, a cell, or the totals."""

    def __init__(self, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        each: RevisedApplication = index.data(ROW_ROLE)
        cell: RevisedCell | None = index.data(CELL_ROLE)
        rect = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        smooth(painter)
        ink = Ink(painter, self._theme)
        if selected:
            painter.fillRect(rect, self._theme.colour("accentSoft"))
        if not index.column():
            self._paint_name(ink, rect, each)
        elif index.column() == index.model().columnCount() - 1:
            self._paint_totals(ink, rect, each)
        else:
            self._paint_cell(ink, rect, cell)
        ink.hairline(rect, self._theme.px(EDGE) if not index.column() else 0)
        painter.restore()

    def _paint_name(self, ink: Ink, rect: QRectF, each: RevisedApplication) -> None:
        px = self._theme.px
        left = rect.left() + px(EDGE)
        wide = max(px(REFERENCE), ink.text_width(each.application.reference, ("caption", None)) + px(8))
        ink.text(QRectF(left, rect.top(), wide, rect.height()), each.application.reference, ("caption", None), "ink3")
        name = QRectF(left + wide, rect.top(), rect.right() - left - wide, rect.height())
        ink.text(name, each.application.lead_authority, ("dense", 600))

    def _paint_totals(self, ink: Ink, rect: QRectF, each: RevisedApplication) -> None:
        px = self._theme.px
        right = rect.right() - px(EDGE)
        if words := conflict_words(each):
            ink.text(rect.adjusted(0, 0, -px(EDGE), 0), words, ("caption", 600), "conflict", RIGHT)
            return
        step, tone = step_words(each)
        totals = _("{old} → {new}").format(old=total_words(each.old_percent), new=total_words(each.new_percent))
        room = QRectF(rect.left(), rect.top(), rect.width() - px(EDGE + 48), rect.height())
        ink.text(room, totals, ("dense", 600), "ink", RIGHT)
        ink.text(QRectF(right - px(44), rect.top(), px(44), rect.height()), step, ("dense", 600), tone, RIGHT)

    def _paint_cell(self, ink: Ink, rect: QRectF, cell: RevisedCell | None) -> None:
        if cell is None or not cell.changes:
            score = cell.old if cell is not None else ""
            ink.text(rect, _short(score), PLAIN, "ink3", CENTRE)
            return
        px = self._theme.px
        wide, high = px(CHIP[0]), px(CHIP[1])
        box = QRectF(rect.center().x() - wide / 2, rect.center().y() - high / 2, wide, high)
        grounds = {"new": "infoSoft", "old": "neutralSoft"}
        outline = None if cell.stands in grounds else "line"
        ink.box(box, self._theme.radius("control"), grounds.get(cell.stands), outline)
        if not is_score(cell.changes[0].field):
            tone = "info" if cell.stands == "new" else "ink2"
            ink.icon("note", box.left() + px(26 if not cell.old else 14), box.center().y() - px(8), 16, tone)
            ink.text(box.adjusted(px(36), 0, 0, 0), _short(cell.old) if cell.old else "", PLAIN, "ink2")
            return
        self._paint_values(ink, box, cell)

    def _paint_values(self, ink: Ink, box: QRectF, cell: RevisedCell) -> None:
        """Old → new; what stands is strong, and a new value that was not used is struck through."""
        px = self._theme.px
        old, new = _short(cell.old), _short(cell.new)
        kept = cell.stands == "old"
        styles = (STRONG, PLAIN) if kept else (PLAIN, STRONG if cell.stands == "new" else PLAIN)
        widths = (ink.text_width(old, styles[0]), ink.text_width("→", PLAIN), ink.text_width(new, styles[1]))
        gap = px(6)
        left = box.center().x() - (sum(widths) + 2 * gap) / 2
        tones = ("ink", "ink3") if kept else ("ink2", "info" if cell.stands == "new" else "ink3")
        ink.text(QRectF(left, box.top(), widths[0] + 1, box.height()), old, styles[0], tones[0], LEFT)
        arrow = left + widths[0] + gap
        ink.text(QRectF(arrow, box.top(), widths[1] + 1, box.height()), "→", PLAIN, "ink2", LEFT)
        right = arrow + widths[1] + gap
        ink.text(QRectF(right, box.top(), widths[2] + 1, box.height()), new, styles[1], tones[1], LEFT)
        if kept:
            middle = box.center().y() + 0.5
            ink.line(QPointF(right - 2, middle), QPointF(right + widths[2] + 2, middle), "ink2", 1)


def _short(score: str) -> str:
    """A score where room is scarce."""
    if not score:
        return DASH
    return score if score[0].isdigit() or score[0] == "-" else _("n/a")


class RevisionTable(PlainTable):
    """Cells to move along with the arrow keys; the first and the last column stand for the whole application."""

    def __init__(self, theme: Theme, model: RevisionModel) -> None:
        super().__init__()
        self._theme = theme
        self._delegate = ChangeDelegate(theme, self)
        self._header = ColumnHeader(theme, HEADER)
        self._header.set_indent(0, EDGE)
        self.setHorizontalHeader(self._header)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(_("Changed applications"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        model.modelReset.connect(self._dress)
        theme.theme_changed.connect(self._dress)
        self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _dress(self) -> None:
        px = self._theme.px
        self.verticalHeader().setMinimumSectionSize(px(ROW))
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        rows = max(1, min(ROWS, self.model().rowCount()))
        self.setFixedHeight(px(HEADER) + rows * px(ROW) + (px(8) if self.model().rowCount() > ROWS else 0))
        self._share_width()

    def _share_width(self) -> None:
        px = self._theme.px
        last = self.model().columnCount() - 1
        if last < 1:
            return
        header = self._header
        header.set_indent(last, EDGE)
        header.setMinimumSectionSize(px(CHIP[0]))
        for at in range(last + 1):
            header.setSectionResizeMode(at, QHeaderView.ResizeMode.Fixed)
        room = self.viewport().width() - px(TOTAL)
        cell = px(NARROW_CELL if self._theme.compact else CELL)
        each = max(px(CHIP[0]), min(cell, (room - px(NAMES)) // max(1, last - 1)))
        self.setColumnWidth(0, max(px(NAMES), room - each * (last - 1)))
        for at in range(1, last):
            self.setColumnWidth(at, each)
        self.setColumnWidth(last, px(TOTAL))
