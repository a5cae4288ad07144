"""Pills: a status in an icon, words and a colour, as a widget and as paint for delegates."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QLabel, QSizePolicy

from dd_panel.text import _
from dd_panel.ui.widgets.painting import Ink, smooth_painter, text_width

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from dd_panel.ui.theme import Theme

HEIGHT: Final = 24
PADDING: Final = 8
ICON: Final = 14
ICON_GAP: Final = 4
STYLE: Final = ("label", 600)


def status_words(key: str) -> str:
    """Return a status in words, by the design's key (`in_progress` …)."""
    return {
        "not_started": _("Not started"),
        "in_progress": _("In progress"),
        "complete": _("Complete"),
        "conflict": _("Conflict declared"),
        "error": _("Needs attention"),
        "info": _("For information"),
        "outstanding": _("Outstanding"),
        "received": _("Received"),
        "revised": _("Revised"),
        "too_close": _("Too close to call"),
        "views_differ": _("Views differ"),
    }[key]


def pill_width(theme: Theme, words: str, icon: str | None = None) -> float:
    """Return how wide a pill with these words is."""
    beside = theme.px(ICON + ICON_GAP) if icon is not None else 0
    return text_width(theme, words, STYLE) + theme.px(PADDING) * 2 + beside


def paint_pill(ink: Ink, left: float, top: float, words: str, look: tuple[str, str | None]) -> float:
    """Paint a pill and return its width; `look` is (tone, icon or None), the tone one of neutral, good, warn, bad."""
    theme = ink.theme
    tone, icon = look
    width = pill_width(theme, words, icon)
    height = theme.px(HEIGHT)
    rect = QRectF(left, top, width, height)
    ink.box(rect, height / 2, f"{tone}Soft")
    start = left + theme.px(PADDING)
    if icon is not None:
        ink.icon(icon, start, top + (height - theme.px(ICON)) / 2, ICON, tone)
        start += theme.px(ICON + ICON_GAP)
    ink.text(QRectF(start, top, width, height), words, STYLE, tone)
    return width


def paint_status_pill(ink: Ink, left: float, top: float, key: str, words: str | None = None) -> float:
    """Paint the pill of a status and return its width; other words may stand in it, such as “Begun”."""
    status = ink.theme.status(key)
    return paint_pill(ink, left, top, words or status_words(key), (status.colour, status.icon))


class Pill(QLabel):
    """A few words on a tinted ground, with or without an icon."""

    def __init__(self, theme: Theme, words: str, tone: str = "neutral", icon: str | None = None) -> None:
        super().__init__(words)
        self._theme = theme
        self._tone = tone
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.theme_changed.connect(self.updateGeometry)

    def set_pill(self, words: str, tone: str, icon: str | None = None) -> None:
        """Show other words, tone and icon."""
        self._tone = tone
        self._icon = icon
        self.setText(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(math.ceil(pill_width(self._theme, self.text(), self._icon)) + 1, self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        paint_pill(Ink(painter, self._theme), 0, 0, self.text(), (self._tone, self._icon))
        painter.end()


class StatusPill(Pill):
    """The pill of one of the design's statuses."""

    def __init__(self, theme: Theme, key: str, words: str | None = None) -> None:
        status = theme.status(key)
        super().__init__(theme, words or status_words(key), status.colour, status.icon)
