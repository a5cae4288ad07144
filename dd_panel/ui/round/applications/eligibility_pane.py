"""Who may be in the competition: every application with its match to the register, its gates, and the sum."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal

from dd_panel.domain.gates import FAIL
from dd_panel.services.intake import eligibility as desk
from dd_panel.services.intake.asking_applicants import ask_applicant
from dd_panel.text import _, ngettext
from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.round.applications.dialogs import MatchDialog
from dd_panel.ui.round.applications.eligibility_rows import KINDS, eligibility_columns, kind_words, left_by
from dd_panel.ui.round.applications.eligibility_side import EligibilitySide
from dd_panel.ui.round.applications.equation import Term
from dd_panel.ui.round.applications.list_pane import ListPane
from dd_panel.ui.round.letters import Letters, LetterStrip
from dd_panel.ui.round.reason_dialog import ReasonDialog
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.labels import Para
from dd_panel.ui.widgets.layouts import row
from dd_panel.ui.widgets.states import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QHideEvent
    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.gates import Standing
    from dd_panel.services.drafts import Drafts
    from dd_panel.services.intake.eligibility import EligibilityView
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs
    from dd_panel.ui.outside import Outside
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import Change


class EligibilityPane(ListPane):
    """The list of applications with the cards of the chosen one.

    `register_asked` comes when a register of authorities is to be loaded; `failed` carries a trouble a person can put
    right.
    """

    register_asked = Signal()
    failed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        place: Workplace,
        jobs: Jobs,
        outside: Outside,
        perform: Callable[[Callable[[], Change]], Change | None],
        nation: str,
    ) -> None:
        self.side = EligibilitySide(theme, place.person)
        empty = EmptyState(
            theme, ("inbox", "accent"), _("No applications yet"), _("Take in what arrived under Received first.")
        )
        super().__init__(theme, _("Who may compete"), eligibility_columns(nation), len(KINDS), self.side, empty)
        self._place = place
        self._perform = perform
        self._view: EligibilityView | None = None
        self._said = ""
        self._build(jobs, outside)
        self._connect()
        self._add_actions()

    # --------------------------------------------------------------------------------------------------- the making

    def _build(self, jobs: Jobs, outside: Outside) -> None:
        theme = self._theme
        self._register = Para(theme, "", "dense", "ink2")
        self.load = Button(theme, _("Load the register…"), extent="small")
        self.letters = Letters(outside, jobs, self)
        self.drafts = LetterStrip(theme, outside)
        self.arrange([], [row((self._register, 1), self.load, gap=8)], [self.drafts])

    def _connect(self) -> None:
        self.load.clicked.connect(self.register_asked)
        self.side.who.textChanged.connect(lambda _name: self._show_chosen())
        self.table.activated.connect(lambda _index: self.go_to_gates())
        self.side.overrule_asked.connect(self.overrule)
        self.side.ticked.connect(self.tick)
        self.side.settle_asked.connect(self.settle)
        self.side.ask_asked.connect(self.ask)
        self.side.withdraw_asked.connect(self.withdraw)
        self.letters.written.connect(self._on_written)
        self.letters.failed.connect(self.failed)
        self.drafts.closed.connect(self.take_keyboard)

    def _add_actions(self) -> None:
        add_action(self, _("Go to the gates"), "G", self.go_to_gates, keys=Keys(bar=_("gates")))
        add_action(self, _("Pass every gate that is open"), "P", self.pass_all, keys=Keys(bar=_("pass all")))
        add_action(
            self, _("Change what the lead’s name means"), "M", lambda: self.overrule(0), keys=Keys(bar=_("match"))
        )
        add_action(self, _("Ask the applicant"), "Q", self.ask, keys=Keys(bar=_("ask")))
        add_action(self, _("Withdraw or reinstate"), "W", self.withdraw, keys=Keys(bar=_("withdraw")))
        add_action(self, _("Settle as eligible, or leave to the register"), "E", self.settle)
        add_action(self, _("Load a register of authorities"), "Ctrl+O", self.register_asked.emit)
        add_action(self, _("Find"), "Ctrl+F", self.find_field.setFocus, keys=Keys(bar=_("find")))

    # ------------------------------------------------------------------------------------------------ what is shown

    def show_view(self, view: EligibilityView) -> None:
        """Show how the applications stand by this moment."""
        self._view = view
        totals = view.totals
        self.equation.show_terms(
            Term("", totals["received"], _("received")),
            Term("=", totals["eligible"], _("eligible"), "good" if totals["eligible"] else "ink"),
            Term("+", totals["check"], _("to check"), "warn" if totals["check"] else "ink"),
            Term("+", totals["ineligible"], _("ineligible"), "bad" if totals["ineligible"] else "ink"),
            Term("+", totals["withdrawn"], _("withdrawn")),
        )
        for chip, kind in zip(self.filters, KINDS, strict=True):
            chip.setText(kind_words(kind, view))
        count = view.register
        said = ngettext(
            "Names are looked up in a register of {count} authority.",
            "Names are looked up in a register of {count} authorities.",
            count,
        )
        usual = said.format(count=count)
        none = _("No register of authorities is loaded, so no name can be looked up.")
        self._register.setText(self._said or usual if count else none)
        self._register.set_tone("ink2" if count else "warn")
        self._show_rows()

    def say(self, what: str) -> None:
        """Say what loading a register did, until somebody looks elsewhere."""
        self._said = _("Loaded: {what}.").format(what=what)
        announce(self, self._said)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._said = ""

    @property
    def chosen(self) -> Standing | None:
        """The application that the keyboard is on."""
        return cast("Standing | None", self.chosen_row)

    def rows_left(self, at: int, words: str) -> Sequence[Standing]:
        return left_by(KINDS[at], words, self._view.standings) if self._view is not None else ()

    def has_rows(self) -> bool:
        return self._view is not None and bool(self._view.standings)

    def without_rows(self) -> QWidget:
        return self.load

    def is_same(self, one: Standing, other: Standing) -> bool:
        return one.register.reference == other.register.reference

    def show_cards(self, chosen: Standing | None) -> None:
        lines = self._view.history if self._view is not None else ()
        mine = [line for line in lines if chosen is not None and line.application == chosen.register.reference]
        self.side.show_standing(chosen, mine, self._official.person)

    @property
    def _official(self) -> Workplace:
        """The same place in the name of the official who ticks."""
        return replace(self._place, person=self.side.who.text().strip() or self._place.person)

    # ----------------------------------------------------------------------------------------------- what people do

    def go_to_gates(self) -> None:
        """Give the keyboard to the first gate of the chosen application."""
        if self.chosen is not None and self.side.gates:
            self.side.gates[0].ways.take_focus()

    def tick(self, key: str, value: str) -> None:
        """Settle a gate of the chosen application; a fail asks why."""
        chosen = self.chosen
        if chosen is None:
            return
        place, reference = self._official, chosen.register.reference
        if value != FAIL:
            self._perform(lambda: desk.tick_gate(place, reference, key, value))
            return
        question = next(check.gate.question for check in chosen.gates if check.gate.key == key)
        dialog = ReasonDialog(
            self._theme,
            self,
            _("Why does {reference} fail?").format(reference=reference),
            _("{question} The applicant may ask for the reason.").format(question=question),
            _("Fail it"),
        )
        dialog.given.connect(lambda reason: self._perform(lambda: desk.tick_gate(place, reference, key, FAIL, reason)))
        dialog.rejected.connect(self._show_chosen)
        dialog.open()

    def pass_all(self) -> None:
        """Pass every gate of the chosen application that nobody has ticked."""
        chosen = self.chosen
        keys = [] if chosen is None else [check.gate.key for check in chosen.gates if check.state == "open"]
        if chosen is not None and keys:
            place, reference = self._official, chosen.register.reference
            self._perform(lambda: desk.pass_gates(place, reference, keys))

    def overrule(self, at: int) -> None:
        """Settle which authority the name of a party means."""
        chosen = self.chosen
        if chosen is None:
            return
        place, reference, party = self._official, chosen.register.reference, chosen.register.parties[at]

        def rule(ruling: str, meant: str, reason: str) -> None:
            if ruling == "register":
                self._perform(lambda: desk.leave_name_to_register(place, reference, party.name, reason))
            else:
                self._perform(lambda: desk.rule_on_name(place, reference, party.name, meant, reason))

        dialog = MatchDialog(self._theme, self, party, desk.see_register(self._place))
        dialog.ruled.connect(rule)
        dialog.open()

    def settle(self) -> None:
        """Settle the chosen application as eligible whatever the register says, or leave it to the register again."""
        chosen = self.chosen
        if chosen is None or (chosen.settled is None and chosen.register.state == "eligible"):
            return
        settled = chosen.settled is not None
        title = _("Leave {reference} to the register again?") if settled else _("Settle {reference} as eligible?")
        sentence = " ".join(chosen.register.reasons) or _("Its gates still count.")
        yes = _("Leave to the register") if settled else _("Settle as eligible")
        self._ask_reason(title, sentence, yes, desk.leave_to_register if settled else desk.settle_as_eligible)

    def withdraw(self) -> None:
        """Withdraw the chosen application at its applicant's wish, or reinstate it."""
        chosen = self.chosen
        if chosen is None:
            return
        out = chosen.withdrawn is not None
        title = _("Reinstate {reference}?") if out else _("Withdraw {reference}?")
        sentence = (
            _("It takes part again.")
            if out
            else _("Nobody reads or ranks it any more. Everything about it is kept, and it can be reinstated.")
        )
        yes = _("Reinstate") if out else _("Withdraw")
        self._ask_reason(title, sentence, yes, desk.reinstate if out else desk.withdraw)

    def ask(self) -> None:
        """Write the applicant what is not clear, as a draft."""
        chosen = self.chosen
        if chosen is not None:
            place, reference = self._official, chosen.register.reference
            self.letters.write(lambda folder: ask_applicant(place, reference, folder))

    def _ask_reason(self, title: str, sentence: str, yes: str, verb: Callable[[Workplace, str, str], Change]) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        place, reference = self._official, chosen.register.reference
        dialog = ReasonDialog(self._theme, self, title.format(reference=reference), sentence, yes)
        dialog.given.connect(lambda reason: self._perform(lambda: verb(place, reference, reason)))
        dialog.open()

    def _on_written(self, drafts: Drafts) -> None:
        self._perform(lambda: drafts.change)
        self.drafts.show_drafts(drafts)
