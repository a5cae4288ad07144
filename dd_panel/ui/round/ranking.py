"""Ranking: the order as it stands, how far the reviewers are apart, and where the money ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from dd_panel.services.meeting import see_agenda, set_agenda
from dd_panel.services.results import see_ranking
from dd_panel.text import _, ngettext
from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.desk.my_scores import ask_where_to_save
from dd_panel.ui.round.file_export import FileExport
from dd_panel.ui.round.outside import Outside
from dd_panel.ui.round.ranking_changes import ChangesDialog
from dd_panel.ui.round.ranking_detail import RankingDetail
from dd_panel.ui.round.ranking_find import RankingFinder
from dd_panel.ui.round.ranking_job import Forecast
from dd_panel.ui.round.ranking_model import RankingModel
from dd_panel.ui.round.ranking_rows import PlaceRow, rows_of
from dd_panel.ui.round.ranking_sure import SureStrip
from dd_panel.ui.round.ranking_table import RankingTable
from dd_panel.ui.round.trace_dialog import TraceDialog
from dd_panel.ui.speech import announce
from dd_panel.ui.store_page import StorePage
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Panel, Rule
from dd_panel.ui.widgets.labels import ElidedLabel, Label
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.states import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from dd_panel.domain.identifiers import Reference
    from dd_panel.services.logbook import Subject
    from dd_panel.services.prospects import Prospects
    from dd_panel.services.results import Ranking
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory

FIND_ROOM: Final = 176
FIND_ROOM_COMPACT: Final = 128
ROOMY: Final = 1200
MOST_DETAIL: Final = 0.38


class RankingPage(StorePage):
    """The table of places with the details of one application beside it.

    `returns_requested` comes from the empty screen, `meeting_requested` carries the application to open at the meeting.
    """

    returns_requested = Signal()
    meeting_requested = Signal(str)

    def __init__(
        self,
        theme: Theme,
        place: Workplace,
        jobs: Jobs,
        undo: UndoHistory,
        consolidate: Callable[[Workplace, Path], object],
        choose_path: Callable[[QWidget, str], Path | None] = ask_where_to_save,
    ) -> None:
        super().__init__(theme, place, undo)
        self.forecast = Forecast(jobs)
        self._ranking = see_ranking(place)
        self._agenda: tuple[Reference, ...] = ()
        self._details_wanted = True
        self._build()
        self._export = FileExport(theme, jobs, consolidate, choose_path, self.export_button)
        self._arrange()
        self._connect()
        self._add_actions()
        self._show_ranking(self._ranking)

    # ------------------------------------------------------------------------------------------ what the shell asks

    @property
    def title(self) -> str:
        return _("Ranking")

    def panes(self) -> Sequence[QWidget]:
        return (self._pages, self.detail)

    def key_note(self) -> str:
        return _("Likely place: nine times in ten. All keys: F1")

    # --------------------------------------------------------------------------------------------------- the making

    def _build(self) -> None:
        theme = self._theme
        self._subtitle = ElidedLabel(theme, "", "dense", "ink2")
        self.sure = SureStrip(theme)
        self.export_button = Button(theme, _("Export"), icon="export")
        self._model = RankingModel(self._ranking.rules)
        self.table = RankingTable(theme, self._model)
        self._finder = RankingFinder(theme, self.table, self._model)
        self.find_field = self._finder.field
        self.detail = RankingDetail(theme)
        self.to_returns = Button(theme, _("Go to Returns"), "primary")
        self._empty = EmptyState(
            theme, ("scales", "accent"), _("No ranking yet"), _("Merge at least one scoresheet."), self.to_returns
        )
        self._pages = QStackedWidget()

    def _arrange(self) -> None:
        theme = self._theme
        titles = column(Label(theme, self.title, "h1"), self._subtitle, gap=0)
        finding = row(self._finder.count, self.find_field, self.export_button, gap=8)
        top = row((titles, 1), finding, gap=16, margins=(24, 12, 16, 12))
        self._pages.addWidget(self.table)
        self._pages.addWidget(held(column(self._empty, None, margins=(24, 24, 24, 24))))
        lines = column(top, self._export, self.sure, Rule(theme), (self._pages, 1), gap=0)
        self._left = Panel(theme, "surface", lines)
        self._standing = Rule(theme, "standing")
        self.setLayout(row((self._left, 1), self._standing, self.detail, gap=0))
        self._fit()

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self.table.doubleClicked.connect(self.open_details)
        self.detail.closed.connect(self.close_details)
        self.detail.trace_asked.connect(self._on_trace_asked)
        self.detail.meeting_asked.connect(self.take_to_meeting)
        self.export_button.clicked.connect(self.export)
        self.to_returns.clicked.connect(self.returns_requested)
        self.sure.cancel_asked.connect(self.forecast.cancel)
        self.sure.again_asked.connect(self.forecast.work_out)
        self.sure.changes_asked.connect(self.show_changes)
        self.forecast.begun.connect(self.sure.show_working)
        self.forecast.progress.connect(self.sure.show_working)
        self.forecast.stopped.connect(self.sure.show_stopped)
        self.forecast.ready.connect(self._on_prospects)
        self._theme.compact_changed.connect(self._fit)
        self._theme.theme_changed.connect(self._fit)

    def _add_actions(self) -> None:
        arrows = Keys(bar=_("application"), caps=("↑", "↓"))
        add_action(self, _("Go to the table"), (), self.table.setFocus, keys=arrows)
        # Enter opens from the table alone; the page only says so.
        add_action(self, _("Show the details"), (), self.open_details, keys=Keys(bar=_("details"), caps=(_("Enter"),)))
        enter = ("Return", "Enter")
        add_action(self.table, _("Show the details"), enter, self.open_details, keys=Keys(listed=False))
        add_action(self, _("Take to the meeting"), "M", self.take_to_meeting, keys=Keys(bar=_("take to meeting")))
        add_action(self, _("Find an application"), "Ctrl+F", self._finder.begin, keys=Keys(bar=_("find")))
        add_action(self, _("Next find"), "F3", self._finder.find_next)
        add_action(self, _("Previous find"), "Shift+F3", lambda: self._finder.find_next(-1))
        add_action(self, _("Export the consolidated workbook"), "Ctrl+E", self.export, keys=Keys(bar=_("export")))
        add_action(self, _("Show means adjusted for strictness, or leave them out"), "A", self.toggle_adjusted)
        add_action(self, _("Show what would change the first places"), "C", self.show_changes)
        add_action(self, _("Close the details"), "X", self.close_details)
        add_action(self, _("Show where a score comes from"), "T", self.trace)

    # ------------------------------------------------------------------------------------------------ what is shown

    def read_afresh(self) -> None:
        self._show_ranking(see_ranking(self._place))

    def _show_ranking(self, ranking: Ranking) -> None:
        here = self._current()
        self._ranking = ranking
        self._agenda = see_agenda(self._place)
        self._subtitle.setText(_summary(ranking))
        self._model.show_rows(rows_of(ranking))
        empty = not ranking.reviews_in
        self._pages.setCurrentIndex(int(empty))
        self.export_button.setVisible(not empty)
        self.find_field.setVisible(not empty)
        self.sure.setVisible(not empty)
        self._show_detail()
        self._finder.look()
        if not empty:
            at = self._model.row_of(here.line.application.reference) if here is not None else 0
            self.table.go_to(at or 0)
            self.forecast.follow(ranking)

    def _on_prospects(self, prospects: Prospects) -> None:
        """Say more about the order that is shown; nothing moves."""
        self._model.show_rows(rows_of(self._ranking, prospects.outlook))
        self.sure.show_prospects(prospects)
        self._on_row_changed()

    def _current(self) -> PlaceRow | None:
        at = self.table.currentIndex().row()
        shown = self._model.rows[at] if 0 <= at < len(self._model.rows) else None
        return shown if isinstance(shown, PlaceRow) else None

    def _on_row_changed(self) -> None:
        shown = self._current()
        if shown is not None:
            on_agenda = shown.line.application.reference in self._agenda
            self.detail.show_row(self._ranking, shown, self.forecast.known, on_agenda=on_agenda)
        self.table.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        scarce = self._theme.compact or self.width() < self._theme.px(ROOMY)
        self.find_field.setFixedWidth(self._theme.px(FIND_ROOM_COMPACT if scarce else FIND_ROOM))
        self.detail.setFixedWidth(min(self._theme.pane("ranking_detail"), round(self.width() * MOST_DETAIL)))

    # ----------------------------------------------------------------------------------------------- what people do

    def open_details(self) -> None:
        """Show the details and give them the keyboard."""
        if self._current() is not None:
            self._details_wanted = True
            self._show_detail()
            self.detail.close_button.setFocus()

    def close_details(self) -> None:
        """Give the table all the room."""
        self._details_wanted = False
        self._show_detail()
        self.table.setFocus()

    def trace(self) -> None:
        """Go to the scores in the details, and from a score to where it comes from."""
        if not self.detail.isVisible():
            self.open_details()
        self.detail.trace()

    def _on_trace_asked(self, subject: Subject) -> None:
        TraceDialog(self._theme, self._place, subject, Outside(), self).open()

    def export(self) -> None:
        """Ask where, and write the consolidated workbook beside the window."""
        if self._ranking.reviews_in:
            self._export.start(self._place, f"{self._ranking.rules.reference} consolidated.xlsx")

    def toggle_adjusted(self) -> None:
        """Show the means without the reviewers' strictness beside the official ones, or leave them out."""
        self.table.show_adjusted(on=not self.table.adjusted)
        announce(
            self,
            _("Means adjusted for strictness are shown below the official ones.")
            if self.table.adjusted
            else _("Only the official means are shown."),
        )

    def show_changes(self) -> None:
        """Show what would change the first places."""
        if self.forecast.known is not None:
            ChangesDialog(self._theme, self.forecast.known, self).open()

    def take_to_meeting(self) -> None:
        """Put the application on the meeting's agenda; one that is on it already is opened there."""
        row = self._current()
        if row is None:
            return
        reference = row.line.application.reference
        agenda = see_agenda(self._place)
        if reference in agenda:
            self.meeting_requested.emit(reference)
        else:
            self.perform(lambda: set_agenda(self._place, [*agenda, reference]))

    def _show_detail(self) -> None:
        shown = self._details_wanted and self._ranking.reviews_in > 0
        self.detail.setVisible(shown)
        self._standing.setVisible(shown)


def _summary(ranking: Ranking) -> str:
    reviewers = len({review.member for line in ranking.lines for review in line.reviews})
    parts = [
        ngettext("{count} application", "{count} applications", len(ranking.lines)).format(count=len(ranking.lines)),
        ngettext("{count} reviewer", "{count} reviewers", reviewers).format(count=reviewers),
        _("{count} of {all} reviews in").format(count=ranking.reviews_in, all=ranking.reviews_expected),
    ]
    if ranking.waiting:
        parts.append(
            ngettext("{count} finding waits", "{count} findings wait", ranking.waiting).format(count=ranking.waiting)
        )
    if ranking.rules.illustrative:
        parts.append(_("illustrative criteria"))
    return " · ".join(parts)
