"""Scales: which scores exist, what they are called, and where each lies between worst and best.

A score is kept as a *mark*: the whole number of steps above the lowest score. Marks make half steps and tenths exact.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NewType

from dd_panel.domain.errors import InputError
from dd_panel.text import _

Mark = NewType("Mark", int)
"""Steps above the lowest score of a scale: 0 … steps."""

Best = Literal["highest", "lowest"]

MOST_LEVELS = 1001
"""As many as 0–100 by tenths has; more is a slip of the pen in the round definition."""

_LARGEST = 10**9
_DECIMALS = 6
"""Within these, decimal arithmetic on scores is exact, and a score is told apart from what a workbook makes of it."""


class OutOfRangeError(ValueError):
    """The number lies below the lowest or above the highest score."""


class OffStepError(ValueError):
    """The number lies between two scores of the scale."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The scores a member can give, from `lowest` to `highest` by `step`; `best` says which end is good.

    `levels` names the scores: one name for each, or one for each whole number, or none at all.
    Raises InputError when the scale has no scores, too many, or names that don't fit.
    """

    lowest: Decimal = Decimal(0)
    highest: Decimal = Decimal(5)
    step: Decimal = Decimal(1)
    best: Best = "highest"
    levels: tuple[str, ...] = ()
    _positions: tuple[Fraction, ...] = field(init=False, repr=False, compare=False)
    _span: Fraction = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse a scale that can't be used."""
        if not all(_is_ordinary(number) for number in (self.lowest, self.highest, self.step)):
            raise InputError(
                _("A scale needs ordinary numbers."),
                remedy=_("Give lowest, highest and step as numbers with at most six decimals."),
            )
        if self.step <= 0 or self.highest <= self.lowest or (self.highest - self.lowest) % self.step != 0:
            raise InputError(
                _("A scale from {lowest} to {highest} by {step} has no scores.").format(
                    lowest=self.lowest, highest=self.highest, step=self.step
                ),
                remedy=_("Let highest be above lowest, and a whole number of steps away from it."),
            )
        if self.steps >= MOST_LEVELS:
            raise InputError(
                _("A scale with {count} scores is too fine to use.").format(count=self.steps + 1),
                remedy=_("Choose a larger step; at most {most} scores.").format(most=MOST_LEVELS),
            )
        if self.levels and self.names_fit(self.levels) is None:
            raise InputError(
                _("The scale has {count} scores but {names} level names.").format(
                    count=self.steps + 1, names=len(self.levels)
                ),
                remedy=_("Name every score, or every whole number, or none."),
            )
        # Every total asks for these; a frozen value can only be given them here.
        shares = tuple(Fraction(mark, self.steps) for mark in self.marks)
        object.__setattr__(self, "_positions", shares if self.best == "highest" else shares[::-1])
        object.__setattr__(self, "_span", Fraction(self.highest) - Fraction(self.lowest))

    @property
    def steps(self) -> int:
        """How many steps lie between the lowest and the highest score."""
        return int((self.highest - self.lowest) / self.step)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Every mark from the lowest score to the highest."""
        return tuple(Mark(number) for number in range(self.steps + 1))

    def value_of(self, mark: Mark) -> Decimal:
        """The score that a mark stands for."""
        return self.lowest + self.step * mark

    def text_of(self, mark: Mark) -> str:
        """The score as it is written: `4`, `3.5`."""
        return plain(self.value_of(mark))

    def mark_of(self, value: Decimal) -> Mark:
        """The mark of a number on this scale; raises OutOfRangeError or OffStepError."""
        if not value.is_finite() or not self.lowest <= value <= self.highest:
            raise OutOfRangeError(str(value))
        mark = Mark(round((value - self.lowest) / self.step))
        # Compared as a value: a number with very many digits loses its last ones in the division.
        if self.value_of(mark) != value:
            raise OffStepError(str(value))
        return mark

    def position(self, mark: Mark) -> Fraction:
        """Where a mark lies between worst (0) and best (1), exactly."""
        return self._positions[mark]

    def level_of(self, mark: Mark) -> int:
        """How many steps a mark lies above the worst score, 0 … steps, whichever end of the scale is good."""
        return mark if self.best == "highest" else self.steps - mark

    def value_at(self, position: Fraction) -> Fraction:
        """The point of the scale at a position between worst (0) and best (1): the inverse of `position`."""
        share = position if self.best == "highest" else 1 - position
        return Fraction(self.lowest) + share * self._span

    def position_at(self, value: Decimal) -> Fraction:
        """Where any point of the scale lies between worst (0) and best (1); raises OutOfRangeError."""
        if not value.is_finite() or not self.lowest <= value <= self.highest:
            raise OutOfRangeError(str(value))
        share = (Fraction(value) - Fraction(self.lowest)) / self._span
        return share if self.best == "highest" else 1 - share

    def names_fit(self, names: tuple[str, ...]) -> int | None:
        """How many marks lie between two names of such a list; None when it fits neither scores nor whole numbers."""
        if len(names) == self.steps + 1:
            return 1
        starts_whole = self.lowest == self.lowest.to_integral_value()
        if starts_whole and self.highest - self.lowest + 1 == len(names) and 1 % self.step == 0:
            return int(1 / self.step)
        return None

    def name_of(self, mark: Mark, names: tuple[str, ...] | None = None) -> str:
        """The word for a mark (`Good`), or an empty text; `names` may be any list that fits, such as descriptors."""
        listed = self.levels if names is None else names
        every = self.names_fit(listed) if listed else None
        if every is None or mark % every:
            return ""
        return listed[mark // every]


def _is_ordinary(number: Decimal) -> bool:
    return number.is_finite() and abs(number) <= _LARGEST and number == round(number, _DECIMALS)


def plain(number: Decimal) -> str:
    """A decimal number without exponent and without trailing zeros: `4`, `3.5`, `100`; zero has no sign."""
    text = f"{number:f}" if number else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(number: Fraction, decimals: int) -> str:
    """An exact number to so many decimals, halves away from zero, as a workbook shows it: 2.675 is 2.68."""
    # In whole numbers, since a large table asks for thousands of these: a half more, and then cut off.
    twice = 2 * number.denominator
    whole = (2 * abs(number.numerator) * 10**decimals + number.denominator) // twice
    digits = f"{whole:0{decimals + 1}d}"
    text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    return f"-{text}" if number < 0 and int(digits) else text
