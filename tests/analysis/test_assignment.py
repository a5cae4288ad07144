"""Who reads what: against all plans there are on small panels, and by the rules on larger ones."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from dd_panel.analysis.assignment import Plan, Problem, keep_most, solve
from dd_panel.analysis.assignment_model import Model, groups_of
from dd_panel.analysis.assignment_room import UNLIMITED, even_room, shortage
from dd_panel.analysis.watch import StoppedError, Watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dd_panel.analysis.table import Chosen, Whole


FITS = ([0, 0, 0, 60], [0, 0, 30, 60], [0, 0, 20, 40, 60])
"""The fits there can be for an application with one, two and three topics."""


def a_problem(fit: Whole, open_pairs: Chosen, reviews: int, limit: int = UNLIMITED) -> Problem:
    count, members = fit.shape
    return Problem(
        fit=fit,
        chance=np.random.default_rng(7).random(fit.shape),
        open_pairs=open_pairs,
        standing=np.zeros_like(open_pairs),
        needs=np.full(count, reviews),
        room=np.full(members, limit),
        leads=np.full(count, -1),
    )


def drawn(seed: int) -> Problem:
    """Four or five applications and four members, a few of the pairs barred."""
    chance = np.random.default_rng(seed)
    shape = (int(chance.integers(4, 6)), 4)
    fit = chance.choice([0, 20, 30, 60], shape)
    return a_problem(fit, chance.random(shape) > 0.15, 2, limit=4)


def all_plans(problem: Problem) -> Iterator[Chosen]:
    """Every way to give each application its reviews within the members' room."""
    ways = [
        list(combinations(np.flatnonzero(row).tolist(), int(need)))
        for row, need in zip(problem.open_pairs, problem.needs, strict=True)
    ]
    for readers in product(*ways):
        plan = np.zeros_like(problem.open_pairs)
        for row, members in enumerate(readers):
            plan[row, list(members)] = True
        if (plan.sum(axis=0) <= problem.room).all():
            yield plan


def value(problem: Problem, plan: Chosen) -> tuple[int, int, list[int], int]:
    """What makes a plan better: a lower highest load, a higher lowest one, the worst-served as well as can be, fit."""
    alone = np.sort(problem.fit * problem.open_pairs, axis=1)[:, -2:].sum(axis=1)
    sums = (problem.fit * plan).sum(axis=1)
    loads = plan.sum(axis=0)
    reach = np.minimum(problem.open_pairs.sum(axis=0), loads.max())
    lowest = min((int(load) for load, most in zip(loads, reach, strict=True) if load < most), default=int(loads.max()))
    short = sums[sums < alone]
    return (-int(loads.max()), lowest, [int(short.min()) if len(short) else 10_000], int(sums.sum()))


@pytest.mark.parametrize("seed", range(25))
def test_a_plan_is_as_good_as_the_best_of_all_plans(seed: int) -> None:
    problem = drawn(seed)
    plans = list(all_plans(problem))
    if not plans:
        assert shortage(problem.needs, problem.open_pairs, problem.room) is not None
        return
    assert shortage(problem.needs, problem.open_pairs, problem.room) is None
    best = max((value(problem, plan) for plan in plans if len(groups_of(plan)) == 1), default=None)
    found = solve(problem)
    assert (found.new.sum(axis=1) == problem.needs).all()
    assert not (found.new & ~problem.open_pairs).any()
    assert (found.gap, found.proved) == (0, True)
    if found.groups == 1 and not found.bridges:
        assert value(problem, found.new) == best
    else:
        assert found.without_bridges == max(value(problem, plan) for plan in plans)[3]


