"""Ranking: the order as it stands, how far the reviewers are apart, and where the money ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from dd_panel.domain.errors import DDPanelError
from dd_panel.services.results import see_ranking
from dd_panel.text import _, ngettext
from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.desk.my_scores import ask_where_to_save
from dd_panel.ui.round.outside import Outside
from dd_panel.ui.round.ranking_detail import RankingDetail
from dd_panel.ui.round.ranking_rows import PlaceRow, found_in, rows_of
from dd_panel.ui.round.ranking_table import RankingModel, RankingTable
from dd_panel.ui.round.trace_dialog import TraceDialog
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.fields import SearchField
from dd_panel.ui.widgets.frames import Panel, Rule
from dd_panel.ui.widgets.labels import ElidedLabel, Label
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.outcome import Outcome
from dd_panel.ui.widgets.states import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from dd_panel.services.logbook import Subject
    from dd_panel.services.results import Ranking
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs, Report
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory

FIND_ROOM: Final = 176
FIND_ROOM_COMPACT: Final = 128
ROOMY: Final = 1200
MOST_DETAIL: Final = 0.38


class RankingPage(QWidget):
    """The table of places with the details of one application beside it.

    `returns_requested` comes from the empty screen; `exported` carries the path of the workbook that was written.
    """

    returns_requested = Signal()
    exported = Signal(object)

    def __init__(
        self,
        theme: Theme,
        place: Workplace,
        jobs: Jobs,
        undo: UndoHistory,
        consolidate: Callable[[Workplace, Path], object],
        choose_path: Callable[[QWidget, str], Path | None] = ask_where_to_save,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._place = place
        self._jobs = jobs
        self._consolidate = consolidate
        self._choose_path = choose_path
        self._ranking = see_ranking(place)
        self._stale = False
        self._details_wanted = True
        self._build()
        self._arrange()
        self._connect(undo)
        self._add_actions()
        self._show_ranking(self._ranking)

    # ------------------------------------------------------------------------------------------ what the shell asks

    @property
    def title(self) -> str:
        """The screen's name."""
        return _("Ranking")

    def panes(self) -> Sequence[QWidget]:
        """The table and the details."""
        return (self._pages, self.detail)

    def on_shown(self) -> None:
        """Rank afresh."""
        self._show_ranking(see_ranking(self._place))

    def key_note(self) -> str:
        """Nothing beside “All keys: F1”."""
        return ""

    # --------------------------------------------------------------------------------------------------- the making

    def _build(self) -> None:
        theme = self._theme
        self._subtitle = ElidedLabel(theme, "", "dense", "ink2")
        self.find_field = SearchField(theme, _("Find an application"), _("Find"))
        self._count = Label(theme, "", "caption", "ink2")
        self.export_button = Button(theme, _("Export"), icon="export")
        self._outcome = Outcome(theme)
        self._model = RankingModel(self._ranking.rules.method)
        self.table = RankingTable(theme, self._model)
        self.detail = RankingDetail(theme)
        self.to_returns = Button(theme, _("Go to Returns"), "primary")
        self._empty = EmptyState(
            theme, ("scales", "accent"), _("No ranking yet"), _("Merge at least one scoresheet."), self.to_returns
        )
        self._pages = QStackedWidget()

    def _arrange(self) -> None:
        theme = self._theme
        titles = column(Label(theme, self.title, "h1"), self._subtitle, gap=0)
        finding = row(self._count, self.find_field, self.export_button, gap=8)
        top = row((titles, 1), finding, gap=16, margins=(24, 12, 16, 12))
        self._pages.addWidget(self.table)
        self._pages.addWidget(held(column(self._empty, None, margins=(24, 24, 24, 24))))
        self._outcome_box = held(column(self._outcome, margins=(16, 0, 16, 12)))
        lines = column(top, self._outcome_box, Rule(theme), (self._pages, 1), gap=0)
        self._left = Panel(theme, "surface", lines)
        self._standing = Rule(theme, "standing")
        self.setLayout(row((self._left, 1), self._standing, self.detail, gap=0))
        self._outcome_box.hide()
        self._fit()

    def _connect(self, undo: UndoHistory) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self.table.doubleClicked.connect(self.open_details)
        self.detail.closed.connect(self.close_details)
        self.detail.trace_asked.connect(self._on_trace_asked)
        self.find_field.textChanged.connect(self._on_wanted)
        self.find_field.returnPressed.connect(self._find_next)
        self.find_field.left_empty.connect(self.table.setFocus)
        self.export_button.clicked.connect(self.export)
        self.to_returns.clicked.connect(self.returns_requested)
        undo.changed.connect(self._on_changed)
        self._theme.compact_changed.connect(self._fit)
        self._theme.theme_changed.connect(self._fit)

    def _add_actions(self) -> None:
        arrows = Keys(bar=_("application"), caps=("↑", "↓"))
        add_action(self, _("Go to the table"), (), self.table.setFocus, keys=arrows)
        # Enter opens from the table alone; the page only says so.
        add_action(self, _("Show the details"), (), self.open_details, keys=Keys(bar=_("details"), caps=(_("Enter"),)))
        enter = ("Return", "Enter")
        add_action(self.table, _("Show the details"), enter, self.open_details, keys=Keys(listed=False))
        add_action(self, _("Find an application"), "Ctrl+F", self._on_find, keys=Keys(bar=_("find")))
        add_action(self, _("Next find"), "F3", self._find_next)
        add_action(self, _("Previous find"), "Shift+F3", lambda: self._find_next(-1))
        add_action(self, _("Export the consolidated workbook"), "Ctrl+E", self.export, keys=Keys(bar=_("export")))
        add_action(self, _("Close the details"), "X", self.close_details)
        add_action(self, _("Show where a score comes from"), "T", self.trace)

    # ------------------------------------------------------------------------------------------------ what is shown

    def _show_ranking(self, ranking: Ranking) -> None:
        self._stale = False
        here = self._current()
        self._ranking = ranking
        self._subtitle.setText(_summary(ranking))
        self._model.show_rows(rows_of(ranking))
        empty = not ranking.reviews_in
        self._pages.setCurrentIndex(int(empty))
        self.export_button.setVisible(not empty)
        self.find_field.setVisible(not empty)
        self._show_detail()
        self._look(self.find_field.text())
        if not empty:
            at = self._model.row_of(here.line.application.reference) if here is not None else 0
            self.table.go_to(at or 0)

    def _current(self) -> PlaceRow | None:
        at = self.table.currentIndex().row()
        shown = self._model.rows[at] if 0 <= at < len(self._model.rows) else None
        return shown if isinstance(shown, PlaceRow) else None

    def _on_row_changed(self) -> None:
        shown = self._current()
        if shown is not None:
            self.detail.show_row(self._ranking, shown)
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
        if not self._ranking.reviews_in or not self.export_button.isEnabled():
            return
        path = self._choose_path(self, f"{self._ranking.rules.reference} consolidated.xlsx")
        if path is None:
            return
        path = path if path.suffix.lower() == ".xlsx" else path.with_name(f"{path.name}.xlsx")
        self._outcome_box.hide()
        self.export_button.setEnabled(False)
        job = self._jobs.start(_export_work(self._consolidate, self._place, path))
        job.finished.connect(self._on_exported)
        job.failed.connect(self._on_export_failed)

    def _on_exported(self, path: Path) -> None:
        self.export_button.setEnabled(True)
        self._outcome_box.show()
        self._outcome.show_done(_("The consolidated workbook is written"), path)
        self.exported.emit(path)

    def _on_export_failed(self, trouble: BaseException) -> None:
        self.export_button.setEnabled(True)
        if not isinstance(trouble, DDPanelError):
            raise trouble
        self._outcome_box.show()
        self._outcome.show_trouble(trouble)

    def _show_detail(self) -> None:
        shown = self._details_wanted and self._ranking.reviews_in > 0
        self.detail.setVisible(shown)
        self._standing.setVisible(shown)

    def _on_find(self) -> None:
        self.find_field.setFocus()
        self.find_field.selectAll()

    def _on_wanted(self, wanted: str) -> None:
        hits = self._look(wanted)
        if hits and self.table.currentIndex().row() not in hits:
            self.table.go_to(hits[0])
            self._tell_count(hits)

    def _look(self, wanted: str) -> tuple[int, ...]:
        """Mark what was found and say how much it is."""
        hits = found_in(self._model.rows, wanted)
        self.table.set_hits(frozenset(hits))
        self._tell_count(hits)
        return hits

    def _find_next(self, by: int = 1) -> None:
        hits = found_in(self._model.rows, self.find_field.text())
        if not hits:
            return
        here = self.table.currentIndex().row()
        ahead = [at for at in hits if at > here] if by > 0 else [at for at in reversed(hits) if at < here]
        self.table.go_to((ahead or list(hits)[:: 1 if by > 0 else -1])[0])
        self._tell_count(hits)

    def _tell_count(self, hits: tuple[int, ...]) -> None:
        here = self.table.currentIndex().row()
        if not self.find_field.text().strip():
            words = ""
        elif not hits:
            words = _("none found")
        elif here in hits:
            words = _("{number} of {all}").format(number=hits.index(here) + 1, all=len(hits))
        else:
            words = ngettext("{count} found", "{count} found", len(hits)).format(count=len(hits))
        self._count.setText(words)

    def _on_changed(self, _touched: frozenset[str]) -> None:
        """Rank once for a burst of changes, and only while somebody looks."""
        if not self._stale:
            self._stale = True
            QTimer.singleShot(0, self, self._refresh_if_seen)

    def _refresh_if_seen(self) -> None:
        if self._stale and self.isVisible():
            self._show_ranking(see_ranking(self._place))
        self._stale = False


def _export_work(
    consolidate: Callable[[Workplace, Path], object], place: Workplace, path: Path
) -> Callable[[Report], Path]:
    def work(_report: Report) -> Path:
        consolidate(place, path)
        return path

    return work


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
