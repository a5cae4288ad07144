"""How strict each reviewer is beside colleagues on the same applications, and what the means are without that.

Shown to the secretariat only. The model and its sources are in `model`.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

from dd_panel.analysis.model import fit_strictness
from dd_panel.analysis.table import Refusal, points_in_words, spread_out
from dd_panel.text import _

if TYPE_CHECKING:
    from dd_panel.analysis.groups import Groups
    from dd_panel.analysis.model import Fit
    from dd_panel.analysis.table import Floats, ReviewTable

FEWEST_REVIEWS = 5
"""With fewer reviews of applications that somebody else read too, a reviewer's strictness is too little to say."""

COVERAGE = 0.9
"""The part of all intervals that hold the true strictness."""


@dataclass(frozen=True, slots=True)
class ReviewerStrictness:
    """How one reviewer scores beside colleagues on the same applications.

    `effect`, `low` and `high` compare with the average of all others in the same group of reviewers, in positions,
    positive for better totals; None is too little to say.
    """

    reviewer: str
    reviews: int
    effect: float | None
    low: float | None
    high: float | None

    @property
    def clear(self) -> bool:
        """Whether the whole interval lies on one side of no difference."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True)
class Strictness:
    """The reviewers' strictness and the means without it.

    `adjusted` is a position for each application of the table, None without a review; it may lie a little outside
    0 … 1. `noise` is the standard deviation, in positions, of what neither strictness nor the application explains.
    `residuals` are what each review of the table, in its order, still differs by.
    """

    reviewers: tuple[ReviewerStrictness, ...]
    adjusted: tuple[float | None, ...]
    noise: float
    residuals: tuple[float, ...]
    groups: Groups

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know before using the adjusted means."""
        return tuple(note for note in (self.groups.note(), self.groups.bridge_note()) if note)


def strictness(table: ReviewTable) -> Strictness | Refusal:
    """Work out every reviewer's strictness and the adjusted means, or say why that can't be done."""
    fit = fit_strictness(table)
    return fit if isinstance(fit, Refusal) else strictness_of(table, fit)


def strictness_of(table: ReviewTable, fit: Fit) -> Strictness:
    """The reviewers' strictness from a model that is fitted already."""
    columns, adjusted = fit.columns, fit.adjusted()
    effect_of = dict(zip(columns.reviewers, fit.effects().tolist(), strict=True))
    mean_of = dict(zip(columns.scored.tolist(), adjusted.tolist(), strict=True))
    return Strictness(
        reviewers=_reviewers(fit),
        adjusted=spread_out(table, columns, adjusted),
        noise=fit.noise_variance**0.5,
        residuals=tuple(row.position - effect_of[row.reviewer] - mean_of[row.application] for row in table.rows),
        groups=fit.groups,
    )


def _reviewers(fit: Fit) -> tuple[ReviewerStrictness, ...]:
    import numpy as np

    columns = fit.columns
    many = len(columns.reviewers)
    effects = fit.effects()
    reach = NormalDist().inv_cdf((1 + COVERAGE) / 2) * _deviations(fit)
    reads = np.bincount(columns.reviewer, minlength=many)
    shared = np.bincount(columns.reviewer[columns.counts[columns.application] > 1], minlength=many)
    group_of = {each: number for number, group in enumerate(fit.groups.reviewers) for each in group}
    found: list[ReviewerStrictness] = []
    for number, name in enumerate(columns.reviewers):
        # Effects add up to 0 in a group: beside the others alone, each stands out a little more than beside all.
        others = len(fit.groups.reviewers[group_of[name]]) - 1
        beside = (others + 1) / others if others else 0.0
        effect, away = beside * float(effects[number]), beside * float(reach[number])
        enough = bool(shared[number] >= FEWEST_REVIEWS)
        found.append(
            ReviewerStrictness(
                reviewer=name,
                reviews=int(reads[number]),
                effect=effect if enough else None,
                low=effect - away if enough else None,
                high=effect + away if enough else None,
            )
        )
    return tuple(found)


def _deviations(fit: Fit) -> Floats:
    """The standard errors (m) of strictness beside the group's own average, the ratio's uncertainty included.

    Law of total variance over the plausible ratios: Var(r) = E[v² U (1 + ratio D)⁻¹ U'] + Var(r̂). A group's common
    level can't be seen and is left out.
    """
    import numpy as np

    if fit.undisputed:
        return np.zeros(len(fit.columns.reviewers))
    ratios, likely = fit.plausible_ratios()
    noise = fit.leftover(ratios) / fit.freedom
    shrunk = 1 / (1 + ratios[:, None] * fit.eigenvalues)
    measured = fit.eigenvalues > 0
    within = (likely * ratios * noise) @ (shrunk * measured)
    predicted = (ratios[:, None] * fit.projections * shrunk) @ fit.eigenvectors.T
    centre = likely @ predicted
    found: Floats = np.sqrt(within @ (fit.eigenvectors**2).T + likely @ (predicted - centre) ** 2)
    return found


def strictness_in_words(table: ReviewTable, found: ReviewerStrictness, name: str) -> str:
    """One sentence for the secretariat about one reviewer, in points of the table's scale."""
    if found.effect is None or found.low is None or found.high is None:
        return _("{name}: too few reviews to say how strict.").format(name=name)
    effect, *ends = (table.points(each) for each in (found.effect, found.low, found.high))
    low, high = sorted(ends)
    if low == high:
        return _("{name} gives the same points as colleagues on the same applications.").format(name=name)
    places = table.decimals
    if not found.clear:
        return _(
            "{name} gives about as many points as colleagues on the same applications (between {low} and {high})."
        ).format(name=name, low=_signed(low, places), high=_signed(high, places))
    near, far = sorted((abs(low), abs(high)))
    points = points_in_words(abs(effect), places)
    amounts = {"name": name, "points": points, "near": f"{near:.{places}f}", "far": f"{far:.{places}f}"}
    if effect < 0:
        sentence = _(
            "{name} gives on average {points} less than colleagues on the same applications ({near} to {far})."
        )
    else:
        sentence = _(
            "{name} gives on average {points} more than colleagues on the same applications ({near} to {far})."
        )
    return sentence.format(**amounts)


def _signed(points: float, decimals: int) -> str:
    amount = f"{abs(points):.{decimals}f}"
    if not float(amount):
        return _("no difference")
    return (_("{amount} less") if points < 0 else _("{amount} more")).format(amount=amount)
