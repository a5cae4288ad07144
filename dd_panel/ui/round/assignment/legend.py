"""What the marks of the Assignment screen mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QLabel

from dd_panel.text import _
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.painting import CENTRE, Ink, smooth_painter

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from dd_panel.ui.theme import Theme

HIGH: Final = 40


class AssignmentLegend(QLabel):
    """One painted line; it is read aloud as a sentence."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(
            _("Lead speaks first; a tick reviews; hatching is a conflict, which cannot be assigned.")
        )
        keep_extent(self, theme, high=HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        px = self._theme.px
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        x = float(px(24))
        for kind, words in (
            ("lead", _("speaks first")),
            ("reviewer", _("reviews")),
            ("conflict", _("conflict, cannot be assigned")),
        ):
            box = QRectF(x, px(9), px(40), px(22))
            if kind == "lead":
                ink.box(box, 6, "accent")
                ink.text(box, _("Lead"), ("caption", 600), "onAccent", CENTRE)
            elif kind == "reviewer":
                ink.box(box, 6, "accentSoft", "accent")
                ink.icon_centred("check", box, 14, "accent")
            else:
                ink.hatch(box, "conflict", 0.5)
                spot = QRectF(box.center().x() - px(10), px(10), px(20), px(20))
                ink.box(spot, spot.width() / 2, "surface")
                ink.icon_centred("slash", box, 16, "conflict")
            wide = ink.text_width(words, ("caption", None))
            ink.text(QRectF(x + px(48), 0, wide + 2, self.height()), words, ("caption", None), "ink2")
            x += px(48) + wide + px(24)
        painter.end()
