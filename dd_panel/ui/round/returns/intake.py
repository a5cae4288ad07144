"""The place where scoresheets are dropped, and the four numbers that say how far the returns are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy

from dd_panel.text import _, ngettext
from dd_panel.ui.round.drop_zone import DropWords, DropZone
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.painting import Ink, smooth_painter

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from dd_panel.services.returns.overview import ReturnsView
    from dd_panel.ui.theme import Theme

NUMBERS_HIGH: Final = 56


class ScoresheetZone(DropZone):
    """Takes scoresheets, and watches a folder for them."""

    watch_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        self.watch = Button(theme, kind="icon", icon="folder", name=_("Watch a folder for new scoresheets"))
        words = DropWords(
            _("Drop scoresheets here"), _("Excel, OpenDocument or CSV"), _("Scoresheets read"), _("Merging…")
        )
        super().__init__(theme, words, [self.watch])
        self.watch.clicked.connect(self.watch_asked)

    def show_watched(self, folder: str) -> None:
        """Say which folder is watched; empty for none."""
        self.say(_("Watching {folder}").format(folder=folder) if folder else "")
        self.watch.set_icon("folder", "info" if folder else None)
        self.watch.set_name(
            _("Stop watching {folder}").format(folder=folder) if folder else _("Watch a folder for new scoresheets")
        )


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
            (
                str(len(view.conflicts)),
                ngettext("conflict", "conflicts", len(view.conflicts)),
                "conflict" if view.conflicts else "ink",
            ),
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
