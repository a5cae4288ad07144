"""The rubric from the command line: seen, tried, and changed with what stands named."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dd_panel.cli.program import main
from dd_panel.domain.rubric import Rubric
from dd_panel.domain.scale import Scale
from dd_panel.exchange.round_definition_text import write_definition
from tests.panelwork import ASHE, RULES, SmallRound, fill_all, small_round

NEED, PLAN = RULES.rubric.criteria
TEN = replace(RULES, rubric=Rubric((NEED, replace(PLAN, scale=Scale(Decimal(1), Decimal(10))))))


@pytest.fixture
def small(tmp_path: Path) -> SmallRound:
    small = small_round(tmp_path)
    small.merge(fill_all(small.blank(ASHE)))
    write_definition(tmp_path / "ten.toml", TEN)
    return small


def said(capsys: pytest.CaptureFixture[str], *words: str) -> Any:  # noqa: ANN401 - a document
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_rubric_is_tried_before_it_is_changed(small: SmallRound, capsys: pytest.CaptureFixture[str]) -> None:
    path, definition = str(small.path), str(small.path.parent / "ten.toml")
    before = said(capsys, "rubric", path)
    assert (before["frozen"], before["begun"], before["rubric"]) == (True, 7, RULES.rubric.version)
    tried = said(capsys, "rubric", path, "--round", definition, "--carry", "need", "--dry-run")
    assert [tried[key] for key in ("new_version", "done", "again", "kept", "dropped")] == [True, False, 7, 7, 7]
    assert [each["may_carry"] for each in tried["criteria"]] == [True, False]
    assert said(capsys, "rubric", path) == before
    assert main(["rubric", path, "--round", definition]) == 2
    assert main(["rubric", path, "--round", definition, "--carry", "plan", "--reason", "Longer."]) == 2
    capsys.readouterr()
    said(capsys, "rubric", path, "--round", definition, "--carry", "need", "--reason", "Longer.")
    after = said(capsys, "rubric", path)
    assert (after["rubric"], [each["reason"] for each in after["changes"]]) == (TEN.rubric.version, ["Longer."])
