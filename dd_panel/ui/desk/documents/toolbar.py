"""The bar above a document: which page, how large, fit width, find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dd_panel.text import _
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Panel, Rule
from dd_panel.ui.widgets.labels import Label
from dd_panel.ui.widgets.layouts import column, row
from dd_panel.ui.widgets.painting import text_room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from dd_panel.ui.theme import Theme

PADDING = 32
"""Edges of the bar and the spaces between its parts, taken together."""


class ZoomBar(Panel):
    """Size and fit width, with room for more at the left. Its signals carry what a person asks for."""

    zoom_stepped = Signal(int)
    fit_wanted = Signal()
    find_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        first: Sequence[QWidget | int] = (),
        spare: Sequence[QWidget] = (),
        *,
        finds: bool = True,
    ) -> None:
        """Set `first` at the left; where room is scarce the `spare` ones among them are left out after the figure."""
        super().__init__(theme, "sunken")
        self._smaller = Button(theme, kind="icon", icon="minus", name=_("Smaller (-)"))
        self._percent = Label(theme, "", "dense", "ink2")
        self._larger = Button(theme, kind="icon", icon="plus", name=_("Larger (+)"))
        self._fit = Button(theme, _("Fit width"), "quiet", extent="small")
        self._fit.setCheckable(True)
        sized: tuple[QWidget | int, ...] = (self._smaller, self._percent, self._larger, 4, self._fit)
        self._find = Button(theme, _("Find"), "quiet", icon="search", extent="small")
        last = (self._find,) if finds else ()
        self._parts = [part for part in (*first, *sized, *last) if isinstance(part, QWidget)]
        self._spare = (self._percent, *spare, self._fit)
        parts = row(*first, *sized, None, *last, gap=4, margins=(16, 6, 16, 6))
        self.setLayout(column(parts, Rule(theme), gap=0))
        self._smaller.clicked.connect(lambda: self.zoom_stepped.emit(-1))
        self._larger.clicked.connect(lambda: self.zoom_stepped.emit(1))
        self._fit.clicked.connect(self._on_fit_clicked)
        self._find.clicked.connect(self._on_find_clicked)
        theme.theme_changed.connect(self._fit_parts)
        self.show_zoom(1.0, fits=False)

    def show_zoom(self, zoom: float, *, fits: bool) -> None:
        """Say how large the document is shown."""
        words = _("{percent}%").format(percent=round(zoom * 100))
        self._percent.setText(words)
        self._percent.setAccessibleName(_("Shown at {percent}").format(percent=words))
        self._fit.setChecked(fits)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_parts()

    def _on_fit_clicked(self) -> None:
        self._fit.setChecked(True)
        self.fit_wanted.emit()

    def _on_find_clicked(self) -> None:
        self.find_wanted.emit()

    def _fit_parts(self) -> None:
        self._percent.setMinimumWidth(text_room(self._theme, "100%", ("dense", None)))
        room = self.width() - PADDING
        for part in self._spare:
            part.setVisible(True)
        for part in self._spare:
            needed = sum(
                max(each.sizeHint().width(), each.minimumWidth()) + 4 for each in self._parts if not each.isHidden()
            )
            if needed > room:
                part.setVisible(False)


class PageBar(ZoomBar):
    """The bar of a document with pages; `page_stepped` carries -1 or 1, `pages_shown` whether the pages are listed."""

    page_stepped = Signal(int)
    pages_shown = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        pages = Button(theme, kind="icon", icon="list", name=_("Show the pages"))
        back = Button(theme, kind="icon", icon="left", name=_("Previous page"))
        where = Label(theme, "", "dense", "ink")
        following = Button(theme, kind="icon", icon="right", name=_("Next page"))
        divider = Rule(theme, "standing", 28)
        super().__init__(theme, (pages, back, where, following, 8, divider, 8), (divider,))
        self._pages, self._back, self._where, self._on = pages, back, where, following
        self._pages.setCheckable(True)
        self._pages.toggled.connect(self._on_pages_toggled)
        self._back.clicked.connect(lambda: self.page_stepped.emit(-1))
        self._on.clicked.connect(lambda: self.page_stepped.emit(1))

    def show_page(self, index: int, count: int) -> None:
        """Say which page is read."""
        self._where.setText(_("Page {number} of {count}").format(number=index + 1, count=count))
        self._back.setEnabled(index > 0)
        self._on.setEnabled(index < count - 1)
        widest = _("Page {number} of {count}").format(number=count, count=count)
        self._where.setMinimumWidth(text_room(self._theme, widest, ("dense", None)))

    def _on_pages_toggled(self, shown: bool) -> None:
        self._pages.set_name(_("Hide the pages") if shown else _("Show the pages"))
        self.pages_shown.emit(shown)
