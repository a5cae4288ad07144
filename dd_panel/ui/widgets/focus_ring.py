"""The ring round whatever has the keyboard: one overlay for each window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QApplication, QPlainTextEdit, QWidget
from shiboken6 import isValid

from dd_panel.ui.widgets.painting import Ink, smooth_painter

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from dd_panel.ui.theme import Theme

GAP: Final = 4
WIDTH: Final = 2
RADIUS: Final = 6
_MOVES: Final = frozenset(
    {
        QEvent.Type.Move,
        QEvent.Type.Resize,
        QEvent.Type.Show,
        QEvent.Type.Hide,
        QEvent.Type.LayoutRequest,
        QEvent.Type.EnabledChange,
    }
)


class FocusRing(QWidget):
    """Follows the keyboard through a window, its scrolling and its changes of size.

    A widget may say how it is ringed with the dynamic property `ring`: outside (usual), inside, or none when it draws
    its own. `ring_radius` is the radius of the widget's corners. Lists and tables are ringed inside, round the current
    row or cell.
    """

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._target: QWidget | None = None
        self._watched: list[QObject] = []
        self._clip = QRect()
        self._corner = RADIUS
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)
        theme.theme_changed.connect(self.update)

    @property
    def target(self) -> QWidget | None:
        """The widget that is ringed, if any."""
        return self._target

    def follow(self) -> None:
        """Move to where the ringed widget is now."""
        target = self._target if self._target is not None and isValid(self._target) else None
        wanted = QRect() if target is None or not target.isVisible() else self._wanted(target)
        if target is None or wanted.isEmpty():
            self.hide()
            return
        clip = self._visible_part(target, wanted)
        if wanted != self.geometry() or clip != self._clip or self.isHidden():
            self._clip = clip
            self.setGeometry(wanted)
            self.raise_()
            self.setVisible(not clip.isEmpty())
            self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        # A list scrolls or changes its current row without any widget moving, but never without being painted.
        if kind in _MOVES or (kind == QEvent.Type.Paint and self._is_viewport(watched)):
            self.follow()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        painter.setClipRect(self._clip.translated(-self.pos()))
        Ink(painter, self._theme).box(QRectF(self.rect()), self._corner, None, "focus", WIDTH)
        painter.end()

    # ------------------------------------------------------------------------ private

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        for watched in self._watched:
            if isValid(watched):
                watched.removeEventFilter(self)
        self._watched = []
        self._target = None
        if new is not None and new.window() is self.window() and new is not self.window():
            ringed = new.focusProxy() or new
            if ringed.property("ring") != "none":
                self._target = ringed
                self._watch(ringed)
        self.follow()

    def _watch(self, target: QWidget) -> None:
        """Hear of every move of the target and of all that it stands in."""
        if isinstance(target, QAbstractItemView):
            self._watched.append(target.viewport())
        widget: QWidget | None = target
        while widget is not None and widget is not self.window():
            self._watched.append(widget)
            widget = widget.parentWidget()
        for watched in self._watched:
            watched.installEventFilter(self)

    def _is_viewport(self, watched: QObject) -> bool:
        return isinstance(self._target, QAbstractItemView) and watched is self._target.viewport()

    def _wanted(self, target: QWidget) -> QRect:
        """Return the ring's place in the window."""
        radius = target.property("ring_radius")
        self._corner = RADIUS if radius is None else int(radius)
        if isinstance(target, QAbstractItemView):
            rect = self._current_row(target)
            if not rect.isEmpty():
                return rect
        if self._is_inside(target):
            return self._in_window(target, target.rect())
        self._corner += WIDTH + 1
        return self._in_window(target, target.rect()).adjusted(-GAP, -GAP, GAP, GAP)

    def _is_inside(self, target: QWidget) -> bool:
        asked = target.property("ring")
        if asked is not None:
            return bool(asked == "inside")
        return isinstance(target, QAbstractScrollArea) and not isinstance(target, QPlainTextEdit)

    def _current_row(self, view: QAbstractItemView) -> QRect:
        """Return the current row or cell of a list or table, an empty rectangle where there is none in sight."""
        index = view.currentIndex()
        rect = view.visualRect(index) if index.isValid() else QRect()
        if rect.isEmpty():
            return QRect()
        viewport = view.viewport()
        if view.selectionBehavior() == QAbstractItemView.SelectionBehavior.SelectRows:
            rect.setLeft(0)
            rect.setRight(viewport.width() - 1)
        return self._in_window(viewport, rect)

    def _in_window(self, widget: QWidget, rect: QRect) -> QRect:
        return QRect(widget.mapTo(self.window(), rect.topLeft()), rect.size())

    def _visible_part(self, target: QWidget, wanted: QRect) -> QRect:
        """Return what of the ring is in sight, as scrolled areas cut it off."""
        clip = self.window().rect()
        widget: QWidget | None = target
        while widget is not None and widget is not self.window():
            parent = widget.parentWidget()
            if isinstance(parent, QAbstractScrollArea) and widget is parent.viewport():
                corner = widget.mapTo(self.window(), QPoint(0, 0))
                # A control as wide as its area keeps the ring's sides, which stand in the margins beside that.
                clip = clip.intersected(QRect(corner, widget.size()).adjusted(-GAP, 0, GAP, 0))
            widget = parent
        if isinstance(target, QAbstractItemView):
            viewport = target.viewport()
            clip = clip.intersected(self._in_window(viewport, viewport.rect()))
        return clip.intersected(wanted)
