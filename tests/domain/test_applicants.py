"""Who applied: names as they stand in applications, looked up in the real register, and ruled on by officials."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dd_panel.domain.applicants import NOBODY, Rulings, eligibility
from dd_panel.domain.applications import Application
from dd_panel.domain.authorities import AuthorityIndex, AuthorityRecord
from dd_panel.domain.authority_names import fold_name
from dd_panel.domain.desk_lines import DeskLine, authority_field
from dd_panel.domain.identifiers import Reference
from tests.authorities import CLOSING, real_register


@pytest.fixture(scope="module")
def register(shared_data: Path) -> AuthorityIndex:
    return real_register(shared_data)


def bid(reference: str, lead: str, *partners: str) -> Application:
    return Application(Reference(reference), lead, partners)


def ruled(reference: str, name: str, value: str) -> Rulings:
    known = Reference(reference)
    line = DeskLine(known, authority_field(name), value, "Ann Lee", datetime(2014, 2, 12, tzinfo=UTC), "By telephone")
    return {(known, fold_name(name)): line}


def test_an_authority_that_did_not_exist_yet_is_ineligible_and_says_who_came_before(register: AuthorityIndex) -> None:
    (found,) = eligibility([bid("DD-1", "Buckinghamshire Council")], register, CLOSING, "England")
    assert (found.matched, found.code, found.existed, found.in_nation) == (
        "Buckinghamshire Council",
        "BUC",
        False,
        True,
    )
    assert found.state == "ineligible"
    assert found.reasons[0].startswith(
        "Buckinghamshire Council did not exist on the closing date, 10 February 2014: it began on 1 April 2020."
    )
    assert "Buckinghamshire County Council" in found.reasons[0]


def test_an_authority_that_was_abolished_is_ineligible(register: AuthorityIndex) -> None:
    (found,) = eligibility([bid("DD-1", "Corby BC")], register, date(2022, 1, 1), "England")
    assert (found.state, found.existed) == ("ineligible", False)
    assert found.reasons == (
        "Corby Borough Council no longer existed on the closing date, 1 January 2022: it ended on 1 April 2021.",
        "“Corby BC” was read as Corby Borough Council.",
    )


def test_an_authority_of_another_nation_is_ineligible(register: AuthorityIndex) -> None:
    (found,) = eligibility([bid("DD-1", "Cardiff Council")], register, CLOSING, "england")
    assert (found.state, found.existed, found.in_nation) == ("ineligible", True, False)
    assert found.reasons[0] == "City of Cardiff Council is in Wales; the round is for england."


def test_an_eligible_application_says_how_its_name_was_read(register: AuthorityIndex) -> None:
    kent, full = eligibility(
        [bid("DD-1", "Kent CC"), bid("DD-2", "Surrey County Council")],
        register,
        datetime(2014, 2, 10, 17, tzinfo=UTC),
        "England",
    )
    assert (kent.state, kent.reasons) == ("eligible", ("“Kent CC” was read as Kent County Council.",))
    assert (full.state, full.reasons) == ("eligible", ())


def test_one_authority_in_two_applications_is_seen_from_both(register: AuthorityIndex) -> None:
    found = eligibility(
        [
            bid("DD-1", "Kent CC", "Ashford Borough Council"),
            bid("DD-2", "Dover District Council", "Kent County Council", "Home Start"),
            bid("DD-3", "Ashford", "HOME  START"),
            bid("DD-4", "Thanet"),
        ],
        register,
        CLOSING,
        "England",
    )
    assert [one.also_in for one in found] == [("DD-2", "DD-3"), ("DD-1", "DD-3"), ("DD-1", "DD-2"), ()]
    assert [one.state for one in found] == ["check", "check", "check", "eligible"]
    assert found[0].reasons[:2] == (
        "Kent CC also takes part in DD-2; each authority may send one application.",
        "Ashford Borough Council also takes part in DD-3; each authority may send one application.",
    )


def test_an_unknown_name_asks_for_a_check(register: AuthorityIndex) -> None:
    somerset, trust = eligibility([bid("1", "Somerset"), bid("2", "Zzyzx Trust")], register, CLOSING, "England")
    assert (somerset.state, somerset.matched, somerset.existed, somerset.in_nation) == ("check", None, None, None)
    assert somerset.reasons == (
        "“Somerset” is no one authority's name for certain; it may mean Somerset Council; Somerset County Council.",
    )
    assert trust.reasons == ("The register of authorities has no “Zzyzx Trust”.",)


def test_without_a_register_or_a_closing_date_everything_is_to_check(register: AuthorityIndex) -> None:
    (unlisted,) = eligibility([bid("DD-1", "Kent County Council")], None, CLOSING, "England")
    assert (unlisted.state, unlisted.matched, unlisted.existed) == ("check", None, None)
    assert "No register of authorities is loaded" in unlisted.reasons[0]
    (undated,) = eligibility([bid("DD-1", "Kent County Council")], register, None, "England")
    assert (undated.state, undated.matched, undated.existed, undated.in_nation) == (
        "check",
        "Kent County Council",
        None,
        True,
    )


def test_a_register_without_a_nation_leaves_that_open() -> None:
    index = AuthorityIndex([AuthorityRecord("Northmere City Council")])
    (found,) = eligibility([bid("DD-1", "Northmere")], index, CLOSING, "England")
    assert (found.matched, found.code, found.in_nation, found.state) == ("Northmere City Council", None, None, "check")
    (free,) = eligibility([bid("DD-1", "Northmere CC")], index, CLOSING, "")
    assert (free.state, free.in_nation) == ("eligible", None)


def test_every_party_says_by_which_rule_its_name_was_read(register: AuthorityIndex) -> None:
    names = ("Kent County Council", "Kent", "Shepway District Council", "E10000016", "Adur DC", "Home Start")
    (found,) = eligibility([bid("DD-1", *names)], register, CLOSING, "England")
    assert [(each.name, each.duty, each.how) for each in found.parties] == [
        ("Kent County Council", "lead", "official"),
        ("Kent", "partner", "name"),
        ("Shepway District Council", "partner", "alternative"),
        ("E10000016", "partner", "code"),
        ("Adur DC", "partner", "short form"),
        ("Home Start", "partner", "none"),
    ]
    assert [each.reason for each in found.parties] == [
        "The register has exactly this name.",
        "It is the everyday name of Kent County Council in the register.",
        "The register has it as another name of Folkestone and Hythe District Council.",
        "It is the code of Kent County Council in the register.",
        "It is a usual short form of Adur District Council.",
        "The register of authorities has no “Home Start”.",
    ]
    assert [(each.existed, each.in_nation) for each in found.parties] == [(True, True)] * 5 + [(None, None)]


def test_a_partner_that_came_later_is_said_but_does_not_bar_the_lead(register: AuthorityIndex) -> None:
    (found,) = eligibility([bid("DD-1", "Kent CC", "Buckinghamshire Council")], register, CLOSING, "England")
    assert found.state == "eligible"
    assert found.parties[1].existed is False


def test_an_official_settles_which_authority_a_name_means(register: AuthorityIndex) -> None:
    rulings = ruled("DD-1", "Somerset", "Somerset County Council")
    first, second = eligibility(
        [bid("DD-1", "Somerset"), bid("DD-2", "SOMERSET")], register, CLOSING, "England", rulings
    )
    assert (first.state, first.matched, first.parties[0].how) == ("eligible", "Somerset County Council", "ruling")
    assert first.reasons == ("Ann Lee settled that it means Somerset County Council: By telephone",)
    assert second.state == "check", "a ruling is about one application"


def test_a_ruling_to_an_authority_that_came_later_leaves_it_ineligible(register: AuthorityIndex) -> None:
    rulings = ruled("DD-1", "Somerset", "Somerset Council")
    (found,) = eligibility([bid("DD-1", "Somerset")], register, CLOSING, "England", rulings)
    assert (found.state, found.existed) == ("ineligible", False)


def test_a_name_ruled_to_be_no_authority_no_longer_clashes(register: AuthorityIndex) -> None:
    bids = [bid("DD-1", "Kent CC", "Ashford"), bid("DD-2", "Ashford BC")]
    assert eligibility(bids, register, CLOSING, "England")[0].also_in == ("DD-2",)
    one, two = eligibility(bids, register, CLOSING, "England", ruled("DD-1", "Ashford", NOBODY))
    assert (one.also_in, two.also_in, one.state) == ((), (), "eligible")
    assert one.parties[1].reason == "Ann Lee settled that it is no authority of the register: By telephone"
    assert one.parties[1].record is None


def test_a_ruling_for_an_authority_that_a_new_register_lacks_stands_no_longer(register: AuthorityIndex) -> None:
    rulings = ruled("DD-1", "Kent", "Kentshire Council")
    (found,) = eligibility([bid("DD-1", "Kent")], register, CLOSING, "England", rulings)
    assert (found.matched, found.parties[0].ruling) == ("Kent County Council", None)
