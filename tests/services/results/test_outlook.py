"""The ranking with how sure it is, as the rooms above see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from dd_panel.analysis.strictness import Strictness
from dd_panel.analysis.table import Refusal
from dd_panel.analysis.uncertainty import Uncertainty
from dd_panel.analysis.what_if import WhatIf, what_if
from dd_panel.domain.identifiers import CriterionKey, Reference
from dd_panel.domain.ranking import rank
from dd_panel.domain.receipt import Receipt
from dd_panel.domain.reviews import Review
from dd_panel.domain.rounds import Round
from dd_panel.services.results.ranking import Outlook, Ranking, RankingLine, outlook_of, ranking_rules, review_table
from dd_panel.services.workplace import CancelledError
from tests.builders import a_criterion, a_review, a_round, a_rubric, a_scale, an_application, references

RUBRIC = a_rubric(
    a_criterion("need", "60"),
    a_criterion("plan", "40", scale=a_scale("1", "10", "0.5", best="lowest")),
)
RULES = replace(a_round(RUBRIC), places=3, tie_break=(CriterionKey("plan"),))


def a_ranking(reviews: Sequence[Review], rules: Round = RULES, applications: int = 8) -> Ranking:
    """The ranking of these reviews, as `see_ranking` gives it."""
    names = references(applications)
    return Ranking(
        rules,
        tuple(
            RankingLine(
                an_application(ranked.application),
                ranked,
                tuple(review for review in reviews if review.application == ranked.application),
                (),
            )
            for ranked in rank(rules, names, reviews)
        ),
        members={},
        receipt=Receipt(0, 0, 0, 0, 0, 0, (), Fraction(0), Fraction(0)),
        waiting=0,
    )


def everybody(applications: int = 8, reviewers: int = 6, *, skip: int = 0) -> list[Review]:
    """Reviews that differ from place to place; with `skip`, everybody leaves out one application in so many."""
    return [
        a_review(
            f"{(application * 2 + who * who) % 6} {1 + ((application + who) % 7) * 0.5}",
            rubric=RUBRIC,
            member=f"M{who}",
            application=reference,
        )
        for application, reference in enumerate(references(applications))
        for who in range(reviewers)
        if not skip or (application + who) % skip
    ]


def test_everything_is_there_for_a_panel_that_is_large_enough() -> None:
    outlook = outlook_of(a_ranking(everybody(skip=3)))
    assert isinstance(outlook.sure, Uncertainty)
    assert isinstance(outlook.strictness, Strictness)
    assert set(outlook.likely) == set(outlook.adjusted) == set(references(8))
    assert sum(each.chance for each in outlook.likely.values()) == pytest.approx(3)
    assert outlook.notes[0] == outlook.sure.sentence


def test_where_everybody_reads_everything_the_adjusted_score_is_the_score() -> None:
    ranking = a_ranking(everybody())
    outlook = outlook_of(ranking)
    for line in ranking.lines:
        assert line.ranked.position is not None
        assert float(outlook.adjusted[line.application.reference]) == pytest.approx(float(line.ranked.position))


def test_the_reviews_reach_the_calculations_as_they_are() -> None:
    reviews = [
        a_review("4 2.5", rubric=RUBRIC, member="M1", application="DD-002"),
        a_review("3 ?", rubric=RUBRIC, member="M2", application="DD-002"),
        a_review("5 -", rubric=RUBRIC, member="M2", application="DD-001"),
    ]
    table = review_table(a_ranking(reviews, applications=2))
    assert table.applications == ("DD-001", "DD-002")
    assert [(row.application, row.reviewer, row.marks) for row in table.rows] == [
        (1, "M1", (4, 3)),
        (1, "M2", (3, None)),
    ]
    assert [row.position for row in table.rows] == pytest.approx([0.6 * 0.8 + 0.4 * (1 - 3 / 18), 0.6])
    need, plan = table.criteria
    assert (need.weight, need.steps, need.step, need.lowest_best) == (0.6, 5, 1.0, False)
    assert (plan.weight, plan.steps, plan.step, plan.lowest_best) == (0.4, 18, 0.5, True)
    assert (table.span, table.lowest_best) == (5.0, False)


@pytest.mark.parametrize("method", ["mean", "median"])
def test_the_calculations_rank_as_the_round_does(method: str) -> None:
    rules = replace(RULES, method="median" if method == "median" else "mean")
    ranking = a_ranking(everybody(skip=3), rules)
    found = what_if(review_table(ranking), ranking_rules(ranking))
    assert isinstance(found, WhatIf)
    official = {line.application.reference: line.ranked.place for line in ranking.lines}
    assert found.places == tuple(official[reference] for reference in sorted(official))


def test_a_small_panel_is_told_why_nothing_is_said() -> None:
    outlook = outlook_of(a_ranking(everybody(reviewers=3)))
    assert outlook.sure == Refusal("Fewer than 5 reviewers: too little to say how sure the places are.")
    assert isinstance(outlook.strictness, Strictness)
    assert outlook.likely == {}
    assert outlook.notes == ("Fewer than 5 reviewers: too little to say how sure the places are.",)


def test_one_reviewer_and_no_reviews_have_their_sentences() -> None:
    alone = outlook_of(a_ranking(everybody(reviewers=1)))
    assert alone.notes == (
        "Fewer than 5 reviewers: too little to say how sure the places are.",
        "Only one reviewer’s reviews count, so there is nobody to compare with.",
    )
    empty = outlook_of(a_ranking([]))
    assert (empty.adjusted, empty.likely) == ({}, {})
    assert all(note.startswith("No review counts yet") for note in empty.notes)


def test_an_application_without_a_review_is_left_out() -> None:
    reviews = [review for review in everybody() if review.application != "DD-004"]
    outlook = outlook_of(a_ranking(reviews))
    assert Reference("DD-004") not in outlook.likely
    assert Reference("DD-004") not in outlook.adjusted
    assert len(outlook.likely) == 7


def test_agreed_scores_alone_are_not_made_sure_by_reviewers() -> None:
    outlook = outlook_of(a_ranking(everybody(), replace(RULES, method="agreed")))
    assert outlook.notes == ("The round counts agreed scores alone, so reviewers’ scores do not say how sure it is.",)
    assert (outlook.adjusted, outlook.likely) == ({}, {})


def test_medians_are_told_apart_from_the_means_that_chances_are_about() -> None:
    outlook: Outlook = outlook_of(a_ranking(everybody(), replace(RULES, method="median")))
    assert outlook.notes[-1] == "The round counts medians; chances and adjusted scores are about means."


def test_groups_that_share_nothing_are_noted() -> None:
    reviews = [each for each in everybody() if int(each.application[-1]) % 2 == int(each.member[-1]) % 2]
    notes = outlook_of(a_ranking(reviews)).notes
    assert any("2 groups that share no application" in note for note in notes)


def test_a_person_can_stop_it() -> None:
    with pytest.raises(CancelledError):
        outlook_of(a_ranking(everybody()), cancelled=lambda: True)
