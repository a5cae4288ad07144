"""One merge at a time, beside the window: what is under way, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dd_panel.domain.errors import DDPanelError
from dd_panel.text import _, ngettext
from dd_panel.ui.round.returns_job import files_among, merge_work

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dd_panel.services.merging import MergeReport
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Job, Jobs


class MergeRun(QObject):
    """Runs a merge as a job.

    `progressed` says how far it is; then comes one of `merged` with its report, `failed` with a trouble a person can
    put right, or `given_up`; `busy` is over by then.
    """

    progressed = Signal(int, int, str)
    merged = Signal(object)
    failed = Signal(object)
    given_up = Signal()

    def __init__(self, place: Workplace, jobs: Jobs) -> None:
        super().__init__()
        self._place = place
        self._jobs = jobs
        self._job: Job | None = None

    @property
    def busy(self) -> bool:
        """Whether a merge is under way."""
        return self._job is not None

    def take(self, paths: Sequence[Path]) -> bool:
        """Begin to merge these files, a folder standing for the workbooks in it; False when there is nothing to do."""
        files = files_among(paths)
        if not files or self.busy:
            return False
        self.progressed.emit(0, len(files), files[0].name)
        self._job = self._jobs.start(merge_work(self._place, files))
        self._job.progress.connect(self.progressed)
        self._job.finished.connect(self._on_merged)
        self._job.failed.connect(self._on_failed)
        self._job.cancelled.connect(self._on_cancelled)
        return True

    def cancel(self) -> None:
        """Stop as soon as that leaves nothing half done."""
        if self._job is not None:
            self._job.cancel()

    def _on_merged(self, report: MergeReport) -> None:
        self._job = None
        self.merged.emit(report)

    def _on_failed(self, trouble: BaseException) -> None:
        self._job = None
        if not isinstance(trouble, DDPanelError):
            self.given_up.emit()
            raise trouble
        self.failed.emit(trouble)

    def _on_cancelled(self) -> None:
        self._job = None
        self.given_up.emit()


def merge_words(report: MergeReport) -> str:
    """What a merge did, in one sentence."""
    merged = sum(each.status.startswith("merged") for each in report.files)
    parts = [ngettext("{count} scoresheet merged", "{count} scoresheets merged", merged).format(count=merged)]
    others = len(report.files) - merged
    if others:
        parts.append(
            ngettext("{count} file changed nothing", "{count} files changed nothing", others).format(count=others)
        )
    if report.waiting:
        parts.append(
            ngettext("{count} finding to decide", "{count} findings to decide", report.waiting).format(
                count=report.waiting
            )
        )
    return _(", ").join(parts)
