"""A segmented control: a few choices in one box, the taken one filled and ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize

from dd_panel.ui.widgets.choices import Choice, ChoiceSet
from dd_panel.ui.widgets.painting import CENTRE, Ink, smooth_painter, text_room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from dd_panel.ui.theme import Theme

PADDING: Final = 12
TICK: Final = 16
TICK_GAP: Final = 4
BEYOND: Final = 12
STYLE: Final = ("body", 600)


class _Segment(Choice):
    """One segment; `edges` says whether it is the first and whether it is the last."""

    def __init__(self, theme: Theme, words: str, edges: tuple[bool, bool]) -> None:
        super().__init__(words)
        self._theme = theme
        self._edges = edges

    def room(self) -> int:
        """Return how wide the segment wants to be, tick included."""
        return text_room(self._theme, self.text(), STYLE) + self._theme.px(2 * PADDING + TICK + TICK_GAP)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        rect = QRectF(self.rect())
        first, last = self._edges
        # Drawn beyond the segment's own edges and so cut off there: only the outer corners are round.
        box = rect.adjusted(0 if first else -BEYOND, 0, 0 if last else BEYOND, 0)
        if self.isChecked():
            tone = "accent" if self.isEnabled() else "neutralSoft"
            words = "onAccent" if self.isEnabled() else "ink"
            ink.box(box, 6, tone, tone)
            wide = ink.text_width(self.text(), STYLE) + self._theme.px(TICK + TICK_GAP)
            left = (rect.width() - wide) / 2
            ink.icon("check", left, (rect.height() - self._theme.px(TICK)) / 2, TICK, words)
            ink.text(rect.adjusted(left + self._theme.px(TICK + TICK_GAP), 0, 0, 0), self.text(), STYLE, words)
        else:
            lively = self.isEnabled() and (self.underMouse() or self.isDown())
            fill = "accentSoft" if lively else "surface"
            ink.box(box, 6, fill if self.isEnabled() else "sunken", "control" if self.isEnabled() else "line")
            if not first:
                ink.line(QPointF(0.5, 1), QPointF(0.5, rect.height() - 1), "control")
            ink.text(rect, self.text(), ("body", 500), "ink" if self.isEnabled() else "ink3", CENTRE)
        painter.end()


class SegmentedControl(ChoiceSet):
    """A few choices in one box; `choice_made` tells the one a person takes. Nothing is taken until someone does."""

    def __init__(self, theme: Theme, choices: Sequence[str], chosen: int | None = None, *, name: str) -> None:
        last = len(choices) - 1
        self._segments = tuple(_Segment(theme, words, (at == 0, at == last)) for at, words in enumerate(choices))
        super().__init__(theme, self._segments, name=name)
        self.set_chosen(chosen)

    def hasHeightForWidth(self) -> bool:
        return False

    def sizeHint(self) -> QSize:
        return QSize(max(segment.room() for segment in self._segments) * len(self._segments), self._high())

    def minimumSizeHint(self) -> QSize:
        return QSize(sum(segment.room() for segment in self._segments), self._high())

    def _high(self) -> int:
        return self._theme.length("button")

    def _arrange(self, width: int) -> None:
        """Give every segment an equal share, or what its words need where an equal share is too little."""
        share = width / len(self._segments)
        if all(segment.room() <= share for segment in self._segments):
            widths = [share] * len(self._segments)
        else:
            spare = (width - self.minimumSizeHint().width()) / len(self._segments)
            widths = [segment.room() + spare for segment in self._segments]
        left = 0.0
        for segment, wide in zip(self._segments, widths, strict=True):
            segment.setGeometry(QRect(round(left), 0, round(left + wide) - round(left), self._high()))
            left += wide
        if self.height() != self._high():
            self.setFixedHeight(self._high())
