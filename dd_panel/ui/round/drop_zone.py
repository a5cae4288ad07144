"""A place to drop files: it takes them, offers to look for them, and shows how far the reading is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QStackedLayout

from dd_panel.text import _, ngettext
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Card
from dd_panel.ui.widgets.labels import ElidedLabel, IconLabel
from dd_panel.ui.widgets.layouts import column, held, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.ui.theme import Theme

HIGH: Final = 72
EMPTY_HIGH: Final = 136


@dataclass(frozen=True, slots=True)
class DropWords:
    """What a place for files says: what to drop, what may be dropped, its progress by name, and how it ends."""

    title: str
    sentence: str
    progress: str
    ending: str


class DropZone(Card):
    """Takes files: a place to drop them, a button to look for them, and the progress of reading them.

    `tools` are further buttons before the one that browses. As a focus proxy it hands the keyboard to the button with
    which one begins: to browse, or to cancel while files are read.
    """

    browse_asked = Signal()
    cancel_asked = Signal()

    def __init__(self, theme: Theme, words: DropWords, tools: Sequence[Button] = ()) -> None:
        super().__init__(theme, kind="drop")
        self._theme = theme
        self._words = words
        self._empty = False
        self._title = ElidedLabel(theme, "", "title")
        self._sentence = ElidedLabel(theme, words.sentence, "dense", "ink2")
        self.browse = Button(theme, _("Browse…"), extent="small")
        self._file = ElidedLabel(theme, "", "dense", "ink")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(words.progress)
        self.cancel = Button(theme, _("Cancel"), extent="small")
        self._layers = QStackedLayout()
        self._arrange(tools)
        self.browse.clicked.connect(self.browse_asked)
        self.cancel.clicked.connect(self.cancel_asked)
        theme.theme_changed.connect(self._fit)
        self.show_hovering(0)

    def show_hovering(self, count: int) -> None:
        """Say how many files are held over the window; 0 when there are none."""
        self.set_kind("current" if count else "drop")
        self._title.setText(
            ngettext("Drop {count} file", "Drop {count} files", count).format(count=count)
            if count
            else self._words.title
        )

    def say(self, sentence: str) -> None:
        """Say something else below the title; empty for the usual sentence."""
        self._sentence.setText(sentence or self._words.sentence)

    def show_progress(self, done: int, total: int, name: str) -> None:
        """Say which file is being read."""
        self._layers.setCurrentIndex(1)
        self.setFocusProxy(self.cancel)
        self._bar.setMaximum(max(1, total))
        self._bar.setValue(done)
        self._file.setText(
            _("Reading {number} of {total}: {file}").format(number=min(done + 1, total), total=total, file=name)
            if name
            else self._words.ending
        )

    def show_ready(self, *, empty: bool) -> None:
        """Wait for files; the zone is larger while nothing was ever received."""
        self._layers.setCurrentIndex(0)
        self.setFocusProxy(self.browse)
        self._empty = empty
        self._fit()

    @property
    def busy(self) -> bool:
        """Whether files are being read."""
        return self._layers.currentIndex() == 1

    def _arrange(self, tools: Sequence[Button]) -> None:
        words = column(None, self._title, self._sentence, None, gap=0)
        icon = IconLabel(self._theme, "inbox", "accent", 24)
        waiting = row(icon, (words, 1), *tools, self.browse, gap=8, margins=(14, 8, 12, 8))
        reading = column(None, self._file, self._bar, None, gap=8)
        working = row((reading, 1), self.cancel, gap=12, margins=(14, 8, 12, 8))
        self.setLayout(self._layers)  # first: a stack without a parent shows its widgets as windows
        self._layers.addWidget(held(waiting))
        self._layers.addWidget(held(working))

    def _fit(self) -> None:
        self.setFixedHeight(self._theme.px(EMPTY_HIGH if self._empty else HIGH))
