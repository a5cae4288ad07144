"""The tabs above the reader: the application and its attachments; those that find no room are in a menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from dd_panel.text import _
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.menus import menu_of
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from dd_panel.ui.theme import Theme

LONGEST: Final = 28
EDGE: Final = 12


class TabStrip(QWidget):
    """One button for each tab; `tab_chosen` tells which one a person takes."""

    tab_chosen = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._tabs: list[Button] = []
        self._chosen = 0
        self._more = Button(theme, _("More"), "tab", icon="down")
        self._more.setParent(self)
        self._more.hide()
        self._more.clicked.connect(self._on_more)
        self.setAccessibleName(_("Application and attachments"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.theme_changed.connect(self._on_theme_changed)

    @property
    def chosen(self) -> int:
        """The tab in front, counted from 0."""
        return self._chosen

    @property
    def count(self) -> int:
        """How many tabs there are."""
        return len(self._tabs)

    @property
    def buttons(self) -> Sequence[QWidget]:
        """The tabs, and the button that drops down those that find no room."""
        return (*self._tabs, self._more)

    def show_tabs(self, tabs: Sequence[tuple[str, str, str]]) -> None:
        """Offer other tabs, as (words, icon, what is read aloud), with the first one in front.

        The keyboard goes along where it was at one of them.
        """
        along = any(tab.hasFocus() for tab in self._tabs)
        for old in self._tabs:
            old.hide()
            old.deleteLater()
        self._tabs = []
        for words, icon, spoken in tabs:
            shown = words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
            tab = Button(self._theme, shown, "tab", icon=icon)
            tab.setParent(self)
            tab.setCheckable(True)
            tab.setToolTip(plain_tip(spoken))
            tab.setAccessibleName(spoken)
            tab.clicked.connect(self._on_clicked)
            tab.show()
            self._tabs.append(tab)
        self.choose(0)
        if along and self._tabs:
            self._tabs[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, index: int) -> None:
        """Bring a tab to the front; tells nobody."""
        self._chosen = index
        for at, tab in enumerate(self._tabs):
            tab.setChecked(at == index)
        self._place()

    def step(self, by: int) -> None:
        """Bring the next tab to the front, going round the end; the keyboard goes along where it was at one of them."""
        if self._tabs:
            along = any(tab.hasFocus() for tab in self._tabs)
            self.choose((self._chosen + by) % len(self._tabs))
            if along:
                self._tabs[self._chosen].setFocus(Qt.FocusReason.OtherFocusReason)
            self.tab_chosen.emit(self._chosen)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(240), self._more.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._more.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place()

    def _place(self) -> None:
        """Set the tabs side by side; the chosen one always has room."""
        left = EDGE
        widths = [tab.sizeHint().width() for tab in self._tabs]
        room = self.width() - EDGE
        if sum(widths) + left > room:
            room -= self._more.sizeHint().width() + widths[self._chosen]
        hidden = 0
        for at, (tab, wide) in enumerate(zip(self._tabs, widths, strict=True)):
            if at == self._chosen and sum(widths) + EDGE > self.width() - EDGE:
                room += wide
            fits = left + wide <= room or at == self._chosen
            tab.setVisible(fits)
            if fits:
                tab.setGeometry(left, 0, wide, tab.sizeHint().height())
                left += wide
            else:
                hidden += 1
        self._more.setVisible(hidden > 0)
        self._more.setGeometry(left, 0, self._more.sizeHint().width(), self._more.sizeHint().height())

    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, Button) and sender in self._tabs:
            self.choose(self._tabs.index(sender))
            self.tab_chosen.emit(self._chosen)

    def _on_more(self) -> None:
        menu = menu_of(self._more)
        for at, tab in enumerate(self._tabs):
            if tab.isHidden():
                menu.addAction(tab.accessibleName()).setData(at)
        menu.triggered.connect(lambda action: self._on_taken(action.data()))
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _on_taken(self, index: int) -> None:
        self.choose(index)
        self.tab_chosen.emit(index)

    def _on_theme_changed(self) -> None:
        self.updateGeometry()
        self._place()
