"""The Log: everything that was done with the returns, and what each line leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHeaderView

from dd_panel.text import _
from dd_panel.ui.actions import Keys, add_action
from dd_panel.ui.round.columns import WordColumn, WordsModel, WordsTable
from dd_panel.ui.round.words import moment
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.layouts import held, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from dd_panel.services.returns.logbook import LogLine
    from dd_panel.ui.theme import Theme

WHAT: Final = 3
WHAT_WIDE: Final = 280
ROOMY: Final = 760


class LogTable(WordsTable):
    """The lines, the latest first.

    `tools` holds the buttons for the current line. `trace_asked` carries the entry the line is about, `save_asked` the
    line whose file is wanted, `take_back_asked` the line whose merge is to be taken back.
    """

    trace_asked = Signal(object)
    save_asked = Signal(object)
    take_back_asked = Signal(object)

    def __init__(self, theme: Theme) -> None:
        self._lines = WordsModel(_columns())
        super().__init__(theme, self._lines, _("Log"))
        self.trace_button = Button(theme, _("Where from…"), extent="small")
        self.save_button = Button(theme, _("Save the original…"), extent="small")
        self.back_button = Button(theme, _("Take this merge back…"), icon="undo", extent="small")
        self.tools: QWidget = held(row(self.trace_button, self.save_button, self.back_button, gap=8))
        self.trace_button.clicked.connect(self.trace)
        self.save_button.clicked.connect(self.save)
        self.back_button.clicked.connect(self.take_back)
        self.selectionModel().currentRowChanged.connect(self._on_line)
        add_action(self, _("Where this comes from"), ("Return", "Enter"), self.trace, keys=Keys(listed=False))
        self._on_line()

    @property
    def line(self) -> LogLine | None:
        """The line the keyboard is on."""
        line: LogLine | None = self._lines.row_at(self.currentIndex())
        return line

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Where large text leaves it too little width, the table moves sideways instead.
        roomy = self.viewport().width() >= self._theme.px(ROOMY)
        mode = QHeaderView.ResizeMode.Stretch if roomy else QHeaderView.ResizeMode.Fixed
        self.horizontalHeader().setSectionResizeMode(WHAT, mode)
        if not roomy:
            self.setColumnWidth(WHAT, self._theme.px(WHAT_WIDE))

    def show_lines(self, lines: Sequence[LogLine]) -> None:
        """Show the Log of this moment; the keyboard stays on its line."""
        here = self.line
        self._lines.show_rows(lines)
        if lines:
            self.selectRow(lines.index(here) if here in lines else 0)
        self._on_line()

    def trace(self) -> None:
        """Ask where the entry of this line comes from."""
        if self.line is not None and self.line.subject is not None:
            self.trace_asked.emit(self.line.subject)

    def save(self) -> None:
        """Ask for the file of this line."""
        if self.line is not None and self.line.return_id is not None:
            self.save_asked.emit(self.line)

    def take_back(self) -> None:
        """Ask to take the merge of this line back."""
        if self.line is not None and self.line.merge is not None:
            self.take_back_asked.emit(self.line)

    def _on_line(self) -> None:
        line = self.line
        self.trace_button.setEnabled(line is not None and line.subject is not None)
        self.save_button.setEnabled(line is not None and line.return_id is not None)
        self.back_button.setEnabled(line is not None and line.merge is not None)


def _columns() -> tuple[WordColumn, ...]:
    def when(each: LogLine) -> str:
        return moment(each.at)

    return (
        WordColumn(_("When"), when, 120, tone="ink2"),
        WordColumn(_("Who"), lambda each: each.who, 112),
        WordColumn(_("File"), lambda each: each.file, 184, 500),
        WordColumn(_("What"), lambda each: each.what),
        WordColumn(_("Reason"), lambda each: each.reason, 200, tone="ink2"),
    )
