"""Grounds to put things on: panels, cards and hairlines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QSizePolicy, QWidget

from dd_panel.ui.widgets.painting import Ink, smooth_painter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from dd_panel.ui.theme import Theme

CardKind = Literal["card", "flat", "current", "warn", "note", "drop"]

# kind: fill, line, line width
_CARDS: Final = {
    "card": ("surface", "line", 1),
    "flat": ("sunken", None, 0),
    "current": ("surface", "accent", 2),
    "warn": ("warnSoft", "warn", 1),
    "note": ("noteSoft", None, 0),
    "drop": ("accentSoft", "accent", 2),
}


class Panel(QWidget):
    """A pane on one of the design's grounds: canvas, surface, sunken."""

    def __init__(self, theme: Theme, ground: str = "surface", layout: QLayout | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._ground = ground
        if layout is not None:
            self.setLayout(layout)
        theme.theme_changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        painter.fillRect(self.rect(), self._theme.colour(self._ground))
        painter.end()


class Card(QFrame):
    """A box with round corners: card, flat (a tint), current, warn, note (private note) or drop (a place for files)."""

    def __init__(self, theme: Theme, layout: QLayout | None = None, kind: CardKind = "card") -> None:
        super().__init__()
        self._theme = theme
        self._kind: CardKind = kind
        self.setFrameShape(QFrame.Shape.NoFrame)
        if layout is not None:
            self.setLayout(layout)
        theme.theme_changed.connect(self.update)

    def set_kind(self, kind: CardKind) -> None:
        """Show the card as another kind, such as the current one."""
        self._kind = kind
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        fill, line, width = _CARDS[self._kind]
        rect = QRectF(self.rect())
        if self._kind == "drop":
            painter.setBrush(self._theme.colour(fill))
            painter.setPen(QPen(self._theme.colour("accent"), width, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 8, 8)
        else:
            ink.box(rect, self._theme.radius("card"), fill, line, width)
        if self._kind == "note":
            painter.fillRect(QRectF(0, 0, 3, rect.height()), self._theme.colour("warn"))
        painter.end()


class Rule(QWidget):
    """A hairline, lying or standing."""

    def __init__(self, theme: Theme, direction: Literal["lying", "standing"] = "lying", length: int = 0) -> None:
        super().__init__()
        self._theme = theme
        if direction == "lying":
            self.setFixedHeight(1)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        else:
            self.setFixedWidth(1)
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
            if length:
                self.setFixedHeight(length)
        theme.theme_changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        painter.fillRect(self.rect(), self._theme.colour("line"))
        painter.end()


def scrolled(content: QWidget) -> QScrollArea:
    """Put a pane into a place that scrolls up and down and shows the ground behind it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    # Qt's own would be wrapped for Python only after every kind of widget there is was looked at: 20 ms at a start.
    sight = QWidget()
    sight.setAutoFillBackground(False)
    area.setViewport(sight)
    area.setWidget(content)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    content.setAutoFillBackground(False)
    return area


def show_parts(area: QScrollArea, parts: Sequence[QWidget], edge: int) -> None:
    """Scroll as little as shows all of these parts that are visible; nothing but an edge so high is above the first."""
    bar, seen = area.verticalScrollBar(), area.viewport()
    tops = {each: each.mapTo(seen, QPoint()).y() + bar.value() for each in parts if each.isVisible()}
    if not tops:
        return
    top = min(tops.values()) - 8
    top = 0 if top <= edge else top
    bottom = max(begin + each.height() for each, begin in tops.items()) + 8
    room = seen.height()
    if bottom - bar.value() > room:
        bar.setValue(min(top, bottom - room))
    if top < bar.value():
        bar.setValue(top)
