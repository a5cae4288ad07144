"""Rubric: what the round's members judge by, seen and changed in the editor it was made in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dd_panel.domain.drafts import RoundDraft, draft_of
from dd_panel.domain.identifiers import CriterionKey
from dd_panel.services.round.changing_rubric import change_rubric, plan_rubric, see_rubric
from dd_panel.text import _, ngettext
from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.dates import day
from dd_panel.ui.jobs import OneJob
from dd_panel.ui.round.setup.draft_model import DraftModel
from dd_panel.ui.round.setup.rubric_editor import RubricEditor
from dd_panel.ui.round.setup.way_across import WayAcrossDialog
from dd_panel.ui.speech import announce
from dd_panel.ui.store_page import StorePage
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Panel, Rule
from dd_panel.ui.widgets.labels import ElidedLabel, IconLabel, Label
from dd_panel.ui.widgets.layouts import column, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.errors import DDPanelError
    from dd_panel.domain.rounds import Round
    from dd_panel.domain.rubric_change import WayAcross
    from dd_panel.services.change import Change
    from dd_panel.services.round.changing_rubric import RubricView
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs, Report
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory

EDGES: Final = (24, 12, 16, 12)


class RubricPage(StorePage):
    """The rubric of the open round. Once members have it, it is shown and changed only as a new version."""

    def __init__(self, theme: Theme, place: Workplace, jobs: Jobs, undo: UndoHistory) -> None:
        super().__init__(theme, place, undo)
        self._view: RubricView = see_rubric(place)
        self._kept: RoundDraft = draft_of(self._view.rules)
        self._asked: RoundDraft = self._kept
        self._unlocked = False
        self._wanted: Round | None = None
        self.model = DraftModel(self._kept)
        self._looking, self._changing = OneJob(jobs, self), OneJob(jobs, self)
        self._build()
        self._arrange()
        self._connect()
        self._show()
        self.was_read()

    # ------------------------------------------------------------------------------------------ what the shell asks

    @property
    def title(self) -> str:
        """The screen's name."""
        return _("Rubric")

    def panes(self) -> Sequence[QWidget]:
        """The list, the form, the card, and the foot."""
        return (*self.editor.panes(), self._foot)

    def read_afresh(self) -> None:
        """Read the rubric; what somebody is changing here stays."""
        self._view = see_rubric(self._place)
        changed = self.is_changed
        self._kept = draft_of(self._view.rules)
        if not changed:
            self.model.begin(self._kept)
        self._show()

    # --------------------------------------------------------------------------------------------------- the making

    def _build(self) -> None:
        theme = self._theme
        self._icon = IconLabel(theme, "info", "ink2", 18)
        self.state = ElidedLabel(theme, "", "dense", "ink2")
        self.editor = RubricEditor(theme, self.model, self._undo)
        self._left_icon = IconLabel(theme, "alert", "warn", 18)
        self.left = Label(theme, "", "body", weight=600)
        self.discard = Button(theme, _("Leave it as it is"))
        self.unlock = Button(theme, _("Begin a new version…"), icon="lock")
        self.keep = Button(theme, _("Keep the rubric"), "primary")

    def _arrange(self) -> None:
        theme = self._theme
        told = row(self._icon, (self.state, 1), gap=6)
        head = Panel(theme, "surface", column(Label(theme, self.title, "h1"), told, gap=2, margins=EDGES))
        foot = row(self._left_icon, self.left, None, self.unlock, self.discard, self.keep, margins=(24, 10, 24, 10))
        self._foot = Panel(theme, "surface", foot)
        self.setLayout(column(head, Rule(theme), (self.editor, 1), Rule(theme), self._foot, gap=0))

    def _connect(self) -> None:
        self.model.changed.connect(self._show)
        self.unlock.clicked.connect(self.begin_version)
        self.discard.clicked.connect(self.leave_it)
        self.keep.clicked.connect(self.ask_to_keep)
        self._looking.finished.connect(self._on_planned)
        self._looking.failed.connect(self._on_failed)
        self._changing.finished.connect(self._on_done)
        self._changing.failed.connect(self._on_failed)
        add_action(self, _("Keep the rubric"), "Ctrl+Return", self.ask_to_keep, keys=Keys(bar=_("keep")))
        add_action(self, _("Leave the rubric as it is"), "Ctrl+Backspace", self.leave_it)

    # ------------------------------------------------------------------------------------------------ what is shown

    @property
    def is_changed(self) -> bool:
        """Whether what is typed differs from what is kept."""
        return self.model.draft != self._kept

    def _show(self) -> None:
        locked = self._view.frozen and not self._unlocked
        self.editor.set_locked(locked)
        self._icon.set_icon("lock" if self._view.frozen else "info", "ink2")
        self.state.setText(state_words(self._view))
        problems, changed = self.model.checked.problems, self.is_changed
        self._left_icon.setVisible(changed)
        self._left_icon.set_icon("alert" if problems else "info", "warn" if problems else "ink2")
        self.left.setText((self.model.count_words() if problems else _("Changed, not kept yet")) if changed else "")
        self.unlock.setVisible(locked)
        self.discard.setVisible(changed or (self._view.frozen and self._unlocked))
        self.keep.setVisible(not locked)
        self.keep.setEnabled(changed and not self._changing.busy)

    # ----------------------------------------------------------------------------------------------- what people do

    def begin_version(self) -> None:
        """Let the rubric be changed though members have it; nothing happens before the new version is made."""
        self._unlocked = True
        self._show()
        self.editor.go_to_form()

    def leave_it(self) -> None:
        """Drop what was typed here."""
        self._unlocked = False
        self.model.begin(self._kept)
        self._show()

    def ask_to_keep(self) -> None:
        """Keep what was typed; where members have the rubric, say first what that does."""
        rules = self.model.checked.rules
        if not self.is_changed or self._looking.busy or self._changing.busy:
            return
        if rules is None:
            self.show_first_problem()
            return
        self._wanted, self._asked = rules, self.model.draft
        place = self._place

        def look(_report: Report) -> WayAcross:
            return plan_rubric(place, rules)

        self._looking.start(look)

    def show_first_problem(self) -> None:
        """Mark every problem at its field and put the keyboard into the first of these."""
        self.model.show_all_problems()
        first, said = next(iter(self.model.checked.problems.items()))
        control = self.editor.control_at(first)
        control.setFocus()
        announce(control, said)

    def _on_planned(self, plan: WayAcross) -> None:
        rules = self._wanted
        if rules is None:
            return
        if not plan.new_version or not self._view.frozen:
            self._change(rules, (), "")
            return
        if not self.isVisible():
            return  # nobody asks any more; what was typed stays
        dialog = WayAcrossDialog(self._theme, self.window(), plan)
        dialog.decided.connect(lambda carried, reason: self._change(rules, carried, reason))
        dialog.open()

    def _change(self, rules: Round, carried: Sequence[str], reason: str) -> None:
        place, keys = self._place, [CriterionKey(each) for each in carried]

        def change(_report: Report) -> Change:
            return change_rubric(place, rules, keys, reason)

        self._changing.start(change)

    def _on_done(self, change: Change) -> None:
        self._unlocked = False
        # What was typed since is not in it, and stays.
        self._kept = self._asked
        self._undo.record(change)
        self.saved.emit(self._place.clock())
        announce(self, change.summary)

    def _on_failed(self, trouble: DDPanelError) -> None:
        self.failed.emit(trouble)
        self._show()


def state_words(view: RubricView) -> str:
    """Who has the rubric, and how often it was changed."""
    said = []
    if view.sent:
        said.append(_("Frozen: members have it since {day}.").format(day=day(view.sent[0].at)))
    elif view.begun:
        said.append(_("Frozen: scores stand on it."))
    else:
        said.append(_("Nobody has it yet: it may still be changed."))
    if view.begun:
        said.append(
            ngettext("{count} review is begun.", "{count} reviews are begun.", view.begun).format(count=view.begun)
        )
    if view.changes:
        count = len(view.changes)
        said.append(
            ngettext("It was replaced {count} time.", "It was replaced {count} times.", count).format(count=count)
        )
    return " ".join(said)
