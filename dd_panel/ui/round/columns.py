"""Plain tables of words: one tuple of columns gives header, value, width and what is read aloud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QRectF, Qt
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate

from dd_panel.text import _
from dd_panel.ui.widgets.headers import ColumnHeader
from dd_panel.ui.widgets.painting import LEFT, RIGHT, Ink, smooth
from dd_panel.ui.widgets.pills import HEIGHT as PILL_HIGH
from dd_panel.ui.widgets.pills import paint_pill
from dd_panel.ui.widgets.tables import PlainTable
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPainter, QResizeEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from dd_panel.ui.theme import Theme
    from dd_panel.ui.widgets.index import Index

HEADER: Final = 32
ROW: Final = 36
LEGIBLE: Final = 130
"""A column that shares the rest is read in so many design pixels; below that, columns that yield are left out."""

ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class WordColumn:
    """One column: its header, what it says of a row, its width in design pixels (0 shares the rest), and its looks.

    `tones` says a row's own tone where it isn't the column's; `pill` puts the words into a pill of this tone and icon.
    A `figure` stands at the right. What stands beside the table too `yields` where it is narrow or its letters large:
    1 is left out first, then 2 and so on; 0 stays.
    """

    header: str
    value: Callable[[Any], str]
    width: int = 0
    weight: int | None = None
    tone: str = "ink"
    tones: Callable[[Any], str] | None = None
    pill: Callable[[Any], tuple[str, str | None]] | None = None
    figure: bool = False
    yields: int = 0

    def spoken(self, shown: object) -> str:
        """What is read aloud of a row; a figure alone would say nothing."""
        return f"{self.header} {self.value(shown)}" if self.figure else self.value(shown)


class WordsModel(QAbstractTableModel):
    """Rows of any kind, shown through columns."""

    def __init__(self, columns: Sequence[WordColumn]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._rows: tuple[Any, ...] = ()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; where they are as many, the place in the list stays."""
        if rows and len(rows) == len(self._rows):
            self._rows = tuple(rows)
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row_at(self, index: Index) -> Any:  # noqa: ANN401 - rows are of any kind; the columns know which
        """The row of an index, None without one."""
        return self._rows[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].header
        if role == Qt.ItemDataRole.TextAlignmentRole and self.columns[section].figure:
            return RIGHT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            words = self.columns[index.column()].value(self._rows[index.row()])
            return plain_tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        if role == ROW_ROLE:
            return self._rows[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _(", ").join(said for each in self.columns if (said := each.spoken(self._rows[index.row()])))
        return None


class _WordsDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, columns: Sequence[WordColumn]) -> None:
        super().__init__()
        self._theme = theme
        self._columns = columns

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        each = self._columns[index.column()]
        painter.save()
        smooth(painter)
        ink = Ink(painter, self._theme)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        ink.row_ground(rect, selected=selected, first=index.column() == 0)
        left = self._theme.px(16 if index.column() == 0 else 8)
        inside = rect.adjusted(left, 0, -self._theme.px(8), 0)
        words, shown = " ".join(str(index.data()).split()), index.data(ROW_ROLE)
        if each.pill is not None:
            top = rect.center().y() - self._theme.px(PILL_HIGH) / 2
            paint_pill(ink, inside.left(), top, words, each.pill(shown))
        else:
            tone = each.tone if each.tones is None else each.tones(shown)
            ink.text(inside, words, ("dense", each.weight), tone, RIGHT if each.figure else LEFT)
        ink.hairline(rect)
        painter.restore()


class WordsTable(PlainTable):
    """A table of words with whole rows to move along."""

    def __init__(self, theme: Theme, model: WordsModel, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._columns = model.columns
        self._delegate = _WordsDelegate(theme, model.columns)
        header = ColumnHeader(theme, HEADER)
        header.set_indent(0, 16)
        self.setHorizontalHeader(header)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(name)
        theme.theme_changed.connect(self._dress)
        self._dress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        before = event.oldSize().height()
        shrinks = event.size().height() < before
        in_sight = 0 <= self.visualRect(self.currentIndex()).top() < before
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._leave_out()
        # What opens below a table takes the room away from under the row it is about.
        if shrinks and in_sight:
            self.scrollTo(self.currentIndex())

    def _dress(self) -> None:
        px = self._theme.px
        self.verticalHeader().setMinimumSectionSize(px(ROW))
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        header = self.horizontalHeader()
        for at, each in enumerate(self._columns):
            mode = QHeaderView.ResizeMode.Fixed if each.width else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(at, mode)
            if each.width:
                self.setColumnWidth(at, px(each.width))
        self._leave_out()

    def _leave_out(self) -> None:
        """Let columns yield, in their turn, until those that share the rest can be read."""
        yielding = sorted((each.yields, at) for at, each in enumerate(self._columns) if each.yields)
        if not yielding:
            return
        px = self._theme.px
        short = sum(px(each.width or LEGIBLE) for each in self._columns) - self.viewport().width()
        for _turn, at in yielding:
            self.setColumnHidden(at, short > 0)
            short -= px(self._columns[at].width) if short > 0 else 0
