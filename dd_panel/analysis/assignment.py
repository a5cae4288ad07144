"""Who reads what: every application its reviews, nobody barred, loads even, and the best fit of topics.

A mixed-integer programme solved by HiGHS through scipy. What comes first: every review that can be
made; even loads; the worst-served application as well served as can be; the sum; and a fixed chance of each pair, so
that reviewers meet many colleagues and the same round always gets the same plan. Then *bridges*: reviewers who form
groups that share no application can't be compared, so each group must share a few (methods.md, *Assignment*).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.analysis.assignment_model import Bridge, Model, groups_of
from dd_panel.analysis.assignment_room import even_room
from dd_panel.analysis.watch import UNWATCHED, Watch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.analysis.assignment_model import Relaxed, Solved
    from dd_panel.analysis.table import Chosen, Floats, Whole

BRIDGE_SHARE = 0.05
"""The share of its applications that a group of reviewers is to share with others."""

SECONDS = 12.0
"""How long the search for the best plan goes on; then the best one found is taken, and the gap is said."""

_MOST_ROUNDS = 25

_A_LITTLE = 0.5
"""Less than one step of fit."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is to be assigned, as numbers: `fit` of topics and fixed `chance` (0 … 1), both applications x members.

    `open_pairs` are those that may be made and `standing` those that stand and count (applications x members); `needs`
    are the reviews each application still lacks, `room` how many more each member may read. `leads` holds for each
    application the member who leads already, or -1.
    """

    fit: Whole
    chance: Floats
    open_pairs: Chosen
    standing: Chosen
    needs: Whole
    room: Whole
    leads: Whole


@dataclass(frozen=True, slots=True)
class Plan:
    """What to assign: `new` pairs (applications x members), and `leads` (applications; -1 where nobody can).

    `worst` is the fit of the worst-served application that had a choice, None where none had; `total` the sum of fits,
    `without_bridges` what it would be without bridges. `groups` counts the groups of reviewers in the end, `bridges`
    are the applications that tie groups together which would otherwise stand apart. `gap` is the relative distance
    that is not proved (0: nothing better exists); `proved` says whether the worst case is proved too.
    """

    new: Chosen
    leads: Whole
    worst: int | None
    total: int
    without_bridges: int
    groups: int
    bridges: tuple[int, ...]
    gap: float
    proved: bool

    @property
    def price(self) -> float:
        """The share of the fit that the bridges cost, 0 … 1."""
        return 1 - self.total / self.without_bridges if self.without_bridges else 0.0


def solve(problem: Problem, watch: Watch = UNWATCHED, seconds: float = SECONDS) -> Plan:
    """Fill what is needed; nothing that stands is touched. The needs must fit into the room (`shortage`).

    Raises StoppedError when the watch says so, between two steps of the search.
    """
    search = _Search(problem, watch, time.monotonic() + seconds)
    first, worst = search.best_worst()
    apart = groups_of(problem.standing | first.chosen)
    final = search.bridged(first, worst) if len(apart) > 1 else first
    together = problem.standing | final.chosen
    total, before = (int(problem.fit[problem.standing | each.chosen].sum()) for each in (final, first))
    return Plan(
        final.chosen,
        _leads(problem, final.chosen),
        worst,
        total,
        before,
        groups=len(groups_of(together)),
        bridges=_bridging(together, apart),
        gap=max(final.gap, 0.0),
        proved=search.proved,
    )


class _Search:
    """The steps towards the best plan, each a programme of its own."""

    def __init__(self, problem: Problem, watch: Watch, deadline: float) -> None:
        least, most = even_room(
            problem.needs, problem.open_pairs, problem.room, problem.standing.sum(axis=0, dtype="int64")
        )
        self._problem = problem
        self._model = Model(problem.fit, problem.chance, problem.open_pairs, problem.standing, problem.needs)
        self._even = (least, most)
        self._any = (least * 0, problem.room)
        self._watch = watch
        self._deadline = deadline
        self._done = 0
        self.proved = True

    def _relaxed(self, worst: int | None, bridges: Sequence[Bridge] = (), *, even: bool = True) -> Relaxed | None:
        self._watch.step(self._done, self._done + 3)
        self._done += 1
        least, most = self._even if even else self._any
        return self._model.relaxed(least, most, worst, bridges, seconds=self._left())

    def _step(self, worst: int | None, bridges: Sequence[Bridge] = (), *, even: bool = True) -> Solved | None:
        relaxed = self._relaxed(worst, bridges, even=even)
        return None if relaxed is None else self._model.whole(relaxed, seconds=self._left())

    def _left(self) -> float:
        return max(self._deadline - time.monotonic(), 2.0)

    def best_worst(self) -> tuple[Solved, int | None]:
        """The best plan whose worst-served application is served as well as can be, and how well that is.

        Applications that nobody could serve better don't count in that; None where there are no others.
        """
        self._watch.step(0, 3)
        found = self._model.best(*self._even)
        if found is None:
            message = "the needs do not fit into the room"
            raise ValueError(message)
        levels = self._model.levels()
        here = self._model.worst(found.chosen)
        if here is None:
            return found, None
        low = levels.index(here)
        high, relaxed = self._reachable(levels, low)
        middle = high  # mostly whole pairs reach what pairs in part can
        while low < high:
            better = None
            if time.monotonic() < self._deadline:
                relaxed = relaxed or self._relaxed(levels[middle])
                better = None if relaxed is None else self._model.whole(relaxed, seconds=self._left())
            if better is not None:
                found, low = better, middle
            else:
                self.proved = self.proved and time.monotonic() < self._deadline
                high = middle - 1
            middle, relaxed = (low + high + 1) // 2, None
        return found, levels[low]

    def _reachable(self, levels: Sequence[int], low: int) -> tuple[int, Relaxed | None]:
        """The highest of these levels that could be reached if pairs could be made in part, and how; `low` can."""
        high, found = len(levels) - 1, None
        while low < high and time.monotonic() < self._deadline:
            middle = (low + high + 1) // 2
            relaxed = self._relaxed(levels[middle])
            if relaxed is None:
                high = middle - 1
            else:
                low, found = middle, relaxed
        return high, found if low == high else None

    def bridged(self, first: Solved, worst: int | None) -> Solved:
        """The best plan with bridges between all groups; fewer of them, or less even loads, if there is no other way.

        Which applications become bridges is chosen by what each would lose; the rest is the best for these.
        """
        for even, share in ((True, BRIDGE_SHARE), (True, 0.0), (False, 0.0)):
            found: Solved | None = first
            bridges: list[Bridge] = []
            for _round in range(_MOST_ROUNDS):
                if found is None:
                    break
                apart = groups_of(self._problem.standing | found.chosen)
                if len(apart) == 1:
                    return found
                more = [each for group in apart[:-1] for each in self._bridges(found.chosen, group, share, bridges)]
                if not more:
                    break
                bridges += more
                found = self._step(worst, bridges, even=even) or self._step(None, bridges, even=even)
        return first

    def _bridges(self, chosen: Chosen, group: tuple[int, ...], share: float, there: Sequence[Bridge]) -> list[Bridge]:
        """The applications of a group that lose least when one of their reviewers comes from outside it."""
        import numpy as np

        problem = self._problem
        inside = np.isin(np.arange(chosen.shape[1]), group)
        read = (problem.standing | chosen)[:, inside].sum(axis=1)
        others = problem.open_pairs & ~inside
        gives = np.where(chosen, problem.fit, problem.fit.max() + 1).min(axis=1)
        gets = np.where(others, problem.fit + problem.chance * _A_LITTLE, -1).max(axis=1)
        able = (read > 1) & chosen[:, inside].any(axis=1) & others.any(axis=1)
        able[[bridge.application for bridge in there]] = False
        order = sorted(np.flatnonzero(able), key=lambda each: (gives[each] - gets[each], each))
        wanted = max(1, int(-(-share * int((read > 0).sum()) // 1)))
        return [Bridge(int(each), group) for each in order[:wanted]]


def _bridging(together: Chosen, apart: list[tuple[int, ...]]) -> tuple[int, ...]:
    """The applications whose reviewers come from several groups of those that would stand apart."""
    if len(apart) <= 1:
        return ()
    return tuple(
        number for number, row in enumerate(together) if sum(bool(row[list(group)].any()) for group in apart) > 1
    )


def _leads(problem: Problem, new: Chosen) -> Whole:
    """One lead each: of the new reviewers where there are any, else of those that stand; evenly, then by fit."""
    import numpy as np

    without = problem.leads < 0
    fresh = np.asarray(new.any(axis=1))[:, np.newaxis]
    may_lead = ((new & fresh) | (problem.standing & ~fresh)) & without[:, np.newaxis]
    needs = np.asarray(may_lead.any(axis=1), dtype=np.intp)
    standing = np.bincount(problem.leads[~without], minlength=new.shape[1]).astype(np.intp)
    room = np.full(new.shape[1], int(needs.sum()), dtype=np.intp)
    least, most = even_room(needs, may_lead, room, standing)
    model = Model(problem.fit, problem.chance, may_lead, np.zeros_like(new), needs)
    found = model.best(least, most)
    leads = problem.leads.copy()
    if found is not None:
        rows, columns = found.chosen.nonzero()
        leads[rows] = columns
    return leads


def keep_most(problem: Problem, standing: Chosen, needs: Whole, room: Whole) -> Chosen | None:
    """Which of the standing pairs to keep so that all needs can be met with as few of them as possible undone.

    `needs` and `room` are those of an empty plan; pairs that stand may be made too. None where it can't be done at all.
    """
    import numpy as np

    count = int(standing.sum()) + 1
    weight = np.where(standing, int(problem.fit.sum(axis=1).max()) * len(needs) + 1, 0) + problem.fit
    model = Model(weight, problem.chance / count, problem.open_pairs | standing, standing & False, needs)
    found = model.best(room * 0, room)
    return None if found is None else found.chosen & standing
