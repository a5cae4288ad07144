"""The model of strictness, against the likelihood written out in full and against published figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import optimize

from dd_panel.analysis.agreement import reliability
from dd_panel.analysis.model import Fit, fit_strictness
from dd_panel.analysis.table import Refusal, ReviewTable
from tests.analysis.panels import a_grid, a_table, mock_panel, shrout_and_fleiss

Matrix = NDArray[np.float64]


def fitted(table: ReviewTable) -> Fit:
    fit = fit_strictness(table)
    assert isinstance(fit, Fit)
    return fit


class WrittenOut:
    """The residual likelihood with every matrix in full, as a textbook has it."""

    def __init__(self, table: ReviewTable) -> None:
        rows = table.ordered
        reviewers = table.reviewers
        scored = sorted({row.application for row in rows})
        self.y = np.array([row.position for row in rows])
        self.x = np.array([[float(row.application == each) for each in scored] for row in rows])
        self.z = np.array([[float(row.reviewer == each) for each in reviewers] for row in rows])

    def parts(self, noise: float, strictness: float) -> tuple[Matrix, Matrix, Matrix]:
        sigma = noise * np.eye(len(self.y)) + strictness * self.z @ self.z.T
        inverse = np.linalg.inv(sigma)
        applications = np.linalg.solve(self.x.T @ inverse @ self.x, self.x.T @ inverse @ self.y)
        return sigma, inverse, applications

    def misfit(self, logarithms: Matrix) -> float:
        sigma, inverse, applications = self.parts(*np.exp(logarithms))
        rest = self.y - self.x @ applications
        determinants = np.linalg.slogdet(sigma)[1] + np.linalg.slogdet(self.x.T @ inverse @ self.x)[1]
        return float(determinants + rest @ inverse @ rest)

    def best(self) -> tuple[float, float]:
        """s² and v², the best of searches from several places."""
        starts = [np.log([noise, noise * ratio]) for noise in (1e-3, 1e-2) for ratio in (1e-3, 0.3, 10.0)]
        runs = [
            optimize.minimize(
                self.misfit, start, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-11, "maxiter": 6000}
            )
            for start in starts
        ]
        noise, strictness = np.exp(min(runs, key=lambda run: float(run.fun)).x)
        return float(noise), float(strictness)


def unbalanced(seed: int) -> ReviewTable:
    """A small panel in which everybody reads something else."""
    chance = np.random.default_rng(seed)
    applications, reviewers = int(chance.integers(6, 12)), int(chance.integers(4, 8))
    strictness = chance.normal(0, 0.12, reviewers)
    rows = [
        (application, f"R{reviewer}", float(0.5 + 0.02 * application + strictness[reviewer] + chance.normal(0, 0.08)))
        for application in range(applications)
        for reviewer in chance.choice(reviewers, size=int(chance.integers(1, 5)), replace=False)
    ]
    return a_table(rows, applications)


@pytest.mark.parametrize("seed", range(8))
def test_the_fit_is_that_of_the_likelihood_written_out_in_full(seed: int) -> None:
    table = unbalanced(seed)
    fit, full = fitted(table), WrittenOut(table)
    noise, strictness = full.best()
    assert fit.noise_variance == pytest.approx(noise, rel=1e-4)
    assert fit.strictness_variance == pytest.approx(strictness, rel=1e-3, abs=1e-7)
    _sigma, inverse, applications = full.parts(fit.noise_variance, fit.strictness_variance)
    effects = fit.strictness_variance * full.z.T @ inverse @ (full.y - full.x @ applications)
    assert fit.effects() == pytest.approx(effects, abs=1e-9)
    assert fit.adjusted() == pytest.approx(applications, abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_the_error_of_the_adjusted_means_is_that_of_generalised_least_squares(seed: int) -> None:
    table = unbalanced(seed)
    fit, full = fitted(table), WrittenOut(table)
    _sigma, inverse, applications = full.parts(fit.noise_variance, fit.strictness_variance)
    covariance = np.linalg.inv(full.x.T @ inverse @ full.x)
    many = len(applications)
    added = (np.trace(covariance) - covariance.sum() / many) / (many - 1)
    expected = max(0.0, float(applications.var(ddof=1)) - float(added))
    assert fit.application_variance() == pytest.approx(expected, abs=1e-10)


def test_shrout_and_fleiss_are_reproduced(shared_data: Path) -> None:
    found = reliability(shrout_and_fleiss(shared_data))
    assert not isinstance(found, Refusal)
    assert found.of_mean(1) == pytest.approx(0.289764, abs=5e-7)
    assert found.of_adjusted_mean(1) == pytest.approx(0.714841, abs=5e-7)
    assert found.of_adjusted_mean(4) == pytest.approx(0.909316, abs=5e-7)


@pytest.mark.parametrize("panel", [1, 2, 3])
def test_where_everybody_reads_everything_nothing_is_adjusted(panel: int, shared_data: Path) -> None:
    fit = fitted(mock_panel(shared_data, panel))
    assert fit.adjusted() == pytest.approx(fit.means, abs=1e-12)


def test_reviewers_who_differ_by_the_same_everywhere_are_seen_through() -> None:
    truth, strictness = [0.2, 0.4, 0.5, 0.7], [-0.1, 0.0, 0.1]
    table = a_table(
        [
            (application, f"R{reviewer}", truth[application] + strictness[reviewer])
            for application, readers in enumerate([(0, 1), (1, 2), (0, 2), (0, 1)])
            for reviewer in readers
        ]
    )
    fit = fitted(table)
    assert fit.effects() == pytest.approx(strictness, abs=1e-4)
    assert fit.adjusted() == pytest.approx(truth, abs=1e-4)


def test_no_difference_beyond_chance_leaves_the_means_as_they_are() -> None:
    fit = fitted(a_grid([0.4, 0.6], [0.6, 0.4], [0.5, 0.3], [0.3, 0.5]))
    assert fit.ratio == 0
    assert fit.adjusted() == pytest.approx(fit.means)


def test_the_order_of_reading_changes_no_number() -> None:
    table = unbalanced(3)
    turned = ReviewTable(table.applications, table.rows[::-1])
    assert fitted(turned).adjusted().tolist() == fitted(table).adjusted().tolist()


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (ReviewTable(("DD-001",), ()), "No review counts yet, so there is nothing to compare."),
        (a_grid([0.2], [0.4]), "Only one reviewer’s reviews count, so there is nobody to compare with."),
        (
            a_grid([0.2, None], [None, 0.4]),
            "No application has two reviews that count, so reviewers can’t be compared.",
        ),
        (a_grid([0.2, 0.4]), "Too few reviewers read the same applications to tell strictness from chance."),
    ],
)
def test_what_cannot_be_fitted_is_said(table: ReviewTable, sentence: str) -> None:
    assert fit_strictness(table) == Refusal(sentence)
