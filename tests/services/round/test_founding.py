"""A new round: what it begins from, and the two files it becomes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dd_panel.domain.draft_checks import check, weight_total
from dd_panel.domain.drafts import RoundDraft
from dd_panel.domain.errors import InputError
from dd_panel.exchange.round_definition import read_round
from dd_panel.services.round.setting_up import found_round
from dd_panel.services.round.templates import Template, begun_from, draft_from, templates
from dd_panel.store.files import open_store
from tests.builders import a_round
from tests.panelwork import NOON

NAMED = RoundDraft(name="Spring grants", reference="SG1", places="4", fund="200,000")


@pytest.mark.parametrize("template", templates(), ids=lambda each: each.path.stem)
def test_a_template_and_a_name_make_a_round(template: Template) -> None:
    draft = begun_from(NAMED, template)
    rules = check(draft).rules
    assert rules is not None
    assert (rules.name, rules.places, rules.fund) == ("Spring grants", 4, 200_000)
    assert all(each.guidance and each.descriptors for each in rules.rubric.criteria)
    assert rules.gates
    assert weight_total(draft) == (5 if template.path.stem == "pass-fail" else 100)


def test_only_the_illustrative_set_is_called_illustrative() -> None:
    assert [begun_from(NAMED, each).illustrative for each in templates()] == [True, False, False, False]


def test_a_round_is_founded_with_its_definition_beside_it(tmp_path: Path) -> None:
    found_round(tmp_path / "SG1.ddround", a_round(), lambda: NOON)
    assert {path.name for path in tmp_path.iterdir()} == {"SG1.ddround", "SG1.toml"}
    assert read_round(tmp_path / "SG1.toml") == a_round()
    assert check(draft_from(tmp_path / "SG1.toml")).rules == a_round()
    with open_store(tmp_path / "SG1.ddround") as store, store.reading() as work:
        assert work.rounds.get() == a_round()


def test_what_stands_there_is_not_replaced(tmp_path: Path) -> None:
    found_round(tmp_path / "SG1.ddround", a_round(), lambda: NOON)
    with pytest.raises(InputError, match=r"SG1\.ddround is there already"):
        found_round(tmp_path / "SG1.ddround", replace(a_round(), places=2), lambda: NOON)
    assert read_round(tmp_path / "SG1.toml") == a_round()
    (tmp_path / "other.toml").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="holds something else"):
        found_round(tmp_path / "other.ddround", a_round(), lambda: NOON)
    assert not (tmp_path / "other.ddround").exists()
