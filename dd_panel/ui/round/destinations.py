"""Where the secretariat can go in a round, and how these screens are joined to the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from dd_panel.text import _
from dd_panel.ui.shell import Destination

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dd_panel.services.workplace import Progress, Workplace
    from dd_panel.ui.jobs import Jobs
    from dd_panel.ui.meeting.decisions_page import DecisionsPage
    from dd_panel.ui.meeting.page import MeetingPage
    from dd_panel.ui.round.applications.page import ApplicationsPage
    from dd_panel.ui.round.assignment.page import AssignmentPage
    from dd_panel.ui.round.panel.page import PanelPage
    from dd_panel.ui.round.ranking.export_dialog import Edition
    from dd_panel.ui.round.ranking.page import RankingPage
    from dd_panel.ui.round.returns.page import ReturnsPage
    from dd_panel.ui.round.setup.rubric_page import RubricPage
    from dd_panel.ui.shell import Shell
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory

APPLICATIONS: Final = "applications"
RUBRIC: Final = "rubric"
PANEL: Final = "panel"
ASSIGNMENT: Final = "assignment"
RETURNS: Final = "returns"
RANKING: Final = "ranking"
MEETING: Final = "meeting"
DECISIONS: Final = "decisions"
OURS: Final = frozenset({".ddround", ".ddpack", ".ddreview"})
"""What the window opens wherever it is dropped; the screen in sight says of anything else what becomes of it."""


def round_destinations(
    theme: Theme, shell: Shell, place: Workplace, jobs: Jobs, undo: UndoHistory
) -> list[Destination]:
    """The screens of a round in the order of the work."""

    def applications() -> ApplicationsPage:
        from dd_panel.ui.round.applications.page import ApplicationsPage

        page = ApplicationsPage(theme, place, jobs, undo)
        page.keys_changed.connect(shell.show_keys)
        _Drops(shell, page)
        return page

    def panel() -> PanelPage:
        from dd_panel.ui.round.panel.page import PanelPage

        page = PanelPage(theme, place, jobs, undo)
        _Drops(shell, page)
        return page

    def assignment() -> AssignmentPage:
        from dd_panel.ui.round.assignment.page import AssignmentPage

        return AssignmentPage(theme, place, jobs, undo)

    def returns() -> ReturnsPage:
        from dd_panel.ui.round.returns.page import ReturnsPage  # each screen is loaded when it is wanted

        page = ReturnsPage(theme, place, jobs, undo)
        page.ranking_requested.connect(lambda: shell.go_to(RANKING))
        _Drops(shell, page)
        return page

    def ranking() -> RankingPage:
        from dd_panel.ui.round.ranking.page import RankingPage

        page = RankingPage(theme, place, jobs, undo, _consolidate)
        page.keys_changed.connect(shell.show_keys)
        page.returns_requested.connect(lambda: shell.go_to(RETURNS))
        page.meeting_requested.connect(open_at_meeting)
        return page

    def meeting() -> MeetingPage:
        from dd_panel.ui.meeting.page import MeetingPage

        return MeetingPage(theme, place, jobs, undo, _write_minutes)

    def decisions() -> DecisionsPage:
        from dd_panel.ui.meeting.decisions_page import DecisionsPage

        return DecisionsPage(theme, place, jobs, undo)

    def open_at_meeting(reference: str) -> None:
        from dd_panel.ui.meeting.page import MeetingPage

        page = shell.go_to(MEETING)
        if isinstance(page, MeetingPage):
            page.open_item(reference)

    return [
        Destination(APPLICATIONS, _("Applications"), applications),
        Destination(RUBRIC, _("Rubric"), lambda: _rubric(theme, place, jobs, undo)),
        Destination(PANEL, _("Panel"), panel),
        Destination(ASSIGNMENT, _("Assignment"), assignment),
        Destination(RETURNS, _("Returns"), returns),
        Destination(RANKING, _("Ranking"), ranking),
        Destination(MEETING, _("Panel meeting"), meeting),
        Destination(DECISIONS, _("Decisions"), decisions),
    ]


def _rubric(theme: Theme, place: Workplace, jobs: Jobs, undo: UndoHistory) -> RubricPage:
    from dd_panel.ui.round.setup.rubric_page import RubricPage

    return RubricPage(theme, place, jobs, undo)


def opening_screen(place: Workplace) -> str:
    """The screen on which a round opens: the first whose work is not done."""
    with place.store.reading() as work:
        if not work.applications.references():
            return APPLICATIONS
        return RETURNS if work.panel.assignments() else ASSIGNMENT


class _Drops(QObject):
    """Hands a screen what is dropped anywhere on the window while it is in sight, and isn't the window's own to open.

    It is a part of the screen and goes with it: the window must not keep the screens of files that were closed.
    """

    def __init__(self, shell: Shell, page: ApplicationsPage | PanelPage | ReturnsPage) -> None:
        super().__init__(page)
        self._page = page
        shell.files_hovering.connect(page.show_hovering)
        shell.files_dropped.connect(self._on_dropped)

    def _on_dropped(self, paths: Sequence[Path]) -> None:
        wanted = [path for path in paths if path.suffix.lower() not in OURS]
        if wanted and self._page.isVisible():
            self._page.take_files(wanted)


def _consolidate(place: Workplace, path: Path, progress: Progress, edition: Edition) -> object:
    from dd_panel.services.results.consolidating import consolidate  # brings XlsxWriter

    return consolidate(place, path, naming=edition.naming, reader=edition.reader, progress=progress)


def _write_minutes(place: Workplace, path: Path, _progress: Progress) -> object:
    from dd_panel.services.meeting.minuting import write_meeting_minutes  # brings python-docx

    return write_meeting_minutes(place, path)
