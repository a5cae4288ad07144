"""The support that would help the applicant: ticks, and a line for anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from dd_panel.domain.support import OTHER, other_line, ticked, with_kind, with_other
from dd_panel.text import _
from dd_panel.ui.desk.scoring.desk_comment import DeskComment
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.fields import TickBox
from dd_panel.ui.widgets.labels import Label
from dd_panel.ui.widgets.layouts import column, row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QResizeEvent

    from dd_panel.ui.theme import Theme

ONE_LINE: Final = 36
MOST: Final = 120
GAP: Final = 12


class SupportTicks(QWidget):
    """Takes the kinds of support that would help; `settled` carries the whole list as the scoresheet has it."""

    settled = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._text = ""
        self.boxes = {kind: TickBox(theme, words) for kind, words in kind_words().items()}
        self.other = DeskComment(theme, _("Other support that would help"), _("What else would help?"))
        self.other.set_heights(ONE_LINE, MOST)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(0)
        self._columns = 0
        self._fit()
        self._arrange()
        for kind, box in self.boxes.items():
            box.setAccessibleDescription(_("Support that would help"))
            box.clicked.connect(self._on_other_clicked if kind == OTHER else self._on_clicked)
        self.other.text_settled.connect(self._on_line_settled)
        theme.theme_changed.connect(self._fit)

    def show_support(self, text: str, *, fresh: bool) -> None:
        """Show a list of support; `fresh` means that it is another application's."""
        self._text = text
        self._show_ticks()
        if fresh or self.other.is_settled:
            self.other.set_text(other_line(text))

    def set_closed(self, closed: bool) -> None:
        """Show the support without letting it be changed, or take changes again."""
        self.other.setReadOnly(closed)
        for box in self.boxes.values():
            box.setEnabled(not closed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # ------------------------------------------------------------------------------ private

    def _arrange(self) -> None:
        head = row(
            Label(self._theme, _("Support that would help"), weight=600),
            None,
            Label(self._theme, _("Tick any"), "caption", "ink3"),
        )
        self.setLayout(column(head, self._grid, self.other, gap=8))

    def _fit(self) -> None:
        """Two columns where the longest words have room, else one."""
        boxes = list(self.boxes.values())
        widest = [max(box.sizeHint().width() for box in boxes[at::2]) for at in (0, 1)]
        columns = 2 if sum(widest) + GAP <= self.width() or not self._columns else 1
        if columns == self._columns:
            return
        self._columns = columns
        for at, box in enumerate(boxes):
            self._grid.addWidget(box, at // columns, at % columns)
        self._grid.setColumnStretch(columns - 1, 1)

    def _show_ticks(self) -> None:
        wanted = ticked(self._text)
        for kind, box in self.boxes.items():
            box.setChecked(kind in wanted)

    def _on_clicked(self) -> None:
        for kind, box in self.boxes.items():
            if box is self.sender():
                self._settle(with_kind(self._text, kind, wanted=box.isChecked()))

    def _on_other_clicked(self) -> None:
        """Ticking leads to the line; words that stand there are never taken away by a stray click."""
        self.other.flush()
        if other_line(self._text):
            self._show_ticks()
            self.other.selectAll()
            announce(self, _("Empty the line to take “other” away."))
        else:
            self._settle(with_kind(self._text, OTHER, wanted=self.boxes[OTHER].isChecked()))
        if self.boxes[OTHER].isChecked():
            self.other.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_line_settled(self, line: str) -> None:
        self._settle(with_other(self._text, line))

    def _settle(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self._show_ticks()
            self.settled.emit(text)


def kind_words() -> Mapping[str, str]:
    """The kinds of support as the screen says them; the long ones stand in the first column of two."""
    return {
        "options appraisal": _("Options appraisal"),
        "legal form": _("Legal form"),
        "workforce and pensions": _("Workforce and pensions"),
        "finance": _("Finance"),
        "procurement": _("Procurement"),
        "governance": _("Governance"),
        "engagement": _("Engagement"),
        OTHER: _("Other"),
    }
