"""Paint text, boxes, icons and hatching in the theme's colours; used by widgets and by delegates alike."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintDevice

    from dd_panel.ui.theme import Theme

LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE: Final = Qt.AlignmentFlag.AlignCenter


def smooth_painter(device: QPaintDevice) -> QPainter:
    """Return a painter on the widget or picture with smooth edges."""
    painter = QPainter(device)
    smooth(painter)
    return painter


def smooth(painter: QPainter) -> None:
    """Give a painter smooth edges, as delegates must for the one they are handed."""
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)


class Ink:
    """A painter that knows the theme: says what to draw, where, in which of the design's colours."""

    __slots__ = ("painter", "theme")

    def __init__(self, painter: QPainter, theme: Theme) -> None:
        self.painter = painter
        self.theme = theme

    def text(
        self,
        rect: QRectF,
        words: str,
        style: tuple[str, int | None] = ("dense", None),
        colour: str = "ink",
        align: Qt.AlignmentFlag = LEFT,
    ) -> None:
        """Write one line of text, shortened with “…” where it does not fit; `style` is (role, weight or None)."""
        font = self.theme.font(*style)
        self.painter.setFont(font)
        self.painter.setPen(self.theme.colour(colour))
        shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, rect.width() + 0.5)
        self.painter.drawText(rect, int(align), shown)

    def text_width(self, words: str, style: tuple[str, int | None] = ("dense", None)) -> float:
        """Return how wide one line of text is."""
        return text_width(self.theme, words, style)

    def box(self, rect: QRectF, radius: float, fill: str | None, line: str | None = None, width: float = 1) -> None:
        """Draw a box with round corners; its line lies inside the rectangle."""
        if fill is None:
            self.painter.setBrush(Qt.BrushStyle.NoBrush)
        else:
            self.painter.setBrush(self.theme.colour(fill))
        if line is None:
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.drawRoundedRect(rect, radius, radius)
        else:
            self.painter.setPen(QPen(self.theme.colour(line), width))
            inset = width / 2
            self.painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)

    def icon(self, name: str, x: float, y: float, px: int = 16, colour: str = "ink2") -> None:
        """Draw an icon with its top left corner at (x, y)."""
        self.painter.drawPixmap(QPointF(round(x), round(y)), self.theme.pixmap(name, colour, px))

    def icon_centred(self, name: str, rect: QRectF, px: int = 16, colour: str = "ink2") -> None:
        """Draw an icon in the middle of a rectangle."""
        side = self.theme.px(px)
        centre = rect.center()
        self.icon(name, centre.x() - side / 2, centre.y() - side / 2, px, colour)

    def hatch(self, rect: QRectF, colour: str = "ink3", alpha: float = 0.35, step: int = 6) -> None:
        """Fill a rectangle with thin slanted lines."""
        self.painter.save()
        self.painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
        self.painter.setPen(QPen(self.theme.colour(colour, alpha), 1))
        x = rect.left() - rect.height()
        while x < rect.right():
            self.painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()))
            x += step
        self.painter.restore()

    def line(self, start: QPointF, end: QPointF, colour: str = "line", width: float = 1) -> None:
        """Draw a straight line; one that lies or stands falls on whole pixels and so stays crisp."""
        x1, y1, x2, y2 = start.x(), start.y(), end.x(), end.y()
        if y1 == y2:
            y1 = y2 = _crisp(y1, width)
        elif x1 == x2:
            x1 = x2 = _crisp(x1, width)
        self.painter.setPen(QPen(self.theme.colour(colour), width))
        self.painter.drawLine(QPointF(x1, y1), QPointF(x2, y2))

    def row_ground(self, rect: QRectF, *, selected: bool, first: bool = True, ground: str = "surface") -> None:
        """Paint a row's ground: the tint and, in its first cell, the bar of a selected row."""
        self.painter.fillRect(rect, self.theme.colour("accentSoft" if selected else ground))
        if selected and first:
            self.painter.fillRect(QRectF(rect.left(), rect.top(), 4, rect.height()), self.theme.colour("accent"))

    def hairline(self, rect: QRectF, inset: float = 0) -> None:
        """Draw the thin line along the bottom of a row."""
        y = rect.bottom() - 0.5
        self.line(QPointF(rect.left() + inset, y), QPointF(rect.right(), y))


def _crisp(at: float, width: float) -> float:
    """Return the nearest place where a line of this width covers whole pixels."""
    return round(at) if round(width) % 2 == 0 else math.floor(at) + 0.5


def text_width(theme: Theme, words: str, style: tuple[str, int | None] = ("dense", None)) -> float:
    """Return how wide one line of text is, in pixels."""
    return QFontMetricsF(theme.font(*style)).horizontalAdvance(words)


def text_room(theme: Theme, words: str, style: tuple[str, int | None] = ("dense", None)) -> int:
    """Return the whole pixels one line of text needs."""
    return math.ceil(text_width(theme, words, style))
