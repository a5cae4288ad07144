"""A large button with an icon, a title, a line below it and its key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from dd_panel.ui.widgets.buttons import press_with_enter
from dd_panel.ui.widgets.painting import CENTRE, Ink, smooth_painter

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from dd_panel.ui.theme import Theme

HEIGHT: Final = 72
ICON_BOX: Final = 40


class ActionTile(QAbstractButton):
    """One thing to begin with; `primary` fills it, where it is the only thing to do."""

    def __init__(self, theme: Theme, icon: str, title: str, sentence: str, key: str) -> None:
        super().__init__()
        self._theme = theme
        self._icon = icon
        self._sentence = sentence
        self._key = key
        self._primary = False
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{sentence} ({key})")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("ring_radius", theme.radius("card"))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.theme_changed.connect(self.updateGeometry)

    def set_primary(self, primary: bool) -> None:
        """Show the tile as the one thing to do."""
        self._primary = primary
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(376), self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._theme.px(HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not press_with_enter(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        px = self._theme.px
        rect = QRectF(self.rect())
        lively = self.underMouse() or self.isDown()
        if self._primary:
            ink.box(rect, self._theme.radius("card"), "accentHover" if lively else "accent")
        else:
            ink.box(rect, self._theme.radius("card"), "sunken" if lively else "surface", "line")
        box = QRectF(px(16), px(16), px(ICON_BOX), px(ICON_BOX))
        ink.box(box, 8, "accentSoft")
        ink.icon_centred(self._icon, box, 20, "accent")
        title, below = ("onAccent", "onAccent") if self._primary else ("ink", "ink2")
        cap = ink.text_width(self._key, ("caption", 600)) + px(12)
        cap_box = QRectF(rect.width() - px(16) - cap, px(16), cap, px(20))
        left = px(72)
        ink.text(QRectF(left, px(14), cap_box.left() - px(8) - left, px(22)), self.text(), ("reading", 600), title)
        ink.text(QRectF(left, px(37), rect.width() - left - px(16), px(20)), self._sentence, ("dense", None), below)
        ink.box(cap_box, self._theme.radius("small"), "sunken", "line")
        ink.text(cap_box, self._key, ("caption", 600), "ink2", CENTRE)
        painter.end()
