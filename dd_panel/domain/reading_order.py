"""The order in which each member is asked to read: their own, always the same, and fair to the applications.

What is read first is judged otherwise than what is read last, so no application should come late for everybody.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING

from dd_panel.domain.identifiers import identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dd_panel.domain.identifiers import MemberId, Reference
    from dd_panel.domain.panel import Assignment

PLAY = 0.1
"""How far, as a share of the whole reading, chance may move an application, so that it meets other neighbours."""


def reading_orders(
    round_id: str, wanted: Mapping[MemberId, Sequence[Reference]], standing: Iterable[Assignment] = ()
) -> dict[MemberId, tuple[Reference, ...]]:
    """An order for each member of what is `wanted`; what is `standing` keeps its place and counts in the balance.

    One member after another, in a sequence drawn from the round's id, gets each application as far as possible from
    where others read it: first for one, in the middle for another. The same round, members and assignments give the
    same orders, however they are listed.
    """
    taken = _places_taken(standing)
    orders: dict[MemberId, tuple[Reference, ...]] = {}
    for member in sorted(wanted, key=lambda each: (_chance(round_id, each), identity(each))):
        aims = {
            reference: _aim(round_id, member, reference, taken[identity(reference)]) for reference in wanted[member]
        }
        orders[member] = tuple(sorted(aims, key=lambda reference: (aims[reference], identity(reference))))
        for at, reference in enumerate(orders[member]):
            taken[identity(reference)].append(_place(at, len(aims)))
    return {member: orders[member] for member in wanted}


def _places_taken(standing: Iterable[Assignment]) -> dict[str, list[float]]:
    """Where each application comes in the readings there are."""
    by_member: dict[str, list[Assignment]] = defaultdict(list)
    for each in standing:
        by_member[identity(each.member)].append(each)
    taken: dict[str, list[float]] = defaultdict(list)
    for theirs in by_member.values():
        for at, each in enumerate(sorted(theirs, key=lambda assignment: assignment.order)):
            taken[identity(each.application)].append(_place(at, len(theirs)))
    return taken


def _aim(round_id: str, member: MemberId, reference: Reference, taken: Sequence[float]) -> float:
    """Where in a member's reading an application should come, 0 … 1: in the middle of the widest gap that is left.

    The end of the reading is followed by its beginning: what one member reads last, the next reads in the middle.
    """
    chance = _chance(round_id, member, reference)
    if not taken:
        return chance
    places = sorted(taken)
    gaps = list(zip(places, (*places[1:], places[0] + 1), strict=True))
    widest = max(end - start for start, end in gaps)
    middles = [(start + end) / 2 % 1 for start, end in gaps if end - start > widest - PLAY]
    balanced = min(middles, key=lambda middle: (abs(sum(taken) + middle - (len(taken) + 1) / 2), middle))
    return balanced + PLAY * (chance - 0.5)


def _place(at: int, of: int) -> float:
    """Where in a reading something comes: after 0, before 1."""
    return (at + 0.5) / of


def _chance(*names: str) -> float:
    """A number from 0 to 1 that these names always give."""
    text = "\x1f".join(identity(name) for name in names)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) / 2**64
