"""A message that waits is accepted or set aside from the command line, and what was received always adds up."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dd_panel.cli import main
from dd_panel.store.files import open_store
from tests.letters import a_letter, an_eml

Run = Callable[..., dict[str, Any]]

ROUND = """
name = "The challenge"
reference = "DD14"
closes = 2014-02-10T17:00:00
[[criteria]]
key = "need"
"""


@pytest.fixture
def path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A round into which an application came by mail, and on the next day a second message about it."""
    (tmp_path / "round.toml").write_text(ROUND, encoding="utf-8")
    path = tmp_path / "r.ddround"
    main(["new", str(path), "--round", str(tmp_path / "round.toml")])
    for name, text in (("first", "We apply.\n"), ("second", "A page was missing.\n")):
        letter = a_letter(text=text, subject=f"{name} bid by Northmere Council", files=[("form.pdf", text.encode())])
        assert main(["add-applications", str(path), str(an_eml(tmp_path / f"{name}.eml", letter))]) == 0
    capsys.readouterr()
    return path


@pytest.fixture
def run(path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*words: str, code: int = 0) -> dict[str, Any]:
        assert main(["waiting", str(path), *words, "--json"]) == code
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return command


def counts(found: dict[str, Any]) -> list[int]:
    return [found[each] for each in ("received", "accepted", "waiting", "set_aside")]


def waiting_one(found: dict[str, Any]) -> dict[str, Any]:
    (thing,) = [each for each in found["things"] if each["outcome"] == "waiting" and each["source"] == "second.eml"]
    return dict(thing)


def test_an_accepted_message_is_kept_with_its_application(run: Run, path: Path, tmp_path: Path) -> None:
    before = run()
    thing = waiting_one(before)
    after = run(str(thing["number"]), "accept", "--reason", "They sent the page they forgot", "--as", "Ann")
    received, accepted, waiting, aside = counts(before)
    assert counts(after) == [received, accepted + 1, waiting - 1, aside]
    assert "Ann, " in after["things"][thing["number"] - 1]["reasons"][-1]
    with open_store(path, writing=False) as store, store.reading() as work:
        (application,) = work.applications.all()
        added = application.attachments[-1]
        assert work.applications.blob(added.sha256) == (tmp_path / "second.eml").read_bytes()


def test_a_message_that_is_set_aside_changes_nothing_in_its_application(run: Run, path: Path) -> None:
    with open_store(path, writing=False) as store, store.reading() as work:
        before = work.applications.all()
    thing = waiting_one(run())
    received, accepted, waiting, aside = counts(run())
    assert counts(run(str(thing["number"]), "set-aside", "--reason", "Too late")) == [
        received,
        accepted,
        waiting - 1,
        aside + 1,
    ]
    with open_store(path, writing=False) as store, store.reading() as work:
        assert work.applications.all() == before


def test_junk_that_is_set_aside_takes_the_application_that_was_made_of_it_along(
    run: Run, path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    junk = a_letter(subject="You have won", text="Click here.\n", From="Prize <prize@example.com>")
    main(["add-applications", str(path), str(an_eml(tmp_path / "junk.eml", junk))])
    capsys.readouterr()
    thing = next(each for each in run()["things"] if each["source"] == "junk.eml")
    assert (thing["outcome"], thing["reference"]) == ("waiting", "DD14-002")
    run(str(thing["number"]), "set-aside", "--reason", "Junk")

    main(["eligibility", str(path), "--json"])
    found = {each["reference"]: each for each in json.loads(capsys.readouterr().out)["applications"]}
    assert found["DD14-002"]["state"] == "ineligible"
    assert found["DD14-002"]["reasons"][0] == "Withdrawn: what was sent was set aside: Junk"
    assert found["DD14-001"]["state"] != "ineligible"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (("2", "accept"), "What waits is settled with a reason."),
        (("9", "accept", "--reason", "x"), "Nothing waits under the number 9."),
        (("2", "perhaps", "--reason", "x"), "It is not clear what is to become of number 2."),
    ],
)
def test_what_is_unclear_is_refused(run: Run, words: tuple[str, ...], title: str) -> None:
    before = run()
    assert run(*words, code=2)["error"]["title"] == title
    assert run()["things"] == before["things"]


def test_rows_of_registers_count_as_received_as_they_do_in_the_window(
    run: Run, path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    received, accepted, waiting, aside = counts(run())
    (tmp_path / "more.csv").write_text("Reference,Lead authority\nX1,Arden\nX2,Bray\n")
    (tmp_path / "photo.heic").write_bytes(b"photo")
    main(["add-applications", str(path), str(tmp_path / "more.csv"), str(tmp_path / "photo.heic")])
    capsys.readouterr()
    after = run()
    assert counts(after) == [received + 3, accepted + 2, waiting, aside + 1]
    assert len(after["things"]) == received + 1
