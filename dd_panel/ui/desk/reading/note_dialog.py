"""Takes a private note about a passage or a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from dd_panel.text import _
from dd_panel.ui.desk.words import place_words
from dd_panel.ui.widgets.fields import CommentEdit
from dd_panel.ui.widgets.labels import Para
from dd_panel.ui.widgets.layouts import column
from dd_panel.ui.widgets.question import Question

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.marks import Mark
    from dd_panel.ui.theme import Theme

LONGEST_SHOWN = 240


class NoteDialog(Question):
    """A small window to write in; Ctrl+Enter keeps the note. `written` carries its words, which are never blank."""

    written = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget, mark: Mark) -> None:
        self.note = CommentEdit(theme, _("Private note"))
        self.note.set_heights(96, 240)
        self.note.set_text(mark.note)
        words = " ".join(mark.place.words.split())
        shown = words if len(words) <= LONGEST_SHOWN else words[: LONGEST_SHOWN - 1].rstrip() + "…"
        quoted = (Para(theme, f"“{shown}”", "dense", "ink"),) if shown else ()
        title = _("Change the private note") if mark.note else _("Private note")
        where = place_words(mark.place)
        sentence = _("{place}. For you alone: it is never exported.").format(place=where[:1].upper() + where[1:])
        super().__init__(theme, parent, title, sentence, _("Keep the note"), column(*quoted, self.note, gap=8))
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.on_yes)

    def on_yes(self) -> None:
        words = self.note.toPlainText().strip()
        if words:
            self.accept()
            self.written.emit(words)
        else:
            self.note.set_required(_("Write something first."))
            self.note.setFocus(Qt.FocusReason.OtherFocusReason)
