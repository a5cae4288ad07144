"""What the panes beside the lists are made of: a scrolling column of cards, and lines of words that change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QWidget

from dd_panel.text import ngettext
from dd_panel.ui.widgets.frames import Card, Panel, scrolled
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column, held

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLayout

    from dd_panel.ui.theme import Theme
    from dd_panel.ui.widgets.layouts import Item

WIDTH: Final = 376
WIDTH_COMPACT: Final = 352
MOST: Final = 0.4
"""The most of the window's width that the cards take under large text."""
EDGES: Final = (16, 12, 16, 12)
MOST_LINES: Final = 24
"""Each line is a widget; nobody reads more of them beside a list, and thousands would halt the window."""


class Lines(QWidget):
    """Sentences below one another, the first `MOST_LINES` of them; hidden while there are none."""

    def __init__(self, theme: Theme, tone: str = "ink") -> None:
        super().__init__()
        self._theme = theme
        self._tone = tone
        self._shown: tuple[str, ...] = ()
        self._paras: list[Para] = []
        self._column = column(gap=6)
        self.setLayout(self._column)
        self.hide()

    def show_lines(self, sentences: Sequence[str]) -> None:
        """Show other sentences."""
        self._shown = tuple(sentences[:MOST_LINES])
        if (more := len(sentences) - MOST_LINES) > 0:
            self._shown += (ngettext("and {count} more", "and {count} more", more).format(count=more),)
        while len(self._paras) < len(self._shown):
            para = Para(self._theme, "", "dense", self._tone)
            self._paras.append(para)
            self._column.addWidget(para)
        for at, para in enumerate(self._paras):
            para.setVisible(at < len(self._shown))
            para.setText(self._shown[at] if at < len(self._shown) else "")
        self.setVisible(bool(self._shown))

    @property
    def lines(self) -> tuple[str, ...]:
        """What is shown."""
        return self._shown


class SideCard(Card):
    """A card with a title."""

    def __init__(self, theme: Theme, title: str, *items: Item) -> None:
        self.heading = Label(theme, title, "title")
        super().__init__(theme, column(self.heading, *items, gap=8, margins=EDGES))
        self.setAccessibleName(title)


class Side(Panel):
    """The cards beside a list; they scroll, and `foot` stays below them."""

    def __init__(self, theme: Theme, *cards: QWidget, foot: QLayout | None = None) -> None:
        super().__init__(theme, "canvas")
        self._theme = theme
        self._area = scrolled(held(column(*cards, None, gap=12, margins=(16, 16, 16, 16))))
        below = [Panel(theme, "surface", foot)] if foot is not None else []
        self.setLayout(column((self._area, 1), *below, gap=0))

    def take_focus(self) -> None:
        """Take the keyboard: the arrow keys move the cards."""
        self._area.setFocus()

    def wide(self, room: int) -> int:
        """The usual width, but most of the room (both in pixels) is left to the list."""
        wanted = self._theme.px(WIDTH_COMPACT if self._theme.compact else WIDTH)
        return min(wanted, round(room * MOST))
