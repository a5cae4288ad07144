"""Whether totals drift over the order of reading: the first ones read judged otherwise than the last.

Source: the Mann–Kendall test for trend (H. B. Mann, Econometrica 13, 1945; M. G. Kendall, Rank Correlation Methods,
1975), with the correction of its variance for ties.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING

from dd_panel.domain.totals import mean_of

if TYPE_CHECKING:
    from collections.abc import Sequence

FEWEST = 9
"""With fewer applications, a trend is as likely to be chance."""

MOST = 200
"""Of a longer order, evenly spaced totals are compared: every pair of a thousand would take too long."""

SURE = 1.96
"""The normal deviate that chance passes one time in twenty."""

FAR = Fraction(8, 100)
"""A difference of fewer points of 100 between the first and the last third is worth no question."""


@dataclass(frozen=True, slots=True)
class Drift:
    """The mean total, 0 … 1, of the first and the last third of what was read; `third` is how many that is."""

    first: Fraction
    last: Fraction
    third: int


def drift_over(totals: Sequence[Fraction]) -> Drift | None:
    """The drift of totals (0 … 1) in the order of reading, or None where there is none to speak of."""
    if len(totals) < FEWEST:
        return None
    third = len(totals) // 3
    drift = Drift(mean_of(totals[:third]), mean_of(totals[-third:]), third)
    if abs(drift.last - drift.first) < FAR or abs(trend(totals)) < SURE:
        return None
    return drift


def trend(totals: Sequence[Fraction]) -> float:
    """The standard normal deviate of the Mann–Kendall statistic: above 0 where totals rise, 0 where all are equal."""
    every = -(-len(totals) // MOST)
    seen = [float(total) for total in totals[::every]]
    count = len(seen)
    concord = sum((later > earlier) - (later < earlier) for earlier, later in combinations(seen, 2))
    ties = sum(same * (same - 1) * (2 * same + 5) for same in Counter(seen).values())
    variance = (count * (count - 1) * (2 * count + 5) - ties) / 18
    if not concord or variance <= 0:
        return 0.0
    return (concord - (1 if concord > 0 else -1)) / sqrt(variance)
