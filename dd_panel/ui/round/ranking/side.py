"""What stands beside the ranking: the details of one application, other weights to try, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from dd_panel.ui.round.ranking.weights import WeightsPanel
from dd_panel.ui.widgets.frames import Rule
from dd_panel.ui.widgets.layouts import row
from dd_panel.ui.widgets.turns import ANY_WIDTH, no_room_for_both

if TYPE_CHECKING:
    from dd_panel.analysis.table import Refusal
    from dd_panel.domain.rubric import Rubric
    from dd_panel.services.results.weighing import Tried
    from dd_panel.ui.round.ranking.detail import RankingDetail
    from dd_panel.ui.theme import Theme

MOST: Final = 0.38
"""Of the page's width."""


class RankingSide(QWidget):
    """Holds one of both at a time; the details are wanted until somebody closes them.

    `weighed` carries weights to try, None for the round's own; `weights_closed` comes when the person is done,
    `turned` when it came into sight or went out of it.
    """

    weighed = Signal(object)
    weights_closed = Signal()
    turned = Signal()

    def __init__(self, theme: Theme, detail: RankingDetail) -> None:
        super().__init__()
        self._theme = theme
        self._detail = detail
        self._details_wanted = True
        self._alone = False
        self._allowed = False
        self.weights: WeightsPanel | None = None
        self._rubric: Rubric | None = None
        self._weighing = False
        self._pages = QStackedWidget()
        self._pages.addWidget(detail)
        self.setLayout(row(Rule(theme, "standing"), (self._pages, 1), gap=0))

    @property
    def weighing(self) -> bool:
        """Whether other weights are being tried."""
        return self._weighing

    def offer_weights(self, rubric: Rubric) -> None:
        """Let these criteria be weighed otherwise; their panel is made when somebody first wants it."""
        if rubric == self._rubric:
            return
        old, self._rubric = self.weights, rubric
        self.weights = self._make_weights(rubric) if self._weighing else None
        if old is not None:
            self._pages.removeWidget(old)
            old.deleteLater()
        self._show()

    def open_weights(self) -> None:
        """Show the weights, and give the keyboard to the first."""
        if self.weights is None and self._rubric is not None:
            self.weights = self._make_weights(self._rubric)
        self._weighing = self.weights is not None
        self._show()
        if self.weights is not None:
            next(iter(self.weights.boxes.values())).setFocus()

    def close_weights(self) -> None:
        """Put the weights away; the next time they begin with the round's own."""
        self._weighing = False
        if self.weights is not None:
            self.weights.forget()
        self._show()

    def show_tried(self, tried: Tried | Refusal | None) -> None:
        """Say what the weights would change."""
        if self.weights is not None:
            self.weights.show_tried(tried)

    def show_details(self, *, on: bool) -> None:
        """Show the details, or leave all the room to the table."""
        self._details_wanted = on
        self._show()

    def allow(self, on: bool) -> None:
        """Whether there is anything to stand beside."""
        self._allowed = on
        self._show()

    def fit(self, width: int) -> None:
        """Take the design's share of a page so wide, or all of it where large text leaves no room for both."""
        alone = no_room_for_both(self._theme, width)
        self.setMinimumWidth(0)
        self.setMaximumWidth(ANY_WIDTH)
        if not alone:
            self.setFixedWidth(min(self._theme.pane("ranking_detail"), round(width * MOST)))
        if alone != self._alone:
            self._alone = alone
            # The table comes first, and the details are opened from it; who reads them goes on reading.
            focused: QWidget | None = self.window().focusWidget()
            self._details_wanted = not alone or (focused is not None and self.isAncestorOf(focused))
            self._show()

    @property
    def covers(self) -> bool:
        """Whether it stands in the place of the table, until somebody closes it."""
        return self._alone and not self.isHidden()

    def _make_weights(self, rubric: Rubric) -> WeightsPanel:
        weights = WeightsPanel(self._theme, rubric)
        weights.weighed.connect(self._on_weighed)
        weights.closed.connect(self.weights_closed)
        self._pages.addWidget(weights)
        return weights

    def _show(self) -> None:
        if self._weighing and self.weights is not None:
            self._pages.setCurrentWidget(self.weights)
        else:
            self._pages.setCurrentWidget(self._detail)
        self.setVisible(self._allowed and (self._weighing or self._details_wanted))
        self.turned.emit()

    def _on_weighed(self, weights: object) -> None:
        self.weighed.emit(weights if self.weights is not None and self.weights.other else None)
