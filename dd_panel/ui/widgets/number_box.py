"""A number to change by typing, by arrow keys, or by a button at either side."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from dd_panel.domain.scale import plain
from dd_panel.text import _
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.layouts import row

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from dd_panel.ui.theme import Theme

DECIMALS: Final = 4
MOST: Final = 100_000.0
ROOM: Final = 64
LARGE: Final = 150


class _Field(QDoubleSpinBox):
    """The field itself; the mouse wheel does not change it by accident, and a whole number has no decimals.

    The style sheet takes its own two buttons away: without them by its property, it would leave no room for the number.
    """

    def textFromValue(self, value: float) -> str:
        return plain(Decimal(f"{value:.{DECIMALS}f}"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the pane that scrolls."""
        event.ignore()


class NumberBox(QWidget):
    """A number of 0 or more; `changed` tells each one that a person sets, `set_value` tells nobody."""

    changed = Signal(float)

    def __init__(self, theme: Theme, name: str, value: float, step: float = 1.0) -> None:
        super().__init__()
        self._theme = theme
        self.field = _Field()
        self.field.setDecimals(DECIMALS)
        self.field.setRange(0.0, MOST)
        self.field.setSingleStep(step)
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.setAccessibleName(name)
        self.less = Button(theme, kind="icon", icon="minus", name=_("{name}: less").format(name=name))
        self.more = Button(theme, kind="icon", icon="plus", name=_("{name}: more").format(name=name))
        # The arrow keys do the same in the field: with each box one stop, Tab goes from number to number.
        for button in (self.less, self.more):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setLayout(row(self.less, self.field, self.more, gap=4))
        self.setFocusProxy(self.field)
        self.set_value(value)
        self.less.clicked.connect(self.field.stepDown)
        self.more.clicked.connect(self.field.stepUp)
        self.field.valueChanged.connect(self.changed)
        self._dress()
        theme.theme_changed.connect(self._dress)

    @property
    def value(self) -> float:
        """The number as it stands."""
        return self.field.value()

    def set_value(self, value: float) -> None:
        """Show another number; tells nobody."""
        before = self.field.blockSignals(True)
        self.field.setValue(value)
        self.field.blockSignals(before)

    def _dress(self) -> None:
        for part in (self.field, self.field.lineEdit()):  # under a style sheet the one within keeps its own
            part.setFont(self._theme.font("body", 600))
        self.field.setFixedWidth(self._theme.px(ROOM))
        for button in (self.less, self.more):
            # In large text the number and its name need the room; the arrow keys stay.
            button.setVisible(self._theme.px(100) < LARGE)
