"""The answers of a form are listed, accepted and corrected from the command line, and an applicant is asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dd_panel.cli import main
from tests.documents import docx_of, paragraph
from tests.letters import a_letter, an_eml

Run = Callable[..., dict[str, Any]]

ROUND = """
name = "The challenge"
reference = "DD14"
closes = 2014-02-10T17:00:00
[[criteria]]
key = "need"
title = "Why do you apply?"
[[criteria]]
key = "who"
title = "Who would lead the work for you?"
[[gates]]
key = "england"
question = "Is the lead authority in England?"
"""
FORM = docx_of("".join(map(paragraph, ("Why do you apply?", "Because.", "Who will lead the work for you?", "Ann."))))


@pytest.fixture
def path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A round into which an application came by mail with a form."""
    (tmp_path / "round.toml").write_text(ROUND, encoding="utf-8")
    path = tmp_path / "r.ddround"
    main(["new", str(path), "--round", str(tmp_path / "round.toml")])
    letter = a_letter("Northmere Council", files=[("Form.docx", FORM)])
    assert main(["add-applications", str(path), str(an_eml(tmp_path / "bid.eml", letter))]) == 0
    capsys.readouterr()
    return path


@pytest.fixture
def run(path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(name: str, *words: str, code: int = 0) -> dict[str, Any]:
        assert main([name, str(path), "DD14-001", *words, "--json"]) == code
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return command


def states(found: dict[str, Any]) -> list[str]:
    return [each["state"] for each in found["answers"]]


def test_answers_are_listed_with_how_sure_they_are(run: Run) -> None:
    found = run("form")
    assert found["documents"][0] == "Form.docx"
    assert states(found) == ["sure", "unsure"]
    assert found["answers"][1]["heading"] == "Who will lead the work for you?"
    assert found["unchecked"] == 2


def test_answers_are_accepted_and_corrected_in_somebodys_name(run: Run) -> None:
    assert states(run("form", "--accept", "all", "--as", "Ann")) == ["accepted", "unsure"]
    found = run("form", "--correct", "2", "Ann Lee.", "--reason", "page 2", "--as", "Bob")
    assert states(found) == ["accepted", "corrected"]
    assert [each["who"] for each in found["answers"]] == ["Ann", "Bob"]
    assert found["answers"][1]["stands"] == "Ann Lee."
    assert found["answers"][1]["read"] == "Ann."


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (("--accept", "3"), "“3” is no question of this form."),
        (("--correct", "2", "Ann Lee."), "An answer is corrected with a reason."),
    ],
)
def test_what_is_unclear_is_refused(run: Run, words: tuple[str, ...], title: str) -> None:
    assert run("form", *words, code=2)["error"]["title"] == title
    assert states(run("form")) == ["sure", "unsure"]


def test_an_applicant_is_asked_in_a_draft(run: Run, tmp_path: Path) -> None:
    found = run("ask-applicant", "--out", str(tmp_path / "drafts"))
    (draft,) = map(Path, found["drafts"])
    text = draft.read_text(encoding="utf-8")
    assert "To: Jo Field <jo.field@example.org>" in text
    assert "Is the lead authority in England?" in text


def test_nothing_is_written_where_nothing_is_unclear(
    run: Run, path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = tmp_path / "authorities.csv"
    register.write_text("official-name,start-date,end-date,nation\nNorthmere Council,,,England\n", encoding="utf-8")
    assert main(["add-authorities", str(path), str(register)]) == 0
    capsys.readouterr()
    run("gate", "england", "pass")
    refused = run("ask-applicant", "--out", str(tmp_path / "drafts"), code=2)
    assert refused["error"]["title"] == "Nothing about DD14-001 is unclear."
    assert not (tmp_path / "drafts").exists()
