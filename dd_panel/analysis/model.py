"""The model of strictness, fitted: total = application + reviewer + the rest, applications fixed, reviewers random.

y_ij = a_i + r_j + e_ij with r_j ~ N(0, v²), e_ij ~ N(0, s²). Centring every application on its own mean removes the
a_i; what is left depends on the one ratio v²/s² through the eigenvalues of the reviewers' matrix
L = Z'Z - Z'A (A'A)⁻¹ A'Z (A and Z say which review belongs to which application and reviewer).

Sources: residual maximum likelihood, Patterson and Thompson 1971; the profile over one ratio after one
eigen-decomposition, Kang et al. 2008 (EMMA) and Bates et al. 2015; best linear unbiased prediction, Henderson 1975 and
Robinson 1991; the half-Cauchy prior on a between-group deviation, Gelman 2006.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dd_panel.analysis.groups import find_groups
from dd_panel.analysis.table import Refusal, columns_of
from dd_panel.text import _

if TYPE_CHECKING:
    from dd_panel.analysis.groups import Groups
    from dd_panel.analysis.table import Columns, Floats, ReviewTable

_LEAST_DISAGREEMENT = 1e-20
"""A sum of squares below this is rounding: positions lie between 0 and 1 and are exact to 16 digits."""

_ROUNDING = 1e-12
"""What is left over below this part of the whole is what rounding leaves of 0."""

_RATIOS = (1e-4, 1e3)
"""The ratios v²/s² that are tried; below them reviewers differ by nothing that could be told from chance."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The fitted model, in the coordinates in which it is simple: the eigenvectors of the reviewers' matrix.

    `shares` (p x m) holds how much of an application's mean comes from each reviewer; `eigenvalues` (m) and
    `eigenvectors` (m x m) are those of the reviewers' matrix, `projections` (m) the centred totals along them;
    `between` is what constant differences between reviewers can explain of the sum of squares within applications,
    along each vector, and `within` what they can't. `freedom` = n - p; `ratio` is v²/s².
    """

    columns: Columns
    groups: Groups
    means: Floats
    shares: Floats
    eigenvalues: Floats
    eigenvectors: Floats
    projections: Floats
    between: Floats
    within: float
    freedom: int
    ratio: float

    @property
    def noise_variance(self) -> float:
        """s²: how much totals differ after strictness, in squared positions."""
        return float(self.leftover(self.ratio)) / self.freedom

    @property
    def strictness_variance(self) -> float:
        """v²: how much reviewers differ in strictness, in squared positions."""
        return self.ratio * self.noise_variance

    @property
    def undisputed(self) -> bool:
        """Whether everybody gave the same total wherever they read the same application."""
        return float(self.between.sum()) + self.within < _LEAST_DISAGREEMENT

    def leftover(self, ratio: Floats | float) -> Floats:
        """The weighted residual sum of squares at one ratio, or at each of several."""
        import numpy as np

        each = np.atleast_1d(np.asarray(ratio, dtype=np.float64))[:, None]
        found: Floats = self.within + (self.between / (1 + each * self.eigenvalues)).sum(axis=1)
        return found if np.ndim(ratio) else found[0]

    def misfit(self, ratios: Floats) -> Floats:
        """Minus twice the residual log-likelihood at each ratio, s² profiled out, up to a constant."""
        import numpy as np

        spread = np.log1p(ratios[:, None] * self.eigenvalues).sum(axis=1)
        leftover = np.maximum(self.leftover(ratios), _LEAST_DISAGREEMENT)
        found: Floats = self.freedom * np.log(leftover) + spread
        return found

    def effects(self) -> Floats:
        """The best predictions of the reviewers' strictness (m), in positions: positive gives better totals."""
        along = self.ratio * self.projections / (1 + self.ratio * self.eigenvalues)
        found: Floats = self.eigenvectors @ along
        return found

    def adjusted(self) -> Floats:
        """The mean over each application's reviews (p) of the total less its reviewer's strictness."""
        found: Floats = self.means - self.shares @ self.effects()
        return found

    def application_variance(self) -> float:
        """The variance of the applications' true totals: that of the adjusted means less what their errors add to it.

        The errors' covariance is (A' Σ⁻¹ A)⁻¹ with Σ = s² I + v² Z Z'; never below 0.
        """
        import numpy as np

        adjusted = self.adjusted()
        if len(adjusted) < 2:  # noqa: PLR2004 (a variance needs two)
            return 0.0
        along = self.shares @ self.eigenvectors
        along = (along - along.mean(axis=0)) * np.sqrt(self.strictness_variance / (1 + self.ratio * self.eigenvalues))
        noise = self.noise_variance * float((1 / self.columns.counts).mean())
        added = noise + float((along**2).sum()) / (len(adjusted) - 1)
        return max(0.0, float(adjusted.var(ddof=1)) - added)

    def plausible_ratios(self) -> tuple[Floats, Floats]:
        """Ratios v²/s² and how likely each is, given the reviews: the residual likelihood times a half-Cauchy prior."""
        import numpy as np

        ratios = np.geomspace(*_RATIOS, num=200)
        deviation = np.sqrt(ratios)
        # Flat in the deviation v/s up to about 1; the grid is even in the logarithm, hence one more factor v/s.
        logarithm = -self.misfit(ratios) / 2 + np.log(deviation) - np.log1p(deviation**2)
        likely = np.exp(logarithm - logarithm.max())
        return ratios, likely / likely.sum()


