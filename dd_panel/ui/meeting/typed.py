"""Reads an agreed score that was typed as so many of a hundred."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from dd_panel.domain.errors import InputError
from dd_panel.text import _

if TYPE_CHECKING:
    from dd_panel.domain.scale import Scale

HUNDRED: Final = 100
DECIMALS: Final = 6


def share_of_hundred(text: str) -> Fraction:
    """A score of 100 as a position between worst (0) and best (1); raises InputError for what is none."""
    try:
        number = Decimal(text.strip().replace(",", "."))
        if number.is_finite() and 0 <= number <= HUNDRED:
            return Fraction(number) / HUNDRED
    except InvalidOperation:
        pass
    raise InputError(
        _("“{text}” is no agreed score.").format(text=text.strip()),
        remedy=_("Give a number from 0 to 100, such as 64 or 64.5."),
    )


def on_scale(text: str, scale: Scale) -> str:
    """The same on the round's own scale; empty stays empty, and takes back what was agreed."""
    if not text.strip():
        return ""
    value = scale.value_at(share_of_hundred(text))
    return str(round(Decimal(value.numerator) / Decimal(value.denominator), DECIMALS))