def plainly(problem: Problem, worst: int, least: Whole, most: Whole) -> int | None:
    """The greatest sum of fits with this floor as one programme of whole pairs; None where nothing reaches it."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    count, members = problem.fit.shape
    alone = np.sort(problem.fit * problem.open_pairs, axis=1)[:, -3:].sum(axis=1)
    found = milp(
        -problem.fit.ravel(),
        integrality=np.ones(count * members),
        bounds=Bounds(0, problem.open_pairs.ravel()),
        constraints=[
            LinearConstraint(np.kron(np.eye(count), np.ones(members)), problem.needs, problem.needs),
            LinearConstraint(np.kron(np.ones(count), np.eye(members)), least, most),
            LinearConstraint(
                np.kron(np.eye(count), np.ones(members)) * problem.fit.ravel(), np.minimum(worst, alone), np.inf
            ),
        ],
        options={"mip_rel_gap": 0},
    )
    return None if found.x is None else round(-found.fun)


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 5])
def test_every_floor_gives_what_one_large_programme_gives(seed: int) -> None:
    """What is left untried for its price, and the floors rounded up, lose nothing."""
    chance = np.random.default_rng(seed)
    fit = np.array([chance.choice(FITS[chance.integers(3)], 9) for _each in range(24)])
    problem = a_problem(fit, chance.random(fit.shape) > 0.05, 3)
    least, most = even_room(problem.needs, problem.open_pairs, problem.room, problem.standing.sum(axis=0))
    model = Model(problem.fit, problem.chance, problem.open_pairs, problem.standing, problem.needs)
    floors = model.levels()[:: 1 + seed % 2]
    found = []
    for floor in floors:
        relaxed = model.relaxed(least, most, floor, (), seconds=None)
        whole = None if relaxed is None else model.whole(relaxed, seconds=None)
        found.append(None if whole is None else int((problem.fit * whole.chosen).sum()))
        assert whole is None or whole.gap == 0
    assert found == [plainly(problem, floor, least, most) for floor in floors]
    assert found[0] is not None
    assert found[-1] is None


def test_a_choice_stays_where_no_time_is_left_to_prove_it(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(0)
    problem = a_problem(chance.choice([0, 20, 30, 60], (24, 9)), np.ones((24, 9), dtype=bool), 3)
    least, most = even_room(problem.needs, problem.open_pairs, problem.room, problem.standing.sum(axis=0))
    model = Model(problem.fit, problem.chance, problem.open_pairs, problem.standing, problem.needs)
    relaxed = model.relaxed(least, most, None, (), seconds=None)
    assert relaxed is not None
    doubtful = SimpleNamespace(taken=relaxed.taken, cost=relaxed.cost, doubt=9_000.0)
    tries = iter([doubtful, None])
    monkeypatch.setattr(Model, "_tried", lambda *_asked: next(tries))
    in_part = replace(relaxed, taken=np.full(len(relaxed.taken), 0.5))
    whole = model.whole(in_part, seconds=60.0)
    assert whole is not None
    assert whole.gap > 0
    assert int(whole.chosen.sum()) == 24 * 3


def fields(applications: int, members: int, fields: int) -> Problem:
    """Members and applications of one field each: by fit alone nobody would ever read outside it."""
    fit = np.array([[60 * (a % fields == m % fields) for m in range(members)] for a in range(applications)])
    return a_problem(fit, np.ones(fit.shape, dtype=bool), 3)


def test_bridges_make_one_panel_of_five_fields_and_tell_their_price() -> None:
    plan = solve(fields(60, 15, 5))
    assert (plan.groups, len(groups_of(plan.new))) == (1, 1)
    assert plan.without_bridges == 60 * 60 * 3
    assert 0 < plan.price < 0.05
    assert plan.total == plan.without_bridges - 60 * len(plan.bridges)
    assert set(plan.new.sum(axis=0).tolist()) == {12}


def test_without_topics_everybody_meets_many_colleagues() -> None:
    none = fields(40, 8, 1)
    plan = solve(a_problem(none.fit * 0, none.open_pairs, 3))
    met = [set(np.flatnonzero(plan.new[plan.new[:, member]].any(axis=0))) - {member} for member in range(8)]
    assert min(len(each) for each in met) >= 6
    assert (plan.groups, plan.price, plan.worst) == (1, 0, None)


def test_every_application_has_one_lead_and_leads_are_even() -> None:
    plan = solve(fields(30, 10, 2))
    assert all(plan.new[row, lead] for row, lead in enumerate(plan.leads))
    assert set(np.bincount(plan.leads, minlength=10).tolist()) == {3}


def test_the_same_round_gives_the_same_plan() -> None:
    one, other = solve(fields(40, 10, 4)), solve(fields(40, 10, 4))
    assert (one.new == other.new).all()
    assert (one.leads == other.leads).all()


def test_what_stands_stays_and_uneven_loads_are_evened_out() -> None:
    empty = fields(20, 5, 1)
    standing = np.zeros_like(empty.open_pairs)
    standing[:18, 0] = True
    leads = np.where(standing[:, 0], 0, -1)
    plan = solve(
        Problem(
            empty.fit,
            empty.chance,
            ~standing,
            standing,
            3 - standing.sum(axis=1),
            np.full(5, UNLIMITED),
            leads,
        )
    )
    assert not (plan.new & standing).any()
    assert sorted((standing | plan.new).sum(axis=0).tolist()) == [10, 10, 11, 11, 18]
    assert plan.leads[:18].tolist() == [0] * 18
    assert (plan.leads[18:] > 0).all()


def test_a_shortage_names_those_who_lack_room() -> None:
    open_pairs = np.ones((6, 4), dtype=bool)
    open_pairs[:3, 2:] = False
    found = shortage(np.full(6, 2), open_pairs, np.array([2, 2, 9, 9]))
    assert found is not None
    assert (found.applications, found.members) == ((0, 1, 2), (0, 1))
    assert (found.wanted, found.room, found.missing) == (6, 4, 2)


def test_room_counts_what_members_without_a_limit_may_take() -> None:
    """One member may read two of five, one has no limit but reads each once: seven of the fifteen find somebody."""
    found = shortage(np.full(5, 3), np.ones((5, 2), dtype=bool), np.array([2, UNLIMITED]))
    assert found is not None
    assert (found.members, found.wanted, found.room, found.missing) == ((0,), 15, 7, 8)


def test_as_little_as_possible_is_moved() -> None:
    """Three members with room for two each; one must give one up so that a late application finds its readers."""
    problem = fields(3, 3, 1)
    standing = np.array([[True, True, False], [True, True, False], [False, False, False]])
    open_pairs = np.ones((3, 3), dtype=bool)
    kept = keep_most(problem, standing & open_pairs, np.full(3, 2), np.full(3, 2))
    assert kept is not None
    assert (standing & ~kept).sum() == 1  # the third member takes that one over, and the late application


def test_a_plan_can_be_stopped() -> None:
    with pytest.raises(StoppedError):
        solve(fields(12, 4, 2), Watch(lambda _done, _total: None, lambda: True))


def of(plan: Plan) -> list[tuple[int, int]]:
    return [(int(row), int(column)) for row, column in zip(*plan.new.nonzero(), strict=True)]


def test_members_who_cannot_be_tied_are_left_in_their_groups() -> None:
    """One review each: nobody shares anything, and that is no reason to refuse."""
    problem = fields(6, 3, 3)
    plan = solve(a_problem(problem.fit, problem.open_pairs, 1))
    assert (len(of(plan)), plan.groups, plan.bridges) == (6, 3, ())