def never_differ() -> Refusal:
    """Why nothing follows from reviews that are undisputed: that few reviewers agree is no sign that all would."""
    return Refusal(
        _("All reviews of an application give the same total, so how far reviewers differ cannot be measured.")
    )


def fit_strictness(table: ReviewTable) -> Fit | Refusal:
    """Fit the model to the totals of a table, or say why it can't be fitted."""
    if not table.rows:
        return Refusal(_("No review counts yet, so there is nothing to compare."))
    if len(table.reviewers) == 1:
        return Refusal(_("Only one reviewer’s reviews count, so there is nobody to compare with."))
    if table.scored == len(table.rows):
        return Refusal(_("No application has two reviews that count, so reviewers can’t be compared."))
    fit = _decompose(columns_of(table), find_groups(table))
    if fit.undisputed:
        return fit
    if fit.freedom <= int((fit.eigenvalues > 0).sum()):
        return Refusal(_("Too few reviewers read the same applications to tell strictness from chance."))
    return _at_best_ratio(fit)


def _decompose(columns: Columns, groups: Groups) -> Fit:
    """The data in the eigenvectors of the reviewers' matrix, with the ratio still at 0."""
    import numpy as np

    applications, reviewers = len(columns.scored), len(columns.reviewers)
    reads = np.zeros((applications, reviewers))
    np.add.at(reads, (columns.application, columns.reviewer), 1.0)
    shares = reads / columns.counts[:, None]
    eigenvalues, eigenvectors = np.linalg.eigh(np.diag(reads.sum(axis=0)) - reads.T @ shares)
    means = columns.means(columns.position)
    centred = columns.position - means[columns.application]
    projections: Floats = eigenvectors.T @ np.bincount(columns.reviewer, centred, minlength=reviewers)
    # Each group's common level is one direction that no shared application measures: exactly 0, whatever rounding says.
    unmeasured = len(groups.reviewers)
    eigenvalues[:unmeasured] = projections[:unmeasured] = 0.0
    between = np.zeros(reviewers)
    between[unmeasured:] = projections[unmeasured:] ** 2 / eigenvalues[unmeasured:]
    total = float(centred @ centred)
    within = total - float(between.sum())
    return Fit(
        columns=columns,
        groups=groups,
        means=means,
        shares=shares,
        eigenvalues=eigenvalues,
        eigenvectors=eigenvectors,
        projections=projections,
        between=between,
        within=within if within > _ROUNDING * total else 0.0,
        freedom=len(columns.position) - applications,
        ratio=0.0,
    )


def _at_best_ratio(fit: Fit) -> Fit:
    """The fit at the most likely ratio: a coarse grid, because there may be two peaks, then finer ones around the best.

    A ratio below the grid is 0: the reviewers' differences are then no larger than chance makes them.
    """
    import numpy as np

    low, high = np.log(_RATIOS)
    grid, step = np.linspace(low, high, 121), (high - low) / 120
    best = float(grid[fit.misfit(np.exp(grid)).argmin()])
    for _round in range(6):
        grid = np.linspace(best - step, best + step, 21)
        best, step = float(grid[fit.misfit(np.exp(grid)).argmin()]), step / 10
    candidates = np.array([0.0, np.exp(best)])
    return replace(fit, ratio=float(candidates[fit.misfit(candidates).argmin()]))
