"""What stands where there is nothing yet, something is on its way, or something needs saying."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from dd_panel.text import _
from dd_panel.ui.widgets.frames import Card
from dd_panel.ui.widgets.labels import IconLabel, Label, Para
from dd_panel.ui.widgets.layouts import column, row, set_across
from dd_panel.ui.widgets.painting import Ink, smooth_painter

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from dd_panel.ui.theme import Theme
    from dd_panel.ui.widgets.buttons import Button

Tone = Literal["info", "warn", "bad", "conflict", "good"]

TONE_ICONS: Final = {"info": "info", "warn": "alert", "bad": "alert", "conflict": "lock", "good": "check-circle"}
SKELETON: Final = ((180, 120), (140, 160), (200, 96))
ROOM_BESIDE: Final = 560
"""The width, in design units, from which a callout has room for its thing to do beside the words."""


class CentredPara(Para):
    """Wrapped text set in the middle."""

    alignment_flag = Qt.AlignmentFlag.AlignHCenter


class EmptyState(Card):
    """An icon, a title, one sentence and one thing to do; `look` is (icon, colour)."""

    def __init__(
        self, theme: Theme, look: tuple[str, str], title: str, sentence: str = "", action: Button | None = None
    ) -> None:
        icon, tone = look
        self.title = Label(theme, title, "body", weight=600)
        self.sentence = CentredPara(theme, sentence, "dense", "ink2")
        lines = column(
            None,
            row(None, IconLabel(theme, icon, tone, 32), None),
            row(None, self.title, None),
            self.sentence,
            *((4, row(None, action, None)) if action is not None else ()),
            None,
            gap=4,
            margins=(12, 12, 12, 12),
        )
        super().__init__(theme, lines)
        self.set_words(title, sentence)

    def set_words(self, title: str, sentence: str = "") -> None:
        """Say something else."""
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)


class Callout(QFrame):
    """A tinted box that says something in its place: an icon, a title, one sentence and perhaps a thing to do."""

    def __init__(self, theme: Theme, tone: Tone, title: str, sentence: str = "", action: Button | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._tone: Tone = tone
        self._icon = IconLabel(theme, TONE_ICONS[tone], tone, 18)
        self._title = Para(theme, title, "body", tone, 600)
        self._sentence = Para(theme, sentence, "dense", "ink")
        self._sentence.setVisible(bool(sentence))
        self._words = row((column(self._title, self._sentence, gap=2), 1), gap=12)
        if action is not None:
            self._words.addWidget(action, alignment=Qt.AlignmentFlag.AlignLeft)
        self.setLayout(row(column(1, self._icon, None, gap=0), (self._words, 1), gap=12, margins=(16, 12, 16, 12)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._name()
        theme.theme_changed.connect(self.update)

    def set_words(self, title: str, sentence: str = "", tone: Tone | None = None) -> None:
        """Say something else."""
        if tone is not None:
            self._tone = tone
            self._icon.set_icon(TONE_ICONS[tone], tone)
            self._title.set_tone(tone)
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self._name()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # In a narrow side a thing to do would part the words beside it.
        wide = self.width() >= self._theme.px(ROOM_BESIDE)
        set_across(self._words, across=wide)
        self._words.setSpacing(12 if wide else 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        Ink(painter, self._theme).box(QRectF(self.rect()), self._theme.radius("card"), f"{self._tone}Soft")
        painter.end()

    def _name(self) -> None:
        self.setAccessibleName(self._title.text())
        self.setAccessibleDescription(self._sentence.text())


class SkeletonRows(QWidget):
    """Grey shapes where rows will stand once they are loaded; nothing moves."""

    def __init__(self, theme: Theme, rows: int = 3) -> None:
        super().__init__()
        self._theme = theme
        self._rows = rows
        self.setAccessibleName(_("Loading"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.theme_changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(10 + 38 * self._rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        px = self._theme.px
        for at in range(self._rows):
            first, second = SKELETON[at % len(SKELETON)]
            top = at * px(38)
            ink.box(QRectF(px(16), top + px(14), px(18), px(18)), px(9), "line")
            ink.box(QRectF(px(48), top + px(12), px(first), px(10)), 4, "line")
            ink.box(QRectF(px(48), top + px(28), px(second), px(8)), 4, "neutralSoft")
        painter.end()
