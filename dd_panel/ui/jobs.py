"""Slow work beside the window: the only place that knows threads."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot

from dd_panel.domain.errors import DDPanelError
from dd_panel.services.workplace import CancelledError

if TYPE_CHECKING:
    from collections.abc import Callable

PROGRESS_SECONDS: Final = 0.05
WAIT_MS: Final = 30_000

SWITCH_SECONDS: Final = 0.002
"""How long a job goes on in Python while the window waits for its turn.

The window lets go of Python in each call of Qt and asks for it again, some fifty times to lay out and paint a screen.
With Python's own five milliseconds each time, that takes half as long again beside a job; with half a millisecond the
job does: it is made to stop and begin again too often.
"""


class Report:
    """What the work is handed: call it with how far it is. Calling it ends the work where the person has cancelled."""

    def __init__(self, tell: Callable[[int, int, str], None], cancel: threading.Event) -> None:
        self._tell = tell
        self._cancel = cancel
        self._told_at = 0.0

    def __call__(self, done: int, total: int, text: str = "") -> None:
        """Say that `done` of `total` steps are done; `text` is a sentence for the person.

        Raises:
            CancelledError: the person cancelled.
        """
        self.stop_if_cancelled()
        now = time.monotonic()
        if done >= total or now - self._told_at >= PROGRESS_SECONDS:
            self._told_at = now
            self._tell(done, total, text)

    @property
    def cancelled(self) -> bool:
        """Whether the person cancelled."""
        return self._cancel.is_set()

    def stop_if_cancelled(self) -> None:
        """End the work where the person has cancelled.

        Raises:
            CancelledError: the person cancelled.
        """
        if self.cancelled:
            raise CancelledError


class _Wire(QObject):
    """Carries what the work says from its thread to the window's."""

    progressed = Signal(int, int, str)
    ended = Signal(object, object)


