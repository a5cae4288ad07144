"""Two panes, side by side or shown by turns where there is no room for both, with a switch above them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from dd_panel.text import _
from dd_panel.ui.widgets.frames import Rule
from dd_panel.ui.widgets.layouts import column, row
from dd_panel.ui.widgets.segmented import SegmentedControl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from dd_panel.ui.theme import Theme

_TURNS: Final = "turns"
"""The property of a pane that leads to its switch while it may have to wait for its turn."""

ROOM_FOR_BOTH: Final = 800
"""In large text, with less width than this (design units), two panes would both be too narrow side by side."""

ANY_WIDTH: Final = 16777215
"""Qt's own QWIDGETSIZE_MAX, which it does not tell Python."""

Pane = tuple[QWidget, Callable[[], None]]
"""A pane, and what gives it the keyboard."""


class Turns(QWidget):
    """The switch above two panes. While `on`, the pane that was brought last, or got the keyboard, is in sight, alone.

    `names` are the words on the switch, in the panes' order; other things may stand in `line` beside it.
    """

    def __init__(self, theme: Theme, panes: tuple[Pane, Pane], names: Sequence[str], name: str) -> None:
        super().__init__()
        self._theme = theme
        self._panes = panes
        self.on = False
        self.switch = SegmentedControl(theme, names, 0, name=name)
        self.line = row(self.switch, margins=(16, 8, 16, 8))
        self.setLayout(self.line)
        self.hide()
        self.switch.choice_made.connect(self._on_switched)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def fit(self, width: int) -> bool:
        """Take turns where large text leaves panes too narrow in so many pixels; tells whether that is a change."""
        return self.turn(on=no_room_for_both(self._theme, width))

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

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Show what a key has given the keyboard to."""
        if new is None or not self.on or not self.isVisible():
            return
        for pane, _take_focus in self._panes:
            if pane.isHidden() and pane.isAncestorOf(new):
                self.bring(pane)


class Beside(QWidget):
    """Two panes side by side, one of which keeps a width; by turns where there is no room for both.

    `kept` are that pane and what tells its pixels, given those of the whole, whenever text or window change their
    size; the other pane has the rest. `names` are what the switch between the panes says. Between the panes is a line,
    or a `gap` of so many pixels. `fitted` comes when the width has been shared.
    """

    fitted = Signal()

    def __init__(
        self,
        theme: Theme,
        panes: tuple[Pane, Pane],
        names: tuple[str, str],
        kept: tuple[QWidget, Callable[[int], int]],
        gap: int = 0,
    ) -> None:
        super().__init__()
        self._kept, self._wide = kept
        self.turns = Turns(theme, panes, names, _("{one} or {other}").format(one=names[0], other=names[1]))
        self._divider = None if gap else Rule(theme, "standing")
        (first, _take), (second, _take_second) = panes
        shares = [(pane, 0 if pane is self._kept else 1) for pane in (first, second)]
        divider = () if self._divider is None else (self._divider,)
        self.setLayout(column(self.turns, (row(shares[0], *divider, shares[1], gap=gap), 1), gap=0))
        theme.theme_changed.connect(self.fit)
        theme.compact_changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """Share the width there is."""
        self.turns.fit(self.width())
        alone = self.turns.on
        if self._divider is not None:
            self._divider.setHidden(alone)
        wide = self._wide(self.width())
        self._kept.setMinimumWidth(0 if alone else wide)
        self._kept.setMaximumWidth(ANY_WIDTH if alone else wide)
        self.fitted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


def no_room_for_both(theme: Theme, width: int) -> bool:
    """Whether large text leaves two panes too narrow side by side in so many pixels."""
    return theme.large_text and width < theme.px(ROOM_FOR_BOTH)


def waits(pane: QWidget) -> bool:
    """Whether a pane, or what it stands in, is out of sight only because it is another one's turn."""
    turns, taking = _turns_of(pane)
    if turns is None or not turns.isVisible() or not taking.isHidden():
        return False
    return pane is taking or pane.isVisibleTo(taking)


def bring(pane: QWidget) -> None:
    """Bring a pane into sight that may be waiting for its turn, or stand in one; nothing happens to any other."""
    turns, taking = _turns_of(pane)
    if turns is not None:
        turns.bring(taking)


def _turns_of(pane: QWidget) -> tuple[Turns | None, QWidget]:
    """The switch that a pane waits for, with the pane that takes its turn, which may hold the one asked about."""
    taking: QWidget | None = pane
    while taking is not None:
        turns = taking.property(_TURNS)
        if isinstance(turns, Turns):
            return turns, taking
        taking = taking.parentWidget()
    return None, pane
