"""Reading and merging scoresheets beside the window."""

from __future__ import annotations

from contextlib import suppress
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from dd_panel.services.workplace import CancelledError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dd_panel.services.returns.merging import Incoming, MergeReport
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Report

ENDINGS: Final = frozenset({".xlsx", ".xlsm", ".ods", ".csv"})
BESIDE: Final = ("~$", ".")
"""How the names begin of what Excel and LibreOffice keep beside an open file, and of hidden files."""


def may_be_scoresheet(name: str) -> bool:
    """Whether a file in a folder may be a scoresheet, by its name: one rule for a folder dropped and one watched."""
    return PurePath(name).suffix.lower() in ENDINGS and not name.startswith(BESIDE)


def files_among(paths: Sequence[Path]) -> list[Path]:
    """The files that were meant: a folder stands for the scoresheets in it."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(each for each in path.iterdir() if may_be_scoresheet(each.name))
        else:
            files.append(path)
    return list(dict.fromkeys(files))


def merge_work(place: Workplace, paths: Sequence[Path]) -> Callable[[Report], MergeReport]:
    """The work of one merge: read every file and merge them all; one that can't be read is refused, with its reason."""

    def work(report: Report) -> MergeReport:
        from dd_panel.services.returns.merging import merge_returns, read_incoming  # brings openpyxl

        def tell(done: int, total: int, name: str) -> None:
            # What is merged is merged: the last report must not turn it into a cancelled job.
            with suppress(CancelledError):
                report(done, total, name)

        incoming: list[Incoming] = []
        for path in paths:
            report.stop_if_cancelled()
            incoming.append(read_incoming(path))
        return merge_returns(place, incoming, progress=tell, cancelled=lambda: report.cancelled)

    return work
