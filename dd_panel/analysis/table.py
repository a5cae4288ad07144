"""What every calculation starts from: the reviews that count, as plain numbers, and the answer *can't be computed*."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dd_panel.text import ngettext

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.intp]
    Chosen = NDArray[np.bool_]

Method = Literal["mean", "median", "agreed"]

_SHORT_SPAN = 2


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something can't be computed, in one sentence for the reader; it stands in the place of the number."""

    sentence: str


@dataclass(frozen=True, slots=True)
class ScoredCriterion:
    """A criterion as the calculations see it.

    `weight` is its share of the whole (all add up to 1); marks run from 0 to `steps`, each worth `step` points of its
    own scale; `lowest_best` says that mark 0 is the best one.
    """

    key: str
    name: str
    weight: float
    steps: int
    step: float
    lowest_best: bool = False


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One review that counts.

    `application` is an index into the table's applications, `position` the review's total from worst (0) to best (1),
    `marks` one mark for each criterion, None where it can't be judged.
    """

    application: int
    reviewer: str
    position: float
    marks: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewTable:
    """The reviews of a round that count.

    `applications` holds what each is called, also those without a review; `span` is the length of the scale on which
    totals are shown, in points, and `lowest_best` says that its lowest end is the best one.
    Raises ValueError when a row points nowhere: the program's fault, never a reader's.
    """

    applications: tuple[str, ...]
    rows: tuple[ReviewRow, ...]
    criteria: tuple[ScoredCriterion, ...] = ()
    span: float = 1.0
    lowest_best: bool = False

    def __post_init__(self) -> None:
        """A row names an application of the table and has a mark for each criterion."""
        for row in self.rows:
            if not 0 <= row.application < len(self.applications) or len(row.marks) != len(self.criteria):
                raise ValueError(row)

    @property
    def reviewers(self) -> tuple[str, ...]:
        """Everybody with a review that counts, sorted."""
        return tuple(sorted({row.reviewer for row in self.rows}))

    @property
    def ordered(self) -> tuple[ReviewRow, ...]:
        """The rows by application and reviewer, so that the order of reading changes no number."""
        return tuple(sorted(self.rows, key=lambda row: (row.application, row.reviewer)))

    @property
    def scored(self) -> int:
        """How many applications have a review that counts."""
        return len({row.application for row in self.rows})

    @property
    def decimals(self) -> int:
        """To how many decimals a difference is told: a tenth of a point is much on a scale of one or two points."""
        return 1 if self.span > _SHORT_SPAN else 2

    def points(self, difference: float) -> float:
        """A difference between positions as points of the scale; on a scale where low is best, better is fewer."""
        return -difference * self.span if self.lowest_best else difference * self.span


@dataclass(frozen=True, slots=True)
class Columns:
    """A table's reviews as arrays, ordered by application and reviewer.

    `application` (n) counts only applications with a review; `scored` (p) maps them back to the table; `reviewer` (n)
    points into `reviewers`; `counts` (p) is the number of reviews of each.
    """

    application: Whole
    reviewer: Whole
    position: Floats
    scored: Whole
    reviewers: tuple[str, ...]
    counts: Whole

    def means(self, values: Floats) -> Floats:
        """The mean over each application's reviews (p) of one value a review (n)."""
        import numpy as np

        return np.bincount(self.application, values, minlength=len(self.scored)) / self.counts


def columns_of(table: ReviewTable) -> Columns:
    """The table's reviews as arrays; a table without reviews gives empty ones."""
    import numpy as np

    reviewers = table.reviewers
    index = {reviewer: number for number, reviewer in enumerate(reviewers)}
    rows = table.ordered
    scored, application = np.unique(np.array([row.application for row in rows], dtype=np.intp), return_inverse=True)
    return Columns(
        application=application.astype(np.intp),
        reviewer=np.array([index[row.reviewer] for row in rows], dtype=np.intp),
        position=np.array([row.position for row in rows], dtype=np.float64),
        scored=scored,
        reviewers=reviewers,
        counts=np.bincount(application, minlength=len(scored)),
    )


def spread_out(table: ReviewTable, columns: Columns, values: Floats) -> tuple[float | None, ...]:
    """One value for each application of the table, from one for each that has reviews (p); None for the others."""
    found: list[float | None] = [None] * len(table.applications)
    for index, value in zip(columns.scored.tolist(), values.tolist(), strict=True):
        found[index] = value
    return tuple(found)


def points_in_words(points: float, decimals: int = 1) -> str:
    """A distance on a scale, to so many decimals at the most: `0.4 points`, `1 point`."""
    text = f"{points:.{decimals}f}".rstrip("0").rstrip(".")
    return ngettext("{points} point", "{points} points", 1 if text == "1" else 2).format(points=text)
