"""The receipt as the command line prints it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dd_panel.cli.return_commands import receipt_lines
from dd_panel.domain.receipt import Receipt


@pytest.mark.parametrize(
    ("total", "told"),
    [
        (Fraction(1263), "1263"),
        (Fraction(360_469, 2), "180234.5"),
        (Fraction(12_345_678), "12345678"),
        (Fraction(18_023_401, 10), "1802340.1"),
    ],
)
def test_control_totals_are_told_to_the_last_figure_in_the_largest_round(total: Fraction, told: str) -> None:
    receipt = Receipt(6, 6, 0, 0, 0, 0, (), total, total + 1)
    assert f"Sum of scores read: {told}; " in receipt_lines(receipt)[1]
    assert f"kept: {told}." not in receipt_lines(receipt)[1]


def test_one_score_is_told_as_one() -> None:
    receipt = Receipt(1, 1, 0, 0, 0, 0, (), Fraction(3), Fraction(3))
    assert receipt_lines(receipt)[0].startswith("Receipt: 1 score expected = 1 scored + ")
