"""Beside the list of applications: who takes part and why that was read so, the gates to tick, and what else to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dd_panel.domain.gates import FAIL, PASS
from dd_panel.text import _
from dd_panel.ui.round.applications.eligibility_rows import (
    history_words,
    party_words,
    state_look,
    state_words,
    tick_words,
)
from dd_panel.ui.round.applications.side import Lines, Side, SideCard
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.fields import TextField
from dd_panel.ui.widgets.labels import Label, Para, buddy
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.pills import Pill
from dd_panel.ui.widgets.segmented import SegmentedControl

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.domain.applicants import Party
    from dd_panel.domain.desk_lines import DeskLine
    from dd_panel.domain.gates import GateCheck, Standing
    from dd_panel.ui.theme import Theme

WAYS = (PASS, FAIL)
MOST_HISTORY = 12


class PartyRow(QWidget):
    """One body that takes part: its name, what it was read as, the reason, and the button that overrules it."""

    overrule_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._name = Para(theme, "", "body", "ink", 600)
        self._matched = Para(theme, "", "dense", "ink")
        self._reason = Para(theme, "", "dense", "ink2")
        self.change = Button(theme, _("Change…"), extent="small")
        top = row((self._name, 1), column(self.change, None, gap=0), gap=8)
        self.setLayout(column(top, self._matched, self._reason, gap=2))
        self.change.clicked.connect(self.overrule_asked)

    def show_party(self, party: Party) -> None:
        """Show another body."""
        duty = _("{name} (lead)") if party.duty == "lead" else _("{name} (partner)")
        self._name.setText(duty.format(name=party.name))
        self._matched.setText(party_words(party))
        good = party.record is not None and party.existed is not False and party.in_nation is not False
        self._matched.set_tone("good" if good else "ink2" if party.duty == "partner" else "warn")
        self._reason.setText(party.reason)
        self.change.setAccessibleName(_("Change what “{name}” means").format(name=party.name))


class GateRow(QWidget):
    """One gate: its question, Pass and Fail for the official whose turn it is, and who ticked it so far.

    `ticked` carries the value: pass, fail, or empty to clear the own tick.
    """

    ticked = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._question = Para(theme, "", "body", "ink")
        self.ways = SegmentedControl(theme, [_("Pass"), _("Fail")], name=_("Gate"))
        self.clear = Button(theme, _("Clear"), "quiet", extent="small")
        self._ticks = Para(theme, "", "dense", "ink2")
        self.setLayout(column(self._question, row((self.ways, 1), self.clear, gap=8), self._ticks, gap=4))
        self.ways.choice_made.connect(lambda at: self.ticked.emit(WAYS[at]))
        self.clear.clicked.connect(lambda: self.ticked.emit(""))

    def show_check(self, check: GateCheck, who: str) -> None:
        """Show a gate as it stands, with this official's own tick."""
        self._question.setText(check.gate.question)
        self.ways.setAccessibleName(check.gate.question)
        own = next((each.value for each in check.ticks if each.who.casefold() == who.casefold()), None)
        self.ways.set_chosen(WAYS.index(own) if own in WAYS else None)
        self.clear.setVisible(own is not None)
        self.clear.setAccessibleName(_("Clear my tick of: {question}").format(question=check.gate.question))
        words = tick_words(check)
        if check.state == "differ":
            words = _("The officials differ.") + "\n" + words
        self._ticks.setText(words)
        self._ticks.set_tone("warn" if check.state == "differ" else "bad" if check.state == "fail" else "ink2")
        self._ticks.setVisible(bool(words))


