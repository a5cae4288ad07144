"""Buttons of every kind the design knows, painted from one table of looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy

from dd_panel.ui.widgets.painting import CENTRE, Ink, smooth_painter, text_room
from dd_panel.ui.widgets.tips import plain_tip
from dd_panel.ui.widgets.toggles import HeardToggles

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QAbstractButton

    from dd_panel.ui.theme import Theme

Kind = Literal["default", "primary", "quiet", "icon", "chip", "tab", "nav"]
Extent = Literal["small", "medium", "large", "meeting"]


@dataclass(frozen=True, slots=True)
class _Look:
    """Colours of one kind of button in one state; `None` is not painted."""

    fill: str | None
    line: str | None
    ink: str


@dataclass(frozen=True, slots=True)
class _Measure:
    """Lengths of one kind and extent: height, padding at either side, text role, icon side."""

    height: int
    padding: int
    role: str
    icon: int


_LOOKS: Final = {
    "default": _Look("surface", "control", "ink"),
    "primary": _Look("accent", None, "onAccent"),
    "quiet": _Look(None, None, "accent"),
    "icon": _Look(None, None, "ink2"),
    "chip": _Look(None, "line", "ink2"),
    "tab": _Look(None, None, "ink2"),
    "nav": _Look(None, None, "ink2"),
}
_HOVERED: Final = {
    "default": _Look("sunken", "control", "ink"),
    "primary": _Look("accentHover", None, "onAccent"),
    "quiet": _Look("accentSoft", None, "accent"),
    "icon": _Look("neutralSoft", None, "ink"),
    "chip": _Look("neutralSoft", "control", "ink"),
    "tab": _Look("neutralSoft", None, "ink"),
    "nav": _Look("neutralSoft", None, "ink"),
}
_CHECKED: Final = {
    "default": _Look("accentSoft", "accent", "accent"),
    "icon": _Look("accentSoft", None, "accent"),
    "quiet": _Look("accentSoft", None, "accent"),
    "chip": _Look("ink", None, "surface"),
    "tab": _Look(None, None, "ink"),
    "nav": _Look(None, None, "ink"),
    "primary": _Look("accent", None, "onAccent"),
}
_DISABLED: Final = {
    "default": _Look("sunken", "line", "ink3"),
    "primary": _Look("sunken", "line", "ink3"),
}
_QUIET_DISABLED: Final = _Look(None, None, "ink3")

_MEASURES: Final = {
    "small": _Measure(28, 10, "dense", 16),
    "medium": _Measure(36, 13, "body", 16),
    "large": _Measure(48, 24, "reading", 18),
    "meeting": _Measure(60, 24, "h1", 24),
}
_KIND_MEASURES: Final = {
    "icon": _Measure(32, 7, "body", 18),
    "chip": _Measure(28, 8, "caption", 14),
    "tab": _Measure(43, 12, "body", 16),
    "nav": _Measure(55, 14, "body", 16),
}
_UNDERLINED: Final = ("tab", "nav")
_UNDERLINE: Final = 3
_CHIP_HEIGHT: Final = 26
_GAP: Final = 8


def press_with_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Press the button that has the keyboard where the key is Enter, as on a web page; tells whether it was.

    Qt knows Space alone, and in a dialog its Enter presses the main button from wherever the keyboard is.
    """
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
    if not plain or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    event.accept()
    if not event.isAutoRepeat():
        button.click()
    return True


