"""A secretariat asks how sure a place is and what would change it, and is answered in two sentences."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from dd_panel.analysis.groups import Groups
from dd_panel.analysis.table import Refusal
from dd_panel.domain.identifiers import CriterionKey, Reference
from dd_panel.domain.ranking import rank
from dd_panel.services.results.prospects import Prospects, prospects_of
from dd_panel.services.results.ranking import Ranking, see_ranking
from dd_panel.services.results.weighing import Weighing
from dd_panel.services.workplace import CancelledError
from tests.panelwork import ASHE, OKORO, REFERENCES, fill, small_round
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


def above_the_line(prospects: Prospects) -> set[Reference]:
    """The ten that the example funds; places are not shared at its line."""
    return {line.application.reference for line in prospects.ranking.lines[:10]}


def test_every_trial_says_who_crosses_the_line(prospects: Prospects) -> None:
    assert not isinstance(prospects.trials, Refusal)
    assert {each.kind for each in prospects.trials} == {"adjusted", "method", "weights", "reviewer"}
    assert len(prospects.trials) == 1 + 1 + 2 * 6 + 10
    for trial in prospects.trials:
        above = {
            reference for reference, place in trial.places.items() if place is not None and place <= 10
        }  # places are not shared at the line in the example
        assert above == (above_the_line(prospects) | set(trial.enters)) - set(trial.leaves)
    assert any(each.words == "without David Okoro" for each in prospects.trials)


def test_how_many_never_change_is_one_sentence(prospects: Prospects) -> None:
    never = sum(not prospects.moving(reference) for reference in above_the_line(prospects))
    assert prospects.sentence == f"Counted in 24 other ways, {never} of the 10 never change."


def test_a_place_that_hangs_on_a_choice_is_answered_for(prospects: Prospects) -> None:
    unsure = min(reference for reference in above_the_line(prospects) if prospects.moving(reference))
    likely, moving = prospects.likely(unsure), prospects.moving(unsure)
    assert likely is not None
    said = prospects.sentence_about(unsure)
    first, last = likely.wide
    assert f"it may truly belong anywhere from {first} to {last}." in said
    assert f"It would not stay above the line in {len(moving)} of 24 trials" in said
    assert f"{moving[0].words} (place {moving[0].places[unsure]})" in said


def test_one_that_nothing_moves_is_said_to_be_so(ranking: Ranking, prospects: Prospects) -> None:
    first = ranking.lines[0].application.reference
    assert prospects.sentence_about(first).endswith("None of 24 trials would move it across the line.")


def test_of_one_that_is_level_at_the_line_it_is_said_which_way_the_trials_part_it(tmp_path: Path) -> None:
    made = small_round(tmp_path)
    given = {ASHE: ((5, 5), (4, 3), (3, 3)), OKORO: ((5, 5), (2, 3), (3, 3))}
    for member, scores in given.items():
        typed: dict[tuple[str, str], str | float | None] = {}
        for reference, (need, plan) in zip(REFERENCES, scores, strict=False):
            typed |= {(reference, "score.need"): need, (reference, "score.plan"): plan}
        made.merge(fill(made.blank(member), typed))
    with made.open() as place:
        found = prospects_of(see_ranking(place))
    for level in REFERENCES[1:3]:
        assert found.sentence_about(level).endswith(
            "It is level with others at the line: in 1 of 8 trials it would rise above it, in 1 fall below it."
        )


def test_the_line_in_short_tells_chance_from_ways_of_counting(prospects: Prospects) -> None:
    stands, counted = prospects.in_short.split(" Counted in 24 other ways, ")
    assert stands.startswith("As the reviews stand, ")
    assert counted.endswith(" never change.")


def test_the_line_in_short_says_where_reviewers_cannot_be_compared(prospects: Prospects) -> None:
    strictness = prospects.outlook.strictness
    assert not isinstance(strictness, Refusal)
    apart = replace(strictness, groups=Groups((("PM01", "PM02"), ("PM03",)), (), ()))
    said = replace(prospects, outlook=replace(prospects.outlook, strictness=apart)).in_short
    assert "The reviewers form 2 groups that share no application: a comparison across groups rests on" in said
    assert "groups" not in prospects.in_short


def test_a_place_outside_of_where_it_likely_belongs_is_explained(ranking: Ranking, prospects: Prospects) -> None:
    outside = [
        line.ranked
        for line in ranking.lines
        if line.ranked.place is not None
        and (likely := prospects.likely(line.application.reference)) is not None
        and not likely.wide[0] <= line.ranked.place <= likely.wide[1]
    ]
    assert outside
    for ranked in outside:
        adjusted = prospects.outlook.adjusted[ranked.application]
        assert ranked.position is not None
        more = "more" if adjusted < ranked.position else "fewer"
        assert f"Its reviewers give {more} points than others: without that, its mean is " in prospects.sentence_about(
            ranked.application
        )
    inside = next(line.ranked for line in ranking.lines if line.ranked not in outside and line.ranked.place)
    assert "Its reviewers give" not in prospects.sentence_about(inside.application)


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
    assert found.moving(ranking.lines[0].application.reference) == ()


def test_it_can_be_cancelled(ranking: Ranking) -> None:
    with pytest.raises(CancelledError):
        prospects_of(ranking, cancelled=lambda: True)


# -- other weights -----------------------------------------------------------------------------------------------------


def own_weights(ranking: Ranking) -> dict[CriterionKey, float]:
    return {each.key: float(each.weight) for each in ranking.rules.rubric.criteria}


def test_the_rounds_own_weights_give_the_official_order_whatever_they_add_up_to(ranking: Ranking) -> None:
    tried = Weighing(ranking).try_weights({key: 3 * weight for key, weight in own_weights(ranking).items()})
    assert not isinstance(tried, Refusal)
    assert tried.ranking == ranking
    assert not tried.enters
    assert not tried.leaves


def test_other_weights_rank_as_a_round_with_these_weights_would(ranking: Ranking) -> None:
    rubric = ranking.rules.rubric
    heavy = rubric.keys[3]
    weights = {key: 90.0 if key == heavy else 2.0 for key in rubric.keys}
    tried = Weighing(ranking).try_weights(weights)
    assert not isinstance(tried, Refusal)
    criteria = tuple(replace(each, weight=Decimal(weights[each.key])) for each in rubric.criteria)
    rules = replace(ranking.rules, rubric=replace(rubric, criteria=criteria))
    reviews = [review for line in ranking.lines for review in line.reviews]
    official = rank(rules, [line.application.reference for line in ranking.lines], reviews)
    assert {line.ranked.application: line.ranked for line in tried.ranking.lines} == {
        each.application: each for each in official
    }
    assert [line.ranked.place for line in tried.ranking.lines] == [each.place for each in official]
    assert tried.was == {line.application.reference: line.ranked.place for line in ranking.lines}
    first = {each.application for each in official if (each.place or 99) <= 10}
    before = {line.application.reference for line in ranking.lines if (line.ranked.place or 99) <= 10}
    assert (set(tried.enters), set(tried.leaves)) == (first - before, before - first)
    assert tried.enters


@pytest.mark.parametrize(
    ("changed", "words"),
    [(0.0, "At least one criterion needs a weight above zero."), (-1.0, "A weight can’t be below zero.")],
)
def test_weights_that_mean_nothing_are_refused_in_a_sentence(ranking: Ranking, changed: float, words: str) -> None:
    found = Weighing(ranking).try_weights(dict.fromkeys(own_weights(ranking), changed))
    assert isinstance(found, Refusal)
    assert found.sentence == words


def test_where_agreed_scores_alone_count_weights_move_nothing(ranking: Ranking) -> None:
    agreed = replace(ranking, rules=replace(ranking.rules, method="agreed"))
    assert isinstance(Weighing(agreed).try_weights(own_weights(ranking)), Refusal)
