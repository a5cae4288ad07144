"""A bar of counted parts, such as complete, begun, conflict and to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QLabel, QSizePolicy

from dd_panel.text import _
from dd_panel.ui.widgets.painting import Ink, smooth_painter
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from dd_panel.ui.theme import Theme

GAP: Final = 2
RADIUS: Final = 2
SMALLEST: Final = 3.0


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar: how large, in which colour (a name), and its words with the count (“12 complete”)."""

    count: float
    colour: str
    words: str = ""
    outlined: bool = False
    hatched: bool = False


class SegmentBar(QLabel):
    """Parts side by side, each as wide as its count; the words of all parts are the tooltip and are read aloud."""

    def __init__(self, theme: Theme, segments: Sequence[Segment] = (), height: int = 8) -> None:
        super().__init__()
        self._theme = theme
        self._high = height
        self._segments: tuple[Segment, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_segments(segments)
        theme.theme_changed.connect(self.updateGeometry)

    def set_segments(self, segments: Sequence[Segment]) -> None:
        """Show other parts; empty ones take no room."""
        self._segments = tuple(part for part in segments if part.count > 0)
        told = _(", ").join(part.words for part in segments if part.words)
        self.setToolTip(plain_tip(told))
        self.setAccessibleName(told)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(self._high))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(40), self._theme.px(self._high))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        whole = sum(part.count for part in self._segments)
        room = self.width() - GAP * (len(self._segments) - 1)
        if not self._segments:
            ink.box(QRectF(self.rect()), RADIUS, "neutralSoft")
        left = 0.0
        for part in self._segments:
            wide = max(SMALLEST, room * part.count / whole)
            rect = QRectF(left, 0, wide, self.height())
            if part.outlined:
                ink.box(rect, RADIUS, "surface", "control")
            else:
                ink.box(rect, RADIUS, part.colour)
            if part.hatched:
                ink.hatch(rect, "surface", 0.8, 4)
            left += wide + GAP
        painter.end()
