"""Panels for tests: tables of reviews from a few numbers, from published files, and simulated with a known truth."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dd_panel.analysis.table import ReviewRow, ReviewTable, ScoredCriterion

Triple = tuple[int, str, float]
"""Application, reviewer, position."""

PANEL_SPAN = 5.0


def a_table(rows: Iterable[Triple], applications: int | None = None, *, span: float = PANEL_SPAN) -> ReviewTable:
    """A table of totals alone, on a scale of five points."""
    made = tuple(ReviewRow(application, reviewer, position) for application, reviewer, position in rows)
    count = max((row.application + 1 for row in made), default=0) if applications is None else applications
    return ReviewTable(names(count), made, span=span)


def names(count: int) -> tuple[str, ...]:
    return tuple(f"DD-{number:03}" for number in range(1, count + 1))


def a_grid(*rows: Sequence[float | None]) -> ReviewTable:
    """A table with one row an application and one column a reviewer (R1, R2 …); None is not reviewed."""
    return a_table(
        (
            (application, f"R{column}", position)
            for application, row in enumerate(rows)
            for column, position in enumerate(row, start=1)
            if position is not None
        ),
        applications=len(rows),
    )


def a_scored_table(
    marks: Sequence[tuple[int, str, tuple[int | None, ...]]],
    criteria: Sequence[ScoredCriterion],
    applications: int | None = None,
) -> ReviewTable:
    """A table whose totals follow from its marks and weights; a review that judges nothing is left out."""
    rows: list[ReviewRow] = []
    for application, reviewer, given in marks:
        judged = [(criterion, mark) for criterion, mark in zip(criteria, given, strict=True) if mark is not None]
        weight = sum(criterion.weight for criterion, _mark in judged)
        if weight:
            earned = sum(criterion.weight * _position(criterion, mark) for criterion, mark in judged)
            rows.append(ReviewRow(application, reviewer, earned / weight, given))
    count = max((row.application + 1 for row in rows), default=0) if applications is None else applications
    return ReviewTable(names(count), tuple(rows), tuple(criteria), span=PANEL_SPAN)


def _position(criterion: ScoredCriterion, mark: int) -> float:
    share = mark / criterion.steps
    return 1 - share if criterion.lowest_best else share


def criteria(*weights: float) -> tuple[ScoredCriterion, ...]:
    """Criteria from 0 to 5 by whole points, c1 and so on."""
    return tuple(
        ScoredCriterion(f"c{number}", f"Criterion {number}", weight / sum(weights), steps=5, step=1.0)
        for number, weight in enumerate(weights, start=1)
    )


# -- published -----------------------------------------------------------------------------------------------------


def shrout_and_fleiss(data: Path) -> ReviewTable:
    """Six targets rated by four judges, from 1 to 10."""
    with (data / "reference" / "shrout_fleiss_1979.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return a_table(
        (number, judge, float(value) / 10) for number, row in enumerate(rows) for judge, value in row.items()
    )


def krippendorff_c(data: Path) -> tuple[list[int], list[float]]:
    """The units and values of four observers."""
    with (data / "reference" / "krippendorff_C_4obs_12units.csv").open(encoding="utf-8") as file:
        found = [
            (unit, float(value))
            for observer in csv.DictReader(file)
            for unit, value in enumerate(observer.values())
            if value != "NA"
        ]
    return [unit for unit, _value in found], [value for _unit, value in found]


def mock_panel(data: Path, number: int) -> ReviewTable:
    """Fifteen proposals, each graded from 1 to 6 by the same five assessors."""
    with (data / "reference" / f"ERforResearch_mock_p{number}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    proposals = list(dict.fromkeys(row["proposal"] for row in rows))
    return a_table(
        ((proposals.index(row["proposal"]), row["assessor"], (float(row["num_grade"]) - 1) / 5) for row in rows),
        span=5.0,
    )


# -- simulated -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Design:
    """How a simulated panel is made: sizes, who reads what, and standard deviations in positions.

    `reads` reviewers read each application; `topics` above 1 let reviewers specialise, with a share of `bridges` read
    by anybody, and give the topics different quality.
    """

    name: str
    applications: int
    reviewers: int
    reads: int
    quality: float = 0.12
    strictness: float = 0.06
    noise: float = 0.10
    topics: int = 1
    bridges: float = 0.15


@dataclass(frozen=True)
class Simulated:
    """A simulated panel with what nobody knows in reality."""

    table: ReviewTable
    truth: NDArray[np.float64]
    strictness: NDArray[np.float64]


def simulate(design: Design, seed: int) -> Simulated:
    """Reviews of a panel whose truth is known; totals are rounded to fiftieths and stay between 0 and 1."""
    chance = np.random.default_rng(seed)
    truth = chance.normal(0.55, design.quality, design.applications)
    topic = np.arange(design.applications) % design.topics
    if design.topics > 1:
        truth += 0.05 * (topic % 4 - 1.5)
    strictness = chance.normal(0, design.strictness, design.reviewers)
    load = np.zeros(design.reviewers)
    rows: list[Triple] = []
    for application in range(design.applications):
        able = np.arange(design.reviewers)
        own = able[able % design.topics == topic[application]]
        if len(own) >= design.reads and chance.random() > design.bridges:
            able = own
        readers = chance.permutation(able)
        for reviewer in readers[np.argsort(load[readers], kind="stable")][: design.reads]:
            load[reviewer] += 1
            total = truth[application] + strictness[reviewer] + chance.normal(0, design.noise)
            rows.append((application, f"R{reviewer:03}", float(np.clip(round(total * 50) / 50, 0, 1))))
    return Simulated(a_table(rows, design.applications), truth, strictness)
