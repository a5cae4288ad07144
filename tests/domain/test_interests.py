"""A member's organisation and interests beside the names of those who apply: what is asked, and what is not."""

from __future__ import annotations

import pytest

from dd_panel.domain.applications import Application
from dd_panel.domain.identifiers import MemberId, Reference
from dd_panel.domain.interests import Suggestion, alike, domain_names, is_domain_of, suggestions
from dd_panel.domain.panel import Member

MEMBER = MemberId("PM01")


def applies(reference: str, lead: str, *partners: str) -> Application:
    return Application(Reference(reference), lead, partners=partners)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("Northmere City Council", "Northmere CC"),
        ("NORTHMERE", "Northmere City Council"),
        ("The Quay Rise Homes", "Quay Rise Homes"),
        ("University of Northmere", "Northmere City Council"),
        ("Museums Trust in Penhallow", "Penhallow Council"),
        ("Wexcombe", "Wexcombe and Tarrow Partnership"),
    ],
)
def test_names_that_may_mean_one_body_are_asked_about(mine: str, theirs: str) -> None:
    assert alike(mine, theirs)
    assert alike(theirs, mine)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("Ashe Lowry Public Service Advisers", "Northmere City Council"),
        ("Wexcombe County Council", "Wexcombe Borough Council"),
        ("North East Care", "North Council"),
        ("Orme and Sons", "Ormesby Council"),
        ("Bath Rugby", "Bath Council"),
    ],
)
def test_names_that_mean_different_bodies_are_left_alone(mine: str, theirs: str) -> None:
    assert not alike(mine, theirs)


def test_each_application_is_asked_about_once_by_its_first_likeness() -> None:
    member = Member(MEMBER, "Ann", "Tarrow Homes", conflicts=("DD-003", "Quay Rise Homes", " "))
    found = suggestions(
        member,
        [
            applies("DD-001", "Northmere City Council", "Quay Rise Homes"),
            applies("DD-002", "Tarrow Borough Council", "Quay Rise Homes"),
            applies("DD-003", "Calderbrook Borough Council"),
            applies("DD-004", "Aldersey Council"),
        ],
    )
    assert found == (
        Suggestion(Reference("DD-001"), "Quay Rise Homes", "Quay Rise Homes", "interest"),
        Suggestion(Reference("DD-002"), "Tarrow Borough Council", "Tarrow Homes", "organisation"),
        Suggestion(Reference("DD-003"), "Calderbrook Borough Council", "DD-003", "interest"),
    )


def test_a_member_without_organisation_and_interests_is_asked_nothing() -> None:
    assert suggestions(Member(MEMBER, "Ann"), [applies("DD-001", "")]) == ()


def test_past_employers_and_the_address_are_looked_at_last() -> None:
    ann = Member(MEMBER, "Ann", email="ann@mail.newforest-dc.gov.uk")
    found = suggestions(
        ann, [applies("DD-001", "New Forest District Council"), applies("DD-002", "Tarrow Council")], ["Tarrow Homes"]
    )
    assert [(each.application, each.mine, each.source) for each in found] == [
        ("DD-001", "newforest-dc", "e-mail"),
        ("DD-002", "Tarrow Homes", "employer"),
    ]


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("ann@northmere.gov.uk", ("northmere",)),
        ("ann@gmail.com", ()),
        ("ann@bbc.co.uk", ()),
        ("nobody", ()),
        ("", ()),
    ],
)
def test_only_a_domain_that_may_name_a_body_is_looked_for(address: str, names: tuple[str, ...]) -> None:
    assert domain_names(address) == names


@pytest.mark.parametrize(
    ("part", "body", "same"),
    [
        ("northmere", "Northmere City Council", True),
        ("northmere-cc", "Northmere City Council", True),
        ("northmerehousing", "Northmere City Council", False),
        ("wight", "Isle of Wight Council", False),
        ("bathn", "Bath Council", False),
    ],
)
def test_a_domain_belongs_to_a_body_whose_place_it_writes(part: str, body: str, same: bool) -> None:
    assert is_domain_of(part, body) is same
