"""One piece of slow work on a screen, in a strip: what it is, how far it is, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dd_panel.text import _
from dd_panel.ui.jobs import OneJob
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.labels import ElidedLabel
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dd_panel.domain.errors import DDPanelError
    from dd_panel.ui.jobs import Jobs, Report
    from dd_panel.ui.theme import Theme


Result = TypeVar("Result")


class WorkStrip(QWidget):
    """One piece of work at a time; hidden until there is something to say. `ended` comes however it ended.

    With the screens of a file all work is given up but that whose outcome is `kept`. A screen that can mend a trouble
    sets `mend_words`, what the button beside it says; `outcome.mend` is the button.
    """

    ended = Signal()

    def __init__(self, theme: Theme, jobs: Jobs) -> None:
        super().__init__()
        self._job = OneJob(jobs, self)
        self._kept = False
        self._stopping = False
        self._on_done: Callable[[Any], None] = _nothing_more
        self.mend_words: Callable[[DDPanelError], str] = _no_mend
        self._words = ElidedLabel(theme, "", "dense", "ink2")
        self.cancel_button = Button(theme, _("Cancel"), extent="small")
        self._working = held(row((self._words, 1), self.cancel_button, gap=8))
        self.outcome = Outcome(theme)
        self.setLayout(column(self._working, self.outcome, gap=8, margins=(24, 0, 24, 12)))
        self.cancel_button.clicked.connect(self.cancel)
        self._job.progress.connect(self._on_progress)
        self._job.finished.connect(self._on_finished)
        self._job.failed.connect(self._on_failed)
        self._job.stopped.connect(self._on_stopped)
        jobs.screens_left.connect(self._on_screens_left)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._job.busy

    def start(
        self, words: str, work: Callable[[Report], Result], on_done: Callable[[Result], None], *, kept: bool = False
    ) -> None:
        """Begin a piece of work, unless one is under way; `on_done` gets what it yields.

        `kept` says that what was done by the time somebody stops it is done, and has to be told.
        """
        if not self._job.start(work):
            return
        self._on_done, self._kept, self._stopping = on_done, kept, False
        self.outcome.clear()
        self._words.setText(words)
        self._working.show()
        self.show()
        announce(self, words)

    def cancel(self) -> None:
        """Stop at the next step."""
        if self.busy:
            self._stopping = True
            self._job.cancel()
            self._words.setText(_("Stopping…"))

    def say_done(self, title: str, path: Path) -> None:
        """Say what lies where."""
        self.show()
        self.outcome.show_done(title, path)

    def _on_progress(self, done: int, total: int, text: str) -> None:
        self._words.setText(_("{text}: {done} of {total}").format(text=text, done=done, total=total))

    def _on_finished(self, result: object) -> None:
        if self._stopping and not self._kept:
            self._on_stopped()
            return
        self._hide_working()
        self._on_done(result)
        self.ended.emit()

    def _on_stopped(self) -> None:
        self._hide_working()
        announce(self, _("Stopped."))
        self.ended.emit()

    def _on_failed(self, trouble: DDPanelError) -> None:
        self._hide_working()
        self.show()
        self.outcome.show_trouble(trouble, self.mend_words(trouble))
        self.ended.emit()

    def _on_screens_left(self) -> None:
        if not self._kept:
            self.cancel()

    def _hide_working(self) -> None:
        self._working.hide()
        self.hide()


def _no_mend(_trouble: DDPanelError) -> str:
    """No trouble is mended from the strip."""
    return ""


def _nothing_more(_result: object) -> None:
    """Nothing follows."""
