"""The second screen of the meeting: the item for everybody in the room, in letters that leave it whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLayout, QWidget

from dd_panel.text import _
from dd_panel.ui.meeting.item_view import ItemView
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.layouts import column

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent

LEAST_WIDTH, LEAST_HEIGHT = 1024, 600
"""The room (design units) that an item needs to be seen whole, spread and comments side by side."""

WITHOUT_BANNER, BANNER_LINE = 472, 40
"""Of its height: what stands below the banner, and each line of the banner where there are many."""


class PublicWindow(QWidget):
    """The same for a second screen, without anything to press; Esc closes it, which ends nothing.

    `closed` comes when it is no longer in sight.
    """

    closed = Signal()

    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__(page, Qt.WindowType.Window)
        self.setObjectName("public")
        self._theme = theme
        # Nobody can press or scroll anything on a projector: letters for whom it is too small are a little smaller.
        self._here = Theme(theme.tokens)
        self._here.look_like(theme, 1.0)
        self.view = ItemView(self._here, for_chair=False)
        self.setWindowTitle(_("Panel meeting – for everybody in the room"))
        lines = column((self.view, 1), gap=0)
        # A window as large as large text would have it could not be shown whole.
        lines.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(lines)
        theme.theme_changed.connect(self._take_looks)
        self.view.banner.changed.connect(self._fit)
        self.setMinimumSize(LEAST_WIDTH // 2, LEAST_HEIGHT // 2)
        self.resize(QSize(theme.px(1280), theme.px(720)).boundedTo(self.screen().availableSize()))

    @property
    def text_scale(self) -> float:
        """How many times as large as usual text is here."""
        return self._here.text_scale

    def open_on_other_screen(self, of: QWidget) -> None:
        """Fill a screen that `of` is not on; where there is one alone, stand beside it as a window."""
        own = of.window().screen()
        others = [each for each in own.virtualSiblings() if each is not own]
        if not others:
            self.showNormal()
            return
        # Whoever leads the meeting goes on at the keyboard, which stays with the window that has something to press:
        # Qt's showFullScreen takes it in any case, and not every desktop goes by the wish not to.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setGeometry(others[0].availableGeometry())
        self.setWindowState(Qt.WindowState.WindowFullScreen)
        self.show()
        of.window().activateWindow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        scale = self._scale()
        self._here.set_window_size(round(self.width() / scale), round(self.height() / scale))
        if scale != self.text_scale:
            self._here.look_like(self._theme, scale)

    def _take_looks(self) -> None:
        self._here.look_like(self._theme, self._scale())
        self._fit()

    def _scale(self) -> float:
        """The size of text that was chosen, or the largest in which the whole item has room."""
        high = max(LEAST_HEIGHT, WITHOUT_BANNER + BANNER_LINE * self.view.banner.count)
        return min(self._theme.text_scale, self.width() / LEAST_WIDTH, self.height() / high)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it, F11 fills the screen or lets it go; there is no field that could want them."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() == Qt.Key.Key_F11:
            self._toggle_full_screen()
        else:
            super().keyPressEvent(event)

    def _toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()
