"""What is done to returns after a reason is given, and where things come from: choose, take back, trace, save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dd_panel.domain.errors import DDPanelError
from dd_panel.services.returns.originals import save_original
from dd_panel.services.returns.revising import choose
from dd_panel.services.returns.taking_back import take_back_merge
from dd_panel.text import _
from dd_panel.ui.round.trace_dialog import TraceDialog
from dd_panel.ui.speech import announce

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from dd_panel.services.journal import Cell
    from dd_panel.services.returns.logbook import LogLine, Subject
    from dd_panel.services.returns.revising import Way
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.outside import Outside
    from dd_panel.ui.round.returns.decision_strip import DecisionStrip
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.undo import Change

    PerformBeside = Callable[[Callable[[], Change], Callable[[Change], object]], None]


class Reasons(QObject):
    """Asks for a reason in the strip and then does what it is for; `failed` carries what a person can put right."""

    failed = Signal(object)

    def __init__(
        self, theme: Theme, place: Workplace, perform_beside: PerformBeside, strip: DecisionStrip, outside: Outside
    ) -> None:
        super().__init__(strip)
        self._theme = theme
        self._place = place
        self._perform_beside = perform_beside
        self._strip = strip
        self._outside = outside
        self._verb: Callable[[str], Change] | None = None
        self._back: QWidget | None = None
        strip.reasoned.connect(self._on_reason)

    def choose(self, later: int, way: Way, cells: tuple[Cell, ...], title: str) -> None:
        """Keep the old values or use the new ones of a revision."""
        go = _("Keep") if way == "keep" else _("Use")
        self._ask(title, go, lambda reason: choose(self._place, later, way, reason, cells))

    def take_back(self, line: LogLine) -> None:
        """Take a merge back as a whole."""
        merge = line.merge
        if merge is not None:
            title = _("Take back the merge of {file}, with every file merged together with it").format(file=line.file)
            self._ask(title, _("Take back"), lambda reason: take_back_merge(self._place, merge, reason))

    def trace(self, subject: Subject) -> None:
        """Show where an entry comes from."""
        TraceDialog(self._theme, self._place, subject, self._outside, self._window()).open()

    def save(self, line: LogLine) -> None:
        """Save the file of a line of the Log as it was received."""
        if line.return_id is None:
            return
        path = self._outside.where(self._window(), _("Save the original"), line.file)
        if path is None:
            return
        try:
            save_original(self._place, line.return_id, path)
        except DDPanelError as trouble:
            self.failed.emit(trouble)
        else:
            announce(self._window(), _("Saved as {file}").format(file=path.name))

    def _ask(self, title: str, go: str, verb: Callable[[str], Change]) -> None:
        self._verb = verb
        self._back = self._window().focusWidget()
        self._strip.ask_reason(title, go)

    def _on_reason(self, reason: str) -> None:
        verb = self._verb

        def leave(_change: Change) -> None:
            if self._verb is verb:  # else something else is asked for by now
                self._strip.hide()
                self.give_up()

        if verb is not None:
            self._perform_beside(lambda: verb(reason), leave)

    def give_up(self) -> bool:
        """Give the keyboard back to where it was; False when nothing was asked here."""
        asked = self._verb is not None
        if self._back is not None:
            self._back.setFocus()
        self._verb, self._back = None, None
        return asked

    def _window(self) -> QWidget:
        return self._strip.window()
