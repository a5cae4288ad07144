"""How the secretariat's screens say things: times, sums of money, names."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from dd_panel.domain.rounds import LONDON, sign_of
from dd_panel.domain.scale import rounded
from dd_panel.text import _
from dd_panel.ui.dates import date_only

if TYPE_CHECKING:
    from datetime import datetime

    from dd_panel.store.returns import Return

THOUSAND: Final = 1_000
MILLION: Final = 1_000_000


def moment(when: datetime) -> str:
    """A time as it is said in a list: 24 Nov 09:12."""
    local = when.astimezone(LONDON)
    return f"{date_only(local)} {local:%H:%M}"


def short_money(amount: int, currency: str) -> str:
    """A sum in few figures: £98k, £1.07m; what is not round keeps a decimal."""
    sign = sign_of(currency)
    if amount >= MILLION:
        return f"{sign}{rounded(Fraction(amount, MILLION), 2).removesuffix('.00')}m"
    if amount >= THOUSAND:
        return f"{sign}{rounded(Fraction(amount, THOUSAND), 1).removesuffix('.0')}k"
    return f"{sign}{amount}"


def short_name(name: str) -> str:
    """A person's name where room is scarce: D. Okoro."""
    first, _space, rest = name.strip().partition(" ")
    return f"{first[0]}. {rest}" if rest else first


def first_name(name: str) -> str:
    """The name to ask for: Helen."""
    return name.strip().partition(" ")[0]


def version_words(received: Return) -> str:
    """Which scoresheet of a member this is: v2, or by hand."""
    return _("v{number}").format(number=received.export) if received.export else _("by hand")
