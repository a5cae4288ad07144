"""The programme behind an assignment: one yes-or-no for each pair that may be made, handed to HiGHS.

First as a linear programme, in which pairs may be made in part: what that can't reach nobody can, and mostly its
answer is whole already. Where it isn't, its prices say which pairs are worth trying, and that others are not: a pair
left out costs at least its reduced cost (Dantzig, Fulkerson and Johnson 1954), so the answer is still proved.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.analysis.table import Chosen, Floats, Whole

_HALF = 0.5

_HAIR = 1e-6
"""How far from a whole number an answer may be and still be taken for one."""

_LONG = 3_600.0
"""Seconds that no search takes; without a limit HiGHS chooses a way that is fifty times slower."""

_SCALE = 1_000.0
"""What a unit of fit weighs: HiGHS takes differences of less than a ten-millionth for none."""

_FIRST_MARGIN = 0.6 * _SCALE
"""The reduced cost up to which pairs are tried first: more than all chance together weighs."""


@dataclass(frozen=True, slots=True)
class Bridge:
    """An application (index) that must have a reviewer inside a group of members (indices) and one outside it."""

    application: int
    group: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Solved:
    """The pairs of a solution (applications x members) and the relative gap that is not proved."""

    chosen: Chosen
    gap: float


@dataclass(frozen=True, slots=True)
class Rules:
    """What a choice must keep to: `low` ≤ `matrix` · choice ≤ `high`, a row for each rule, a column for each pair."""

    matrix: Any
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The best choice in which pairs may be made in part: `taken` (pairs, 0 … 1), what it costs, and its prices.

    `prices` (pairs) say what at least the cost rises when a pair is decided otherwise.
    """

    rules: Rules
    taken: Floats
    cost: float
    prices: Floats


