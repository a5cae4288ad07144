"""A set of choices of which at most one is taken: what score buttons and segmented controls have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from dd_panel.ui.theme import Theme

_STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


class Choice(QRadioButton):
    """One choice of a set, painted by its subclass; a screen reader hears a radio button."""

    pointed_at = Signal(bool)
    focus_gained = Signal()
    focus_lost = Signal()

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def nextCheckState(self) -> None:
        self.setChecked(True)

    def event(self, event: QEvent) -> bool:
        """Tell the set when the choice is pointed at or has the keyboard."""
        kind = event.type()
        if kind in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.pointed_at.emit(kind == QEvent.Type.Enter)
            self.update()
        done = super().event(event)
        if kind == QEvent.Type.FocusIn:
            self.focus_gained.emit()
        elif kind == QEvent.Type.FocusOut:
            self.focus_lost.emit()
        return done

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave every key except Space to the set, which moves and chooses."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()


class ChoiceSet(QWidget):
    """Choices side by side with one stop for Tab; arrows move between them, Space or Enter takes one."""

    choice_made = Signal(int)
    arrived = Signal()
    """The keyboard went to another of the choices, which may stand outside what a pane shows."""

    def __init__(self, theme: Theme, choices: Sequence[Choice], *, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._choices = tuple(choices)
        self._chosen: int | None = None
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for choice in self._choices:
            choice.setParent(self)
            # Not clicked, which Qt keeps from a screen reader that ticks a radio button.
            choice.toggled.connect(self._on_ticked)
            choice.focus_gained.connect(self._on_focus_gained)
        self._keep_one_stop()
        theme.theme_changed.connect(self._dress)

    @property
    def chosen(self) -> int | None:
        """The choice taken, counted from 0, or None."""
        return self._chosen

    def set_chosen(self, index: int | None) -> None:
        """Show a choice as taken, or none; tells nobody. The keyboard goes along where it was at another one."""
        anew = index is not None and index != self._chosen
        self._chosen = index
        # Qt never unticks the last ticked one of an exclusive set, and calls only exclusive ones radio buttons.
        for choice in self._choices:
            choice.setAutoExclusive(False)
        for at, choice in enumerate(self._choices):
            choice.setChecked(at == index)
        for choice in self._choices:
            choice.setAutoExclusive(True)
        if anew and self._focused() is not None:
            self.take_focus()
        self._keep_one_stop()

    def choice(self, index: int) -> Choice:
        """Return one of the choices."""
        return self._choices[index]

    @property
    def first_stop(self) -> Choice:
        """The choice at which the keyboard arrives: the one taken, or the first one."""
        return self._choices[self._chosen or 0]

    def take_focus(self) -> None:
        """Give the keyboard to the choice taken, or to the first one."""
        self.first_stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if plain and key in _STEPS:
            self._move(_STEPS[key])
        elif plain and key == Qt.Key.Key_Home:
            self._focus(0)
        elif plain and key == Qt.Key.Key_End:
            self._focus(len(self._choices) - 1)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # A key that is held down since the screen before is meant for nothing here.
            if not event.isAutoRepeat():
                self._take(self._focused())
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(event.size().width())

    def _arrange(self, width: int) -> None:
        raise NotImplementedError  # not abc's mark: its metaclass does not mix with Qt's

    def _take(self, index: int | None) -> None:
        if index is not None and index != self._chosen:
            self.set_chosen(index)
            self.choice_made.emit(index)

    def _focused(self) -> int | None:
        for at, choice in enumerate(self._choices):
            if choice.hasFocus():
                return at
        return None

    def _move(self, step: int) -> None:
        at = self._focused()
        start = self._chosen or 0 if at is None else at + step
        self._focus(start % len(self._choices))

    def _focus(self, index: int) -> None:
        self._choices[index].setFocus(Qt.FocusReason.TabFocusReason)
        self.arrived.emit()

    def _keep_one_stop(self) -> None:
        """Leave one choice for Tab to stop at: the focused one, else the one taken, else the first."""
        stop = self._focused()
        if stop is None:
            stop = self._chosen or 0
        for at, choice in enumerate(self._choices):
            choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus if at == stop else Qt.FocusPolicy.ClickFocus)

    def _on_ticked(self, on: bool) -> None:
        sender = self.sender()
        if on and isinstance(sender, Choice):
            self._take(self._choices.index(sender))

    def _on_focus_gained(self) -> None:
        self._keep_one_stop()

    def _dress(self) -> None:
        self._arrange(self.width())
        self.updateGeometry()
        for choice in self._choices:
            choice.update()
