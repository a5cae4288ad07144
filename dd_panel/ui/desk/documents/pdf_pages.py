"""The pages of a PDF below one another on a desk: only what is seen is drawn, at the size that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from dd_panel.text import _
from dd_panel.ui.desk.documents.page_images import PageImages, Tile
from dd_panel.ui.desk.documents.page_marks import PageMarks
from dd_panel.ui.desk.documents.page_refusal import paint_instead
from dd_panel.ui.desk.documents.page_selection import plain_words
from dd_panel.ui.desk.documents.pages import TILE, PageStack, tiles_of
from dd_panel.ui.desk.documents.zoom import FULL, larger, smaller, wheel_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QHideEvent, QKeyEvent, QPaintEvent, QResizeEvent, QShowEvent, QWheelEvent

    from dd_panel.exchange.attachments.pdf import Hit, PdfFile
    from dd_panel.exchange.attachments.pdf_engine import Box
    from dd_panel.ui.desk.documents.pdf_texts import PdfTexts
    from dd_panel.ui.jobs import Jobs
    from dd_panel.ui.theme import Theme

MOST_BYTES: Final = 52 * 1024 * 1024
EDGE: Final = 24
GAP: Final = 16
LINE_STEP: Final = 40
SETTLE_MS: Final = 30
SPOKEN: Final = 4_000
"""Letters of the page that are handed to a screen reader."""
AHEAD: Final = 0.5
"""How much of a screen above and below is drawn before it is seen."""


class PdfPages(QAbstractScrollArea):
    """Pages of a PDF below one another.

    `page_changed` carries the index of the page that is read, `zoom_changed` the size in per cent. Lengths are pixels
    of the screen; `zoom` is 1 where an inch of paper is 96 of them.
    """

    page_changed = Signal(int)
    zoom_changed = Signal(float)

    def __init__(self, theme: Theme, jobs: Jobs, pdf: PdfFile, texts: PdfTexts, room: QSize) -> None:
        """The first page is drawn at once, for a place of the size `room`: all around it is made meanwhile."""
        super().__init__()
        self._theme = theme
        self._pdf = pdf
        self._texts = texts
        self.images = PageImages(jobs, pdf, MOST_BYTES)
        self._fits = True
        self._wide = room.width() - self._bar_width()
        self._zoom = self._fitting()
        self._stack = self._stacked()
        self._want_tiles([QRect(QPoint(0, 0), room)])
        self._page = 0
        self._marks = PageMarks(theme, texts)
        self._soon = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._dress()
        self._connect()

    # --------------------------------------------------------------------------- what is seen

    @property
    def page(self) -> int:
        """The index of the page that is read."""
        return self._page

    @property
    def zoom(self) -> float:
        """How large pages are shown: 1 is their size on paper."""
        return self._zoom

    @property
    def fits_width(self) -> bool:
        """Whether pages take the width there is."""
        return self._fits

    @property
    def marks(self) -> PageMarks:
        """What is marked on the pages."""
        return self._marks

    def shows_page(self, index: int) -> bool:
        """Whether all that can be seen of a page is drawn."""
        rect, seen = self._page_rect(index), self.viewport().rect()
        tiles = [self._tile(index, *place) for place in tiles_of(rect, seen, self.devicePixelRatioF())]
        return all(self.images.image(tile) is not None for tile in tiles)

    def go_to_page(self, index: int) -> None:
        """Bring a page to the top."""
        index = max(0, min(index, len(self._pdf.pages) - 1))
        page = self._stack.page(index, self.viewport().width())
        self.verticalScrollBar().setValue(page.top() - self._theme.px(EDGE) // 2)
        self._tell_page(index)

    def set_zoom(self, zoom: float) -> None:
        """Show pages at this size; what is in the middle stays there."""
        self._fits = False
        self._rescale(zoom)

    def fit_width(self) -> None:
        """Let pages take the width there is, now and whenever it changes."""
        self._fits = True
        self._rescale(self._fitting())

    def measured(self, changed: frozenset[int]) -> None:
        """Lay the pages anew, as some turned out to have another size; what is in the middle stays there."""
        if changed:
            self.images.forget(changed)
            self._rescale(self._fitting() if self._fits else self._zoom)

    def step_zoom(self, steps: int) -> None:
        """Show pages larger or smaller by some steps."""
        zoom = self._zoom
        for _step in range(abs(steps)):
            zoom = larger(zoom) if steps > 0 else smaller(zoom)
        self.set_zoom(zoom)

    # ----------------------------------------------------------------------- what is found

    def show_hits(self, hits: tuple[Hit, ...], current: int) -> None:
        """Mark these places, one of them as the current one."""
        self._marks.hits, self._marks.hit = hits, current
        self.viewport().update()

    def show_marks(self, marks: tuple[tuple[Hit, ...], frozenset[int]]) -> None:
        """Show what the reader has marked: highlighted places, and pages with a private note."""
        self._marks.highlights, self._marks.noted = marks
        self.viewport().update()

    def bring_into_sight(self, hit: Hit) -> None:
        """Scroll until a place can be seen; to the top of its page where nobody knows where on it."""
        if not hit.boxes:
            self.go_to_page(hit.page)
            return
        rect = self._on_screen(hit.page, hit.boxes[0]).united(self._on_screen(hit.page, hit.boxes[-1]))
        room = self.viewport().rect().adjusted(0, self._theme.px(EDGE), 0, -self._theme.px(EDGE))
        if not (room.top() <= rect.top() and rect.bottom() <= room.bottom()):
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + int(rect.top()) - room.height() // 3)
        if rect.left() < room.left() or rect.right() > room.right():
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() + int(rect.center().x()) - room.width() // 2)

    # ------------------------------------------------------------------------------ Qt's events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._wide = self.viewport().width()
        fitting = self._fitting()
        if self._fits and fitting != self._zoom:
            self._rescale(fitting)
        else:
            self._place_bars()
        self._want_seen()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._want_seen()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.images.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.colour("desk"))
        for index in self._seen_pages(event.rect()):
            self._paint_page(painter, index, event.rect())
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._move_by_key(event):
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(wheel_steps(event))
            event.accept()
        else:
            super().wheelEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(480), self._theme.px(480))

    # ---------------------------------------------------------------------------------- private

    def _dress(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("ring", "inside")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self._name()

    def _connect(self) -> None:
        self._soon.timeout.connect(self._want)
        self.images.arrived.connect(self._on_image)
        self.images.slowed.connect(self.viewport().update)
        self._texts.arrived.connect(self._on_text)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._soon.start)
        self._theme.theme_changed.connect(self._on_theme_changed)

    def _stacked(self) -> PageStack:
        px = self._theme.px
        return PageStack(self._pdf.pages, self._zoom * FULL, px(GAP), px(EDGE))

    def _fitting(self) -> float:
        """The size at which the widest page takes all of the width there is, or will be once it is shown."""
        widest = max(width for width, _height in self._pdf.pages)
        return max(0.1, (self._wide - 2 * self._theme.px(EDGE)) / (widest * FULL))

    def _bar_width(self) -> int:
        """How wide the bar at the right is going to be."""
        bar = self.verticalScrollBar()
        bar.ensurePolished()
        return bar.sizeHint().width()

    def _rescale(self, zoom: float) -> None:
        bar, across = self.verticalScrollBar(), self.horizontalScrollBar()
        middle = bar.value() + self.viewport().height() / 2
        page = self._stack.page_at(int(bar.value() + 1)) if bar.value() == 0 else self._stack.page_at(int(middle))
        before = self._stack.page(page, self.viewport().width())
        share = (middle - before.top()) / before.height()
        sideways = (across.value() + across.pageStep() / 2) / max(1, across.maximum() + across.pageStep())
        at_top = bar.value() == 0
        self._zoom = zoom
        self._stack = self._stacked()
        self._place_bars()
        after = self._stack.page(page, self.viewport().width())
        bar.setValue(0 if at_top else round(after.top() + share * after.height() - self.viewport().height() / 2))
        across.setValue(round(sideways * (across.maximum() + across.pageStep()) - across.pageStep() / 2))
        self.zoom_changed.emit(zoom)
        self._soon.start()
        self.viewport().update()

    def _place_bars(self) -> None:
        for bar, whole, seen in (
            (self.verticalScrollBar(), self._stack.height, self.viewport().height()),
            (self.horizontalScrollBar(), self._stack.width, self.viewport().width()),
        ):
            bar.setRange(0, max(0, whole - seen))
            bar.setPageStep(seen)
            bar.setSingleStep(self._theme.px(LINE_STEP))

    def _corner(self) -> QPoint:
        """The place of the column that is at the top left of what is seen."""
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _page_rect(self, index: int) -> QRect:
        return self._stack.page(index, self.viewport().width()).translated(-self._corner())

    def _seen_pages(self, part: QRect) -> range:
        top = self.verticalScrollBar().value()
        return self._stack.pages_between(top + part.top(), top + part.bottom() + 1)

    def _on_screen(self, page: int, box: Box) -> QRectF:
        rect = self._page_rect(page)
        scale = self._stack.scale
        left, top, right, bottom = (side * scale for side in box)
        return QRectF(rect.left() + left, rect.top() + top, right - left, bottom - top)

    # -------------------------------------------------------------------------------- painting

    def _tile(self, page: int, column: int, row: int) -> Tile:
        ground = self._theme.colour("page").rgb() & 0xFFFFFF
        return Tile(page, self._stack.scale * self.devicePixelRatioF(), column, row, ground)

    def _paint_page(self, painter: QPainter, index: int, part: QRect) -> None:
        rect = self._page_rect(index)
        painter.fillRect(rect, self._theme.colour("page"))
        ratio = self.devicePixelRatioF()
        wanted = [self._tile(index, *place) for place in tiles_of(rect, part, ratio)]
        drawn = [(tile, self.images.image(tile)) for tile in wanted]
        if any(image is None for _tile, image in drawn):
            self._paint_otherwise(painter, index, rect)
        for tile, image in drawn:
            if image is not None:
                left, top = rect.left() + tile.column * TILE / ratio, rect.top() + tile.row * TILE / ratio
                painter.drawImage(QRectF(left, top, image.width() / ratio, image.height() / ratio), image)
        paint_instead(painter, self._theme, rect, self.images, index)
        self._marks.paint(painter, index, lambda box: self._on_screen(index, box))
        if index in self._marks.noted:
            side = self._theme.px(20)
            painter.drawPixmap(rect.right() - side - 8, rect.top() + 8, self._theme.pixmap("note", "warn", 20))
        painter.setPen(self._theme.colour("line"))
        painter.drawRect(rect.adjusted(-1, -1, 0, 0))

    def _paint_otherwise(self, painter: QPainter, index: int, rect: QRect) -> None:
        """Until a page is drawn at this size: as it was drawn at others."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for share, image in self.images.others(index, self._tile(index, 0, 0).ground):
            width, height = rect.width(), rect.height()
            left, top = rect.left() + share.left() * width, rect.top() + share.top() * height
            painter.drawImage(QRectF(left, top, share.width() * width, share.height() * height), image)

    # --------------------------------------------------------------------------- what is wanted

    def _want_seen(self) -> None:
        """Have what is seen drawn, and nothing else before one has looked at it."""
        if self.isVisible():
            self._want_tiles([self.viewport().rect()])
            self._soon.start()

    def _want(self) -> None:
        """Have what is seen drawn first, then what may be seen next."""
        if self.isVisible():
            seen = self.viewport().rect()
            ahead = int(seen.height() * AHEAD)
            self._want_tiles([seen, seen.adjusted(0, 0, 0, ahead), seen.adjusted(0, -ahead, 0, 0)])
            self._want_text()

    def _want_tiles(self, parts: Sequence[QRect]) -> None:
        """Have the pages in these parts of the screen drawn, the first part first."""
        ratio = self.devicePixelRatioF()
        tiles: list[Tile] = []
        for part in parts:
            for index in self._seen_pages(part):
                for place in tiles_of(self._page_rect(index), part, ratio):
                    tile = self._tile(index, *place)
                    if tile not in tiles:
                        tiles.append(tile)
        self.images.want(tiles)

    def _want_text(self) -> None:
        """Have the letters read once nothing is left to draw: one looks before one marks."""
        if self.images.idle and not self._soon.isActive():
            self._texts.want(self._seen_pages(self.viewport().rect()))

    def _on_image(self, tile: Tile) -> None:
        if tile.page in self._seen_pages(self.viewport().rect()):
            self.viewport().update()
        if tile.page == self._page and self.images.refusal(tile.page) is not None:
            self._name()
        self._want_text()

    def _on_text(self, page: int) -> None:
        if page == self._page:
            self._name()
        marked = self._marks.selection
        if marked is not None and page in marked.pages:
            self.viewport().update()

    def _on_scrolled(self) -> None:
        top = self.verticalScrollBar().value()
        self._tell_page(self._stack.most_seen(top, top + self.viewport().height()))
        self._soon.start()
        self.viewport().update()

    def _on_theme_changed(self) -> None:
        self._stack = self._stacked()
        self._place_bars()
        if self._fits:
            self._rescale(self._fitting())
        self._want()
        self.viewport().update()

    def _tell_page(self, index: int) -> None:
        if index != self._page:
            self._page = index
            self._name()
            self.page_changed.emit(index)

    def _name(self) -> None:
        """What a screen reader says of the document: which page, and its words."""
        number, count = self._page + 1, len(self._pdf.pages)
        self.setAccessibleName(_("Page {number} of {count}").format(number=number, count=count))
        text, refusal = self._texts.of(self._page), self.images.refusal(self._page)
        words = "" if text is None else plain_words(text.text[:SPOKEN])
        self.setAccessibleDescription(words if refusal is None else str(refusal))

    def _move_by_key(self, event: QKeyEvent) -> bool:
        """Scroll, turn pages and change the size; tells whether the key does any of these."""
        shift, keypad = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier
        if event.modifiers() & ~keypad & ~shift:
            return False
        if event.text() in {"+", "=", "-"}:
            self.step_zoom(-1 if event.text() == "-" else 1)
            return True
        bar, across = self.verticalScrollBar(), self.horizontalScrollBar()
        step, screen = bar.singleStep(), bar.pageStep() - bar.singleStep()
        moves: dict[int, Callable[[], None]] = {
            Qt.Key.Key_PageDown: lambda: bar.setValue(bar.value() + screen),
            Qt.Key.Key_PageUp: lambda: bar.setValue(bar.value() - screen),
            Qt.Key.Key_Home: lambda: self.go_to_page(0),
            Qt.Key.Key_End: lambda: self.go_to_page(len(self._pdf.pages) - 1),
            Qt.Key.Key_Down: lambda: bar.setValue(bar.value() + step),
            Qt.Key.Key_Up: lambda: bar.setValue(bar.value() - step),
            Qt.Key.Key_Left: lambda: across.setValue(across.value() - step),
            Qt.Key.Key_Right: lambda: across.setValue(across.value() + step),
        }
        move = None if event.modifiers() & shift else moves.get(event.key())
        if move is not None:
            move()
        return move is not None
