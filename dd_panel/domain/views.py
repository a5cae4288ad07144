"""Whether reviewers see an application so differently that it is worth talking about."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FAR_APART = 24
"""Points (of 100) between an application's highest and lowest total above which its reviewers' views differ."""

SCORES_APART = Fraction(3, 5)
"""Share of a scale between the highest and the lowest score on a criterion from which views on it differ."""


def views_differ(positions: Sequence[Fraction]) -> bool:
    """Whether the reviewers' totals of one application lie further apart than is usual among people who agree."""
    return bool(positions) and 100 * (max(positions) - min(positions)) > FAR_APART


def scores_differ(positions: Sequence[Fraction]) -> bool:
    """Whether the reviewers' scores on one criterion lie so far apart that it is worth talking about."""
    return bool(positions) and max(positions) - min(positions) >= SCORES_APART
