"""Assigning from the command line: the whole panel, gaps, late applications, members who drop out, and refusals."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dd_panel.cli import main
from dd_panel.paths import resources
from dd_panel.services.assignment.assigning import Wishes, make_changes, see_situation
from dd_panel.services.assignment.plan import propose
from tests.meetingwork import at_work
from tests.panelwork import OKORO, SmallRound

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The example round with its applications and its panel, nothing assigned."""
    source, store = resources() / "example", tmp_path / "r.ddround"
    main(["new", str(store), "--round", str(source / "round.toml")])
    main(["add-applications", str(store), str(source / "applications.csv")])
    main(["add-members", str(store), str(source / "members.csv")])
    return store


@pytest.fixture
def run(path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `assign` on the round and reads its document; `code` is what it should end with."""

    def command(*words: str, code: int = 0) -> dict[str, Any]:
        capsys.readouterr()
        assert main(["assign", str(path), *words, "--json"]) == code
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return command


def loads(found: dict[str, Any]) -> dict[str, int]:
    return {each["member"]: each["load"] for each in found["loads"]}


def test_every_application_gets_its_reviews_and_one_lead(run: Run) -> None:
    found = run()
    assert (found["assigned"], found["covered"], found["applications"]) == (72, 24, 24)
    assert set(loads(found).values()) <= {7, 8}
    assert sum(each["leads"] for each in found["loads"]) == 24
    leads = Counter(each["reference"] for each in found["changes"] if each["role"] == "lead")
    assert set(leads.values()) == {1}
    assert (found["bridges"]["groups"], found["optimal"], found["gap"]) == (1, True, 0)
    assert run()["assigned"] == 0


def test_a_dry_run_lists_what_would_be_made_and_makes_nothing(run: Run) -> None:
    listed = run("--dry-run")
    assert (listed["made"], len(listed["changes"])) == (False, 72)
    assert run("--dry-run")["changes"] == listed["changes"]
    assert run()["changes"] == listed["changes"]


def test_a_late_application_changes_nothing_that_stands(path: Path, run: Run, tmp_path: Path) -> None:
    run()
    late = tmp_path / "late.csv"
    late.write_text("Reference,Lead authority,Topics\nDD-099,Latecombe Borough Council,procurement\n", encoding="utf-8")
    main(["add-applications", str(path), str(late)])
    found = run()
    assert {(each["change"], each["reference"]) for each in found["changes"]} == {("add", "DD-099")}
    assert (found["assigned"], found["covered"]) == (3, 25)


def test_a_member_who_drops_out_is_replaced_and_gets_nothing_new(run: Run) -> None:
    run()
    found = run("--without", "pm02")
    assert found["taken_away"] == found["assigned"] == 7
    assert {each["member"] for each in found["changes"] if each["change"] == "remove"} == {"PM02"}
    assert (loads(found)["PM02"], found["covered"]) == (0, 24)
    assert "PM02" not in {each["member"] for each in run("--reviews", "3")["changes"]}
    assert run("--why", "DD-001")["members"][1]["why"] == "David Okoro left the panel."


def test_the_list_of_members_and_own_organisations_bar(path: Path, run: Run, tmp_path: Path) -> None:
    more = tmp_path / "more.csv"
    more.write_text(
        "ID,Name,Organisation,Conflicts\nX1,Ann Own,Northmere CC,\nX2,Bob Listed,,DD-001; Wexcombe County Council\n",
        encoding="utf-8",
    )
    main(["add-members", str(path), str(more)])
    pairs = {(each["reference"], each["member"]) for each in run()["changes"]}
    assert not pairs & {("DD-001", "X1"), ("DD-001", "X2"), ("DD-002", "X2")}
    said = {each["member"]: each["why"] for each in run("--why", "dd-001")["members"]}
    assert said["X1"] == "Ann Own must not read it: own organisation: Northmere City Council."
    assert said["X2"] == "Bob Listed must not read it: a conflict in the list of members: DD-001."


@pytest.mark.parametrize(
    ("words", "title", "remedy"),
    [
        (("--max-load", "7"), "2 reviews find nobody.", "add members"),
        (("--reviews", "11"), "184 reviews find nobody.", "ask for 10 reviews each"),
        (("--reviews", "0"), "A number below one was given.", "whole numbers"),
        (("--without", "nobody"), "nobody is no member of this panel.", "Choose one of PM01"),
    ],
)
def test_what_cannot_be_done_is_named_with_what_would_unlock_it(
    run: Run, words: tuple[str, ...], title: str, remedy: str
) -> None:
    error = run(*words, code=2)["error"]
    assert error["title"] == title
    assert remedy in error["remedy"]
    assert run("--dry-run")["assigned"] == 72


def test_where_members_and_room_are_wanting_both_are_named(run: Run, path: Path, tmp_path: Path) -> None:
    store, source = tmp_path / "small.ddround", resources() / "example"
    (tmp_path / "applications.csv").write_text("Reference,Lead authority\nA1,Arden\nA2,Bray\nA3,Crane\n", "utf-8")
    (tmp_path / "members.csv").write_text("ID,Name,Conflicts,Limit\nM1,Ann,A1,1\nM2,Bo,A1,1\nM3,Cy,A1,1\n", "utf-8")
    main(["new", str(store), "--round", str(source / "round.toml")])
    main(["add-applications", str(store), str(tmp_path / "applications.csv")])
    main(["add-members", str(store), str(tmp_path / "members.csv")])
    path.unlink()
    store.rename(path)

    error = run(code=2)["error"]
    assert error["title"] == "6 reviews find nobody."
    assert "A1 can have 0 of 3 reviews: M1, M2, M3 must not read it." in error["detail"]
    assert "have room for 3." in error["detail"]
    assert error["remedy"].startswith("Add members who may read A1. Raise the limits of M1, M2, M3 by 6 in all")
    assert "room" not in run("--reviews", "1", code=2)["error"]["detail"]


def test_moving_what_stands_is_offered_and_moves_as_little_as_it_can(path: Path, run: Run, tmp_path: Path) -> None:
    """The panel has room for eight of nine late reviews, and the newcomer must not do them: one is handed on."""
    run()
    late = tmp_path / "late.csv"
    late.write_text("Reference,Lead authority\nL1,Latecombe Council\nL2,Afterham Council\nL3,Endley Council\n", "utf-8")
    main(["add-applications", str(path), str(late)])
    error = run("--max-load", "7", code=2)["error"]
    assert error["title"] == "9 reviews find nobody."
    extra = tmp_path / "extra.csv"
    extra.write_text("ID,Name,Conflicts,Limit\nX1,Eve Extra,L1; L2; L3,\n", encoding="utf-8")
    main(["add-members", str(path), str(extra)])
    error = run(code=2)["error"]
    assert error["remedy"].startswith("Let 1 review that stands move, or ")
    assert error["remedy"].endswith("“dd-panel assign --help” names the options.")
    found = run("--may-move")
    assert (found["taken_away"], found["covered"]) == (1, 27)


def test_reviews_that_were_begun_stay_with_who_leaves(tmp_path: Path) -> None:
    """Okoro scored four of seven and leaves: nobody else is there, so the round says what it lacks."""
    with SmallRound(at_work(tmp_path).path).open() as place:
        before = see_situation(place)
        assert {pair[1] for pair in before.begun if pair[0] == OKORO}
        proposal = propose(before, one_review())
        change = make_changes(place, proposal.changes, one_review())
        after = see_situation(place)
        kept = {pair[1] for pair in after.standing if pair[0] == OKORO}
        assert kept == {pair[1] for pair in before.begun if pair[0] == OKORO}
        assert change.reverse is not None
        change.reverse()
        again = see_situation(place)
    assert {pair: each.duty for pair, each in again.standing.items()} == {
        pair: each.duty for pair, each in before.standing.items()
    }
    assert (sorted(after.left), sorted(again.left)) == ([OKORO], [])


def one_review() -> Wishes:
    return Wishes(reviews=1, without=(OKORO,))


def test_a_table_that_gives_a_member_what_a_conflict_bars_is_taken_and_said(
    path: Path, run: Run, tmp_path: Path
) -> None:
    late, table = tmp_path / "late.csv", tmp_path / "table.csv"
    late.write_text("ID,Name,Conflicts\nPM99,Late Member,DD-003\n", encoding="utf-8")
    table.write_text("Reference,Member\nDD-003,PM99\nDD-004,PM99\n", encoding="utf-8")
    main(["add-members", str(path), str(late)])

    taken = run("--from", str(table))
    assert taken["assigned"] == 2
    assert taken["notes"] == [
        "Assigned although a conflict speaks against it: PM99 – DD-003 (a declared conflict: known beforehand: DD-003)."
    ]


def test_a_table_that_gives_reviews_to_who_reads_nothing_is_taken_and_said(
    path: Path, run: Run, tmp_path: Path
) -> None:
    late, table = tmp_path / "late.csv", tmp_path / "table.csv"
    late.write_text("ID,Name,Role\nPM98,Late Member,member\nPM99,Our Guest,observer\n", encoding="utf-8")
    table.write_text("Reference,Member\nDD-003,PM99\nDD-004,pm98\nDD-004,PM01\n", encoding="utf-8")
    main(["add-members", str(path), str(late)])
    run("--without", "PM98")

    assert run("--from", str(table))["notes"] == [
        "Assigned to an observer, who only listens: PM99 – DD-003.",
        "Assigned to a member who left the panel: PM98 – DD-004.",
    ]
