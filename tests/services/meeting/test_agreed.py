"""What the panel agrees stands beside the members' own scores, with its reason."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.services.meeting import conducting as meeting
from dd_panel.services.meeting import decisions
from dd_panel.services.results.ranking import see_ranking
from dd_panel.services.workplace import Workplace
from tests.meetingwork import (
    FIRST,
    FOURTH,
    SECOND,
    THIRD,
    at_work,
    refused,
)
from tests.panelwork import RULES


def test_an_agreed_score_needs_a_reason_and_leaves_the_members_scores_alone(place: Workplace) -> None:
    before = [(line.ranked.position, line.ranked.positions) for line in see_ranking(place).lines]
    with pytest.raises(InputError) as error:
        decisions.agree_total(place, SECOND, "3.5", "  ")
    assert refused(error) == "An agreed score needs a reason."
    decisions.agree_total(place, SECOND, "3.5", "The plan has no dates.")
    ranking = see_ranking(place)
    assert [(line.ranked.position, line.ranked.positions) for line in ranking.lines] == before
    assert {line.application.reference: line.agreed for line in ranking.lines if line.agreed} == {
        SECOND: Fraction(7, 10)
    }
    agreed = meeting.see_meeting(place).meeting.agreed[SECOND]
    assert (agreed.total, agreed.reason, agreed.who) == (Decimal("3.5"), "The plan has no dates.", "chair")


def test_scores_agreed_by_criterion_count_once_all_are_agreed_and_take_the_place_of_a_total(place: Workplace) -> None:
    rubric = RULES.rubric
    decisions.agree_total(place, FIRST, "1", "A first thought.")
    decisions.agree_scores(place, FIRST, {"need": "4"}, "Two members misread the figures.")
    agreed = meeting.see_meeting(place).meeting.agreed[FIRST]
    assert (agreed.total, agreed.position(rubric)) == (None, None)
    decisions.agree_scores(place, FIRST, {"PLAN": "3.0"}, "The plan is short.")
    agreed = meeting.see_meeting(place).meeting.agreed[FIRST]
    assert agreed.scores == {"need": "4", "plan": "3"}
    assert agreed.position(rubric) == Fraction(60, 100) * Fraction(4, 5) + Fraction(40, 100) * Fraction(3, 5)
    decisions.agree_scores(place, FIRST, {"plan": "Cannot judge"}, "Nobody read the annex.")
    assert meeting.see_meeting(place).meeting.agreed[FIRST].position(rubric) == Fraction(4, 5)


@pytest.mark.parametrize(
    ("scores", "title"),
    [
        ({"need": "6"}, "6 is not on the scale."),
        ({"need": "3.5"}, "3.5 is not on the scale."),
        ({"need": "good"}, "“good” is no score."),
        ({"style": "3"}, "“style” is no criterion of this round."),
    ],
)
def test_what_is_no_score_is_refused_with_a_sentence(place: Workplace, scores: dict[str, str], title: str) -> None:
    with pytest.raises(InputError) as error:
        decisions.agree_scores(place, FIRST, scores, "Because.")
    assert refused(error) == title
    assert meeting.see_meeting(place).meeting.record == ()


def test_a_round_that_counts_agreed_scores_has_none_without_one(tmp_path: Path) -> None:
    with at_work(tmp_path, replace(RULES, method="agreed")).open() as place:
        assert {line.ranked.position for line in see_ranking(place).lines} == {None}
        decisions.agree_total(place, THIRD, "4", "The panel was of one mind.")
        decisions.agree_total(place, FOURTH, "4.5", "Better than it was read.")
        placed = [(line.application.reference, line.ranked.place) for line in see_ranking(place).lines]
        assert placed[:2] == [(FOURTH, 1), (THIRD, 2)]
        assert {number for _reference, number in placed[2:]} == {None}
        assert all("no agreed score yet" in line.flags for line in see_ranking(place).lines[2:])


def test_an_agreed_score_says_which_place_it_would_give(place: Workplace) -> None:
    view = meeting.see_meeting(place)
    assert view.place_with(FOURTH, Fraction(9, 10)) == 2
    assert view.place_with(FIRST, Fraction(9, 10)) == 1
