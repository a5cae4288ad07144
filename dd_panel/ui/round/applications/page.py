"""Applications: what arrived, who applied, and who may be in the competition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from dd_panel.services.intake.eligibility import EligibilityView, see_eligibility
from dd_panel.services.intake.view import IntakeView, see_intake
from dd_panel.text import _
from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.jobs import OneJob
from dd_panel.ui.outside import Outside, ask_for_applications
from dd_panel.ui.reading_page import ReadingPage
from dd_panel.ui.round.addendum_strip import AddendumStrip
from dd_panel.ui.round.applications.eligibility_pane import EligibilityPane
from dd_panel.ui.round.applications.form_view import FormView
from dd_panel.ui.round.applications.received import ReceivedPane
from dd_panel.ui.round.applications.work import form_work, register_work
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Panel, Rule
from dd_panel.ui.widgets.labels import Label
from dd_panel.ui.widgets.layouts import column, row

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtGui import QAction

    from dd_panel.services.change import Change
    from dd_panel.services.intake.form_check import FormCheck
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs, Report
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory

RECEIVED, ELIGIBILITY = 0, 1


class ApplicationsPage(ReadingPage):
    """What arrived in one tab, who may be in the competition in the other; a form is checked in their place.

    `keys_changed` comes when another tab, with other keys, is in sight.
    """

    keys_changed = Signal()

    def __init__(
        self, theme: Theme, place: Workplace, jobs: Jobs, undo: UndoHistory, outside: Outside | None = None
    ) -> None:
        super().__init__(theme, place, jobs, undo)
        self._form_job = OneJob(jobs, self)
        self._register_job = OneJob(jobs, self)
        self._outside = outside or Outside(files=ask_for_applications)
        self._build(jobs)
        self._arrange()
        self._connect()
        keys = Keys(bar=_("other list"))
        add_action(self, _("Between what arrived and who may compete"), "Ctrl+Tab", self.turn, keys=keys)

    # ------------------------------------------------------------------------------------------ what the shell asks

    @property
    def title(self) -> str:
        return _("Applications")

    def panes(self) -> Sequence[QWidget]:
        received, eligibility = self.received, self.eligibility
        tables = (received.rows, received.zone.browse, received.side, eligibility.rows, eligibility.side)
        return (*tables, self.form.answers, self.form.paper)

    def first_control(self) -> QWidget:
        return (self.eligibility if self._stack.currentWidget() is self.eligibility else self.received).table

    def actions(self) -> list[QAction]:
        """The keys of the screen and of what is in sight in it."""
        shown = self._stack.currentWidget()
        return [*(shown.actions() if shown is not None else ()), *super().actions()]

    # --------------------------------------------------------------------------------------------------- the making

    def _build(self, jobs: Jobs) -> None:
        theme, place, outside = self._theme, self._place, self._outside
        with place.store.reading() as work:
            nation = work.rounds.get().nation
        self.received = ReceivedPane(theme, place, jobs, outside, self.perform)
        self.eligibility = EligibilityPane(theme, place, jobs, outside, self.perform, nation)
        self.form = FormView(theme, place, outside, self.perform)
        self.addenda = AddendumStrip(
            theme, place, jobs, lambda parent: outside.folder(parent, _("Where to put the addenda")), above=12
        )
        self.tabs = [Button(theme, words, "tab") for words in (_("Received"), _("Eligibility"))]
        self._stack = QStackedWidget()

    def _arrange(self) -> None:
        theme = self._theme
        group = QButtonGroup(self)
        for at, tab in enumerate(self.tabs):
            tab.setCheckable(True)
            group.addButton(tab, at)
        self.tabs[RECEIVED].setChecked(True)
        group.idClicked.connect(self._show_tab)
        for pane in (self.received, self.eligibility, self.form):
            self._stack.addWidget(pane)
        head = row(Label(theme, self.title, "h1"), 16, *self.tabs, None, gap=4, margins=(24, 8, 16, 4))
        self._head = Panel(theme, "surface", column(head, Rule(theme), gap=0))
        self.setLayout(column(self._head, self.addenda, (self._stack, 1), gap=0))

    def _connect(self) -> None:
        self.received.taken.connect(self._on_taken)
        self.received.failed.connect(self.failed)
        self.received.check_asked.connect(self.check_form)
        self.eligibility.register_asked.connect(self.load_register)
        self.eligibility.failed.connect(self.failed)
        self.form.failed.connect(self.failed)
        self.form.closed.connect(self.leave_form)
        self.addenda.made.connect(self._on_addenda_made)
        self._form_job.finished.connect(self._on_form_read)
        self._form_job.failed.connect(self.failed)
        self._register_job.finished.connect(self._on_register_loaded)
        self._register_job.failed.connect(self.failed)

    # ------------------------------------------------------------------------------------------------ what is shown

    def read_afresh(self) -> None:
        self.addenda.look()
        if self._stack.currentWidget() is self.form:
            self.form.see_again()
        else:
            super().read_afresh()

    def reader(self) -> Callable[[Report], IntakeView | EligibilityView]:
        place = self._place
        see = see_eligibility if self._stack.currentWidget() is self.eligibility else see_intake
        return lambda _report: see(place)

    def show_read(self, found: IntakeView | EligibilityView) -> None:
        if isinstance(found, IntakeView):
            self.received.show_view(found)
        else:
            self.eligibility.show_view(found)

    def show_hovering(self, count: int) -> None:
        """Say that files are held over the window."""
        self.received.zone.show_hovering(count)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Take these sources in beside the window."""
        self.tabs[RECEIVED].click()
        self.received.take(paths)

    # ----------------------------------------------------------------------------------------------- what people do

    def turn(self) -> None:
        """Go from what arrived to who may compete, or back."""
        self.tabs[RECEIVED if self._stack.currentWidget() is self.eligibility else ELIGIBILITY].click()

    def load_register(self) -> None:
        """Use a register of authorities from now on."""
        title, kinds = _("The register of authorities"), _("Registers (*.csv *.xlsx);;All files (*)")
        path = None if self._register_job.busy else self._outside.file(self, title, kinds)
        if path is not None:
            self._register_job.start(register_work(self._place, path))

    def check_form(self, reference: str) -> None:
        """Read an application's documents again, and show them beside the round's questions."""
        self._form_job.start(form_work(self._place, reference))

    def leave_form(self) -> None:
        """Go back from a form to the list."""
        if self._stack.currentWidget() is self.form:
            self.tabs[RECEIVED].setChecked(True)
            self._show_tab(RECEIVED)

    def _show_tab(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        self._head.show()
        self.refresh()
        self.keys_changed.emit()
        (self.eligibility if at == ELIGIBILITY else self.received).take_keyboard()

    def _on_form_read(self, check: FormCheck) -> None:
        self.form.show_check(check)
        self._stack.setCurrentWidget(self.form)
        self._head.hide()
        self.keys_changed.emit()

    def _on_addenda_made(self) -> None:
        self.saved.emit(self._place.clock())

    def _on_register_loaded(self, change: Change) -> None:
        self.eligibility.say(change.summary)
        self._on_taken(change)

    def _on_taken(self, change: Change) -> None:
        self._undo.record(change)
        self.saved.emit(self._place.clock())
        self.refresh()
