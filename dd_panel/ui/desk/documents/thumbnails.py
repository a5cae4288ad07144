"""Small pictures of all pages, to see where one is and to go elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate

from dd_panel.text import _
from dd_panel.ui.desk.documents.page_images import PageImages, Tile
from dd_panel.ui.widgets.painting import CENTRE, Ink, smooth

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QImage, QResizeEvent, QShowEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from dd_panel.exchange.attachments.pdf import PdfFile
    from dd_panel.ui.jobs import Jobs
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.widgets.index import Index


MOST_BYTES: Final = 8 * 1024 * 1024
WIDTH: Final = 132
PICTURE: Final = 84
TALLEST: Final = 120
FOOT: Final = 28
TOP: Final = 8


class PagesModel(QAbstractListModel):
    """One row for each page."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _("Page {number}").format(number=index.row() + 1)
        return None


class PagesDelegate(QStyledItemDelegate):
    """Paints a page's picture with its number below."""

    def __init__(self, theme: Theme, pages: Thumbnails) -> None:
        super().__init__(pages)
        self._theme = theme
        self._pages = pages

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._theme.px(WIDTH) - 16, self._theme.px(TALLEST + FOOT + TOP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        smooth(painter)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ink = Ink(painter, self._theme)
        area = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        page = self._pages.place_of(index.row(), area)
        painter.fillRect(page, self._theme.colour("page"))
        image = self._pages.picture(index.row())
        if image is not None:
            painter.drawImage(page, image)
        ink.box(page.adjusted(-2, -2, 2, 2), 2, None, "accent" if chosen else "line", 2 if chosen else 1)
        words = QRectF(area.left(), area.bottom() - self._theme.px(FOOT), area.width(), self._theme.px(FOOT - 6))
        ink.text(words, str(index.row() + 1), ("caption", 600 if chosen else None), "ink" if chosen else "ink2", CENTRE)
        painter.restore()


class Thumbnails(QListView):
    """The list of small pages; `page_chosen` carries the index of the one a person takes."""

    page_chosen = Signal(int)

    def __init__(self, theme: Theme, jobs: Jobs, pdf: PdfFile) -> None:
        super().__init__()
        self._theme = theme
        self._pdf = pdf
        self._marking = False
        self.images = PageImages(jobs, pdf, MOST_BYTES)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(60)
        self._pages = PagesModel(len(pdf.pages))
        self.setModel(self._pages)
        self.setItemDelegate(PagesDelegate(theme, self))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Pages"))
        self._soon.timeout.connect(self._want)
        self.images.arrived.connect(self._on_drawn)
        self.verticalScrollBar().valueChanged.connect(self._soon.start)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        theme.theme_changed.connect(self._dress)
        self._dress()

    def mark(self, page: int) -> None:
        """Show which page is read; tells nobody."""
        if self.currentIndex().row() != page:
            self._marking = True
            self.setCurrentIndex(self._pages.index(page))
            self._marking = False

    def picture(self, page: int) -> QImage | None:
        """A page's small picture, where it is drawn."""
        return self.images.image(self._tile(page))

    def place_of(self, page: int, area: QRectF) -> QRectF:
        """Where a page's picture lies in its row."""
        scale = self._scale(page)
        width, height = (side * scale for side in self._pdf.pages[page])
        bottom = area.bottom() - self._theme.px(FOOT)
        return QRectF(area.center().x() - width / 2, bottom - height, width, height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)
        self._soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.images.stop()

    def _dress(self) -> None:
        self.setFixedWidth(self._theme.px(WIDTH))
        self.scheduleDelayedItemsLayout()
        self._soon.start()

    def _scale(self, page: int) -> float:
        width, height = self._pdf.pages[page]
        return min(self._theme.px(PICTURE) / width, self._theme.px(TALLEST) / height)

    def _tile(self, page: int) -> Tile:
        ground = self._theme.colour("page").rgb() & 0xFFFFFF
        return Tile(page, self._scale(page) * self.devicePixelRatioF(), 0, 0, ground)

    def _want(self) -> None:
        if self.isVisible():
            high = self._theme.px(TALLEST + FOOT + TOP)
            first = self.verticalScrollBar().value() // high
            count = self.viewport().height() // high + 2
            self.images.want([self._tile(page) for page in range(first, min(first + count, len(self._pdf.pages)))])

    def _on_drawn(self, tile: Tile) -> None:
        self.update(self._pages.index(tile.page))

    def _on_current_changed(self, current: QModelIndex) -> None:
        if not self._marking and current.isValid():
            self.page_chosen.emit(current.row())
