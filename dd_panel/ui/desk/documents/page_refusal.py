"""What stands on a page of a document that can't be drawn, or not yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor

from dd_panel.text import _

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from dd_panel.domain.errors import InputError
    from dd_panel.ui.desk.documents.page_images import PageImages
    from dd_panel.ui.theme import Theme

INSET: Final = 40
TOP: Final = 72
GAP: Final = 8

_WRAPPED: Final = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)


def paint_instead(painter: QPainter, theme: Theme, page: QRect, images: PageImages, index: int) -> None:
    """Write on a page of which nothing is drawn why it stays empty, or that it takes a while; nothing on any other."""
    refusal = images.refusal(index)
    if refusal is not None:
        _write(painter, theme, page, refusal.title, _below(refusal))
    elif images.is_slow(index):
        _write(painter, theme, page, _("This page takes a while to draw."), _("Reading and scoring go on meanwhile."))


def _below(why: InputError) -> str:
    return " ".join(filter(None, (why.detail, why.remedy)))


def _write(painter: QPainter, theme: Theme, page: QRect, title: str, sentence: str) -> None:
    """Write near the top; pages are light in either theme."""
    inset = min(theme.px(INSET), page.width() // 8)
    room = page.adjusted(inset, min(theme.px(TOP), page.height() // 4), -inset, 0)
    light = theme.tokens.colours["light"]
    for words, style, ink in (
        (title, ("body", 600), "ink"),
        (sentence, ("dense", None), "ink2"),
    ):
        painter.setFont(theme.font(*style))
        painter.setPen(QColor(light[ink]))
        taken = painter.boundingRect(room, _WRAPPED, words)
        painter.drawText(room, _WRAPPED, words)
        room.setTop(taken.bottom() + theme.px(GAP))
