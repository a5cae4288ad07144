"""A secretariat asks how sure a place is and what would change it, and is answered in two sentences."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dd_panel.analysis.table import Refusal
from dd_panel.services.prospects import Prospects, prospects_of
from dd_panel.services.results import Ranking, see_ranking
from dd_panel.services.workplace import CancelledError
from tests.panelwork import ASHE, REFERENCES, fill, small_round
from tests.ui.example_stores import round_with, scoresheets


@pytest.fixture(scope="module")
def ranking(tmp_path_factory: pytest.TempPathFactory) -> Ranking:
    """The example round with all scoresheets in."""
    folder = tmp_path_factory.mktemp("example")
    place = round_with(folder, list(scoresheets(folder / "sheets").values()))
    found = see_ranking(place)
    place.store.close()
    return found


@pytest.fixture(scope="module")
def prospects(ranking: Ranking) -> Prospects:
    return prospects_of(ranking)


def test_every_trial_says_who_crosses_the_line(prospects: Prospects) -> None:
    assert not isinstance(prospects.trials, Refusal)
    assert {each.kind for each in prospects.trials} == {"adjusted", "method", "weights", "reviewer"}
    assert len(prospects.trials) == 1 + 1 + 2 * 6 + 10
    for trial in prospects.trials:
        above = {
            reference for reference, place in trial.places.items() if place is not None and place <= 10
        }  # places are not shared at the line in the example
        assert above == (prospects.inside | set(trial.enters)) - set(trial.leaves)
    assert any(each.words == "without David Okoro" for each in prospects.trials)


def test_how_many_never_change_is_one_sentence(prospects: Prospects) -> None:
    never = sum(not prospects.moving(reference) for reference in prospects.inside)
    assert len(prospects.always) == never
    assert prospects.sentence == f"{never} of the 10 never change."
    assert not isinstance(prospects.trials, Refusal)
    assert all(prospects.stays(reference) == len(prospects.trials) for reference in prospects.always)


def test_a_place_that_hangs_on_a_choice_is_answered_for(prospects: Prospects) -> None:
    unsure = min(prospects.inside - prospects.always)
    likely, moving = prospects.likely(unsure), prospects.moving(unsure)
    assert likely is not None
    said = prospects.sentence_about(unsure)
    first, last = likely.wide
    assert f"it may truly belong anywhere from {first} to {last}." in said
    assert f"It would fall below the line in {len(moving)} of 24 trials" in said
    assert f"{moving[0].words} (place {moving[0].places[unsure]})" in said


def test_one_that_nothing_moves_is_said_to_be_so(ranking: Ranking, prospects: Prospects) -> None:
    first = ranking.lines[0].application.reference
    assert prospects.sentence_about(first).endswith("None of 24 trials would move it across the line.")


def test_too_few_reviewers_are_said_and_nothing_is_computed(tmp_path: Path) -> None:
    made = small_round(tmp_path)
    made.merge(fill(made.blank(ASHE), {(REFERENCES[0], "score.need"): 3, (REFERENCES[0], "score.plan"): 4}))
    with made.open() as place:
        found = prospects_of(see_ranking(place))
    assert isinstance(found.outlook.sure, Refusal)
    assert found.likely(REFERENCES[0]) is None
    assert found.sentence_about(REFERENCES[0]).startswith(found.outlook.sure.sentence)


def test_a_round_that_counts_agreed_scores_alone_has_nothing_to_try(ranking: Ranking) -> None:
    agreed = replace(ranking, rules=replace(ranking.rules, method="agreed"))
    found = prospects_of(agreed)
    assert isinstance(found.trials, Refusal)
    assert found.trials.sentence in found.sentence_about(ranking.lines[0].application.reference)
    assert found.stays(ranking.lines[0].application.reference) == 0


def test_it_can_be_cancelled(ranking: Ranking) -> None:
    with pytest.raises(CancelledError):
        prospects_of(ranking, cancelled=lambda: True)
