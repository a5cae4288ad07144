"""Conflicts first: what is asked before anything opens, and what is kept of the answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from dd_panel.domain.applications import Application
from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CONFLICT, Reference
from dd_panel.domain.panel import Assignment, Member
from dd_panel.exchange.scoresheet.read import read_scoresheets
from dd_panel.services.review.beginning import (
    Statement,
    dismiss_suggestion,
    last_statement,
    see_beginning,
    state_no_other_conflicts,
)
from dd_panel.services.review.reviewing import declare_conflict, withdraw_conflict
from dd_panel.services.review.scoresheets import export_scoresheet
from dd_panel.services.round.packing import make_packs, unpack
from dd_panel.services.round.setting_up import create_round, take_in_applications, take_in_members
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.panelwork import ASHE, NOON, RULES

FIRST, SECOND, THIRD = (Reference(f"DD-00{number}") for number in (1, 2, 3))


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """Margaret Ashe's review, just unpacked: she is with Quay Rise Homes, and listed an interest in Tarrow."""
    applications = [
        Application(FIRST, "Northmere City Council", partners=("Quay Rise Homes",), title="Youth work"),
        Application(SECOND, "Wexcombe County Council", title="Day services"),
        Application(THIRD, "Tarrow Borough Council", title="Libraries"),
    ]
    with create_round(tmp_path / "round.ddround", RULES, lambda: NOON) as store:
        secretariat = Workplace(store, lambda: NOON, "secretariat")
        take_in_applications(secretariat, applications)
        member = Member(ASHE, "Margaret Ashe", "Quay Rise Homes", conflicts=("Tarrow Libraries",))
        take_in_members(secretariat, [member])
        with store.writing() as work:
            work.panel.assign(
                [Assignment(ASHE, each.reference, order=at) for at, each in enumerate(applications, start=1)]
            )
        pack = make_packs(secretariat, tmp_path / "packs")[0]
    unpack(pack.path, tmp_path / "ashe.ddreview", lambda: NOON)
    with open_store(tmp_path / "ashe.ddreview") as store:
        yield Workplace(store, lambda: NOON, "Margaret Ashe")


def asking(place: Workplace) -> list[str]:
    return [each.application.reference for each in see_beginning(place).candidates if each.asks]


def test_names_that_are_alike_are_asked_about_and_nothing_is_read(place: Workplace) -> None:
    seen = see_beginning(place)
    assert asking(place) == [FIRST, THIRD]
    assert (seen.declared, seen.asking, seen.statement) == (0, 2, None)
    assert all(each.application.answers == () for each in seen.candidates)


def test_the_statement_waits_for_every_suggestion(place: Workplace) -> None:
    with pytest.raises(InputError, match="2 names"):
        state_no_other_conflicts(place)
    dismiss_suggestion(place, FIRST)
    declare_conflict(place, THIRD, "employment", "I ran their libraries.")
    assert last_statement(place) is None
    change = state_no_other_conflicts(place)
    assert change.reverse is None
    assert last_statement(place) == Statement("Margaret Ashe", NOON, 1)


def test_a_dismissal_can_be_taken_back_and_given_again(place: Workplace) -> None:
    change = dismiss_suggestion(place, FIRST)
    assert change.reverse is not None
    after = asking(place)
    again = change.reverse()
    assert (after, asking(place)) == ([THIRD], [FIRST, THIRD])
    assert again.reverse is not None
    again.reverse()
    assert asking(place) == [THIRD]


def test_statements_add_up_and_the_last_one_counts(place: Workplace) -> None:
    for reference in (FIRST, THIRD):
        dismiss_suggestion(place, reference)
    state_no_other_conflicts(place)
    later = NOON + timedelta(days=2)
    declare_conflict(place, SECOND, "personal", "")
    state_no_other_conflicts(Workplace(place.store, lambda: later, "Margaret Ashe"))
    assert last_statement(place) == Statement("Margaret Ashe", later, 1)
    with place.store.reading() as work:
        assert (work.about.get("no other conflicts") or "").count("Margaret Ashe") == 2


def test_withdrawing_is_in_the_history_and_the_scoresheet_says_what_stands(place: Workplace, tmp_path: Path) -> None:
    declare_conflict(place, FIRST, "financial", "")
    declare_conflict(place, THIRD, "other", "My brother works there.")
    withdraw_conflict(place, FIRST)
    with place.store.reading() as work:
        told = [(each.before, each.after) for each in work.entries.history(ASHE, FIRST) if each.field == CONFLICT]
    assert told == [("", "financial"), ("financial", "")]
    export_scoresheet(place, tmp_path / "out.xlsx")
    (sheet,) = read_scoresheets("out.xlsx", (tmp_path / "out.xlsx").read_bytes(), RULES)
    assert {
        row.reference: row.cells[CONFLICT].found.text for row in sheet.rows if row.cells[CONFLICT].found.filled
    } == {THIRD: "other: My brother works there."}


def test_the_scoresheet_says_when_it_was_stated_that_there_are_no_other_conflicts(
    place: Workplace, tmp_path: Path
) -> None:
    declare_conflict(place, THIRD, "other", "My brother works there.")
    export_scoresheet(place, tmp_path / "early.xlsx")
    dismiss_suggestion(place, FIRST)
    state_no_other_conflicts(place)
    export_scoresheet(place, tmp_path / "late.xlsx")
    told = {
        name: {
            str(row[0].value): str(row[1].value)
            for row in openpyxl.load_workbook(tmp_path / name)["How to fill this in"].iter_rows(min_row=4)
        }
        for name in ("early.xlsx", "late.xlsx")
    }
    assert "No other conflicts" not in told["early.xlsx"]
    assert told["late.xlsx"]["No other conflicts"] == (
        f"Margaret Ashe stated on {NOON.day} {NOON:%B %Y} to have no conflicts other than those named here."
    )