class Job(QObject):
    """One piece of slow work. Its signals come on the window's thread; exactly one of the last three ends it.

    A job may be connected to after it was started: nothing is told before the window is idle again.
    """

    progress = Signal(int, int, str)
    finished = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, work: Callable[[Report], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._cancel = threading.Event()
        self._wire = _Wire(self)
        self._wire.progressed.connect(self._on_progressed, Qt.ConnectionType.QueuedConnection)
        self._wire.ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        self._running = True

    @property
    def running(self) -> bool:
        """Whether the end has not been told yet."""
        return self._running

    @property
    def given_up(self) -> bool:
        """Whether it was asked to stop."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at its next report; `cancelled` follows."""
        self._cancel.set()

    def run(self) -> None:
        """Do the work and send its end home; called on the worker's thread."""
        try:
            result = self._work(Report(self._wire.progressed.emit, self._cancel))
        except CancelledError as stopped:
            self._wire.ended.emit(None, stopped)
        except BaseException as trouble:  # noqa: BLE001 - told on the window's thread, where it is raised or shown
            self._wire.ended.emit(None, trouble)
        else:
            self._wire.ended.emit(result, None)

    @Slot(int, int, str)
    def _on_progressed(self, done: int, total: int, text: str) -> None:
        if not self._cancel.is_set():
            self.progress.emit(done, total, text)

    @Slot(object, object)
    def _on_ended(self, result: object, trouble: BaseException | None) -> None:
        self._running = False
        del self._work  # let go of here, and not on the worker's thread: it may be the last to know a screen
        if isinstance(trouble, CancelledError):
            self.cancelled.emit()
        elif trouble is not None:
            self.failed.emit(trouble)
        else:
            self.finished.emit(result)


class Jobs(QObject):
    """Starts slow work and keeps it until it has ended.

    `idle` comes when the last has; `screens_left` when nobody will look any more at what was read for screens.
    """

    idle = Signal()
    screens_left = Signal()

    def __init__(self) -> None:
        super().__init__()
        sys.setswitchinterval(SWITCH_SECONDS)
        self._pool = QThreadPool(self)
        self._jobs: list[Job] = []
        self._awaited: list[tuple[tuple[Job, ...], Callable[[], object]]] = []

    def start(self, work: Callable[[Report], Any]) -> Job:
        """Run a pure function beside the window: plain data in, plain data out, no widgets, no open database."""
        job = Job(work, self)
        self._jobs.append(job)
        for ended in (job.finished, job.failed, job.cancelled):
            ended.connect(self._on_job_ended)
        self._pool.start(job.run)
        return job

    @property
    def running(self) -> tuple[Job, ...]:
        """The jobs that have not ended."""
        return tuple(self._jobs)

    def cancel_all(self) -> None:
        """Ask all work to stop, as the window does when it closes."""
        for job in self._jobs:
            job.cancel()

    def give_up_looking(self) -> None:
        """Ask work to stop that only finds out what a screen shows; what makes or changes something goes on."""
        self.screens_left.emit()

    def when_done(self, then: Callable[[], object]) -> None:
        """Call `then` once all that is under way now has ended, however it does; later work is not waited for."""
        if self._jobs:
            self._awaited.append((self.running, then))
        else:
            then()

    def wait(self, milliseconds: int = WAIT_MS) -> bool:
        """Wait until no work runs any more, so long at most; tells whether that is so."""
        return self._pool.waitForDone(milliseconds)

    @Slot()
    def _on_job_ended(self) -> None:
        ended = [job for job in self._jobs if not job.running]
        self._jobs = [job for job in self._jobs if job.running]
        for job in ended:
            job.deleteLater()
        awaited, self._awaited = self._awaited, []
        for jobs, then in awaited:
            if any(job.running for job in jobs):
                self._awaited.append((jobs, then))
            else:
                then()
        if ended and not self._jobs:
            self.idle.emit()


class OneJob(QObject):
    """A place for one piece of slow work at a time.

    `progress` says how far it is. Exactly one of these ends it, and `busy` is over by then: `finished` carries the
    result; `failed` carries a trouble a person can put right; `stopped` comes when it was cancelled, or broke off for a
    reason nobody foresaw, which is then raised.
    """

    progress = Signal(int, int, str)
    finished = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._job: Job | None = None

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._job is not None

    def start(self, work: Callable[[Report], Any]) -> bool:
        """Begin a piece of work; False while another one is under way."""
        if self._job is not None:
            return False
        self._job = self._jobs.start(work)
        self._job.progress.connect(self.progress)
        self._job.finished.connect(self._on_finished)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)
        return True

    def cancel(self) -> None:
        """Ask the work to stop as soon as that leaves nothing half done."""
        if self._job is not None:
            self._job.cancel()

    @Slot(object)
    def _on_finished(self, result: object) -> None:
        self._job = None
        if not self._goes_on():
            self.finished.emit(result)

    @Slot(object)
    def _on_failed(self, trouble: BaseException) -> None:
        self._job = None
        foreseen, over = isinstance(trouble, DDPanelError), not self._goes_on()
        if foreseen and over:
            self.failed.emit(trouble)
        elif over:
            self.stopped.emit()
        if not foreseen:
            raise trouble

    @Slot()
    def _on_cancelled(self) -> None:
        self._job = None
        if not self._goes_on():
            self.stopped.emit()

    def _goes_on(self) -> bool:
        """Whether other work has taken the place of what has just ended, so that its end is nobody's business."""
        return False


class NewestJob(OneJob):
    """The same for work that is out of date as soon as it is asked for anew: only the newest ends in a signal.

    Such work only finds out what a screen shows, and is given up with the screens.
    """

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(jobs, parent)
        self._next: Callable[[Report], Any] | None = None
        jobs.screens_left.connect(self.cancel)

    def start(self, work: Callable[[Report], Any]) -> bool:
        """Begin a piece of work, as soon as the one under way has been stopped."""
        if not self.busy:
            return super().start(work)
        self._next = work
        super().cancel()
        return True

    @Slot()
    def cancel(self) -> None:
        """Ask the work to stop; nothing takes its place."""
        self._next = None
        super().cancel()

    def _goes_on(self) -> bool:
        work, self._next = self._next, None
        return work is not None and self.start(work)
