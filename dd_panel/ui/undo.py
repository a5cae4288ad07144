"""Undo and redo: each step calls the same verbs of the app that a person would."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from dd_panel.domain.errors import DDPanelError
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Callable


class Change(Protocol):
    """What a verb of the app returns: what to refresh, a summary in words, and how to take it back (or None)."""

    @property
    def touched(self) -> frozenset[str]: ...

    @property
    def summary(self) -> str: ...

    @property
    def reverse(self) -> Callable[[], Change] | None: ...


class _Step(QUndoCommand):
    """One thing done. Taking it back yields how to do it again, and so on."""

    def __init__(self, change: Change) -> None:
        super().__init__(change.summary)
        self.change = change
        self.trouble: Exception | None = None
        self._done_before = True

    def redo(self) -> None:
        if self._done_before:  # pushing calls redo, but the verb has been done
            self._done_before = False
        else:
            self._turn()

    def undo(self) -> None:
        self._turn()

    def _turn(self) -> None:
        """Do the reverse of what was done last; Qt drops a step that failed or that leads no further."""
        self.trouble = None
        reverse = self.change.reverse
        if reverse is None:
            self.setObsolete(True)
            return
        try:
            self.change = reverse()
            self.setObsolete(self.change.reverse is None)
        except Exception as trouble:  # noqa: BLE001 - must not pass through Qt; raised again by the history
            self.trouble = trouble
            self.setObsolete(True)


class UndoHistory(QObject):
    """Does verbs and remembers how to take them back.

    `changed` carries what a verb touched, once for each step, for the window to broadcast. `told` carries a sentence
    about an undo or redo. `failed` carries a trouble a person can put right; anything else is raised.
    """

    changed = Signal(object)
    told = Signal(str)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._stack = QUndoStack(self)

    def perform(self, verb: Callable[[], Change]) -> Change | None:
        """Do a verb and remember it; a trouble a person can put right is told and None is returned.

        After a verb that nothing can take back, nothing before it can be taken back either.
        """
        try:
            change = verb()
        except DDPanelError as trouble:
            self.failed.emit(trouble)
            return None
        self.record(change)
        return change

    def record(self, change: Change) -> None:
        """Remember a change that was made elsewhere, such as in a job, and broadcast it."""
        if change.reverse is None:
            self._stack.clear()
        else:
            self._stack.push(_Step(change))
        self.changed.emit(change.touched)

    def undo(self) -> None:
        """Take the last step back."""
        step = self._step(self._stack.index() - 1)
        if step is None:
            self.told.emit(_("Nothing to undo."))
            return
        words = _("Undone: {summary}").format(summary=step.text())
        self._turn(step, self._stack.undo, words)

    def redo(self) -> None:
        """Do the step taken back last once more."""
        step = self._step(self._stack.index())
        if step is None:
            self.told.emit(_("Nothing to redo."))
            return
        words = _("Redone: {summary}").format(summary=step.text())
        self._turn(step, self._stack.redo, words)

    def clear(self) -> None:
        """Forget all steps, as when another file is opened."""
        self._stack.clear()

    def _step(self, index: int) -> _Step | None:
        command = self._stack.command(index) if 0 <= index < self._stack.count() else None
        return command if isinstance(command, _Step) else None

    def _turn(self, step: _Step, turn: Callable[[], None], words: str) -> None:
        """Turn a step; Qt may delete it meanwhile, so it is asked only for what Python keeps."""
        turn()
        trouble = step.trouble
        if isinstance(trouble, DDPanelError):
            self.failed.emit(trouble)
        elif trouble is not None:
            raise trouble
        else:
            self.told.emit(words)
            self.changed.emit(step.change.touched)
