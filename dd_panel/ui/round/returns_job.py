"""Reading and merging scoresheets beside the window."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dd_panel.domain.errors import DDPanelError
from dd_panel.domain.findings import Finding, Kind
from dd_panel.services.workplace import CancelledError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dd_panel.services.merging import FileReport, MergeReport
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Report

ENDING: Final = ".xlsx"


def files_among(paths: Sequence[Path]) -> list[Path]:
    """The files that were meant: a folder stands for the workbooks in it, without what Excel keeps beside them."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (each for each in path.iterdir() if each.suffix.lower() == ENDING)
            files += sorted(each for each in inside if not each.name.startswith(("~$", ".")))
        else:
            files.append(path)
    return list(dict.fromkeys(files))


def merge_work(place: Workplace, paths: Sequence[Path]) -> Callable[[Report], MergeReport]:
    """The work of one merge: read every file, merge them all, and report a file that can't be read as refused."""

    def work(report: Report) -> MergeReport:
        from dd_panel.exchange.files import read_whole
        from dd_panel.services.merging import Incoming, merge_returns  # brings openpyxl

        def tell(done: int, total: int, name: str) -> None:
            # What is merged is merged: the last report must not turn it into a cancelled job.
            with suppress(CancelledError):
                report(done, total, name)

        incoming: list[Incoming] = []
        refused: list[FileReport] = []
        for path in paths:
            report.stop_if_cancelled()
            try:
                incoming.append(Incoming(path.name, read_whole(path)))
            except DDPanelError as trouble:
                refused.append(_unread(path, trouble))
        merged = merge_returns(place, incoming, progress=tell, cancelled=lambda: report.cancelled)
        return replace(merged, files=(*merged.files, *refused))

    return work


def _unread(path: Path, trouble: DDPanelError) -> FileReport:
    from dd_panel.services.merging import REFUSED, FileReport, Numbered

    reason = (trouble.detail or trouble.title).rstrip(".")
    reason = reason[:1].lower() + reason[1:]
    return FileReport(path.name, "", REFUSED, findings=(Numbered(Finding(Kind.UNREADABLE, detail=reason)),))
