"""A small form under the findings: the value that is meant, and the reason for a decision that touches a judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from dd_panel.text import _
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.fields import TextField
from dd_panel.ui.widgets.labels import ElidedLabel, Label
from dd_panel.ui.widgets.layouts import column, held, row

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from dd_panel.ui.round.returns.findings_rows import FindingRow
    from dd_panel.ui.theme import Theme

Way = Literal["accept", "reject", "set"]
_OTHER: Final = 0
"""Stands in place of a finding's number where a reason is asked for something else."""

VALUE_ROOM: Final = 200


class DecisionStrip(QWidget):
    """Asks for what a decision needs; hidden while none is under way.

    `decided` carries the finding's number, the way (accept, reject, set), the value and the reason; `reasoned` the
    reason for something else that was asked; `given_up` comes when the person thinks better of it.
    """

    decided = Signal(int, str, str, str)
    reasoned = Signal(str)
    given_up = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._number = _OTHER
        self._way: Way = "accept"
        self._title = ElidedLabel(theme, "", "body", weight=600)
        self._value_label = Label(theme, _("Value"), "dense", "ink2")
        self._value = TextField(theme, _("Value"))
        keep_extent(self._value, theme, wide=VALUE_ROOM)
        self._value_box = held(row(self._value_label, self._value))
        self._reason = TextField(theme, _("Reason"), _("Kept in the log, such as “Helen confirmed by phone”"))
        self._go = Button(theme, _("Accept"), "primary")
        self._cancel = Button(theme, _("Cancel"), "quiet")
        reason = Label(theme, _("Reason"), "dense", "ink2")
        line = row(self._value_box, reason, (self._reason, 1), self._cancel, self._go, gap=8)
        self.setLayout(column(self._title, line, gap=8, margins=(16, 12, 16, 12)))
        self.setAccessibleName(_("Decide"))
        self._go.clicked.connect(self._on_go)
        self._cancel.clicked.connect(self.give_up)
        self._value.returnPressed.connect(self._on_go)
        self._reason.returnPressed.connect(self._on_go)
        self._value.textChanged.connect(self._judge)
        self._reason.textChanged.connect(self._judge)
        self.hide()

    def ask(self, found: FindingRow, way: Way) -> None:
        """Ask for what this decision needs."""
        if found.number is None:
            return
        self._number, self._way = found.number, way
        where = " · ".join(part for part in (found.where, found.short, found.about) if part)
        titles = {
            "accept": _("Accept “{value}” at {where}").format(value=found.proposal or found.finding.found, where=where),
            "reject": _("Reject “{value}” at {where}; what stood stays").format(value=found.finding.found, where=where),
            "set": _("Set what is meant at {where}").format(where=where),
        }
        self._title.setText(titles[way])
        whole_row = found.finding.kind.rule.holds == "rows"
        label = _("Reference") if whole_row else _("Value")
        self._value_label.setText(label)
        self._value.setAccessibleName(label)
        self._value.setPlaceholderText("" if whole_row else _("a score, or cannot judge"))
        self._value_box.setVisible(way == "set")
        self._value.clear()
        self._reason.clear()
        self._go.setText({"accept": _("Accept"), "reject": _("Reject"), "set": _("Set")}[way])
        self._judge()
        self.show()
        (self._value if way == "set" else self._reason).setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_reason(self, title: str, go: str) -> None:
        """Ask for the reason for something that is no finding; `go` is the button's word."""
        self._number = _OTHER
        self._title.setText(title)
        self._value_box.hide()
        self._value.clear()
        self._reason.clear()
        self._go.setText(go)
        self._judge()
        self.show()
        self._reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def give_up(self) -> None:
        """Leave the finding undecided."""
        self.hide()
        self.given_up.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.give_up()
        else:
            super().keyPressEvent(event)

    def _judge(self) -> None:
        self._go.setEnabled(bool(self._reason.text().strip()))

    def _on_go(self) -> None:
        reason = self._reason.text().strip()
        if not reason:
            self._reason.setFocus()
            return
        if self._number == _OTHER:
            self.reasoned.emit(reason)
            return
        value = self._value.text().strip() if self._way == "set" else ""
        self.decided.emit(self._number, self._way, value, reason)
