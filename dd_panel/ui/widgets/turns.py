"""Two panes shown by turns where there is no room for both, with a switch above them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from dd_panel.ui.widgets.layouts import row
from dd_panel.ui.widgets.segmented import SegmentedControl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.ui.theme import Theme

_TURNS: Final = "turns"
"""The property of a pane that leads to its switch while it may have to wait for its turn."""

Pane = tuple[QWidget, Callable[[], None]]
"""A pane, and what gives it the keyboard."""


class Turns(QWidget):
    """The switch above two panes. While `on`, the pane that was brought last is in sight, alone.

    `names` are the words on the switch, in the panes' order; other things may stand in `line` beside it.
    """

    def __init__(self, theme: Theme, panes: tuple[Pane, Pane], names: Sequence[str], name: str) -> None:
        super().__init__()
        self._panes = panes
        self.on = False
        self.switch = SegmentedControl(theme, names, 0, name=name)
        self.line = row(self.switch, margins=(16, 8, 16, 8))
        self.setLayout(self.line)
        self.hide()
        self.switch.choice_made.connect(self._on_switched)

    def turn(self, *, on: bool) -> bool:
        """Begin or end taking turns; the pane with the keyboard stays in sight. Tells whether that is a change."""
        if on == self.on:
            return False
        self.on = on
        (first, _take), (second, _take_second) = self._panes
        focused: QWidget | None = self.window().focusWidget()
        has_keyboard = second if focused is not None and second.isAncestorOf(focused) else first
        self.setVisible(on)
        for pane in (first, second):
            pane.setProperty(_TURNS, self if on else None)
        if on:
            self.bring(has_keyboard)
        else:
            first.show()
            second.show()
        return True

    def bring(self, wanted: QWidget) -> None:
        """Show one of the panes instead of the other, from which it takes the keyboard over."""
        at = [pane for pane, _take_focus in self._panes].index(wanted)
        other, take_focus = self._panes[1 - at][0], self._panes[at][1]
        focused: QWidget | None = self.window().focusWidget()
        # The other goes first: a window that holds both for a moment would have to grow.
        other.hide()
        wanted.show()
        self.switch.set_chosen(at)
        if focused is not None and other.isAncestorOf(focused):
            take_focus()

    def _on_switched(self, at: int) -> None:
        pane, take_focus = self._panes[at]
        self.bring(pane)
        take_focus()


def waits(pane: QWidget) -> bool:
    """Whether a pane is out of sight only because it is another one's turn."""
    return isinstance(pane.property(_TURNS), Turns) and not pane.isVisible()


def bring(pane: QWidget) -> None:
    """Bring a pane into sight that may be waiting for its turn; nothing happens to any other."""
    turns = pane.property(_TURNS)
    if isinstance(turns, Turns):
        turns.bring(pane)
