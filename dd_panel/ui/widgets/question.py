"""Asks before something that can't simply be undone, or that leaves this window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLayout, QWidget

from dd_panel.text import _
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.dialogs import BESIDE, give_keyboard_back
from dd_panel.ui.widgets.focus_ring import FocusRing
from dd_panel.ui.widgets.frames import scrolled
from dd_panel.ui.widgets.labels import Para
from dd_panel.ui.widgets.layouts import column, held, row

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from dd_panel.ui.theme import Theme

WIDTH: Final = 480


class Question(QDialog):
    """A small window with a title, a sentence, perhaps some fields, and two buttons; in a field, Enter is yes."""

    def __init__(
        self, theme: Theme, parent: QWidget, title: str, sentence: str, yes: str, fields: QLayout | None = None
    ) -> None:
        super().__init__(parent)
        self._below = parent.window()
        self.setWindowTitle(title)
        self.setAccessibleDescription(sentence)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(theme.px(WIDTH))
        self.yes = Button(theme, yes, "primary")
        self.no = Button(theme, _("Cancel"))
        self.yes.setDefault(True)
        lines = column(Para(theme, title, "title"), Para(theme, sentence, "body", "ink2"), gap=8)
        if fields is not None:
            lines.addSpacing(8)
            lines.addLayout(fields)
        self._asked = held(lines)
        self._above = column(self._asked, gap=0)
        buttons = row(None, self.no, self.yes)
        self.setLayout(column((self._above, 1), 12, buttons, gap=8, margins=(24, 20, 24, 20)))
        self.yes.clicked.connect(self.on_yes)
        self.no.clicked.connect(self.reject)
        # Otherwise Cancel, which comes first, would have the keyboard; a question with fields gives it to one of them.
        self.yes.setFocus()
        self._ring = FocusRing(theme, self)
        self.finished.connect(lambda: give_keyboard_back(parent))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        room = self._below.height() - BESIDE
        if self._asked.parentWidget() is self and self.heightForWidth(self.width()) > room:
            self._scroll(room)

    def _scroll(self, room: int) -> None:
        """Where large text asks for more height than the screen below has, all but the buttons scrolls."""
        focused: QWidget | None = self.focusWidget()
        self._above.removeWidget(self._asked)
        self._above.addWidget(scrolled(self._asked))
        self._asked.show()
        self.setFixedHeight(room)
        if focused is not None:
            focused.setFocus()

    def on_yes(self) -> None:
        """Take the answer; a question with fields looks at them first."""
        self.accept()
