"""Grey lines where a page will stand once it is loaded; nothing moves, and what is loaded at once doesn't flash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QTimer

from dd_panel.text import _
from dd_panel.ui.widgets.frames import Panel
from dd_panel.ui.widgets.painting import Ink, smooth_painter

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QShowEvent

    from dd_panel.ui.theme import Theme

LINES: Final = (0.45, 0.7, 0.0, 0.95, 0.98, 0.9, 0.62, 0.0, 0.97, 0.93, 0.55)
EDGE: Final = 24
INSET: Final = 56
STEP: Final = 24
LATE_MS: Final = 80
"""A page that comes sooner than this is not announced by lines."""


class PageSkeleton(Panel):
    """An empty ground, and after a moment a page without its words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "desk")
        self.setAccessibleName(_("Loading"))
        self._late = QTimer(self, singleShot=True, interval=LATE_MS)
        self._late.timeout.connect(self.update)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._late.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._late.isActive():
            return
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        px = self._theme.px
        page = QRectF(self.rect()).adjusted(px(EDGE), px(EDGE), -px(EDGE), 0)
        ink.box(page.adjusted(0, 0, 0, 8), 0, "surface", "line")
        for at, share in enumerate(LINES):
            if share:
                wide = (page.width() - 2 * px(INSET)) * share
                ink.box(QRectF(page.left() + px(INSET), page.top() + px(INSET + STEP * at), wide, px(10)), 4, "line")
        painter.end()
