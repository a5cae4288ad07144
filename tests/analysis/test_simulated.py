"""Simulated panels whose truth is known: do the ranges hold it, and do the chances add up to it?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from dd_panel.analysis.uncertainty import Uncertainty, how_sure
from tests.analysis.panels import Design, simulate

PLACES = 10

DESIGNS = (
    Design("24 × 10, 3 reviews each", 24, 10, 3),
    Design("40 × 8, 2 reviews each", 40, 8, 2),
    Design("40 × 8, 3 reviews each", 40, 8, 3),
    Design("60 × 10, 5 reviews each", 60, 10, 5),
    Design("everybody reads everything, 24 × 6", 24, 6, 6),
    Design("strict and mild, 40 × 10", 40, 10, 3, quality=0.10, strictness=0.12, noise=0.08),
    Design("no strictness, 40 × 10", 40, 10, 3, strictness=0.0),
    Design("much noise, 40 × 10", 40, 10, 3, quality=0.06, noise=0.14),
    Design("specialists, 120 × 24", 120, 24, 3, topics=4),
    Design("300 × 30, 3 reviews each", 300, 30, 3),
)


@dataclass(frozen=True)
class Score:
    """How the numbers did over several panels: shares of truths inside, and how far the ten's chances were off."""

    wide: float
    middle: float
    excess: float

    def line(self, name: str) -> str:
        return f"{name:<40} {self.wide:>8.1%} {self.middle:>8.1%} {self.excess:>+8.2f}"


def score(design: Design, panels: int) -> Score:
    """`excess` is the sum of chances over the ten best by mean less how many of them truly belong, on average."""
    wide: list[bool] = []
    middle: list[bool] = []
    excess: list[float] = []
    for seed in range(panels):
        made = simulate(design, seed)
        found = how_sure(made.table, PLACES)
        assert isinstance(found, Uncertainty)
        true = 1 + (made.truth[None, :] > made.truth[:, None]).sum(axis=1)
        sums, counts = np.zeros(len(true)), np.zeros(len(true))
        for row in made.table.rows:
            sums[row.application] += row.position
            counts[row.application] += 1
        ten = np.argsort(-sums / counts, kind="stable")[:PLACES]
        likely = [each for each in found.applications if each is not None]
        wide += [each.wide[0] <= place <= each.wide[1] for each, place in zip(likely, true, strict=True)]
        middle += [each.middle[0] <= place <= each.middle[1] for each, place in zip(likely, true, strict=True)]
        excess.append(sum(likely[each].chance - (true[each] <= PLACES) for each in ten))
    return Score(float(np.mean(wide)), float(np.mean(middle)), float(np.mean(excess)))


def test_ranges_hold_the_truth_as_often_as_they_say() -> None:
    found = score(Design("everyday", 40, 8, 3), panels=25)
    assert 0.87 <= found.wide <= 0.93
    assert 0.44 <= found.middle <= 0.56
    assert abs(found.excess) <= 0.5


@pytest.mark.soak
def test_ranges_hold_the_truth_in_every_kind_of_panel(capsys: pytest.CaptureFixture[str]) -> None:
    found = {design.name: score(design, panels=200 if design.applications < 100 else 50) for design in DESIGNS}
    with capsys.disabled():
        print(f"\n{'Panel':<40} {'90 %':>8} {'50 %':>8} {'Excess':>8}")  # noqa: T201 (the table is the result)
        for name, each in found.items():
            print(each.line(name))  # noqa: T201
    for each in found.values():
        assert 0.87 <= each.wide <= 0.93
        assert abs(each.excess) <= 0.5
