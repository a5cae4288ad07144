"""What arrived: taken in from files, folders and copied rows, listed so that it adds up, and settled where it waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication

from dd_panel.services.intake.waiting import settle
from dd_panel.text import _, ngettext
from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.jobs import OneJob
from dd_panel.ui.round.applications.arrival_side import ArrivalSide
from dd_panel.ui.round.applications.arrivals_rows import FILTERS, arrival_columns, filter_words, left_by, who_words
from dd_panel.ui.round.applications.equation import Term
from dd_panel.ui.round.applications.list_pane import ListPane
from dd_panel.ui.round.applications.work import intake_work, paste_work
from dd_panel.ui.round.drop_zone import DropWords, DropZone
from dd_panel.ui.round.reason_dialog import ReasonDialog
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.states import Callout, EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from dd_panel.services.intake.applications import IntakeReport
    from dd_panel.services.intake.view import Arrived, IntakeView
    from dd_panel.services.intake.waiting import Verdict
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs, Report
    from dd_panel.ui.outside import Outside
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import Change

MOST_SAID = 3


class ReceivedPane(ListPane):
    """The list of what arrived with the place to drop more.

    `taken` carries the change of an intake, `failed` a trouble a person can put right, `check_asked` the reference of
    an application whose form is to be checked.
    """

    taken = Signal(object)
    failed = Signal(object)
    check_asked = Signal(str)

    def __init__(
        self,
        theme: Theme,
        place: Workplace,
        jobs: Jobs,
        outside: Outside,
        perform: Callable[[Callable[[], Change]], Change | None],
    ) -> None:
        self.side = ArrivalSide(theme)
        empty = EmptyState(
            theme,
            ("inbox", "accent"),
            _("Nothing has arrived yet"),
            _("Drop the mailbox, the saved e-mails or the register, or browse for them."),
        )
        super().__init__(theme, _("What arrived"), arrival_columns(), len(FILTERS), self.side, empty)
        self._place = place
        self._outside = outside
        self._perform = perform
        self._view: IntakeView | None = None
        self._job = OneJob(jobs, self)
        self._build()
        self._connect()
        self._add_actions()

    # --------------------------------------------------------------------------------------------------- the making

    def _build(self) -> None:
        theme = self._theme
        self.folder = Button(theme, _("Folder…"), extent="small")
        self.paste_button = Button(theme, _("Paste rows"), icon="copy", extent="small")
        self.zone = DropZone(
            theme,
            DropWords(
                _("Drop applications here"),
                _("E-mails (.eml, .msg), mailboxes (.mbox), folders, registers (.xlsx, .csv)"),
                _("Messages read"),
                _("Keeping what was read…"),
            ),
            [self.paste_button, self.folder],
        )
        self.said = Callout(theme, "info", "")
        self.said.hide()
        self.arrange([self.zone, self.said])

    def _connect(self) -> None:
        self.zone.browse_asked.connect(self.browse)
        self.zone.cancel_asked.connect(self._job.cancel)
        self.folder.clicked.connect(self.browse_folder)
        self.paste_button.clicked.connect(self.paste)
        self.table.activated.connect(lambda _index: self.check())
        self.side.accept_asked.connect(self.accept)
        self.side.aside_asked.connect(self.set_aside)
        self.side.check_asked.connect(self.check)
        self._job.progress.connect(self.zone.show_progress)
        self._job.finished.connect(self._on_taken)
        self._job.failed.connect(self._on_failed)
        self._job.stopped.connect(self._on_stopped)

    def _add_actions(self) -> None:
        add_action(self, _("Take files in"), "Ctrl+O", self.browse, keys=Keys(bar=_("take in")))
        add_action(self, _("Take a folder in"), "Ctrl+Shift+O", self.browse_folder)
        add_action(self, _("Paste rows from a spreadsheet"), "Ctrl+V", self.paste, keys=Keys(bar=_("paste rows")))
        add_action(self, _("Find"), "Ctrl+F", self.find_field.setFocus, keys=Keys(bar=_("find")))
        add_action(self, _("Accept what waits"), "A", self.accept, keys=Keys(bar=_("accept")))
        add_action(self, _("Set aside what waits"), "R", self.set_aside, keys=Keys(bar=_("set aside")))
        add_action(self, _("Read it and check its form"), "C", self.check, keys=Keys(bar=_("check")))
        add_action(self, _("Next that waits"), "N", self.next_waiting)

    # ------------------------------------------------------------------------------------------------ what is shown

    def show_view(self, view: IntakeView) -> None:
        """Show what arrived by this moment."""
        self._view = view
        self.equation.show_terms(
            Term("", len(view.things), _("received")),
            Term("=", view.count("accepted"), _("accepted"), "good" if view.count("accepted") else "ink"),
            Term("+", view.count("waiting"), _("waiting"), "warn" if view.count("waiting") else "ink"),
            Term("+", view.count("set aside"), _("set aside")),
            Term("·", view.late, _("late"), "bad" if view.late else "ink"),
            Term("·", view.unchecked, _("forms to check"), "warn" if view.unchecked else "ink"),
        )
        for chip, kind in zip(self.filters, FILTERS, strict=True):
            chip.setText(filter_words(kind, view))
        if not self._job.busy:
            self.zone.show_ready(empty=not view.things)
        self._show_rows()

    @property
    def chosen(self) -> Arrived | None:
        """The thing that the keyboard is on."""
        return cast("Arrived | None", self.chosen_row)

    def rows_left(self, at: int, words: str) -> Sequence[Arrived]:
        return left_by(FILTERS[at], words, self._things)

    def has_rows(self) -> bool:
        return bool(self._things)

    def without_rows(self) -> QWidget:
        return self.zone.browse

    def is_same(self, one: Arrived, other: Arrived) -> bool:
        return (one.number, one.reference) == (other.number, other.reference)

    def show_cards(self, chosen: Arrived | None) -> None:
        others = [
            each
            for each in self._things
            if chosen is not None
            and chosen.reference is not None
            and each.reference == chosen.reference
            and each is not chosen
            and each.outcome != "set aside"
        ]
        self.side.show_thing(chosen, others)

    @property
    def _things(self) -> Sequence[Arrived]:
        return self._view.things if self._view is not None else ()

    # ----------------------------------------------------------------------------------------------- what people do

    def browse(self) -> None:
        """Look for e-mails, mailboxes and registers on the disk."""
        if not self._job.busy and (files := self._outside.files(self)):
            self.take(files)

    def browse_folder(self) -> None:
        """Look for a folder of applications or of saved e-mails."""
        if self._job.busy:
            return
        folder = self._outside.folder(self, _("A folder of applications, or of saved e-mails"))
        if folder is not None:
            self.take([folder])

    def take(self, paths: Sequence[Path]) -> None:
        """Take these sources in beside the window."""
        self._start(intake_work(self._place, paths), paths[0].name)

    def paste(self) -> None:
        """Take rows in that were copied from a spreadsheet."""
        text = QGuiApplication.clipboard().text()
        self._start(paste_work(self._place, text), _("what was copied"))

    def accept(self) -> None:
        """Accept what waits, with a reason."""
        self._settle("accepted", _("Accept what {name} sent?"), _("Accept"))

    def set_aside(self) -> None:
        """Set aside what waits, with a reason."""
        self._settle("set aside", _("Set aside what {name} sent?"), _("Set aside"))

    def check(self) -> None:
        """Read what was sent, beside the questions of the round."""
        thing = self.chosen
        if thing is not None and thing.readable:
            self.check_asked.emit(str(thing.reference))

    def next_waiting(self) -> None:
        """Go to the next thing that waits."""
        rows = self._model.rowCount()
        start = self.table.currentIndex().row() + 1
        for step in range(rows):
            index = self._model.index((start + step) % rows, 0)
            if self._model.row_at(index).outcome == "waiting":
                self.table.setCurrentIndex(index)
                return
        if self._view is not None:
            announce(self, _("Nothing waits."))

    def _settle(self, verdict: Verdict, title: str, yes: str) -> None:
        thing = self.chosen
        if thing is None or thing.number is None or thing.outcome != "waiting":
            return
        number, said = thing.number, list(thing.reasons)
        if verdict == "set aside" and thing.sole:
            leaves = _(
                "{reference} is made of nothing else and leaves the competition with it; Eligibility reinstates it."
            )
            said.append(leaves.format(reference=thing.reference))
        elif verdict == "set aside" and not thing.beside:
            said.append(_("The application itself stays in the round; Eligibility is where it is taken out."))
        dialog = ReasonDialog(self._theme, self, title.format(name=who_words(thing)), " ".join(said), yes)
        dialog.given.connect(lambda reason: self._perform(lambda: settle(self._place, number, verdict, reason)))
        dialog.open()

    # ----------------------------------------------------------------------------------------------- how it ended

    def _start(self, work: Callable[[Report], IntakeReport], name: str) -> None:
        if self._job.start(work):
            self.said.hide()
            self.zone.show_progress(0, 1, name)

    def _on_taken(self, report: IntakeReport) -> None:
        self.zone.show_ready(empty=False)
        title, notes = report_words(report), list(report.notes)
        if len(notes) > MOST_SAID:
            more = len(notes) - MOST_SAID
            rest = ngettext("{count} more below.", "{count} more below.", more).format(count=more)
            notes = [*notes[:MOST_SAID], rest]
        self.said.set_words(title, " ".join(notes), "warn" if report.waiting or report.set_aside else "good")
        self.said.show()
        announce(self, title)
        self.taken.emit(report.change)
        self.take_keyboard()

    def _on_failed(self, trouble: object) -> None:
        self._on_stopped()
        self.failed.emit(trouble)

    def _on_stopped(self) -> None:
        self.zone.show_ready(empty=not self._things)
        announce(self, _("Nothing was taken in."))


def report_words(report: IntakeReport) -> str:
    """What an intake did, as a sum in words."""
    return _("{received} received = {accepted} accepted + {waiting} waiting + {set_aside} set aside").format(
        received=report.received,
        accepted=report.accepted,
        waiting=report.waiting,
        set_aside=report.set_aside,
    )
