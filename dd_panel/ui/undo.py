"""Undo and redo: each step calls the verbs of the app that a person would, beside the window where that is long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from dd_panel.domain.errors import DDPanelError, LockedError, StorageError
from dd_panel.text import _
from dd_panel.ui.jobs import OneJob

if TYPE_CHECKING:
    from collections.abc import Callable

    from dd_panel.ui.jobs import Jobs


class Change(Protocol):
    """What a verb of the app returns: what to refresh, a summary in words, and how to take it back (or None).

    `long` says that taking it back may take long.
    """

    @property
    def touched(self) -> frozenset[str]: ...

    @property
    def summary(self) -> str: ...

    @property
    def reverse(self) -> Callable[[], Change] | None: ...

    @property
    def long(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class _Step:
    """One thing done, by the words it was first done with, and what turns it: takes it back, or does it again."""

    words: str
    turn: Callable[[], Change]
    long: bool


class UndoHistory(QObject):
    """Does verbs and remembers how to take them back.

    `changed` carries what a verb touched, once for each step, for the window to broadcast; `turned` carries it again
    after an undo or redo, and `told` a sentence about that. `failed` carries a trouble a person can put right;
    anything else is raised.

    With `jobs` one step at a time may be done beside the window: `working` comes when it begins.
    """

    changed = Signal(object)
    turned = Signal(object)
    told = Signal(str)
    failed = Signal(object)
    working = Signal()

    def __init__(self, jobs: Jobs | None = None) -> None:
        super().__init__()
        self._beside = None if jobs is None else OneJob(jobs, self)
        self._then: Callable[[Change], None] | None = None
        self._otherwise: Callable[[DDPanelError], None] = _forget
        if self._beside is not None:
            self._beside.finished.connect(self._on_done_beside)
            self._beside.failed.connect(self._on_refused_beside)
            self._beside.stopped.connect(self._on_refused_beside)
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

    @property
    def busy(self) -> bool:
        """Whether a step is being done beside the window."""
        return self._beside is not None and self._beside.busy

    def perform_beside(self, verb: Callable[[], Change], then: Callable[[Change], object]) -> None:
        """Do a verb that may take long, beside the window; `then` gets its change once that is remembered.

        A trouble is told, and nothing is changed; so is that another step is under way.
        """

        def remember(change: Change) -> None:
            self.record(change)
            then(change)

        self._do(verb, remember, _forget, long=True)

    def record(self, change: Change) -> None:
        """Remember a change that was made elsewhere, such as in a job, and broadcast it."""
        self._undone.clear()
        if change.reverse is None:
            self._done.clear()
        else:
            self._done.append(_Step(change.summary, change.reverse, change.long))
        self.changed.emit(change.touched)

    def undo(self) -> None:
        """Take the last step back."""
        if self.is_waited_for():
            return
        if self._done:
            self._turn(self._done, self._undone, _("Undone: {summary}"))
        else:
            self.told.emit(_("Nothing to undo."))

    def redo(self) -> None:
        """Do the step taken back last once more."""
        if self.is_waited_for():
            return
        if self._undone:
            self._turn(self._undone, self._done, _("Redone: {summary}"))
        else:
            self.told.emit(_("Nothing to redo."))

    def clear(self) -> None:
        """Forget all steps; one that is under way is shown and told once it is done, and forgotten too."""
        self._done.clear()
        self._undone.clear()
        if self._then is not None:
            self._then, self._otherwise = self._show_alone, _forget

    def leave(self) -> None:
        """Forget all steps of a file that is left; of one that is under way nobody hears any more."""
        self.clear()
        self._then = None

    def _turn(self, steps: list[_Step], others: list[_Step], sentence: str) -> None:
        """Turn the last of some steps, which makes it one of the others; one refused or that leads no further is gone.

        One that the disk or another program is in the way of can be turned later: it stays the last.
        """
        step, newest = steps.pop(), self._done[-1:]

        def show(change: Change) -> None:
            # What was done meanwhile came later: a step that was overtaken is not offered again.
            if change.reverse is not None and self._done[-1:] == newest:
                others.append(_Step(step.words, change.reverse, change.long))
            self.changed.emit(change.touched)
            self.turned.emit(change.touched)
            # Last, since whoever shows the change afresh also says that all is saved.
            self.told.emit(sentence.format(summary=step.words))

        def keep(trouble: DDPanelError) -> None:
            if isinstance(trouble, StorageError | LockedError) and self._done[-1:] == newest:
                steps.append(step)

        self._do(step.turn, show, keep, long=step.long)

    def _do(
        self,
        verb: Callable[[], Change],
        then: Callable[[Change], None],
        otherwise: Callable[[DDPanelError], None],
        *,
        long: bool,
    ) -> None:
        """Do something here, or beside the window where that may take long; `otherwise` gets a trouble first."""
        if long and self._beside is not None:
            if not self.is_waited_for():
                self._then, self._otherwise = then, otherwise
                self._beside.start(lambda _report: verb())
                self.working.emit()
            return
        try:
            change = verb()
        except DDPanelError as trouble:
            otherwise(trouble)
            self.failed.emit(trouble)
        else:
            then(change)

    def is_waited_for(self) -> bool:
        """Whether a step is under way that has to end first, which is told."""
        if self.busy:
            self.told.emit(_("One moment: the last step is not done yet."))
        return self.busy

    def _on_done_beside(self, change: Change) -> None:
        then, self._then, self._otherwise = self._then, None, _forget
        if then is not None:
            then(change)

    def _on_refused_beside(self, trouble: DDPanelError | None = None) -> None:
        left, otherwise = self._then is None, self._otherwise
        self._then, self._otherwise = None, _forget
        if left:
            return
        if trouble is not None:
            otherwise(trouble)
            self.failed.emit(trouble)
        self.told.emit(_("Nothing was changed."))

    def _show_alone(self, change: Change) -> None:
        """Show and tell what is done and can't be taken back from here any more."""
        self.changed.emit(change.touched)
        self.told.emit(change.summary)


def _forget(_end: object) -> None:
    """Nobody waits for how a step ends any more."""
