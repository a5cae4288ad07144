"""The viewer for pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from dd_panel.text import _
from dd_panel.ui.actions import types_something
from dd_panel.ui.desk.documents.toolbar import ZoomBar
from dd_panel.ui.desk.documents.viewer import Viewer
from dd_panel.ui.desk.documents.zoom import larger, smaller, wheel_steps
from dd_panel.ui.widgets.layouts import column

if TYPE_CHECKING:
    from PySide6.QtGui import QImage, QKeyEvent, QPaintEvent, QResizeEvent, QWheelEvent

    from dd_panel.ui.theme import Theme

EDGE: Final = 24
STEP: Final = 40


class PictureView(QAbstractScrollArea):
    """A picture on a desk; a `zoom` of 1 shows each of its points as one of the screen."""

    zoom_changed = Signal(float)

    def __init__(self, theme: Theme, image: QImage, name: str) -> None:
        super().__init__()
        self._theme = theme
        self._image = image
        self._zoom = 1.0
        self.fits = True
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("ring", "inside")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Picture {name}").format(name=name))
        words = _("{width} by {height} points. Its content can't be read aloud.")
        self.setAccessibleDescription(words.format(width=image.width(), height=image.height()))
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.setSingleStep(STEP)
        theme.theme_changed.connect(self.viewport().update)

    @property
    def zoom(self) -> float:
        """How large the picture is shown."""
        return self._zoom

    def step_zoom(self, steps: int) -> None:
        """Show it larger or smaller by some steps."""
        self.fits = False
        zoom = self._zoom
        for _step in range(abs(steps)):
            zoom = larger(zoom) if steps > 0 else smaller(zoom)
        self._rescale(zoom)

    def fit_width(self) -> None:
        """Show it as wide as there is room, but never larger than it is."""
        self.fits = True
        room = self.viewport().width() - 2 * self._theme.px(EDGE)
        self._rescale(max(0.01, min(1.0, room / max(1, self._image.width()))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.fits:
            self.fit_width()
        else:
            self._place_bars()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(wheel_steps(event))
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() in {"+", "=", "-"}:
            self.step_zoom(-1 if event.text() == "-" else 1)
        elif types_something(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), self._theme.colour("desk"))
        wide, high = self._image.width() * self._zoom, self._image.height() * self._zoom
        edge = self._theme.px(EDGE)
        left = max(float(edge), (self.viewport().width() - wide) / 2) - self.horizontalScrollBar().value()
        rect = QRectF(left, edge - self.verticalScrollBar().value(), wide, high)
        painter.fillRect(rect, self._theme.colour("page"))
        painter.drawImage(rect, self._image)
        painter.end()

    def _rescale(self, zoom: float) -> None:
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        shares = [(bar.value() + bar.pageStep() / 2) / (bar.maximum() + bar.pageStep() or 1) for bar in (down, across)]
        self._zoom = zoom
        self._place_bars()
        for bar, share in zip((down, across), shares, strict=True):
            bar.setValue(round(share * (bar.maximum() + bar.pageStep()) - bar.pageStep() / 2))
        self.zoom_changed.emit(zoom)
        self.viewport().update()

    def _place_bars(self) -> None:
        edges = 2 * self._theme.px(EDGE)
        for bar, side, seen in (
            (self.verticalScrollBar(), self._image.height(), self.viewport().height()),
            (self.horizontalScrollBar(), self._image.width(), self.viewport().width()),
        ):
            bar.setRange(0, max(0, round(side * self._zoom) + edges - seen))
            bar.setPageStep(seen)


class PicturePane(Viewer):
    """Shows a picture with a bar for its size."""

    def __init__(self, theme: Theme, image: QImage, name: str) -> None:
        bar = ZoomBar(theme, finds=False)
        super().__init__(bar)
        self.view = PictureView(theme, image, name)
        self.setLayout(column(bar, (self.view, 1), gap=0))
        self.setFocusProxy(self.view)
        bar.zoom_stepped.connect(self.view.step_zoom)
        bar.fit_wanted.connect(self.view.fit_width)
        self.view.zoom_changed.connect(lambda zoom: bar.show_zoom(zoom, fits=self.view.fits))

    @property
    def searchable(self) -> bool:
        return False
