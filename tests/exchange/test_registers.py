"""The secretariat's lists: applications, panel members, assignments, and the real register of authorities."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook

from dd_panel.domain.applicants import eligibility
from dd_panel.domain.applications import Answer, Application
from dd_panel.domain.authorities import AuthorityIndex
from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import MemberId, Reference
from dd_panel.domain.panel import Member
from dd_panel.domain.regions import regions_of
from dd_panel.exchange.registers import (
    AssignmentRow,
    listed_applications,
    pasted_applications,
    read_applications,
    read_assignments,
    read_authorities,
    read_members,
)
from tests.hostile import saved

LONDON = ZoneInfo("Europe/London")
EXAMPLE = Path(__file__).resolve().parents[2] / "resources" / "example"


def london(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


def sheet(path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    register: Any = book.worksheets[0]
    for row in rows:
        register.append(row)
    path.write_bytes(saved(book))
    return path


def csv(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


HEADINGS = (
    "Reference",
    "Lead authority",
    "How will staff be involved?",
    "Partners",
    "Title",
    "Service",
    "Model",
    "Support sought",
    "Sponsor",
    "Contact",
    "E-mail",
    "Received",
    "Topics",
    "What would\n change?",
)


def test_an_application_is_read_with_everything_it_holds(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "eoi.xlsx",
        HEADINGS,
        (
            368753,
            " Kent  County Council ",
            "- by a vote\n- by a forum",
            "Medway Council; Ashford BC ;; medway council",
            "Libraries",
            "Libraries",
            "Mutual",
            "£95,000",
            "A Director",
            "A Person",
            "a@kent.example",
            dt.datetime.fromisoformat("2014-02-10T16:38:00"),
            "libraries; mutuals",
            None,
        ),
    )
    assert read_applications(path) == (
        Application(
            reference=Reference("368753"),
            lead_authority="Kent County Council",
            partners=("Medway Council", "Ashford BC"),
            title="Libraries",
            service="Libraries",
            model="Mutual",
            support_sought=95_000,
            sponsor="A Director",
            contact="A Person",
            email="a@kent.example",
            received=london("2014-02-10T16:38:00"),
            topics=("libraries", "mutuals"),
            answers=(
                Answer("How will staff be involved?", "- by a vote\n- by a forum"),
                Answer("What would change?", ""),
            ),
        ),
    )


def test_only_reference_and_lead_authority_are_required(tmp_path: Path) -> None:
    path = csv(tmp_path / "eoi.csv", "lead authority;REFERENCE\nKent CC;DD-1\n")
    assert read_applications(path) == (Application(Reference("DD-1"), "Kent CC"),)
    with pytest.raises(InputError, match="lacks the column “Lead authority”"):
        read_applications(csv(tmp_path / "b.csv", "Reference,Title\nDD-1,x\n"))


def test_an_answer_stays_as_it_was_received(tmp_path: Path) -> None:
    path = csv(tmp_path / "eoi.csv", 'Reference,Lead authority,Why?\n1,Kent,"  =1+1\r\n\tand more  "\n')
    assert read_applications(path)[0].answers == (Answer("Why?", "  =1+1\n\tand more  "),)


def test_a_reference_that_stands_there_twice_names_both_rows(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", ("Reference", "Lead authority"), ("DD-1", "A"), ("DD-2", "B"), ("dd-1 ", "C"))
    with pytest.raises(InputError) as told:
        read_applications(path)
    assert told.value.title == "a.xlsx holds “dd-1” twice: sheet Sheet, cell A2, and sheet Sheet, cell A4."


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (" ,Kent,,", "a.csv, line 3: the row has no Reference."),
        ("2, ,,", "a.csv, line 3: the row has no Lead authority."),
        ("2,Kent,a lot,", "a.csv, line 3: “a lot” is no amount in whole pounds."),
        ("2,Kent,99.50,", "a.csv, line 3: “99.50” is no amount in whole pounds."),
        ("2,Kent,-5,", "a.csv, line 3: “-5” is no amount in whole pounds."),
        ("2,Kent,,soon", "a.csv, line 3: “soon” is no date or time that can be read."),
        ("2,Kent,,31/02/2014", "a.csv, line 3: “31/02/2014” is no date or time that can be read."),
    ],
)
def test_an_entry_that_cannot_be_read_is_named(tmp_path: Path, row: str, words: str) -> None:
    path = csv(tmp_path / "a.csv", f"Reference,Lead authority,Support sought,Received\n1,Kent,,\n{row}\n")
    with pytest.raises(InputError) as told:
        read_applications(path)
    assert told.value.title == words
    assert told.value.remedy


def test_a_row_that_cannot_be_read_is_listed_among_the_others_with_all_it_holds(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "a.xlsx",
        ("Reference", "Lead authority", "Title", "Support sought", "Why?"),
        (7, "Kent", "Bins", 95000, "We must."),
        (None, "Arden", "Roads", "a lot", "=SUM(A1)"),
        ("8", None, "Pools", None, None),
        ("9", "Bray", " Old  parks", "£4.50", "#REF!"),
    )
    rows = listed_applications(path)

    assert [row.trouble and (row.trouble.what, row.source) for row in rows] == [
        None,
        ("The row has no Reference.", "a.xlsx, sheet Sheet, cell A3"),
        ("The row has no Lead authority.", "a.xlsx, sheet Sheet, cell B4"),
        ("“£4.50” is no amount in whole pounds.", "a.xlsx, sheet Sheet, cell D5"),
    ]
    assert rows[1].text == "Lead authority: Arden\nTitle: Roads\nSupport sought: a lot\nWhy? =SUM(A1)"
    assert [row.application.reference for row in rows] == ["7", "", "8", "9"]
    assert rows[3].text.splitlines()[-2:] == ["Support sought: £4.50", "Why? #REF!"]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("100000", 100_000),
        ('"£100,000"', 100_000),
        ("£ 95 000.00", 95_000),
        ("GBP 95000", 95_000),
        ("£95k", 95_000),
        ("0.1m", 100_000),
        ("0", 0),
        ("", None),
        ("n/a", None),
        ("–", None),
    ],
)
def test_amounts_are_read_as_people_write_them(tmp_path: Path, written: str, amount: int | None) -> None:
    path = csv(tmp_path / "a.csv", f"Reference,Lead authority,Support sought\n1,Kent,{written}\n")
    assert read_applications(path)[0].support_sought == amount


def test_members_are_read_with_their_roles_and_conflicts(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "members.xlsx",
        ("Name", "ID", "Role", "Organisation", "Email", "Topics", "Conflicts", "Limit", "past employers"),
        (
            "Margaret Ashe",
            "PM01",
            "Chair",
            "Ashe Lowry",
            "m@x.example",
            "care; finance",
            "Kent CC; DD-003",
            8,
            "A; B",
        ),
        ("Tom", 2, None, None, None, None, None, None, None),
    )
    listed = read_members(path)
    assert listed.employers == {"PM01": ("A", "B")}
    assert listed.members == (
        Member(
            MemberId("PM01"),
            "Margaret Ashe",
            "Ashe Lowry",
            "m@x.example",
            "chair",
            ("care", "finance"),
            ("Kent CC", "DD-003"),
            8,
        ),
        Member(MemberId("2"), "Tom"),
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("PM02,,member,", "the row has no Name."),
        (",Tom,member,", "the row has no ID."),
        ("PM02,Tom,boss,", "“boss” is no role on the panel."),
        ("PM02,Tom,member,many", "“many” is no whole number."),
        ("pm01,Tom,member,", "twice"),
    ],
)
def test_a_member_who_cannot_be_read_is_named(tmp_path: Path, row: str, words: str) -> None:
    path = csv(tmp_path / "m.csv", f"ID,Name,Role,Limit\nPM01,Ann,chair,8\n{row}\n")
    with pytest.raises(InputError) as told:
        read_members(path)
    assert words in told.value.title
    assert "line 3" in told.value.title


def test_assignments_are_read_with_their_rows(tmp_path: Path) -> None:
    path = csv(tmp_path / "a.csv", "Reference,Member,Role\nDD-1,PM01,Lead\nDD-1,PM02,\n")
    assert read_assignments(path) == (
        AssignmentRow(Reference("DD-1"), MemberId("PM01"), "lead", "a.csv, line 2"),
        AssignmentRow(Reference("DD-1"), MemberId("PM02"), "reviewer", "a.csv, line 3"),
    )
    with pytest.raises(InputError, match="“dd-1 – pm01” twice: line 2, and line 3"):
        read_assignments(csv(path, "Reference,Member\nDD-1,PM01\ndd-1,pm01\n"))
    with pytest.raises(InputError, match=r"a.csv, line 3: PM01 leads dd-1 already\. Let one of them lead"):
        read_assignments(csv(path, "Reference,Member,Role\nDD-1,PM01,lead\ndd-1,PM02,lead\n"))
    with pytest.raises(InputError, match="“boss” is no role in a review"):
        read_assignments(csv(path, "Reference,Member,Role\nDD-1,PM01,boss\n"))


def test_the_example_round_is_read() -> None:
    applications = read_applications(EXAMPLE / "applications.csv")
    assert len(applications) == 24
    assert all(len(application.answers) == 6 for application in applications)
    members = {member.member_id for member in read_members(EXAMPLE / "members.csv").members}
    assignments = read_assignments(EXAMPLE / "assignments.csv")
    assert {row.member for row in assignments} <= members
    assert {row.reference for row in assignments} == {application.reference for application in applications}
    index = AuthorityIndex(read_authorities(EXAMPLE / "authorities.csv"))
    assert all(index.match(application.lead_authority).record for application in applications)
    regions = regions_of(applications, index, {})
    assert all(regions.values())
    assert regions[Reference("DD-016")] == ("North West", "Yorkshire and The Humber")


def test_the_real_register_of_authorities_is_read(shared_data: Path) -> None:
    records = {record.code: record for record in read_authorities(shared_data / "uk_local_authorities.csv")}
    assert len(records) == 470
    assert "Bristol, City of" in records["BST"].alt_names
    assert "armagh, banbridge and craigavon" in records["ABC"].alt_names
    assert records["GAT"].alt_names[-1] == "E08000020"
    assert records["BUC"].start == dt.date(2020, 4, 1)
    assert records["CMA"].successors == ("CBD", "WAF")
    assert (records["BST"].region, records["BRC"].region) == ("South West", "South East")
    there = [r for r in records.values() if r.nation == "England" and r.existed_on(dt.date(2014, 2, 10))]
    assert len(there) == 354  # 353 principal authorities and the Greater London Authority


def test_an_authority_that_did_not_exist_on_the_closing_date_is_reported(shared_data: Path, tmp_path: Path) -> None:
    index = AuthorityIndex(read_authorities(shared_data / "uk_local_authorities.csv"))
    applications = read_applications(
        csv(tmp_path / "a.csv", "Reference,Lead authority\nDD-1,Westmorland & Furness Council\nDD-2,Cumbria CC\n")
    )
    new, old = eligibility(applications, index, dt.date(2014, 2, 10), "England")
    assert (new.state, new.matched, new.existed) == ("ineligible", "Westmorland and Furness Council", False)
    assert (old.state, old.matched, old.existed) == ("eligible", "Cumbria County Council", True)


def test_a_register_need_not_say_regions(tmp_path: Path) -> None:
    heads = "official-name,start-date,end-date,nation"
    (silent,) = read_authorities(csv(tmp_path / "a.csv", f"{heads}\nA,,,England\n"))
    (told,) = read_authorities(csv(tmp_path / "b.csv", f"Region,{heads}\n  East   of England ,A,,,England\n"))
    assert (silent.region, told.region) == ("", "East of England")


def test_an_authority_that_ended_before_it_began_is_refused(tmp_path: Path) -> None:
    path = csv(tmp_path / "a.csv", "official-name,start-date,end-date,nation\nA,2014-01-02,2014-01-01,England\n")
    with pytest.raises(InputError, match="the end date is before the start date"):
        read_authorities(path)


def test_rows_copied_from_a_spreadsheet_are_read_with_line_breaks_in_their_cells() -> None:
    text = 'Lead authority\tReference\tWhy?\nTarrow Council\tDD-1\t"One.\nTwo."\n'
    (listed,) = pasted_applications(text)
    application = listed.application
    assert (application.reference, application.lead_authority) == ("DD-1", "Tarrow Council")
    assert application.answers[0].text == "One.\nTwo."
    assert (listed.source, listed.text) == (
        "What was pasted, line 2",
        "Lead authority: Tarrow Council\nReference: DD-1\nWhy? One.\nTwo.",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [("  \n", "There is nothing to paste."), ("DD-1\tTarrow Council", "What was pasted")],
)
def test_rows_without_headings_are_refused(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        pasted_applications(text)
