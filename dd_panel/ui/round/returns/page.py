"""Returns: take scoresheets in, decide what is in doubt, and see that the numbers add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from dd_panel.services.change import Change
from dd_panel.services.returns.asking import remind
from dd_panel.services.returns.deciding import accept_all_safe, count_safe_mends
from dd_panel.services.returns.revising import see_revisions
from dd_panel.services.returns.taking_back import take_back_merge
from dd_panel.text import _
from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.outside import Outside
from dd_panel.ui.reading_page import ReadingPage
from dd_panel.ui.round.letters import Letters
from dd_panel.ui.round.returns.deciding import Deciding
from dd_panel.ui.round.returns.left import ReturnsLeft
from dd_panel.ui.round.returns.merge import MergeRun, merge_words
from dd_panel.ui.round.returns.read import ReturnsRead, read_finding_again, read_returns
from dd_panel.ui.round.returns.reasons import Reasons
from dd_panel.ui.round.returns.right import LOG, ReturnsRight
from dd_panel.ui.round.returns.second_look import SecondLooks
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.layouts import column
from dd_panel.ui.widgets.turns import Beside, bring

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.errors import DDPanelError
    from dd_panel.domain.panel import Member
    from dd_panel.services.drafts import Drafts
    from dd_panel.services.returns.merging import FileReport, MergeReport
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs, Report
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory

MOST_LEFT: Final = 0.34


class ReturnsPage(ReadingPage):
    """The members with their returns, and everything found in them.

    All of it is read beside the window. What the keyboard is on is read again at once, after each change and before it
    is decided on: nobody decides on what no longer stands.

    `ranking_requested` comes from the button at the foot.
    """

    ranking_requested = Signal()

    def __init__(
        self, theme: Theme, place: Workplace, jobs: Jobs, undo: UndoHistory, outside: Outside | None = None
    ) -> None:
        super().__init__(theme, place, jobs, undo)
        self._run = MergeRun(place, jobs, self)
        self._read: ReturnsRead | None = None
        self._unchanged: tuple[FileReport, ...] = ()
        self._merged: MergeReport | None = None
        self._held_back = False
        self._build(outside or Outside(), jobs)
        self._arrange()
        self._connect()
        self._add_actions()

    def _add_actions(self) -> None:
        """The keys, in the order of the key bar; what one is about depends on where the keyboard is."""
        arrows = Keys(bar=_("finding"), caps=("↑", "↓"))
        add_action(self, _("Go to the findings"), (), self.right.findings.setFocus, keys=arrows)
        add_action(self, _("Accept the current finding"), "A", self.deciding.accept, keys=Keys(bar=_("accept")))
        add_action(self, _("Reject the current finding"), "R", self.deciding.reject, keys=Keys(bar=_("reject")))
        add_action(self, _("Set what is meant"), "S", self.deciding.set_value, keys=Keys(bar=_("set")))
        add_action(self, _("Ask the member"), "Q", self.deciding.ask_member, keys=Keys(bar=_("ask")))
        add_action(self, _("Take the decision on the current finding back"), "Backspace", self.deciding.undo)
        add_action(self, _("Show where this comes from"), "T", self.deciding.trace)
        add_action(self, _("Go to the revision"), "V", self.go_to_revision)
        revision = self.right.revision
        keep, use = revision.keep_current, revision.use_current
        add_action(self, _("Revision: keep the old value of the cell or application"), "K", keep)
        add_action(self, _("Revision: use the new value of the cell or application"), "U", use)
        add_action(self, _("Revision: keep the old values of the whole file"), "Shift+K", revision.keep_all)
        add_action(self, _("Revision: use the new values of the whole file"), "Shift+U", revision.use_all)
        add_action(self, _("Log: save the original scoresheet"), "O", self.save_original)
        add_action(self, _("Log: take this merge back"), "Del", self.take_back)
        add_action(self, _("Merge the new scoresheets of the watched folder"), "M", self.left.offer.take)
        add_action(self, _("Add scoresheets"), "Ctrl+O", self.left.browse, keys=Keys(bar=_("add files")))
        add_action(self, _("Watch a folder"), "Ctrl+Shift+O", self.left.watch_folder)
        add_action(self, _("Accept all safe mends"), "Ctrl+Shift+A", self.accept_safe)
        add_action(self, _("Second look for the current member"), "Ctrl+Shift+L", self.ask_second_look)
        add_action(self, _("Write reminders"), "Ctrl+Shift+R", self.remind)
        add_action(self, _("Choose the folder for drafts"), "Ctrl+Shift+D", self.letters.choose_folder)

    # ------------------------------------------------------------------------------------------ what the shell asks

    @property
    def title(self) -> str:
        return _("Returns")

    def panes(self) -> Sequence[QWidget]:
        return (self.left, self.right)

    def on_shown(self) -> None:
        super().on_shown()
        self.left.watch.look()

    def show_hovering(self, count: int) -> None:
        """Say that files are held over the window."""
        self.left.zone.show_hovering(count)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Merge these scoresheets beside the window; a folder stands for the scoresheets in it."""
        if self._run.take(paths):
            self.left.offer.clear()

    # --------------------------------------------------------------------------------------------------- the making

    def _build(self, outside: Outside, jobs: Jobs) -> None:
        theme, place = self._theme, self._place
        self.left = ReturnsLeft(theme, place, jobs, outside)
        self.right = ReturnsRight(theme, outside)
        self.letters = Letters(outside, jobs, self)
        self.second_looks = SecondLooks(theme, place, jobs, outside, self)
        self.reasons = Reasons(theme, place, self.perform_beside, self.right.strip, outside)
        self.deciding = Deciding(place, self.right, self.letters, self.reasons, self.perform, self._look_again)

    def _arrange(self) -> None:
        panes = ((self.left, self.left.members.setFocus), (self.right, self.right.findings.setFocus))
        names = (_("Members"), _("What was found"))
        self.setLayout(column(Beside(self._theme, panes, names, (self.left, self._left_wide)), gap=0))

    def _left_wide(self, room: int) -> int:
        return min(self._theme.pane("returns_list"), round(room * MOST_LEFT))

    def _connect(self) -> None:
        self._connect_left()
        self._connect_right()
        self.deciding.decided.connect(self._on_decided)
        self.letters.written.connect(self._on_written)
        self.second_looks.written.connect(self._on_second_look_written)
        for each in (self.reasons, self.letters, self.second_looks):
            each.failed.connect(self.failed)

    def _connect_left(self) -> None:
        left = self.left
        left.files_given.connect(self.take_files)
        left.member_changed.connect(self._show_revisions)
        left.member_chosen.connect(self._on_member_chosen)
        left.watch.failed.connect(self.failed)
        left.zone.cancel_asked.connect(self._run.cancel)
        self._run.progress.connect(left.zone.show_progress)
        self._run.finished.connect(self._on_merged)
        self._run.failed.connect(self._on_merge_failed)
        self._run.stopped.connect(self._on_merge_stopped)

    def _connect_right(self) -> None:
        right = self.right
        right.log.trace_asked.connect(self.reasons.trace)
        right.log.save_asked.connect(self.reasons.save)
        right.log.take_back_asked.connect(self.reasons.take_back)
        right.revision.choice_asked.connect(self.reasons.choose)
        right.drafts.closed.connect(right.findings.setFocus)
        right.strip.given_up.connect(self._on_given_up)
        right.safe.clicked.connect(self.accept_safe)
        right.foot.ranking_asked.connect(self.ranking_requested)
        right.foot.reminders_asked.connect(self.remind)
        right.foot.second_look_asked.connect(self.ask_second_look)

    # ------------------------------------------------------------------------------------------------ what is shown

    def read_afresh(self) -> None:
        self._read_here()
        super().read_afresh()

    def reader(self) -> Callable[[Report], ReturnsRead]:
        place = self._place
        return lambda _report: read_returns(place)

    def show_read(self, found: ReturnsRead) -> None:
        if self.right.strip.isVisible():
            self._held_back = True  # other findings would take away what is being asked for, with the words in it
            return
        self._held_back = False
        self._read = found
        self.left.show_view(found.view)
        self.right.show_read(found, self._unchanged)
        self._show_revisions()
        if not self._run.busy:
            self._show_ready()
        report, self._merged = self._merged, None
        if report is not None:
            self._show_merged(report)

    def _read_here(self) -> None:
        """Read at once what the keyboard is on: the current finding, and the current member's revisions."""
        self._read_finding()
        self._show_revisions()

    def _read_finding(self) -> None:
        found = self.right.findings.current
        if self._read is None or found is None or found.known is None:
            return
        before, self._read = self._read, read_finding_again(self._place, self._read, found.known)
        if self._read is not before:
            self.left.show_numbers(self._read.view)
            self.right.show_findings(self._read)

    def _look_again(self) -> None:
        self.attempt(self._read_finding)

    def _show_ready(self) -> None:
        read = self._read
        self.left.zone.show_ready(empty=read is not None and not read.view.received and not self._unchanged)

    def _show_revisions(self) -> None:
        """Show what the current member's later scoresheets changed."""
        if self._read is not None:
            current = self.left.member
            member = current.member.member_id if current is not None else None
            revisions = see_revisions(self._place, member) if member is not None else ()
            self.right.revision.show_revisions(revisions, self._read.view.rules.rubric)

    # ----------------------------------------------------------------------------------------------- what people do

    def accept_safe(self) -> None:
        """Accept every mend that concerns form alone."""
        unseen = self._run.busy or self._merged is not None  # what a merge brings is shown before it is accepted
        if self._read is None or unseen:
            return
        behind = self.reading.busy or self._held_back
        if count_safe_mends(self._place) if behind else self._read.view.safe:
            self.right.findings.setFocus()  # the button goes once there is nothing left to accept
            self.perform_beside(lambda: accept_all_safe(self._place), lambda change: announce(self, change.summary))

    def save_original(self) -> None:
        """Save the file of the current line of the Log."""
        if self.right.tab == LOG:
            self.right.log.save()

    def take_back(self) -> None:
        """Take the merge of the current line of the Log back."""
        if self.right.tab == LOG:
            self.right.log.take_back()

    def remind(self) -> None:
        """Write to everybody who is outstanding."""
        self.letters.write(lambda folder: remind(self._place, folder))

    def ask_second_look(self) -> None:
        """Let the current member look at some applications once more."""
        current = self.left.member
        if current is not None:
            self.second_looks.ask(current.member)

    def go_to_revision(self) -> None:
        """Show the current member's revision, or that of the first member who has one, and go there."""
        self.right.go_to_findings()
        if not self.right.revision.isVisible() and self._read is not None:
            members = (each.member.member_id for each in self._read.view.members if each.sheets > 1)
            first = next((each for each in members if see_revisions(self._place, each)), None)
            if first is None:
                announce(self, _("No scoresheet was revised."))
                return
            self.left.go_to(first)
        self.right.revision.go_in()

    def _on_decided(self) -> None:
        self.refresh()
        self.right.findings.setFocus()

    def _on_given_up(self) -> None:
        if self._held_back:
            self.refresh()

    def _on_member_chosen(self, member: str) -> None:
        self.right.go_to_findings()
        self.right.findings.show_member(member)
        bring(self.right)

    def _on_written(self, drafts: Drafts) -> None:
        if drafts.change.reverse is not None:
            self._undo.record(drafts.change)
        self.refresh()
        self.right.drafts.show_drafts(drafts)

    def _on_second_look_written(self, member: Member, path: Path) -> None:
        self.refresh()
        self.right.drafts.show_second_look(member.name, path)

    # ----------------------------------------------------------------------------------------------- how it ended

    def _on_merged(self, report: MergeReport) -> None:
        self._unchanged = tuple(each for each in report.files if not each.merged)
        words, event = merge_words(report), report.event
        if event is not None:
            touched = frozenset({"returns", "findings", "scores"})
            self._undo.record(Change(touched, words, lambda: take_back_merge(self._place, event), long=True))
        self._merged = report
        self._show_ready()
        self.right.go_to_findings()
        self.refresh()
        self.saved.emit(self._place.clock())

    def _show_merged(self, report: MergeReport) -> None:
        """Go to what a merge brought, now that it is shown."""
        # First of all to whoever took most back: that may be a mistake, and is looked at at once.
        revised = sorted((each for each in report.files if each.revised), key=lambda each: -each.emptied)
        if revised and revised[0].member is not None:
            self.left.go_to(revised[0].member)
        self._show_said(report)
        self.right.findings.setFocus()
        announce(self, merge_words(report))

    def _show_said(self, report: MergeReport) -> None:
        """Go to what was said about the files just merged: first of all that some of them changed nothing."""
        findings = self.right.findings
        member = next((each.member for each in report.files if each.findings and each.member is not None), None)
        if self._unchanged:
            findings.go_to_top()
        elif member is not None:
            findings.show_member(member)
            findings.go_in()

    def _on_merge_failed(self, trouble: DDPanelError) -> None:
        self._show_ready()
        self.failed.emit(trouble)

    def _on_merge_stopped(self) -> None:
        self._show_ready()
        announce(self, _("Cancelled. Nothing was changed."))
