"""Saying how sure a ranking is and what would change it, beside numpy alone drawing and ranking as many numbers."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from dd_panel.analysis.draws import DRAWS
from dd_panel.analysis.table import ReviewTable
from dd_panel.analysis.uncertainty import Uncertainty, how_sure
from dd_panel.analysis.what_if import Rules, WhatIf, what_if
from tests.analysis.panels import Design, criteria, simulate
from tests.bench.measuring import Row, in_turn, stopwatch

PLACES = 10
WEIGHTS = (25, 20, 15, 20, 10, 10)


def how_sure_and_what_if(_folder: Path, pairs: int) -> list[Row]:
    """The fit, 4,000 draws, the ranges and every variation, of a large round and of a very large one."""
    rows: list[Row] = []
    for applications, reviewers, seconds in ((300, 30, 1), (3000, 300, 20)):
        took = in_turn(partial(_ours, _panel(applications, reviewers)), partial(_alone, applications), min(pairs, 3))
        name = f"How sure, what if: {applications:,} × {reviewers} × 3"
        rows.append(Row(name, "numpy, draws alone", took, seconds, limit_on="ours"))
    return rows


def _panel(applications: int, reviewers: int) -> ReviewTable:
    """A simulated panel with six criteria, so that weights can be varied."""
    table = simulate(Design("", applications, reviewers, 3), seed=1).table
    chance = random.Random(1)

    def marks(position: float) -> tuple[int, ...]:
        return tuple(min(5, max(0, round(5 * position + chance.gauss(0, 0.7)))) for _each in WEIGHTS)

    rows = tuple(replace(row, marks=marks(row.position)) for row in table.rows)
    return replace(table, rows=rows, criteria=criteria(*WEIGHTS))


def _ours(table: ReviewTable) -> float:
    with stopwatch() as took:
        sure = how_sure(table, PLACES)
        changes = what_if(table, Rules(PLACES))
    if not isinstance(sure, Uncertainty) or not isinstance(changes, WhatIf):
        raise TypeError(table)
    return took()


def _alone(applications: int) -> float:
    with stopwatch() as took:
        drawn = np.random.default_rng(1).normal(size=(DRAWS, applications))
        drawn.argsort(axis=1).argsort(axis=1)
    return took()
