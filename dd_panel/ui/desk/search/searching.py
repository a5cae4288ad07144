"""The search behind the desk: fills the index beside the window, and finds in what is there already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from dd_panel.ui.jobs import OneJob

if TYPE_CHECKING:
    from collections.abc import Callable

    from dd_panel.domain.errors import DDPanelError
    from dd_panel.services.review.searching import Findings
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs, Report

SOON_MS: Final = 4_000
"""The first look at an application comes before the index."""


class Searching(QObject):
    """Reads the applications for the search, one after the other, and answers questions at any time.

    `read` comes as more of them can be found; `trouble` is why they can't all be read, empty while all is well.
    """

    read = Signal()

    def __init__(self, place: Workplace, jobs: Jobs) -> None:
        super().__init__()
        self._place = place
        self._job = OneJob(jobs, self)
        self._closed = False
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self.start)
        self._job.progress.connect(self.read)
        self._job.finished.connect(self._on_read)
        self._job.stopped.connect(self._on_read)
        self._job.failed.connect(self._on_failed)
        self.trouble = ""

    def find(self, words: str) -> Findings:
        """Find words in all applications read so far; raises StorageError when the file can't be read."""
        from dd_panel.services.review.searching import find_everywhere

        return find_everywhere(self._place, words)

    def start_soon(self) -> None:
        """Read what was not read yet, once the person has settled down to work."""
        if not self._closed:
            self._soon.start()

    def start(self) -> None:
        """Read what was not read yet."""
        self._soon.stop()
        if not self._closed:
            self._job.start(_reading(self._place))

    def stop(self) -> None:
        """Read no more: the file is about to be closed."""
        self._closed = True
        self._soon.stop()
        self._job.cancel()

    def _on_read(self) -> None:
        self.trouble = ""
        self.read.emit()

    def _on_failed(self, trouble: DDPanelError) -> None:
        self.trouble = str(trouble)
        self.read.emit()


def _reading(place: Workplace) -> Callable[[Report], int]:
    def work(report: Report) -> int:
        from dd_panel.services.review.searching import read_everything  # brings the readers of every kind of attachment

        return read_everything(place, report, lambda: report.cancelled)

    return work
