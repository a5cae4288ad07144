"""`rank` says how sure the ranking is, in the keys that scripts rely on."""

from __future__ import annotations

import json
import math
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dd_panel.cli import main
from dd_panel.domain.rounds import LONDON
from dd_panel.services.demonstration import run_demo
from dd_panel.services.round.setting_up import create_round
from tests.builders import a_round


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example round with its scoresheets merged."""
    return run_demo(tmp_path_factory.mktemp("demo"), lambda: datetime(2014, 3, 3, 9, tzinfo=LONDON)).round_file


def ranked(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert main(["rank", str(path), *options]) in {0, 1}
    return capsys.readouterr().out


def document(path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ranked(path, capsys, "--json"))
    return found


def test_every_application_has_its_likely_place_chance_and_group(
    example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = document(example, capsys)
    applications = found["applications"]
    assert len(applications) == 24
    for each in applications:
        first, last = each["place_90"]
        inner, outer = each["place_50"]
        assert 1 <= first <= inner <= outer <= last <= 24
        assert each["group"] == ("in" if each["chance"] >= 0.9 else "out" if each["chance"] <= 0.1 else "close")
        assert math.isfinite(each["adjusted"])
        assert abs(each["adjusted"] - each["score"]) < 1.5
    assert sum(each["chance"] for each in applications) == pytest.approx(10)
    (joint,) = (each["regions"] for each in applications if each["reference"] == "DD-016")
    assert joint == ["North West", "Yorkshire and The Humber"]
    assert any("too close to call" in note for note in found["notes"])


def test_the_same_round_gives_the_same_numbers(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert document(example, capsys) == document(example, capsys)


def test_people_read_likely_places_and_chances_in_words(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ranked(example, capsys).splitlines()
    assert "Likely place" in lines[0]
    assert "In the first 10" in lines[0]
    assert "almost certain" in lines[2]
    assert lines[12] == "-----  funding line: 10 places"
    assert "almost excluded" in lines[26]
    # 2.675 and 1.575 stand in the workbook as 2.68 and 1.58.
    assert " 2.68 " in next(line for line in lines if "DD-022" in line)
    assert " 1.58 " in next(line for line in lines if "DD-005" in line)
    assert any("of the 10 never change" in line for line in lines[27:])


def test_an_empty_round_is_null_and_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "empty.ddround"
    create_round(path, a_round(), lambda: datetime(2014, 3, 3, 9, tzinfo=LONDON)).close()
    found = document(path, capsys)
    assert found["applications"] == []
    assert [note for note in found["notes"] if note.startswith("No review counts yet")] == [
        "No review counts yet, so there is nothing to say about how sure the places are."
    ]
