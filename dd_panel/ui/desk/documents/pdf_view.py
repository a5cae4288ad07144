"""A PDF on a desk whose text can be marked with mouse and keyboard, and copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeySequence

from dd_panel.text import _
from dd_panel.ui.desk.documents.menus import Offers, passage_menu
from dd_panel.ui.desk.documents.page_selection import Selection, lies_on_text, moved, spot_near, word_at
from dd_panel.ui.desk.documents.pdf_pages import PdfPages

if TYPE_CHECKING:
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent

    from dd_panel.exchange.attachments.pdf import Hit, PdfFile
    from dd_panel.ui.desk.documents.page_selection import Move, Spot
    from dd_panel.ui.desk.documents.pdf_texts import PdfTexts
    from dd_panel.ui.jobs import Jobs
    from dd_panel.ui.theme import Theme

ARROWS: Final[dict[int, Move]] = {
    Qt.Key.Key_Right: "right",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_End: "end",
    Qt.Key.Key_Home: "home",
}


class PdfView(PdfPages):
    """Pages of a PDF with a stretch of text marked on them.

    `copy_wanted` carries the stretch whose words are to be copied; `find_wanted` comes when somebody wants to search,
    `mark_wanted` for one of the reader's own marks.
    """

    copy_wanted = Signal(object)
    find_wanted = Signal()
    mark_wanted = Signal(str)

    def __init__(self, theme: Theme, jobs: Jobs, pdf: PdfFile, texts: PdfTexts, room: QSize) -> None:
        super().__init__(theme, jobs, pdf, texts, room)
        self._dragging = False

    @property
    def selection(self) -> Selection | None:
        """The stretch of text that is marked."""
        return self._marks.selection

    def reveal(self, hit: Hit) -> None:
        """Bring a place into sight and mark its text."""
        self._select(Selection((hit.page, hit.begin), (hit.page, hit.end)))
        self.bring_into_sight(hit)

    def select_page(self) -> None:
        """Mark all text of the page that is read."""
        text = self._texts.of(self._page)
        if text is not None:
            self._select(Selection((self._page, 0), (self._page, len(text.text))))

    def copy(self) -> None:
        """Ask for the marked words to be copied."""
        if self.selection is not None and not self.selection.empty:
            self.copy_wanted.emit(self.selection)

    # ------------------------------------------------------------------------------ Qt's events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_page()
        elif not self._mark_by_key(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            spot = self._spot_at(event.position())
            extends = event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self.selection is not None
            if spot is None:
                self._select(None)
            elif extends and self.selection is not None:
                self._select(Selection(self.selection.anchor, spot))
            else:
                self._select(Selection(spot, spot))
            self._dragging = spot is not None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragging and self.selection is not None:
            spot = self._spot_at(event.position())
            if spot is not None:
                self._select(Selection(self.selection.anchor, spot))
            self._scroll_towards(event.position())
        else:
            over = self._is_text_at(event.position())
            self.viewport().setCursor(Qt.CursorShape.IBeamCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragging = False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        spot = self._spot_at(event.position())
        text = None if spot is None else self._texts.of(spot[0])
        if spot is not None and text is not None:
            begin, end = word_at(text.text, spot[1])
            self._select(Selection((spot[0], begin), (spot[0], end)))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        offers = Offers(self.copy, self.mark_wanted.emit, self.find_wanted.emit)
        selected = self.selection is not None and not self.selection.empty
        menu = passage_menu(self, offers, event.globalPos(), selected=selected)
        menu.addAction(_("Mark all text of this page"), self.select_page)

    # ---------------------------------------------------------------------------------- private

    def _select(self, selection: Selection | None) -> None:
        self._marks.selection = selection
        self.viewport().update()

    def _spot_at(self, point: QPointF) -> Spot | None:
        """The place in the text nearest to a point of the screen; None where its page has no text."""
        top = self.verticalScrollBar().value()
        index = self._stack.page_at(max(0, int(top + point.y())))
        text = self._texts.of(index)
        if text is None or not text.text:
            return None
        return index, spot_near(text, *self._on_paper(index, point))

    def _is_text_at(self, point: QPointF) -> bool:
        index = self._stack.page_at(max(0, int(self.verticalScrollBar().value() + point.y())))
        text = self._texts.of(index)
        return text is not None and lies_on_text(text, *self._on_paper(index, point))

    def _on_paper(self, index: int, point: QPointF) -> tuple[float, float]:
        rect = self._page_rect(index)
        return (point.x() - rect.left()) / self._stack.scale, (point.y() - rect.top()) / self._stack.scale

    def _scroll_towards(self, point: QPointF) -> None:
        beyond = min(0, int(point.y())) + max(0, int(point.y()) - self.viewport().height())
        if beyond:
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + beyond)

    def _mark_by_key(self, event: QKeyEvent) -> bool:
        """Mark text with Shift and the arrows, from what is marked or from the top of the page."""
        move = ARROWS.get(event.key())
        if move is None or not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return False
        selection = self.selection or Selection((self._page, 0), (self._page, 0))
        page, at = selection.focus
        text = self._texts.of(page)
        if text is not None:
            far = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self._select(Selection(selection.anchor, (page, moved(text.text, at, move, far=far))))
        return True
