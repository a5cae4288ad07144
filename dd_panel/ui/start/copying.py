"""A file that may only be read is copied to where one may write, and the copy is opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from dd_panel.text import _
from dd_panel.ui.jobs import OneJob
from dd_panel.ui.notices import Notice, Remedy, notice_of
from dd_panel.ui.start.file_questions import ask_where_to_keep

if TYPE_CHECKING:
    from collections.abc import Callable

    from dd_panel.domain.errors import ReadOnlyError
    from dd_panel.store.locking import Key
    from dd_panel.ui.jobs import Jobs, Report
    from dd_panel.ui.shell import Shell


class CopyingToOpen(QObject):
    """Offers to copy a file that may only be read; `copied` carries the copy's path and the key that opens both.

    `folder` is where a copy is suggested.
    """

    copied = Signal(str, object)

    def __init__(self, shell: Shell, jobs: Jobs, folder: Path) -> None:
        super().__init__()
        self._shell = shell
        self._folder = folder
        self._key: Key | None = None
        self._job = OneJob(jobs, self)
        self._job.finished.connect(self._on_copied)
        self._job.failed.connect(shell.notices.show_error)
        self._job.stopped.connect(shell.notices.clear)

    def offer(self, path: Path, key: Key | None, trouble: ReadOnlyError) -> None:
        """Say why a file can't be opened where it is, with a button that opens a copy."""
        remedy = Remedy(_("Open a copy…"), lambda: self._ask(path, key))
        self._shell.notices.show_notice(notice_of(trouble, remedy))

    def _ask(self, path: Path, key: Key | None) -> None:
        kinds = _("Files of this program ({patterns})").format(patterns=f"*{path.suffix}")
        ask_where_to_keep(
            self._shell,
            _("Where to keep the copy of {name}").format(name=path.name),
            self._folder / path.name,
            kinds,
            lambda chosen: self.copy(path, Path(chosen), key),
        )

    def copy(self, path: Path, target: Path, key: Key | None) -> None:
        """Copy a file beside the window, whole or not at all; what is there already is left as it is."""
        if self._job.start(_work(path, target)):
            self._key = key
            stop = Remedy(_("Cancel"), self._job.cancel)
            self._shell.notices.show_notice(Notice(_("Copying {name}…").format(name=path.name), action=stop))

    @Slot(object)
    def _on_copied(self, target: Path) -> None:
        self._shell.notices.clear()
        self.copied.emit(str(target), self._key)


def _work(path: Path, target: Path) -> Callable[[Report], Path]:
    def work(report: Report) -> Path:
        from dd_panel.store.copying import copy_closed

        copy_closed(path, target, report)
        return target

    return work
