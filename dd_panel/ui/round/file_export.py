"""Writing a file beside the window, and saying how that ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from dd_panel.text import _
from dd_panel.ui.jobs import OneJob
from dd_panel.ui.widgets.layouts import column
from dd_panel.ui.widgets.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dd_panel.domain.errors import DDPanelError
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs, Report
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.widgets.buttons import Button


class FileExport(QWidget):
    """Hidden until there is something to say.

    `write` writes it, `choose_path` asks where; names get the ending of its kind, a workbook's until `be_for`
    is called. The `button` is off while it is being written.
    """

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        write: Callable[[Workplace, Path], object],
        choose_path: Callable[[QWidget, str], Path | None],
        button: Button,
    ) -> None:
        super().__init__()
        self._job = OneJob(jobs, self)
        self._write = write
        self._choose_path = choose_path
        self._button = button
        self._ending = ".xlsx"
        self._done = _("The consolidated workbook is written")
        self._outcome = Outcome(theme)
        self.setLayout(column(self._outcome, margins=(16, 0, 16, 12)))
        self._job.finished.connect(self._on_written)
        self._job.failed.connect(self._on_failed)
        self._job.stopped.connect(self._on_stopped)
        self.hide()

    def be_for(self, ending: str, done: str) -> None:
        """Write another kind of file: its ending, and the sentence that says it is written."""
        self._ending = ending
        self._done = done

    def start(self, place: Workplace, suggested: str) -> None:
        """Ask where, and write."""
        path = self._choose_path(self, suggested) if self._button.isEnabled() else None
        if path is None:
            return
        path = path if path.suffix.lower() == self._ending else path.with_name(path.name + self._ending)
        self.hide()
        self._button.setEnabled(False)
        self._job.start(_work(self._write, place, path))

    def _on_written(self, path: Path) -> None:
        self._button.setEnabled(True)
        self.show()
        self._outcome.show_done(self._done, path)

    def _on_failed(self, trouble: DDPanelError) -> None:
        self._button.setEnabled(True)
        self.show()
        self._outcome.show_trouble(trouble)

    def _on_stopped(self) -> None:
        self._button.setEnabled(True)


def _work(write: Callable[[Workplace, Path], object], place: Workplace, path: Path) -> Callable[[Report], Path]:
    def work(_report: Report) -> Path:
        write(place, path)
        return path

    return work
