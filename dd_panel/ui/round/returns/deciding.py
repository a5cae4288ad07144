"""What an official does about the finding that the keyboard is on: accept, reject, set, ask, undo, trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dd_panel.services.returns.asking import ask
from dd_panel.services.returns.deciding import decide
from dd_panel.services.returns.reopening import undo_decisions
from dd_panel.ui.round.returns.right import FINDINGS, LOG

if TYPE_CHECKING:
    from collections.abc import Callable

    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.round.letters import Letters
    from dd_panel.ui.round.returns.decision_strip import Way
    from dd_panel.ui.round.returns.findings_rows import FindingRow
    from dd_panel.ui.round.returns.reasons import Reasons
    from dd_panel.ui.round.returns.right import ReturnsRight
    from dd_panel.ui.undo import Change

    Perform = Callable[[Callable[[], Change]], Change | None]


class Deciding(QObject):
    """Does what the keys and buttons of the findings ask for. `decided` comes when a decision was kept.

    `look_again` shows the current finding as it stands by now: what is shown may be older.
    """

    decided = Signal()

    def __init__(
        self,
        place: Workplace,
        right: ReturnsRight,
        letters: Letters,
        reasons: Reasons,
        perform: Perform,
        look_again: Callable[[], object],
    ) -> None:
        super().__init__(right)
        self._place = place
        self._right = right
        self._letters = letters
        self._reasons = reasons
        self._perform = perform
        self._look_again = look_again
        findings, strip = right.findings, right.strip
        findings.accept_asked.connect(self.accept)
        findings.reject_asked.connect(self.reject)
        findings.set_asked.connect(self.set_value)
        findings.ask_asked.connect(self.ask_member)
        findings.undo_asked.connect(self.undo)
        findings.finding_changed.connect(strip.hide)
        strip.decided.connect(self._decide)
        strip.given_up.connect(self._on_given_up)

    def accept(self) -> None:
        """Accept the current finding, after its reason where it is an error."""
        found = self._current
        if found is None or not found.waits:
            return
        if not found.accepts:
            self.set_value()
        elif found.needs_reason:
            self._right.strip.ask(found, "accept")
        elif found.number is not None:
            self._decide(found.number, "accept", "", "")

    def reject(self) -> None:
        """Reject the current finding: what stood stays."""
        self._ask("reject")

    def set_value(self) -> None:
        """Set the value that is meant."""
        found = self._current
        if found is not None and found.sets:
            self._ask("set")

    def ask_member(self) -> None:
        """Write a question about the current finding to its member."""
        found = self._current
        if found is not None and found.known is not None and found.can_be_asked:
            numbers = [found.known]
            self._letters.write(lambda folder: ask(self._place, numbers, folder))

    def undo(self) -> None:
        """Take the decision on the current finding back."""
        found = self._current
        if found is not None and found.undoes and found.known is not None:
            number = found.known
            self._perform(lambda: undo_decisions(self._place, [number]))
            self._right.findings.setFocus()

    def trace(self) -> None:
        """Show where the entry comes from that the keyboard is on: of a revision, of a finding, of the Log."""
        revision = self._right.revision
        if self._right.tab == LOG:
            self._right.log.trace()
        elif revision.subject is not None and revision.table.hasFocus():
            self._reasons.trace(revision.subject)
        elif (found := self._current) is not None and found.subject is not None:
            self._reasons.trace(found.subject)

    @property
    def _current(self) -> FindingRow | None:
        """The finding that the keyboard is on, None while another tab is in front.

        On a file there is nothing to decide yet: the keyboard goes to its first finding, and the key is pressed again.
        """
        if self._right.tab != FINDINGS:
            return None
        self._look_again()
        found = self._right.findings.current
        if found is None:
            self._right.findings.go_in()
        return found

    def _ask(self, way: Way) -> None:
        found = self._current
        if found is not None and found.waits:
            self._right.strip.ask(found, way)

    def _decide(self, number: int, way: str, value: str, reason: str) -> None:
        if self._perform(lambda: decide(self._place, number, way, reason, value)) is not None:
            self._right.strip.hide()
            self.decided.emit()

    def _on_given_up(self) -> None:
        if not self._reasons.give_up():
            self._right.findings.setFocus()
