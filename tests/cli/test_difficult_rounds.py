"""Rounds in which something can't be computed: `rank` and `consolidate` say so, and show neither a 0 nor an error."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dd_panel.cli import main
from dd_panel.domain.applications import Application
from dd_panel.domain.identifiers import CriterionKey, MemberId
from dd_panel.domain.panel import Assignment, Member
from dd_panel.domain.rounds import Round
from dd_panel.services.returns.merging import Incoming, merge_returns
from dd_panel.services.review.scoresheets import blank_scoresheet
from dd_panel.services.round import setting_up
from dd_panel.services.workplace import Workplace
from tests.builders import a_criterion, a_round, a_rubric, a_scale, references
from tests.panelwork import NOON, fill

Given = Mapping[str, str | float]
LONG = "A long reason. " * 2184  # 32,760 characters
MANY = references(8)
RUBRIC = a_rubric(a_criterion("need", "60"), a_criterion("plan", "40"))
RULES = replace(a_round(RUBRIC), places=3, fund=300_000, support_per_place=100_000, reviews_per_application=2)


def varied(member: int, application: int) -> Given:
    return {"score.need": (member * member + 2 * application) % 6, "score.plan": (member + application * 5) % 6}


@dataclass(frozen=True)
class Difficult:
    """A round: its rules, how many members, what each gives each application, and what every application asks for."""

    given: Callable[[int, int], Given] = varied
    rules: Round = RULES
    members: int = 6
    reads: Callable[[int, int], bool] = lambda member, application: (member + application) % 2 == 0
    sought: int | None = 90_000
    name: str = "Council"


def made(folder: Path, case: Difficult) -> Path:
    path = folder / "difficult.ddround"
    members = [Member(MemberId(f"PM{number}"), f"Member {number}") for number in range(case.members)]
    with setting_up.create_round(path, case.rules, lambda: NOON) as store:
        place = Workplace(store, lambda: NOON, "secretariat")
        asked = [Application(each, f"{case.name} {each}", support_sought=case.sought) for each in MANY]
        setting_up.take_in_applications(place, asked)
        setting_up.take_in_members(place, members)
        read = {
            number: [index for index in range(len(MANY)) if case.reads(number, index)] for number in range(case.members)
        }
        with store.writing() as work:
            for number, indices in read.items():
                work.panel.assign([Assignment(members[number].member_id, MANY[each], order=each) for each in indices])
        for number, indices in read.items():
            sheet = folder / f"{members[number].member_id}.xlsx"
            typed: dict[tuple[str, str], str | float | None] = {
                (MANY[each], key): value for each in indices for key, value in case.given(number, each).items()
            }
            if typed:
                blank_scoresheet(place, members[number].member_id, sheet)
                merge_returns(place, [Incoming(sheet.name, fill(sheet.read_bytes(), typed))])
    return path


@pytest.fixture
def answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[Difficult], dict[str, Any]]:
    """Ranks a round and writes its workbook; gives the ranking's document once both are sound."""

    def ask(case: Difficult) -> dict[str, Any]:
        path, out = str(made(tmp_path, case)), tmp_path / "out.xlsx"
        assert main(["rank", path]) == 0
        assert "nan" not in capsys.readouterr().out.lower()
        assert main(["rank", path, "--json"]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert main(["consolidate", path, "--out", str(out), "--json"]) == 0
        capsys.readouterr()
        book = openpyxl.load_workbook(out, data_only=True)
        for value in (cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row):
            assert not (isinstance(value, float) and not math.isfinite(value))
            assert not (isinstance(value, str) and value.startswith(("#DIV", "#VALUE", "#N/A", "#NUM")))
        assert shown(found) == [row[:2] for row in book["Ranking"].iter_rows(values_only=True) if row[1] in MANY]
        return found

    return ask


def shown(found: dict[str, Any]) -> list[tuple[object, object]]:
    return [(each["place"], each["reference"]) for each in found["applications"]]


def test_no_reviews(answers: Callable[[Difficult], dict[str, Any]]) -> None:
    found = answers(Difficult(given=lambda _member, _application: {}))
    for each in found["applications"]:
        assert [each[key] for key in ("place", "score", "percent", "adjusted", "place_50", "chance", "group")] == [
            None, None, None, None, None, None, "unknown",
        ]  # fmt: skip
        assert each["flags"] == ["no review counts yet"]
    assert found["notes"][0].startswith("No review counts yet")


def everybody_alike(_member: int, _application: int) -> Given:
    return {"score.need": 3, "score.plan": 3}


def conflict_on_the_first(member: int, application: int) -> Given:
    return {"conflict": "family"} if application == 0 else varied(member, application)


def never_the_plan(member: int, application: int) -> Given:
    return {**varied(member, application), "score.plan": "cannot judge"}


LOWEST_BEST = a_scale("1", "5", "0.5", best="lowest")


@pytest.mark.parametrize(
    ("case", "note"),
    [
        (Difficult(members=1, reads=lambda *_any: True), "Fewer than 5 reviewers: too little"),
        (Difficult(members=1, reads=lambda *_any: True), "Only one reviewer’s reviews count"),
        (Difficult(given=everybody_alike), "All reviews of an application give the same total"),
        (
            Difficult(members=8, reads=lambda member, application: member // 4 == application // 4),
            "2 groups that share no application",
        ),
        (Difficult(rules=replace(RULES, places=30)), "There are places enough for all 8 applications"),
    ],
    ids=["one reviewer", "nobody to compare with", "all equal", "separate groups", "more places than applications"],
)
def test_what_can_not_be_said_is_said_in_a_sentence(
    answers: Callable[[Difficult], dict[str, Any]], case: Difficult, note: str
) -> None:
    found = answers(case)
    assert any(note in each for each in found["notes"]), found["notes"]
    assert all(each["score"] is not None for each in found["applications"])


def test_all_scores_equal_share_the_first_place(answers: Callable[[Difficult], dict[str, Any]]) -> None:
    found = answers(Difficult(given=everybody_alike))
    assert {each["place"] for each in found["applications"]} == {1}
    assert {each["score"] for each in found["applications"]} == {3}


def test_an_application_on_which_everybody_has_a_conflict_has_no_place(
    answers: Callable[[Difficult], dict[str, Any]],
) -> None:
    last = answers(Difficult(given=conflict_on_the_first))["applications"][-1]
    assert (last["reference"], last["place"], last["score"], last["reviews"]) == (MANY[0], None, None, 0)
    assert last["flags"] == ["every reviewer has a conflict of interest"]


def test_a_criterion_that_nobody_could_judge_leaves_its_weight_out(
    answers: Callable[[Difficult], dict[str, Any]],
) -> None:
    found = answers(Difficult(given=never_the_plan, rules=replace(RULES, tie_break=(CriterionKey("plan"),))))
    for each in found["applications"]:
        mine = [varied(member, MANY.index(each["reference"])) for member in range(6)]
        mine = [given for member, given in enumerate(mine) if (member + MANY.index(each["reference"])) % 2 == 0]
        assert each["score"] == pytest.approx(sum(float(given["score.need"]) for given in mine) / len(mine))
        assert "a criterion could not be judged" in each["flags"]


def test_where_low_is_best_and_halves_count_the_lowest_comes_first(
    answers: Callable[[Difficult], dict[str, Any]],
) -> None:
    rubric = a_rubric(a_criterion("need", "60", scale=LOWEST_BEST), a_criterion("plan", "40", scale=LOWEST_BEST))
    rules = replace(RULES, rubric=replace(rubric, scale=LOWEST_BEST))

    def halves(member: int, application: int) -> Given:
        return {f"score.{key}": 1 + ((member + application) % 9) / 2 for key in ("need", "plan")}

    scores = [each["score"] for each in answers(Difficult(given=halves, rules=rules))["applications"]]
    assert scores == sorted(scores)
    assert all(1 <= score <= 5 for score in scores)


@pytest.mark.parametrize(
    ("case", "note"),
    [
        (Difficult(sought=None), "No application above the line says what support it seeks."),
        (Difficult(rules=replace(RULES, fund=1)), "The fund does not reach the first application."),
        (
            Difficult(
                rules=replace(RULES, places=2), given=lambda _member, each: {"score.need": 3, "score.plan": each // 4}
            ),
            "Down to the line GBP 360,000 is sought, GBP 60,000 more than the fund of GBP 300,000.",
        ),
        (
            Difficult(name="=SUM(A1)"),
            "Down to the line GBP 270,000 of the fund of GBP 300,000 is sought, so GBP 30,000 is left.",
        ),
        (
            Difficult(
                given=lambda member, each: {
                    **varied(member, each),
                    "comment.need": LONG,
                    "guidance": "- start with the leases",
                }
            ),
            "Counted in",
        ),
    ],
    ids=["missing costs", "a fund smaller than a place", "ties over the line", "names that look like formulas", "long"],
)
def test_odd_rounds_are_ranked_as_any_other(
    answers: Callable[[Difficult], dict[str, Any]], case: Difficult, note: str
) -> None:
    found = answers(case)
    places = [each["place"] for each in found["applications"]]
    assert places == sorted(places)
    assert places[0] == 1
    assert any(each.startswith(note) for each in found["notes"]), found["notes"]


def test_a_tie_of_all_has_its_line_though_nobody_stands_below_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = str(made(tmp_path, Difficult(given=everybody_alike))), tmp_path / "out.xlsx"
    assert main(["rank", path]) == 0
    assert capsys.readouterr().out.splitlines()[2 + len(MANY)] == "-----  funding line: 3 places"
    assert main(["consolidate", path, "--out", str(out)]) == 0
    said = "8 applications share place 1, more than there are places left"
    book = openpyxl.load_workbook(out, data_only=True)
    last = [row[:3] for row in book["Ranking"].iter_rows(values_only=True) if row[2] is not None][-1]
    assert said in str(last[2])
    summary = {row[0]: row[1] for row in book["Summary"].iter_rows(max_col=2, values_only=True)}
    assert said in str(summary["Where it is cut"])
    assert str(summary["Last above the line"]).startswith(f"{MANY[-1]}, ")
    assert not summary["First below the line"]
    assert not summary["Points between them"]
