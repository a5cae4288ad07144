"""Ranking: the order as it stands, how far the reviewers are apart, and where the money ends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from dd_panel.services.meeting.conducting import see_agenda, set_agenda
from dd_panel.text import _
from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.outside import Outside, ask_where_to_save_workbook
from dd_panel.ui.reading_page import ReadingPage
from dd_panel.ui.round.file_export import FileExport, FileKind
from dd_panel.ui.round.ranking.changes import ChangesDialog
from dd_panel.ui.round.ranking.detail import RankingDetail
from dd_panel.ui.round.ranking.export_dialog import WHOLE, ExportDialog, written_as
from dd_panel.ui.round.ranking.find import RankingFinder
from dd_panel.ui.round.ranking.head import RankingHead
from dd_panel.ui.round.ranking.job import Forecast
from dd_panel.ui.round.ranking.method_dialog import MethodDialog
from dd_panel.ui.round.ranking.model import RankingModel
from dd_panel.ui.round.ranking.panel_dialog import PanelDialog
from dd_panel.ui.round.ranking.read import RankingRead, read_ranking
from dd_panel.ui.round.ranking.rows import PlaceRow
from dd_panel.ui.round.ranking.shown import ShownRanking
from dd_panel.ui.round.ranking.side import RankingSide
from dd_panel.ui.round.ranking.states import RankingStates
from dd_panel.ui.round.ranking.sure import SureStrip
from dd_panel.ui.round.ranking.table import RankingTable
from dd_panel.ui.round.ranking.tools import RankingTools
from dd_panel.ui.round.ranking.words import RankingWordsDialog
from dd_panel.ui.round.trace_dialog import TraceDialog
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.frames import Panel, Rule
from dd_panel.ui.widgets.layouts import column, row
from dd_panel.ui.widgets.turns import no_room_for_both

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from dd_panel.services.returns.logbook import Subject
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs, Report
    from dd_panel.ui.round.ranking.choice import Choice
    from dd_panel.ui.round.ranking.export_dialog import Edition, WriteEdition
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory


class RankingPage(ReadingPage):
    """The table of places with the details of one application, or with other weights to try, beside it.

    `returns_requested` comes from the empty screen, `meeting_requested` carries the application to open at the meeting.
    `keys_changed` comes when there is first something to export, or nothing any more.
    """

    returns_requested = Signal()
    keys_changed = Signal()
    meeting_requested = Signal(str)

    def __init__(
        self,
        theme: Theme,
        place: Workplace,
        jobs: Jobs,
        undo: UndoHistory,
        consolidate: WriteEdition,
        choose_path: Callable[[QWidget, str], Path | None] = ask_where_to_save_workbook,
    ) -> None:
        super().__init__(theme, place, jobs, undo)
        self._jobs = jobs
        self._consolidate = consolidate
        self.forecast = Forecast(jobs, self)
        self._read: RankingRead | None = None
        self._here = ""
        self._told: tuple[object, ...] = (None, None, None, None)
        self._build()
        self.exporting = FileExport(theme, jobs, _workbook(), choose_path, self.head.export)
        self._arrange()
        self._connect()
        self._add_actions()
        self._show_page()

    # ------------------------------------------------------------------------------------------ what the shell asks

    @property
    def title(self) -> str:
        return _("Ranking")

    def panes(self) -> Sequence[QWidget]:
        return (self.states, self.side)

    def first_control(self) -> QWidget:
        return self.states.to_returns if self.states.empty else self.table

    def key_note(self) -> str:
        return _("Likely place: nine times in ten. All keys: F1")

    # --------------------------------------------------------------------------------------------------- the making

    def _build(self) -> None:
        theme = self._theme
        self.sure = SureStrip(theme)
        self.tools = RankingTools(theme)
        self.tools.hide()
        self._model = RankingModel()
        self.shown = ShownRanking(self._jobs, self._model, self)
        self.table = RankingTable(theme, self._model)
        self._finder = RankingFinder(theme, self.table, self._model)
        self.head = RankingHead(theme, self.title, self._finder)
        self.detail = RankingDetail(theme)
        self.side = RankingSide(theme, self.detail)
        self.states = RankingStates(theme, self.table)

    def _arrange(self) -> None:
        rule = Rule(self._theme)
        lines = column(self.head.layout, self.exporting, self.sure, self.tools, rule, (self.states, 1), gap=0)
        self._main = Panel(self._theme, "surface", lines)
        self.setLayout(row((self._main, 1), self.side, gap=0))
        self._fit()

    def _connect(self) -> None:
        self.shown.shown.connect(self._on_shown)
        self.side.turned.connect(self._show_main)
        self.shown.tried.connect(self.side.show_tried)
        self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self.table.doubleClicked.connect(self.open_details)
        self.table.sort_asked.connect(self.tools.sort_by)
        self.tools.chosen.connect(self._on_chosen)
        self.tools.adjusted_asked.connect(self.toggle_adjusted)
        self.tools.table_asked.connect(self.show_words)
        self.tools.panel_asked.connect(self.show_panel)
        self.tools.method_asked.connect(self.show_method)
        self.states.to_everything.clicked.connect(self.tools.show_everything)
        self.detail.closed.connect(self.close_side)
        self.detail.trace_asked.connect(self._on_trace_asked)
        self.detail.meeting_asked.connect(self.take_to_meeting)
        self.detail.changes_asked.connect(self.show_changes)
        self.side.weighed.connect(self.shown.try_weights)
        self.side.weights_closed.connect(self.close_weights)
        self.head.view.clicked.connect(self.toggle_tools)
        self.head.weights.clicked.connect(self.toggle_weights)
        self.head.export.clicked.connect(self.ask_what_to_export)
        self.states.to_returns.clicked.connect(self.returns_requested)
        self.sure.changes_asked.connect(self.show_changes)
        self.forecast.ready.connect(lambda prospects: self.shown.show_outlook(prospects.outlook))
        self.sure.follow(self.forecast, self.shown)
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
        words = _("Export the consolidated workbook")
        self._exports = add_action(self, words, "Ctrl+E", self.ask_what_to_export, keys=Keys(bar=_("export")))
        add_action(self, _("Show what would change the first places"), "C", self.show_changes)
        add_action(self, _("Try other weights, or go back to the official order"), "W", self.toggle_weights)
        add_action(self, _("Choose what is shown and in which order, or close that"), "V", self.toggle_tools)
        add_action(self, _("Show everything in the order of places"), "Shift+V", self.tools.show_everything)
        add_action(self, _("Show means adjusted for strictness, or leave them out"), "A", self.toggle_adjusted)
        add_action(self, _("Read the charts as a table"), "R", self.show_words)
        add_action(self, _("Show agreement and strictness, for the secretariat only"), "P", self.show_panel)
        add_action(self, _("Read the method"), "Shift+F1", self.show_method)
        add_action(self, _("Close the details"), "X", self.close_side)
        add_action(self, _("Show where a score comes from"), "T", self.trace)

    # ------------------------------------------------------------------------------------------------ what is shown

    def reader(self) -> Callable[[Report], RankingRead]:
        return read_ranking(self._place, self._read)

    def show_read(self, found: RankingRead) -> None:
        before, self._read = self._read, found
        self.head.tell(found.summary)
        if before is None or before.ranking is not found.ranking:
            self.side.offer_weights(found.ranking.rules.rubric)
            self.tools.offer(found.rows)
            self.shown.show_official(found.ranking, found.rows)
        if found.has_reviews:
            self.forecast.follow(found.basis)
        self._show_page()
        self._on_row_changed()

    def _on_shown(self) -> None:
        """Other rows stand in the table: the application that had the keyboard keeps it."""
        self.tools.tell(*self.shown.counts)
        self._finder.look()
        at = self._model.row_of(self._here) if self._here else None
        if self._model.rows:
            self.table.go_to(at if at is not None else self._first())
        self._show_page()
        self._on_row_changed()

    def _first(self) -> int:
        return next((at for at, each in enumerate(self._model.rows) if isinstance(each, PlaceRow)), 0)

    def _on_chosen(self, choice: Choice) -> None:
        self.table.show_order(choice.key, falling=choice.falling)
        self.shown.choose(choice)
        if self.tools.words.text():
            announce(self, self.tools.words.text())

    def _show_page(self) -> None:
        ready = self._ready
        self.states.show_state(self._read, fits=bool(self._model.rows))
        self.head.allow(ready=ready)
        self.tools.setVisible(ready and self.head.view.isChecked())
        self.side.allow(ready)
        if ready != self._exports.isEnabled():
            self._exports.setEnabled(ready)
            self.keys_changed.emit()
        self._make_room()

    @property
    def _ready(self) -> bool:
        return self._read is not None and self._read.has_reviews

    def _current(self) -> PlaceRow | None:
        at = self.table.currentIndex().row()
        shown = self._model.rows[at] if 0 <= at < len(self._model.rows) else None
        return shown if isinstance(shown, PlaceRow) else None

    def _on_row_changed(self) -> None:
        shown, ranking = self._current(), self.shown.ranking
        if shown is not None and ranking is not None and self._read is not None:
            self._here = shown.line.application.reference
            on_agenda = self._here in self._read.agenda
            known = None if self.shown.trying else self.forecast.known
            told = (shown, ranking, known, on_agenda)
            # One reading leads here by several ways, and the details are put together anew each time.
            if any(one is not other for one, other in zip(told, self._told, strict=True)):
                self._told = told
                self.detail.show_row(ranking, shown, known, on_agenda=on_agenda)
        if self.table.hits:
            self.table.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.head.fit(self.width())
        self.side.fit(self.width())
        self._make_room()

    def _make_room(self) -> None:
        """While the filters are open in large text, leave to the rows what title and strip would take."""
        scarce = self.head.view.isChecked() and no_room_for_both(self._theme, self.width())
        self.head.show_titles(shown=not scarce)
        self.sure.setVisible(self._ready and not scarce)
        self.tools.set_reading(self.head.layout if scarce else None)

    def _show_main(self) -> None:
        self._main.setHidden(self.side.covers)

    # ----------------------------------------------------------------------------------------------- what people do

    def open_details(self) -> None:
        """Show the details and give them the keyboard."""
        if self._current() is not None:
            self.close_weights()
            self.side.show_details(on=True)
            self.detail.close_button.setFocus()

    def close_side(self) -> None:
        """Give the table all the room."""
        self.close_weights()
        self.side.show_details(on=False)
        self.table.setFocus()

    def toggle_weights(self) -> None:
        """Try other weights beside the table, or go back to the official order."""
        if self.side.weighing:
            self.close_weights()
        elif self._ready:
            self.side.open_weights()
        self.head.weights.setChecked(self.side.weighing)

    def close_weights(self) -> None:
        """Go back to the official order; the weights that were tried are forgotten."""
        if self.side.weighing:
            self.side.close_weights()
            self.shown.try_weights(None)
            self.table.setFocus()
        self.head.weights.setChecked(False)

    def toggle_tools(self) -> None:
        """Show the filters, the order and further pages to read, or put them away and show everything again."""
        on = self.tools.isHidden()
        self.head.view.setChecked(on)
        self.tools.setVisible(on)
        self._make_room()
        if on:
            self.tools.model.setFocus()
        else:
            self.tools.show_everything()
            self.table.setFocus()

    def trace(self) -> None:
        """Go to the scores in the details, and from a score to where it comes from."""
        if not self.detail.isVisible():
            self.open_details()
        self.detail.trace()

    def _on_trace_asked(self, subject: Subject) -> None:
        TraceDialog(self._theme, self._place, subject, Outside(), self).open()

    def ask_what_to_export(self) -> None:
        """Ask for whom the consolidated workbook is, and write it."""
        if self._read is not None and self._read.has_reviews and self.head.export.isEnabled():
            dialog = ExportDialog(self._theme, self._read.ranking.members.values(), self)
            dialog.chosen.connect(self.export)
            dialog.open()

    def export(self, edition: Edition = WHOLE) -> None:
        """Ask where, and write this edition of the consolidated workbook beside the window."""
        if self._read is not None and self._read.has_reviews:
            name = edition.file_name(self._read.ranking.rules.reference)
            self.exporting.start(self._place, name, written_as(self._consolidate, edition))

    def toggle_adjusted(self) -> None:
        """Show the means without the reviewers' strictness beside the official ones, or leave them out."""
        self.table.show_adjusted(on=not self.table.adjusted)
        self.tools.adjusted.setChecked(self.table.adjusted)
        announce(
            self,
            _("Means adjusted for strictness are shown below the official ones.")
            if self.table.adjusted
            else _("Only the official means are shown."),
        )

    def show_changes(self) -> None:
        """Show what would change the first places, and the place of the application the keyboard is on."""
        row = self._current()
        if self.forecast.known is not None and row is not None:
            ChangesDialog(self._theme, self.forecast.known, row.line.application.reference, self).open()

    def show_words(self) -> None:
        """Show the rows of the table in words and figures."""
        if self.shown.ranking is not None and self._model.rows:
            RankingWordsDialog(self._theme, self.shown.ranking, self._model.rows, self).open()

    def show_panel(self) -> None:
        """Show how far the reviewers agree and how strict each of them is."""
        if self._read is not None and self._read.has_reviews:
            PanelDialog(self._theme, self._jobs, self._read.ranking, self).open()

    def show_method(self) -> None:
        """Show how the numbers come about."""
        if self._read is not None:
            MethodDialog(self._theme, self._read.ranking, self).open()

    def take_to_meeting(self) -> None:
        """Put the application on the meeting's agenda; one that is on it already is opened there."""
        row = self._current()
        if row is None or self._read is None:
            return
        reference = row.line.application.reference
        agenda = see_agenda(self._place)
        if reference in agenda:
            self.meeting_requested.emit(reference)
        elif self.perform(lambda: set_agenda(self._place, [*agenda, reference])) is not None:
            self._read = replace(self._read, agenda=(*agenda, reference))
            self._on_row_changed()


def _workbook() -> FileKind:
    return FileKind(".xlsx", _("Writing the consolidated workbook"), _("The consolidated workbook is written"))