class Button(QPushButton):
    """A button with words, an icon, or both.

    `kind` is one of default, primary (one in a pane), quiet, icon, chip, tab, nav; `extent` one of small, medium,
    large, meeting. A button without words must be given a `name`, which is its tooltip and is read aloud.
    """

    def __init__(
        self,
        theme: Theme,
        words: str = "",
        kind: Kind = "default",
        *,
        icon: str | None = None,
        extent: Extent = "medium",
        name: str = "",
    ) -> None:
        super().__init__(words)
        if not words and not name:
            msg = "a button without words needs a name"
            raise ValueError(msg)
        self._theme = theme
        self._heard = HeardToggles(self)
        self._kind: Kind = kind
        self._icon = icon
        self._icon_colour: str | None = None
        self._extent: Extent = extent
        self.setAccessibleName(name)
        if name and not words:
            self.setToolTip(plain_tip(name))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor if kind == "quiet" else Qt.CursorShape.ArrowCursor)
        self.setAutoDefault(False)
        self.setProperty("ring_radius", self._ring_radius())
        if kind in _UNDERLINED:
            self.setProperty("ring", "inside")
        self._dress()
        theme.theme_changed.connect(self._dress)

    def setChecked(self, on: bool) -> None:
        with self._heard.by_click_or_program():
            super().setChecked(on)

    def nextCheckState(self) -> None:
        with self._heard.by_click_or_program():
            super().nextCheckState()

    def fill_width(self) -> Button:
        """Let the button take all the room across; returns the button itself."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return self

    def leave_keyboard(self) -> None:
        """Leave the keyboard where it is when the button is clicked; Tab still comes here.

        For what stands around a screen: that screen's own keys work only while the keyboard is in it.
        """
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_extent(self, extent: Extent) -> None:
        """Show the button smaller or larger."""
        self._extent = extent
        self._dress()
        self.updateGeometry()

    def set_kind(self, kind: Kind) -> None:
        """Show the button as another kind, such as the primary one of its pane."""
        self._kind = kind
        self._dress()

    def set_icon(self, icon: str | None, colour: str | None = None) -> None:
        """Show another icon; without a colour it takes the words' colour."""
        self._icon = icon
        self._icon_colour = colour
        self._dress()

    def set_name(self, name: str) -> None:
        """Give a button without words its tooltip and the name that is read aloud."""
        self.setAccessibleName(name)
        self.setToolTip(plain_tip(name))

    def sizeHint(self) -> QSize:
        measure = self._measure()
        padding = self._theme.px(measure.padding) * 2
        if self._kind == "icon" and not self.text():
            side = self._theme.px(measure.height)
            return QSize(side, side)
        width = padding + text_room(self._theme, self.text(), (measure.role, 600))
        if self._icon is not None:
            width += self._theme.px(measure.icon) + (self._theme.px(_GAP) if self.text() else 0)
        return QSize(width, self._theme.px(measure.height))

    def minimumSizeHint(self) -> QSize:
        """Words are never shortened."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_with_enter(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        look = self._look()
        rect = QRectF(self.rect())
        if self._kind == "chip":
            spare = (rect.height() - self._theme.px(_CHIP_HEIGHT)) / 2
            rect = rect.adjusted(0, spare, 0, -spare)
            ink.box(rect, rect.height() / 2, look.fill, look.line)
        elif self._kind in _UNDERLINED:
            if look.fill is not None:
                ink.box(rect.adjusted(0, 6, 0, -6), 6, look.fill)
            if self.isChecked():
                bar = QRectF(0, rect.bottom() - _UNDERLINE, rect.width(), _UNDERLINE)
                painter.fillRect(bar, self._theme.colour("accent"))
        elif look.fill is not None or look.line is not None:
            ink.box(rect, self._theme.radius("control"), look.fill, look.line)
        self._paint_content(ink, rect, look)
        painter.end()

    def _paint_content(self, ink: Ink, rect: QRectF, look: _Look) -> None:
        measure = self._measure()
        style = (measure.role, self._weight())
        if self._icon is None:
            ink.text(rect, self.text(), style, look.ink, CENTRE)
            return
        side = self._theme.px(measure.icon)
        colour = self._icon_colour if self._icon_colour is not None and self.isEnabled() else look.ink
        if not self.text():
            ink.icon_centred(self._icon, rect, measure.icon, colour)
            return
        gap = self._theme.px(_GAP)
        wide = ink.text_width(self.text(), style)
        left = max(float(self._theme.px(measure.padding)), (rect.width() - side - gap - wide) / 2)
        ink.icon(self._icon, left, rect.center().y() - side / 2, measure.icon, colour)
        start = left + side + gap
        ink.text(QRectF(start, rect.top(), rect.width() - start, rect.height()), self.text(), style, look.ink)

    def _look(self) -> _Look:
        if not self.isEnabled():
            return _DISABLED.get(self._kind, _QUIET_DISABLED)
        if self.isChecked():
            return _CHECKED[self._kind]
        if self.isDown() or self.underMouse():
            return _HOVERED[self._kind]
        return _LOOKS[self._kind]

    def _weight(self) -> int:
        strong = self._kind == "primary" or (self.isChecked() and self._kind in ("chip", "tab", "nav"))
        return 600 if strong else 500

    def _measure(self) -> _Measure:
        return _KIND_MEASURES.get(self._kind, _MEASURES[self._extent])

    def _ring_radius(self) -> int:
        return _CHIP_HEIGHT // 2 if self._kind == "chip" else self._theme.radius("control")

    def _dress(self) -> None:
        measure = self._measure()
        self.setFont(self._theme.font(measure.role, self._weight()))
        self.updateGeometry()
        self.update()
