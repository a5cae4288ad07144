"""Members and assignments come back as they were added."""

from __future__ import annotations

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import MemberId, Reference
from dd_panel.domain.panel import Assignment, Member
from dd_panel.store.store import Store
from tests.builders import a_member
from tests.store.work import DD1, DD2, DD3, M1, M2

CHAIR = Member(
    MemberId("Chair-1"),
    "Dame Someone",
    organisation="A college",
    email="chair@example.org",
    role="chair",
    topics=("health", "housing"),
    conflicts=("Leeds City Council", "DD-002"),
    limit=12,
)


def test_a_member_comes_back_whole_and_in_order(store: Store) -> None:
    with store.writing() as work:
        work.panel.add_members([CHAIR])
    with store.reading() as work:
        assert work.panel.members() == (a_member("M1"), a_member("M2"), CHAIR)
        assert work.panel.member(MemberId("CHAIR-1")) == CHAIR


def test_an_unknown_member_is_a_key_error(store: Store) -> None:
    with store.reading() as work, pytest.raises(KeyError):
        work.panel.member(MemberId("nobody"))


def test_an_id_twice_is_refused_and_nobody_is_added(store: Store) -> None:
    with pytest.raises(InputError, match="m1 is in use already"), store.writing() as work:
        work.panel.add_members([CHAIR, a_member("m1")])
    with store.reading() as work:
        assert len(work.panel.members()) == 2


def test_assignments_come_in_the_order_of_members_and_their_reading(store: Store) -> None:
    theirs = [Assignment(M2, DD1, "lead", 1), Assignment(M1, DD3, "reviewer", 1), Assignment(M1, DD1, "reviewer", 2)]
    with store.writing() as work:
        work.panel.assign(theirs)
    with store.reading() as work:
        assert work.panel.assignments() == (theirs[1], theirs[2], theirs[0])
        assert work.panel.assignments_of(MemberId("m1")) == (theirs[1], theirs[2])
        assert work.panel.assignments_of(MemberId("nobody")) == ()
        assert work.panel.assignment(MemberId("m1"), Reference(theirs[1].application.lower())) == theirs[1]
        with pytest.raises(KeyError):
            work.panel.assignment(MemberId("nobody"), theirs[1].application)


def test_assigning_a_pair_again_changes_its_duty_and_order(store: Store) -> None:
    with store.writing() as work:
        work.panel.assign([Assignment(M1, DD1, "reviewer", 1), Assignment(M1, DD2, "reviewer", 2)])
        work.panel.assign([Assignment(MemberId("m1"), Reference("dd-001"), "lead", 5)])
        work.panel.assign([])
    with store.reading() as work:
        assert work.panel.assignments() == (Assignment(M1, DD2, "reviewer", 2), Assignment(M1, DD1, "lead", 5))


def test_assigning_what_is_not_there_names_it(store: Store) -> None:
    with pytest.raises(KeyError, match="dd-999"), store.writing() as work:
        work.panel.assign([Assignment(M1, DD1), Assignment(M1, Reference("DD-999"))])
    with store.reading() as work:
        assert work.panel.assignments() == ()
