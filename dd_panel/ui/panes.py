"""F6 goes round the panes of a screen; each pane remembers where the keyboard was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from dd_panel.ui.widgets.turns import bring, waits

if TYPE_CHECKING:
    from collections.abc import Sequence


class PaneCycle(QObject):
    """Knows the panes in sight and the last place of the keyboard in each."""

    def __init__(self) -> None:
        super().__init__()
        self._panes: tuple[QWidget, ...] = ()
        self._last: dict[QWidget, QWidget] = {}
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def set_panes(self, panes: Sequence[QWidget]) -> None:
        """Go round these panes from now on; what is remembered of others is kept while they exist."""
        self._panes = tuple(panes)
        self._last = {pane: last for pane, last in self._last.items() if isValid(pane) and isValid(last)}

    def step(self, by: int) -> bool:
        """Give the keyboard to the next pane (1) or the one before (-1); tells whether there was one."""
        panes = [pane for pane in self._panes if isValid(pane) and (pane.isVisible() or waits(pane))]
        if not panes:
            return False
        here = self._pane_of(QApplication.focusWidget())
        start = panes.index(here) if here in panes else (-1 if by > 0 else 0)
        onward = [panes[(start + by * distance) % len(panes)] for distance in range(1, len(panes) + 1)]
        return any(self.enter(pane) for pane in onward)

    def enter(self, pane: QWidget) -> bool:
        """Give the keyboard to a pane, where it was last or to its first control; tells whether it has one."""
        if waits(pane):
            bring(pane)
        last = self._last.get(pane)
        if last is not None and isValid(last) and _takes_focus(last) and pane.isAncestorOf(last):
            last.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        for control in (pane, *_in_reading_order(pane)):
            if _takes_focus(control):
                control.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
        return False

    def return_to(self, panes: Sequence[QWidget]) -> bool:
        """Give the keyboard to that one of these panes which had it last, else the first; tells if one takes it."""
        recent = [pane for pane in reversed(self._last) if pane in panes]
        return any(self.enter(pane) for pane in (*recent, *panes))

    def _pane_of(self, widget: QWidget | None) -> QWidget | None:
        while widget is not None:
            if widget in self._panes:
                return widget
            widget = widget.parentWidget()
        return None

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        pane = self._pane_of(new)
        if pane is not None and new is not None:
            self._last.pop(pane, None)  # the pane that had the keyboard last stands last
            self._last[pane] = new


def _takes_focus(widget: QWidget) -> bool:
    by_tab = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    return bool(by_tab) and widget.isVisible() and widget.isEnabled()


def _in_reading_order(pane: QWidget) -> list[QWidget]:
    """Return the pane's controls from top to bottom and left to right.

    Qt's chain of focus would say the same, but walking it from Python makes each widget the owner of the next one's
    wrapper (PySide6 6.11), and the end of one widget then breaks others.
    """

    def place(control: QWidget) -> tuple[int, int]:
        corner = control.mapTo(pane, QPoint(0, 0))
        return corner.y(), corner.x()

    return sorted(pane.findChildren(QWidget), key=place)