class EligibilitySide(Side):
    """The cards of the chosen application.

    `overrule_asked` carries the number of a party, `ticked` a gate's key and the value.
    """

    overrule_asked = Signal(int)
    ticked = Signal(str, str)
    settle_asked = Signal()
    ask_asked = Signal()
    withdraw_asked = Signal()

    def __init__(self, theme: Theme, official: str) -> None:
        self._parties: list[PartyRow] = []
        self._gates: list[GateRow] = []
        self._shown: Standing | None = None
        self._name = Para(theme, "", "title")
        self._pill = Pill(theme, "", "neutral")
        self._why = Lines(theme)
        self.settle = Button(theme, _("Settle as eligible…"), extent="small")
        self.ask = Button(theme, _("Ask the applicant…"), extent="small")
        self.withdraw = Button(theme, _("Withdraw…"), extent="small")
        buttons = column(row(self.ask, self.withdraw, None, gap=8), row(self.settle, None), gap=8)
        self._what = SideCard(theme, _("May it compete?"), self._name, row(self._pill, None), self._why, buttons)
        self._party_box = column(gap=12)
        self._who = SideCard(theme, _("Who applied"), held(self._party_box))
        self._gate_box = column(gap=14)
        self.who = TextField(theme, _("Ticked by"))
        self.who.setText(official)
        who = row(buddy(Label(theme, _("Ticked by"), "dense", "ink2"), self.who), (self.who, 1), gap=8)
        self._no_gates = Label(theme, _("The round has no gates."), "dense", "ink2")
        self._checklist = SideCard(theme, _("Gates"), who, self._no_gates, held(self._gate_box))
        self._past = Lines(theme, "ink2")
        self._history = SideCard(theme, _("What was settled"), self._past)
        super().__init__(theme, self._what, self._who, self._checklist, self._history)
        self._theme = theme
        self.setAccessibleName(_("The chosen application"))
        self.settle.clicked.connect(self.settle_asked)
        self.ask.clicked.connect(self.ask_asked)
        self.withdraw.clicked.connect(self.withdraw_asked)
        self.show_standing(None, (), "")

    @property
    def gates(self) -> tuple[GateRow, ...]:
        """The gates in their order."""
        return tuple(self._gates)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the chosen application stands as it does."""
        return self._why.lines

    @property
    def history(self) -> tuple[str, ...]:
        """What was settled about it, the latest first."""
        return self._past.lines

    def show_standing(self, standing: Standing | None, history: Sequence[DeskLine], who: str) -> None:
        """Show an application with what officials settled about it; `who` is the official who ticks now."""
        for card in (self._what, self._who, self._checklist, self._history):
            card.setVisible(standing is not None)
        self._shown = standing
        if standing is None:
            return
        register = standing.register
        self._name.setText(f"{register.reference}  {register.lead_authority}")
        tone, icon = state_look(standing)
        self._pill.set_pill(state_words(standing), tone, icon)
        self._why.show_lines(standing.reasons)
        self.settle.setText(_("Leave to the register…") if standing.settled else _("Settle as eligible…"))
        self.settle.setVisible(standing.settled is not None or register.state != "eligible")
        self.withdraw.setText(_("Reinstate…") if standing.withdrawn else _("Withdraw…"))
        self._show_parties(register.parties)
        self._show_gates(standing.gates, who)
        past = [history_words(line) for line in reversed(history)]
        self._past.show_lines(past[:MOST_HISTORY])
        self._history.setVisible(bool(past))

    def _show_parties(self, parties: Sequence[Party]) -> None:
        while len(self._parties) < len(parties):
            at, line = len(self._parties), PartyRow(self._theme)
            line.overrule_asked.connect(lambda at=at: self.overrule_asked.emit(at))
            self._parties.append(line)
            self._party_box.addWidget(line)
        for at, line in enumerate(self._parties):
            line.setVisible(at < len(parties))
            if at < len(parties):
                line.show_party(parties[at])

    def _show_gates(self, checks: Sequence[GateCheck], who: str) -> None:
        while len(self._gates) < len(checks):
            at, line = len(self._gates), GateRow(self._theme)
            line.ticked.connect(lambda value, at=at: self._on_ticked(at, value))
            self._gates.append(line)
            self._gate_box.addWidget(line)
        for line, check in zip(self._gates, checks, strict=True):
            line.show_check(check, who)
        self._no_gates.setVisible(not checks)

    def _on_ticked(self, at: int, value: str) -> None:
        if self._shown is not None:
            self.ticked.emit(self._shown.gates[at].gate.key, value)
