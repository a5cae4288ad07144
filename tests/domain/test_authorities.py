"""Who may apply: names as they stand on real forms, looked up in the real register."""

from __future__ import annotations

import csv
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dd_panel.domain.applications import Application
from dd_panel.domain.authorities import AuthorityIndex, AuthorityRecord, eligibility
from dd_panel.domain.authority_names import fold_name
from dd_panel.domain.identifiers import Reference

CLOSING = date(2014, 2, 10)


@pytest.fixture(scope="module")
def register(shared_data: Path) -> AuthorityIndex:
    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    with (shared_data / "uk_local_authorities.csv").open(encoding="utf-8-sig", newline="") as file:
        return AuthorityIndex(
            AuthorityRecord(
                row["official-name"],
                row["nice-name"],
                row["local-authority-code"],
                row["gss-code"],
                day(row["start-date"]),
                day(row["end-date"]),
                row["replaced-by"],
                row["nation"],
                tuple(re.split(r",(?!\s)", row["alt-names"])),
            )
            for row in csv.DictReader(file)
        )


def bid(reference: str, lead: str, *partners: str) -> Application:
    return Application(Reference(reference), lead, partners)


def test_england_had_353_principal_authorities_and_the_gla_on_the_closing_date(register: AuthorityIndex) -> None:
    there = {r.official_name for r in register.records if r.nation == "England" and register.existed_on(r, CLOSING)}
    assert "Greater London Authority" in there
    assert len(there - {"Greater London Authority"}) == 353


def test_every_official_name_and_every_code_finds_its_own_record(register: AuthorityIndex) -> None:
    for record in register.records:
        assert register.match(record.official_name.upper()).record == record
        assert register.match(record.code).record == record
        if record.gss:
            assert register.match(record.gss).how == "code"


@pytest.mark.parametrize(
    ("written", "meant", "how"),
    [
        ("Kent", "Kent County Council", "name"),
        ("Kent CC", "Kent County Council", "short form"),
        ("Leicester CC", "Leicester City Council", "short form"),
        ("Buckinghamshire CC", "Buckinghamshire County Council", "short form"),
        ("LB Brent", "London Borough of Brent", "short form"),
        ("Brent LB", "London Borough of Brent", "short form"),
        ("LB of Hammersmith & Fulham", "London Borough of Hammersmith & Fulham", "short form"),
        ("RB Kensington and Chelsea", "Royal Borough of Kensington and Chelsea", "short form"),
        ("Barnsley MBC", "Barnsley Metropolitan Borough Council", "short form"),
        ("Barnsley Council", "Barnsley Metropolitan Borough Council", "short form"),
        ("Ashford BC", "Ashford Borough Council", "short form"),
        ("Adur DC", "Adur District Council", "short form"),
        ("Manchester City", "Manchester City Council", "short form"),
        ("Brighton & Hove", "Brighton and Hove City Council", "name"),
        ("Bristol, City of", "Bristol City Council", "alternative"),
        ("  the City of   London ", "City of London Corporation", "name"),
        ("King’s Lynn & West Norfolk BC", "Borough Council of Kings Lynn and West Norfolk", "short form"),
        ("St. Helens MBC", "St Helens Council", "short form"),
        ("Shepway District Council", "Folkestone and Hythe District Council", "alternative"),
        ("Shepway DC", "Folkestone and Hythe District Council", "short form"),
        ("Doncaster MBC", "City of Doncaster Council", "short form"),
        ("E10000016", "Kent County Council", "code"),
    ],
)
def test_the_usual_short_forms_are_read(register: AuthorityIndex, written: str, meant: str, how: str) -> None:
    match = register.match(written)
    assert match.record is not None
    assert (match.record.official_name, match.how) == (meant, how)


@pytest.mark.parametrize(
    ("written", "perhaps"),
    [
        ("Somerset", {"Somerset Council", "Somerset County Council"}),
        ("Dorset", {"Dorset Council", "Dorset County Council"}),
        ("Buckinghamshire", {"Buckinghamshire Council", "Buckinghamshire County Council"}),
        ("Newcastle", {"Newcastle City Council", "Newcastle-under-Lyme Borough Council"}),
        ("London", {"City of London Corporation", "Greater London Authority"}),
        ("Wakefield MBC", {"Wakefield Metropolitan District Council"}),
        ("Dorset DC", {"Dorset Council", "Dorset County Council"}),
        ("Oxfrod City Council", {"Oxford City Council"}),
    ],
)
def test_what_fits_several_or_is_only_guessed_is_left_open(
    register: AuthorityIndex, written: str, perhaps: set[str]
) -> None:
    match = register.match(written)
    assert match.record is None
    assert match.how == "none"
    assert perhaps <= {candidate.official_name for candidate in match.candidates}


@pytest.mark.parametrize("written", ["", "  ", "&", "NHS England", "A trust of no register"])
def test_what_is_no_authority_matches_nothing(register: AuthorityIndex, written: str) -> None:
    assert register.match(written).record is None


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


def test_an_authority_and_its_successor_never_exist_on_the_same_day(register: AuthorityIndex) -> None:
    old, new = register.match("Somerset County Council").record, register.match("Somerset Council").record
    assert old is not None
    assert new is not None
    for day in (date(2023, 3, 31), date(2023, 4, 1), date(2023, 4, 2)):
        assert register.existed_on(old, day) != register.existed_on(new, day)


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


def test_names_are_compared_without_case_points_and_ampersands() -> None:
    assert fold_name("The Highland  Council") == fold_name("highland council")
    assert fold_name("St. Helens & Ynys Môn") == "st helens and ynys mon"
