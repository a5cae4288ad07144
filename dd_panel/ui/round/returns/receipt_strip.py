"""The receipt on one line: everything expected is accounted for, and the sums in and out agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QLabel, QSizePolicy

from dd_panel.text import _
from dd_panel.ui.widgets.painting import Ink, smooth_painter

if TYPE_CHECKING:
    from fractions import Fraction

    from PySide6.QtGui import QPaintEvent

    from dd_panel.domain.receipt import Receipt
    from dd_panel.ui.theme import Theme

HIGH: Final = 56
EDGE: Final = 16
SIGN: Final = ("body", None)
FIGURE: Final = ("title", None)
WORDS: Final = ("caption", None)


class ReceiptStrip(QLabel):
    """Expected = scored + cannot judge + conflicted + not yet scored + waiting, and the control totals."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._receipt: Receipt | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.theme_changed.connect(self.updateGeometry)

    def show_receipt(self, receipt: Receipt) -> None:
        """Show the receipt of this moment."""
        self._receipt = receipt
        said = _("{expected} scores expected: {parts}. Sums in {sum_in}, out {sum_out}. {verdict}").format(
            expected=receipt.expected,
            parts=_(", ").join(f"{count} {words}" for count, words, _tone in _parts(receipt)),
            sum_in=sum_words(receipt.sum_in),
            sum_out=sum_words(receipt.sum_out),
            verdict=_verdict(receipt)[0],
        )
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(640), self._theme.px(HIGH))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(320), self._theme.px(HIGH))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._receipt is None:
            return
        receipt = self._receipt
        painter = smooth_painter(self)
        painter.fillRect(self.rect(), self._theme.colour("sunken"))
        ink = Ink(painter, self._theme)
        gap = self._theme.px(10)
        x: float = self._theme.px(EDGE)
        x = self._figure(ink, x, f"{receipt.expected:,}", (_("expected"), "ink")) + gap
        for at, (count, words, tone) in enumerate(_parts(receipt)):
            x = self._sign(ink, x, "+" if at else "=") + gap
            x = self._figure(ink, x, f"{count:,}", (words, tone if count else "ink2")) + gap
        words, tone = _verdict(receipt)
        sums = _("sums in {sum_in}, out {sum_out}").format(
            sum_in=sum_words(receipt.sum_in), sum_out=sum_words(receipt.sum_out)
        )
        wide = max(ink.text_width(sums, WORDS), ink.text_width(words, ("dense", 600)) + self._theme.px(22))
        left = self.width() - self._theme.px(EDGE) - wide
        if left > x:
            icon = "check-circle" if tone == "good" else "alert"
            upper = QRectF(left, self._theme.px(8), wide + 1, self._theme.px(22))
            ink.icon(icon, left, upper.center().y() - self._theme.px(8), 16, tone)
            ink.text(upper.adjusted(self._theme.px(22), 0, 0, 0), words, ("dense", 600), tone)
            ink.text(QRectF(left, self._theme.px(31), wide + 1, self._theme.px(16)), sums, WORDS, "ink2")
        painter.end()

    def _figure(self, ink: Ink, x: float, figure: str, below: tuple[str, str]) -> float:
        words, tone = below
        wide = max(ink.text_width(figure, FIGURE), ink.text_width(words, WORDS))
        ink.text(QRectF(x, self._theme.px(7), wide + 1, self._theme.px(24)), figure, FIGURE, tone)
        ink.text(QRectF(x, self._theme.px(31), wide + 1, self._theme.px(16)), words, WORDS, "ink2")
        return x + wide

    def _sign(self, ink: Ink, x: float, sign: str) -> float:
        wide = ink.text_width(sign, SIGN)
        ink.text(QRectF(x, self._theme.px(7), wide + 1, self._theme.px(24)), sign, SIGN, "ink3")
        return x + wide


def sum_words(total: Fraction) -> str:
    """A control total as it is written: 1,140 or 1,140.5."""
    return f"{total.numerator:,}" if total.denominator == 1 else f"{float(total):,.10g}"


def _parts(receipt: Receipt) -> tuple[tuple[int, str, str], ...]:
    return (
        (receipt.scored, _("scored"), "ink"),
        (receipt.cannot_judge, _("cannot judge"), "ink"),
        (receipt.conflicted, _("conflicted"), "conflict"),
        (receipt.not_yet_scored, _("not yet scored"), "ink"),
        (receipt.waiting, _("waiting"), "warn"),
    )


def _verdict(receipt: Receipt) -> tuple[str, str]:
    return (_("Adds up"), "good") if receipt.adds_up else (_("Doesn’t add up"), "bad")
