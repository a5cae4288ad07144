"""A window to read in: a heading, the thing itself, a remark below it, and Close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.text import _
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.dialogs import MARGIN, LargeDialog
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout, QWidget

    from dd_panel.ui.theme import Theme


class ReadingDialog(LargeDialog):
    """Something to read, that changes nothing; Esc closes it."""

    def __init__(self, theme: Theme, title: str, parent: QWidget, size: tuple[int, int]) -> None:
        super().__init__(theme, parent, title, size)
        self.close_button = Button(theme, _("Close"))
        self.close_button.clicked.connect(self.reject)

    def lay_out(self, heading: str, about: str, body: QLayout | QWidget, remark: str = "", *buttons: Button) -> None:
        """Set the parts below one another, once all of them are made; `buttons` stand before Close."""
        theme = self._theme
        title, said = Label(theme, heading, "title"), Para(theme, about, "dense", "ink2")
        head = column(title, said, gap=4, margins=(MARGIN, 20, MARGIN, 12))
        foot = row((Para(theme, remark, "caption", "ink2"), 1), *buttons, self.close_button, gap=16)
        foot.setContentsMargins(MARGIN, 12, MARGIN, 16)
        self.set_parts(head, body, foot)
        self.setAccessibleDescription(f"{heading} {about}")
