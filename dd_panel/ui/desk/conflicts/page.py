"""Conflicts first: titles and partners only, until the member has said where there is a conflict, and that is all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, Qt, Signal

from dd_panel.services.review.beginning import dismiss_suggestion, see_beginning, state_no_other_conflicts
from dd_panel.services.review.reviewing import declare_conflict, withdraw_conflict
from dd_panel.text import _, ngettext
from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.desk.conflicts.dialog import ConflictDialog
from dd_panel.ui.desk.conflicts.rows import CandidateDelegate, CandidateRows, question_words
from dd_panel.ui.desk.conflicts.side import ConflictsSide
from dd_panel.ui.speech import announce
from dd_panel.ui.store_page import StorePage
from dd_panel.ui.widgets.frames import Panel, Rule
from dd_panel.ui.widgets.labels import Para
from dd_panel.ui.widgets.layouts import column, row
from dd_panel.ui.widgets.list_rows import RowList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from dd_panel.services.review.beginning import Beginning, Candidate
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory


MOST_SIDE: Final = 0.48
"""How much of the width the card may take, however large the text is."""


class ConflictsPage(StorePage):
    """The screen before the desk. `stated` comes once the member has no other conflicts."""

    stated = Signal()

    def __init__(self, theme: Theme, place: Workplace, undo: UndoHistory) -> None:
        super().__init__(theme, place, undo)
        self._beginning = see_beginning(place)
        self.rows = CandidateRows(self)
        self.view = RowList(theme, _("My applications"))
        self.view.setItemDelegate(CandidateDelegate(theme, self.view))
        self.view.setModel(self.rows)
        self.side = ConflictsSide(theme)
        self._arrange()
        self._connect()
        self._add_actions()
        self._show(self._beginning)
        self._go_to_question()
        self.was_read()

    # ----------------------------------------------------------------- what the shell asks

    @property
    def title(self) -> str:
        return _("Conflicts first")

    def panes(self) -> Sequence[QWidget]:
        return (self._left, self.side)

    # ------------------------------------------------------------------------------ private

    def _arrange(self) -> None:
        theme = self._theme
        count = len(self._beginning.candidates)
        said = ngettext(
            "The title and partners of your {count} application; nothing opens before you have said so.",
            "The titles and partners of your {count} applications; nothing opens before you have said so.",
            count,
        ).format(count=count)
        what = _("You cannot read or score one with a conflict. Your scoresheet names it with its kind and your words.")
        head = column(
            Para(theme, _("Have you a conflict of interest in any of these?"), "h1"),
            Para(theme, f"{said} {what}", "body", "ink2"),
            gap=4,
            margins=(24, 20, 24, 16),
        )
        self._left = Panel(theme, "surface", column(head, Rule(theme), (self.view, 1), gap=0))
        self._left.setAccessibleName(_("Applications"))
        self.setLayout(row((self._left, 1), Rule(theme, "standing"), self.side, gap=0))
        self._fit()

    def _connect(self) -> None:
        self.view.selectionModel().currentChanged.connect(self._show_current)
        self.view.activated.connect(self.declare)
        self.side.card.declaration_wanted.connect(self.declare)
        self.side.card.dismissal_wanted.connect(self.dismiss)
        self.side.card.withdrawal_wanted.connect(self.withdraw)
        self.side.statement_wanted.connect(self.state)
        self._theme.theme_changed.connect(self._fit)
        self._theme.compact_changed.connect(self._fit)

    def _add_actions(self) -> None:
        arrows = Keys(bar=_("move"), caps=("↑", "↓"))
        add_action(self, _("Move in the list"), (), self.view.setFocus, keys=arrows)
        add_action(self, _("Declare a conflict"), "C", self.declare, keys=Keys(bar=_("declare a conflict")))
        add_action(
            self, _("Say that a suggestion is no conflict"), "X", self.dismiss, keys=Keys(bar=_("not a conflict"))
        )
        add_action(self, _("Withdraw the conflict"), "W", self.withdraw, keys=Keys(bar=_("withdraw")))
        add_action(
            self,
            _("State that there are no other conflicts, and open the desk"),
            ("Ctrl+Return", "Ctrl+Enter"),
            self.state,
            keys=Keys(bar=_("no other conflicts")),
        )

    def _fit(self) -> None:
        self.side.setFixedWidth(min(self._theme.pane("desk", "scoring"), round(self.width() * MOST_SIDE)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @property
    def current(self) -> Candidate | None:
        """The application that has the bar in the list."""
        return self.rows.row_at(self.view.currentIndex())

    def read_afresh(self) -> None:
        self._show(see_beginning(self._place))

    def _show(self, beginning: Beginning) -> None:
        self._beginning = beginning
        self.rows.show_rows(beginning.candidates)
        self.side.show_beginning(beginning)
        self._show_current()

    def _show_current(self) -> None:
        candidate = self.current
        self.side.card.setVisible(candidate is not None)
        if candidate is not None:
            self.side.card.show_candidate(candidate)

    def _go_to_question(self) -> bool:
        """Go to the next suggestion that waits; tells whether one does.

        Else stay, at first at what came later or at the top.
        """
        here = max(self.view.currentIndex().row(), 0)
        order = (*range(here, len(self.rows.rows)), *range(here))
        at = next((row for row in order if self.rows.rows[row].asks), None)
        if at is None and not self.view.currentIndex().isValid():
            here = next((row for row in order if self.rows.rows[row].came_later), here)
        index = self.rows.index(here if at is None else at)
        self.view.setCurrentIndex(index)
        self.view.scrollTo(index)
        return at is not None

    # ---------------------------------------------------------------------- what one can do

    def declare(self, _index: QModelIndex | None = None) -> None:
        """Ask for the kind and the reason of a conflict."""
        candidate = self.current
        if candidate is None or candidate.conflict:
            return
        dialog = ConflictDialog(self._theme, self.window(), candidate)
        dialog.declared.connect(partial(self._declare, candidate))
        dialog.open()

    def _declare(self, candidate: Candidate, kind: str, reason: str) -> None:
        about = candidate.application.reference
        if self.perform(lambda: declare_conflict(self._place, about, kind, reason)) is not None:
            self._go_on()

    def dismiss(self) -> None:
        """Put a suggestion aside and go to the next one."""
        candidate = self.current
        if candidate is None or not candidate.asks:
            return
        if self.perform(lambda: dismiss_suggestion(self._place, candidate.application.reference)) is not None:
            self._go_on()

    def withdraw(self) -> None:
        """Take back a conflict that was declared by mistake; both are kept in the history."""
        candidate = self.current
        if candidate is not None and candidate.conflict:
            self.perform(lambda: withdraw_conflict(self._place, candidate.application.reference))
            self._leave_buttons()

    def state(self) -> None:
        """Keep the statement and open the desk; while a suggestion waits, lead there instead."""
        if self._beginning.asking:
            self._go_to_question()
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            candidate = self.current
            if candidate is not None:
                self.side.ask_first(candidate)
                announce(self, question_words(candidate), at_once=True)
        elif self.perform(lambda: state_no_other_conflicts(self._place)) is not None:
            self.stated.emit()

    def _go_on(self) -> None:
        self.refresh()
        self._leave_buttons()
        self._go_to_question()

    def _leave_buttons(self) -> None:
        """The card's buttons come and go; the keyboard stays with the list."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
