"""What stands above the ranking: its title, finding an application, and the buttons for all that opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dd_panel.text import _
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.labels import ElidedLabel, Label
from dd_panel.ui.widgets.layouts import column, held, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QHBoxLayout

    from dd_panel.ui.round.ranking.find import RankingFinder
    from dd_panel.ui.theme import Theme

FIND_ROOM: Final = 176
FIND_ROOM_COMPACT: Final = 128
ROOMY: Final = 1200
TIGHT: Final = 900


class RankingHead:
    """The parts of the head, in `layout` from left to right."""

    def __init__(self, theme: Theme, title: str, finder: RankingFinder) -> None:
        self._theme = theme
        self._subtitle = ElidedLabel(theme, _("Reading the round…"), "dense", "ink2")
        self._titles = held(column(Label(theme, title, "h1"), self._subtitle, gap=0))
        self.find = finder.field
        self.view = Button(theme, _("View"), icon="list")
        self.view.setCheckable(True)
        self.weights = Button(theme, _("Weights"), icon="scales")
        self.weights.setCheckable(True)
        self.export = Button(theme, _("Export"), icon="export")
        self._worded = {each: each.text() for each in (self.view, self.weights, self.export)}
        tools = row(finder.count, self.find, self.view, self.weights, self.export, gap=8)
        self.layout: QHBoxLayout = row((self._titles, 1), tools, gap=16, margins=(24, 12, 16, 12))

    def tell(self, summary: str) -> None:
        """Say below the title what the ranking holds."""
        self._subtitle.setText(summary)

    def allow(self, *, ready: bool) -> None:
        """Offer what needs a ranking, or nothing."""
        for part in (self.export, self.view, self.weights, self.find):
            part.setVisible(ready)

    def show_titles(self, *, shown: bool) -> None:
        """Show the title, or leave its place to others."""
        self._titles.setVisible(shown)

    def fit(self, width: int) -> None:
        """Take no more room than there is: in large text the icons stand alone, under the same names."""
        px = self._theme.px
        scarce = self._theme.compact or width < px(ROOMY)
        self.find.setFixedWidth(px(FIND_ROOM_COMPACT if scarce else FIND_ROOM))
        for button, words in self._worded.items():
            button.setText("" if width < px(TIGHT) else words)
            button.set_name(words)
