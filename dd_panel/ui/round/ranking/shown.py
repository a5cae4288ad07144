"""What stands in the table of the ranking: the official order or one that is tried, the whole of it or a part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dd_panel.ui.garbage import read_undisturbed
from dd_panel.ui.jobs import NewestJob
from dd_panel.ui.round.ranking.choice import Choice, chosen_rows
from dd_panel.ui.round.ranking.rows import PlaceRow, rows_of, rows_with_outlook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dd_panel.analysis.table import Refusal
    from dd_panel.domain.identifiers import CriterionKey
    from dd_panel.services.results.ranking import Outlook, Ranking
    from dd_panel.services.results.weighing import Tried, Weighing
    from dd_panel.ui.jobs import Jobs, Report
    from dd_panel.ui.round.ranking.model import RankingModel
    from dd_panel.ui.round.ranking.rows import RankRow


class ShownRanking(QObject):
    """The rows of the table, whatever they are made from.

    `shown` comes whenever other rows stand there, `tried` with what other weights gave: None for the official order.
    """

    shown = Signal()
    tried = Signal(object)

    def __init__(self, jobs: Jobs, model: RankingModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._official: Ranking | None = None
        self._bare_rows: tuple[RankRow, ...] = ()
        self._official_rows: tuple[RankRow, ...] = ()
        self._weighing: Weighing | None = None
        self._weights: Mapping[CriterionKey, float] | None = None
        self._tried: Tried | None = None
        self._every: tuple[RankRow, ...] = ()
        self._choice = Choice()
        self._trying = NewestJob(jobs, self)
        self._trying.finished.connect(self._on_tried)

    @property
    def ranking(self) -> Ranking | None:
        """The ranking that the rows are about, None before anything was read."""
        return self._official if self._tried is None else self._tried.ranking

    @property
    def trying(self) -> bool:
        """Whether the order shown is one under other weights."""
        return self._tried is not None

    @property
    def every(self) -> tuple[RankRow, ...]:
        """All rows, also those that are left out at present."""
        return self._every

    @property
    def counts(self) -> tuple[int, int]:
        """How many applications are shown, and of how many."""
        here, there = (sum(isinstance(row, PlaceRow) for row in rows) for rows in (self._model.rows, self._every))
        return here, there

    def show_official(self, ranking: Ranking, rows: tuple[RankRow, ...]) -> None:
        """Show this order, or remember it while other weights are tried: they are then tried on it."""
        if ranking is not self._official:
            self._weighing = None
        self._official, self._bare_rows, self._official_rows = ranking, rows, rows
        if self._weights is None:
            self._show(rows)
        else:
            self.try_weights(self._weights)

    def show_outlook(self, outlook: Outlook) -> None:
        """Say more about the official order; nothing moves."""
        if self._official is not None:
            self._official_rows = rows_with_outlook(self._bare_rows, self._official, outlook)
            if self._tried is None:
                self._show(self._official_rows)

    def choose(self, choice: Choice) -> None:
        """Show a part, or another order."""
        self._choice = choice
        self._show(self._every)

    def try_weights(self, weights: Mapping[CriterionKey, float] | None) -> None:
        """Rank under other weights beside the window; None goes back to the official order."""
        self._weights = weights
        if weights is None or self._official is None:
            self._trying.cancel()
            self._tried = None
            self._show(self._official_rows)
            self.tried.emit(None)
        else:
            self._trying.start(_work(self._official, self._weighing, weights))

    def _on_tried(self, found: tuple[Weighing, Tried | Refusal, tuple[RankRow, ...]]) -> None:
        from dd_panel.services.results.weighing import Tried

        weighing, tried, rows = found
        if self._weights is None:
            return
        if weighing.ranking is self._official:
            self._weighing = weighing
        self._tried = tried if isinstance(tried, Tried) else None
        self._show(rows if self._tried is not None else self._official_rows)
        self.tried.emit(tried)

    def _show(self, every: tuple[RankRow, ...]) -> None:
        self._every = every
        if self._official is not None:
            self._model.measure(self._official.rules, every)
        self._model.show_rows(chosen_rows(every, self._choice))
        self.shown.emit()


def _work(
    ranking: Ranking, ready: Weighing | None, weights: Mapping[CriterionKey, float]
) -> Callable[[Report], tuple[Weighing, Tried | Refusal, tuple[RankRow, ...]]]:
    def work(report: Report) -> tuple[Weighing, Tried | Refusal, tuple[RankRow, ...]]:
        from dd_panel.services.results.weighing import Tried, Weighing  # brings numpy

        with read_undisturbed():
            weighing = ready or Weighing(ranking)
            report.stop_if_cancelled()
            tried = weighing.try_weights(weights)
            report.stop_if_cancelled()
            return weighing, tried, rows_of(tried.ranking, tried.was) if isinstance(tried, Tried) else ()

    return work
