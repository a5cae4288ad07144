"""A window to read in: a heading, the thing itself, a remark below it, and Close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from dd_panel.text import _
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.focus_ring import FocusRing
from dd_panel.ui.widgets.frames import Rule
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout, QWidget

    from dd_panel.ui.theme import Theme


class ReadingDialog(QDialog):
    """Something to read, that changes nothing; Esc closes it."""

    def __init__(self, theme: Theme, title: str, parent: QWidget, size: tuple[int, int]) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.close_button = Button(theme, _("Close"))
        self.close_button.clicked.connect(self.reject)
        self.finished.connect(parent.activateWindow)
        self.resize(theme.px(size[0]), theme.px(size[1]))

    def lay_out(self, heading: str, about: str, body: QLayout | QWidget, remark: str = "", *buttons: Button) -> None:
        """Set the parts below one another, once all of them are made; `buttons` stand before Close."""
        theme = self._theme
        head = column(
            Label(theme, heading, "title"), Para(theme, about, "dense", "ink2"), gap=4, margins=(24, 20, 24, 12)
        )
        foot = row((Para(theme, remark, "caption", "ink2"), 1), *buttons, self.close_button, gap=16)
        foot.setContentsMargins(24, 12, 24, 16)
        self.setLayout(column(head, Rule(theme), (body, 1), Rule(theme), foot, gap=0))
        self.setAccessibleDescription(f"{heading} {about}")
        # Made last, so that it lies above everything.
        self._ring = FocusRing(theme, self)
