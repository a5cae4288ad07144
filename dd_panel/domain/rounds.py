"""A round: one competition, from its opening to its decisions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CriterionKey, identity
from dd_panel.text import _

if TYPE_CHECKING:
    from datetime import datetime

    from dd_panel.domain.rubric import Rubric

LONDON = ZoneInfo("Europe/London")
"""The zone of every time in a round."""

_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}

Method = Literal["mean", "median", "agreed"]


def sign_of(currency: str) -> str:
    """What stands before an amount: the sign of a currency, or the letters of one without a sign, and a space."""
    return _SIGNS.get(currency.upper(), f"{currency} ")


def money(amount: int, currency: str) -> str:
    """A sum of money as people write it: £98,000."""
    return f"{sign_of(currency)}{amount:,}"


@dataclass(frozen=True, slots=True)
class Gate:
    """A pass-or-fail question about eligibility, apart from the scores."""

    key: str
    question: str


@dataclass(frozen=True, slots=True)
class Round:
    """The rules of one competition; money in whole units of `currency`, times in Europe/London.

    Raises InputError when the rules contradict each other.
    """

    name: str
    reference: str
    rubric: Rubric
    opens: datetime | None = None
    closes: datetime | None = None
    places: int = 10
    fund: int | None = None
    support_per_place: int | None = None
    currency: str = "GBP"
    reviews_per_application: int = 3
    method: Method = "mean"
    tie_break: tuple[CriterionKey, ...] = ()
    lot_for_ties: bool = False
    votes: bool = False
    nation: str = "England"
    illustrative: bool = False
    gates: tuple[Gate, ...] = ()

    def __post_init__(self) -> None:
        """Refuse rules that contradict each other."""
        if not self.name.strip() or not self.reference.strip():
            raise InputError(_("A round needs a name and a reference."), remedy=_("Fill in name and reference."))
        if self.opens and self.closes and self.closes <= self.opens:
            raise InputError(_("The round closes before it opens."), remedy=_("Check opens and closes."))
        if self.places < 1 or self.reviews_per_application < 1:
            raise InputError(
                _("A round needs at least one place and one review an application."),
                remedy=_("Check places and reviews_per_application."),
            )
        known = {identity(key) for key in self.rubric.keys}
        for key in self.tie_break:
            if identity(key) not in known:
                raise InputError(
                    _("The tie-break “{key}” is no criterion.").format(key=key),
                    remedy=_("Name criteria by their keys in tie_break."),
                )

    @property
    def round_id(self) -> str:
        """What tells this round from any other: 16 hexadecimal digits made of its reference, name and dates."""
        parts = (identity(self.reference), identity(self.name), _instant(self.opens), _instant(self.closes))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _instant(moment: datetime | None) -> str:
    """A moment in the same words whatever zone it is given in; one without a zone is London's."""
    if moment is None:
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC).isoformat()
