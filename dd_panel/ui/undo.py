"""Undo and redo: each step calls the same verbs of the app that a person would."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

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


@dataclass(frozen=True, slots=True)
class _Step:
    """One thing done, by the words it was first done with, and what turns it: takes it back, or does it again."""

    words: str
    turn: Callable[[], Change]


class UndoHistory(QObject):
    """Does verbs and remembers how to take them back.

    `changed` carries what a verb touched, once for each step, for the window to broadcast; `turned` carries it again
    after an undo or redo, and `told` a sentence about that. `failed` carries a trouble a person can put right;
    anything else is raised.
    """

    changed = Signal(object)
    turned = Signal(object)
    told = Signal(str)
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        # Plain lists: steps in a stack of Qt's die twice where the history itself is found as garbage.
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

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
        self._undone.clear()
        if change.reverse is None:
            self._done.clear()
        else:
            self._done.append(_Step(change.summary, change.reverse))
        self.changed.emit(change.touched)

    def undo(self) -> None:
        """Take the last step back."""
        if self._done:
            self._turn(self._done, self._undone, _("Undone: {summary}"))
        else:
            self.told.emit(_("Nothing to undo."))

    def redo(self) -> None:
        """Do the step taken back last once more."""
        if self._undone:
            self._turn(self._undone, self._done, _("Redone: {summary}"))
        else:
            self.told.emit(_("Nothing to redo."))

    def clear(self) -> None:
        """Forget all steps, as when another file is opened."""
        self._done.clear()
        self._undone.clear()

    def _turn(self, steps: list[_Step], others: list[_Step], sentence: str) -> None:
        """Turn the last of some steps, which makes it one of the others; one that fails or leads no further is gone."""
        step = steps.pop()
        try:
            change = step.turn()
        except DDPanelError as trouble:
            self.failed.emit(trouble)
            return
        if change.reverse is not None:
            others.append(_Step(step.words, change.reverse))
        self.changed.emit(change.touched)
        self.turned.emit(change.touched)
        # Last, since whoever shows the change afresh also says that all is saved.
        self.told.emit(sentence.format(summary=step.words))
