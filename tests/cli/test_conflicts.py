"""Conflicts forms from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from dd_panel.cli.program import main
from tests.panelwork import SmallRound, small_round


@pytest.fixture
def small(tmp_path: Path) -> SmallRound:
    return small_round(tmp_path)


def said(capsys: pytest.CaptureFixture[str]) -> Any:  # noqa: ANN401 - a document
    return json.loads(capsys.readouterr().out)


def test_forms_go_out_and_come_back(small: SmallRound, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    round_file, folder = str(small.path), tmp_path / "forms"
    assert main(["conflicts", round_file, "--out", str(folder), "--json"]) == 0
    forms = [Path(each["file"]) for each in said(capsys)["forms"]]
    book: Any = load_workbook(forms[0])
    book.active["F5"] = "financial"
    book.save(forms[0])
    bad = tmp_path / "notes.xlsx"
    bad.write_bytes(b"nothing")
    assert main(["conflicts", round_file, str(forms[0]), str(bad), "--json"]) == 0
    answer = said(capsys)
    told = [(each["status"], each.get("declared")) for each in answer["files"]]
    assert told == [("taken", ["DD-001"]), ("refused", None)]
    assert answer["notes"] == ["1 of 2 files was refused and changed nothing."]
    assert main(["conflicts", round_file, "--json"]) == 0
    members = said(capsys)["members"]
    assert [(each["member"], each["conflicts"], bool(each["back"])) for each in members] == [
        ("PM01", ["DD-001"], True),
        ("PM02", [], False),
    ]
    assert main(["conflicts", round_file, str(bad), "--json"]) == 2
    assert said(capsys)["notes"] == []
    assert main(["conflicts", round_file, str(bad), "--out", str(folder)]) == 2


def test_a_form_is_a_file_of_ours_that_can_be_checked(
    small: SmallRound, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["conflicts", str(small.path), "--member", "PM01", "--out", str(tmp_path), "--json"]) == 0
    form = Path(said(capsys)["forms"][0]["file"])
    book: Any = load_workbook(form)
    book.active["F5"] = "financial"
    book.save(form)
    assert main(["verify", str(form), "--json"]) == 0
    checked = said(capsys)
    facts = {key: checked["facts"][key] for key in ("member", "form", "conflicts")}
    assert (checked["kind"], checked["sound"], facts) == (
        "conflicts form",
        True,
        {"member": "PM01", "form": 1, "conflicts": 1},
    )

    book.active["A5"], book.active["A6"] = book.active["A6"].value, book.active["A5"].value
    book.save(form)
    assert main(["verify", str(form), "--json"]) == 2
    checked = said(capsys)
    assert (checked["kind"], checked["sound"]) == ("conflicts form", False)
    assert "rows were moved in part" in checked["problems"][0]
