"""The bar above a document: which page, how large, fit width, find, another program."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
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


HIGHLIGHT, NOTE, EVIDENCE = "highlight", "note", "evidence"


def pens_of(*, finds: bool) -> list[tuple[str, str, str]]:
    """What a reader can do with a passage, as (what, icon, words); of a picture without words only a note is left."""
    note = (NOTE, "note", _("Private note (Ctrl+Shift+N)"))
    if not finds:
        return [note]
    return [
        (EVIDENCE, "flag", _("Evidence for the open criterion (E)")),
        (HIGHLIGHT, "marker", _("Highlight (Ctrl+H)")),
        note,
    ]


class DocumentBar(Panel):
    """Marks, find, and another program, with room for more at the left. Its signals carry what a person asks for.

    Where room is scarce the `spare` ones of the parts at the left are left out, the first one first.
    """

    find_wanted = Signal()
    open_wanted = Signal()
    mark_wanted = Signal(str)

    def __init__(
        self, theme: Theme, first: Sequence[QWidget | int] = (), spare: Sequence[QWidget] = (), *, finds: bool = True
    ) -> None:
        super().__init__(theme, "sunken")
        self._find = Button(theme, _("Find"), "quiet", icon="search", extent="small")
        self._elsewhere = Button(theme, kind="icon", icon="export", name=_("Open in another program…"))
        self.pens = [
            Button(theme, kind="quiet", icon=icon, extent="small", name=words)
            for _what, icon, words in pens_of(finds=finds)
        ]
        for pen, (what, _icon, _words) in zip(self.pens, pens_of(finds=finds), strict=True):
            pen.leave_keyboard()  # which stays in the text that was selected, to go on reading there
            pen.clicked.connect(partial(self._on_pen_clicked, what))
        last = (*self.pens, self._find, self._elsewhere) if finds else (*self.pens, self._elsewhere)
        self._parts = [part for part in (*first, *last) if isinstance(part, QWidget)]
        self._spare = tuple(spare)
        parts = row(*first, None, *last, gap=4, margins=(16, 6, 12, 6))
        self.setLayout(column(parts, Rule(theme), gap=0))
        self._find.clicked.connect(self._on_find_clicked)
        self._elsewhere.clicked.connect(self._on_elsewhere_clicked)
        theme.theme_changed.connect(self.fit_parts)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """Everything that takes the keyboard, from left to right."""
        return tuple(part for part in self._parts if part.focusPolicy() != Qt.FocusPolicy.NoFocus)

    def offer_elsewhere(self, *, offered: bool) -> None:
        """Offer to open the document in another program, or not."""
        self._elsewhere.setVisible(offered)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_parts()

    def fit_parts(self) -> None:
        """Show the parts for which there is room."""
        for part in self._spare:
            part.setVisible(True)
        wide = {each: _width_of(each) for each in self._parts if not each.isHidden()}
        beyond = sum(wide.values()) - (self.width() - PADDING)
        for part in self._spare:
            if beyond > 0:
                part.setVisible(False)
                beyond -= wide[part]

    def _on_pen_clicked(self, what: str, _checked: bool = False) -> None:
        self.mark_wanted.emit(what)

    def _on_find_clicked(self) -> None:
        self.find_wanted.emit()

    def _on_elsewhere_clicked(self) -> None:
        self.open_wanted.emit()


def _width_of(part: QWidget) -> int:
    """What a part takes of a bar, with the space beside it."""
    return max(part.sizeHint().width(), part.minimumWidth()) + 4


class ZoomBar(DocumentBar):
    """The bar of a document that can be shown larger and smaller."""

    zoom_stepped = Signal(int)
    fit_wanted = Signal()

    def __init__(
        self, theme: Theme, first: Sequence[QWidget | int] = (), spare: Sequence[QWidget] = (), *, finds: bool = True
    ) -> None:
        smaller = Button(theme, kind="icon", icon="minus", name=_("Smaller (-)"))
        percent = Label(theme, "", "dense", "ink2")
        larger = Button(theme, kind="icon", icon="plus", name=_("Larger (+)"))
        fit = Button(theme, _("Fit width"), "quiet", extent="small")
        super().__init__(theme, (*first, smaller, percent, larger, 4, fit), (percent, *spare, fit), finds=finds)
        self._percent, self._fit = percent, fit
        fit.setCheckable(True)
        smaller.clicked.connect(lambda: self.zoom_stepped.emit(-1))
        larger.clicked.connect(lambda: self.zoom_stepped.emit(1))
        fit.clicked.connect(self._on_fit_clicked)
        self.show_zoom(1.0, fits=False)

    def show_zoom(self, zoom: float, *, fits: bool) -> None:
        """Say how large the document is shown."""
        words = _("{percent}%").format(percent=round(zoom * 100))
        self._percent.setText(words)
        self._percent.setAccessibleName(_("Shown at {percent}").format(percent=words))
        self._fit.setChecked(fits)

    def fit_parts(self) -> None:
        self._percent.setMinimumWidth(text_room(self._theme, "100%", ("dense", None)))
        super().fit_parts()

    def _on_fit_clicked(self) -> None:
        self._fit.setChecked(True)
        self.fit_wanted.emit()


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


class TextBar(DocumentBar):
    """The bar of the application's own text, with words beside its icons where there is room."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.offer_elsewhere(offered=False)
        short = {EVIDENCE: _("Evidence"), HIGHLIGHT: _("Highlight"), NOTE: _("Note")}
        for pen, (what, _icon, _words) in zip(self.pens, pens_of(finds=True), strict=True):
            pen.setText(short[what])
