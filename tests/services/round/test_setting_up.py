"""Who reads what, and in which order it is suggested."""

from __future__ import annotations

from pathlib import Path

from dd_panel.domain.identifiers import MemberId, Reference
from dd_panel.domain.panel import Duty, Member
from dd_panel.exchange.registers import AssignmentRow
from dd_panel.services.round.setting_up import assign, create_round, take_in_applications, take_in_members
from dd_panel.services.workplace import Workplace
from tests.panelwork import ASHE, NOON, OKORO, REFERENCES, RULES, applications


def rows(members: tuple[MemberId, ...], references: tuple[Reference, ...], duty: Duty) -> list[AssignmentRow]:
    pairs = [(member, reference) for reference in references for member in members]
    return [
        AssignmentRow(reference, member, duty, f"line {number}")
        for number, (member, reference) in enumerate(pairs, start=2)
    ]


def order_of(place: Workplace, member: MemberId) -> list[tuple[str, int]]:
    with place.store.reading() as work:
        return [(each.application, each.order) for each in work.panel.assignments_of(member)]


def test_each_member_gets_an_order_of_their_own_and_keeps_it(tmp_path: Path) -> None:
    with create_round(tmp_path / "round.ddround", RULES, lambda: NOON) as store:
        place = Workplace(store, lambda: NOON, "secretariat")
        take_in_applications(place, applications())
        take_in_members(place, [Member(ASHE, "Margaret Ashe"), Member(OKORO, "David Okoro")])
        assign(place, rows((ASHE, OKORO), REFERENCES[:5], "reviewer"))
        first, other = order_of(place, ASHE), order_of(place, OKORO)
        assign(place, rows((ASHE,), REFERENCES[:2], "lead"))
        led = order_of(place, ASHE)
        assign(place, rows((ASHE,), REFERENCES[4:], "reviewer"))
        longer = order_of(place, ASHE)
    assert [place for _reference, place in first] == [1, 2, 3, 4, 5]
    assert [reference for reference, _place in first] != [reference for reference, _place in other]
    assert led == first
    assert longer[:5] == first
    assert {reference for reference, _place in longer[5:]} == set(REFERENCES[5:])
    assert [place for _reference, place in longer[5:]] == [6, 7]
