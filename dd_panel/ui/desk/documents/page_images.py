"""Draws pages beside the window, one piece at a time, and keeps the last ones."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QRectF, QTimer, Signal
from PySide6.QtGui import QImage

from dd_panel.domain.errors import InputError
from dd_panel.exchange.attachments.pdf import Area
from dd_panel.ui.desk.documents.pages import TILE

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

    from dd_panel.exchange.attachments.pdf import PdfFile
    from dd_panel.ui.jobs import Job, Jobs, Report

SLOW_MS: Final = 600
"""After how long it is said of a page, of which nothing is there yet, that it is still being drawn."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A piece of a page, drawn at so many pixels for each point of paper, on a ground of this colour."""

    page: int
    scale: float
    column: int
    row: int
    ground: int


class PageImages(QObject):
    """The pieces that were drawn, and those that are wanted next; `arrived` comes with each new one.

    Of a page that is too much to draw, `refusal` says why, and nothing more is wanted. `slowed` comes when a piece
    takes its time, and `is_slow` tells of which page. `kept_bytes` is how much memory the pieces take.
    """

    arrived = Signal(object)
    slowed = Signal()

    def __init__(self, jobs: Jobs, pdf: PdfFile, most_bytes: int) -> None:
        super().__init__()
        self._jobs = jobs
        self._pdf = pdf
        self._most = most_bytes
        self._kept: OrderedDict[Tile, QImage] = OrderedDict()
        self.kept_bytes = 0
        self._refused: dict[int, InputError] = {}
        self._wanted: list[Tile] = []
        self._job: Job | None = None
        self._drawing: Tile | None = None
        self._patience = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._patience.timeout.connect(self.slowed)

    def image(self, tile: Tile) -> QImage | None:
        """A piece that was drawn already."""
        image = self._kept.get(tile)
        if image is not None:
            self._kept.move_to_end(tile)
        return image

    def refusal(self, page: int) -> InputError | None:
        """Why a page is not drawn."""
        return self._refused.get(page)

    def is_slow(self, page: int) -> bool:
        """Whether a page is being drawn for a while, and nothing of it is there yet."""
        drawing = self._drawing is not None and self._drawing.page == page
        return drawing and not self._patience.isActive() and all(tile.page != page for tile in self._kept)

    def others(self, page: int, ground: int) -> Iterator[tuple[QRectF, QImage]]:
        """What is there of a page at any size, with the part of the page it shows, as shares of its sides."""
        for tile, image in self._kept.items():
            if tile.page == page and tile.ground == ground:
                yield self._share(tile), image

    def forget(self, pages: Container[int]) -> None:
        """Throw away what was drawn of pages whose size was not known."""
        for tile in [tile for tile in self._kept if tile.page in pages]:
            self.kept_bytes -= self._kept.pop(tile).sizeInBytes()

    def want(self, tiles: Sequence[Tile]) -> None:
        """Draw these next, in this order, and nothing that was wanted before."""
        self._wanted = [tile for tile in tiles if tile not in self._kept and tile.page not in self._refused]
        if self._job is not None and self._drawing not in self._wanted:
            self._job.cancel()
            self._drawing = None
        elif self._drawing is not None:
            self._wanted.remove(self._drawing)
        self._go_on()

    def stop(self) -> None:
        """Draw nothing any more."""
        self.want(())

    @property
    def idle(self) -> bool:
        """Whether everything that is wanted has been drawn."""
        return self._job is None

    def _go_on(self) -> None:
        if self._job is not None:
            return
        while self._wanted:
            tile = self._wanted.pop(0)
            area = self._area(tile)
            if area is not None:
                self._drawing = tile
                self._patience.start()
                self._job = self._jobs.start(_drawing(self._pdf, tile, area))
                self._job.finished.connect(self._on_drawn)
                self._job.cancelled.connect(self._on_cancelled)
                self._job.failed.connect(self._on_failed)
                return

    def _area(self, tile: Tile) -> Area | None:
        width, height = (max(1, round(side * tile.scale)) for side in self._pdf.pages[tile.page])
        left, top = tile.column * TILE, tile.row * TILE
        if left >= width or top >= height:
            return None
        return Area(tile.scale, left, top, min(TILE, width - left), min(TILE, height - top))

    def _share(self, tile: Tile) -> QRectF:
        width, height = (side * tile.scale for side in self._pdf.pages[tile.page])
        area = self._area(tile)
        if area is None:
            return QRectF()
        return QRectF(area.left / width, area.top / height, area.width / width, area.height / height)

    def _on_drawn(self, image: QImage) -> None:
        tile, self._drawing, self._job = self._drawing, None, None
        if tile is not None:
            self._kept[tile] = image
            self.kept_bytes += image.sizeInBytes()
            while self.kept_bytes > self._most and len(self._kept) > 1:
                self.kept_bytes -= self._kept.popitem(last=False)[1].sizeInBytes()
        self._go_on()
        if tile is not None:
            self.arrived.emit(tile)

    def _on_cancelled(self) -> None:
        self._drawing = self._job = None
        self._go_on()

    def _on_failed(self, trouble: Exception) -> None:
        tile, self._drawing, self._job = self._drawing, None, None
        if not isinstance(trouble, InputError):
            raise trouble
        if tile is not None:
            self._refused[tile.page] = trouble
            self._wanted = [each for each in self._wanted if each.page != tile.page]
        self._go_on()
        if tile is not None:
            self.arrived.emit(tile)


def _drawing(pdf: PdfFile, tile: Tile, area: Area) -> Callable[[Report], QImage]:
    def draw(report: Report) -> QImage:
        bitmap = pdf.render(tile.page, area, tile.ground, report.stop_if_cancelled)
        # The picture holds the bitmap's own memory: a copy would take as much again while it is made.
        return QImage(bitmap.data, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)

    return draw
