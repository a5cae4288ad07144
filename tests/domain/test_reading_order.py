"""Every member's own order of reading: always the same, and no application is late for everybody."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.domain.identifiers import MemberId, Reference
from dd_panel.domain.panel import Assignment
from dd_panel.domain.reading_order import reading_orders

Orders = dict[MemberId, tuple[Reference, ...]]

APPLICATIONS = tuple(Reference(f"DD-{number:03d}") for number in range(1, 31))


def everybody_reads_all(members: int) -> Orders:
    return {MemberId(f"PM{number:02d}"): APPLICATIONS for number in range(1, members + 1)}


def places(orders: Orders) -> dict[Reference, list[float]]:
    """Where each application comes in each reading, 0 … 1."""
    found: dict[Reference, list[float]] = defaultdict(list)
    for order in orders.values():
        for at, reference in enumerate(order):
            found[reference].append((at + 0.5) / len(order))
    return found


def test_the_same_round_gives_the_same_orders_however_it_is_listed() -> None:
    wanted = everybody_reads_all(4)
    turned = {member: tuple(reversed(wanted[member])) for member in reversed(wanted)}
    assert reading_orders("a1", wanted) == reading_orders("a1", turned)
    assert reading_orders("a1", wanted) != reading_orders("b2", wanted)


@pytest.mark.parametrize("members", [2, 3, 5, 8])
def test_orders_differ_and_every_application_is_early_for_some_and_late_for_others(members: int) -> None:
    orders = reading_orders("a1", everybody_reads_all(members))
    assert len({tuple(order) for order in orders.values()}) == members
    for found in places(orders).values():
        assert min(found) < 0.5 < max(found)
        assert max(found) - min(found) > 0.4


def test_what_is_assigned_later_makes_up_for_what_stands() -> None:
    standing = [Assignment(MemberId("PM01"), reference, order=at) for at, reference in enumerate(APPLICATIONS, start=1)]
    later = reading_orders("a1", {MemberId("PM02"): APPLICATIONS}, standing)[MemberId("PM02")]
    first_half = set(APPLICATIONS[:15])
    assert len(first_half & set(later[15:])) > 12


@given(st.dictionaries(st.text(min_size=1), st.lists(st.text(min_size=1), unique=True)), st.text())
def test_nobody_loses_or_gains_an_application(wanted: dict[str, list[str]], round_id: str) -> None:
    orders = reading_orders(
        round_id, {MemberId(member): [Reference(each) for each in theirs] for member, theirs in wanted.items()}
    )
    assert {member: sorted(order) for member, order in orders.items()} == {
        member: sorted(theirs) for member, theirs in wanted.items()
    }
