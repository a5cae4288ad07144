"""Writing a file beside the window, and saying how that ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from dd_panel.text import _
from dd_panel.ui.jobs import OneJob
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.layouts import column
from dd_panel.ui.widgets.outcome import Outcome
from dd_panel.ui.widgets.working import WorkingCard

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dd_panel.domain.errors import DDPanelError
    from dd_panel.services.workplace import Progress, Workplace
    from dd_panel.ui.jobs import Jobs, Report
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.widgets.buttons import Button

    Write = Callable[[Workplace, Path, Progress], object]


@dataclass(frozen=True, slots=True)
class FileKind:
    """What is written: the ending of its name, and the sentences while it is being written and when it is."""

    ending: str
    working: str
    done: str


class FileExport(QWidget):
    """Hidden until there is something to say: how far the writing is, with a way to stop it, and how it ended.

    `choose_path` asks where; names get the ending of the file's kind. The `button` is off while it is being written.
    """

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        kind: FileKind,
        choose_path: Callable[[QWidget, str], Path | None],
        button: Button,
    ) -> None:
        super().__init__()
        self._job = OneJob(jobs, self)
        self._choose_path = choose_path
        self._button = button
        self._kind = kind
        self.working = WorkingCard(theme)
        self._outcome = Outcome(theme)
        self.setLayout(column(self.working, self._outcome, gap=0, margins=(16, 0, 16, 12)))
        self.working.cancelled.connect(self._job.cancel)
        self._job.progress.connect(self.working.show_progress)
        self._job.finished.connect(self._on_written)
        self._job.failed.connect(self._on_failed)
        self._job.stopped.connect(self._on_stopped)
        self.hide()

    def start(self, place: Workplace, suggested: str, write: Write) -> None:
        """Ask where, and write; `write` writes the file and tells how far it is."""
        path = self._choose_path(self, suggested) if self._button.isEnabled() else None
        if path is None:
            return
        path = path if path.suffix.lower() == self._kind.ending else path.with_name(path.name + self._kind.ending)
        self._outcome.clear()
        self._button.setEnabled(False)
        self.working.begin(self._kind.working)
        self.show()
        self._job.start(_work(write, place, path))

    def _on_written(self, path: Path) -> None:
        self._end()
        self._outcome.show_done(self._kind.done, path)

    def _on_failed(self, trouble: DDPanelError) -> None:
        self._end()
        self._outcome.show_trouble(trouble)

    def _on_stopped(self) -> None:
        self._end()
        self.hide()
        announce(self, _("Stopped; nothing was written."))

    def _end(self) -> None:
        self.working.hide()
        self._button.setEnabled(True)


def _work(write: Write, place: Workplace, path: Path) -> Callable[[Report], Path]:
    def work(report: Report) -> Path:
        write(place, path, report)
        return path

    return work
