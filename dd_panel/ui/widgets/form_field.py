"""A field of a form: a label, a control, and below it a hint or what has to be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from dd_panel.text import _
from dd_panel.ui.widgets.labels import IconLabel, Label, Para, buddy
from dd_panel.ui.widgets.layouts import column, held, row

if TYPE_CHECKING:
    from dd_panel.ui.theme import Theme


class Field(QWidget):
    """A label above a control, a hint or a problem below it. The label is the control's name for a screen reader."""

    def __init__(self, theme: Theme, label: str, control: QWidget, hint: str = "") -> None:
        super().__init__()
        self._control = control
        self._hint = hint
        self._icon = IconLabel(theme, "alert", "bad", 14)
        self._said = Para(theme, "", "caption", "ink2")
        self._line = held(row(column(1, self._icon, None, gap=0), (self._said, 1), gap=6))
        self.setLayout(column(buddy(Label(theme, label, "label", "ink2"), control), control, self._line, None, gap=4))
        self.show_problem("")

    @property
    def control(self) -> QWidget:
        """What is typed in or chosen from."""
        return self._control

    @property
    def said(self) -> str:
        """What stands below the control."""
        return self._said.text()

    def show_problem(self, problem: str) -> None:
        """Say what has to be mended, or the hint where nothing has."""
        words = problem or self._hint
        self._icon.setVisible(bool(problem))
        self._said.set_tone("bad" if problem else "ink2")
        if words != self._said.text():
            self._said.setText(words)
        self._line.setVisible(bool(words))
        self._control.setAccessibleDescription(words)
        tone = "bad" if problem else ""
        if self._control.property("tone") != tone:
            self._control.setProperty("tone", tone)
            self._control.style().unpolish(self._control)
            self._control.style().polish(self._control)


def optional(label: str) -> str:
    """The label of a field that may stay empty."""
    return _("{label} (optional)").format(label=label)
