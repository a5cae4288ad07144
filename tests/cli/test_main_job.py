"""The whole main job from the command line, as a script would do it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dd_panel.cli import main
from dd_panel.domain.rounds import LONDON
from dd_panel.exchange.scoresheet.by_hand import type_into
from tests.cli.shell import Shell, write_table
from tests.panelwork import NOON, saved_at


def test_from_a_round_to_a_workbook(shell: Shell) -> None:
    folder = shell.folder
    packs = shell.ask("pack", "r.ddround", "--out", str(folder / "packs"))["packs"]
    assert [pack["applications"] for pack in packs] == [2, 1]
    shell.run("unpack", packs[0]["file"], "--out", "m1.ddreview")
    exported = shell.ask("scoresheet", "m1.ddreview", "--out", "m1.xlsx")
    assert exported["notes"] == ["It is a draft: 2 applications are not marked complete."]
    sheet = folder / "m1.xlsx"
    sheet.write_bytes(
        type_into(
            sheet.read_bytes(),
            {
                ("A1", "score.need"): 4,
                ("A1", "score.plan"): 1,
                ("A2", "score.need"): 1,
                ("A2", "score.plan"): "cannot judge",
            },
        )
    )

    merged = shell.ask("merge", "r.ddround", "m1.xlsx")
    (file,) = merged["files"]
    assert (file["status"], file["member"], file["export"]) == ("merged", "M1", 1)
    assert merged["receipt"] == {
        "expected": 6,
        "scored": 3,
        "cannot_judge": 1,
        "conflicted": 0,
        "not_yet_scored": 2,
        "waiting": 0,
        "outstanding_members": ["M2"],
        "sum_in": 6,
        "sum_out": 6,
    }
    assert merged["receipt_by_member"] == [
        {
            "member": "M1", "expected": 4, "scored": 3, "cannot_judge": 1, "conflicted": 0, "not_yet_scored": 0,
            "waiting": 0,
        },
        {
            "member": "M2", "expected": 2, "scored": 0, "cannot_judge": 0, "conflicted": 0, "not_yet_scored": 2,
            "waiting": 0,
        },
    ]  # fmt: skip
    by_application = merged["receipt_by_application"]
    assert [each["reference"] for each in by_application] == ["A1", "A2"]
    assert [sum(each[key] for each in by_application) for key in ("expected", "scored", "not_yet_scored")] == [6, 3, 2]

    ranking = shell.ask("rank", "r.ddround")
    assert (ranking["places"], ranking["method"]) == (1, "mean")
    first, second = ranking["applications"]
    assert (first["reference"], first["place"], first["percent"], first["score"]) == ("A1", 1, 88.0, 4.4)
    assert (second["reference"], second["place"], second["percent"], second["reviews"]) == ("A2", 2, 20.0, 1)
    assert {first[key] for key in ("adjusted", "place_50", "place_90", "chance")} == {None}
    assert first["group"] == "unknown"
    assert second["flags"] == ["a criterion could not be judged", "below the minimum for Case for change"]

    written = shell.ask("consolidate", "r.ddround", "--out", "out.xlsx")
    assert {"Ranking", "Scores", "By application", "Receipt", "Sources", "Method"} <= set(written["sheets"])
    assert shell.ask("verify", "out.xlsx")["kind"] == "consolidated workbook"
    assert shell.ask("verify", "r.ddround")["facts"]["receipt adds up"] == "yes"
    assert shell.ask("verify", "m1.xlsx")["facts"]["member"] == "M1"
    assert shell.ask("verify", packs[1]["file"])["kind"] == "review pack"


def test_a_finding_waits_is_listed_and_decided(shell: Shell) -> None:
    shell.run("blank-scoresheet", "r.ddround", "--member", "m2", "--out", "m2.xlsx")
    sheet = shell.folder / "m2.xlsx"
    sheet.write_bytes(type_into(sheet.read_bytes(), {("A1", "score.need"): "3 or 4", ("A1", "score.plan"): 2.5}))

    merged = shell.ask("merge", "r.ddround", "m2.xlsx", code=1)
    (finding,) = merged["files"][0]["findings"]
    assert {
        key: finding[key] for key in ("kind", "severity", "sheet", "reference", "criterion", "found", "proposed")
    } == {
        "kind": "unknown-level",
        "severity": "error",
        "sheet": "Scores",
        "reference": "A1",
        "criterion": "need",
        "found": "3 or 4",
        "proposed": None,
    }
    assert merged["receipt"]["waiting"] == 1
    assert [each["id"] for each in shell.ask("findings", "r.ddround", code=1)["findings"]] == [finding["id"]]
    shell.ask("rank", "r.ddround", code=1)
    refusal = shell.ask("decide", "r.ddround", str(finding["id"]), "accept", "--reason", "Fine", code=2)
    assert refusal["error"]["remedy"]
    shell.ask("decide", "r.ddround", str(finding["id"]), "set", "3", "--reason", "She said 3")
    assert shell.ask("findings", "r.ddround")["findings"] == []
    assert shell.ask("rank", "r.ddround")["applications"][0]["reviews"] == 1


def test_blank_scoresheets_for_everybody(shell: Shell) -> None:
    out = shell.folder / "blank"
    shell.run("blank-scoresheet", "r.ddround", "--all", "--out", str(out))
    assert sorted(path.name for path in out.iterdir()) == ["M1.xlsx", "M2.xlsx"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("new", "r.ddround", "--round", "round.toml"), "already"),
        (("new", "s.ddround", "--round", "missing.toml"), "missing.toml"),
        (("add-applications", "r.ddround", "applications.csv"), "already"),
        (("add-members", "r.ddround", "members.csv"), "already"),
        (("pack", "r.ddround", "--out", "packs.d", "--member", "M9"), "no member"),
        (("rank", "nothing.ddround"), "nothing.ddround"),
        (("rank", "members.csv"), "members.csv"),
        (("decide", "r.ddround", "99", "accept", "--reason", "x"), "no finding 99"),
        (("merge", "r.ddround", "members.csv"), "not-a-scoresheet"),
    ],
)
def test_what_can_not_be_done_is_said_in_one_sentence(shell: Shell, words: tuple[str, ...], says: str) -> None:
    assert says in shell.run(*words, code=2)


def test_wrong_usage_ends_with_two(shell: Shell) -> None:
    assert "No such command" in shell.run("rnk", "r.ddround", code=2)
    assert "Missing option" in shell.run("consolidate", "r.ddround", code=2)
    assert shell.ask("consolidate", "r.ddround", code=2)["error"] == {
        "title": "Missing option '--out'.",
        "detail": "",
        "remedy": "Look it up with “dd-panel consolidate --help”.",
    }


def test_the_manual_lists_every_command_with_its_whole_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    listed = capsys.readouterr().out.partition("Commands:")[2]
    whole = (
        "Check any file of ours: a round, review, pack, scoresheet, consolidated workbook, conflicts form, or minutes."
    )
    assert whole in " ".join(listed.split())
    assert [line for line in listed.splitlines() if line.endswith("...")] == []


def test_an_unknown_member_in_an_assignment_is_named_and_nothing_assigned(shell: Shell) -> None:
    write_table(
        shell.folder / "more.csv", [["Reference", "Member", "Role"], ["A2", "M2", "lead"], ["A1", "M7", "lead"]]
    )
    assert "M7" in shell.run("assign", "r.ddround", "--from", "more.csv", code=2)
    assert shell.ask("merge", "r.ddround", "members.csv", code=2)["receipt"]["expected"] == 6


def test_the_demonstration_does_the_whole_job(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", str(tmp_path / "demo"), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)

    assert len(list((tmp_path / "demo").glob("*.ddround"))) == 1
    assert (len(document["packs"]), len(document["scoresheets"]), document["waiting"]) == (10, 11, 3)
    receipt = document["receipt"]
    assert receipt["expected"] == 24 * 3 * 6
    assert receipt["conflicted"] == 12
    assert receipt["cannot_judge"] == 1
    assert receipt["sum_in"] == receipt["sum_out"]
    assert main(["rank", document["round"], "--json"]) == 1
    assert document["ranking"] == json.loads(capsys.readouterr().out)["applications"]
    assert main(["demo", str(tmp_path / "demo")]) == 1
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("keep me", encoding="utf-8")
    assert main(["demo", str(tmp_path / "other")]) == 2
    assert "holds other files" in capsys.readouterr().err


def test_a_later_sheet_says_how_much_of_what_stood_it_changes_and_empties(shell: Shell) -> None:
    shell.run("blank-scoresheet", "r.ddround", "--member", "m2", "--out", "m2.xlsx")
    sheet = shell.folder / "m2.xlsx"
    blank = sheet.read_bytes()
    scored = type_into(blank, {("A1", "score.need"): 4, ("A1", "score.plan"): 2.5})
    sheet.write_bytes(saved_at(scored, NOON))
    assert "that stood" not in shell.run("merge", "r.ddround", "m2.xlsx")

    sheet.write_bytes(saved_at(type_into(blank, {("A1", "score.need"): 5}), NOON + timedelta(minutes=1)))
    said = shell.run("merge", "r.ddround", "m2.xlsx")
    assert "2 values that stood were changed. 1 of them is empty now." in said

    sheet.write_bytes(saved_at(blank, NOON + timedelta(minutes=2)))
    emptied = shell.ask("merge", "r.ddround", "m2.xlsx")["files"][0]
    assert (emptied["status"], emptied["taken"], emptied["revised"], emptied["emptied"]) == ("merged", 0, 1, 1)


def test_every_number_leads_back_to_its_cell(shell: Shell) -> None:
    shell.run("blank-scoresheet", "r.ddround", "--member", "m2", "--out", "m2.xlsx")
    sheet = shell.folder / "m2.xlsx"
    sheet.write_bytes(type_into(sheet.read_bytes(), {("A1", "score.need"): "3 or 4", ("A1", "score.plan"): 2.5}))
    merged = shell.ask("merge", "r.ddround", "m2.xlsx", code=1)
    shell.run("decide", "r.ddround", str(merged["files"][0]["findings"][0]["id"]), "set", "3", "--reason", "She said 3")

    traced = shell.ask("trace", "r.ddround", "a1", "m2")

    steps = {each["field"]: each["steps"] for each in traced["entries"]}
    assert {key: steps["score.plan"][0][key] for key in ("before", "after", "file", "sheet", "cell", "sha256")} == {
        "before": "",
        "after": "2.5",
        "file": "m2.xlsx",
        "sheet": "Scores",
        "cell": "J3",
        "sha256": merged["files"][0]["sha256"],
    }
    assert (steps["score.need"][0]["after"], steps["score.need"][0]["reason"]) == ("3", "She said 3")
    assert traced["reviews"] == [{"member": "M2", "percent": pytest.approx(100 * (0.6 * 0.6 + 0.4 * 7.5 / 9))}]
    said = shell.run("trace", "r.ddround", "a1", "m2")
    at = datetime.fromisoformat(steps["score.plan"][0]["at"])
    assert at.utcoffset() == at.astimezone(LONDON).utcoffset()
    assert f"    {at.day} {at:%B %Y, %H:%M}  secretariat: nothing → 2.5  m2.xlsx Scores!J3" in said
    asked = {each["field"]: each["findings"] for each in traced["entries"]}
    assert asked["score.plan"] == []
    (question,) = asked["score.need"]
    assert {key: question[key] for key in ("kind", "found", "cell", "sha256", "decision", "value", "reason")} == {
        "kind": "unknown-level",
        "found": "3 or 4",
        "cell": "H3",
        "sha256": merged["files"][0]["sha256"],
        "decision": "set",
        "value": "3",
        "reason": "She said 3",
    }
    assert "secretariat: “3 or 4” (unknown-level) set 3  m2.xlsx Scores!H3 sha256" in said
    assert "no member" in shell.run("trace", "r.ddround", "A1", "M9", code=2)


def test_what_waits_is_traced_even_where_nothing_ever_stood(shell: Shell) -> None:
    shell.run("blank-scoresheet", "r.ddround", "--member", "m2", "--out", "m2.xlsx")
    sheet = shell.folder / "m2.xlsx"
    sheet.write_bytes(type_into(sheet.read_bytes(), {("A1", "score.need"): "3 or 4"}))
    shell.run("merge", "r.ddround", "m2.xlsx", code=1)

    (entry,) = shell.ask("trace", "r.ddround", "a1", "m2")["entries"]

    assert (entry["field"], entry["value"], entry["steps"]) == ("score.need", "", [])
    assert [(each["decision"], each["at"]) for each in entry["findings"]] == [(None, None)]
    said = shell.run("trace", "r.ddround", "a1", "m2")
    assert "M2 score.need = nothing" in said
    assert "“3 or 4” (unknown-level) waits for a decision  m2.xlsx Scores!H3" in said
