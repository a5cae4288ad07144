"""Asks before something that can't simply be undone, or that leaves this window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLayout, QWidget

from dd_panel.text import _
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.dialogs import give_keyboard_back
from dd_panel.ui.widgets.focus_ring import FocusRing
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column, row

if TYPE_CHECKING:
    from dd_panel.ui.theme import Theme

WIDTH: Final = 480


class Question(QDialog):
    """A small window with a title, a sentence, perhaps some fields, and two buttons; Enter takes the first one."""

    def __init__(
        self, theme: Theme, parent: QWidget, title: str, sentence: str, yes: str, fields: QLayout | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleDescription(sentence)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(theme.px(WIDTH))
        self.yes = Button(theme, yes, "primary")
        self.no = Button(theme, _("Cancel"))
        self.yes.setDefault(True)
        lines = column(Label(theme, title, "title"), Para(theme, sentence, "body", "ink2"), gap=8)
        if fields is not None:
            lines.addSpacing(8)
            lines.addLayout(fields)
        lines.addSpacing(12)
        lines.addLayout(row(None, self.no, self.yes))
        lines.setContentsMargins(24, 20, 24, 20)
        self.setLayout(lines)
        self.yes.clicked.connect(self.on_yes)
        self.no.clicked.connect(self.reject)
        # Otherwise Cancel, which comes first, would have the keyboard; a question with fields gives it to one of them.
        self.yes.setFocus()
        self._ring = FocusRing(theme, self)
        self.finished.connect(lambda: give_keyboard_back(parent))

    def on_yes(self) -> None:
        """Take the answer; a question with fields looks at them first."""
        self.accept()
