"""A row of a register that can't be taken in is set aside by name with all it holds, and the rest goes on."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dd_panel.cli import main
from dd_panel.services.intake.applications import take_in
from dd_panel.services.intake.view import IntakeView, see_intake
from dd_panel.services.round.setting_up import create_round
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.builders import a_round
from tests.documents import docx_of, paragraph
from tests.letters import a_letter, an_eml, gather
from tests.panelwork import NOON

HEADINGS = "Reference,Lead authority,Title,Why now?\n"
ROWS = "A1,Arden,Bins,We must.\nA2,Bray,Roads,We can.\n"
Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty round."""
    create_round(tmp_path / "r.ddround", replace(a_round(), reference="DD14"), lambda: NOON).close()
    return tmp_path / "r.ddround"


@pytest.fixture
def run(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Takes sources in by the command; tables are given as their rows."""

    def give(*sources: str | Path) -> tuple[int, dict[str, Any]]:
        paths = []
        for number, source in enumerate(sources, start=1):
            table = source if isinstance(source, Path) else tmp_path / f"list{number}.csv"
            if isinstance(source, str):
                table.write_text(HEADINGS + source, encoding="utf-8")
            paths.append(str(table))
        capsys.readouterr()
        code = main(["add-applications", str(path), *paths, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return give


def counts(document: dict[str, Any]) -> tuple[int, ...]:
    """Received, accepted, waiting and set aside, which add up."""
    received, *rest = (document[name] for name in ("received", "accepted", "waiting", "set_aside"))
    assert received == sum(rest)
    return received, *rest


def seen(path: Path) -> IntakeView:
    """What the window shows."""
    with open_store(path, writing=False) as store:
        return see_intake(Workplace(store, lambda: NOON, "secretariat"))


def test_rows_with_one_reference_are_set_aside_with_their_text_and_the_rest_is_taken(
    run: Run, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, document = run(ROWS + "a1,Crane,Parks,\n")

    assert (code, document["references"], counts(document)) == (0, ["A2"], (3, 1, 0, 2))
    assert [(each["source"], each["reference"], each["lead_authority"]) for each in document["things"]] == [
        ("list1.csv, line 2", None, "Arden"),
        ("list1.csv, line 4", None, "Crane"),
    ]
    (reason,) = document["things"][0]["reasons"]
    assert reason == (
        "The reference A1 stands also in list1.csv, line 4, with other words, and nobody can tell which is right. "
        "Give each its own reference, or remove one, and add the register again."
    )
    view = seen(path)
    assert (len(view.things), view.count("accepted"), view.count("set aside")) == (3, 1, 2)
    aside = [each for each in view.things if each.outcome == "set aside"]
    assert [(each.reference, each.sender, each.subject) for each in aside] == [
        ("A1", "Arden", "Bins"),
        ("a1", "Crane", "Parks"),
    ]
    main(["waiting", str(path), "--json"])
    listed = json.loads(capsys.readouterr().out)
    assert counts(listed) == (3, 1, 0, 2)
    assert listed["things"][0]["text"] == "Reference: A1\nLead authority: Arden\nTitle: Bins\nWhy now? We must."


def test_people_read_the_counts_and_every_row_that_was_set_aside(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.csv").write_text(HEADINGS + ROWS + "A1,Crane,Parks,\n")
    assert main(["add-applications", str(path), str(tmp_path / "list.csv")]) == 0
    said = capsys.readouterr().out
    assert "3 received: 1 accepted, 0 waiting for a check, 2 set aside." in said
    assert "list.csv, line 2, set aside: The reference A1 stands also in list.csv, line 4" in said
    assert "list.csv, line 4, set aside: The reference A1 stands also in list.csv, line 2" in said


def test_a_row_without_reference_or_authority_is_set_aside_with_its_text_and_the_rest_is_taken(
    run: Run, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, document = run(ROWS + ",Crane,Parks,We should.\nA4,,Pools,\n,,Total,2\n")

    assert (code, document["references"], counts(document)) == (0, ["A1", "A2"], (5, 2, 0, 3))
    assert [(each["source"], each["reasons"]) for each in document["things"]] == [
        ("list1.csv, line 4", ["The row has no Reference. Fill it in, or remove the row."]),
        ("list1.csv, line 5", ["The row has no Lead authority. Fill it in, or remove the row."]),
        ("list1.csv, line 6", ["The row has no Reference. Fill it in, or remove the row."]),
    ]
    aside = [each for each in seen(path).things if each.outcome == "set aside"]
    assert [(each.reference, each.sender, each.subject) for each in aside] == [
        (None, "Crane", "Parks"),
        ("A4", "", "Pools"),
        (None, "", "Total"),
    ]
    main(["waiting", str(path), "--json"])
    listed = json.loads(capsys.readouterr().out)
    assert counts(listed) == (5, 2, 0, 3)
    assert listed["things"][0]["text"] == "Lead authority: Crane\nTitle: Parks\nWhy now? We should."

    code, document = run(ROWS + "A3,Crane,Parks,We should.\n")
    assert (code, document["references"], counts(document)) == (0, ["A3"], (3, 1, 0, 2))


def test_an_entry_that_cannot_be_read_sets_its_row_aside_and_its_reference_stays_nobodys(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "list.csv"
    table.write_text("Reference,Lead authority,Received\nA1,Arden,\nA2,Bray,soon\nA1,Arden,never\nA3,Crane,\n")
    assert main(["add-applications", str(path), str(table), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)

    assert (document["references"], counts(document)) == (["A3"], (4, 1, 0, 3))
    first, soon, never = (each["reasons"][0] for each in document["things"])
    assert first.startswith("The reference A1 stands also in list.csv, line 4, with other words")
    assert soon.startswith("“soon” is no date or time that can be read. Write it as")
    assert never.startswith("“never” is no date or time")


def test_a_register_of_rows_without_a_reference_is_refused_with_the_first_of_them(run: Run, path: Path) -> None:
    before = path.read_bytes()
    code, document = run(",Arden,Bins,\n,Bray,Roads,\n")
    assert (code, document["error"]["title"]) == (2, "list1.csv, line 2: the row has no Reference.")
    assert path.read_bytes() == before


def test_a_row_without_a_reference_beside_mail_is_set_aside_and_the_mail_is_taken(run: Run, tmp_path: Path) -> None:
    code, document = run(",Arden,Bins,\n", an_eml(tmp_path / "bid.eml", a_letter("Tarrow Council")))
    assert (code, document["references"]) == (0, ["DD14-001"])
    assert counts(document) == (2, document["accepted"], document["waiting"], 1)


def test_two_registers_may_hold_one_reference_or_the_same_row(run: Run) -> None:
    code, document = run(ROWS, "A1,Crane,Parks,\nA2,Bray,Roads,We can.\nA3,Dene,Pools,\n")
    assert (code, document["references"], counts(document)) == (0, ["A2", "A3"], (5, 2, 0, 3))
    assert {each["source"]: each["reasons"][0] for each in document["things"]}["list2.csv, line 3"] == (
        "It is the same as list1.csv, line 3, which is A2."
    )


def test_a_register_that_grew_adds_its_new_rows_and_changes_nothing_in_the_round(run: Run, path: Path) -> None:
    run(ROWS)
    code, document = run("A1,Arden,Bins,We must.\nA2,Bray,Trams,We can.\nA3,Crane,Parks,\n")

    assert (code, document["references"], counts(document)) == (0, ["A3"], (3, 1, 0, 2))
    same, other = document["things"]
    assert (same["reference"], same["reasons"]) == (
        "A1",
        ["A1 is in the round already, with all that this row says."],
    )
    assert other["reasons"][0].startswith("A2 is in the round already, with other particulars or answers, and nothing")
    view = seen(path)
    assert [each.source for each in view.things if each.outcome == "set aside"] == ["list1.csv, line 3"]
    assert {each.subject for each in view.things if each.outcome == "accepted"} == {"Bins", "Roads", "Parks"}


def test_the_same_register_again_is_refused_and_nothing_changes(run: Run, path: Path) -> None:
    run(ROWS)
    before = path.read_bytes()
    code, document = run(ROWS)
    assert (code, document["error"]["title"]) == (2, "The references A1, A2 are in the round already.")
    assert path.read_bytes() == before


def test_rows_of_which_none_can_be_taken_are_refused(run: Run, path: Path) -> None:
    before = path.read_bytes()
    code, document = run("A1,Arden,Bins,\nA1,Bray,Roads,\n")
    assert code == 2
    assert document["error"]["title"].startswith("list1.csv, line 2: The reference A1 stands also in list1.csv, line 3")
    assert path.read_bytes() == before


def test_mail_of_no_use_beside_rows_of_which_none_can_be_taken_is_refused(run: Run, path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    junk = tmp_path / "picture.eml"
    junk.write_bytes(b"\xff\xd8\xff")
    code, _document = run("A1,Arden,Bins,\nA1,Bray,Roads,\n", junk)
    assert (code, path.read_bytes()) == (2, before)


def test_mail_beside_rows_that_are_in_the_round_is_taken_in(run: Run, path: Path, tmp_path: Path) -> None:
    run(ROWS)
    code, document = run(ROWS, an_eml(tmp_path / "new.eml", a_letter("Tarrow Council")))
    assert (code, document["references"]) == (0, ["DD14-001"])
    assert counts(document) == (3, document["accepted"], document["waiting"], 2)
    assert len(seen(path).things) == 3


def test_rows_beside_mail_that_came_before_are_remembered_once(run: Run, path: Path, tmp_path: Path) -> None:
    letter = an_eml(tmp_path / "bid.eml", a_letter("Tarrow Council"))
    run(letter)
    for _time in range(2):
        code, document = run("A1,Arden,Bins,\nA1,Bray,Roads,\n", letter)
        assert (code, counts(document)) == (0, (3, 0, 0, 3))
        assert [each.subject for each in seen(path).things if each.outcome == "set aside"] == ["Bins", "Roads"]


def test_a_message_that_names_a_doubled_reference_waits(run: Run, tmp_path: Path) -> None:
    letter = a_letter("Arden Council", subject="DD14-001: our bid")
    _code, document = run("DD14-001,Arden,Bins,\nDD14-001,Bray,Roads,\n", an_eml(tmp_path / "bid.eml", letter))
    (waits,) = (each for each in document["things"] if each["outcome"] == "waiting")
    assert waits["source"] == "bid.eml"
    assert "It names DD14-001, which several rows of the register bear; none of them was taken in." in waits["reasons"]


@pytest.mark.parametrize(
    ("row", "headings", "doubted"),
    [
        ("A1,Arden,Bins,\n", ("What we want", "What it costs"), True),
        ("A1,Arden,Bins,\n", ("Why now?", "What it costs"), False),
        ("A1,Arden,Bins,We must.\n", ("A letter", "Yours"), False),
    ],
)
def test_a_form_without_a_known_heading_waits_where_nothing_else_answers(
    path: Path, tmp_path: Path, row: str, headings: tuple[str, ...], doubted: bool
) -> None:
    (tmp_path / "list.csv").write_text(HEADINGS + row)
    folder = tmp_path / "sent" / "A1"
    folder.mkdir(parents=True)
    blocks = [paragraph(text) for heading in headings for text in (heading, "Because.")]
    (folder / "form.docx").write_bytes(docx_of("".join(blocks)))
    with open_store(path) as store:
        report = take_in(Workplace(store, lambda: NOON, "x"), gather(tmp_path / "list.csv", folder.parent))
    said = "None of its form's headings is a question of the round"
    assert any(reason.startswith(said) for each in report.things for reason in each.reasons) is doubted


@pytest.mark.skipif(sys.platform != "linux", reason="only there can a name be in an old alphabet")
def test_registers_and_folders_with_names_in_an_old_alphabet_are_taken_in(path: Path, tmp_path: Path) -> None:
    register, folder = tmp_path / os.fsdecode(b"M\xe4rz.csv"), tmp_path / "sent" / os.fsdecode(b"B\xf6rde")
    register.write_text(HEADINGS + "A1,Arden,Bins,\nA1,Bray,Roads,\nA2,Tarrow,Parks,\n")
    folder.mkdir(parents=True)
    (folder / os.fsdecode(b"W\xe4hler.docx")).write_bytes(docx_of(paragraph("Because.")))
    with open_store(path) as store:
        place = Workplace(store, lambda: NOON, "secretariat")
        take_in(place, gather(register))
        report = take_in(place, gather(folder.parent))
        shown = [(each.source, each.outcome) for each in see_intake(place).things]
    assert report.received == 1
    assert shown[:3] == [
        ("M\ufffdrz.csv, line 2", "set aside"),
        ("M\ufffdrz.csv, line 3", "set aside"),
        ("folder B\ufffdrde", report.things[0].outcome),
    ]
