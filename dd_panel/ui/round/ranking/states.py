"""What stands in the place of the ranking's table while there is nothing to show in it, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QStackedWidget

from dd_panel.text import _
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.layouts import column, held
from dd_panel.ui.widgets.states import EmptyState, SkeletonRows

if TYPE_CHECKING:
    from dd_panel.ui.round.ranking.read import RankingRead
    from dd_panel.ui.round.ranking.table import RankingTable
    from dd_panel.ui.theme import Theme

SKELETONS: Final = 8
TABLE, EMPTY, LOADING, NOTHING = range(4)


class RankingStates(QStackedWidget):
    """The table, or one sentence with one thing to do where no scoresheet was merged or no application fits.

    The buttons `to_returns` and `to_everything` are those things to do.
    """

    def __init__(self, theme: Theme, table: RankingTable) -> None:
        super().__init__()
        self.to_returns = Button(theme, _("Go to Returns"), "primary")
        self.to_everything = Button(theme, _("Show everything"), "primary")
        empty = EmptyState(
            theme, ("scales", "accent"), _("No ranking yet"), _("Merge at least one scoresheet."), self.to_returns
        )
        nothing = EmptyState(
            theme,
            ("list", "accent"),
            _("Nothing fits"),
            _("No application is of this model, topic, region and side of the line."),
            self.to_everything,
        )
        self.addWidget(table)
        for state in (empty, SkeletonRows(theme, SKELETONS), nothing):
            self.addWidget(held(column(state, None, margins=(24, 24, 24, 24))))

    @property
    def empty(self) -> bool:
        """Whether it says that nothing was merged yet."""
        return self.currentIndex() == EMPTY

    def show_state(self, read: RankingRead | None, *, fits: bool) -> None:
        """Show what is due for what was read, None before the first reading; `fits` where any row is to be shown."""
        if read is None:
            self.setCurrentIndex(LOADING)
        elif not read.has_reviews:
            self.setCurrentIndex(EMPTY)
        else:
            self.setCurrentIndex(TABLE if fits else NOTHING)
