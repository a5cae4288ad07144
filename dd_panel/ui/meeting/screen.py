"""What the screens of the meeting have in common: all of it is read beside the window, what was just done at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.services.meeting.conducting import before_reading, see_acts, see_meeting
from dd_panel.services.meeting.minutes_book import SETTLED
from dd_panel.services.results.ranking import same_but_agreed
from dd_panel.ui.reading_page import ReadingPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from dd_panel.services.meeting.conducting import MeetingView
    from dd_panel.services.results.ranking import Ranking
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs, Report
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory


@dataclass(frozen=True, slots=True)
class MeetingRead:
    """The meeting as it was read, and the earliest ranking with its order and scores."""

    view: MeetingView
    basis: Ranking


class MeetingScreen(ReadingPage):
    """A screen over the meeting; it gives `show_meeting`, and finds in `_view` what was read, empty at first."""

    def __init__(self, theme: Theme, place: Workplace, jobs: Jobs, undo: UndoHistory) -> None:
        super().__init__(theme, place, jobs, undo)
        self._view = before_reading(place)
        self._read: MeetingRead | None = None

    @property
    def is_read(self) -> bool:
        """Whether the meeting was read at all."""
        return self._read is not None

    def show_meeting(self) -> None:
        """Show the view as it is now."""
        raise NotImplementedError  # not abc's mark: its metaclass does not mix with Qt's

    def on_shown(self) -> None:
        self.show_acts()
        super().on_shown()

    def reader(self) -> Callable[[Report], MeetingRead]:
        place, before = self._place, self._read

        def read(report: Report) -> MeetingRead:
            view = see_meeting(place)
            report.stop_if_cancelled()
            if before is not None and same_but_agreed(view.ranking, before.basis):
                return MeetingRead(view, before.basis)
            return MeetingRead(view, view.ranking)

        return read

    def show_read(self, found: MeetingRead) -> None:
        self._read = found
        self._view = found.view
        # Something may have been done at the meeting while the rest was being read.
        self.show_acts()

    def follow(self, touched: frozenset[str]) -> None:
        if touched <= SETTLED:
            self.show_acts()
        else:
            self.refresh()

    def show_acts(self) -> None:
        """Show at once what was done at the meeting; where that moves the order itself, everything is read again."""
        if self._read is None:
            return
        view = see_acts(self._place, self._view)
        if view is None:
            self.refresh()
        else:
            self._view = view
        self.show_meeting()
