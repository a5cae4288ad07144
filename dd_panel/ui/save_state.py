"""Tells at all times whether the work is stored: Saving…, Saved 14:02, or Not saved and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from dd_panel.text import _
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.labels import IconLabel, TwoLineLabel
from dd_panel.ui.widgets.layouts import row

if TYPE_CHECKING:
    from datetime import datetime

    from dd_panel.ui.speech import Say
    from dd_panel.ui.theme import Theme

WIDEST: Final = 420
PAUSE_MS: Final = 1200
"""How long all must have been saved before that is read aloud: whoever goes on writing or scoring hears nothing."""


class SaveState(QWidget):
    """A few words in the app bar about the last thing done.

    Trouble is red and is read aloud at once, that all is saved once a pause is made.
    """

    copy_asked = Signal()

    def __init__(self, theme: Theme, say: Say = announce) -> None:
        super().__init__()
        self._say = say
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._on_pause)
        self._icon = IconLabel(theme, "check", "good", 16)
        self._words = TwoLineLabel(theme, "", "dense", "ink2")
        self._words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        keep_extent(self._words, theme, most_wide=WIDEST)
        self._copy = Button(theme, _("Save a copy…"), extent="small")
        self._copy.leave_keyboard()
        self._copy.clicked.connect(self.copy_asked)
        self._copy.hide()
        self.setLayout(row(self._icon, self._words, self._copy, gap=6))
        self._in_trouble = False
        self.hide()

    @property
    def words(self) -> str:
        """What is shown."""
        return self._words.text()

    @property
    def in_trouble(self) -> bool:
        """Whether it says that something is not saved, and why."""
        return self._in_trouble

    def show_saving(self) -> None:
        """Say that something is being stored."""
        self._show("refresh", "ink2", _("Saving…"))

    def show_saved(self, at: datetime) -> None:
        """Say when all was stored; what was so when a file was opened is only shown."""
        begins = self.isHidden()
        self._show("check", "good", _("Saved {time}").format(time=f"{at:%H:%M}"))
        if not begins:
            self._pause.start()

    def show_not_saved(self, why: str, *, offer_copy: bool = False) -> None:
        """Say that the last change is not stored, and why; `offer_copy` adds a button, told by `copy_asked`."""
        words = _("Not saved: {why}").format(why=why)
        self._show("alert", "bad", words)
        self._copy.setVisible(offer_copy)
        self._say(self, words, at_once=True)

    def show_told(self, words: str) -> None:
        """Say what was undone or redone."""
        self._show("undo", "ink2", words)
        self._say(self, words)

    def show_nothing(self) -> None:
        """Say nothing, where no file is open."""
        self._pause.stop()
        self.hide()

    def _on_pause(self) -> None:
        self._say(self, self.words)

    def _show(self, icon: str, tone: str, words: str) -> None:
        self._pause.stop()
        self._icon.set_icon(icon, tone)
        self._in_trouble = tone == "bad"
        self._words.set_tone("bad" if self._in_trouble else "ink2")
        self._words.set_weight(600 if self._in_trouble else None)
        self._words.setText(words)
        self._copy.hide()
        self.setAccessibleName(words)
        self.show()
