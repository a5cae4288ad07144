"""How far apart the reviewers are: one line a criterion, each reviewer's initials on a disc at the score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy

from dd_panel.text import _
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.marks import nudged
from dd_panel.ui.widgets.painting import CENTRE, RIGHT, Ink, smooth_painter

if TYPE_CHECKING:
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent

    from dd_panel.ui.meeting.items import CriterionLine
    from dd_panel.ui.theme import Theme

HEAD: Final = 32
NAMES: Final = 288
NAMES_COMPACT: Final = 216
ROOMY: Final = 720
MEAN: Final = 88
DISC: Final = 17
DISC_COMPACT: Final = 14
LEAST_ROW: Final = 52
MOST_WHOLE: Final = 6
LARGE, SMALL, FIGURE = ("h1", 600), ("title", 600), ("projector", 600)


class SpreadView(QLabel):
    """The lines of one application; one of them is the current one, and the arrow keys move it.

    `moved` carries the number of the line that became the current one.
    """

    moved = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines: tuple[CriterionLine, ...] = ()
        self._at = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring", "none")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleDescription(_("Arrow keys go to another criterion"))
        theme.theme_changed.connect(self.updateGeometry)

    def show_lines(self, lines: tuple[CriterionLine, ...], at: int) -> None:
        """Show the criteria of another application, or other names, with one line as the current one."""
        self._lines = lines
        self._at = at
        self.setAccessibleName("\n".join(line.spoken() for line in lines))
        self.updateGeometry()
        self.update()

    def step(self, by: int) -> None:
        """Make the next line the current one, or the one before."""
        self._go_to(self._at + by)

    def line_rect(self, at: int) -> QRect:
        """Where the line with this number stands."""
        return QRectF(0, self._theme.px(HEAD) + at * self._row(), self.width(), self._row()).toRect()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(640), self._theme.px(HEAD + LEAST_ROW * max(1, len(self._lines))))

    def minimumSizeHint(self) -> QSize:
        return QSize(
            self._theme.px(440), self.sizeHint().height() if len(self._lines) <= MOST_WHOLE else self._theme.px(320)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if Qt.Key(event.key()) in steps:
            self.step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._lines:
            self._go_to(int((event.position().y() - self._theme.px(HEAD)) // self._row()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        if self._lines:
            self._paint_head(ink)
        for at in range(len(self._lines)):
            self._paint_line(ink, at)
        painter.end()

    def _go_to(self, at: int) -> None:
        at = max(0, min(at, len(self._lines) - 1))
        if at != self._at and self._lines:
            self._at = at
            self.update()
            announce(self, self._lines[at].spoken())
            self.moved.emit(at)

    def _row(self) -> float:
        return (self.height() - self._theme.px(HEAD)) / max(1, len(self._lines))

    def _axis(self) -> tuple[float, float]:
        px = self._theme.px
        names = px(NAMES_COMPACT if self._theme.compact or self.width() < px(ROOMY) else NAMES)
        return names + px(24), self.width() - px(MEAN) - px(28)

    def _titles(self, ink: Ink) -> tuple[tuple[str, int], float]:
        """How all titles are written, so that none looks weightier than another, and their room."""
        room = self._axis()[0] - self._theme.px(56)
        fits = all(ink.text_width(line.title, LARGE) <= room for line in self._lines)
        return (LARGE if fits else SMALL), room

    def _paint_head(self, ink: Ink) -> None:
        """Name the levels of the scale where it is the same for all, and the column of means."""
        left, right = self._axis()
        px = self._theme.px
        scales = {line.ticks for line in self._lines}
        if len(scales) == 1:
            ticks = self._lines[0].ticks
            for step, words in enumerate(ticks):
                x = left + (right - left) * step / (len(ticks) - 1)
                ink.text(QRectF(x - px(24), 0, px(48), px(28)), words, ("title", None), "ink2", CENTRE)
        means = QRectF(self.width() - px(MEAN), 0, px(MEAN - 16), px(28))
        ink.text(means, _("Mean"), ("title", None), "ink2", RIGHT)

    def _paint_line(self, ink: Ink, at: int) -> None:
        line, px, row = self._lines[at], self._theme.px, self._row()
        box = QRectF(0, px(HEAD) + at * row, self.width(), row)
        if at == self._at:
            ink.box(box, 8, "accentSoft", "focus" if self.hasFocus() else None, 2)
        elif at + 1 < len(self._lines) and at + 1 != self._at:
            ink.line(QPointF(px(16), box.bottom()), QPointF(self.width() - px(16), box.bottom()))
        left, _right = self._axis()
        middle = box.center().y()
        style, room = self._titles(ink)
        title = line.title if ink.text_width(line.title, style) <= room else line.short
        ink.text(QRectF(px(16), middle - px(26), room, px(28)), title, style)
        tone, icon = ("bad", px(24)) if line.wide else ("ink2", 0)
        below = [_("Views differ")] if line.wide else [line.same] if line.same else []
        below.append(line.weight)
        if line.agreed is not None:
            below.append(_("agreed {score}").format(score=line.agreed))
        if line.wide:
            ink.icon("flag", px(16), middle + px(4), 18, "bad")
        words = QRectF(px(16) + icon, middle + px(2), left - px(56) - icon, px(22))
        ink.text(words, " · ".join(below), ("body", 600 if line.wide else None), tone)
        self._paint_axis(ink, line, middle)
        mean = QRectF(self.width() - px(MEAN), middle - px(20), px(MEAN - 16), px(40))
        ink.text(mean, line.mean, FIGURE, "ink", RIGHT)

    def _paint_axis(self, ink: Ink, line: CriterionLine, middle: float) -> None:
        left, right = self._axis()
        px, painter = self._theme.px, ink.painter
        ink.line(QPointF(left, middle), QPointF(right, middle), "control")
        for step in range(len(line.ticks)):
            x = left + (right - left) * step / (len(line.ticks) - 1)
            ink.line(QPointF(x, middle - 4), QPointF(x, middle + 4), "control")
        if not line.voices:
            ink.text(
                QRectF(left, middle - px(24), right - left, px(20)), _("No scores"), ("body", None), "ink2", CENTRE
            )
            return
        at = [left + (right - left) * voice.share for voice in line.voices]
        ink.line(QPointF(min(at), middle), QPointF(max(at), middle), "ink2", 3)
        radius = px(DISC_COMPACT if self._theme.compact else DISC)
        font = QFont(self._theme.font("label", 600))
        for x, voice in zip(nudged(at, 2 * radius + 2), line.voices, strict=True):
            painter.setPen(QPen(self._theme.colour("surface"), 3))
            painter.setBrush(self._theme.colour("accent"))
            painter.drawEllipse(QPointF(x, middle), radius, radius)
            painter.setFont(font)
            painter.setPen(self._theme.colour("onAccent"))
            painter.drawText(QRectF(x - radius, middle - radius, 2 * radius, 2 * radius), int(CENTRE), voice.disc)
        if line.agreed_share is not None:
            x = left + (right - left) * line.agreed_share
            painter.setPen(QPen(self._theme.colour("surface"), 1))
            painter.setBrush(self._theme.colour("warn"))
            painter.drawPolygon([QPointF(x - 8, middle - 24), QPointF(x + 8, middle - 24), QPointF(x, middle - 12)])
