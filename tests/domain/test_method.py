"""How the numbers come about, in the sentences that everybody reads."""

from __future__ import annotations

from dataclasses import replace

from dd_panel.domain.method import from_score_to_place, how_sure_it_is
from dd_panel.domain.purposes import second_look_counts
from tests.panelwork import RULES


def test_the_steps_name_the_rounds_own_rules() -> None:
    said = " ".join(from_score_to_place(replace(RULES, tie_break=(RULES.rubric.keys[0],)), second_looks=False))
    assert "An application's score is the mean of its reviews that count." in said
    assert f"taken in this order: {RULES.rubric.criteria[0].title}." in said
    assert second_look_counts() not in said


def test_a_second_look_is_explained_where_there_was_one() -> None:
    assert second_look_counts() in list(from_score_to_place(RULES, second_looks=True))


def test_where_agreed_scores_count_nothing_is_said_about_chances() -> None:
    agreed = replace(RULES, method="agreed")
    assert not list(how_sure_it_is(agreed))
    assert "the one agreed at the panel meeting" in " ".join(from_score_to_place(agreed, second_looks=False))


def test_the_chance_is_about_the_rounds_number_of_places() -> None:
    assert "the first 3 places" in " ".join(how_sure_it_is(replace(RULES, places=3)))
    assert "to the first place." in " ".join(how_sure_it_is(replace(RULES, places=1)))
