"""Looks for words in all my applications and their attachments, and opens what was found at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from dd_panel.domain.errors import DDPanelError
from dd_panel.services.review.searching import MOST_SHOWN, Findings
from dd_panel.text import _, ngettext
from dd_panel.ui.desk.search.rows import FoundDelegate, FoundRows
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.dialogs import MARGIN, LargeDialog
from dd_panel.ui.widgets.fields import SearchField
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.list_rows import RowList
from dd_panel.ui.widgets.states import EmptyState

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from dd_panel.services.review.searching import Found
    from dd_panel.ui.desk.search.searching import Searching
    from dd_panel.ui.theme import Theme

EXTENT: Final = (840, 640)
PAUSE_MS: Final = 150


class EverywhereField(SearchField):
    """Where the words are typed; the arrows lead into what was found."""

    rows_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
            self.rows_wanted.emit()
        else:
            super().keyPressEvent(event)


class SearchDialog(LargeDialog):
    """Finds as one types. `chosen` carries the passage that is to be opened; the words stay for the next time."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget, searching: Searching, words: str = "") -> None:
        super().__init__(theme, parent, _("Search in everything"), EXTENT)
        self._searching = searching
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self.field = EverywhereField(theme, _("Search in all my applications and their attachments"))
        self.count = Label(theme, "", "dense", "ink2")
        self.rows = FoundRows(self)
        self.view = RowList(theme, _("Places found, the best first"))
        self.view.setItemDelegate(FoundDelegate(theme, self.view))
        self.view.setModel(self.rows)
        self.nothing = EmptyState(theme, ("search", "ink2"), _("Nothing found"), " ")
        self.state = Para(theme, "", "dense", "ink2")
        self._parts = QStackedWidget()
        self.open_button = Button(theme, _("Open the place"), "primary")
        self._leave = Button(theme, _("Close"))
        self._arrange()
        self._connect()
        self.field.setText(words)
        self.field.selectAll()
        self.look()
        searching.start()

    @property
    def words(self) -> str:
        """What is looked for."""
        return self.field.text()

    def look(self) -> None:
        """Look for what is typed."""
        self._pause.stop()
        try:
            findings = self._searching.find(self.field.text())
        except DDPanelError as trouble:
            self.rows.show_rows(())
            self._say(str(trouble), "", trouble.remedy)
            return
        here = self._current() if self.view.hasFocus() else None
        if findings.found != self.rows.rows:
            self.rows.show_rows(findings.found)
            at = findings.found.index(here) if here in findings.found else 0
            self.view.setCurrentIndex(self.rows.index(at))
        self._show(findings)

    def open_current(self) -> None:
        """Open the passage that has the bar."""
        if self._pause.isActive():
            self.look()
        found = self._current()
        if found is not None:
            self.accept()
            self.chosen.emit(found)

    # ------------------------------------------------------------------------------ private

    def _arrange(self) -> None:
        theme = self._theme
        hint = _("Words are found by their beginning, with or without accents. Put a phrase in quotes.")
        head = column(
            row(Label(theme, self.windowTitle(), "title"), None, self.count),
            self.field,
            Para(theme, hint, "caption", "ink2"),
            gap=8,
            margins=(MARGIN, 16, MARGIN, 12),
        )
        foot = row((self.state, 1), self._leave, self.open_button, margins=(MARGIN, 12, MARGIN, 12))
        self._parts.addWidget(self.view)
        self._parts.addWidget(held(column(24, self.nothing, None, margins=(48, 24, 48, 24))))
        self._parts.addWidget(QWidget())
        self.set_parts(head, self._parts, foot)
        self.open_button.setDefault(True)
        self.field.setFocus()

    def _connect(self) -> None:
        self.field.textChanged.connect(lambda _text: self._pause.start())
        self.field.rows_wanted.connect(self._on_rows_wanted)
        self.field.left_empty.connect(self.reject)
        self._pause.timeout.connect(self.look)
        self.view.doubleClicked.connect(self._on_activated)
        self.open_button.clicked.connect(self.open_current)
        self._leave.clicked.connect(self.reject)
        self._searching.read.connect(self.look)

    def _current(self) -> Found | None:
        return self.rows.row_at(self.view.currentIndex())

    def _on_rows_wanted(self) -> None:
        if self.rows.rows:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_activated(self, _index: QModelIndex) -> None:
        self.open_current()

    def _show(self, findings: Findings) -> None:
        typed = bool(self.field.text().strip())
        count = _count_words(findings) if typed else ""
        self._parts.setCurrentIndex(0 if findings.found else 1 if typed else 2)
        self.open_button.setEnabled(bool(findings.found))
        self._say(
            count,
            _state_words(findings, self._searching),
            _("Try fewer words, or only the beginning of a word.")
            if not findings.unread
            else _("Not everything is read yet; this goes on by itself."),
        )

    def _say(self, count: str, state: str, hint: str) -> None:
        if count != self.count.text():
            self.count.setText(count)
            announce(self, count)
        self.state.setText(state)
        self.nothing.sentence.setText(hint)


def _count_words(findings: Findings) -> str:
    if findings.notes:
        notes = ngettext("{count} private note", "{count} private notes", findings.notes).format(count=findings.notes)
        if not findings.count:
            return notes
        return _("{places}, {notes}").format(places=_place_count(findings), notes=notes)
    return _place_count(findings)


def _place_count(findings: Findings) -> str:
    if not findings.count:
        return _("Nothing found")
    where = ngettext("{count} application", "{count} applications", findings.applications)
    said = ngettext("{count:,} place in {where}", "{count:,} places in {where}", findings.count).format(
        count=findings.count, where=where.format(count=f"{findings.applications:,}")
    )
    if findings.count > MOST_SHOWN:
        said = _("{said}, the best {shown} shown").format(said=said, shown=MOST_SHOWN)
    return said


def _state_words(findings: Findings, searching: Searching) -> str:
    if searching.trouble:
        return _("Not everything could be read: {why}").format(why=searching.trouble)
    if findings.unread:
        words = ngettext(
            "Still reading: {count} application can't be found yet.",
            "Still reading: {count} applications can't be found yet.",
            findings.unread,
        )
        return words.format(count=findings.unread)
    return _("Applications with a conflict are left out.")
