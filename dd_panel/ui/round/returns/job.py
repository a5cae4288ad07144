"""Reading and merging scoresheets beside the window."""

from __future__ import annotations

from contextlib import suppress
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from dd_panel.domain.errors import InputError, StorageError, system_sentence
from dd_panel.services.workplace import CancelledError
from dd_panel.text import _

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
    """The files that were meant: a folder stands for the scoresheets in it.

    Raises StorageError where a folder can't be looked through, InputError where there is no scoresheet in any.
    """
    files: list[Path] = []
    for path in paths:
        try:
            if path.is_dir():
                files += sorted(each for each in path.iterdir() if may_be_scoresheet(each.name))
            else:
                files.append(path)
        except OSError as error:
            raise closed_folder(path, error) from error
    if not files:
        raise InputError(
            _("There is no scoresheet in {folder}.").format(folder=name_of(paths[0])),
            remedy=_("Drop the workbooks themselves, or a folder that holds them."),
        )
    return list(dict.fromkeys(files))


def closed_folder(folder: Path, error: OSError) -> StorageError:
    """A folder can't be looked through: the way to it is gone, or it is not for this person to open."""
    return StorageError(
        _("The folder {folder} can’t be looked through.").format(folder=name_of(folder)),
        system_sentence(error),
        _("Look whether its drive is connected, and whether you may open it."),
    )


def name_of(folder: Path) -> str:
    """A folder's name; of a drive, which has none, the way to it."""
    return folder.name or str(folder)


def merge_work(place: Workplace, paths: Sequence[Path]) -> Callable[[Report], MergeReport]:
    """The work of one merge: read every file and merge them all; one that can't be read is refused, with its reason.

    A folder stands for the scoresheets in it. It is looked through beside the window: a network may take its time.
    """

    def work(report: Report) -> MergeReport:
        from dd_panel.services.returns.merging import merge_returns, read_incoming  # brings openpyxl

        def tell(done: int, total: int, name: str) -> None:
            # What is merged is merged: the last report must not turn it into a cancelled job.
            with suppress(CancelledError):
                report(done, total, name)

        incoming: list[Incoming] = []
        for path in files_among(paths):
            report.stop_if_cancelled()
            incoming.append(read_incoming(path))
        return merge_returns(place, incoming, progress=tell, cancelled=lambda: report.cancelled)

    return work
