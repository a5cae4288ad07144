"""How a member uses the scale: one small bar chart a criterion, with the mean as a line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtWidgets import QLabel, QSizePolicy

from dd_panel.text import _, ngettext
from dd_panel.ui.desk.words import one_decimal
from dd_panel.ui.widgets.painting import CENTRE, RIGHT, Ink, smooth_painter
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from dd_panel.services.review.reviewing import Desk
    from dd_panel.ui.theme import Theme

ACROSS: Final = 3
GAP: Final = 16
NARROW_GAP: Final = 10
ROOMY: Final = 320
CHART: Final = 96
BELOW: Final = 8
HEAD: Final = 20
FLOOR: Final = 76
TALLEST: Final = 48
APART: Final = 6


@dataclass(frozen=True, slots=True)
class ScaleUse:
    """How often each level of one criterion was given, from the lowest score, with the mean as a level."""

    short: str
    title: str
    levels: tuple[str, ...]
    counts: tuple[int, ...]
    mean: str
    mean_level: float | None

    def spoken(self) -> str:
        """The chart in words."""
        if self.mean_level is None:
            return _("{criterion}: no scores yet").format(criterion=self.title)
        given = _(", ").join(
            ngettext("{level} once", "{level} {count} times", count).format(level=level, count=count)
            for level, count in zip(self.levels, self.counts, strict=True)
            if count
        )
        return _("{criterion}: mean {mean}; {given}").format(criterion=self.title, mean=self.mean, given=given)


def scale_uses(desk: Desk) -> tuple[ScaleUse, ...]:
    """Count the member's scores, criterion by criterion."""
    uses: list[ScaleUse] = []
    for criterion in desk.rules.rubric.criteria:
        scale = criterion.scale
        marks = [item.review.marks[criterion.key] for item in desk.items if criterion.key in item.review.marks]
        mean = Fraction(sum(marks), len(marks)) if marks else None
        value = None if mean is None else Fraction(scale.lowest) + mean * Fraction(scale.step)
        uses.append(
            ScaleUse(
                criterion.short,
                criterion.title,
                tuple(scale.text_of(mark) for mark in scale.marks),
                tuple(marks.count(mark) for mark in scale.marks),
                "" if value is None else one_decimal(value),
                None if mean is None else float(mean),
            )
        )
    return tuple(uses)


def label_step(count: int, least: int) -> int:
    """How many levels apart the labels below a chart stand.

    At least `least`, and so that both ends of the scale have one where that takes no more than twice the room.
    """
    return next((each for each in range(least, 2 * least + 1) if (count - 1) % each == 0), least)


class ScaleCharts(QLabel):
    """The charts of all criteria, three in a row; the counts are read aloud and stand in the tooltip."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._uses: tuple[ScaleUse, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        theme.theme_changed.connect(self._fit)

    def show_uses(self, uses: Sequence[ScaleUse]) -> None:
        """Draw other counts."""
        self._uses = tuple(uses)
        told = "\n".join(use.spoken() for use in self._uses)
        self.setAccessibleName(told)
        self.setToolTip(plain_tip(told))
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        rows = math.ceil(len(self._uses) / ACROSS)
        return QSize(self._theme.px(320), self._theme.px(rows * (CHART + BELOW) - BELOW) if rows else 0)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        px = self._theme.px
        gap = px(GAP if self.width() > px(ROOMY) else NARROW_GAP)
        wide = (self.width() - gap * (ACROSS - 1)) / ACROSS
        for at, use in enumerate(self._uses):
            left = at % ACROSS * (wide + gap)
            top = at // ACROSS * px(CHART + BELOW)
            self._paint(ink, QRectF(left, top, wide, px(CHART)), use)
        painter.end()

    def _paint(self, ink: Ink, rect: QRectF, use: ScaleUse) -> None:
        px = self._theme.px
        head = QRectF(rect.left(), rect.top(), rect.width(), px(HEAD))
        beside = ink.text_width(use.mean, ("caption", None)) + 2
        ink.text(head.adjusted(0, 0, -beside, 0), use.short, ("label", None))
        ink.text(head, use.mean, ("caption", None), "ink2", RIGHT)
        step = rect.width() / len(use.levels)
        gap = 2 if step > 6 else 0  # noqa: PLR2004 - bars of a long scale touch
        floor = rect.top() + px(FLOOR)
        tallest = max(use.counts, default=0)
        broadest = max(ink.text_width(level, ("caption", None)) for level in use.levels)
        every = label_step(len(use.levels), math.ceil((broadest + px(APART)) / step))
        for at, count in enumerate(use.counts):
            bar = QRectF(rect.left() + at * step + gap / 2, floor - 1, step - gap, 1)
            if count:
                high = px(TALLEST) * count / tallest
                ink.box(bar.adjusted(0, 1 - high, 0, 0), 2, "accent")
            else:
                ink.painter.fillRect(bar, self._theme.colour("control"))
            if at % every == 0:
                broad = ink.text_width(use.levels[at], ("caption", None)) + 2
                begins = min(max(bar.center().x() - broad / 2, rect.left()), rect.right() - broad)
                below = QRectF(begins, floor + 2, broad, px(16))
                ink.text(below, use.levels[at], ("caption", None), "ink3", CENTRE)
        if use.mean_level is not None:
            x = rect.left() + (use.mean_level + 0.5) * step
            ink.line(QPointF(x, rect.top() + px(26)), QPointF(x, floor), "ink", 1.5)

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.updateGeometry()
