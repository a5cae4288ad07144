"""A panel meeting from the command line: agreed scores, decisions, a draw, signing, and the minutes as a document."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from dd_panel.cli import main
from dd_panel.services.meeting import conducting as meeting
from dd_panel.services.verifying import verify
from tests.meetingwork import FIRST, SECOND, at_work, declare
from tests.panelwork import ASHE, OKORO, RULES, SmallRound

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A round in which both members scored four of seven applications."""
    return at_work(tmp_path, replace(RULES, fund=150_000, support_per_place=100_000)).path


@pytest.fixture
def run(path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on the round and reads its document; `code` is what it should end with."""

    def command(name: str, *words: str, code: int = 0) -> dict[str, Any]:
        assert main([name, str(path), *words, "--json"]) == code
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return command


def test_agreed_scores_are_set_and_listed_beside_the_members_own(run: Run) -> None:
    assert run("agree")["agreed"] == []
    run("agree", "dd-001", "4.5", "--reason", "The figures were checked.", "--as", "Chair")
    run("agree", "DD-002", "need=3", "plan=2.5", "--reason", "The plan is thin.")
    first, second = run("agree")["agreed"]
    assert {key: first[key] for key in ("reference", "score", "percent", "total", "criteria", "original", "who")} == {
        "reference": "DD-001",
        "score": 4.5,
        "percent": 90,
        "total": 4.5,
        "criteria": {},
        "original": 5,
        "who": "Chair",
    }
    assert (second["criteria"], second["score"], second["original"]) == ({"need": "3", "plan": "2.5"}, 2.8, 4)
    assert second["reason"] == "The plan is thin."
    assert [each["score"] for each in run("rank")["applications"][:3]] == [5, 4, 4]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (("DD-001", "4"), "An agreed score needs a reason."),
        (("DD-001",), "It is not clear what was agreed on DD-001."),
        (("DD-099", "4", "--reason", "x"), "“DD-099” is not a reference of this round."),
        (("DD-001", "need=4", "3", "--reason", "x"), "“3” is not a criterion with its score."),
        (("DD-001", "nan", "--reason", "x"), "“nan” is no score."),
        (("DD-001", "5.5", "--reason", "x"), "5.5 is not on the scale."),
    ],
)
def test_what_can_not_be_agreed_is_refused_with_a_sentence(run: Run, words: tuple[str, ...], title: str) -> None:
    error = run("agree", *words, code=2)["error"]
    assert (error["title"], bool(error["remedy"])) == (title, True)
    assert run("agree")["agreed"] == []


def test_decisions_are_set_listed_withdrawn_and_signed(run: Run) -> None:
    run("decisions", "DD-001", "fund", "--support", "90000")
    run("decisions", "DD-002", "reserve", "--reason", "Level with DD-003.")
    run("decisions", "DD-004", "decline")
    run("decisions", "DD-004", "withdraw")
    refusal = run("decisions", "--sign-off", "Dame Ruth Vane", code=2)["error"]
    assert (refusal["title"], refusal["detail"]) == (
        "5 applications are not decided yet.",
        "DD-003, DD-004, DD-005, DD-006, DD-007.",
    )
    found = run("decisions", "--sign-off", "Dame Ruth Vane", "--left-open", "The panel meets again.")
    assert found["undecided"] == ["DD-003", "DD-004", "DD-005", "DD-006", "DD-007"]
    signed = [(each["name"], each["undecided"], each["reason"]) for each in found["signed"]]
    assert (found["version"], signed) == (1, [("Dame Ruth Vane", found["undecided"], "The panel meets again.")])
    assert (found["given"], found["fund"], found["lot"]) == (90_000, 150_000, None)
    shown = ("reference", "decision", "place", "support", "reserve", "crosses", "reason")
    assert [tuple(each[key] for key in shown) for each in found["decisions"]] == [
        ("DD-001", "fund", 1, 90_000, None, False, ""),
        ("DD-002", "reserve", 2, None, 1, True, "Level with DD-003."),
    ]
    refused = run("decisions", "--draw-lot", code=2)["error"]
    assert refused["title"] == "The rules of this round announced no draw by lot."
    assert (
        run("decisions", "DD-001", "maybe", code=2)["error"]["title"] == "It is not clear what was decided on DD-001."
    )


def test_what_a_command_has_done_is_taken_back_where_its_last_part_is_refused(run: Run) -> None:
    run("decisions", "DD-001", "fund", "--follow", "--sign-off", "Dame Ruth Vane", code=2)
    assert (run("decisions")["decisions"], run("decisions")["signed"]) == ([], [])


def test_a_signature_with_applications_left_open_is_told_wherever_the_decisions_are(
    run: Run, path: Path, tmp_path: Path
) -> None:
    run("decisions", "--follow")
    run("decisions", "--sign-off", "Dame Ruth Vane", "--left-open", "The panel meets again.")
    minutes, workbook = tmp_path / "minutes.docx", tmp_path / "result.xlsx"
    assert run("minutes", "--out", str(minutes))["undecided"] == 5
    open_ = "5 applications were not decided: DD-002, DD-003, DD-005, DD-006, DD-007. Reason: The panel meets again."
    assert verify(minutes).kind == "minutes"
    text = read(minutes)
    assert open_ in text
    assert "Not decided" in text
    assert "DD-005 Penhallow Council; DD-006 Eastmarsh Council; DD-007 Calderbrook Council" in text
    assert main(["consolidate", str(path), "--out", str(workbook)]) == 0
    book = load_workbook(workbook, read_only=True)
    decided = [row[:4] for row in book["Decisions"].iter_rows(values_only=True)]
    assert [(each[0], each[3]) for each in decided if each[0] == "Not decided"] == [
        ("Not decided", reference) for reference in ("DD-002", "DD-003", "DD-005", "DD-006", "DD-007")
    ]
    summary = {row[0]: row[1] for row in book["Summary"].iter_rows(max_col=2, values_only=True)}
    assert summary["Not decided"] == 5
    assert str(summary["State"]).endswith(open_)
    log = [row[2] for row in book["Change log"].iter_rows(values_only=True)]
    assert "Not decided in version 1: DD-002, DD-003, DD-005, DD-006, DD-007" in log


def read(path: Path) -> str:
    """Everything a reader of the document sees, tables included, cell by cell."""
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_minutes_hold_people_recusals_decisions_reasons_and_agreed_scores_beside_the_own(
    run: Run, path: Path, tmp_path: Path
) -> None:
    out = tmp_path / "papers" / "minutes.docx"
    assert run("minutes", "--out", str(out))["decisions"] == 0
    assert "No attendance was noted." in read(out)
    with SmallRound(path).open() as place:
        declare(place, OKORO, FIRST)
        meeting.note_presence(place, [ASHE, OKORO], "present")
        meeting.confirm_recusal(place, FIRST, OKORO)
        meeting.note(place, SECOND, "=Two views of the savings\nand one of the dates")
    run("agree", "DD-002", "need=3", "plan=2.5", "--reason", "The plan is thin.")
    run("decisions", "DD-001", "fund", "--support", "90000")
    run("decisions", "DD-002", "reserve", "--reason", "Level with DD-003.")
    found = run("minutes", "--out", str(out))
    assert (found["present"], found["recusals"], found["agreed"], found["decisions"]) == (["PM01", "PM02"], 1, 1, 2)
    text = read(out)
    for sentence in (
        "Minutes of the panel meeting",
        "Version 1, a draft that is not signed",
        "Margaret Ashe",
        "from 12:00",
        "Recusal: David Okoro left the room at 12:00; confirmed by secretariat.",
        "Agreed score: 2.80, beside the members' own mean of 4.00. Reason: The plan is thin.",
        "Discussion: =Two views of the savings\nand one of the dates",
        "Decision: In reserve, number 1.",
        "Reason: Level with DD-003.",
        "£90,000 of £150,000 is given; £60,000 is left.",
        "Not signed yet.",
    ):
        assert sentence in text


def test_minutes_never_take_the_place_of_another_document(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "mine.docx"
    Document().save(str(other))
    before = other.read_bytes()
    assert "holds something else" in run("minutes", "--out", str(other), code=2)["error"]["title"]
    assert other.read_bytes() == before
    assert "not named like the file" in run("minutes", "--out", str(tmp_path / "a.pdf"), code=2)["error"]["title"]


def test_the_rest_follows_the_ranking_and_reserves_are_put_in_order(run: Run) -> None:
    run("decisions", "DD-002", "fund", "--reason", "The panel chose it.", "--support", "50000")
    found = run("decisions", "--follow", "--reserves", "1")
    assert {each["reference"]: each["decision"] for each in found["decisions"]} == {
        "DD-001": "fund",
        "DD-002": "fund",
        "DD-004": "reserve",
    }
    assert "DD-003 is left to the panel. It shares its place with others" in found["notes"][0]
    run("decisions", "DD-003", "reserve", "--reason", "The panel chose the other.")
    ordered = run("decisions", "--order", "DD-003,dd-004")
    assert {each["reference"]: each["reserve"] for each in ordered["decisions"] if each["reserve"]} == {
        "DD-003": 1,
        "DD-004": 2,
    }
    assert run("decisions", "--order", "DD-003", code=2)["error"]["title"] == "These are not the reserves."


def test_a_scenario_shows_what_would_change_and_writes_nothing_down(
    run: Run, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = run("scenario", "--in", "DD-004", "--out", "DD-001")
    assert (found["before"], found["after"]) == (["DD-001"], ["DD-004"])
    assert found["balance"]["service"] == [{"name": "Libraries", "before": 1, "after": 1}]
    assert found["notes"] == [
        "DD-001 would need a reason. It stands above the funding line.",
        "DD-004 would need a reason. It stands below the funding line.",
    ]
    assert run("decisions")["decisions"] == []
    assert run("scenario", "--out", "DD-004", code=2)["error"]["remedy"] == "Name one of these: DD-001."
    assert main(["scenario", str(path)]) == 0
    assert "Funded then: DD-001." in capsys.readouterr().out


def test_a_draw_takes_a_seed_that_was_drawn_in_public(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(at_work(tmp_path, replace(RULES, lot_for_ties=True)).path)
    assert main(["decisions", path, "--draw-lot", "--seed", "31 12 7 40", "--json"]) == 0
    lot = json.loads(capsys.readouterr().out)["lot"]
    assert (lot["seed"], sorted(lot["order"])) == ("31 12 7 40", ["DD-002", "DD-003"])
