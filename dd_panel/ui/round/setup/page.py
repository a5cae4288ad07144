"""New round: a guided set-up in four steps, with everything in sight that is still to be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from dd_panel.domain.drafts import RoundDraft
from dd_panel.services.round.templates import Template, begun_from, draft_from
from dd_panel.text import _
from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.round.setup.basics import BasicsStep, RulesStep
from dd_panel.ui.round.setup.gates import GatesStep
from dd_panel.ui.round.setup.rubric_editor import SCALE_ROW, RubricEditor
from dd_panel.ui.round.setup.summary import SummaryPane
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Panel, Rule
from dd_panel.ui.widgets.labels import IconLabel, Label, Para
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.segmented import SegmentedControl

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dd_panel.ui.round.setup.draft_model import DraftModel
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory

BASICS, RULES, RUBRIC, GATES = range(4)
_STEP_OF: Final = {
    **dict.fromkeys(("name", "reference", "opens", "closes", "nation"), BASICS),
    **dict.fromkeys(("places", "fund", "support_per_place", "currency", "reviews", "tie_break"), RULES),
    **dict.fromkeys(("scale", "criteria"), RUBRIC),
    "gates": GATES,
}


class NewRoundPage(QWidget):
    """Writes the rules of a new round. `round_wanted` carries them once they are sound and somebody wants the round.

    `definition_wanted` asks for a definition to begin from, `left` is the wish to go back to the start.
    """

    round_wanted = Signal(object)
    definition_wanted = Signal()
    left = Signal()

    def __init__(self, theme: Theme, model: DraftModel, undo: UndoHistory) -> None:
        super().__init__()
        self._theme = theme
        self._model = model
        self._undo = undo
        self._build()
        self._arrange()
        self._connect()
        self._refresh()
        self.go_to(BASICS)

    # ------------------------------------------------------------------------------------------ what the shell asks

    @property
    def title(self) -> str:
        """The screen's name."""
        return _("New round")

    def panes(self) -> Sequence[QWidget]:
        """The steps, what the step in sight has, and the foot."""
        inner = self.rubric.panes() if self.step == RUBRIC else (self._stack, self.summary)
        return (*inner, self._head, self._foot)

    def on_shown(self) -> None:
        """Nothing changes behind this screen's back."""

    def key_note(self) -> str:
        """Nothing beside “All keys: F1”."""
        return ""

    # --------------------------------------------------------------------------------------------------- the making

    def _build(self) -> None:
        theme, model = self._theme, self._model
        self.steps = SegmentedControl(
            theme, [_("1 The round"), _("2 Rules"), _("3 Rubric"), _("4 Gates")], BASICS, name=_("Steps")
        )
        self.basics = BasicsStep(theme, model)
        self.rules = RulesStep(theme, model)
        self.rubric = RubricEditor(theme, model, self._undo)
        self.gates = GatesStep(theme, model, self._undo)
        self.summary = SummaryPane(theme, model)
        self._steps = (self.basics, self.rules, self.rubric, self.gates)
        self._stack = QStackedWidget()
        for step in self._steps:
            self._stack.addWidget(step)
        self._state_icon = IconLabel(theme, "alert", "warn", 18)
        self.state = Label(theme, "", "body", weight=600)
        self.show_me = Button(theme, _("Show me"), "quiet")
        self.back = Button(theme, _("Back"))
        self.next = Button(theme, _("Next"))
        self.make = Button(theme, _("Make the round…"), "primary")

    def _arrange(self) -> None:
        theme = self._theme
        sentence = _("Four short steps. A definition (.toml) is written beside the round, to keep or to begin from.")
        self._about = Para(theme, sentence, "dense", "ink2")
        titles = column(Label(theme, self.title, "h1"), self._about, gap=0)
        self._head = held(row((titles, 1), self.steps, gap=16, margins=(24, 12, 24, 12)))
        foot = row(
            self._state_icon, self.state, self.show_me, None, self.back, self.next, self.make, margins=(24, 10, 24, 10)
        )
        self._foot = Panel(theme, "surface", foot)
        top = Panel(theme, "surface", column(self._head, gap=0))
        self._side_rule = Rule(theme, "standing")
        middle = row((self._stack, 1), self._side_rule, self.summary, gap=0)
        self.setLayout(column(top, Rule(theme), (middle, 1), Rule(theme), self._foot, gap=0))

    def _connect(self) -> None:
        self.steps.choice_made.connect(self.go_to)
        self.basics.template_wanted.connect(self.begin_from)
        self.basics.definition_wanted.connect(self.definition_wanted)
        self.basics.emptying_wanted.connect(self.empty)
        self.back.clicked.connect(lambda: self.go_to(self.step - 1))
        self.next.clicked.connect(lambda: self.go_to(self.step + 1))
        self.show_me.clicked.connect(self.show_first_problem)
        self.make.clicked.connect(self.ask_for_round)
        self._model.changed.connect(self._refresh)
        self._theme.theme_changed.connect(self._fit_text)
        add_action(
            self, _("Next step"), "Ctrl+PgDown", lambda: self.go_to(self.step + 1), keys=Keys(bar=_("next step"))
        )
        add_action(self, _("Step before"), "Ctrl+PgUp", lambda: self.go_to(self.step - 1))
        add_action(self, _("Show what is to be mended"), "F8", self.show_first_problem, keys=Keys(bar=_("to mend")))
        add_action(self, _("Make the round"), "Ctrl+Return", self.ask_for_round, keys=Keys(bar=_("make the round")))
        add_action(self, _("Read a definition"), "Ctrl+O", self.definition_wanted.emit)
        add_action(self, _("Go back to the start"), "Ctrl+W", self.left.emit, keys=Keys(bar=_("start")))

    # ------------------------------------------------------------------------------------------------ what is shown

    @property
    def step(self) -> int:
        """The step in sight, counted from 0."""
        return self._stack.currentIndex()

    def go_to(self, step: int) -> None:
        """Show another step; beyond the ends nothing happens."""
        if not 0 <= step < self._stack.count():
            return
        self._stack.setCurrentIndex(step)
        self.steps.set_chosen(step)
        self._fit_text()
        self.back.setEnabled(step > BASICS)
        self.next.setEnabled(step < GATES)

    def _fit_text(self) -> None:
        """Leave out what only accompanies, where the letters are large."""
        large = self._theme.large_text
        self._about.setVisible(not large)
        for part in (self.summary, self._side_rule):
            part.setVisible(self.step != RUBRIC and not large)

    def _refresh(self) -> None:
        left = self._model.checked.problems
        self.state.setText(self._model.count_words())
        self.state.set_tone("warn" if left else "good")
        self._state_icon.set_icon("alert" if left else "check-circle", "warn" if left else "good")
        self.show_me.setVisible(bool(left))

    # ----------------------------------------------------------------------------------------------- what people do

    def begin_from(self, template: Template) -> None:
        """Take the criteria, the scale and the gates of a template; undo brings back what was there."""
        draft = begun_from(self._model.draft, template)
        summary = _("Begun from “{name}”").format(name=template.name)
        self._undo.perform(lambda: self._model.replace(draft, summary))
        announce(self, summary)
        self.rubric.choose(1)

    def read_definition(self, path: Path) -> None:
        """Take the rules of a definition; undo brings back what was there, and what is wrong in it is told."""
        summary = _("Read from {file}").format(file=path.name)
        self._undo.perform(lambda: self._model.replace(draft_from(path), summary))
        self.rubric.choose(1)

    def empty(self) -> None:
        """Take everything out of the form; undo brings it back."""
        self._undo.perform(lambda: self._model.replace(RoundDraft(), _("Form emptied")))
        announce(self, _("Form emptied"))
        self.rubric.choose(SCALE_ROW)

    def ask_for_round(self) -> None:
        """Ask for the round to be made, or show the first thing that has to be mended before."""
        rules = self._model.checked.rules
        if rules is None:
            self.show_first_problem()
        else:
            self.round_wanted.emit(rules)

    def show_first_problem(self) -> None:
        """Mark every problem at its field and put the keyboard into the first of these."""
        self._model.show_all_problems()
        problems = sorted(self._model.checked.problems, key=lambda path: _STEP_OF[str(path[0])])
        if not problems:
            return
        first = problems[0]
        self.go_to(_STEP_OF[str(first[0])])
        field = self._steps[self.step].control_at(first)
        field.setFocus()
        announce(field, self._model.checked.problems[first])
