"""What the table of the ranking says: its columns, and the rows in words for the eye and for a screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, Qt

from dd_panel.analysis.uncertainty import chance_in_words
from dd_panel.text import _
from dd_panel.ui.round.ranking.rows import HIGHEST, FundingLine, PlaceRow, RankRow, lowest_shown
from dd_panel.ui.widgets.painting import CENTRE, LEFT, RIGHT
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.domain.rounds import Round
    from dd_panel.ui.round.ranking.choice import Key
    from dd_panel.ui.widgets.index import Index

ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)
PLACE, APPLICATION, MODEL, MEAN, REVIEWERS, LIKELY, CHANCE, VIEWS, COST, RUNNING = range(10)
COLUMNS: Final = 10
WIDTHS: Final = {
    PLACE: 52,
    MODEL: 120,
    MEAN: 64,
    REVIEWERS: 144,
    LIKELY: 136,
    CHANCE: 100,
    VIEWS: 60,
    COST: 68,
    RUNNING: 108,
}
COMPACT_WIDTHS: Final = {
    PLACE: 52,
    MEAN: 60,
    REVIEWERS: 132,
    LIKELY: 124,
    CHANCE: 96,
    VIEWS: 60,
    COST: 64,
    RUNNING: 104,
}
NARROW_WIDTHS: Final = {PLACE: 52, MEAN: 60, LIKELY: 120, CHANCE: 96, RUNNING: 104}
NARROWEST_WIDTHS: Final = {PLACE: 52, MEAN: 60, CHANCE: 96}
ALIGNED: Final = {PLACE: CENTRE, VIEWS: CENTRE, MEAN: RIGHT, COST: RIGHT, RUNNING: RIGHT}


SORTED_BY: Final[dict[int, Key]] = {
    PLACE: "place",
    APPLICATION: "application",
    MODEL: "model",
    MEAN: "mean",
    REVIEWERS: "spread",
    LIKELY: "likely",
    CHANCE: "chance",
    COST: "cost",
}
"""What pressing a column's header sorts by."""


class RankingModel(QAbstractTableModel):
    """Places, the funding line, and applications without a place."""

    def __init__(self) -> None:
        super().__init__()
        self._rules: Round | None = None
        self._rows: tuple[RankRow, ...] = ()
        self.lowest = 0
        self.placed = 0

    @property
    def rows(self) -> tuple[RankRow, ...]:
        """What is shown, from top to bottom."""
        return self._rows

    @property
    def cut(self) -> int | None:
        """The last place that is funded, None where everybody placed is."""
        return self._rules.places if self._rules is not None and self._rules.places < self.placed else None

    def measure(self, rules: Round, every: Sequence[RankRow]) -> None:
        """Draw dots and ranges for the whole of this ranking, whatever part of it is shown."""
        before = self.lowest, self.placed, self.cut
        self._rules = rules
        self.lowest = lowest_shown(every)
        self.placed = sum(isinstance(row, PlaceRow) and row.percent is not None for row in every)
        if before != (self.lowest, self.placed, self.cut):
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, COLUMNS - 1)

    def show_rows(self, rows: tuple[RankRow, ...]) -> None:
        """Show another order, or say more about the same one without moving anything."""
        if [_about(row) for row in rows] == [_about(row) for row in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, COLUMNS - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_of(self, reference: str) -> int | None:
        """The row of an application, None when there is none."""
        for at, row in enumerate(self._rows):
            if isinstance(row, PlaceRow) and row.line.application.reference == reference:
                return at
        return None

    @property
    def funding_row(self) -> int | None:
        """The row of the funding line, None without one."""
        return next((at for at, row in enumerate(self._rows) if isinstance(row, FundingLine)), None)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else COLUMNS

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self._rows[index.row()], FundingLine):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGNED.get(section, LEFT)
        if role != Qt.ItemDataRole.DisplayRole or self._rules is None:
            return None
        score = {"mean": _("Mean"), "median": _("Median"), "agreed": _("Agreed")}[self._rules.method]
        reviewers = _("Reviewers, {low}–{high}").format(low=self.lowest, high=HIGHEST)
        return (
            _("Place"),
            _("Application"),
            _("Model"),
            score,
            reviewers,
            _("Likely place, 1–{last}").format(last=self.placed),
            _("In top {count}").format(count=self._rules.places),
            _("Views"),
            _("Cost"),
            _("Running cost"),
        )[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken()
        if isinstance(row, FundingLine):
            return row.title if role == Qt.ItemDataRole.DisplayRole and index.column() == PLACE else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._tip(row, index.column()) or "")
        return None

    def _words(self, row: PlaceRow) -> tuple[str, ...]:
        application = row.line.application
        totals = _(", ").join(f"{value:.0f}" for value in row.percents)
        views = _("Views differ") if row.differs else ""
        return (
            row.place,
            application.lead_authority,
            application.model,
            row.mean,
            totals or row.notes,
            row.range,
            row.chance,
            views,
            row.cost,
            row.running,
        )

    def _tip(self, row: PlaceRow, column: int) -> str | None:
        if column == APPLICATION:
            return "\n".join(part for part in (row.line.application.heading, row.notes) if part)
        if column == LIKELY and row.likely is not None:
            return _("Nine times in ten it belongs in place {range}.").format(range=row.range)
        if column == CHANCE and row.likely is not None:
            return _("A place above the line is {words} ({chance}).").format(
                words=chance_in_words(row.likely.chance), chance=row.chance
            )
        if column == VIEWS and row.differs:
            return _("The highest and the lowest total lie far apart.")
        if column == RUNNING and row.first_over:
            return _("Here the support asked for passes the fund.")
        return None


def _about(row: RankRow) -> tuple[str, str]:
    return (row.line.application.reference, row.place) if isinstance(row, PlaceRow) else ("", row.title)
