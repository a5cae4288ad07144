"""A round, open in the window: its screens, how they are joined to it, and what the frame is told of them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from dd_panel.text import _
from dd_panel.ui.settings import Recent
from dd_panel.ui.shell import Destination

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from dd_panel.services.workplace import Progress, Workplace
    from dd_panel.store.work import Work
    from dd_panel.ui.jobs import Jobs, Report
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


SCREENS: Final = (
    "dd_panel.ui.round.returns.page",
    "dd_panel.ui.round.ranking.page",
    "dd_panel.ui.round.assignment.page",
    "dd_panel.ui.meeting.page",
    "dd_panel.ui.meeting.decisions_page",
    "dd_panel.ui.round.applications.page",
    "dd_panel.ui.round.panel.page",
    "dd_panel.ui.round.setup.rubric_page",
)
"""What the screens are made of, those first that are gone to first."""


class RoundSession:
    """Makes the screens of one open round, joins them to the window, and tells what the frame says of it.

    Each screen is made when it is wanted. What it is made of is loaded beside the window once the first one is read:
    that takes as long as making it, and the window would wait for both.
    """

    def __init__(self, theme: Theme, shell: Shell, place: Workplace, jobs: Jobs, undo: UndoHistory) -> None:
        self._theme = theme
        self._shell = shell
        self._place = place
        self._jobs = jobs
        self._undo = undo
        with place.store.reading() as work:
            self._name = work.rounds.get().name
            self._first = _opening_screen(work)

    @property
    def destinations(self) -> Sequence[Destination]:
        """The screens in the order of the work."""
        return (
            Destination(APPLICATIONS, _("Applications"), self._make_applications),
            Destination(RUBRIC, _("Rubric"), self._make_rubric),
            Destination(PANEL, _("Panel"), self._make_panel),
            Destination(ASSIGNMENT, _("Assignment"), self._make_assignment),
            Destination(RETURNS, _("Returns"), self._make_returns),
            Destination(RANKING, _("Ranking"), self._make_ranking),
            Destination(MEETING, _("Panel meeting"), self._make_meeting),
            Destination(DECISIONS, _("Decisions"), self._make_decisions),
        )

    @property
    def place_words(self) -> str:
        """The round, as the app bar says it."""
        return _("{round} · secretariat").format(round=self._name)

    def recent(self, now: datetime) -> Recent:
        """What the first screen remembers of this round."""
        path = str(self._place.store.path.resolve())
        return Recent(path, _("{round} – round").format(round=self._name), "round", now.isoformat(timespec="minutes"))

    def go_to(self, screen: str = "", _reference: str = "") -> None:
        """Show a screen; where none is named, the first whose work was not done when the round was opened."""
        self._shell.go_to(screen or self._first)
        jobs = self._jobs
        jobs.when_done(lambda: jobs.start(_load_screens))

    # ------------------------------------------------------------------------------ private

    def _make_applications(self) -> ApplicationsPage:
        from dd_panel.ui.round.applications.page import ApplicationsPage

        page = ApplicationsPage(self._theme, self._place, self._jobs, self._undo)
        page.keys_changed.connect(self._shell.show_keys)
        _Drops(self._shell, page)
        return page

    def _make_rubric(self) -> RubricPage:
        from dd_panel.ui.round.setup.rubric_page import RubricPage

        return RubricPage(self._theme, self._place, self._jobs, self._undo)

    def _make_panel(self) -> PanelPage:
        from dd_panel.ui.round.panel.page import PanelPage

        page = PanelPage(self._theme, self._place, self._jobs, self._undo)
        _Drops(self._shell, page)
        return page

    def _make_assignment(self) -> AssignmentPage:
        from dd_panel.ui.round.assignment.page import AssignmentPage

        return AssignmentPage(self._theme, self._place, self._jobs, self._undo)

    def _make_returns(self) -> ReturnsPage:
        from dd_panel.ui.round.returns.page import ReturnsPage

        page = ReturnsPage(self._theme, self._place, self._jobs, self._undo)
        page.ranking_requested.connect(lambda: self._shell.go_to(RANKING))
        _Drops(self._shell, page)
        return page

    def _make_ranking(self) -> RankingPage:
        from dd_panel.ui.round.ranking.page import RankingPage

        page = RankingPage(self._theme, self._place, self._jobs, self._undo, _consolidate)
        page.keys_changed.connect(self._shell.show_keys)
        page.returns_requested.connect(lambda: self._shell.go_to(RETURNS))
        page.meeting_requested.connect(self._open_at_meeting)
        return page

    def _open_at_meeting(self, reference: str) -> None:
        from dd_panel.ui.meeting.page import MeetingPage

        page = self._shell.go_to(MEETING)
        if isinstance(page, MeetingPage):
            page.open_item(reference)

    def _make_meeting(self) -> MeetingPage:
        from dd_panel.ui.meeting.page import MeetingPage

        return MeetingPage(self._theme, self._place, self._jobs, self._undo, _write_minutes)

    def _make_decisions(self) -> DecisionsPage:
        from dd_panel.ui.meeting.decisions_page import DecisionsPage

        return DecisionsPage(self._theme, self._place, self._jobs, self._undo)


def _load_screens(report: Report) -> None:
    """Load all screens that are not loaded yet."""
    for screen in SCREENS:
        report.stop_if_cancelled()
        import_module(screen)


def _opening_screen(work: Work) -> str:
    """The screen on which a round opens: the first whose work is not done."""
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
