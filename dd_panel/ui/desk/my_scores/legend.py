"""Which shade means which score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QLabel, QSizePolicy

from dd_panel.text import _
from dd_panel.ui.widgets.painting import CENTRE, Ink, smooth_painter

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from dd_panel.domain.rubric import Rubric
    from dd_panel.domain.scale import Mark, Scale
    from dd_panel.ui.theme import Theme

HIGH: Final = 40
LEFT_EDGE: Final = 24
SWATCH: Final = 20
MOST_LEVELS: Final = 7
CAPTION: Final = ("caption", None)


class Legend(QLabel):
    """The scale in its shades, and the two marks of the table."""

    def __init__(self, theme: Theme, rubric: Rubric) -> None:
        super().__init__()
        self._theme = theme
        scales = {criterion.scale for criterion in rubric.criteria}
        self._scale = scales.pop() if len(scales) == 1 else None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Scale: {levels}").format(levels=_(", ").join(self._spoken())))
        self._fit()
        theme.theme_changed.connect(self._fit)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(600), self._theme.px(HIGH))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        px = self._theme.px
        x = self._words(ink, px(LEFT_EDGE), _("Scale"), ("label", 600)) + px(16)
        if self._scale is None:
            for level in range(SWATCH // 4 + 1):
                x = self._swatch(ink, x, "", (level, SWATCH // 4 + 1)) + px(2)
            x = self._words(ink, x + px(4), _("worst to best"), CAPTION) + px(12)
        else:
            for mark in _shown_marks(self._scale):
                x = self._level(ink, x, self._scale, mark) + px(12)
        missing = _("comment missing")
        if x + px(24) + ink.text_width(missing, CAPTION) <= self.width():
            ink.icon("alert", x + px(4), (self.height() - px(14)) / 2, 14, "warn")
        x = self._words(ink, x + px(24), missing, CAPTION) + px(16)
        if x + px(36) + ink.text_width(_("conflict"), CAPTION) <= self.width():
            ink.hatch(QRectF(x, (self.height() - px(SWATCH)) / 2, px(28), px(SWATCH)), "conflict", 0.5)
        self._words(ink, x + px(36), _("conflict"), CAPTION)
        painter.end()

    def _level(self, ink: Ink, x: float, scale: Scale, mark: Mark) -> float:
        x = self._swatch(ink, x, scale.text_of(mark), (scale.level_of(mark), scale.steps + 1))
        words = _level_words(scale, mark)
        return self._words(ink, x + self._theme.px(6), words, CAPTION) if words else x

    def _swatch(self, ink: Ink, x: float, words: str, level: tuple[int, int]) -> float:
        side = self._theme.px(SWATCH)
        wide = max(float(side), ink.text_width(words, ("label", 600)) + self._theme.px(8))
        box = QRectF(x, (self.height() - side) / 2, wide, side)
        fill, text = self._theme.score_colours(*level)
        ink.box(box, self._theme.radius("small"), fill)
        ink.text(box, words, ("label", 600), text, CENTRE)
        return x + wide

    def _words(self, ink: Ink, x: float, words: str, style: tuple[str, int | None]) -> float:
        wide = ink.text_width(words, style)
        if x + wide <= self.width():
            ink.text(QRectF(x, 0, wide + 1, self.height()), words, style, "ink2")
        return x + wide

    def _spoken(self) -> list[str]:
        if self._scale is None:
            return [_("from worst, light, to best, dark")]
        scale = self._scale
        return [" ".join((scale.text_of(mark), _level_words(scale, mark))).strip() for mark in _shown_marks(scale)]

    def _fit(self) -> None:
        self.setFixedHeight(self._theme.px(HIGH))
        self.update()


def _shown_marks(scale: Scale) -> tuple[Mark, ...]:
    """All scores of a short scale; both ends and the middle of a long one."""
    marks = scale.marks
    return marks if len(marks) <= MOST_LEVELS else (marks[0], marks[len(marks) // 2], marks[-1])


def _level_words(scale: Scale, mark: Mark) -> str:
    if name := scale.name_of(mark):
        return name
    return {0.0: _("worst"), 1.0: _("best")}.get(float(scale.position(mark)), "")
