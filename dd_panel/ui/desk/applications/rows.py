"""The rows of the desk's list, and which of them are in sight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSortFilterProxyModel

from dd_panel.domain.search_words import folded, words_of
from dd_panel.domain.totals import weighted_total
from dd_panel.ui.desk.words import spoken_row, total_words
from dd_panel.ui.widgets.list_rows import ListRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.domain.rubric import Rubric
    from dd_panel.services.review.reviewing import DeskItem
    from dd_panel.ui.widgets.index import Index


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """One application as the list shows it.

    `points` is the total of a finished one from worst (0) to best (1), -1 for any other; `haystack` is all that can be
    searched, without case and accents.
    """

    place: int
    reference: str
    authority: str
    service: str
    status: str
    total: str
    points: float
    haystack: str

    @property
    def below(self) -> str:
        """The second line of the row."""
        return f"{self.reference}  ·  {self.service}" if self.service else self.reference


def row_of(item: DeskItem, rubric: Rubric, place: int) -> ApplicationRow:
    """Put together what the list shows and searches of one application."""
    application = item.application
    total = weighted_total(rubric, item.review.scores).position if item.status == "complete" else None
    searched = (
        application.reference,
        application.lead_authority,
        *application.partners,
        application.title,
        application.service,
        application.model,
    )
    return ApplicationRow(
        place,
        application.reference,
        application.lead_authority,
        application.service,
        item.status,
        total_words(item, rubric),
        -1.0 if total is None else float(total),
        folded("\n".join(searched)),
    )


class ApplicationRows(ListRows[ApplicationRow]):
    """All applications on the desk in the suggested order."""

    def __init__(self, rubric: Rubric, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rubric = rubric
        self._items: list[DeskItem] = []
        self._places: dict[str, int] = {}

    def show_items(self, items: Sequence[DeskItem]) -> None:
        """Show these applications."""
        self._items = list(items)
        rows = [row_of(item, self._rubric, place) for place, item in enumerate(items)]
        self._places = {row.reference: row.place for row in rows}
        self.show_rows(rows)

    def show_item(self, item: DeskItem) -> bool:
        """Show one application afresh; returns whether its row is different."""
        place = self._places[item.application.reference]
        self._items[place] = item
        row = row_of(item, self._rubric, place)
        if row == self.rows[place]:
            return False
        self.rows = (*self.rows[:place], row, *self.rows[place + 1 :])
        index = self.index(place)
        self.dataChanged.emit(index, index)
        return True

    def place_of(self, reference: str) -> int:
        """Where an application stands, counted from 0; -1 when it is not on the desk."""
        return self._places.get(reference, -1)

    def words(self, row: ApplicationRow) -> str:
        return row.authority

    def spoken(self, row: ApplicationRow) -> str:
        return spoken_row(self._items[row.place], self._rubric)  # of the few rows that somebody hears

    def tip(self, row: ApplicationRow) -> str:
        return f"{row.authority}\n{row.below}"


class RowsInSight(QSortFilterProxyModel):
    """The rows that fit what was typed and the chip that is chosen, in the order asked for.

    What fits is worked out in one go before Qt asks for it row by row: 5,000 rows stay well within one frame.
    """

    def __init__(self, rows: ApplicationRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._words: tuple[str, ...] = ()
        self._status = ""
        self._order = "suggested"
        self._fits: list[bool] = []
        self.setDynamicSortFilter(False)
        rows.modelReset.connect(self.fit)
        self.setSourceModel(rows)
        self.fit()

    def find(self, text: str) -> None:
        """Show the rows that hold every word of a text."""
        self._words = words_of(text)
        self.fit()

    def show_status(self, status: str) -> None:
        """Show the rows of one status; an empty one shows all."""
        self._status = status
        self.fit()

    @property
    def order(self) -> str:
        """One of suggested, reference, service, name, total."""
        return self._order

    def set_order(self, order: str) -> None:
        """Put the rows into the suggested order, or by reference, service, name or my total."""
        self._order = order
        self.sort(0 if order != "suggested" else -1)

    def ordered(self) -> list[str]:
        """The references of all rows in the order asked for, those out of sight too."""
        return [row.reference for row in sorted(self._rows.rows, key=self._sorts)]

    def fitting(self) -> frozenset[str]:
        """The references of the rows that fit."""
        return frozenset(row.reference for row, fits in zip(self._rows.rows, self._fits, strict=True) if fits)

    def fit(self) -> None:
        """Work out afresh which rows fit."""
        rows = self._rows.rows
        fits = [not self._status or row.status == self._status for row in rows]
        for word in self._words:
            fits = [fit and word in row.haystack for fit, row in zip(fits, rows, strict=True)]
        if fits == self._fits:
            return  # most letters of a word leave the same rows, and Qt would ask for each of them again
        self.beginFilterChange()
        self._fits = fits
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        return source_row >= len(self._fits) or self._fits[source_row]

    def lessThan(self, source_left: Index, source_right: Index) -> bool:
        left, right = self._rows.rows[source_left.row()], self._rows.rows[source_right.row()]
        return self._sorts(left) < self._sorts(right)

    def _sorts(self, row: ApplicationRow) -> tuple[float, str, int]:
        """What a row is sorted by; rows that are alike stay in the suggested order."""
        if self._order == "total":
            return -row.points, "", row.place
        words = {"reference": row.reference, "service": row.service.casefold(), "name": row.authority.casefold()}
        return 0, words.get(self._order, ""), row.place
