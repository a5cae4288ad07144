"""How far reviewers agree: Krippendorff's alpha, differences in points, and how reliable a mean of reviews is.

Sources: Krippendorff 2019, *Content Analysis*, chapter 12 (alpha; units are applications); resampling of units, Efron
and Tibshirani 1993; reliability as intraclass correlation, Shrout and Fleiss 1979, McGraw and Wong 1996; what to
expect of experts, Mutz, Bornmann and Daniel 2012 (single-review correlation about 0.26 over 8,329 proposals).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dd_panel.analysis.model import fit_strictness, never_differ
from dd_panel.analysis.table import Refusal
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.analysis.table import Floats, ReviewTable, ScoredCriterion, Whole

Level = Literal["ordinal", "interval"]

SEED = 20140210
RESAMPLES = 1000
COVERAGE = 0.9
_AT_ONCE = 2_000_000
"""Numbers held at a time while resampling."""
_SLACK = 1e-9
"""What is smaller than this is rounding, in points as in squares of numbers about 1."""


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's alpha (1 full agreement, 0 no better than chance, negative worse), with its bootstrap interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Differences:
    """How far two reviews of the same application differ, over all such pairs.

    `mean` is in points, `within_one` the share of pairs at most one point apart.
    """

    pairs: int
    mean: float
    within_one: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the reviewers agree on one criterion, or on the total (`key` empty)."""

    key: str
    name: str
    alpha: Alpha | Refusal
    differences: Differences | Refusal


@dataclass(frozen=True, slots=True)
class Reliability:
    """Variance components of the totals, in squared positions: applications, strictness, and the rest."""

    applications: float
    strictness: float
    noise: float

    def of_mean(self, reviews: float) -> float:
        """How much of the variance of means over so many reviews, by different reviewers, is the applications' own."""
        return self.applications / (self.applications + (self.strictness + self.noise) / reviews)

    def of_adjusted_mean(self, reviews: float) -> float:
        """The same once strictness is taken out, or where the same reviewers read everything."""
        return self.applications / (self.applications + self.noise / reviews)


def agreement(table: ReviewTable) -> tuple[Agreement, ...]:
    """Agreement on every criterion in order (ordinal), and on the total last (interval)."""
    found = [_on_criterion(table, number, criterion) for number, criterion in enumerate(table.criteria)]
    units = [row.application for row in table.rows]
    totals = [row.position for row in table.rows]
    return (
        *found,
        Agreement(
            key="",
            name=_("Total"),
            alpha=krippendorff_alpha(units, totals, "interval"),
            differences=_differences(units, [total * table.span for total in totals]),
        ),
    )


def _on_criterion(table: ReviewTable, number: int, criterion: ScoredCriterion) -> Agreement:
    judged = [(row.application, mark) for row in table.rows if (mark := row.marks[number]) is not None]
    units = [unit for unit, _mark in judged]
    return Agreement(
        key=criterion.key,
        name=criterion.name,
        alpha=krippendorff_alpha(units, [float(mark) for _unit, mark in judged], "ordinal"),
        differences=_differences(units, [mark * criterion.step for _unit, mark in judged]),
    )


def what_alpha_means() -> str:
    """One sentence for everybody who meets a low alpha for the first time."""
    return _(
        "Alpha is 1 when reviewers agree fully and 0 when they agree no more than chance would; panels of experts "
        "usually score low, so read it together with the differences in points."
    )


# -- alpha -------------------------------------------------------------------------------------------------------------


def krippendorff_alpha(units: Sequence[int], values: Sequence[float], level: Level) -> Alpha | Refusal:
    """Alpha over all values, with an interval from 1,000 resamples of the units; or why it can't be computed.

    `units` says which application each value belongs to. In closed form, with SS_u and SS the sums of squares about the
    mean within a unit of m_u values and over all n values that share a unit with another:
    alpha = 1 - (n - 1) Σ_u m_u/(m_u - 1) SS_u / (n SS). The ordinal alpha is the interval alpha of mid-ranks, since its
    distance between two values, (n_c/2 + those between + n_k/2)², is the squared distance of their mid-ranks.
    """
    import numpy as np

    _units, unit, sizes = np.unique(np.array(units, dtype=np.intp), return_inverse=True, return_counts=True)
    paired = sizes[unit] > 1
    if not paired.any():
        return Refusal(_("Alpha cannot be computed: no application has two scores."))
    if (sizes > 1).sum() == 1:
        # It would be 0 whatever the scores are, and each resample the same once more.
        return Refusal(_("Alpha cannot be computed: only one application has two scores."))
    numbers: Floats = np.array(values, dtype=np.float64)
    # Rounded, so that totals that are equal but for rounding are one value.
    domain, value = np.unique(numbers[paired].round(12), return_inverse=True)
    if len(domain) == 1:
        return Refusal(_("Alpha cannot be computed: all scores are equal."))
    _units, unit = np.unique(unit[paired], return_inverse=True)
    sample = _Ranks(unit, value, domain) if level == "ordinal" else _Numbers(unit, value, domain)
    point = float(sample.alphas(np.ones((1, sample.units)))[0])
    resampled = sample.resampled()
    low, high = np.quantile(resampled if len(resampled) else [point], [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2])
    return Alpha(point, float(low), float(high))


