"""One merge at a time, beside the window: what is under way, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.text import _, ngettext
from dd_panel.ui.jobs import OneJob
from dd_panel.ui.round.returns.job import merge_work

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtCore import QObject

    from dd_panel.services.returns.merging import MergeReport
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs


class MergeRun(OneJob):
    """Runs a merge as a job; `finished` carries its report."""

    def __init__(self, place: Workplace, jobs: Jobs, parent: QObject) -> None:
        super().__init__(jobs, parent)
        self._place = place

    def take(self, paths: Sequence[Path]) -> bool:
        """Begin to merge these files, a folder standing for its scoresheets; False when there is nothing to do."""
        if not paths or not self.start(merge_work(self._place, paths)):
            return False
        self.progress.emit(0, len(paths), paths[0].name)
        return True


def merge_words(report: MergeReport) -> str:
    """What a merge did, in one sentence."""
    merged = sum(each.merged for each in report.files)
    parts = [ngettext("{count} scoresheet merged", "{count} scoresheets merged", merged).format(count=merged)]
    others = len(report.files) - merged
    if others:
        parts.append(
            ngettext("{count} file changed nothing", "{count} files changed nothing", others).format(count=others)
        )
    if emptied := sum(each.emptied for each in report.files):
        parts.append(ngettext("{count} entry taken back", "{count} entries taken back", emptied).format(count=emptied))
    if report.waiting:
        parts.append(
            ngettext("{count} finding to decide", "{count} findings to decide", report.waiting).format(
                count=report.waiting
            )
        )
    return _(", ").join(parts)
