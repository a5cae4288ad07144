"""Eligibility from the command line: gates ticked by officials, withdrawals, and totals that add up."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from dd_panel.cli import main
from dd_panel.domain.rounds import Gate
from tests.meetingwork import at_work
from tests.panelwork import RULES

Run = Callable[..., dict[str, Any]]

GATES = (Gate("england", "In England on the closing date?"), Gate("sponsor", "Is there a senior sponsor?"))


@pytest.fixture
def path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A round with two gates, in which both members scored four of seven applications."""
    path = at_work(tmp_path, replace(RULES, gates=GATES)).path
    register = tmp_path / "authorities.csv"
    names = ("Northmere", "Wexcombe", "Tarrow", "Aldersey", "Penhallow", "Eastmarsh", "Calderbrook")
    rows = ["official-name,start-date,end-date,nation", *(f"{each} Council,,,England" for each in names)]
    register.write_text("\n".join(rows), encoding="utf-8")
    assert main(["add-authorities", str(path), str(register)]) == 0
    capsys.readouterr()
    return path


@pytest.fixture
def run(path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(name: str, *words: str, code: int = 0) -> dict[str, Any]:
        assert main([name, str(path), *words, "--json"]) == code
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return command


def states(found: dict[str, Any]) -> dict[str, str]:
    return {each["reference"]: each["state"] for each in found["applications"]}


def test_the_register_alone_counts_until_an_official_begins_to_tick_and_then_every_gate_does(run: Run) -> None:
    assert set(states(run("eligibility")).values()) == {"eligible"}
    begun = run("gate", "dd-001", "England", "pass", "--as", "Ann")
    assert (begun["state"], begun["reasons"]) == ("check", ["Not ticked yet: sponsor."])
    found = run("gate", "DD-001", "sponsor", "pass", "--as", "Bob")
    assert (found["state"], found["reasons"]) == ("eligible", [])
    assert [(tick["value"], tick["who"]) for tick in found["gates"][0]["ticks"]] == [("pass", "Ann")]
    assert found["totals"] == {"received": 7, "withdrawn": 0, "ineligible": 0, "check": 0, "eligible": 7}


def test_two_officials_may_differ_and_one_may_clear_the_own_tick(run: Run) -> None:
    run("gate", "DD-001", "sponsor", "pass")
    run("gate", "DD-001", "england", "pass", "--as", "Ann")
    found = run("gate", "DD-001", "england", "fail", "--reason", "In Wales", "--as", "Bob")
    assert found["state"] == "check"
    assert "The officials differ on “In England on the closing date?”." in found["reasons"]
    assert run("gate", "DD-001", "england", "clear", "--as", "Bob")["state"] == "eligible"


def test_a_fail_and_a_withdrawal_take_an_application_out_of_assignment_packs_and_ranking(run: Run, path: Path) -> None:
    before = {each["reference"]: each["place"] for each in run("rank")["applications"]}
    assert before["DD-001"] == 1
    run("gate", "DD-001", "sponsor", "fail", "--reason", "Nobody signed")
    found = run("withdraw", "DD-002", "--reason", "Asked by letter")
    assert found["totals"] == {"received": 7, "withdrawn": 1, "ineligible": 1, "check": 0, "eligible": 5}
    ranked = {each["reference"]: each for each in run("rank")["applications"]}
    assert (ranked["DD-001"]["place"], ranked["DD-002"]["score"]) == (None, None)
    assert ranked["DD-001"]["flags"] == ["Failed “Is there a senior sponsor?”: Nobody signed"]
    assert ranked["DD-002"]["flags"] == ["Withdrawn: Asked by letter"]
    assigned = run("assign", "--dry-run")
    assert assigned["applications"] == 5
    assert "DD-002 is not assigned. Withdrawn: Asked by letter" in assigned["warnings"]
    packs = run("pack", "--out", str(path.parent / "packs"))["packs"]
    assert {each["applications"] for each in packs} == {5}
    run("consolidate", "--out", str(path.parent / "result.xlsx"))
    receipt = load_workbook(path.parent / "result.xlsx")["Receipt"]
    counted = {str(row[1].value): row[2].value for row in receipt.iter_rows()}
    assert [counted[each] for each in ("Applications received", "Withdrawn", "Ineligible", "To be checked")] == [
        7,
        1,
        1,
        0,
    ]
    # Of the two that are out no review is awaited; of the other five one each is.
    planned = {str(row[0].value): row[10].value for row in receipt.iter_rows() if len(row) > 10}
    assert [planned[f"DD-00{number}"] for number in range(1, 8)] == [0, 0, *([RULES.reviews_per_application] * 5)]
    log = load_workbook(path.parent / "result.xlsx")["Change log"]
    said = [[str(cell.value) for cell in row] for row in log.iter_rows()]
    assert any({"withdrawn", "DD-002", "Asked by letter"} <= set(row) for row in said)
    assert any({"gate sponsor: fail", "DD-001", "Nobody signed"} <= set(row) for row in said)
    run("withdraw", "DD-002", "--undo", "--reason", "A mistake")
    run("gate", "DD-001", "sponsor", "pass")
    assert {each["reference"]: each["place"] for each in run("rank")["applications"]} == before


def test_a_match_is_overruled_with_a_reason_and_left_to_the_register_again(run: Run) -> None:
    found = run("match", "DD-001", "northmere council", "Tarrow", "--reason", "The letterhead says so", "--as", "Ann")
    (lead,) = found["parties"]
    assert (lead["matched"], lead["by"]) == ("Tarrow Council", "ruling")
    assert lead["reason"] == "Ann settled that it means Tarrow Council: The letterhead says so"
    assert found["state"] == "check", "Tarrow takes part twice now"
    nobody = run("match", "DD-001", "Northmere Council", "none", "--reason", "A charity of that name")
    assert (nobody["matched"], nobody["state"]) == (None, "check")
    back = run("match", "DD-001", "Northmere Council", "register", "--reason", "It was the council after all")
    assert (back["matched"], back["parties"][0]["by"], back["state"]) == ("Northmere Council", "official", "eligible")


def test_an_application_is_settled_as_eligible_and_a_gate_still_bars_it(run: Run) -> None:
    assert run("match", "DD-001", "Northmere Council", "none", "--reason", "Not the council")["state"] == "check"
    settled = run("settle", "DD-001", "--reason", "A combined authority, seen on paper", "--as", "Ann")
    assert (settled["state"], settled["settled"]) == ("eligible", True)
    assert settled["reasons"][0] == "Ann settled that it is eligible: A combined authority, seen on paper"
    assert run("gate", "DD-001", "england", "fail", "--reason", "In Wales")["state"] == "ineligible"
    assert run("gate", "DD-001", "england", "clear")["state"] == "eligible"
    assert run("settle", "DD-001", "--undo", "--reason", "Too soon")["state"] == "check"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (("gate", "DD-001", "sponsor", "fail"), "A gate is failed with a reason."),
        (("gate", "DD-001", "height", "pass"), "The round has no gate height."),
        (("gate", "DD-009", "sponsor", "pass"), "“DD-009” is not a reference of this round."),
        (("gate", "DD-001", "sponsor", "maybe"), "It is not clear what maybe means."),
        (("withdraw", "DD-001"), "Withdrawing and reinstating need a reason."),
        (("withdraw", "DD-001", "--undo", "--reason", "x"), "DD-001 is not withdrawn."),
        (("match", "DD-001", "Northmere Council", "Tarrow"), "A match is overruled with a reason."),
        (
            ("match", "DD-001", "Northmere Council", "Tarow Shire", "--reason", "x"),
            "The register of authorities has no “Tarow Shire” for certain.",
        ),
        (("match", "DD-001", "Kent", "Tarrow", "--reason", "x"), "“Kent” takes no part in DD-001."),
        (
            ("match", "DD-001", "Northmere Council", "register", "--reason", "x"),
            "Nobody overruled the match of “Northmere Council”.",
        ),
        (("match", "DD-001", "Northmere Council", "register"), "A ruling is taken back with a reason."),
        (("settle", "DD-001"), "An application is settled as eligible with a reason."),
        (("settle", "DD-001", "--undo", "--reason", "x"), "DD-001 was not settled as eligible."),
    ],
)
def test_what_is_unclear_is_refused_and_nothing_changes(run: Run, words: tuple[str, ...], title: str) -> None:
    assert run(*words, code=2)["error"]["title"] == title
    assert run("eligibility")["totals"]["eligible"] == 7