class _Sample(ABC):
    """The values that share a unit, ready to be weighted by how often each unit was drawn."""

    def __init__(self, unit: Whole) -> None:
        import numpy as np

        self.sizes = np.bincount(unit).astype(np.float64)

    @property
    def units(self) -> int:
        """How many units there are."""
        return len(self.sizes)

    @property
    @abstractmethod
    def width(self) -> int:
        """How many numbers a resample needs at a time."""

    @abstractmethod
    def squares(self, weights: Floats) -> tuple[Floats, Floats]:
        """For each row of weights (resamples x units): SS_u (resamples x units, or one row for all), and SS."""

    def alphas(self, weights: Floats) -> Floats:
        """Alpha for each row of weights; a row in which nothing differs is left out."""
        inside, overall = self.squares(weights)
        count = weights @ self.sizes
        observed = (weights * inside * (self.sizes / (self.sizes - 1))).sum(axis=1)
        varied = overall > _SLACK * count
        found: Floats = 1 - (count[varied] - 1) * observed[varied] / (count[varied] * overall[varied])
        return found

    def resampled(self) -> Floats:
        """Alpha for 1,000 rounds drawn from this one, application by application."""
        import numpy as np

        chance = np.random.default_rng(SEED)
        at_once = max(1, min(RESAMPLES, _AT_ONCE // self.width))
        found: list[Floats] = []
        for start in range(0, RESAMPLES, at_once):
            rows = min(at_once, RESAMPLES - start)
            # Counting drawn units takes a quarter of the time of drawing the counts themselves.
            drawn = chance.integers(self.units, size=(rows, self.units)) + self.units * np.arange(rows)[:, None]
            counts = np.bincount(drawn.ravel(), minlength=rows * self.units).reshape(rows, self.units)
            found.append(self.alphas(counts.astype(np.float64)))
        return np.concatenate(found)


class _Numbers(_Sample):
    """Values on an interval scale, which stay where they are whatever is drawn."""

    def __init__(self, unit: Whole, value: Whole, domain: Floats) -> None:
        import numpy as np

        super().__init__(unit)
        # Between 0 and 1 around a middle of 0: alpha does not mind, and rounding then knows its size.
        placed = ((domain - domain.mean()) / (domain[-1] - domain[0]))[value]
        self._sums = np.bincount(unit, placed)
        self._squares = np.bincount(unit, placed**2)

    @property
    def width(self) -> int:
        return self.units

    def squares(self, weights: Floats) -> tuple[Floats, Floats]:
        overall = weights @ self._squares - (weights @ self._sums) ** 2 / (weights @ self.sizes)
        return (self._squares - self._sums**2 / self.sizes)[None, :], overall


class _Ranks(_Sample):
    """Values on an ordinal scale, whose mid-ranks depend on what else is drawn."""

    def __init__(self, unit: Whole, value: Whole, domain: Floats) -> None:
        import numpy as np

        super().__init__(unit)
        self._counts = np.zeros((self.units, len(domain)))
        np.add.at(self._counts, (unit, value), 1.0)

    @property
    def width(self) -> int:
        return self.units + self._counts.shape[1]

    def squares(self, weights: Floats) -> tuple[Floats, Floats]:
        import numpy as np

        counts = weights @ self._counts
        total = counts.sum(axis=1, keepdims=True)
        ranks = (np.cumsum(counts, axis=1) - counts / 2) / total - 0.5
        inside = ranks**2 @ self._counts.T - (ranks @ self._counts.T) ** 2 / self.sizes
        overall = (counts * ranks**2).sum(axis=1) - (counts * ranks).sum(axis=1) ** 2 / total[:, 0]
        return inside, overall


# -- differences in points ---------------------------------------------------------------------------------------------


def _differences(units: Sequence[int], points: Sequence[float]) -> Differences | Refusal:
    import numpy as np

    unit = np.array(units, dtype=np.intp)
    order = np.argsort(unit, kind="stable")
    unit, values = unit[order], np.array(points, dtype=np.float64)[order]
    pairs, apart, close = 0, 0.0, 0
    # Reviews of one application stand side by side: pair each with the next, with the one after it, and so on.
    for step in range(1, len(unit)):
        same = unit[step:] == unit[:-step]
        if not same.any():
            break
        gaps = np.abs(values[step:] - values[:-step])[same]
        pairs += len(gaps)
        apart += float(gaps.sum())
        close += int((gaps <= 1 + _SLACK).sum())
    if not pairs:
        return Refusal(_("No application has two scores to compare."))
    return Differences(pairs, apart / pairs, close / pairs)


# -- reliability -------------------------------------------------------------------------------------------------------


def reliability(table: ReviewTable) -> Reliability | Refusal:
    """The variance components of the totals, or why they can't be told apart."""
    fit = fit_strictness(table)
    if isinstance(fit, Refusal):
        return fit
    if fit.undisputed:
        return never_differ()
    return Reliability(fit.application_variance(), fit.strictness_variance, fit.noise_variance)


def reliability_in_words(table: ReviewTable) -> str:
    """How much the mean of as many reviews as an application has here says about the application itself."""
    found = reliability(table)
    if isinstance(found, Refusal):
        return found.sentence
    reviews = len(table.rows) / table.scored
    return _(
        "With {reviews} reviews an application on average, {part}% of what means differ by is the applications’ own, "
        "and {adjusted}% once strictness is taken out; the rest is who happened to read them, and chance."
    ).format(
        reviews=f"{reviews:.1f}".removesuffix(".0"),
        part=round(100 * found.of_mean(reviews)),
        adjusted=round(100 * found.of_adjusted_mean(reviews)),
    )
