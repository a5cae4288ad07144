"""Keys drawn as keys, and the bar at the foot of the window that names those of the screen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from dd_panel.text import _
from dd_panel.ui.actions import bar_words, caps_of
from dd_panel.ui.widgets.labels import Label
from dd_panel.ui.widgets.painting import CENTRE, Ink, smooth_painter, text_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction, QPaintEvent, QResizeEvent

    from dd_panel.ui.theme import Theme

CAP: Final = 20
CAP_PADDING: Final = 5
CAP_GAP: Final = 4
CAP_STYLE: Final = ("caption", 600)
WORDS_STYLE: Final = ("caption", None)
MOST_KEYS: Final = 6
MARGIN: Final = 16
BETWEEN: Final = 16


class Kbd(QLabel):
    """Keys to press together, with what they do beside them."""

    def __init__(self, theme: Theme, caps: Sequence[str], words: str = "") -> None:
        super().__init__(words)
        self._theme = theme
        self._caps = tuple(caps)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        spoken = " ".join(caps)
        self.setAccessibleName(_("{keys}: {action}").format(keys=spoken, action=words) if words else spoken)
        theme.theme_changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        gap = self._theme.px(CAP_GAP)
        wide = sum(self._cap_width(cap) + gap for cap in self._caps)
        if self.text():
            wide += text_width(self._theme, self.text(), WORDS_STYLE) + gap
        return QSize(math.ceil(wide) + 1, self._theme.px(CAP))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        high = self._theme.px(CAP)
        left = 0.0
        for cap in self._caps:
            rect = QRectF(left, 0, self._cap_width(cap), high)
            ink.box(rect, self._theme.radius("small"), "surface", "control")
            ink.text(rect, cap, CAP_STYLE, "ink2", CENTRE)
            left = rect.right() + self._theme.px(CAP_GAP)
        left += self._theme.px(2)
        ink.text(QRectF(left, 0, self.width() - left, high), self.text(), WORDS_STYLE, "ink2")
        painter.end()

    def _cap_width(self, cap: str) -> float:
        return max(self._theme.px(CAP), text_width(self._theme, cap, CAP_STYLE) + self._theme.px(CAP_PADDING) * 2)


class KeyBar(QWidget):
    """Up to six keys of the screen, as many as fit, and at the right where to find the others."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._caps: list[Kbd] = []
        self._note = Label(theme, "", "caption", "ink2")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(MARGIN, 1, MARGIN, 0)
        self._row.setSpacing(BETWEEN)
        self._row.addStretch(1)
        self._row.addWidget(self._note)
        self.setAccessibleName(_("Keys of this screen"))
        self._dress()
        theme.theme_changed.connect(self._dress)

    def show_actions(self, actions: Sequence[QAction], note: str = "") -> None:
        """Name the keys of these actions, of those that work now and have a short text for the bar."""
        for cap in self._caps:
            self._row.removeWidget(cap)
            cap.hide()
            cap.deleteLater()
        shown = [action for action in actions if bar_words(action) and action.isEnabled()][:MOST_KEYS]
        self._caps = [Kbd(self._theme, caps_of(action), bar_words(action)) for action in shown]
        for at, cap in enumerate(self._caps):
            self._row.insertWidget(at, cap)
        self._note.setText(note or _("All keys: F1"))
        self._fit(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit(event.size().width())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._theme.length("key_bar"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        painter.fillRect(self.rect(), self._theme.colour("sunken"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), self._theme.colour("line"))
        painter.end()

    def _fit(self, width: int) -> None:
        """Hide the last keys where there is no room for all."""
        room = width - 2 * MARGIN - BETWEEN - self._note.sizeHint().width()
        for cap in self._caps:
            room -= cap.sizeHint().width() + BETWEEN
            cap.setVisible(room >= 0)

    def _dress(self) -> None:
        self.setFixedHeight(self._theme.length("key_bar"))
        self._fit(self.width())
