"""A whole round through the command line in one go, and every total worked out once more in a few lines of its own."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dd_panel.cli import main
from dd_panel.exchange.scoresheet.by_hand import type_into

ROUND = """
name = "A whole round"
reference = "W1"
places = 10
reviews_per_application = 3

[[criteria]]
key = "need"
weight = 60

[[criteria]]
key = "plan"
weight = 25
scale = { lowest = 1, highest = 10, step = 0.5, best = "lowest" }

[[criteria]]
key = "people"
weight = 15
"""

SCALES = {"need": (60, 0, 5), "plan": (25, 10, 1), "people": (15, 0, 5)}
"""Weight, worst and best of each criterion."""

Typed = str | float | None
Ask = Callable[..., dict[str, Any]]


@dataclass
class Members:
    """What each member typed for each application that is assigned: a value for every criterion, or a conflict."""

    typed: dict[tuple[str, str], dict[str, Typed]] = field(default_factory=dict)

    def fill(self, member: str, references: Sequence[str]) -> dict[tuple[str, str], Typed]:
        """Make up one member's scores, with a few that can't be judged, are left out, or are barred by a conflict."""
        chance = random.Random(member)
        cells: dict[tuple[str, str], Typed] = {}
        for reference in references:
            people: list[Typed] = [0, 1, 2, 3, 4, 5, "cannot judge"]
            mine: dict[str, Typed] = {
                "need": chance.randint(0, 5),
                "plan": chance.randint(2, 20) / 2,
                "people": chance.choice(people),
            }
            if chance.random() < 1 / 20:
                mine[chance.choice(list(mine))] = None
            cells |= {(reference, f"score.{key}"): value for key, value in mine.items()}
            cells |= {(reference, f"comment.{key}"): f"- {member} on {key} of {reference}" for key in mine}
            if chance.random() < 1 / 30:
                mine = {"conflict": "We share an office"}
                cells |= {(reference, f"score.{key}"): None for key in SCALES}
                cells[reference, "conflict"] = "We share an office"
            self.typed[member, reference] = mine
        return cells

    def percents(self, reference: str) -> list[Fraction]:
        """The totals of the reviews of an application that count."""
        return [
            total
            for (_member, about), mine in self.typed.items()
            if about == reference and "conflict" not in mine and None not in mine.values()
            if (total := percent(mine)) is not None
        ]


def percent(mine: dict[str, Typed]) -> Fraction | None:
    """The weighted mean of where the scores stand between worst and best."""
    judged = {key: Fraction(value) for key, value in mine.items() if isinstance(value, int | float)}
    weights = sum(SCALES[key][0] for key in judged)
    earned = [
        SCALES[key][0] * (value - SCALES[key][1]) / (SCALES[key][2] - SCALES[key][1]) for key, value in judged.items()
    ]
    return 100 * sum(earned, Fraction()) / weights if weights else None


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    def run(*words: object, codes: tuple[int, ...] = (0,)) -> dict[str, Any]:
        assert main([*map(str, words), "--json"]) in codes
        said: dict[str, Any] = json.loads(capsys.readouterr().out)
        return said

    return run


def table(path: Path, *rows: Sequence[str]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.mark.parametrize(
    ("applications", "members"), [(21, 9), pytest.param(700, 300, marks=pytest.mark.soak)], ids=["small", "large"]
)
def test_every_total_of_a_round_is_what_its_members_typed(
    tmp_path: Path, ask: Ask, applications: int, members: int
) -> None:
    path, sheets, out = tmp_path / "whole.ddround", tmp_path / "sheets", tmp_path / "out.xlsx"
    references = [f"W-{number:03}" for number in range(applications)]
    people = [f"PM{number:03}" for number in range(members)]
    given = [(each, people[(3 * at + turn) % members]) for at, each in enumerate(references) for turn in range(3)]
    (tmp_path / "round.toml").write_text(ROUND, encoding="utf-8")
    ask("new", path, "--round", tmp_path / "round.toml")
    rows = [("Reference", "Lead authority"), *((each, f"Council {each}") for each in references)]
    ask("add-applications", path, table(tmp_path / "applications.csv", *rows))
    ask("add-members", path, table(tmp_path / "members.csv", ("ID", "Name"), *((each, each) for each in people)))
    assigned = [("Reference", "Member", "Role"), *((*pair, "reviewer") for pair in given)]
    ask("assign", path, "--from", table(tmp_path / "assigned.csv", *assigned))
    ask("blank-scoresheet", path, "--all", "--out", sheets)
    panel = Members()
    for member in people:
        file = sheets / f"{member}.xlsx"
        mine = [reference for reference, who in given if who == member]
        file.write_bytes(type_into(file.read_bytes(), panel.fill(member, mine)))

    merged = ask("merge", path, *sorted(sheets.iterdir(), reverse=True))
    ranked = ask("rank", path)
    ask("consolidate", path, "--out", out)

    assert {each["status"] for each in merged["files"]} == {"merged"}
    scores = [value for mine in panel.typed.values() for key, value in mine.items() if key in SCALES]
    numbers = [value for value in scores if isinstance(value, int | float)]
    conflicts = sum("conflict" in mine for mine in panel.typed.values())
    receipt = merged["receipt"]
    assert receipt == {
        "expected": 9 * applications,
        "scored": len(numbers),
        "cannot_judge": scores.count("cannot judge"),
        "conflicted": 3 * conflicts,
        "not_yet_scored": scores.count(None),
        "waiting": 0,
        "outstanding_members": [],
        "sum_in": sum(numbers),
        "sum_out": sum(numbers),
    }
    means = {each: sum(all_of, Fraction()) / len(all_of) for each in references if (all_of := panel.percents(each))}
    for line in ranked["applications"]:
        mean = means.get(line["reference"])
        assert line["reviews"] == len(panel.percents(line["reference"]))
        assert line["percent"] == (None if mean is None else pytest.approx(float(mean), abs=1e-9))
        assert line["place"] == (None if mean is None else 1 + sum(other > mean for other in means.values()))
    with closing(openpyxl.load_workbook(out, read_only=True)) as book:
        page = book["Scores"].iter_rows(min_row=2, values_only=True)
        kept = {(row[2], row[0], row[3]): row[6] for row in page if row[6] is not None}
    assert sum(value for value in kept.values() if isinstance(value, int | float)) == sum(numbers)

    again = ask("merge", path, *sorted(sheets.iterdir()))
    assert {each["status"] for each in again["files"]} == {"already-received"}
    assert again["receipt"] == receipt
