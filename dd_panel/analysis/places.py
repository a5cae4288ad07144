"""Places from scores in floating numbers: equal is what differs by no more than rounding, and equal shares a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from dd_panel.analysis.table import Floats, Whole

    Membership = NDArray[np.int8]

EQUAL = 1e-9
"""Positions closer than this are the same; two that truly differ lie much further apart."""

IN, LEVEL, OUT = 1, 0, -1
"""Above the line whatever; level with others where there are too few places for all of them; below."""


def shared_places(keys: Floats) -> Whole:
    """Places 1, 2, 2, 4 by several keys (keys x applications), the first deciding first, higher being better.

    An application whose first key is NaN has no score, and place 0.
    """
    import numpy as np

    levels = np.array([_levels(key) for key in keys])
    order = np.lexsort(levels[::-1])[::-1]
    better = np.any(levels[:, order[1:]] != levels[:, order[:-1]], axis=0)
    place = np.ones(len(order), dtype=np.intp)
    place[1:] = np.maximum.accumulate(np.where(better, np.arange(2, len(order) + 1), 1))
    places = np.empty(len(order), dtype=np.intp)
    places[order] = place
    places[np.isnan(keys[0])] = 0
    return places


def _levels(key: Floats) -> Whole:
    """How many different values lie below each; NaN lies below all."""
    import numpy as np

    low = np.where(np.isnan(key), -np.inf, key)
    order = np.argsort(low, kind="stable")
    ordered = low[order]
    # Written without subtracting, because infinity less infinity is no number.
    steps = ordered[1:] > ordered[:-1] + EQUAL
    levels = np.empty(len(key), dtype=np.intp)
    levels[order] = np.concatenate([[0], np.cumsum(steps)]) if len(key) else 0
    return levels


def above_the_line(places: Whole, first: int) -> Membership:
    """Who is among the first `first` (IN), who is not (OUT), and who shares a place that is not enough for all (LEVEL).

    An application without a score is not.
    """
    import numpy as np

    sharing = np.bincount(places, minlength=int(places.max(initial=0)) + 1)
    last = places + sharing[places] - 1
    inside = (places > 0) & (last <= first)
    level = (places > 0) & (places <= first) & (last > first)
    return np.where(inside, IN, np.where(level, LEVEL, OUT)).astype(np.int8)
