"""The official score once more, in arrays, so that a round can be ranked hundreds of times under other rules.

Weighted mean over the criteria that are judged, then mean or median over the reviews; the exact arithmetic of the
official ranking is in the domain, and this agrees with it to within rounding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.analysis.table import Chosen, Floats, Method, ReviewTable, Whole


class Scoring:
    """A table's marks as positions (n x criteria, NaN where a criterion can't be judged), ready for any weights."""

    def __init__(self, table: ReviewTable, tie_break: tuple[int, ...] = ()) -> None:
        import numpy as np

        self._applications = len(table.applications)
        self._tie_break = tie_break
        rows = table.ordered
        self.application: Whole = np.array([row.application for row in rows], dtype=np.intp)
        self.reviewers = table.reviewers
        names = {name: number for number, name in enumerate(self.reviewers)}
        self.reviewer: Whole = np.array([names[row.reviewer] for row in rows], dtype=np.intp)
        self._official = np.array([row.position for row in rows], dtype=np.float64)
        marks = np.array([row.marks for row in rows], dtype=np.float64).reshape(len(rows), len(table.criteria))
        for column, criterion in enumerate(table.criteria):
            marks[:, column] /= criterion.steps
            if criterion.lowest_best:
                marks[:, column] = 1 - marks[:, column]
        self._judged = ~np.isnan(marks)
        self._marks = np.where(self._judged, marks, 0.0)

    def positions(self, weights: Sequence[float] | None = None) -> Floats:
        """The reviews' totals (n), under the round's weights or others; NaN where what was judged weighs nothing."""
        import numpy as np

        if weights is None:
            return self._official
        share = np.array(weights, dtype=np.float64)
        judged = self._judged @ share
        earned = self._marks @ share
        found: Floats = np.divide(earned, judged, out=np.full(len(earned), np.nan), where=judged > 0)
        return found

    def keys(self, positions: Floats, method: Method = "mean", without: int | None = None) -> Floats:
        """What decides the order (keys x applications): the score, NaN without one, then the tie-breaking means.

        `without` leaves one reviewer out, by number.
        """
        import numpy as np

        kept: Chosen = ~np.isnan(positions)
        if without is not None:
            kept &= self.reviewer != without
        score = self._medians(positions, kept) if method == "median" else self._means(positions, kept)
        broken = [self._means(self._marks[:, key], kept & self._judged[:, key]) for key in self._tie_break]
        return np.array([score, *broken])

    def _means(self, values: Floats, kept: Chosen) -> Floats:
        import numpy as np

        where = self.application[kept]
        counts = np.bincount(where, minlength=self._applications)
        sums = np.bincount(where, values[kept], minlength=self._applications)
        found: Floats = np.divide(sums, counts, out=np.full(self._applications, np.nan), where=counts > 0)
        return found

    def _medians(self, values: Floats, kept: Chosen) -> Floats:
        import numpy as np

        where, chosen = self.application[kept], values[kept]
        chosen = chosen[np.lexsort((chosen, where))]
        counts = np.bincount(where, minlength=self._applications)
        starts = np.cumsum(counts) - counts
        found = np.full(self._applications, np.nan)
        some = counts > 0
        lower, upper = (starts + (counts - 1) // 2)[some], (starts + counts // 2)[some]
        found[some] = (chosen[lower] + chosen[upper]) / 2
        return found
