"""Messages under the app bar: what happened, where, what to do. They never stop anyone from working."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from dd_panel.text import _
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.labels import IconLabel, Label, Para
from dd_panel.ui.widgets.layouts import column, row
from dd_panel.ui.widgets.painting import smooth_painter
from dd_panel.ui.widgets.states import TONE_ICONS, Tone

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from dd_panel.domain.errors import DDPanelError
    from dd_panel.ui.theme import Theme

BAR: Final = 4


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing a notice offers to do: the button's words and what it does."""

    words: str
    do: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Notice:
    """A message: what happened, where and why, what to do next, and perhaps a button that does it."""

    title: str
    detail: str = ""
    remedy: str = ""
    tone: Tone = "info"
    action: Remedy | None = None

    def sentence(self) -> str:
        """Return what stands below the title."""
        return " ".join(part for part in (self.detail, self.remedy) if part)

    def spoken(self) -> str:
        """Return what a screen reader says."""
        return " ".join(part for part in (self.title, self.sentence()) if part)


def notice_of(error: DDPanelError, action: Remedy | None = None) -> Notice:
    """Make a notice of a trouble a person can put right."""
    return Notice(error.title, error.detail, error.remedy, "bad", action)


class NoticeStrip(QWidget):
    """Shows one message at a time, the latest first; hidden while there is none.

    Trouble stays until it is dismissed. Anything else gives way to the next message, and what went well is let go once
    one goes on. `keyboard_left` comes when the
    last message is gone and the keyboard was at it: somebody else must take it.
    """

    shown = Signal(object)
    keyboard_left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._notices: list[Notice] = []
        self._icon = IconLabel(theme, "info", "info", 20)
        self._title = Para(theme, "", "body", "info", 600)
        self._sentence = Para(theme, "", "dense", "ink")
        self._more = Label(theme, "", "caption", "ink2")
        self._action = Button(theme, _("Show me"), extent="small")
        self._close = Button(theme, kind="icon", icon="x", name=_("Dismiss this message"))
        words = column(self._title, self._sentence, gap=2)
        right = row(self._more, self._action, self._close, gap=12)
        self.setLayout(row(self._icon, (words, 1), right, gap=12, margins=(BAR + 12, 8, 12, 8)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        for button in (self._action, self._close):
            button.leave_keyboard()
        self._action.clicked.connect(self._on_action)
        self._close.clicked.connect(self.dismiss)
        theme.theme_changed.connect(self.update)
        self.hide()

    @property
    def current(self) -> Notice | None:
        """The message in sight, if any."""
        return self._notices[-1] if self._notices else None

    def show_notice(self, notice: Notice) -> None:
        """Show a message and have it read aloud."""
        self._notices = [known for known in self._notices if known.tone == "bad" and known != notice]
        self._notices.append(notice)
        self._show_current()
        announce(self, notice.spoken(), at_once=notice.tone == "bad")
        self.shown.emit(notice)

    def show_error(self, error: DDPanelError, action: Remedy | None = None) -> None:
        """Show a trouble a person can put right."""
        self.show_notice(notice_of(error, action))

    def dismiss(self) -> None:
        """Take the message in sight away; an earlier trouble that still waits comes back."""
        if self._notices:
            self._notices.pop()
        self._show_current()

    def withdraw(self, notice: Notice) -> None:
        """Take a message away that holds no longer, wherever it waits."""
        if notice in self._notices:
            self._notices.remove(notice)
            self._show_current()

    def let_go(self) -> None:
        """Take away what only says that something went well, as one has gone on from there; all else stays."""
        left = [known for known in self._notices if known.tone != "good"]
        if left != self._notices:
            self._notices = left
            self._show_current()

    def clear(self) -> None:
        """Take all messages away."""
        self._notices.clear()
        self._show_current()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.current is None:
            return
        painter = smooth_painter(self)
        tone = self.current.tone
        painter.fillRect(self.rect(), self._theme.colour(f"{tone}Soft"))
        painter.fillRect(QRectF(0, 0, BAR, self.height()), self._theme.colour(tone))
        painter.end()

    def _show_current(self) -> None:
        notice = self.current
        if notice is None:
            focused: QWidget | None = self.focusWidget()
            had_focus = focused is not None and self.isAncestorOf(focused)
            self.hide()
            if had_focus:
                self.keyboard_left.emit()
            return
        self._icon.set_icon(TONE_ICONS[notice.tone], notice.tone)
        self._title.set_tone(notice.tone)
        self._title.setText(notice.title)
        self._sentence.setText(notice.sentence())
        self._sentence.setVisible(bool(notice.sentence()))
        others = len(self._notices) - 1
        self._more.setText(_("{count} more").format(count=others))
        self._more.setVisible(others > 0)
        self._action.setVisible(notice.action is not None)
        if notice.action is not None:
            self._action.setText(notice.action.words)
        self.setAccessibleName(notice.title)
        self.setAccessibleDescription(notice.sentence())
        self.show()
        self.updateGeometry()
        self.update()

    def _on_action(self) -> None:
        notice = self.current
        if notice is not None and notice.action is not None:
            self.dismiss()
            notice.action.do()
