"""The place where scoresheets are dropped, and the four numbers that say how far the returns are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtWidgets import QLabel, QProgressBar, QSizePolicy, QStackedLayout

from dd_panel.text import _, ngettext
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Card
from dd_panel.ui.widgets.labels import ElidedLabel, IconLabel
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.painting import Ink, smooth_painter

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from dd_panel.services.viewing import ReturnsView
    from dd_panel.ui.theme import Theme

HIGH: Final = 72
EMPTY_HIGH: Final = 136
NUMBERS_HIGH: Final = 56


class DropZone(Card):
    """Takes scoresheets: a place to drop them, a button to look for them, and the progress of reading them."""

    browse_asked = Signal()
    cancel_asked = Signal()
    watch_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, kind="drop")
        self._theme = theme
        self._empty = False
        self._title = ElidedLabel(theme, "", "title")
        self._sentence = ElidedLabel(theme, _("Any number of Excel files"), "dense", "ink2")
        self.watch = Button(theme, kind="icon", icon="folder", name=_("Watch a folder for new scoresheets"))
        self.browse = Button(theme, _("Browse…"), extent="small")
        self._file = ElidedLabel(theme, "", "dense", "ink")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Scoresheets read"))
        self.cancel = Button(theme, _("Cancel"), extent="small")
        self._layers = QStackedLayout()
        self._arrange()
        self.browse.clicked.connect(self.browse_asked)
        self.cancel.clicked.connect(self.cancel_asked)
        self.watch.clicked.connect(self.watch_asked)
        theme.theme_changed.connect(self._fit)
        self.show_hovering(0)

    def show_hovering(self, count: int) -> None:
        """Say how many files are held over the window; 0 when there are none."""
        self.set_kind("current" if count else "drop")
        self._title.setText(
            ngettext("Drop {count} file", "Drop {count} files", count).format(count=count)
            if count
            else _("Drop scoresheets here")
        )

    def show_watched(self, folder: str) -> None:
        """Say which folder is watched; empty for none."""
        self._sentence.setText(
            _("Watching {folder}").format(folder=folder) if folder else _("Any number of Excel files")
        )
        self.watch.set_icon("folder", "info" if folder else None)
        self.watch.set_name(
            _("Stop watching {folder}").format(folder=folder) if folder else _("Watch a folder for new scoresheets")
        )

    def show_progress(self, done: int, total: int, name: str) -> None:
        """Say which file is being read."""
        self._layers.setCurrentIndex(1)
        self._bar.setMaximum(max(1, total))
        self._bar.setValue(done)
        self._file.setText(
            _("Reading {number} of {total}: {file}").format(number=min(done + 1, total), total=total, file=name)
            if name
            else _("Merging…")
        )

    def show_ready(self, *, empty: bool) -> None:
        """Wait for files; the zone is larger while nothing was ever received."""
        self._layers.setCurrentIndex(0)
        self._empty = empty
        self._fit()

    @property
    def busy(self) -> bool:
        """Whether files are being read."""
        return self._layers.currentIndex() == 1

    def _arrange(self) -> None:
        words = column(None, self._title, self._sentence, None, gap=0)
        icon = IconLabel(self._theme, "inbox", "accent", 24)
        waiting = row(icon, (words, 1), self.watch, self.browse, gap=8, margins=(14, 8, 12, 8))
        reading = column(None, self._file, self._bar, None, gap=8)
        working = row((reading, 1), self.cancel, gap=12, margins=(14, 8, 12, 8))
        self.setLayout(self._layers)  # first: a stack without a parent shows its widgets as windows
        self._layers.addWidget(held(waiting))
        self._layers.addWidget(held(working))

    def _fit(self) -> None:
        self.setFixedHeight(self._theme.px(EMPTY_HIGH if self._empty else HIGH))


class FourNumbers(QLabel):
    """Received, to decide, outstanding, conflicts."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._numbers: tuple[tuple[str, str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.theme_changed.connect(self.updateGeometry)

    def show_view(self, view: ReturnsView) -> None:
        """Show the numbers of this moment."""
        received = _("{count} of {all}").format(count=view.received, all=len(view.members))
        self._numbers = (
            (received, _("received"), "ink"),
            (str(view.waiting), _("to decide"), "warn" if view.waiting else "ink"),
            (str(view.outstanding), _("outstanding"), "ink"),
            (str(len(view.conflicts)), _("conflicts"), "conflict" if view.conflicts else "ink"),
        )
        self.setAccessibleName(_(", ").join(f"{number} {words}" for number, words, _tone in self._numbers))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(320), self._theme.px(NUMBERS_HIGH))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        px = self._theme.px
        first = ink.text_width("100 of 100", ("h1", None)) + px(8)
        rest = (self.width() - px(32) - first) / max(1, len(self._numbers) - 1)
        for at, (number, words, tone) in enumerate(self._numbers):
            left = px(16) + (first + (at - 1) * rest if at else 0)
            wide = rest if at else first
            ink.text(QRectF(left, 0, wide, px(28)), number, ("h1", None), tone)
            ink.text(QRectF(left, px(28), wide, px(18)), words, ("caption", None), "ink2")
        painter.end()