class Model:
    """Pairs to choose from, each application needing a number of them, for the greatest sum of fit.

    All arrays are applications x members, `needs` applications. Where fits are equal, `chance` (0 … 1) decides; all of
    it together weighs less than one step of fit.
    """

    def __init__(self, fit: Whole, chance: Floats, open_pairs: Chosen, standing: Chosen, needs: Whole) -> None:
        import numpy as np

        self._shape = fit.shape
        self._needing = np.flatnonzero(needs)
        self._needs = needs[self._needing]
        row_of = np.full(len(needs), -1)
        row_of[self._needing] = np.arange(len(self._needing))
        rows, self._members = np.nonzero(open_pairs & (needs > 0)[:, np.newaxis])
        self._rows = row_of[rows]
        self._fit = fit[rows, self._members]
        # Counted in the largest unit that all fits share, so that what chance may add stays easy to tell apart.
        self._unit = int(np.gcd.reduce(self._fit, initial=0)) or 1
        little = _HALF / (int(needs.sum()) + 1)
        self._gain = _SCALE * (self._fit / self._unit + chance[rows, self._members] * little)
        self._standing = standing[self._needing]
        self._served = (fit * standing).sum(axis=1)[self._needing]
        self._best = self._served + self._most_fit(fit, open_pairs)
        self._steps = np.zeros(len(self._needing), dtype=np.intp)
        np.gcd.at(self._steps, self._rows, self._fit)
        self._steps[self._steps == 0] = 1

    def _most_fit(self, fit: Whole, open_pairs: Chosen) -> Whole:
        """The greatest fit that each application could get if it were alone."""
        import numpy as np

        mine = np.where(open_pairs, fit, 0)[self._needing]
        ordered = -np.sort(-mine, axis=1)
        taken = np.arange(ordered.shape[1])[np.newaxis, :] < self._needs[:, np.newaxis]
        return np.asarray((ordered * taken).sum(axis=1))

    def levels(self) -> list[int]:
        """The sums of fit that an application may reach, as far as they are worth trying, rising."""
        steps = {0, *(int(each) for each in self._best)}
        reached = {int(each) for each in self._served}
        parts = sorted({int(each) for each in self._fit})
        for _review in range(int(self._needs.max(initial=0))):
            reached |= {one + part for one in reached for part in parts}
        return sorted(steps | {each for each in reached if each <= int(self._best.max(initial=0))})

    def worst(self, chosen: Chosen) -> int | None:
        """The least fit among the applications that could be served better; None where each is served at its best."""
        import numpy as np

        fit = np.zeros(self._shape, dtype=np.intp)
        fit[self._needing[self._rows], self._members] = self._fit
        sums = self._served + (fit * chosen).sum(axis=1)[self._needing]
        open_ones = sums < self._best
        return int(sums[open_ones].min()) if open_ones.any() else None

    def relaxed(
        self, least: Whole, most: Whole, worst: int | None, bridges: Sequence[Bridge], *, seconds: float | None
    ) -> Relaxed | None:
        """The best choice within these loads (members) if pairs could be made in part; None where there is none.

        With `worst`, each application reaches that sum of fit or the best it could have alone. `bridges` may be asked
        of applications that need reviews only.
        """
        import numpy as np
        from scipy.optimize import linprog

        if not len(self._rows):
            nothing = np.zeros(0)
            return None if self._needs.sum() else Relaxed(Rules(None, nothing, nothing), nothing, 0.0, nothing)
        rules = self._rules(least, most, worst, bridges)
        exact = rules.low == rules.high
        above, below = ~exact & np.isfinite(rules.low), ~exact & np.isfinite(rules.high)
        found = linprog(
            -self._gain,
            A_ub=_stacked([rules.matrix[below], -rules.matrix[above]]),
            b_ub=np.concatenate([rules.high[below], -rules.low[above]]),
            A_eq=rules.matrix[exact],
            b_eq=rules.low[exact],
            bounds=(0, 1),
            method="highs-ds",
            # A network's programme (no floor, no bridges) is solved before it could be made smaller.
            options={"presolve": worst is not None or bool(bridges), "time_limit": _limit(seconds)},
        )
        if found.x is None or found.status != 0:
            return None
        return Relaxed(rules, found.x, float(found.fun), np.abs(found.lower.marginals + found.upper.marginals))

    def best(self, least: Whole, most: Whole) -> Solved | None:
        """The best choice within these loads (members); None where there is none."""
        relaxed = self.relaxed(least, most, None, (), seconds=None)
        return None if relaxed is None else self.whole(relaxed, seconds=None)

    def whole(self, relaxed: Relaxed, *, seconds: float | None) -> Solved | None:
        """The best choice of whole pairs; None where there is none, or none was found in time.

        Pairs are tried whose price is within a margin. A choice with any other costs the relaxed one's cost and the
        margin at least; so once the best one found costs no more, nothing better is left.
        """
        import numpy as np

        taken, ended = relaxed.taken, time.monotonic() + _limit(seconds)
        margin, found = _FIRST_MARGIN, None
        if np.abs(taken - taken.round()).max(initial=0) < _HAIR:
            return self._solved(taken, 0.0)
        while found is None or found.doubt > _HALF * _SCALE:
            tried = self._tried(relaxed, margin, ended - time.monotonic())
            if tried is None and (found is not None or math.isinf(margin)):
                break  # what was found before is still a choice, though not a proved one
            found = tried
            if time.monotonic() > ended:
                break
            margin = math.inf if found is None else found.cost - relaxed.cost
        if found is None:
            return None
        return self._solved(found.taken, found.doubt / -found.cost if found.doubt > _HALF * _SCALE else 0.0)

    def _tried(self, relaxed: Relaxed, margin: float, seconds: float) -> _Tried | None:
        """The best choice in which pairs whose price exceeds the margin stay as they are in the relaxed one."""
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp

        free = relaxed.prices <= margin
        taken = np.where(free, 0.0, relaxed.taken.round())
        there = relaxed.rules.matrix @ taken
        # Nothing better is left as soon as less than one unit of fit is in doubt.
        greatest = float(self._best.sum()) / self._unit + 1
        found = milp(
            -self._gain[free],
            integrality=np.ones(int(free.sum())),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(
                relaxed.rules.matrix[:, free], relaxed.rules.low - there, relaxed.rules.high - there
            ),
            options={"mip_rel_gap": 0.4 / greatest, "time_limit": max(seconds, 0.1)},
        )
        if found.x is None:
            return None
        taken[free] = found.x
        cost = float(-self._gain @ taken)
        bound = min(cost - float(found.fun) + float(found.mip_dual_bound), relaxed.cost + margin)
        return _Tried(taken, cost, cost - max(bound, relaxed.cost))

    def _solved(self, taken: Floats, gap: float) -> Solved:
        import numpy as np

        chosen = np.zeros(self._shape, dtype=bool)
        pairs = taken > _HALF
        chosen[self._needing[self._rows[pairs]], self._members[pairs]] = True
        return Solved(chosen, gap)

    def _rules(self, least: Whole, most: Whole, worst: int | None, bridges: Sequence[Bridge]) -> Rules:
        import numpy as np
        from scipy.sparse import csr_array

        pairs, count = len(self._rows), len(self._needing)
        at = np.arange(pairs)
        by_application = csr_array((np.ones(pairs), (self._rows, at)), shape=(count, pairs))
        by_member = csr_array((np.ones(pairs), (self._members, at)), shape=(self._shape[1], pairs))
        parts: list[tuple[Any, Any, Any]] = [(by_application, self._needs, self._needs), (by_member, least, most)]
        if worst is not None:
            # Counted in steps that the application's own fits can make, and rounded up to one: what lies between two
            # steps no choice of whole pairs could use, but one of parts would.
            wanted = -(-(np.minimum(worst, self._best) - self._served) // self._steps)
            served = csr_array((self._fit / self._steps[self._rows], (self._rows, at)), shape=(count, pairs))
            parts.append((served, wanted, np.full(count, np.inf)))
        if bridges:
            parts.append(self._bridging(bridges))
        matrices, low, high = zip(*parts, strict=True)
        return Rules(_stacked(matrices).tocsc(), np.concatenate(low) * 1.0, np.concatenate(high) * 1.0)

    def _bridging(self, bridges: Sequence[Bridge]) -> tuple[Any, Floats, Floats]:
        """One reviewer at least on each side of every bridge, unless one stands there already."""
        import numpy as np
        from scipy.sparse import csr_array

        rows: list[int] = []
        columns: list[int] = []
        wanted: list[int] = []
        for bridge in bridges:
            row = int(np.flatnonzero(self._needing == bridge.application)[0])
            inside = np.isin(np.arange(self._shape[1]), bridge.group)
            for side in (inside, ~inside):
                mine = np.flatnonzero((self._rows == row) & side[self._members])
                rows += [len(wanted)] * len(mine)
                columns += mine.tolist()
                wanted.append(0 if self._standing[row, side].any() else 1)
        matrix = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(wanted), len(self._rows)))
        return matrix, np.array(wanted, dtype=float), np.full(len(wanted), np.inf)


@dataclass(frozen=True, slots=True)
class _Tried:
    """A choice (pairs), what it costs, and by how much a better one might cost less."""

    taken: Floats
    cost: float
    doubt: float


def _limit(seconds: float | None) -> float:
    return _LONG if seconds is None else max(seconds, 0.1)


def _stacked(matrices: Sequence[Any]) -> Any:  # noqa: ANN401 (scipy ships no types)
    from scipy.sparse import vstack

    return vstack(matrices)


def groups_of(read: Chosen) -> list[tuple[int, ...]]:
    """The groups of members tied together by what they read (applications x members); who reads nothing is in none."""
    import numpy as np
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    reading = np.flatnonzero(read.any(axis=0))
    if not len(reading):
        return []
    mine = csr_array(read[:, reading].astype(np.int32))
    _count, labels = connected_components(csr_array(mine.T @ mine), directed=False)
    groups = [tuple(int(each) for each in reading[labels == label]) for label in np.unique(labels)]
    return sorted(groups, key=lambda group: (len(group), group))
