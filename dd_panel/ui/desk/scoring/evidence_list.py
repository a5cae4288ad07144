"""The quotes on a criterion's card: each leads back to its place, and can be taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from dd_panel.text import _, ngettext
from dd_panel.ui.desk.words import place_words
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.labels import Label
from dd_panel.ui.widgets.layouts import clear, column, held, row
from dd_panel.ui.widgets.painting import Ink, smooth_painter
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from dd_panel.domain.evidence import Quote
    from dd_panel.ui.theme import Theme

HIGH: Final = 44


class QuoteLine(QAbstractButton):
    """One quote: its first words, and below them where they stand. Delete takes it away."""

    removal_wanted = Signal()

    def __init__(self, theme: Theme, quote: Quote) -> None:
        super().__init__()
        self._theme = theme
        self.quote = quote
        self._where = _("Written by hand") if quote.place is None else place_words(quote.place)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setToolTip(plain_tip(quote.words))
        self.setAccessibleName(_("“{words}”, {place}").format(words=quote.words, place=self._where))
        self.setAccessibleDescription(_("Enter opens the place, Delete takes the quote away"))
        theme.theme_changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(HIGH))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(96), self._theme.px(HIGH))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removal_wanted.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        px = self._theme.px
        rect = QRectF(self.rect())
        ink.box(rect, self._theme.radius("small"), "accentSoft" if self.underMouse() else "sunken")
        painter.fillRect(QRectF(0, px(6), 3, rect.height() - px(12)), self._theme.colour("accent"))
        wide = rect.width() - px(20)
        ink.text(QRectF(px(12), px(3), wide, px(20)), self.quote.words, ("dense", None))
        ink.text(QRectF(px(12), px(22), wide, px(18)), self._where, ("caption", None), "ink2")
        painter.end()


class EvidenceList(QWidget):
    """All quotes of one criterion. `opened` carries the quote whose place is wanted, `kept` those that are left."""

    opened = Signal(object)
    kept = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._quotes: tuple[Quote, ...] = ()
        self.lines: list[QuoteLine] = []
        self._title = Label(theme, _("Evidence"), "label", "ink2")
        self._hint = Label(theme, _("Select a passage, press E"), "caption", "ink3")
        self._lines = column(gap=4)
        self.setLayout(column(row(self._title, None, self._hint), self._lines, gap=4))
        self.show_quotes(())

    def show_quotes(self, quotes: Sequence[Quote]) -> None:
        """Show these quotes."""
        if tuple(quotes) == self._quotes and (self.lines or not quotes):
            return
        had_keyboard = any(line.hasFocus() for line in self.lines)
        self._quotes = tuple(quotes)
        clear(self._lines)
        self.lines = [self._line(at, quote) for at, quote in enumerate(quotes)]
        count = len(quotes)
        said = ngettext("{count} quote · shared with the panel", "{count} quotes · shared with the panel", count)
        self._hint.setText(said.format(count=count) if count else _("Select a passage, press E"))
        if had_keyboard and self.lines:
            self.lines[-1].setFocus()

    def _line(self, at: int, quote: Quote) -> QuoteLine:
        line = QuoteLine(self._theme, quote)
        name = _("Take away the quote “{words}”").format(words=quote.words)
        remove = Button(self._theme, kind="icon", icon="x", name=name)
        line.clicked.connect(lambda: self.opened.emit(quote))
        line.removal_wanted.connect(lambda: self._remove(at))
        remove.clicked.connect(lambda: self._remove(at))
        self._lines.addWidget(held(row((line, 1), remove, gap=2)))
        return line

    def _remove(self, at: int) -> None:
        self.kept.emit(self._quotes[:at] + self._quotes[at + 1 :])
