"""Who may apply: names as they stand on real forms, looked up in the real register."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dd_panel.domain.authorities import AuthorityIndex
from dd_panel.domain.authority_names import fold_name
from tests.authorities import CLOSING, real_register


@pytest.fixture(scope="module")
def register(shared_data: Path) -> AuthorityIndex:
    return real_register(shared_data)


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


def test_an_authority_and_its_successor_never_exist_on_the_same_day(register: AuthorityIndex) -> None:
    old, new = register.match("Somerset County Council").record, register.match("Somerset Council").record
    assert old is not None
    assert new is not None
    for day in (date(2023, 3, 31), date(2023, 4, 1), date(2023, 4, 2)):
        assert register.existed_on(old, day) != register.existed_on(new, day)


def test_names_are_compared_without_case_points_and_ampersands() -> None:
    assert fold_name("The Highland  Council") == fold_name("highland council")
    assert fold_name("St. Helens & Ynys Môn") == "st helens and ynys mon"
