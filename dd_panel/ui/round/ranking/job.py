"""Working out beside the window how sure a ranking is: started for each new order, and given up for the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from dd_panel.services.results.prospects import Prospects
    from dd_panel.services.results.ranking import Ranking
    from dd_panel.ui.jobs import Job, Jobs, Report


class Forecast(QObject):
    """At most one calculation at a time, always for the latest order.

    `begun` comes when one starts, `progress` while it goes on, and then `ready` with the prospects, or `stopped` when
    the person cancelled. What was cancelled is not begun again until it is asked for or the order changes.
    """

    begun = Signal()
    progress = Signal(int, int, str)
    ready = Signal(object)
    stopped = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._job: Job | None = None
        self._about: Ranking | None = None
        self._known: Prospects | None = None

    @property
    def known(self) -> Prospects | None:
        """What is known about the latest order, None before it is worked out."""
        return self._known

    @property
    def running(self) -> bool:
        """Whether a calculation is going on."""
        return self._job is not None

    def follow(self, ranking: Ranking) -> None:
        """Work out how sure this order is, unless that is known or under way already.

        Whoever read the round again and found it as it was gives the very same ranking: comparing two takes long.
        """
        if ranking is not self._about:
            self._about = ranking
            self._known = None
            self.work_out()
        elif self._known is not None:
            self.ready.emit(self._known)

    def work_out(self) -> None:
        """Begin, or begin again after a stop."""
        if self._about is None:
            return
        if self._job is not None:
            self._job.cancel()
        job = self._jobs.start(_work(self._about))
        self._job = job
        job.progress.connect(lambda *told: self._on_progress(job, *told))
        job.finished.connect(lambda found: self._on_finished(job, found))
        job.failed.connect(lambda trouble: self._on_failed(job, trouble))
        job.cancelled.connect(lambda: self._on_cancelled(job))
        self.begun.emit()

    def cancel(self) -> None:
        """Stop the calculation."""
        if self._job is not None:
            self._job.cancel()

    def _on_progress(self, job: Job, done: int, total: int, text: str) -> None:
        if job is self._job:
            self.progress.emit(done, total, text)

    def _on_finished(self, job: Job, found: Prospects) -> None:
        if job is self._job:
            self._job, self._known = None, found
            self.ready.emit(found)

    def _on_failed(self, job: Job, trouble: BaseException) -> None:
        if job is self._job:
            self._job = None
            self.stopped.emit()
        raise trouble

    def _on_cancelled(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.stopped.emit()


def _work(ranking: Ranking) -> Callable[[Report], Prospects]:
    def work(report: Report) -> Prospects:
        from dd_panel.services.results.prospects import prospects_of  # brings numpy

        return prospects_of(ranking, progress=report, cancelled=lambda: report.cancelled)

    return work
