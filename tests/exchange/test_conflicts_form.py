"""The conflicts form: what is written is read back, however it was filled in, sorted or damaged."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import MemberId
from dd_panel.domain.panel import Member
from dd_panel.domain.rounds import LONDON
from dd_panel.exchange.conflicts_form import FormRow, form_bytes, read_form
from tests.builders import a_round, an_application

ROUND = a_round()
MEMBER = Member(MemberId("PM|1"), "Margaret Ashe")
ROWS = (
    FormRow(an_application("DD-001"), "Your organisation is Leeds: is it the same as Leeds City Council?"),
    FormRow(an_application("DD-002", "=1+1 Borough"), declared="employment: until 2012"),
    FormRow(an_application("DD-003", "Kent County Council")),
)
FIRST = 5


def form(folder: Path, *typed: tuple[str, object]) -> Path:
    """A form in whose cells something was typed."""
    path = folder / "form.xlsx"
    path.write_bytes(form_bytes(ROUND, MEMBER, 2, datetime(2014, 2, 1, 9, tzinfo=LONDON), ROWS))
    book: Any = load_workbook(path)
    for cell, value in typed:
        book.active[cell] = value
    if typed:
        book.save(path)
    return path


def test_a_form_says_whose_it_is_and_holds_titles_alone(tmp_path: Path) -> None:
    back = read_form(form(tmp_path))
    assert (back.round_id, back.member, back.number) == (ROUND.round_id, "PM|1", 2)
    assert [(each.reference, each.kind, each.why) for each in back.answers] == [
        ("DD-001", "", ""),
        ("DD-002", "employment", "until 2012"),
        ("DD-003", "", ""),
    ]
    assert not back.no_others
    page: Any = load_workbook(tmp_path / "form.xlsx").active
    assert page["B6"].value == "=1+1 Borough"
    assert page["B6"].data_type == "s"
    assert page.column_dimensions["H"].hidden


@pytest.mark.parametrize(
    ("typed", "kind", "why"),
    [
        ("Financial ", "financial", ""),
        ("no", "", ""),
        ("None", "", ""),
        ("my sister works there", "other", "my sister works there"),
    ],
)
def test_a_member_may_choose_or_use_own_words(tmp_path: Path, typed: str, kind: str, why: str) -> None:
    answer = read_form(form(tmp_path, ("F5", typed))).answers[0]
    assert (answer.kind, answer.why) == (kind, why)


def test_the_statement_is_read(tmp_path: Path) -> None:
    assert read_form(form(tmp_path, ("F8", "Yes"))).no_others


def test_rows_may_be_sorted_as_a_whole(tmp_path: Path) -> None:
    path = form(tmp_path)
    book: Any = load_workbook(path)
    page = book.active
    rows = [[page.cell(row, column).value for column in range(1, 9)] for row in (5, 6, 7)]
    for number, values in zip((5, 6, 7), reversed(rows), strict=True):
        for column, value in enumerate(values, start=1):
            page.cell(number, column).value = value
            page.cell(number, column).data_type = "s" if value else "n"
    book.save(path)
    assert [each.reference for each in read_form(path).answers] == ["DD-003", "DD-002", "DD-001"]


def test_rows_that_were_sorted_in_part_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="“DD-003” and its hidden key “DD-001”"):
        read_form(form(tmp_path, ("A5", "DD-003")))


def test_two_members_in_one_form_are_refused(tmp_path: Path) -> None:
    key = json.dumps(["dd-panel conflicts form", ROUND.round_id, "PM2", 2, "DD-001"])
    with pytest.raises(InputError, match="no conflicts form of one member"):
        read_form(form(tmp_path, ("H5", key)))


def test_a_row_that_somebody_added_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="was not in the form"):
        read_form(form(tmp_path, ("A10", "DD-009"), ("F10", "personal")))


@pytest.mark.parametrize(
    ("content", "said"), [(b"not a workbook", "no Excel workbook"), (b"PK\x03\x04broken", "can't be read")]
)
def test_what_is_no_form_meets_the_guard(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "other.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_form(path)
