"""Draws of the places that the reviews leave open, each a ranking that might be the true one.

A draw takes the ratio v²/s² and s² from what the reviews say of them, the reviewers' strictness given those, and then
every application's true total: its mean without strictness, shrunk towards the grand mean by as much as its own few
reviews are noise, and spread by what the shrinking leaves open.

Sources: composition sampling from the joint posterior, Gelman et al. 2013, chapter 3; flat prior on the deviation
between applications, Gelman 2006; ranks from draws, Laird and Louis 1989.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.analysis.watch import UNWATCHED

if TYPE_CHECKING:
    import numpy as np
    from numpy.random import Generator
    from numpy.typing import NDArray

    from dd_panel.analysis.model import Fit
    from dd_panel.analysis.table import Floats
    from dd_panel.analysis.watch import Watch

    Places = NDArray[np.unsignedinteger]

DRAWS = 4000
SEED = 20140210
_AT_ONCE = 1_000_000
"""Totals held at a time: some 50 MB with all that is made of them."""
_DEVIATIONS = 40
"""Points of the grid for the deviation between applications."""


def draw_places(fit: Fit, watch: Watch = UNWATCHED) -> Places:
    """The place of every application with a review in each of 4,000 draws (draws x p), 1 being best.

    Raises StoppedError when the watch says so.
    """
    import numpy as np

    applications = len(fit.means)
    chance = np.random.default_rng(SEED)
    noise, strictness = _draw_reviewers(fit, chance)
    places = np.empty((DRAWS, applications), dtype=np.min_scalar_type(applications))
    order = np.arange(1, applications + 1, dtype=places.dtype)
    at_once = max(1, _AT_ONCE // applications)
    for start in range(0, DRAWS, at_once):
        watch.step(start, DRAWS)
        part = slice(start, start + at_once)
        totals = _draw_totals(fit, noise[part], strictness[part], chance)
        best_first = np.argsort(-totals, axis=1)
        np.put_along_axis(places[part], best_first, np.broadcast_to(order, best_first.shape), axis=1)
    watch.step(DRAWS, DRAWS)
    return places


def _draw_reviewers(fit: Fit, chance: Generator) -> tuple[Floats, Floats]:
    """s² (draws) and the reviewers' strictness (draws x m)."""
    import numpy as np

    ratios, likely = fit.plausible_ratios()
    picked = chance.choice(len(ratios), size=DRAWS, p=likely)
    ratio = ratios[picked][:, None]
    noise = fit.leftover(ratios)[picked] / chance.chisquare(fit.freedom, DRAWS)
    precision = 1 + ratio * fit.eigenvalues
    along = ratio * fit.projections / precision
    along += np.sqrt(noise[:, None] * ratio / precision) * chance.standard_normal(along.shape)
    return noise, along @ fit.eigenvectors.T


def _draw_totals(fit: Fit, noise: Floats, strictness: Floats, chance: Generator) -> Floats:
    """The applications' true totals (draws x p), given s² and strictness."""
    import numpy as np

    means = fit.means - strictness @ fit.shares.T
    counts = fit.columns.counts
    variance = _draw_application_variance(means, noise, counts, chance)
    error = noise[:, None] / counts
    trust = 1 / (variance[:, None] + error)
    weight = trust.sum(axis=1)
    grand = (trust * means).sum(axis=1) / weight + chance.standard_normal(len(noise)) / np.sqrt(weight)
    shrink = variance[:, None] * trust
    totals = grand[:, None] + shrink * (means - grand[:, None])
    totals += np.sqrt(shrink * error) * chance.standard_normal(totals.shape)
    found: Floats = totals
    return found


def _draw_application_variance(means: Floats, noise: Floats, counts: NDArray[np.intp], chance: Generator) -> Floats:
    """The variance of the applications' true totals (draws), from its likelihood on a grid with a flat prior.

    The likelihood is that of means ~ N(grand, variance + s²/reviews) with the grand mean integrated out; applications
    with equally many reviews are taken together.
    """
    import numpy as np

    deviation = max(float(means.std(axis=1).mean()), float(np.sqrt(noise.mean() * (1 / counts).mean())))
    grid = np.linspace(0.02, 2.0, _DEVIATIONS) * deviation
    shape = (len(noise), _DEVIATIONS)
    logarithm, trust, sums, squares = np.zeros(shape), np.zeros(shape), np.zeros(shape), np.zeros(shape)
    centred = means - means.mean(axis=1, keepdims=True)
    for reviews in np.unique(counts):
        alike = centred[:, counts == reviews]
        each = 1 / (grid**2 + noise[:, None] / reviews)
        logarithm += alike.shape[1] * np.log(each) / 2
        trust += alike.shape[1] * each
        sums += each * alike.sum(axis=1)[:, None]
        squares += each * (alike**2).sum(axis=1)[:, None]
    logarithm -= (squares - sums**2 / trust + np.log(trust)) / 2
    likely = np.cumsum(np.exp(logarithm - logarithm.max(axis=1, keepdims=True)), axis=1)
    picked = (likely < chance.random(len(noise))[:, None] * likely[:, -1:]).sum(axis=1)
    found: Floats = grid[np.minimum(picked, _DEVIATIONS - 1)] ** 2
    return found
