"""A screen whose reading may take long in a large round: it is done beside the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dd_panel.ui.garbage import read_undisturbed
from dd_panel.ui.jobs import NewestJob
from dd_panel.ui.store_page import StorePage

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs, Report
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory


class ReadingPage(StorePage):
    """A screen over the open file that reads it in a job, the newest reading winning.

    A screen gives `reader`, the work for the job, and `show_read`, which shows what that found. What was shown before
    stays until then.
    """

    def __init__(self, theme: Theme, place: Workplace, jobs: Jobs, undo: UndoHistory) -> None:
        super().__init__(theme, place, undo)
        self.reading = NewestJob(jobs, self)
        self.reading.finished.connect(self._on_read)
        self.reading.failed.connect(self.failed)

    def reader(self) -> Callable[[Report], Any]:
        """The work that reads the file; it touches no widget. It may raise DDPanelError, which is then told."""
        raise NotImplementedError  # not abc's mark: its metaclass does not mix with Qt's

    def show_read(self, found: Any) -> None:  # noqa: ANN401 - whatever the screen's own reader found
        """Show what was read."""
        raise NotImplementedError  # not abc's mark: its metaclass does not mix with Qt's

    def first_control(self) -> QWidget:
        """What gets the keyboard once there is something to read, where it waits on the empty screen until then."""
        return self.panes()[0]

    def read_afresh(self) -> None:
        """Begin to read; what is found is shown as soon as it is there."""
        reader = self.reader()

        def read(report: Report) -> Any:  # noqa: ANN401 - whatever the screen's own reader finds
            with read_undisturbed():
                return reader(report)

        self.reading.start(read)

    def _on_read(self, found: object) -> None:
        if not self.isVisible():
            return  # nobody looks any more, and the file may be closed by now; the screen reads again when it is shown
        self.show_read(found)
        if self.hasFocus():
            self.first_control().setFocus()
