"""Says what is being made, how far it is, and lets one stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from dd_panel.text import _
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Card
from dd_panel.ui.widgets.labels import ElidedLabel, Label
from dd_panel.ui.widgets.layouts import column, row

if TYPE_CHECKING:
    from dd_panel.ui.theme import Theme


class WorkingCard(Card):
    """Stands there while something slow goes on; `cancelled` wants it stopped."""

    cancelled = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._title = Label(theme, "", weight=600)
        self._words = ElidedLabel(theme, "", "dense", "ink2")
        self._bar = QProgressBar()
        self.cancel = Button(theme, _("Cancel"), extent="small")
        self.setLayout(
            column(row(self._title, None, self.cancel), self._bar, self._words, gap=8, margins=(24, 16, 24, 16))
        )
        self.cancel.clicked.connect(self.cancelled)
        self.hide()

    def begin(self, title: str) -> None:
        """Say what is begun."""
        self._title.setText(title)
        self._bar.setAccessibleName(title)
        self.show_progress(0, 0, "")
        self.show()

    def show_progress(self, done: int, total: int, words: str) -> None:
        """Say how far it is; a total of 0 means that nobody knows yet."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        counted = _("{done} of {total}").format(done=done, total=total) if total else ""
        self._words.setText(_(", ").join(part for part in (words, counted) if part))
