"""The right side of Returns: findings, conflicts, receipt and Log behind their tabs, the receipt's sum below them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QButtonGroup, QStackedWidget

from dd_panel.text import _
from dd_panel.ui.round.letters import LetterStrip
from dd_panel.ui.round.returns.conflicts import ConflictsTable
from dd_panel.ui.round.returns.decision_strip import DecisionStrip
from dd_panel.ui.round.returns.findings_model import FindingsModel
from dd_panel.ui.round.returns.findings_rows import unchanged_groups, waiting_in
from dd_panel.ui.round.returns.findings_view import FindingsView
from dd_panel.ui.round.returns.foot import ReturnsFoot
from dd_panel.ui.round.returns.log import LogTable
from dd_panel.ui.round.returns.receipt_strip import ReceiptStrip
from dd_panel.ui.round.returns.receipt_table import ReceiptTable
from dd_panel.ui.round.returns.revision_panel import RevisionPanel
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.frames import Panel, Rule, scrolled
from dd_panel.ui.widgets.labels import Label
from dd_panel.ui.widgets.layouts import column, held, row, set_across
from dd_panel.ui.widgets.states import EmptyState, SkeletonRows

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QResizeEvent

    from dd_panel.services.returns.merging import FileReport
    from dd_panel.ui.outside import Outside
    from dd_panel.ui.round.returns.read import ReturnsRead
    from dd_panel.ui.theme import Theme

FINDINGS: Final = 0
CONFLICTS: Final = 1
RECEIPT: Final = 2
LOG: Final = 3
EMPTY: Final = 4
LOADING: Final = 5
SKELETONS: Final = 8
ROOMY: Final = 940
NARROW: Final = 720
ROOM_FOR_LOG: Final = 800
LEAST: Final = 116
LOW: Final = 300


class ReturnsRight(Panel):
    """Shows what was found; what is done about it is connected to its parts from outside."""

    def __init__(self, theme: Theme, outside: Outside) -> None:
        super().__init__(theme, "surface")
        self._theme = theme
        self._read: ReturnsRead | None = None
        self._unchanged: tuple[FileReport, ...] = ()
        self._build(outside)
        self._arrange()
        self._connect()
        self.foot.hide()
        self._show_tab(FINDINGS)

    # ------------------------------------------------------------------------------------------------ what is shown

    def show_read(self, found: ReturnsRead, unchanged: tuple[FileReport, ...]) -> None:
        """Show what stands at this moment, and the files of the last merge that changed nothing."""
        view = found.view
        self._unchanged = unchanged
        self._conflicts.show_conflicts(view.conflicts)
        self.log.show_lines(view.log)
        self._receipt.show_receipt(view.receipt)
        self._shares.show_view(view)
        self.show_findings(found)

    def show_findings(self, found: ReturnsRead) -> None:
        """Show the findings of this moment, and what is said below them; the rest stays as it was read."""
        self._read = found
        self.foot.show_view(found.view)
        self._show_groups()

    @property
    def tab(self) -> int:
        """Which tab is in front: FINDINGS, CONFLICTS, RECEIPT or LOG."""
        return max(self._group.checkedId(), FINDINGS)

    @property
    def _fresh(self) -> bool:
        """Whether nothing has come in yet, or is known to have."""
        read = self._read
        return read is None or (not read.view.received and not self._unchanged and not read.view.log)

    def go_to_findings(self) -> None:
        """Bring the findings to the front."""
        self._tabs[FINDINGS].click()

    # --------------------------------------------------------------------------------------------------- the making

    def _build(self, outside: Outside) -> None:
        theme = self._theme
        self.findings = FindingsView(theme, FindingsModel())
        self.revision = RevisionPanel(theme)
        self.strip = DecisionStrip(theme)
        self.drafts = LetterStrip(theme, outside)
        self._conflicts = ConflictsTable(theme)
        self._shares = ReceiptTable(theme)
        self.log = LogTable(theme)
        self._tabs = [Button(theme, words, "tab") for words in _tab_words()]
        self._group = QButtonGroup(self)
        self.only_waiting = Button(theme, _("Undecided only"), "chip")
        self.only_waiting.setCheckable(True)
        self.safe = Button(theme, _("Accept all safe mends"), icon="check", extent="small")
        self._promise = Label(theme, _("Nothing is changed in the files themselves"), "dense", "ink2")
        self._receipt = ReceiptStrip(theme)
        self.foot = ReturnsFoot(theme)
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
        beside = row(self._promise, self.only_waiting, self.safe, gap=8)
        tools = row(None, self.log.tools, gap=0, margins=(0, 0, 0, 4))
        tabs = row(*self._tabs, None, beside, gap=0)
        self._top = row((tabs, 1), tools, gap=4, margins=(12, 4, 16, 0))
        # Scrolled, so that findings and revision keep their height where large text leaves none.
        keep_extent(self.findings, theme, least=(0, LEAST))
        self._found = scrolled(held(column((self.findings, 1), (self._clear, 1), self.revision, gap=0)))
        for page in (self._found, self._conflicts, self._shares, self.log):
            self._pages.addWidget(page)
        for state in (self._nothing, SkeletonRows(theme, SKELETONS)):
            self._pages.addWidget(held(column(state, None, margins=(16, 16, 16, 16))))
        strips = column(Rule(theme), self.strip, self.drafts, gap=0)
        self._below = held(column(Rule(theme), self.foot, gap=0))
        self.setLayout(column(self._top, Rule(theme), (self._pages, 1), strips, self._receipt, self._below, gap=0))

    def _connect(self) -> None:
        for at, tab in enumerate(self._tabs):
            tab.setCheckable(True)
            self._group.addButton(tab, at)
        self._tabs[FINDINGS].setChecked(True)
        self._group.idClicked.connect(self._show_tab)
        self.only_waiting.toggled.connect(self._show_groups)
        self._theme.theme_changed.connect(self._fit)
        self._theme.compact_changed.connect(self._fit)
        self.strip.installEventFilter(self)
        self.revision.table.installEventFilter(self)

    def _show_groups(self) -> None:
        """Show the findings and say in the tabs how many there are."""
        if self._read is None:
            return
        view, groups = self._read.view, self._read.groups
        if self.only_waiting.isChecked():
            groups = tuple(waiting_in(group) for group in groups)
        groups = (*unchanged_groups(view, self._unchanged), *(group for group in groups if group.rows))
        self.findings.show_groups(groups)
        self.findings.setVisible(bool(groups))
        self._clear.setVisible(not groups)
        counts = (sum(len(group.rows) for group in groups), len(view.conflicts), 0, 0)
        for tab, words, count in zip(self._tabs, _tab_words(), counts, strict=True):
            tab.setText(f"{words} {count}" if count else words)
        self._show_tab(self.tab)

    def _show_tab(self, at: int) -> None:
        fresh = self._fresh
        if self._read is None:
            self._pages.setCurrentIndex(LOADING)
        else:
            self._pages.setCurrentIndex(EMPTY if fresh and at == FINDINGS else at)
        self.only_waiting.setVisible(at == FINDINGS and not fresh)
        self.log.tools.setVisible(at == LOG and not fresh)
        self.safe.setVisible(at == FINDINGS and self._read is not None and self._read.view.safe > 0)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make room while something is asked for, and bring the revision into sight that gets the keyboard."""
        if watched is self.strip and event.type() in {QEvent.Type.Show, QEvent.Type.Hide}:
            self._fit()
        elif watched is self.revision.table and event.type() == QEvent.Type.FocusIn:
            self._found.ensureWidgetVisible(self.revision)
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        self._promise.setVisible(self.width() > self._theme.px(ROOMY) and self.tab != LOG)
        # Large text leaves no height for all: the tab of the receipt says the same, and what is asked for comes first.
        low = self.height() < self._theme.px(LOW)
        self._receipt.setHidden(self._fresh or low)
        self._below.setHidden(low and not self.strip.isHidden())
        set_across(self._top, across=self.tab != LOG or self.width() >= self._theme.px(ROOM_FOR_LOG))
        roomy = self.width() > self._theme.px(NARROW)
        self.safe.setText(_("Accept all safe mends") if roomy else _("Accept safe"))
        self.only_waiting.setText(_("Undecided only") if roomy else _("Undecided"))


def _tab_words() -> tuple[str, str, str, str]:
    return _("Findings"), _("Conflicts"), _("Receipt"), _("Log")
