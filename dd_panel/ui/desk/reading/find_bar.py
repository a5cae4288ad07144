"""Looks for words in what is being read: how many places, which one, the next, the previous."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication

from dd_panel.text import _
from dd_panel.ui.desk.documents.toolbar import DocumentBar
from dd_panel.ui.desk.documents.viewer import Viewer
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.fields import SearchField
from dd_panel.ui.widgets.labels import Label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from dd_panel.ui.desk.reading.text_view import TextView
    from dd_panel.ui.theme import Theme

FIELD: Final = 208


class FindField(SearchField):
    """Where the words are typed; Enter goes on, Shift+Enter back, Escape closes."""

    next_wanted = Signal(int)
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Find in this text"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.next_wanted.emit(-1 if back else 1)
        else:
            super().keyPressEvent(event)


class FindBar(DocumentBar):
    """Stands above the text while one looks for something; hidden otherwise.

    Over the application's own text it takes the place of that text's bar, with what one does with a passage; a document
    keeps its own bar. `everywhere_wanted` carries the words that are to be looked for in all applications, `shown`
    whether the bar is there.
    """

    everywhere_wanted = Signal(str)
    shown = Signal(bool)

    def __init__(self, theme: Theme, view: TextView) -> None:
        self._view: TextView | Viewer = view
        self.field = FindField(theme)
        keep_extent(self.field, theme, wide=FIELD)
        self.count = Label(theme, "", "dense", "ink2")
        self._up = Button(theme, kind="icon", icon="up", name=_("Previous place (Shift+F3)"))
        self._down = Button(theme, kind="icon", icon="down", name=_("Next place (F3)"))
        self._close = Button(theme, kind="icon", icon="x", name=_("Close find (Esc)"))
        self._everywhere = Button(theme, _("In all applications"), "quiet", icon="search-all", extent="small")
        self._everywhere.set_name(_("Search in all applications (Ctrl+Shift+F)"))
        place = (self.field, 4, self.count, self._up, self._down, self._close, 8, self._everywhere)
        super().__init__(theme, place, (self._everywhere,))
        self._find.hide()
        self.offer_elsewhere(offered=False)
        self.field.textChanged.connect(self._on_typed)
        self.field.next_wanted.connect(self.step)
        self.field.closed.connect(self.close_bar)
        self._up.clicked.connect(lambda: self.step(-1))
        self._down.clicked.connect(lambda: self.step(1))
        self._close.clicked.connect(self.close_bar)
        self._everywhere.clicked.connect(lambda: self.everywhere_wanted.emit(self.field.text()))
        view.hits_changed.connect(self._tell)
        self.hide()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        return (self.field, self._up, self._down, self._close, self._everywhere, *self.pens)

    def look_in(self, view: TextView | Viewer) -> None:
        """Look for the same words in something else from now on."""
        if view is not self._view:
            self._view.hits_changed.disconnect(self._tell)
            if self.isVisible():
                self._view.find_all("")
            self._view = view
            for pen in self.pens:
                pen.setVisible(not isinstance(view, Viewer))
            self.fit_parts()
            view.hits_changed.connect(self._tell)
            self.find_again()

    def open_bar(self) -> None:
        """Show the bar and give it the keyboard."""
        self.show()
        self.shown.emit(True)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self.find_again()

    def close_bar(self) -> None:
        """Hide the bar, take the marks away and go back to the text."""
        focused = QApplication.focusWidget()
        had_keyboard = focused is not None and self.isAncestorOf(focused)
        self._view.find_all("")
        self.hide()
        self.shown.emit(False)
        if had_keyboard:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int) -> None:
        """Go to the next or the previous place."""
        if not self.isVisible():
            self.open_bar()
            return
        self._view.step_hit(by)

    def find_again(self) -> None:
        """Look for the same words, as in an application just opened."""
        if self.isVisible():
            self._view.find_all(self.field.text())

    def _on_typed(self, words: str) -> None:
        self._view.find_all(words)

    def _tell(self) -> None:
        words = self._count_in_words()
        if words != self.count.text():
            self.count.setText(words)
            if not self._view.searching:
                announce(self, words)
        for button in (self._up, self._down):
            button.setEnabled(self._view.hits > 0)

    def _count_in_words(self) -> str:
        count, searching = self._view.hits, self._view.searching
        if not self.field.text().strip():
            return ""
        if not count or self._view.hit < 0:
            return _("Looking…") if searching else _("Not found")
        words = _("{number} of {count} so far") if searching else _("{number} of {count}")
        return words.format(number=self._view.hit + 1, count=count)
