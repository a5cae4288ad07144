"""Fields to type in: find, comment, drop-down list, tick box."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
)

from dd_panel.ui.widgets.painting import Ink, smooth_painter, text_room
from dd_panel.ui.widgets.toggles import HeardToggles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from dd_panel.ui.theme import Theme

SETTLE_MS: Final = 600
LONGEST_MS: Final = 5000
LOWEST: Final = 76
HIGHEST: Final = 200
BOX: Final = 18
GLASS: Final = 16
BESIDE: Final = 12


def _alike(one: Iterable[str], other: Iterable[str]) -> int:
    """How many letters two texts have in common from where they begin."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


class TextField(QLineEdit):
    """One line to type in, with a name for screen readers."""

    def __init__(self, theme: Theme, name: str, placeholder: str = "") -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self._dress()
        theme.theme_changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFont(self._theme.font("body"))


class PassphraseField(TextField):
    """A line for a passphrase: nobody who looks on can read it."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme, name)
        self.setEchoMode(QLineEdit.EchoMode.Password)


class SearchField(TextField):
    """A field that finds as one types; Esc empties it, and leaves it when it is empty already."""

    left_empty = Signal()

    def __init__(self, theme: Theme, name: str, placeholder: str = "") -> None:
        super().__init__(theme, name, placeholder or name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.text():
            self.clear()
        else:
            self.left_empty.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = smooth_painter(self)
        side = self._theme.px(GLASS)
        Ink(painter, self._theme).icon("search", BESIDE, (self.height() - side) / 2, GLASS, "ink2")
        painter.end()

    def _dress(self) -> None:
        super()._dress()
        self.setTextMargins(self._theme.px(GLASS) + BESIDE, 0, 0, 0)


class CommentEdit(QPlainTextEdit):
    """A comment that grows with its text and tells when the typing has come to rest.

    `text_settled` comes 600 ms after the last key, every five seconds where somebody types on without such a rest,
    and at once when the field loses the keyboard or `flush` is called.
    Text set from outside with `set_text` is not told again.
    """

    text_settled = Signal(str)

    def __init__(self, theme: Theme, name: str, placeholder: str = "") -> None:
        super().__init__()
        self._theme = theme
        self._told = ""
        self._lowest = LOWEST
        self._highest = HIGHEST
        self._pause = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._longest = QTimer(self, singleShot=True, interval=LONGEST_MS)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("ring", "outside")
        self._pause.timeout.connect(self.flush)
        self._longest.timeout.connect(self.flush)
        self.textChanged.connect(self._on_text_changed)
        self._dress()
        theme.theme_changed.connect(self._dress)

    def set_heights(self, lowest: int, highest: int) -> None:
        """Let the field grow between other heights (design pixels)."""
        self._lowest = lowest
        self._highest = highest
        self._fit_height()

    def set_text(self, words: str) -> None:
        """Show a text that is already stored; tells nobody. Whoever is at it finds the cursor where it has changed."""
        self._told = words
        before = self.toPlainText()
        if words != before:
            self.setPlainText(words)
            if self.hasFocus():
                begins = _alike(before, words)
                ends = _alike(reversed(before[begins:]), reversed(words[begins:]))
                self._go_to(len(words) - ends)
        self._stop_waiting()

    def _go_to(self, letter: int) -> None:
        """Put the cursor before a letter; Qt counts those outside the first 65,536 as two."""
        cursor = self.textCursor()
        cursor.setPosition(len(self.toPlainText()[:letter].encode("utf-16-le")) // 2)
        self.setTextCursor(cursor)

    def set_required(self, reason: str | None) -> None:
        """Mark the field as one that must be filled and say why, or take the mark away."""
        tone = "warn" if reason else ""
        self.setAccessibleDescription(reason or "")
        if tone == self.property("tone"):
            return
        self.setProperty("tone", tone)
        self._polish_again()

    @property
    def is_settled(self) -> bool:
        """Whether all that was typed has been told."""
        return self.toPlainText() == self._told

    def flush(self) -> None:
        """Tell what was typed now, without waiting for the pause; undo takes back no more than was typed since."""
        self._stop_waiting()
        # Qt makes one step of all that is typed on and on in a text that counts as modified.
        self.document().setModified(False)
        words = self.toPlainText()
        if words != self._told:
            self._told = words
            self.text_settled.emit(words)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ReadOnlyChange:
            self._polish_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_height()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(self._lowest))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.px(self._lowest))

    def _on_text_changed(self) -> None:
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()
        self._fit_height()

    def _polish_again(self) -> None:
        """Have the style sheet look again at what it goes by."""
        self.style().unpolish(self)
        self.style().polish(self)

    def _stop_waiting(self) -> None:
        self._pause.stop()
        self._longest.stop()

    def _fit_height(self) -> None:
        """Grow with the text, then scroll."""
        lines = self.document().size().height()
        frame = self.height() - self.viewport().height()
        margins = 2 * self.document().documentMargin()
        wanted = round(lines * self.fontMetrics().lineSpacing() + margins) + max(frame, 10)
        high = max(self._theme.px(self._lowest), min(self._theme.px(self._highest), wanted))
        if high != self.height():
            self.setFixedHeight(high)
        fits = wanted <= self._theme.px(self._highest)
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(policy)

    def _dress(self) -> None:
        self.setFont(self._theme.font("body"))
        self.viewport().setFont(self._theme.font("body"))
        self._fit_height()


class DropDown(QComboBox):
    """A list that drops down, with a name for screen readers; the mouse wheel does not change it by accident."""

    def __init__(self, theme: Theme, name: str, choices: Sequence[str] = ()) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(name)
        self.addItems(list(choices))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._dress()
        theme.theme_changed.connect(self._dress)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page that scrolls."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        arrow = self.width() - self._theme.px(16) - 8
        field = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        # Qt would cut the words off under the arrow.
        room = arrow - field.left() - 4
        option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
        drawn = smooth_painter(self)
        Ink(drawn, self._theme).icon("down", arrow, (self.height() - self._theme.px(16)) / 2, 16, "ink2")
        drawn.end()

    def _dress(self) -> None:
        self.setFont(self._theme.font("body"))


class TickBox(QCheckBox):
    """A box to tick, with its words beside it."""

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__(words)
        self._theme = theme
        self._heard = HeardToggles(self)
        self._dress()
        theme.theme_changed.connect(self._dress)

    def setChecked(self, on: bool) -> None:
        with self._heard.by_click_or_program():
            super().setChecked(on)

    def nextCheckState(self) -> None:
        with self._heard.by_click_or_program():
            super().nextCheckState()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        wide = self._theme.px(BOX + 8) + text_room(self._theme, self.text(), ("body", None))
        return QSize(wide + 4, max(self._theme.length("minimum_target"), self._theme.line("body")))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        side = self._theme.px(BOX)
        box = QRectF(1, (self.height() - side) / 2, side, side)
        if self.checkState() == Qt.CheckState.Checked:
            ink.box(box, 4, "accent", "accent")
            ink.icon_centred("check", box, 14, "onAccent")
        else:
            ink.box(box, 4, "surface", "control")
            if self.checkState() == Qt.CheckState.PartiallyChecked:
                ink.icon_centred("minus", box, 14, "ink2")
        colour = "ink" if self.isEnabled() else "ink3"
        ink.text(
            QRectF(box.right() + 8, 0, self.width() - box.right() - 8, self.height()),
            self.text(),
            ("body", None),
            colour,
        )
        painter.end()

    def _dress(self) -> None:
        self.setFont(self._theme.font("body"))
        self.updateGeometry()
