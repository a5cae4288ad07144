"""The programme behind an assignment: one yes-or-no for each pair that may be made, handed to HiGHS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.analysis.table import Chosen, Floats, Whole

_HALF = 0.5

_LONG = 3_600.0
"""Seconds that no search takes; without a limit HiGHS chooses a way that is fifty times slower."""

_SCALE = 1_000.0
"""What a unit of fit weighs: HiGHS takes differences of less than a ten-millionth for none."""


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

    def best(
        self, least: Whole, most: Whole, worst: int | None, bridges: Sequence[Bridge], *, seconds: float | None
    ) -> Solved | None:
        """The best choice within these loads (members); None where there is none, or none was found in time.

        With `worst`, each application reaches that sum of fit or the best it could have alone. `bridges` may be asked
        of applications that need reviews only.
        """
        import numpy as np
        from scipy.optimize import Bounds, milp

        pairs = len(self._rows)
        chosen = np.zeros(self._shape, dtype=bool)
        if not pairs:
            return Solved(chosen, 0.0) if not self._needs.sum() else None
        # Without a floor and without bridges every corner of the programme is whole anyway (a network's matrix).
        network = worst is None and not bridges
        # Nothing better is left as soon as less than one unit of fit is in doubt.
        greatest = float(self._best.sum()) / self._unit + 1
        found = milp(
            -self._gain,
            integrality=None if network else np.ones(pairs),
            bounds=Bounds(0, 1),
            constraints=self._constraints(least, most, worst, bridges),
            options={
                "mip_rel_gap": 0.4 / greatest,
                "time_limit": _LONG if seconds is None else max(seconds, 0.1),
                "presolve": not network,
            },
        )
        if found.x is None:
            return None
        taken = found.x > _HALF
        chosen[self._needing[self._rows[taken]], self._members[taken]] = True
        gap = float(found.mip_gap or 0.0)
        return Solved(chosen, gap if gap > _HALF / greatest else 0.0)

    def _constraints(self, least: Whole, most: Whole, worst: int | None, bridges: Sequence[Bridge]) -> list[Any]:
        import numpy as np
        from scipy.optimize import LinearConstraint
        from scipy.sparse import csr_array

        pairs, count = len(self._rows), len(self._needing)
        at = np.arange(pairs)
        by_application = csr_array((np.ones(pairs), (self._rows, at)), shape=(count, pairs))
        by_member = csr_array((np.ones(pairs), (self._members, at)), shape=(self._shape[1], pairs))
        rules = [LinearConstraint(by_application, self._needs, self._needs), LinearConstraint(by_member, least, most)]
        if worst is not None:
            served = csr_array((self._fit.astype(float), (self._rows, at)), shape=(count, pairs))
            rules.append(LinearConstraint(served, np.minimum(worst, self._best) - self._served, np.inf))
        if bridges:
            rules.append(self._bridging(bridges))
        return rules

    def _bridging(self, bridges: Sequence[Bridge]) -> Any:  # noqa: ANN401 (scipy ships no types)
        """One reviewer at least on each side of every bridge, unless one stands there already."""
        import numpy as np
        from scipy.optimize import LinearConstraint
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
        return LinearConstraint(matrix, wanted, np.inf)


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
