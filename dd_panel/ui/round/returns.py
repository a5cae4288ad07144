"""Returns: take scoresheets in, decide what is in doubt, and see that the numbers add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from dd_panel.domain.errors import DDPanelError
from dd_panel.services.change import Change
from dd_panel.services.deciding import accept_all_safe, decide
from dd_panel.services.viewing import DeclaredConflict, see_returns
from dd_panel.text import _, ngettext
from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.round.columns import WordColumn, WordsModel, WordsTable
from dd_panel.ui.round.decision_strip import DecisionStrip
from dd_panel.ui.round.findings_model import FindingsModel
from dd_panel.ui.round.findings_rows import groups_of
from dd_panel.ui.round.findings_view import FindingsView
from dd_panel.ui.round.receipt_strip import ReceiptStrip
from dd_panel.ui.round.returns_foot import ReturnsFoot
from dd_panel.ui.round.returns_intake import DropZone, FourNumbers
from dd_panel.ui.round.returns_job import ask_for_scoresheets, files_among, merge_work
from dd_panel.ui.round.returns_members import ROW_ROLE, MembersList, MembersModel
from dd_panel.ui.round.words import moment
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Panel, Rule
from dd_panel.ui.widgets.labels import Label
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.states import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QResizeEvent

    from dd_panel.services.logbook import LogLine
    from dd_panel.services.merging import FileReport, MergeReport
    from dd_panel.services.viewing import ReturnsView
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.jobs import Job, Jobs
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
        self,
        theme: Theme,
        place: Workplace,
        jobs: Jobs,
        undo: UndoHistory,
        choose_files: Callable[[QWidget], list[Path]] = ask_for_scoresheets,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._place = place
        self._jobs = jobs
        self._undo = undo
        self._choose_files = choose_files
        self._view = see_returns(place)
        self._unchanged: tuple[FileReport, ...] = ()
        self._job: Job | None = None
        self._stale = False
        self._build()
        self._arrange()
        self._connect()
        self._add_actions()
        self._show_view(self._view)

    # ------------------------------------------------------------------------------------------ what the shell asks

    @property
    def title(self) -> str:
        """The screen's name."""
        return _("Returns")

    def panes(self) -> Sequence[QWidget]:
        """Members at the left, findings at the right."""
        return (self._left, self._right)

    def on_shown(self) -> None:
        """Read everything afresh."""
        self._show_view(see_returns(self._place))

    def key_note(self) -> str:
        """Nothing beside “All keys: F1”."""
        return ""

    def show_hovering(self, count: int) -> None:
        """Say that files are held over the window."""
        self.zone.show_hovering(count)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Merge these scoresheets beside the window; a folder stands for the workbooks in it."""
        files = files_among(paths)
        if not files or self._job is not None:
            return
        self.zone.show_progress(0, len(files), files[0].name)
        job = self._jobs.start(merge_work(self._place, files))
        self._job = job
        job.progress.connect(self.zone.show_progress)
        job.finished.connect(self._on_merged)
        job.failed.connect(self._on_merge_failed)
        job.cancelled.connect(self._on_merge_cancelled)

    # --------------------------------------------------------------------------------------------------- the making

    def _build(self) -> None:
        theme = self._theme
        self.zone = DropZone(theme)
        self._numbers = FourNumbers(theme)
        self._members = MembersModel()
        self.members = MembersList(theme, self._members)
        self._findings = FindingsModel()
        self.findings = FindingsView(theme, self._findings)
        self.strip = DecisionStrip(theme)
        self._conflicts = WordsModel(_conflict_columns())
        self._log = WordsModel(_log_columns())
        self._tabs = [Button(theme, _("Findings"), "tab"), Button(theme, _("Conflicts"), "tab")]
        self._tabs.append(Button(theme, _("Log"), "tab"))
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
        top = column(Label(theme, self.title, "h1"), self.zone, gap=8, margins=(16, 12, 16, 12))
        left = column(top, self._numbers, Rule(theme), (self.members, 1), gap=0)
        self._left = Panel(theme, "surface", left)
        beside = row(self._promise, self.only_waiting, self.safe, gap=8)
        tabs = row(*self._tabs, None, beside, gap=0, margins=(12, 4, 16, 0))
        found = held(column((self.findings, 1), (self._clear, 1), Rule(theme), self.strip, gap=0))
        conflicts = WordsTable(theme, self._conflicts, _("Conflicts"))
        for page in (found, conflicts, WordsTable(theme, self._log, _("Log"))):
            self._pages.addWidget(page)
        self._pages.addWidget(held(column(self._nothing, None, margins=(16, 16, 16, 16))))
        lines = column(tabs, Rule(theme), (self._pages, 1), self._receipt, Rule(theme), self._foot, gap=0)
        self._right = Panel(theme, "surface", lines)
        self.setLayout(row(self._left, Rule(theme, "standing"), (self._right, 1), gap=0))
        self._fit()

    def _connect(self) -> None:
        group = QButtonGroup(self)
        for at, tab in enumerate(self._tabs):
            tab.setCheckable(True)
            group.addButton(tab, at)
        self._tabs[FINDINGS].setChecked(True)
        group.idClicked.connect(self._show_tab)
        self.zone.browse_asked.connect(self.browse)
        self.zone.cancel_asked.connect(self._on_cancel_asked)
        self.members.clicked.connect(self._on_member_chosen)
        self.members.activated.connect(self._on_member_chosen)
        self.findings.accept_asked.connect(self.accept)
        self.findings.reject_asked.connect(self.reject)
        self.findings.set_asked.connect(self.set_value)
        self.findings.finding_changed.connect(self.strip.hide)
        self.strip.decided.connect(self._decide)
        self.strip.given_up.connect(self.findings.setFocus)
        self.only_waiting.toggled.connect(self._show_groups)
        self.safe.clicked.connect(self.accept_safe)
        self._foot.ranking_asked.connect(self.ranking_requested)
        self._undo.changed.connect(self._on_changed)
        self._theme.theme_changed.connect(self._fit)
        self._theme.compact_changed.connect(self._fit)

    def _add_actions(self) -> None:
        arrows = Keys(bar=_("finding"), caps=("↑", "↓"))
        add_action(self, _("Go to the findings"), (), self.findings.setFocus, keys=arrows)
        add_action(self, _("Accept the current finding"), "A", self.accept, keys=Keys(bar=_("accept")))
        add_action(self, _("Reject the current finding"), "R", self.reject, keys=Keys(bar=_("reject")))
        add_action(self, _("Set what is meant"), "S", self.set_value, keys=Keys(bar=_("set")))
        add_action(self, _("Add scoresheets"), "Ctrl+O", self.browse, keys=Keys(bar=_("add files")))
        add_action(self, _("Accept all safe mends"), "Ctrl+Shift+A", self.accept_safe)

    # ------------------------------------------------------------------------------------------------ what is shown

    def _show_view(self, view: ReturnsView) -> None:
        self._stale = False
        self._view = view
        self._numbers.show_view(view)
        self._members.show_members(view.members)
        self._conflicts.show_rows(view.conflicts)
        self._log.show_rows(view.log)
        self._receipt.show_receipt(view.receipt)
        self._foot.show_view(view)
        self.safe.setVisible(view.safe > 0)
        self._show_groups()
        if not self.zone.busy:
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

    def _tab(self) -> int:
        return next((at for at, tab in enumerate(self._tabs) if tab.isChecked()), FINDINGS)

    def _show_tab(self, at: int) -> None:
        fresh = not self._view.received and not self._unchanged and not self._view.log
        self._pages.setCurrentIndex(EMPTY if fresh and at == FINDINGS else at)
        self._receipt.setVisible(not fresh)
        self.only_waiting.setVisible(at == FINDINGS and not fresh)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        left = min(self._theme.pane("returns_list"), round(self.width() * MOST_LEFT))
        self._left.setFixedWidth(left)
        beside = self.width() - left
        self._promise.setVisible(beside > self._theme.px(ROOMY))
        self.safe.setText(_("Accept all safe mends") if beside > self._theme.px(NARROW) else _("Accept safe"))

    # ----------------------------------------------------------------------------------------------- what people do

    def browse(self) -> None:
        """Look for scoresheets on the disk."""
        if self._job is None:
            self.take_files(self._choose_files(self))

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

    def accept_safe(self) -> None:
        """Accept every mend that concerns form alone."""
        if self._view.safe and self._job is None:
            self._undo.perform(lambda: accept_all_safe(self._place))
            self.findings.setFocus()

    def _ask(self, way: Way) -> None:
        found = self.findings.current
        if found is not None and found.waits and self._tab() == FINDINGS:
            self.strip.ask(found, way)

    def _decide(self, number: int, way: str, value: str, reason: str) -> None:
        if self._undo.perform(lambda: decide(self._place, number, way, reason, value)) is not None:
            self.strip.hide()
            self._show_view(see_returns(self._place))
            self.findings.setFocus()

    def _on_member_chosen(self, index: QModelIndex) -> None:
        self._tabs[FINDINGS].click()
        self.findings.show_member(str(index.data(ROW_ROLE).member.member_id))

    def _on_cancel_asked(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _on_merged(self, report: MergeReport) -> None:
        self._end_job()
        self._unchanged = tuple(each for each in report.files if not each.status.startswith("merged"))
        words = _merge_words(report)
        self._undo.record(Change(frozenset({"returns", "findings", "scores"}), words))
        self._tabs[FINDINGS].setChecked(True)
        self._show_view(see_returns(self._place))
        self.findings.setFocus()
        announce(self, words)
        self.merged.emit(report)

    def _on_merge_failed(self, trouble: BaseException) -> None:
        self._end_job()
        if not isinstance(trouble, DDPanelError):
            raise trouble
        self.failed.emit(trouble)

    def _on_merge_cancelled(self) -> None:
        self._end_job()
        announce(self, _("Cancelled. Nothing was changed."))

    def _end_job(self) -> None:
        self._job = None
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


def _merge_words(report: MergeReport) -> str:
    merged = sum(each.status.startswith("merged") for each in report.files)
    parts = [ngettext("{count} scoresheet merged", "{count} scoresheets merged", merged).format(count=merged)]
    others = len(report.files) - merged
    if others:
        parts.append(
            ngettext("{count} file changed nothing", "{count} files changed nothing", others).format(count=others)
        )
    if report.waiting:
        parts.append(
            ngettext("{count} finding to decide", "{count} findings to decide", report.waiting).format(
                count=report.waiting
            )
        )
    return _(", ").join(parts)


def _conflict_columns() -> tuple[WordColumn, ...]:
    def application(each: DeclaredConflict) -> str:
        return f"{each.application.reference} {each.application.lead_authority}"

    return (
        WordColumn(_("Member"), lambda each: each.member.name, 176, 600),
        WordColumn(_("Application"), application, 256),
        WordColumn(_("Kind and reason"), lambda each: each.reason, tone="conflict"),
    )


def _log_columns() -> tuple[WordColumn, ...]:
    def when(each: LogLine) -> str:
        return moment(each.at)

    return (
        WordColumn(_("When"), when, 120, tone="ink2"),
        WordColumn(_("Who"), lambda each: each.who, 112),
        WordColumn(_("File"), lambda each: each.file, 184, 500),
        WordColumn(_("What"), lambda each: each.what),
        WordColumn(_("Reason"), lambda each: each.reason, 200, tone="ink2"),
    )
