"""Decisions: who is funded with how much, who is in reserve in which order, who is declined, and the signature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dd_panel.domain.errors import InputError
from dd_panel.services.meeting.decisions import decide_on, draw_lot, follow_ranking, order_reserves
from dd_panel.services.meeting.signing import sign_off
from dd_panel.text import _, few, ngettext
from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.desk.words import verdict_words
from dd_panel.ui.meeting.decision_card import OUTCOMES
from dd_panel.ui.meeting.decisions_rows import DecisionRow, decision_rows, decisions_summary, left_words
from dd_panel.ui.meeting.scenario_pane import ScenarioPane
from dd_panel.ui.meeting.screen import MeetingScreen
from dd_panel.ui.round.columns import WordColumn, WordsModel, WordsTable
from dd_panel.ui.round.reason_dialog import ReasonDialog
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.fields import DropDown, TextField
from dd_panel.ui.widgets.frames import Panel, Rule, scrolled
from dd_panel.ui.widgets.labels import ElidedLabel, Label, Para
from dd_panel.ui.widgets.layouts import column, row, set_across
from dd_panel.ui.widgets.segmented import SegmentedControl
from dd_panel.ui.widgets.turns import Beside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.identifiers import Reference
    from dd_panel.services.change import Change
    from dd_panel.services.meeting.decisions import Followed
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory

MOST: Final = 10
USUAL: Final = 3
"""How many reserves are offered at most, and at first."""
LEAST: Final = 104
TIGHT: Final = 960
"""A page narrower than this, as in large text, has its tools below its title."""


class DecisionsPage(MeetingScreen):
    """The table of decisions with the chosen one to change below it, and the what-if beside it."""

    def __init__(self, theme: Theme, place: Workplace, jobs: Jobs, undo: UndoHistory) -> None:
        super().__init__(theme, place, jobs, undo)
        self._build()
        self._arrange()
        self._connect()
        add_action(
            self, _("Move the reserve up"), "Alt+Up", lambda: self.move_reserve(-1), keys=Keys(bar=_("reserve up"))
        )
        add_action(self, _("Move the reserve down"), "Alt+Down", lambda: self.move_reserve(1))
        add_action(self, _("Change the decision"), "Ctrl+G", self.outcome.take_focus, keys=Keys(bar=_("change")))
        add_action(self, _("Keep the decision"), "Ctrl+Return", self.decide, keys=Keys(bar=_("keep")))
        self.show_meeting()

    # ------------------------------------------------------------------------------------------ what the shell asks

    @property
    def title(self) -> str:
        return _("Decisions")

    def panes(self) -> Sequence[QWidget]:
        return (self.table, self._edit, self.scenario)

    # --------------------------------------------------------------------------------------------------- the making

    def _build(self) -> None:
        theme = self._theme
        # Wrapped and not shortened: it ends with what is left of the fund.
        self._summary = Para(theme, "", "dense", "ink2")
        self._model = WordsModel(
            (
                WordColumn(_("Decision"), lambda each: each.words, 112, 600),
                WordColumn(_("Application"), lambda each: each.name, 0, 500),
                WordColumn(_("Place"), lambda each: each.place, 56),
                WordColumn(_("Support"), lambda each: each.support, 92),
                WordColumn(_("Reason"), lambda each: each.reason),
            )
        )
        self.table = WordsTable(theme, self._model, _("Decisions"))
        keep_extent(self.table, theme, least=(0, LEAST))
        self.rest = Button(theme, _("Decide the rest as ranked"))
        offered = [ngettext("{count} reserve", "{count} reserves", each).format(count=each) for each in range(MOST + 1)]
        self.reserves = DropDown(theme, _("How many reserves, when the rest is decided as ranked"), offered)
        self.reserves.setCurrentIndex(USUAL)
        self.lot = Button(theme, _("Draw by lot"))
        self.outcome = SegmentedControl(
            theme, [verdict_words(outcome) for outcome, _icon, _tone in OUTCOMES], name=_("Decision")
        )
        self.support = TextField(theme, _("Support in whole units"), _("Support"))
        keep_extent(self.support, theme, wide=104)
        self.reason = TextField(theme, _("Reason"), _("Reason"))
        self.keep = Button(theme, _("Keep"), "primary")
        self.withdraw = Button(theme, _("Not decided"))
        self.up = Button(theme, kind="icon", icon="up", name=_("Move the reserve up"))
        self.down = Button(theme, kind="icon", icon="down", name=_("Move the reserve down"))
        self.warning = Para(theme, "", "dense", "warn", 600)
        self.left = Para(theme, "", "dense", "warn", 600)
        self._left: tuple[tuple[Reference, str], ...] = ()
        self.signer = TextField(theme, _("Name of the person who signs"), _("Name of the person who signs"))
        self.sign = Button(theme, _("Sign off"))
        self._about = ElidedLabel(theme, "", "body", weight=600)
        self.scenario = ScenarioPane(theme)

    def _arrange(self) -> None:
        theme = self._theme
        titles = column(Label(theme, self.title, "h1"), self._summary, self.left, gap=0)
        self._head = row((titles, 1), row(None, self.lot, self.reserves, self.rest, gap=8), margins=(24, 12, 16, 12))
        choice = row((self.outcome, 2), self.support, (self.reason, 3), self.keep, gap=8)
        name = row((self._about, 1), self.up, self.down, self.withdraw, gap=8)
        self._edit = Panel(theme, "canvas", column(name, choice, self.warning, gap=6, margins=(24, 10, 16, 10)))
        signing = row(None, (self.signer, 1), self.sign, gap=8, margins=(24, 8, 16, 8))
        left = column(self._head, Rule(theme), (self.table, 1), Rule(theme), self._edit, Rule(theme), signing, gap=0)
        # Scrolled, so that some lines of the table stay where large text takes the height.
        main = scrolled(Panel(theme, "surface", left))
        panes = ((main, self.table.setFocus), (self.scenario, self.scenario.enters.setFocus))
        beside = Beside(theme, panes, (_("Decisions"), _("What if")), (self.scenario, self.scenario.wide))
        beside.fitted.connect(self._fit)
        self.setLayout(column(beside, gap=0))

    def _fit(self) -> None:
        set_across(self._head, across=self.width() >= self._theme.px(TIGHT))

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._show_chosen)
        self.table.doubleClicked.connect(self.outcome.take_focus)
        self.rest.clicked.connect(self.decide_rest)
        self.lot.clicked.connect(lambda: self.perform(lambda: draw_lot(self._place, seen=self._view)))
        self.keep.clicked.connect(self.decide)
        self.reason.returnPressed.connect(self.decide)
        self.support.returnPressed.connect(self.decide)
        self.outcome.choice_made.connect(self._on_outcome)
        self.withdraw.clicked.connect(self._on_withdraw)
        self.up.clicked.connect(lambda: self.move_reserve(-1))
        self.down.clicked.connect(lambda: self.move_reserve(1))
        self.sign.clicked.connect(self._on_sign)
        self.signer.returnPressed.connect(self._on_sign)

    # ------------------------------------------------------------------------------------------------ what is shown

    def show_meeting(self) -> None:
        here = self.chosen
        rows = decision_rows(self._view)
        self._model.show_rows(rows)
        at = next((at for at, each in enumerate(rows) if here and each.reference == here.reference), 0)
        if rows:
            self.table.setCurrentIndex(self._model.index(at, 1))
        self._summary.setText(decisions_summary(self._view))
        self.rest.setEnabled(bool(self._view.undecided))
        self.sign.setText(_("Sign version {number}").format(number=self._view.meeting.version))
        self.sign.setEnabled(not self._view.meeting.is_signed)
        self._show_left()
        self.scenario.show_view(self._view)
        self._show_chosen()

    def _show_left(self) -> None:
        """Say what the ranking could not settle, and why, until the panel has."""
        self.left.setText(left_words(self._left, self._view))
        self.left.setVisible(bool(self.left.text()))

    @property
    def chosen(self) -> DecisionRow | None:
        """The row that the keyboard is on."""
        found: DecisionRow | None = self._model.row_at(self.table.currentIndex())
        return found

    def _show_chosen(self) -> None:
        shown = self.chosen
        self._edit.setEnabled(shown is not None)
        if shown is None:
            return
        outcomes = [outcome for outcome, _icon, _tone in OUTCOMES]
        decision = self._view.meeting.decisions.get(shown.reference)
        self._about.setText(shown.name)
        self.outcome.set_chosen(next((at for at, each in enumerate(outcomes) if each == shown.outcome), None))
        self.support.setText("" if decision is None or decision.support is None else str(decision.support))
        self.reason.setText("" if decision is None else decision.reason)
        self.withdraw.setVisible(shown.outcome is not None)
        for button in (self.up, self.down):
            button.setVisible(shown.outcome == "reserve")
        self._on_outcome()

    def _on_outcome(self, _at: int = 0) -> None:
        """Say at once whether the choice departs from the ranking."""
        shown, at = self.chosen, self.outcome.chosen
        why = "" if shown is None or at is None else self._view.crosses(shown.reference, OUTCOMES[at][0])
        self.warning.setText(_("{why} A reason is needed.").format(why=why) if why else "")
        self.warning.setVisible(bool(why))
        self.support.setEnabled(at == 0)

    # ----------------------------------------------------------------------------------------------- what people do

    def decide(self) -> None:
        """Keep what is chosen for the application."""
        shown, at = self.chosen, self.outcome.chosen
        if shown is None or at is None:
            announce(self, _("Choose fund, reserve or decline first."))
            return
        outcome, text, reason = OUTCOMES[at][0], self.support.text(), self.reason.text()

        def keep() -> Change:
            support = _amount(text) if outcome == "fund" else None
            return decide_on(self._place, shown.reference, outcome, support=support, reason=reason, seen=self._view)

        self.perform(keep)

    def decide_rest(self) -> None:
        """Decide on what is open as the ranking has it; what that leaves open is said."""
        done: list[Followed] = []

        def follow() -> Change:
            done.append(follow_ranking(self._place, self.reserves.currentIndex(), seen=self._view))
            return done[0].change

        if self.perform(follow) is not None:
            self._left = done[0].left
            self._show_left()
            announce(self, self.left.text() or _("Everything is decided."))

    def move_reserve(self, by: int) -> None:
        """Let a reserve come earlier or later."""
        shown, order = self.chosen, list(self._view.meeting.reserves)
        if shown is None or shown.reference not in order:
            return
        at = order.index(shown.reference)
        there = max(0, min(at + by, len(order) - 1))
        order.insert(there, order.pop(at))
        if there != at:
            self.perform(lambda: order_reserves(self._place, order))

    def _on_withdraw(self) -> None:
        shown = self.chosen
        if shown is not None:
            self.perform(lambda: decide_on(self._place, shown.reference, None, seen=self._view))

    def _on_sign(self) -> None:
        """Sign; where something is not decided, only once it was said why that stays open."""
        undecided = self._view.undecided
        if not self.signer.text().strip() or not self._view.meeting.decisions or not undecided:
            self._sign()
            return
        count = len(undecided)
        sentence = _(
            "{references}: neither funded, nor in reserve, nor declined. Cancel to decide on them first. If they are "
            "to stay open, say why: that stands beside the signature."
        )
        dialog = ReasonDialog(
            self._theme,
            self,
            ngettext(
                "{count} application is not decided yet", "{count} applications are not decided yet", count
            ).format(count=count),
            sentence.format(references=few(undecided)),
            ngettext("Sign with {count} undecided", "Sign with {count} undecided", count).format(count=count),
        )
        dialog.given.connect(self._sign)
        dialog.open()

    def _sign(self, left_open: str = "") -> None:
        name = self.signer.text()
        if self.perform(lambda: sign_off(self._place, name, left_open)) is not None:
            self.signer.clear()


def _amount(text: str) -> int | None:
    """An amount as it was typed, None for an empty field; raises InputError for what is none."""
    bare = "".join(each for each in text if each not in "£€$, \u00a0")
    if not bare:
        return None
    if not bare.isdecimal():
        raise InputError(
            _("“{text}” is no amount of support.").format(text=text.strip()),
            remedy=_("Give whole units, such as 95000."),
        )
    return int(bare)
