"""All highlights and private notes in the application on the desk, in its text and its attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from dd_panel.domain.marks import Mark
from dd_panel.text import _, ngettext
from dd_panel.ui.actions import add_action
from dd_panel.ui.desk.words import place_words
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.dialogs import MARGIN, LargeDialog
from dd_panel.ui.widgets.labels import Label
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.list_rows import ListRows, RowDelegate, RowList
from dd_panel.ui.widgets.states import EmptyState

if TYPE_CHECKING:
    from dd_panel.ui.desk.reading.marking import Marking
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.widgets.painting import Ink

EXTENT: Final = (760, 520)
BESIDE_ICON: Final = 28


class MarkRows(ListRows[Mark]):
    """The marks, in the order in which they were made."""

    def words(self, row: Mark) -> str:
        return row.note or row.place.words

    def spoken(self, row: Mark) -> str:
        said = _("Private note, {place}: {words}") if row.is_note else _("Highlight, {place}: {words}")
        return said.format(place=place_words(row.place), words=row.note or row.place.words)


class MarkDelegate(RowDelegate):
    """Draws a mark: its icon, its words and place, and below them the note."""

    def paint_row(self, ink: Ink, inside: QRectF, row: Mark) -> None:
        px = self._theme.px
        ink.icon("note" if row.is_note else "marker", inside.left(), inside.top() + px(12), 16, "warn")
        beside = inside.adjusted(px(BESIDE_ICON), 0, 0, 0)
        words = " ".join(row.place.words.split())
        first, second = (row.note, words and f"“{words}”") if row.is_note else (words, _("Highlight"))
        self.paint_first_line(ink, beside, " ".join(first.split()), place_words(row.place))
        below = QRectF(beside.left(), beside.top() + px(34), beside.width(), px(20))
        ink.text(below, second, ("dense", None), "ink2")


class MarksDialog(LargeDialog):
    """Lists the marks. `place_wanted` carries the mark to go to, `change_wanted` the note to be changed."""

    place_wanted = Signal(object)
    change_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget, marking: Marking) -> None:
        super().__init__(theme, parent, _("My marks"), EXTENT)
        self._marking = marking
        self.count = Label(theme, "", "dense", "ink2")
        self.rows = MarkRows(self)
        self.view = RowList(theme, _("My marks"))
        self.view.setItemDelegate(MarkDelegate(theme, self.view))
        self.view.setModel(self.rows)
        how = _("Select a passage and press Ctrl+H to highlight it, or Ctrl+Shift+N to note something beside it.")
        self._nothing = EmptyState(theme, ("marker", "ink2"), _("Nothing is marked here yet"), how)
        self._parts = QStackedWidget()
        self.remove = Button(theme, _("Remove (Delete)"))
        self.change = Button(theme, _("Change the note"))
        self.go = Button(theme, _("Go to the place"), "primary")
        self._leave = Button(theme, _("Close"))
        self._arrange()
        self._connect()
        self._show()

    @property
    def current(self) -> Mark | None:
        """The mark that has the bar."""
        return self.rows.row_at(self.view.currentIndex())

    def _arrange(self) -> None:
        theme = self._theme
        private = Label(theme, _("For you alone · never exported"), "dense", "ink2")
        head = row(
            Label(theme, self.windowTitle(), "title"),
            private,
            None,
            self.count,
            gap=12,
            margins=(MARGIN, 16, MARGIN, 16),
        )
        foot = row(self.remove, self.change, None, self._leave, self.go, margins=(MARGIN, 12, MARGIN, 12))
        self._parts.addWidget(self.view)
        self._parts.addWidget(held(column(24, self._nothing, None, margins=(48, 24, 48, 24))))
        self.set_parts(head, self._parts, foot)
        self.go.setDefault(True)

    def _connect(self) -> None:
        self.view.selectionModel().currentChanged.connect(self._show_current)
        self.view.doubleClicked.connect(self._on_go)
        self.go.clicked.connect(self._on_go)
        self.change.clicked.connect(self._on_change)
        self.remove.clicked.connect(self._on_remove)
        self._leave.clicked.connect(self.reject)
        self._marking.changed.connect(self._show)
        add_action(self, _("Remove the mark"), "Del", self._on_remove)
        add_action(self, _("Undo"), "Ctrl+Z", self._marking.take_back)

    def _show(self) -> None:
        at = max(self.view.currentIndex().row(), 0)
        marks = self._marking.marks
        self.rows.show_rows(marks)
        self.count.setText(ngettext("{count} mark", "{count} marks", len(marks)).format(count=len(marks)))
        self._parts.setCurrentIndex(0 if marks else 1)
        self.view.setCurrentIndex(self.rows.index(min(at, len(marks) - 1)))
        self._show_current()
        (self.view if marks else self._leave).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_current(self) -> None:
        mark = self.current
        self.change.setVisible(mark is not None and mark.is_note)
        for button in (self.remove, self.go):
            button.setVisible(mark is not None)

    def _on_go(self) -> None:
        mark = self.current
        if mark is not None:
            self.accept()
            self.place_wanted.emit(mark)

    def _on_change(self) -> None:
        if self.current is not None:
            self.change_wanted.emit(self.current)

    def _on_remove(self) -> None:
        if self.current is not None:
            self._marking.remove(self.current)
