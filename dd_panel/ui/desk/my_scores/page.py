"""My scores: everything a panel member has scored in one table, and the scoresheet that is made of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, Qt, Signal

from dd_panel.domain.identifiers import GUIDANCE, comment_field, criterion_of, is_score, score_field
from dd_panel.services.review.exported import begin_version, closed_error
from dd_panel.services.review.looking_over import ask_again, put_away
from dd_panel.services.review.my_sheet import MySheet, see_my_sheet
from dd_panel.services.review.reviewing import mark_complete, record_score, see_bare_desk, see_item
from dd_panel.text import _
from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.desk.my_scores.asking import Asking
from dd_panel.ui.desk.my_scores.export import ChoosePath, Exporting, counted
from dd_panel.ui.desk.my_scores.legend import Legend
from dd_panel.ui.desk.my_scores.looks import LooksCard
from dd_panel.ui.desk.my_scores.rows import (
    ByScore,
    Order,
    first_open,
    kept_in_place,
    rows_of,
    said_line,
    uncommented,
)
from dd_panel.ui.desk.my_scores.side import ScaleCard, SheetCard
from dd_panel.ui.desk.my_scores.side_by_side import PairsCard
from dd_panel.ui.desk.my_scores.table import APPLICATION, FIRST_SCORE, ROW_ROLE, ScoresModel, ScoresTable
from dd_panel.ui.desk.my_scores.typed import FIGURES, TypedScore
from dd_panel.ui.desk.review_model import APPLICATION as TOUCHED
from dd_panel.ui.desk.unsaved import text_in
from dd_panel.ui.outside import ask_where_to_save_workbook
from dd_panel.ui.speech import announce
from dd_panel.ui.store_page import StorePage
from dd_panel.ui.widgets.frames import Panel, Rule, scrolled
from dd_panel.ui.widgets.labels import ElidedLabel, Label
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.segmented import SegmentedControl
from dd_panel.ui.widgets.states import EmptyState
from dd_panel.ui.widgets.turns import Turns, bring

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.identifiers import CriterionKey, Reference
    from dd_panel.domain.rubric import Rubric
    from dd_panel.domain.second_looks import SecondLook
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.desk.my_scores.rows import ScoreRow
    from dd_panel.ui.jobs import Jobs
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory

FOLLOWED: Final = frozenset({"score", "text"})
"""What a change may touch beside applications, where those alone have to be read again."""
SHOW_ROOM: Final = 376
ROOMY: Final = 700
MOST_SIDE: Final = 0.4
LOW: Final = 440


class MyScoresPage(StorePage):
    """The heat table with its cards.

    `application_requested` names the application to open on the desk and the field to go to; `saving_wanted` asks for
    what may still be unsaved there. `exported` carries the path of a scoresheet that was written, `refused` a rule that
    said no.
    """

    application_requested = Signal(str, str)
    saving_wanted = Signal()
    exported = Signal(object)
    refused = Signal(object)

    def __init__(
        self,
        theme: Theme,
        place: Workplace,
        jobs: Jobs,
        undo: UndoHistory,
        choose_path: ChoosePath = ask_where_to_save_workbook,
    ) -> None:
        super().__init__(theme, place, undo)
        self._sheet = MySheet(see_bare_desk(place), 0)  # all else is read when the screen comes into sight
        self._order: Order | ByScore = Order.RANK
        self._typed = TypedScore()
        self._build()
        self._exporting = Exporting(place, jobs, self.sheet_card, choose_path)
        self._asking = Asking(place, jobs, self.looks_card, self.pairs_card)
        self._arrange()
        self._connect()
        self._add_actions()

    # ------------------------------------------------------------------------------------------ what the shell asks

    @property
    def title(self) -> str:
        return _("My scores")

    def panes(self) -> Sequence[QWidget]:
        return (self._left, self._side)

    # --------------------------------------------------------------------------------------------------- the making

    def _build(self) -> None:
        theme, rubric = self._theme, self._rubric
        self._heading = Label(theme, self.title, "h1")
        self._subtitle = ElidedLabel(theme, "", "dense", "ink2")
        self._show_label = Label(theme, _("Show"), "dense", "ink2")
        names = (_("By my rank"), _("By reference"), _("Unfinished"))
        self.show_control = SegmentedControl(theme, names, int(Order.RANK), name=_("Show"))
        self._model = ScoresModel(rubric)
        self.table = ScoresTable(theme, self._model)
        self._nothing = EmptyState(
            theme, ("check-circle", "good"), _("Nothing is unfinished"), _("Every application is scored or a conflict.")
        )
        self._nothing.hide()
        self._legend = Legend(theme, rubric)
        self.said = ElidedLabel(theme, "", "dense", "ink2")
        self.sheet_card = SheetCard(theme)
        self._scale_card = ScaleCard(theme)
        self.looks_card = LooksCard(theme)
        self.pairs_card = PairsCard(theme, self._place, self._undo)

    def _arrange(self) -> None:
        theme = self._theme
        titles = held(column(self._heading, self._subtitle, gap=0))
        top = row((titles, 1), self._show_label, self.show_control, margins=(24, 16, 24, 16))
        below = row((self.said, 1), margins=(24, 8, 24, 0))
        self._left = Panel(
            theme,
            "surface",
            column(top, Rule(theme), (self.table, 1), (self._nothing, 1), Rule(theme), below, self._legend, gap=0),
        )
        # F6 comes to the table itself; Tab takes no notice of a pane that passes the keyboard on.
        self._left.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._left.setFocusProxy(self.table)
        self._left.setAccessibleName(self.title)
        cards = (self.sheet_card, self._scale_card, self.pairs_card, self.looks_card)
        area = scrolled(held(column(*cards, None, gap=12, margins=(16, 16, 16, 16))))
        self._side = Panel(theme, "canvas", column((area, 1), gap=0))
        self._divider = Rule(theme, "standing")
        beside = row((self._left, 1), self._divider, self._side, gap=0)
        panes = ((self._left, self.table.setFocus), (self._side, self.sheet_card.export.setFocus))
        self._turns = Turns(theme, panes, [_("My scores"), _("Scoresheet")], _("My scores or the scoresheet"))
        self.setLayout(column(self._turns, (beside, 1), gap=0))
        self._fit()

    def _connect(self) -> None:
        self.show_control.choice_made.connect(lambda at: self._choose_order(Order(at)))
        self.table.doubleClicked.connect(self._open_current)
        self.table.horizontalHeader().sectionClicked.connect(self.sort_by)
        self.table.selectionModel().currentChanged.connect(self._say_comment)
        self.sheet_card.export_asked.connect(self.export)
        self.sheet_card.version_asked.connect(self._on_version_asked)
        self.sheet_card.comments_asked.connect(self._on_comments_asked)
        self.sheet_card.unfinished_asked.connect(self._on_unfinished_asked)
        self.sheet_card.choice_asked.connect(self.pairs_card.ask_choice)
        self.pairs_card.counted.connect(self.sheet_card.show_equal)
        self.looks_card.open_asked.connect(self._on_look_asked)
        self.looks_card.dismissed.connect(self._on_look_dismissed)
        self.looks_card.asked_again.connect(lambda: self.perform(lambda: ask_again(self._place)))
        self._asking.failed.connect(self.failed)
        self._exporting.exported.connect(self._on_exported)
        self._exporting.stopped.connect(self.refresh)
        self.pairs_card.opened.connect(lambda reference: self.application_requested.emit(reference, ""))
        self._theme.theme_changed.connect(self._fit)
        self._theme.compact_changed.connect(self._fit)

    def _add_actions(self) -> None:
        arrows = Keys(bar=_("move"), caps=("←", "↑", "→", "↓"))
        add_action(self, _("Move in the table"), (), self.table.setFocus, keys=arrows)
        # Enter opens from the table alone; the page only says so.
        opens = Keys(bar=_("open on desk"), caps=(_("Enter"),))
        add_action(self, _("Open on the desk"), (), self._open_current, keys=opens)
        add_action(self.table, _("Open on the desk"), ("Return", "Enter"), self._open_current, keys=Keys(listed=False))
        add_action(self, _("Write the comment on the desk"), "N", self._go_to_comment, keys=Keys(bar=_("comment")))
        words = _("Mark complete, or go to the first gap on the desk")
        add_action(self, words, ("Ctrl+Return", "Ctrl+Enter"), self._finish, keys=Keys(bar=_("complete")))
        scale = self._rubric.scale
        ends = (scale.text_of(scale.marks[0]), scale.text_of(scale.marks[-1]))
        for at, figure in enumerate(FIGURES):
            shown = Keys(bar=_("change score") if at == 0 else "", caps=ends, listed=at == 0)
            slot = partial(self._on_figure, figure)
            add_action(self, _("Change the score of the current cell"), figure, slot, keys=shown)
        add_action(self, _("Sort by the column of the current cell"), "S", self._sort_here)
        add_action(self, _("Copy the table for a spreadsheet"), "Ctrl+C", self.copy_table)
        add_action(self, _("Save; everything is saved as you go"), "Ctrl+S", self.saving_wanted.emit)
        add_action(self, _("Export my scoresheet"), "Ctrl+E", self.export, keys=Keys(bar=_("export")))
        add_action(self, _("Take the score of the current cell away"), ("Backspace", "Del"), self._clear_current)
        for at, order in enumerate(Order):
            words = _("Show by my rank, by reference, unfinished")
            keys = Keys(caps=(_("Ctrl"), "1", "…", "3"), listed=at == 0)
            add_action(self, words, f"Ctrl+{at + 1}", partial(self._choose_order, order), keys=keys)

    # ------------------------------------------------------------------------------------------------ what is shown

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def read_afresh(self) -> None:
        self._show_sheet(see_my_sheet(self._place))

    def follow(self, touched: frozenset[str]) -> None:
        """After a score or a text, read the one application it belongs to; after all else, everything."""
        references = [item.application.reference for item in self._sheet.desk.items]
        mine = [each for each in references if f"{TOUCHED}{each}" in touched]
        if len(mine) < len(touched - FOLLOWED):
            self.refresh()
        else:
            self.attempt(lambda: self._read_again(mine))

    def _read_again(self, references: Sequence[Reference]) -> None:
        desk = self._sheet.desk.with_items([see_item(self._place, each) for each in references])
        self._show_sheet(replace(self._sheet, desk=desk), in_place=True)

    def _show_sheet(self, sheet: MySheet, *, in_place: bool = False) -> None:
        self._sheet = sheet
        self._subtitle.setText(counted(sheet))
        self._show_rows(in_place=in_place)
        self.sheet_card.show_sheet(sheet)
        self._scale_card.show_sheet(sheet)
        self._asking.ask_about(sheet.desk)

    def _show_rows(self, *, in_place: bool = False) -> None:
        """Show the rows in their order, or where they are: one that moves as it is scored leads to the wrong next one.

        The current cell stays with its application, or else in its place.
        """
        here, row = self.table.current, self.table.currentIndex().row()
        ordered = rows_of(self._sheet.desk, self._order)
        rows = kept_in_place(ordered, self._model.rows) if in_place else ordered
        # Rows that were scored out of their order have none that is named, so that it can be chosen again.
        named = self._order if rows == ordered else None
        self._model.show_rows(rows)
        self.show_control.set_chosen(int(named) if isinstance(named, Order) else None)
        self.table.show_order(named)
        self._say_comment()
        index = QModelIndex() if here is None else self._model.index_of(*here)
        beside = self._model.index(min(max(row, 0), len(rows) - 1), FIRST_SCORE)  # that row may have gone
        self.table.move_to(index if index.isValid() else beside)
        empty = not self._model.rows and bool(self._sheet.desk.items)
        self.table.setVisible(not empty)
        self._nothing.setVisible(empty)

    def _choose_order(self, order: Order | ByScore) -> None:
        self._order = order
        self._show_rows()

    def sort_by(self, column: int) -> None:
        """Put the rows into the order of a column's scores, the best first; the same column again turns it round."""
        criterion = self._model.criterion_at(column)
        if criterion is None:
            self._choose_order(Order.REFERENCE if column == APPLICATION else Order.RANK)
            return
        best = ByScore(criterion)
        again = self._order == best and self.table.shows_order
        self._choose_order(ByScore(criterion, best_first=False) if again else best)
        announce(self, _("Sorted by {criterion}").format(criterion=self._rubric.criterion(criterion).title))

    def copy_table(self) -> None:
        """Take what is shown to the clipboard, as a spreadsheet takes it."""
        words = self.table.copy_rows()
        self.said.setText(words)
        announce(self, words)

    @property
    def _rubric(self) -> Rubric:
        return self._sheet.desk.rules.rubric

    def _say_comment(self) -> None:
        """Show what was written about the score one is at."""
        index = self.table.currentIndex()
        score_row: ScoreRow | None = index.data(ROW_ROLE) if index.isValid() else None
        key = self._model.criterion_at(index.column())
        criterion = None if key is None else self._rubric.criterion(key)
        self.said.setText("" if score_row is None else said_line(score_row, criterion, self._rubric))

    def _show_cell(self, reference: str, criterion: CriterionKey | None) -> None:
        """Bring a score into sight, whatever is shown now, and give it the keyboard."""
        if not self._model.index_of(reference, criterion).isValid():
            self._choose_order(Order.RANK)
        bring(self._left)
        self.table.move_to(self._model.index_of(reference, criterion))
        self.table.setFocus()

    def _fit(self) -> None:
        self._turns.fit(self.width())
        self._divider.setHidden(self._turns.on)
        side = min(self._theme.pane("my_scores_side"), round(self.width() * MOST_SIDE))
        self._side.setFixedWidth(self.width() if self._turns.on else side)
        low = self.height() < self._theme.px(LOW)
        for part in (self._heading, self._subtitle, self._legend):
            part.setHidden(low)  # the table needs the height that large text leaves
        roomy = (self.width() if self._turns.on else self.width() - side) > self._theme.px(ROOMY)
        self._show_label.setVisible(roomy)
        narrow = self.show_control.minimumSizeHint().width()
        self.show_control.setFixedWidth(max(self._theme.px(SHOW_ROOM), narrow) if roomy else narrow)

    # ----------------------------------------------------------------------------------------------- what people do

    def export(self) -> None:
        """Ask where, and write the scoresheet beside the window."""
        self._exporting.ask(self, self._sheet)

    def _on_exported(self, path: Path) -> None:
        self.refresh()
        self.exported.emit(path)

    def _on_figure(self, figure: str) -> None:
        here = self.table.current
        if here is None or here[1] is None or not self.table.hasFocus():
            return
        reference, criterion = here[0], here[1]
        text = self._typed.type(figure, (reference, criterion), self._rubric.criterion(criterion).scale)
        if text is not None:
            self._record(reference, criterion, text)

    def _clear_current(self) -> None:
        here = self.table.current
        if here is not None and here[1] is not None and self.table.hasFocus():
            self._typed.forget()
            self._record(here[0], here[1], "")

    def _record(self, reference: Reference, criterion: CriterionKey, text: str) -> None:
        if text_in(self._sheet.desk.item(reference).review, score_field(criterion), self._rubric) == text:
            return  # given once more, it would be one more step to take back
        if self._sheet.desk.closed:
            self.refused.emit(closed_error(self._sheet.desk.exports + 1))
        else:
            self.perform(lambda: record_score(self._place, reference, criterion, text))

    def _open_current(self, _index: QModelIndex | None = None) -> None:
        here = self.table.current
        if here is not None:
            field = self._model.field_at(self.table.currentIndex().column())
            self.application_requested.emit(str(here[0]), str(field))

    def _go_to_comment(self) -> None:
        """Go on to write about the score one is at; beside the scores, about the whole of the application."""
        here = self.table.current
        if here is not None:
            field = GUIDANCE if here[1] is None else comment_field(here[1])
            self.application_requested.emit(str(here[0]), str(field))

    def _finish(self) -> None:
        """Mark the application one is at complete, or go on to what is missing in it."""
        here = self.table.current
        item = None if here is None else self._sheet.desk.item(here[0])
        if item is None or item.status not in {"in_progress", "not_started"}:
            return
        reference, gaps = item.application.reference, item.review.gaps(self._rubric)
        if gaps:
            self.application_requested.emit(str(reference), str(gaps[0].field))
        elif self.perform(lambda: mark_complete(self._place, reference)) is not None:
            announce(self, _("{reference} is complete").format(reference=reference))

    def _sort_here(self) -> None:
        self.sort_by(self.table.currentIndex().column())

    def _on_version_asked(self) -> None:
        number = self._sheet.desk.exports + 1
        self.perform(lambda: begin_version(self._place, number))
        self.table.setFocus()

    def _on_comments_asked(self) -> None:
        """Go to the next score without a comment, round and round."""
        places = list(uncommented(self._sheet.desk))
        here = self.table.current
        at = places.index(here) + 1 if here in places else 0
        if places:
            self._show_cell(*places[at % len(places)])

    def _on_unfinished_asked(self) -> None:
        self._choose_order(Order.UNFINISHED)
        if self._model.rows:
            item = self._model.rows[0].item
            self._show_cell(item.application.reference, first_open(item, self._rubric))

    def _on_look_asked(self, look: SecondLook) -> None:
        """Go to a score in the table, and to words and recommendations on the desk."""
        if is_score(look.field):
            self._show_cell(look.reference, criterion_of(look.field))
        else:
            self.application_requested.emit(str(look.reference), str(look.field))

    def _on_look_dismissed(self, look: SecondLook) -> None:
        if self.perform(lambda: put_away(self._place, look)) is not None:
            self._asking.take_off(look)
