"""Scales: which scores exist, how they are written, and where they lie between worst and best."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.domain.errors import InputError
from dd_panel.domain.scale import Mark, OffStepError, OutOfRangeError, Scale, plain, rounded
from tests.builders import LEVELS, a_scale


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    """Scales as rounds use them and stranger: negative, in halves, tenths and thousandths, the lowest the best."""
    decimals = draw(st.integers(0, 6))
    step = Decimal(draw(st.integers(1, 10**4))).scaleb(-decimals)
    lowest = Decimal(draw(st.integers(-(10**6), 10**6))).scaleb(-decimals)
    return Scale(lowest, lowest + step * draw(st.integers(1, 1000)), step, draw(st.sampled_from(["highest", "lowest"])))


def test_an_ordinary_scale_has_six_scores() -> None:
    assert [a_scale().text_of(mark) for mark in a_scale().marks] == ["0", "1", "2", "3", "4", "5"]


def test_half_steps_and_tenths_are_exact() -> None:
    assert [a_scale("1", "3", "0.5").text_of(mark) for mark in range(5)] == ["1", "1.5", "2", "2.5", "3"]  # type: ignore[arg-type]
    assert a_scale("0", "1", "0.1").value_of(Mark(3)) == Decimal("0.3")


@given(scales())
def test_every_score_of_every_scale_is_read_back_as_itself(scale: Scale) -> None:
    for mark in scale.marks:
        assert scale.mark_of(scale.value_of(mark)) == mark
        assert scale.mark_of(Decimal(scale.text_of(mark))) == mark
        assert scale.value_at(scale.position(mark)) == Fraction(scale.value_of(mark))


@given(scales())
def test_positions_run_from_worst_to_best(scale: Scale) -> None:
    positions = [scale.position(mark) for mark in scale.marks]
    if scale.best == "lowest":
        positions.reverse()
    assert positions == sorted(positions)
    assert (positions[0], positions[-1]) == (Fraction(0), Fraction(1))


@given(scales())
def test_levels_count_the_steps_from_the_worst_score(scale: Scale) -> None:
    levels = [scale.level_of(mark) for mark in scale.marks]
    assert levels == [scale.position(mark) * scale.steps for mark in scale.marks]


@pytest.mark.parametrize("number", ["-1", "5.5", "6", "1E+400", "Infinity", "NaN"])
def test_a_number_beyond_the_ends_is_out_of_range(number: str) -> None:
    with pytest.raises(OutOfRangeError):
        a_scale().mark_of(Decimal(number))


@pytest.mark.parametrize("number", ["4.5", "0.1", "4.00000000000000000000000000000000000000001"])
def test_a_number_between_two_scores_is_off_step(number: str) -> None:
    with pytest.raises(OffStepError):
        a_scale().mark_of(Decimal(number))


@pytest.mark.parametrize(
    ("lowest", "highest", "step"),
    [
        ("0", "5", "0"),
        ("0", "5", "-1"),
        ("5", "0", "1"),
        ("3", "3", "1"),
        ("0", "5", "2"),
        ("0", "1001", "1"),
        ("0", "NaN", "1"),
        ("0", "Infinity", "1"),
        ("0", "1E+40", "1"),
        ("0", "0.0000000001", "0.0000000001"),
    ],
)
def test_a_scale_that_cannot_be_used_is_refused(lowest: str, highest: str, step: str) -> None:
    with pytest.raises(InputError):
        a_scale(lowest, highest, step)


def test_levels_name_every_score_or_every_whole_number() -> None:
    whole, half = a_scale(levels=LEVELS), a_scale(step="0.5", levels=LEVELS)

    assert [whole.name_of(mark) for mark in whole.marks] == list(LEVELS)
    assert [half.name_of(half.mark_of(Decimal(number))) for number in ("3.5", "4")] == ["", "Good"]
    assert a_scale().name_of(Mark(4)) == ""


@pytest.mark.parametrize(
    ("lowest", "highest", "step", "names"),
    [("0", "5", "1", 5), ("0", "5", "1", 7), ("0.5", "5.5", "0.5", 6), ("0", "10", "2", 11)],
)
def test_names_that_fit_neither_scores_nor_whole_numbers_are_refused(
    lowest: str, highest: str, step: str, names: int
) -> None:
    with pytest.raises(InputError):
        a_scale(lowest, highest, step, levels=tuple("abcdefghijkl"[:names]))


@pytest.mark.parametrize(
    ("number", "text"),
    [("4", "4"), ("4.0", "4"), ("3.50", "3.5"), ("1E+2", "100"), ("0.00", "0"), ("-0.0", "0"), ("-2.5", "-2.5")],
)
def test_numbers_are_written_plainly(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


@pytest.mark.parametrize(
    ("number", "decimals", "shown"),
    [
        (Fraction(2675, 1000), 2, "2.68"),
        (Fraction(63, 40), 2, "1.58"),
        (Fraction(10, 3), 2, "3.33"),
        (Fraction(0), 2, "0.00"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(200, 3), 1, "66.7"),
        (Fraction(5, 2), 0, "3"),
    ],
)
def test_numbers_are_shown_as_a_workbook_rounds_them(number: Fraction, decimals: int, shown: str) -> None:
    assert rounded(number, decimals) == shown
