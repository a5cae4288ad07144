"""Panel: who is on it, what each may not read, the conflicts forms, and who chairs where the chair may not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dd_panel.domain.identifiers import MemberId, Reference
from dd_panel.services.assignment.assigning import declare_for
from dd_panel.services.round.panel import (
    add_member,
    bring_back,
    change_member,
    name_deputy,
    withdraw_member,
)
from dd_panel.text import DASH, _, ngettext
from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.jobs import OneJob
from dd_panel.ui.outside import Outside
from dd_panel.ui.round.columns import WordColumn, WordsModel, WordsTable
from dd_panel.ui.round.drop_zone import DropWords, DropZone
from dd_panel.ui.round.panel.dialogs import LeavingDialog, NewMemberDialog
from dd_panel.ui.round.panel.member_side import MemberSide
from dd_panel.ui.round.panel.rows import chair_words, form_words, read_rows, role_of, summary_words
from dd_panel.ui.round.work_strip import WorkStrip
from dd_panel.ui.speech import announce
from dd_panel.ui.store_page import StorePage
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.fields import DropDown
from dd_panel.ui.widgets.frames import Panel, Rule, scrolled
from dd_panel.ui.widgets.labels import ElidedLabel, Label, buddy
from dd_panel.ui.widgets.layouts import column, row
from dd_panel.ui.widgets.states import Callout
from dd_panel.ui.widgets.turns import Beside

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.errors import DDPanelError
    from dd_panel.domain.panel import Member
    from dd_panel.services.round.conflict_forms import FormMade
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs, Report
    from dd_panel.ui.round.panel.rows import MemberRow, PanelRows
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import Change, UndoHistory

LISTS: Final = "*.xlsx *.csv"
LEAST: Final = 104
DEPUTY_WIDTH: Final = 220
DEPUTY_LARGE: Final = 130
ORGANISATION, READS = 1, 3
"""The columns that are left out where the letters are large."""


class PanelPage(StorePage):
    """The members in a table, the chosen one beside it; `outside` asks for files and folders."""

    def __init__(
        self, theme: Theme, place: Workplace, jobs: Jobs, undo: UndoHistory, outside: Outside | None = None
    ) -> None:
        super().__init__(theme, place, undo)
        self._outside = outside or Outside()
        self._rows: PanelRows = read_rows(place)
        self._reading = OneJob(jobs, self)
        self.work = WorkStrip(theme, jobs)
        self._build()
        self._arrange()
        self._connect()
        self._show()
        self.was_read()

    # ------------------------------------------------------------------------------------------ what the shell asks

    @property
    def title(self) -> str:
        """The screen's name."""
        return _("Panel")

    def panes(self) -> Sequence[QWidget]:
        """The table, the chosen member, what takes files and people in, and the foot."""
        return (self.table, self.side, self._top, self._foot)

    def read_afresh(self) -> None:
        """Read the panel."""
        self._rows = read_rows(self._place)
        self._show()

    # --------------------------------------------------------------------------------------------------- the making

    def _build(self) -> None:
        theme = self._theme
        self.summary = ElidedLabel(theme, "", "dense", "ink2")
        self.add = Button(theme, _("Add a member"), icon="plus")
        words = DropWords(
            _("Drop the list of members, or conflicts forms that came back"),
            _("Excel or CSV. New members are added, known ones changed; forms are told by what is in them."),
            _("Reading lists and forms"),
            _("Nearly done"),
        )
        self.zone = DropZone(theme, words)
        self.chair = Callout(theme, "warn", "")
        self._model = WordsModel(
            (
                WordColumn(_("Name"), lambda each: each.line.member.name, 0, 600),
                WordColumn(_("Organisation"), lambda each: each.line.member.organisation, 0, None, "ink2"),
                WordColumn(_("Role"), role_of, 84),
                WordColumn(_("Reads"), _reads, 76),
                WordColumn(_("Conflicts"), lambda each: str(len(each.line.conflicts) or DASH), 76),
                WordColumn(_("Form"), form_words, 144),
            )
        )
        self.table = WordsTable(theme, self._model, _("Members of the panel"))
        keep_extent(self.table, theme, least=(0, LEAST))
        self.deputy = DropDown(theme, _("Deputy of the chair"))
        self.forms = Button(theme, _("Make conflicts forms…"), "primary", icon="export")
        self.side = MemberSide(theme)

    def _arrange(self) -> None:
        theme = self._theme
        titles = column(Label(theme, self.title, "h1"), self.summary, gap=0)
        head = row((titles, 1), self.add, margins=(24, 12, 16, 12))
        tops = column(self.zone, self.chair, gap=8, margins=(24, 0, 16, 12))
        self._deputy_label = Label(theme, _("Deputy of the chair"), "label", "ink2")
        chairing = (buddy(self._deputy_label, self.deputy), self.deputy)
        foot = row(*chairing, None, self.forms, gap=12, margins=(24, 10, 16, 10))
        self._top = Panel(theme, "surface", column(head, tops, gap=0))
        self._foot = Panel(theme, "surface", foot)
        parts = (self._top, Rule(theme), (self.table, 1), Rule(theme), self.work, self._foot)
        main = Panel(theme, "surface", column(*parts, gap=0))
        # Scrolled, so that some lines of the table stay where large text takes the height.
        panes = ((scrolled(main), self.table.setFocus), (self.side, self._go_to_member))
        names = (_("Members"), _("Chosen member"))
        self.setLayout(column(Beside(theme, panes, names, (self.side, self.side.wide)), gap=0))

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._show_chosen)
        self._theme.theme_changed.connect(self._fit_text)
        self._fit_text()
        self.add.clicked.connect(self.ask_for_member)
        self.zone.browse_asked.connect(self.ask_for_list)
        self.zone.cancel_asked.connect(self._reading.cancel)
        self.deputy.activated.connect(self._on_deputy)
        self.forms.clicked.connect(self.ask_for_folder)
        self.side.edited.connect(self._on_edited)
        self.side.leaving.connect(self.ask_why_leaving)
        self.side.returning.connect(self._on_returning)
        self.side.conflict_noted.connect(self._on_noted)
        self._reading.progress.connect(self.zone.show_progress)
        self._reading.finished.connect(self._on_read)
        self._reading.failed.connect(self._on_read_failed)
        self._reading.stopped.connect(self._on_read_stopped)
        add_action(self, _("Add a member"), "Ctrl+Shift+N", self.ask_for_member, keys=Keys(bar=_("add a member")))
        add_action(self, _("Read a list or a form"), "Ctrl+O", self.ask_for_list, keys=Keys(bar=_("read a file")))
        add_action(self, _("Make conflicts forms"), "Ctrl+E", self.ask_for_folder, keys=Keys(bar=_("make forms")))
        add_action(self.table, _("Change the member"), ("Return", "Enter"), self._go_to_member)
        add_action(self.table, _("Let the member leave"), "Del", self.ask_why_leaving)

    # ------------------------------------------------------------------------------------------------ what is shown

    @property
    def chosen(self) -> MemberRow | None:
        """The member whose row the keyboard is on."""
        found: MemberRow | None = self._model.row_at(self.table.currentIndex())
        return found

    def _show(self) -> None:
        here = self.chosen
        rows = self._rows.rows
        self.summary.setText(summary_words(self._rows))
        title, sentence = chair_words(self._rows.view)
        self.chair.setVisible(bool(title))
        self.chair.set_words(title, sentence)
        self._show_deputies()
        self.forms.setEnabled(bool(rows) and not self.work.busy)
        self._model.show_rows(rows)
        at = next((at for at, each in enumerate(rows) if here and each.member_id == here.member_id), 0)
        if rows:
            self.table.setCurrentIndex(self._model.index(at, 0))
        self.zone.show_ready(empty=not rows)
        self._show_chosen()

    def _fit_text(self) -> None:
        """Say less where the letters are large: what is left out of the table stands beside it."""
        large = self._theme.large_text
        for at in (ORGANISATION, READS):
            self.table.setColumnHidden(at, large)
        self._deputy_label.setText(_("Deputy") if large else _("Deputy of the chair"))
        self.deputy.setFixedWidth(self._theme.px(DEPUTY_LARGE if large else DEPUTY_WIDTH))
        self.forms.setText(_("Make forms…") if large else _("Make conflicts forms…"))

    def _show_deputies(self) -> None:
        members = [
            each.line.member for each in self._rows.rows if each.line.member.role == "member" and not each.line.left
        ]
        self._deputies: list[MemberId | None] = [None, *(each.member_id for each in members)]
        self.deputy.clear()
        self.deputy.addItems([_("nobody"), *(each.name for each in members)])
        deputy = self._rows.view.deputy
        self.deputy.setCurrentIndex(self._deputies.index(deputy) if deputy in self._deputies else 0)

    def _show_chosen(self) -> None:
        shown = self.chosen
        self.side.show_row(shown, () if shown is None else self._rows.view.suggestions(shown.line))

    # ----------------------------------------------------------------------------------------------- what people do

    def ask_for_member(self) -> None:
        """Ask who is new on the panel."""
        taken = [each.member_id for each in self._rows.rows]
        number = len(taken) + 1
        while f"PM{number:02d}" in taken:
            number += 1
        dialog = NewMemberDialog(self._theme, self.window(), taken, f"PM{number:02d}")
        dialog.given.connect(self._on_given)
        dialog.open()

    def ask_for_list(self) -> None:
        """Ask for a list of members or a form that came back."""
        kinds = _("Lists and forms ({patterns})").format(patterns=LISTS)
        path = self._outside.file(self, _("A list of members, or a conflicts form"), kinds)
        if path is not None:
            self.take_files([path])

    def take_files(self, paths: Sequence[Path]) -> None:
        """Take lists and forms in beside the window."""
        place, wanted = self._place, list(paths)

        def read(report: Report) -> tuple[tuple[Path, str, bool], ...]:
            from dd_panel.services.round.conflict_forms import take_in_files

            return take_in_files(place, wanted, progress=report)

        self._reading.start(read)

    def show_hovering(self, count: int) -> None:
        """Say that files are held over the window."""
        self.zone.show_hovering(count)

    def ask_why_leaving(self) -> None:
        """Ask why the chosen member leaves."""
        shown = self.chosen
        if shown is not None and not shown.line.left and not self.has_to_wait():
            dialog = LeavingDialog(self._theme, self.window(), shown.line.member.name)
            member = shown.member_id
            dialog.given.connect(
                lambda why: self.perform_beside(lambda: withdraw_member(self._place, member, why), _nothing_more)
            )
            dialog.open()

    def ask_for_folder(self) -> None:
        """Ask where the forms are to lie, and make them."""
        if not self._rows.rows or self.work.busy:
            return
        folder = self._outside.folder(self, _("Where to put the conflicts forms"))
        if folder is None:
            return
        place = self._place

        def write(report: Report) -> tuple[FormMade, ...]:
            from dd_panel.services.round.conflict_forms import write_forms

            return write_forms(place, folder, progress=report)

        self.work.start(_("Making conflicts forms"), write, self._on_forms_made, kept=True)

    def _on_forms_made(self, made: tuple[FormMade, ...]) -> None:
        title = ngettext("{count} conflicts form is made", "{count} conflicts forms are made", len(made))
        self.work.say_done(title.format(count=len(made)), made[0].path)
        self.saved.emit(self._place.clock())
        self.refresh()

    def _on_given(self, member: Member) -> None:
        if self.perform(lambda: add_member(self._place, member)) is not None:
            self.refresh()
            at = next(at for at, each in enumerate(self._rows.rows) if each.member_id == member.member_id)
            self.table.setCurrentIndex(self._model.index(at, 0))

    def _on_edited(self, member: Member, employers: tuple[str, ...]) -> None:
        self.perform(lambda: change_member(self._place, member, employers))

    def _on_returning(self) -> None:
        shown = self.chosen
        if shown is not None:
            self.perform(lambda: bring_back(self._place, shown.member_id))

    def _on_noted(self, reference: str, why: str) -> None:
        shown = self.chosen
        if shown is not None:
            self.perform(lambda: declare_for(self._place, shown.member_id, Reference(reference), why))

    def _on_deputy(self, at: int) -> None:
        self.perform(lambda: name_deputy(self._place, self._deputies[at]))

    def _go_to_member(self) -> None:
        self.side.name.control.setFocus()

    def _on_read(self, told: tuple[tuple[Path, str, bool], ...]) -> None:
        """Say what each file brought."""
        said = " ".join(_("{file}: {words}").format(file=path.name, words=words) for path, words, _used in told)
        if any(used for _path, _words, used in told):
            # What a file brought is taken back by hand: nothing before it can be undone.
            self._undo.clear()
            self.saved.emit(self._place.clock())
        self.refresh()
        self.zone.say(said)
        announce(self, said)

    def _on_read_failed(self, trouble: DDPanelError) -> None:
        self.failed.emit(trouble)
        self.refresh()

    def _on_read_stopped(self) -> None:
        self.refresh()
        self.zone.say(_("Stopped; what was read before stays."))


def _nothing_more(_change: Change) -> None:
    """Nothing follows: all is read again after every change."""


def _reads(each: MemberRow) -> str:
    limit = each.line.member.limit
    if limit is None:
        return str(each.line.reads)
    return _("{count} of {limit}").format(count=each.line.reads, limit=limit)
