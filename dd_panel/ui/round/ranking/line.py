"""How the funding line is drawn: across the table, with the places, a tie that crosses it, and the money left."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF

from dd_panel.ui.widgets.painting import CENTRE, RIGHT, Ink

if TYPE_CHECKING:
    from dd_panel.ui.round.ranking.rows import FundingLine

PINNED: Final = 32
PILL: Final = 24
EDGE: Final = 16
LEAST: Final = 80
"""Room in which a shortened warning still says something; the strip above the table says it in full."""
STYLE: Final = ("label", 600)


def paint_funding_line(ink: Ink, rect: QRectF, line: FundingLine) -> None:
    """Paint the line over `rect`, which is a row or a strip at the table's edge."""
    px = ink.theme.px
    ink.painter.fillRect(rect, ink.theme.colour("band" if line.warning else "surface"))
    middle = rect.center().y()
    ink.line(QPointF(rect.left(), middle), QPointF(rect.right(), middle), "ink", 2)
    left = rect.left() + px(EDGE)
    left = _pill(ink, QPointF(left, middle), line.title, ("ink", None, "surface")) + px(8)
    right = rect.right() - px(8)
    if line.money:
        right -= ink.text_width(line.money, STYLE) + px(24)
        colours = ("warnSoft", "warn", "warn") if line.over else ("surface", "ink", "ink")
        _pill(ink, QPointF(right, middle), line.money, colours)
        right -= px(8)
    if line.warning and right - left > px(LEAST):
        _pill(ink, QPointF(left, middle), line.warning, ("warnSoft", "warn", "warn"), icon="scales", most=right - left)


def _pill(
    ink: Ink,
    start: QPointF,
    words: str,
    colours: tuple[str, str | None, str],
    icon: str | None = None,
    most: float = math.inf,
) -> float:
    """Paint a pill from its left middle, at most so wide; colours are fill, line and text. Returns its right edge."""
    px = ink.theme.px
    beside = px(20) if icon is not None else 0
    wide = min(most, ink.text_width(words, STYLE) + px(24) + beside)
    rect = QRectF(start.x(), start.y() - px(PILL) / 2, wide, px(PILL))
    fill, line, text = colours
    ink.box(rect, rect.height() / 2, fill, line)
    if icon is not None:
        ink.icon(icon, rect.left() + px(10), rect.center().y() - px(8), 16, text)
        ink.text(rect.adjusted(px(12) + beside - px(2), 0, -px(12), 0), words, STYLE, text, RIGHT)
    else:
        ink.text(rect, words, STYLE, text, CENTRE)
    return rect.right()
