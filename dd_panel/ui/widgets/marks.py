"""Small marks for numbers: reviewers as dots, a place with its range, a probability, a score in a shade."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QLabel, QSizePolicy

from dd_panel.text import DASH, _
from dd_panel.ui.widgets.painting import CENTRE, LEFT, RIGHT, Ink, smooth_painter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from dd_panel.ui.theme import Theme

DOT: Final = 4.5
DOT_EDGE: Final = 6
MEAN_HALF: Final = 8
TICK_HALF: Final = 3
TICKS: Final = (0.25, 0.5, 0.75)
RANGE_EDGE: Final = 4
RANGE_HALF: Final = 5
PROBABILITY_BAR: Final = 6
FIGURE_ROOM: Final = 40
BADGE: Final = 28


@dataclass(frozen=True, slots=True)
class DotStrip:
    """Each reviewer's total and their mean, on a scale from `low` to `high`."""

    values: tuple[float, ...]
    mean: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class RankInterval:
    """A place among `places` with its likely range; `cut` is the last place funded, None without a funding line."""

    low: float
    high: float
    at: float
    places: int
    cut: int | None = None
    close: bool = False
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A score in a table: its words, and its level (0 the worst) on a scale of `levels`; None has no level."""

    words: str
    level: int | None
    levels: int
    state: Literal["score", "empty", "conflict", "cannot_judge"] = "score"
    warned: bool = False
    focused: bool = False


def nudged(points: Sequence[float], apart: float) -> list[float]:
    """Move points on a line so that none hides another: neighbours stay `apart`, each group keeps its middle.

    The points may come in any order; the answer has the same order.
    """
    order = sorted(range(len(points)), key=lambda at: points[at])
    groups: list[tuple[float, list[int]]] = []
    for at in order:
        centre, members = points[at], [at]
        while groups and centre - groups[-1][0] < apart * (len(groups[-1][1]) + len(members)) / 2:
            other_centre, others = groups.pop()
            whole = len(others) + len(members)
            centre = (other_centre * len(others) + centre * len(members)) / whole
            members = others + members
        groups.append((centre, members))
    moved = [0.0] * len(points)
    for centre, members in groups:
        first = centre - apart * (len(members) - 1) / 2
        for step, at in enumerate(members):
            moved[at] = first + step * apart
    return moved


def paint_dot_strip(ink: Ink, rect: QRectF, strip: DotStrip) -> None:
    """Paint one dot for each reviewer, a line between the outermost, and a bar at the mean."""
    painter, theme = ink.painter, ink.theme
    middle = rect.center().y()
    room = rect.width() - 2 * DOT_EDGE
    span = strip.high - strip.low or 1.0

    def x_of(value: float) -> float:
        return rect.left() + DOT_EDGE + room * (value - strip.low) / span

    ink.line(QPointF(rect.left(), middle), QPointF(rect.right(), middle))
    for tick in TICKS:
        x = rect.left() + DOT_EDGE + room * tick
        ink.line(QPointF(x, middle - TICK_HALF), QPointF(x, middle + TICK_HALF))
    if not strip.values:
        return
    left, right = x_of(min(strip.values)), x_of(max(strip.values))
    ink.line(QPointF(left, middle), QPointF(right, middle), "ink3", 1.5)
    painter.setBrush(theme.colour("accent"))
    for x in nudged([x_of(value) for value in strip.values], DOT):
        painter.setPen(QPen(theme.colour("surface"), 1.5))
        painter.drawEllipse(QPointF(x, middle), DOT, DOT)
    if strip.mean is not None:
        x = x_of(strip.mean)
        ink.line(QPointF(x, middle - MEAN_HALF), QPointF(x, middle + MEAN_HALF), "ink", 2)


def paint_rank_interval(ink: Ink, rect: QRectF, interval: RankInterval) -> None:
    """Paint the likely range of a place, a dot at the place, and the dashed funding line."""
    painter, theme = ink.painter, ink.theme
    middle = rect.center().y()
    room = rect.width() - 2 * RANGE_EDGE

    def x_of(place: float) -> float:
        return rect.left() + RANGE_EDGE + room * (place - 1) / max(1, interval.places - 1)

    ink.line(QPointF(rect.left(), middle), QPointF(rect.right(), middle))
    if interval.cut is not None:
        x = x_of(interval.cut + 0.5)
        across = math.floor(x) + 0.5
        painter.setPen(QPen(theme.colour("ink2"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(across, rect.top()), QPointF(across, rect.bottom()))
    tone = "warn" if interval.close else "accent"
    left, right = x_of(interval.low) - 3, x_of(interval.high) + 3
    pill = QRectF(left, middle - RANGE_HALF, right - left, 2 * RANGE_HALF)
    ink.box(pill, RANGE_HALF, f"{tone}Soft", tone, 1.5)
    if interval.hatched:
        ink.hatch(pill, tone, 0.8, 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(tone))
    painter.drawEllipse(QPointF(x_of(interval.at), middle), 3.5, 3.5)


def paint_probability(ink: Ink, rect: QRectF, share: float, words: str) -> None:
    """Paint a probability (0 to 1) as a bar with its figure beside it, as words such as “64%” or “>98%”."""
    figure = ink.theme.px(FIGURE_ROOM)
    room = rect.width() - figure
    top = rect.center().y() - PROBABILITY_BAR / 2
    ink.box(QRectF(rect.left(), top, room, PROBABILITY_BAR), 3, "neutralSoft")
    ink.box(QRectF(rect.left(), top, max(4.0, room * share), PROBABILITY_BAR), 3, "accent")
    ink.text(rect, words, ("caption", 500), "ink", RIGHT)


def paint_heat_cell(ink: Ink, rect: QRectF, cell: HeatCell) -> None:
    """Paint a score in the shade of its level; a gap gets a dash, a conflict hatching, words where there are some.

    `rect` is the whole cell: a margin of 2 pixels is kept, and the focus ring is drawn in a gap of 4.
    """
    radius = ink.theme.radius("small")
    inset = 4 if cell.focused else 2
    box = rect.adjusted(inset, inset, -inset, -inset)
    if cell.state == "conflict":
        ink.hatch(box, "conflict", 0.3, 8)
        if cell.words:
            wide = min(box.width() - 16, ink.text_width(cell.words, ("label", 600)) + 24)
            ink.box(QRectF(box.left() + 8, box.top() + 3, wide, box.height() - 6), radius, "surface")
            inside = QRectF(box.left() + 20, box.top(), wide - 24, box.height())
            ink.text(inside, cell.words, ("label", 600), "conflict", LEFT)
    elif cell.level is None:
        ink.box(box, radius, None, "line")
        cannot = cell.state == "cannot_judge"
        ink.text(
            box, cell.words or DASH, ("caption" if cannot else "dense", None), "ink2" if cannot else "ink3", CENTRE
        )
    else:
        fill, text = ink.theme.score_colours(cell.level, cell.levels)
        ink.box(box, radius, fill)
        ink.text(box, cell.words, ("dense", 600), text, CENTRE)
    if cell.warned:
        side = ink.theme.px(14)
        ink.icon("alert", box.right() - side - 6, box.center().y() - side / 2, 14, "warn")
    if cell.focused:
        ink.box(rect, 6, None, "focus", 2)


class ScoreBadge(QLabel):
    """A score in a small shaded square; a dashed square while there is none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(DASH)
        self._theme = theme
        self._level: int | None = None
        self._levels = 1
        self._slashed = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_no_score()
        theme.theme_changed.connect(self.updateGeometry)

    def set_score(self, words: str, level: int, levels: int) -> None:
        """Show a score: its words and its level (0 the worst) on a scale of `levels`."""
        self._level = level
        self._levels = levels
        self._slashed = False
        self.setText(words)
        self.setAccessibleName(_("Score {score}").format(score=words))
        self.updateGeometry()
        self.update()

    def set_no_score(self) -> None:
        """Show that there is no score yet."""
        self._level = None
        self._slashed = False
        self.setText(DASH)
        self.setAccessibleName(_("Not scored"))
        self.update()

    def set_cannot_judge(self) -> None:
        """Show that the member cannot judge."""
        self.set_no_score()
        self._slashed = True
        self.setAccessibleName(_("Cannot judge"))

    def sizeHint(self) -> QSize:
        side = self._theme.px(BADGE)
        return QSize(max(side, self.fontMetrics().horizontalAdvance(self.text()) + 12), side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        rect = QRectF(self.rect())
        radius = self._theme.radius("small") + 1
        if self._level is None:
            pen = QPen(self._theme.colour("control"), 1, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
            if self._slashed:
                ink.icon_centred("slash", rect, 16, "ink2")
            else:
                ink.text(rect, DASH, ("dense", None), "ink3", CENTRE)
        else:
            fill, text = self._theme.score_colours(self._level, self._levels)
            ink.box(rect, radius, fill)
            ink.text(rect, self.text(), ("body", 600), text, CENTRE)
        painter.end()
