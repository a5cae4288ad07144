"""When Python looks for garbage: on the window's thread alone, a little at a time, and never again in what stays.

Python looks on whichever thread makes an object, and so might free a widget on the thread of a job, which ends the
program. So the window switches that off and looks itself, between two events. How long that halts it depends on how
much is looked through; and nearly all that is loaded and shown stays until its file is closed.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WORKING_MS: Final = 100
RESTING_MS: Final = 1000
"""Milliseconds between two looks, beside a job and otherwise: a job makes too much in a second for one short look."""

FEW: Final = 1_000
"""So few new objects are not worth a look."""

MANY: Final = 20_000
"""So many older objects are worth a look as well; it takes some 15 ms on a slow machine."""

_reading: set[object] = set()
"""A mark for each job that reads undisturbed."""


@contextmanager
def read_undisturbed() -> Iterator[None]:
    """Look for no garbage while a job reads or reckons; what came in great number is then left alone.

    A look takes all threads: while a large round was read, it found nothing and halted the window seven times, for up
    to a fifth of a second.
    """
    mark = object()
    _reading.add(mark)
    try:
        yield
    finally:
        _reading.remove(mark)
        if gc.get_count()[0] > MANY:
            gc.freeze()


class Sweeping(QObject):
    """Looks for garbage in Python's place, from now on and while the window's loop turns.

    `working` tells whether a job is under way. What a job holds is not here to stay, and is never left alone.
    """

    def __init__(self, working: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._working = working
        self._all_due = False
        self._older = self._left = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.sweep)
        self._timer.start(RESTING_MS)

    @Slot()
    def leave_alone(self) -> None:
        """Look no more at anything that is there now, as when a file was opened, until it is to `look_at_all`."""
        self._freeze()

    @Slot()
    def look_at_all(self) -> None:
        """Look through everything once more, as when a file was closed and its screens go."""
        self._all_due = True

    @Slot()
    def sweep(self) -> None:
        """Look for garbage in what is new, and in what is older where that has become much."""
        working = self._working()
        self._timer.setInterval(WORKING_MS if working else RESTING_MS)
        if _reading:
            return
        if self._all_due and not working:
            self._all_due = False
            gc.unfreeze()
            self._sweep_older(working=False)
        elif (new := gc.get_count()[0]) >= FEW:
            # Reckoned: to count them would touch them all, and a tuple that a job is putting together bears no touch.
            self._older += new - gc.collect(0)
            # Twice as much as was left: to look each time through all that a large job holds would outlast the job.
            if self._older > (max(MANY, 2 * self._left) if working else MANY):
                self._sweep_older(working=working)

    def _sweep_older(self, *, working: bool) -> None:
        self._older -= gc.collect()
        self._left = self._older
        if not working:
            self._freeze()

    def _freeze(self) -> None:
        gc.freeze()
        self._older = self._left = 0
