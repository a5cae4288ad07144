"""All keys of the app and the screen in one list that can be searched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QDialog

from dd_panel.domain.search_words import has_words, words_of
from dd_panel.text import _, ngettext
from dd_panel.ui.actions import caps_of, is_listed
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.fields import SearchField, TickBox
from dd_panel.ui.widgets.focus_ring import FocusRing
from dd_panel.ui.widgets.labels import Label
from dd_panel.ui.widgets.layouts import column, row
from dd_panel.ui.widgets.list_rows import CAPTION, ListRows, RowDelegate, RowList
from dd_panel.ui.widgets.painting import CENTRE, RIGHT, Ink
from dd_panel.ui.widgets.states import EmptyState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from dd_panel.ui.theme import Theme

ROW: Final = 40
WORDS: Final = 144
CAP: Final = ("caption", 600)
EXTENT: Final = (760, 600)
EDGE: Final = 32


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One line of the list: what it does, its keys, and where they work."""

    words: str
    caps: tuple[str, ...]
    where: str

    def fits(self, wanted: str) -> bool:
        """Tell whether the line has all the words looked for, in its text or its keys."""
        told = f"{self.words} {' '.join(self.caps)} {'+'.join(self.caps)} {self.where}"
        return has_words(told, words_of(wanted))


def key_rows(where: str, actions: Sequence[QAction]) -> list[KeyRow]:
    """Return the lines for all of these actions that have keys."""
    return [KeyRow(action.text(), caps_of(action), where) for action in actions if is_listed(action)]


class _Rows(ListRows[KeyRow]):
    def words(self, row: KeyRow) -> str:
        return row.words

    def spoken(self, row: KeyRow) -> str:
        return _("{keys}: {action}. {place}").format(keys=" ".join(row.caps), action=row.words, place=row.where)

    def tip(self, row: KeyRow) -> str:
        return row.words


class _RowPainter(RowDelegate):
    edge = 12

    def high(self) -> float:
        return self._theme.px(ROW)

    def paint_row(self, ink: Ink, inside: QRectF, row: KeyRow) -> None:
        high = self._theme.px(20)
        left = inside.left()
        for cap in row.caps:
            wide = max(high, ink.text_width(cap, CAP) + 10)
            box = QRectF(left, inside.center().y() - high / 2, wide, high)
            ink.box(box, 4, "surface", "control")
            ink.text(box, cap, CAP, "ink2", CENTRE)
            left += wide + 4
        start = max(left + 8, inside.left() + self._theme.px(WORDS))
        room = inside.right() - start
        where = min(room / 3, ink.text_width(row.where, CAPTION) + 8)
        ink.text(QRectF(start, inside.top(), room - where, inside.height()), row.words, ("body", None))
        ink.text(QRectF(start, inside.top(), room, inside.height()), row.where, CAPTION, "ink3", RIGHT)


class KeyList(QDialog):
    """The dialog behind F1: every key, where it works, and a field to find one."""

    def __init__(self, theme: Theme, rows: Sequence[KeyRow], parent: QWidget, *, single_keys: bool) -> None:
        super().__init__(parent)
        self._lines = tuple(rows)
        self._model = _Rows(self)
        self.setWindowTitle(_("All keys"))
        self.search = SearchField(theme, _("Find a key or what it does"))
        self._count = Label(theme, "", "caption", "ink2")
        self.list = RowList(theme, _("Keys"))
        self.list.setItemDelegate(_RowPainter(theme, self.list))
        self.list.setModel(self._model)
        remedy = _("Look for a key, such as F6, or for another word of what it does.")
        self.nothing = EmptyState(theme, ("search", "ink2"), _("Nothing found"), remedy)
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
                (self.nothing, 1),
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
        self._model.show_rows([line for line in self._lines if line.fits(wanted)])
        found = self.count
        self.list.setVisible(bool(found))
        self.nothing.setVisible(not found)
        self._count.setText(ngettext("{count} key", "{count} keys", found).format(count=found))
