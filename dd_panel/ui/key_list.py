"""All keys of the app and the screen in one list that can be searched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtWidgets import QDialog, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from dd_panel.text import _, ngettext
from dd_panel.ui.actions import caps_of, is_listed
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.fields import SearchField, TickBox
from dd_panel.ui.widgets.focus_ring import FocusRing
from dd_panel.ui.widgets.labels import Label
from dd_panel.ui.widgets.layouts import column, row
from dd_panel.ui.widgets.painting import CENTRE, RIGHT, Ink, smooth, text_width
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction, QPainter
    from PySide6.QtWidgets import QWidget

    from dd_panel.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROW: Final = 40
MARGIN: Final = 12
WORDS: Final = 156
EXTENT: Final = (760, 600)
EDGE: Final = 32
ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One line of the list: what it does, its keys, and where they work."""

    words: str
    caps: tuple[str, ...]
    where: str

    def fits(self, wanted: str) -> bool:
        """Tell whether the line has all the words looked for, in its text or its keys."""
        told = f"{self.words} {' '.join(self.caps)} {'+'.join(self.caps)} {self.where}".casefold()
        return all(part in told for part in wanted.casefold().split())


def key_rows(where: str, actions: Sequence[QAction]) -> list[KeyRow]:
    """Return the lines for all of these actions that have keys."""
    return [KeyRow(action.text(), caps_of(action), where) for action in actions if is_listed(action)]


class _Rows(QAbstractListModel):
    def __init__(self, rows: Sequence[KeyRow]) -> None:
        super().__init__()
        self._all = tuple(rows)
        self._shown = self._all

    def find(self, wanted: str) -> int:
        """Keep the lines that fit and return how many there are."""
        self.beginResetModel()
        self._shown = tuple(line for line in self._all if line.fits(wanted))
        self.endResetModel()
        return len(self._shown)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self._shown[index.row()]
        if role == ROW_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(line.words)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _("{keys}: {action}. {place}").format(keys=" ".join(line.caps), action=line.words, place=line.where)
        return None


class _RowPainter(QStyledItemDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(320, self._theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: KeyRow = index.data(ROW_ROLE)
        painter.save()
        smooth(painter)
        ink = Ink(painter, self._theme)
        rect = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ink.row_ground(rect, selected=chosen)
        high = self._theme.px(20)
        left = rect.left() + MARGIN
        for cap in line.caps:
            wide = max(high, text_width(self._theme, cap, ("caption", 600)) + 10)
            box = QRectF(left, rect.center().y() - high / 2, wide, high)
            ink.box(box, 4, "surface", "control")
            ink.text(box, cap, ("caption", 600), "ink2", CENTRE)
            left += wide + 4
        start = max(left + 8, rect.left() + self._theme.px(WORDS))
        room = rect.right() - start - MARGIN
        where = min(room / 3, text_width(self._theme, line.where, ("caption", None)) + 8)
        ink.text(QRectF(start, rect.top(), room - where, rect.height()), line.words, ("body", None))
        ink.text(QRectF(start, rect.top(), room, rect.height()), line.where, ("caption", None), "ink3", RIGHT)
        ink.hairline(rect, MARGIN)
        painter.restore()


class KeyList(QDialog):
    """The dialog behind F1: every key, where it works, and a field to find one."""

    def __init__(self, theme: Theme, rows: Sequence[KeyRow], parent: QWidget, *, single_keys: bool) -> None:
        super().__init__(parent)
        self._model = _Rows(rows)
        self._painter = _RowPainter(theme)
        self.setWindowTitle(_("All keys"))
        self.search = SearchField(theme, _("Find a key or what it does"))
        self._count = Label(theme, "", "caption", "ink2")
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._painter)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(_("Keys"))
        self.single_keys = TickBox(theme, _("Single letters and figures work as keys"))
        self.single_keys.setChecked(single_keys)
        close = Button(theme, _("Close"))
        close.clicked.connect(self.accept)
        # Not every system gives the keyboard back by itself.
        self.finished.connect(parent.activateWindow)
        self.setLayout(
            column(
                Label(theme, _("All keys"), "h1"),
                self.search,
                self._count,
                (self.list, 1),
                row(self.single_keys, None, close),
                gap=12,
                margins=(24, 20, 24, 20),
            )
        )
        wide, high = (theme.px(side) for side in EXTENT)
        self.resize(min(wide, parent.width() - EDGE), min(high, parent.height() - EDGE))
        self.search.textChanged.connect(self._on_search_changed)
        self.search.left_empty.connect(self.reject)
        self._ring = FocusRing(theme, self)
        self._on_search_changed("")
        self.search.setFocus()

    @property
    def count(self) -> int:
        """How many lines are in sight."""
        return self._model.rowCount()

    def _on_search_changed(self, wanted: str) -> None:
        found = self._model.find(wanted)
        self._count.setText(ngettext("{count} key", "{count} keys", found).format(count=found))
