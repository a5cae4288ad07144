"""Numbers that add up, as a line: received = accepted + waiting + set aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtWidgets import QLabel, QSizePolicy

from dd_panel.text import _
from dd_panel.ui.widgets.painting import Ink, smooth_painter, text_width

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from dd_panel.ui.theme import Theme

HIGH: Final = 52
GAP: Final = 14
LEAST: Final = 160
SIGN: Final = ("h1", 400)
NUMBER: Final = ("h1", None)
WORDS: Final = ("caption", None)


@dataclass(frozen=True, slots=True)
class Term:
    """One number with its words; `sign` stands before it (=, +, or · for one that is no part of the sum)."""

    sign: str
    number: int
    words: str
    tone: str = "ink"


class Equation(QLabel):
    """Paints a sum; a label, so that a screen reader meets it as one sentence."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._terms: tuple[Term, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.theme_changed.connect(self._fit)

    def show_terms(self, *terms: Term) -> None:
        """Show other numbers."""
        self._terms = terms
        spoken = {"=": _("equals"), "+": _("plus"), "·": _("of them"), "": ""}
        parts = [" ".join(part for part in (spoken[each.sign], str(each.number), each.words) if part) for each in terms]
        self.setAccessibleName(_(", ").join(parts))
        self._fit()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(sum(self._wide(each) for each in self._terms)), self._theme.px(HIGH))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(LEAST), self._theme.px(HIGH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # A layout that is under way does not hear of another height, so it is told afterwards.
        QTimer.singleShot(0, self, self._fit)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink, px = Ink(painter, self._theme), self._theme.px
        for number, line in enumerate(self._lines()):
            left, top = 0.0, number * px(HIGH)
            for each in line:
                if each.sign:
                    ink.text(QRectF(left, top, self._sign(each), px(28)), each.sign, SIGN, "ink3")
                    left += self._sign(each) + px(GAP)
                wide = self._body(each)
                ink.text(QRectF(left, top, wide, px(28)), str(each.number), NUMBER, each.tone)
                ink.text(QRectF(left, top + px(29), wide, px(18)), each.words, WORDS, "ink2")
                left += wide + px(GAP)
        painter.end()

    def _lines(self) -> list[list[Term]]:
        """The terms in as many lines as the width asks for; none is ever left out."""
        lines: list[list[Term]] = [[]]
        left = 0.0
        for each in self._terms:
            wide = self._wide(each)
            if lines[-1] and left + wide > self.width():
                lines.append([])
                left = 0.0
            lines[-1].append(each)
            left += wide
        return lines

    def _fit(self) -> None:
        self.setFixedHeight(len(self._lines()) * self._theme.px(HIGH))
        self.updateGeometry()

    def _sign(self, each: Term) -> float:
        return text_width(self._theme, each.sign, SIGN)

    def _body(self, each: Term) -> float:
        room = max(text_width(self._theme, str(each.number), NUMBER), text_width(self._theme, each.words, WORDS))
        return room + self._theme.px(2)

    def _wide(self, each: Term) -> float:
        sign = self._sign(each) + self._theme.px(GAP) if each.sign else 0.0
        return sign + self._body(each) + self._theme.px(GAP)
