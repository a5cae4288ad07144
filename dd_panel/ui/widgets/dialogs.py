"""Windows over the screen: as large as there is room, and the keyboard goes back to where it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from dd_panel.ui.widgets.focus_ring import FocusRing
from dd_panel.ui.widgets.frames import Panel, Rule, scrolled
from dd_panel.ui.widgets.layouts import column, held

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout

    from dd_panel.ui.theme import Theme

MARGIN: Final = 24
"""What stands in a large window keeps this far from its left and right edges."""

BESIDE: Final = 48
"""So much of the screen below stays in sight, left and right together."""


class LargeDialog(QDialog):
    """A window with a head, a body and a foot, hairlines between them; Esc closes it.

    `extent` is its width and height in the design's pixels; it takes less where the screen below is smaller.
    """

    def __init__(self, theme: Theme, parent: QWidget, title: str, extent: tuple[int, int]) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = parent.window().size()
        self.resize(min(theme.px(extent[0]), room.width() - BESIDE), min(theme.px(extent[1]), room.height() - BESIDE))
        self.finished.connect(lambda: give_keyboard_back(parent))

    def set_parts(self, head: QLayout, body: QLayout | QWidget, foot: QLayout, *between: QWidget) -> None:
        """Put the parts in; the body takes the room that is left, and what is `between` stands below it.

        A body that is a layout is scrolled where it has too little room.
        """
        theme = self._theme
        shown = body if isinstance(body, QWidget) else scrolled(held(body))
        lines = column(head, Rule(theme), (shown, 1), gap=0)
        for each in between:
            lines.addWidget(Rule(theme))
            lines.addWidget(each)
        lines.addWidget(Rule(theme))
        lines.addLayout(foot)
        self.setLayout(column(Panel(theme, "surface", lines), gap=0))
        # Made last, so that it lies above everything.
        self._ring = FocusRing(theme, self)


def give_keyboard_back(window: QWidget) -> None:
    """Give the keyboard back to a window whose question was answered, which not every system does by itself."""
    # The answer may have led to the next question.
    if QApplication.activeModalWidget() is None:
        window.activateWindow()
