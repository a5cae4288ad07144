"""What is written as a round definition reads back as the same rules, and is a file a person can go on with."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given

from dd_panel.domain.documents import round_from_document
from dd_panel.domain.errors import InputError
from dd_panel.domain.rounds import Round
from dd_panel.exchange.round_definition import read_round
from dd_panel.exchange.round_definition_text import definition_text, write_definition
from dd_panel.paths import resources
from tests.any_round import rounds
from tests.builders import a_criterion, a_round, a_rubric, a_scale


@given(rounds())
def test_every_round_reads_back_as_it_was(rules: Round) -> None:
    assert round_from_document(tomllib.loads(definition_text(rules), parse_float=Decimal)) == rules


def test_the_example_reads_back_as_it_was(tmp_path: Path) -> None:
    rules = read_round(resources() / "example" / "round.toml")
    write_definition(tmp_path / "DD14.toml", rules)
    assert read_round(tmp_path / "DD14.toml") == rules


def test_a_definition_is_laid_out_for_people() -> None:
    half = a_criterion("plan", "12.5", scale=a_scale("1", "10", "0.5"), minimum="2", comment="below 2.5")
    rules = a_round(a_rubric(a_criterion("need", "50"), half))
    lines = definition_text(rules).splitlines()
    assert lines[1:6] == [
        f"# Version of the rubric: {rules.rubric.version}",
        "",
        'name = "Delivering Differently"',
        'reference = "DD14"',
        "opens = 2014-01-07T09:00:00",
    ]
    last = lines[lines.index("[[criteria]]", lines.index("[[criteria]]") + 1) :]
    assert last == [
        "[[criteria]]",
        'key = "plan"',
        'title = "The plan"',
        'short = "Plan"',
        "weight = 12.5",
        'comment = "below 2.5"',
        "minimum = 2",
        'scale = { lowest = 1, highest = 10, step = 0.5, best = "highest", levels = [] }',
    ]


def test_letters_that_mean_something_to_toml_are_only_letters() -> None:
    rules = replace(a_round(), name='A "round"\\ with\nlines, \x7f and \x01')
    assert tomllib.loads(definition_text(rules))["name"] == rules.name


def test_our_own_definition_is_replaced_and_nobody_elses(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.toml", tmp_path / "theirs.toml"
    write_definition(ours, a_round())
    write_definition(ours, replace(a_round(), places=4))
    theirs.write_text('name = "Mine"', encoding="utf-8")
    with pytest.raises(InputError, match="holds something else"):
        write_definition(theirs, a_round())
    assert (read_round(ours).places, theirs.read_text(encoding="utf-8")) == (4, 'name = "Mine"')
