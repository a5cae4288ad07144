"""What is marked on pages: the reader's highlights, the places found, and the text a person has selected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QColor, QPainter, QPen

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QRectF

    from dd_panel.exchange.attachments.pdf import Hit
    from dd_panel.exchange.attachments.pdf_engine import Box
    from dd_panel.ui.desk.documents.page_selection import Selection
    from dd_panel.ui.desk.documents.pdf_texts import PdfTexts
    from dd_panel.ui.theme import Theme

TINT: Final = 0.3
RING: Final = 1.5


class PageMarks:
    """Paints marks as a felt pen would: the letters below stay as dark as they are. Pages are light in either theme."""

    def __init__(self, theme: Theme, texts: PdfTexts) -> None:
        self._light = theme.tokens.colours["light"]
        self._texts = texts
        self.hits: tuple[Hit, ...] = ()
        self.hit = -1
        self.highlights: tuple[Hit, ...] = ()
        self.noted: frozenset[int] = frozenset()
        self.selection: Selection | None = None

    @property
    def empty(self) -> bool:
        """Whether the reader has marked nothing."""
        return not self.highlights and not self.noted

    @property
    def current(self) -> Hit | None:
        """The place found that one is at."""
        return self.hits[self.hit] if 0 <= self.hit < len(self.hits) else None

    def paint(self, painter: QPainter, page: int, on_screen: Callable[[Box], QRectF]) -> None:
        """Paint the marks of one page; `on_screen` tells where a box of the page lies."""
        painter.save()
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        for box in (box for mark in self.highlights if mark.page == page for box in mark.boxes):
            painter.fillRect(on_screen(box), QColor(self._light["highlight"]))
        for box in self._selected(page):
            tint = QColor(self._light["accent"])
            tint.setAlphaF(TINT)
            painter.fillRect(on_screen(box), tint)
        for at, hit in enumerate(self.hits):
            if hit.page == page:
                for box in hit.boxes:
                    painter.fillRect(on_screen(box), QColor(self._light["findNow" if at == self.hit else "find"]))
        painter.restore()
        current = self.current
        if current is not None and current.page == page:
            painter.setPen(QPen(QColor(self._light["ink"]), RING))
            for box in current.boxes:
                painter.drawRect(on_screen(box).adjusted(-1, -1, 1, 1))

    def _selected(self, page: int) -> tuple[Box, ...]:
        selection, text = self.selection, self._texts.of(page)
        if selection is None or text is None or page not in selection.pages or selection.empty:
            return ()
        current = self.current
        if current is not None and (selection.begin, selection.end) == (
            (current.page, current.begin),
            (current.page, current.end),
        ):
            return ()  # the place found has its own colour
        return text.boxes_of(*selection.on_page(page, len(text.text)))
