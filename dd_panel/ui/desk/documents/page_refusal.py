"""Stands on a page of a document that takes too much time or memory to be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from dd_panel.domain.errors import InputError
    from dd_panel.ui.theme import Theme

INSET: Final = 40
TOP: Final = 72
GAP: Final = 8

_WRAPPED: Final = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)


def paint_refusal(painter: QPainter, theme: Theme, page: QRect, why: InputError) -> None:
    """Write near the top of a page why it stays empty, and what to do; pages are light in either theme."""
    inset = min(theme.px(INSET), page.width() // 8)
    room = page.adjusted(inset, min(theme.px(TOP), page.height() // 4), -inset, 0)
    light = theme.tokens.colours["light"]
    for words, style, ink in (
        (why.title, ("body", 600), "ink"),
        (" ".join(filter(None, (why.detail, why.remedy))), ("dense", None), "ink2"),
    ):
        painter.setFont(theme.font(*style))
        painter.setPen(QColor(light[ink]))
        taken = painter.boundingRect(room, _WRAPPED, words)
        painter.drawText(room, _WRAPPED, words)
        room.setTop(taken.bottom() + theme.px(GAP))
