"""Returns: take scoresheets in, decide what is in doubt, and see that the numbers add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from dd_panel.domain.identifiers import MemberId
from dd_panel.services.change import Change
from dd_panel.services.deciding import accept_all_safe, decide, undo_decisions
from dd_panel.services.revising import see_revisions
from dd_panel.services.taking_back import take_back_merge
from dd_panel.services.viewing import see_returns
from dd_panel.text import _
from dd_panel.ui.round.decision_strip import DecisionStrip
from dd_panel.ui.round.findings_model import FindingsModel
from dd_panel.ui.round.findings_rows import groups_of
from dd_panel.ui.round.findings_view import FindingsView
from dd_panel.ui.round.outside import Outside
from dd_panel.ui.round.receipt_strip import ReceiptStrip
from dd_panel.ui.round.returns_conflicts import ConflictsTable
from dd_panel.ui.round.returns_foot import ReturnsFoot
from dd_panel.ui.round.returns_keys import add_keys
from dd_panel.ui.round.returns_left import ReturnsLeft
from dd_panel.ui.round.returns_letters import Letters, LetterStrip
from dd_panel.ui.round.returns_log import LogTable
from dd_panel.ui.round.returns_merge import MergeRun, merge_words
from dd_panel.ui.round.returns_reasons import Reasons
from dd_panel.ui.round.returns_second_look import SecondLooks
from dd_panel.ui.round.revision_panel import RevisionPanel
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Panel, Rule
from dd_panel.ui.widgets.labels import Label
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.states import EmptyState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from dd_panel.domain.panel import Member
    from dd_panel.services.asking import Drafts
    from dd_panel.services.merging import FileReport, MergeReport
    from dd_panel.services.viewing import ReturnsView
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Jobs
    from dd_panel.ui.round.decision_strip import Way
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import UndoHistory

FINDINGS: Final = 0
CONFLICTS: Final = 1
LOG: Final = 2
EMPTY: Final = 3
MOST_LEFT: Final = 0.34
ROOMY: Final = 940
NARROW: Final = 720


class ReturnsPage(QWidget):
    """The members with their returns, and everything found in them.

    `ranking_requested` comes from the button at the foot; `merged` carries the report of a merge; `failed` carries a
    trouble a person can put right.
    """

    ranking_requested = Signal()
    merged = Signal(object)
    failed = Signal(object)

    def __init__(
        self, theme: Theme, place: Workplace, jobs: Jobs, undo: UndoHistory, outside: Outside | None = None
    ) -> None:
        super().__init__()
        self._theme = theme
        self._place = place
        self._undo = undo
        self._run = MergeRun(place, jobs)
        self._view = see_returns(place)
        self._unchanged: tuple[FileReport, ...] = ()
        self._stale = False
        self._build(outside or Outside(), jobs)
        self._arrange()
        self._connect()
        add_keys(self)
        self._show_view(self._view)

    # ------------------------------------------------------------------------------------------ what the shell asks

    @property
    def title(self) -> str:
        """The screen's name."""
        return _("Returns")

    def panes(self) -> Sequence[QWidget]:
        """Members at the left, findings at the right."""
        return (self.left, self._right)

    def on_shown(self) -> None:
        """Read everything afresh."""
        self._show_view(see_returns(self._place))
        self.left.watch.look()

    def key_note(self) -> str:
        """Nothing beside “All keys: F1”."""
        return ""

    def show_hovering(self, count: int) -> None:
        """Say that files are held over the window."""
        self.zone.show_hovering(count)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Merge these scoresheets beside the window; a folder stands for the workbooks in it."""
        if self._run.take(paths):
            self.left.offer.clear()

    # --------------------------------------------------------------------------------------------------- the making

    def _build(self, outside: Outside, jobs: Jobs) -> None:
        theme = self._theme
        self.left = ReturnsLeft(theme, self._place, jobs, outside)
        self.zone, self.members = self.left.zone, self.left.members
        self._findings = FindingsModel()
        self.findings = FindingsView(theme, self._findings)
        self.revision = RevisionPanel(theme, self._view.rules.rubric)
        self.strip = DecisionStrip(theme)
        self.letters = Letters(self._place, outside, self)
        self.drafts = LetterStrip(theme, outside)
        self.second_looks = SecondLooks(theme, self._place, outside, self)
        self._conflicts = ConflictsTable(theme)
        self.log = LogTable(theme)
        self.reasons = Reasons(theme, self._place, self._undo, self.strip, outside)
        self._tabs = [Button(theme, words, "tab") for words in (_("Findings"), _("Conflicts"), _("Log"))]
        self.only_waiting = Button(theme, _("Undecided only"), "chip")
        self.only_waiting.setCheckable(True)
        self.safe = Button(theme, _("Accept all safe mends"), icon="check", extent="small")
        self._promise = Label(theme, _("Nothing is changed in the files themselves"), "dense", "ink2")
        self._receipt = ReceiptStrip(theme)
        self._foot = ReturnsFoot(theme)
        self._pages = QStackedWidget()
        self._nothing = EmptyState(
            theme,
            ("inbox", "accent"),
            _("No scoresheets yet"),
            _("Drop the workbooks that members send you, or browse."),
        )
        self._clear = EmptyState(
            theme, ("check-circle", "good"), _("Nothing to decide"), _("Every cell could be read as it was sent.")
        )

    def _arrange(self) -> None:
        theme = self._theme
        beside = row(self._promise, self.only_waiting, self.safe, self.log.tools, gap=8)
        tabs = row(*self._tabs, None, beside, gap=0, margins=(12, 4, 16, 0))
        found = held(column((self.findings, 1), (self._clear, 1), self.revision, gap=0))
        for page in (found, self._conflicts, self.log):
            self._pages.addWidget(page)
        self._pages.addWidget(held(column(self._nothing, None, margins=(16, 16, 16, 16))))
        strips = column(Rule(theme), self.strip, self.drafts, gap=0)
        lines = column(tabs, Rule(theme), (self._pages, 1), strips, self._receipt, Rule(theme), self._foot, gap=0)
        self._right = Panel(theme, "surface", lines)
        self.setLayout(row(self.left, Rule(theme, "standing"), (self._right, 1), gap=0))
        self._fit()

    def _connect(self) -> None:
        group = QButtonGroup(self)
        for at, tab in enumerate(self._tabs):
            tab.setCheckable(True)
            group.addButton(tab, at)
        self._tabs[FINDINGS].setChecked(True)
        group.idClicked.connect(self._show_tab)
        self._connect_left()
        self._connect_findings()
        self.log.trace_asked.connect(self.reasons.trace)
        self.log.save_asked.connect(self.reasons.save)
        self.log.take_back_asked.connect(self.reasons.take_back)
        self.revision.choice_asked.connect(self.reasons.choose)
        self.reasons.failed.connect(self.failed)
        self.letters.written.connect(self._on_written)
        self.letters.failed.connect(self.failed)
        self.drafts.closed.connect(self.findings.setFocus)
        self._foot.ranking_asked.connect(self.ranking_requested)
        self._foot.reminders_asked.connect(self.letters.remind)
        self._foot.second_look_asked.connect(self.ask_second_look)
        self.second_looks.failed.connect(self.failed)
        self.second_looks.written.connect(self._on_second_look_written)
        self._undo.changed.connect(self._on_changed)
        self._theme.theme_changed.connect(self._fit)
        self._theme.compact_changed.connect(self._fit)

    def _connect_left(self) -> None:
        self.left.files_given.connect(self.take_files)
        self.left.member_changed.connect(self._show_revisions)
        self.left.member_chosen.connect(self._on_member_chosen)
        self.zone.cancel_asked.connect(self._run.cancel)
        self._run.progressed.connect(self.zone.show_progress)
        self._run.merged.connect(self._on_merged)
        self._run.failed.connect(self._on_merge_failed)
        self._run.given_up.connect(self._on_merge_given_up)

    def _connect_findings(self) -> None:
        self.findings.accept_asked.connect(self.accept)
        self.findings.reject_asked.connect(self.reject)
        self.findings.set_asked.connect(self.set_value)
        self.findings.ask_asked.connect(self.ask_member)
        self.findings.undo_asked.connect(self.undo_decision)
        self.findings.finding_changed.connect(self.strip.hide)
        self.strip.decided.connect(self._decide)
        self.strip.given_up.connect(self._on_given_up)
        self.only_waiting.toggled.connect(self._show_groups)
        self.safe.clicked.connect(self.accept_safe)

    # ------------------------------------------------------------------------------------------------ what is shown

    def _show_view(self, view: ReturnsView) -> None:
        self._stale = False
        self._view = view
        self.left.show_view(view)
        self._conflicts.show_conflicts(view.conflicts)
        self.log.show_lines(view.log)
        self._receipt.show_receipt(view.receipt)
        self._foot.show_view(view)
        self.safe.setVisible(view.safe > 0)
        self._show_groups()
        self._show_revisions()
        if not self._run.busy:
            self.zone.show_ready(empty=not view.received and not self._unchanged)

    def _show_groups(self) -> None:
        """Show the findings and say in the tabs how many there are."""
        view = self._view
        groups = groups_of(view, self._unchanged, only_waiting=self.only_waiting.isChecked())
        self.findings.show_groups(groups)
        self.findings.setVisible(bool(groups))
        self._clear.setVisible(not groups)
        counts = (sum(len(group.rows) for group in groups), len(view.conflicts), 0)
        for tab, words, count in zip(self._tabs, (_("Findings"), _("Conflicts"), _("Log")), counts, strict=True):
            tab.setText(f"{words} {count}" if count else words)
        self._show_tab(self._tab())

    def _show_revisions(self) -> None:
        """Show what the current member's later scoresheets changed."""
        current = self.left.member
        member = current.member.member_id if current is not None else None
        self.revision.show_revisions(see_revisions(self._place, member) if member is not None else ())

    def _tab(self) -> int:
        return next((at for at, tab in enumerate(self._tabs) if tab.isChecked()), FINDINGS)

    def _show_tab(self, at: int) -> None:
        fresh = not self._view.received and not self._unchanged and not self._view.log
        self._pages.setCurrentIndex(EMPTY if fresh and at == FINDINGS else at)
        self._receipt.setVisible(not fresh)
        self.only_waiting.setVisible(at == FINDINGS and not fresh)
        self.log.tools.setVisible(at == LOG and not fresh)
        self.safe.setVisible(at != LOG and self._view.safe > 0)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        left = min(self._theme.pane("returns_list"), round(self.width() * MOST_LEFT))
        self.left.setFixedWidth(left)
        beside = self.width() - left
        self._promise.setVisible(beside > self._theme.px(ROOMY) and self._tab() != LOG)
        self.safe.setText(_("Accept all safe mends") if beside > self._theme.px(NARROW) else _("Accept safe"))

    # ----------------------------------------------------------------------------------------------- what people do

    def accept(self) -> None:
        """Accept the current finding, after its reason where it is an error."""
        found = self.findings.current
        if found is None or not found.waits or self._tab() != FINDINGS:
            return
        if not found.accepts:
            self.set_value()
        elif found.needs_reason:
            self.strip.ask(found, "accept")
        elif found.number is not None:
            self._decide(found.number, "accept", "", "")

    def reject(self) -> None:
        """Reject the current finding: what stood stays."""
        self._ask("reject")

    def set_value(self) -> None:
        """Set the value that is meant."""
        found = self.findings.current
        if found is not None and found.sets:
            self._ask("set")

    def ask_member(self) -> None:
        """Write a question about the current finding to its member."""
        found = self.findings.current
        if found is not None and found.known is not None and found.can_be_asked and self._tab() == FINDINGS:
            self.letters.ask([found.known])

    def undo_decision(self) -> None:
        """Take the decision on the current finding back."""
        found = self.findings.current
        if found is not None and found.undoes and found.known is not None and self._tab() == FINDINGS:
            number = found.known
            self._undo.perform(lambda: undo_decisions(self._place, [number]))
            self.findings.setFocus()

    def trace(self) -> None:
        """Show where the entry comes from that the keyboard is on: of a revision, of a finding, of the Log."""
        found = self.findings.current
        if self._tab() == LOG:
            self.log.trace()
        elif self.revision.subject is not None and self.revision.table.hasFocus():
            self.reasons.trace(self.revision.subject)
        elif found is not None and found.subject is not None and self._tab() == FINDINGS:
            self.reasons.trace(found.subject)

    def save_original(self) -> None:
        """Save the file of the current line of the Log."""
        if self._tab() == LOG:
            self.log.save()

    def take_back(self) -> None:
        """Take the merge of the current line of the Log back."""
        if self._tab() == LOG:
            self.log.take_back()

    def ask_second_look(self) -> None:
        """Let the current member look at some applications once more."""
        current = self.left.member
        if current is not None:
            self.second_looks.ask(current.member)

    def accept_safe(self) -> None:
        """Accept every mend that concerns form alone."""
        if self._view.safe and not self._run.busy:
            self._undo.perform(lambda: accept_all_safe(self._place))
            self.findings.setFocus()

    def go_to_revision(self) -> None:
        """Show the current member's revision, or that of the first member who has one, and go there."""
        self._tabs[FINDINGS].click()
        if not self.revision.isVisible():
            members = (each.member.member_id for each in self._view.members if each.latest is not None)
            first = next((each for each in members if see_revisions(self._place, each)), None)
            if first is None:
                announce(self, _("No scoresheet was revised."))
                return
            self.left.go_to(first)
        self.revision.go_in()

    def _ask(self, way: Way) -> None:
        found = self.findings.current
        if found is not None and found.waits and self._tab() == FINDINGS:
            self.strip.ask(found, way)

    def _decide(self, number: int, way: str, value: str, reason: str) -> None:
        if self._undo.perform(lambda: decide(self._place, number, way, reason, value)) is not None:
            self.strip.hide()
            self._show_view(see_returns(self._place))
            self.findings.setFocus()

    def _on_member_chosen(self, member: str) -> None:
        self._tabs[FINDINGS].click()
        self.findings.show_member(member)

    def _on_given_up(self) -> None:
        if not self.reasons.give_up():
            self.findings.setFocus()

    def _on_written(self, drafts: Drafts) -> None:
        if drafts.change.reverse is not None:
            self._undo.record(drafts.change)
        self._show_view(see_returns(self._place))
        self.drafts.show_drafts(drafts)

    def _on_second_look_written(self, member: Member, path: Path) -> None:
        self._show_view(see_returns(self._place))
        self.drafts.show_second_look(member.name, path)

    # ----------------------------------------------------------------------------------------------- how it ended

    def _on_merged(self, report: MergeReport) -> None:
        self._unchanged = tuple(each for each in report.files if not each.status.startswith("merged"))
        words, event = merge_words(report), report.event
        if event is not None:
            touched = frozenset({"returns", "findings", "scores"})
            self._undo.record(Change(touched, words, lambda: take_back_merge(self._place, event)))
        self._tabs[FINDINGS].setChecked(True)
        self._show_view(see_returns(self._place))
        revised = [each.member for each in report.files if each.revised and each.member is not None]
        if revised:
            self.left.go_to(MemberId(revised[0]))
        self.findings.setFocus()
        announce(self, words)
        self.merged.emit(report)

    def _on_merge_failed(self, trouble: object) -> None:
        self._on_merge_over()
        self.failed.emit(trouble)

    def _on_merge_given_up(self) -> None:
        self._on_merge_over()
        announce(self, _("Cancelled. Nothing was changed."))

    def _on_merge_over(self) -> None:
        self.zone.show_ready(empty=not self._view.received and not self._unchanged)

    def _on_changed(self, _touched: frozenset[str]) -> None:
        """Refresh once for a burst of changes, and only while somebody looks."""
        if not self._stale:
            self._stale = True
            QTimer.singleShot(0, self, self._refresh_if_seen)

    def _refresh_if_seen(self) -> None:
        if self._stale and self.isVisible():
            self._show_view(see_returns(self._place))
        self._stale = False
