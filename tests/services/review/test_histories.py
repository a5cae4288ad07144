"""What is told of an application's history, and bringing an earlier value back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CONFLICT, RECOMMENDATION, CriterionKey, comment_field, score_field
from dd_panel.services.review.histories import see_history
from dd_panel.services.review.reviewing import (
    declare_conflict,
    note_opened,
    record_field,
    record_recommendation,
    record_score,
    record_text,
    see_item,
    withdraw_conflict,
)
from dd_panel.services.workplace import Workplace
from tests.panelwork import NOON, REFERENCES

FIRST = REFERENCES[0]
NEED = CriterionKey("need")


def at(desk: Workplace, minutes: int) -> Workplace:
    """The same desk some minutes after noon."""
    return Workplace(desk.store, lambda: NOON + timedelta(minutes=minutes), desk.person)


def told(desk: Workplace) -> list[tuple[str, str, str]]:
    return [(each.field, each.before, each.after) for each in see_history(desk, FIRST)]


def test_every_score_is_told_with_the_last_change_first(desk: Workplace) -> None:
    note_opened(desk, FIRST)
    for score in ("3", "4", ""):
        record_score(desk, FIRST, NEED, score)
    record_recommendation(desk, FIRST, "fund")
    score = score_field(NEED)
    assert told(desk) == [(RECOMMENDATION, "", "fund"), (score, "4", ""), (score, "3", "4"), (score, "", "3")]
    change = see_history(desk, FIRST)[0]
    assert (change.at, change.who, change.stands) == (NOON, "Margaret Ashe", "fund")


def test_words_typed_in_one_go_are_one_change_and_a_later_change_is_another(desk: Workplace) -> None:
    for minute, text in ((0, "No"), (1, "No baseline"), (2, "No baseline. None."), (3, "Weak."), (90, "Weak. Still.")):
        record_text(at(desk, minute), FIRST, comment_field(NEED), text)
    comment = comment_field(NEED)
    assert told(desk) == [
        (comment, "Weak.", "Weak. Still."),
        (comment, "No baseline. None.", "Weak."),
        (comment, "", "No baseline. None."),
    ]


def test_any_earlier_value_can_be_restored_and_that_can_be_undone(desk: Workplace) -> None:
    for score in ("3", "4", "1"):
        record_score(desk, FIRST, NEED, score)
    oldest = see_history(desk, FIRST)[-2]
    change = record_field(desk, FIRST, oldest.field, oldest.before)
    restored = see_item(desk, FIRST).review.scores[NEED].mark
    assert change.reverse is not None
    change.reverse()
    assert (oldest.before, restored, see_item(desk, FIRST).review.scores[NEED].mark) == ("3", 3, 1)
    assert len(told(desk)) == 5


def test_words_and_a_recommendation_are_restored_too(desk: Workplace) -> None:
    record_text(desk, FIRST, comment_field(NEED), "A reason.")
    record_text(desk, FIRST, comment_field(NEED), "")
    record_recommendation(desk, FIRST, "fund")
    record_recommendation(desk, FIRST, "decline")
    for each in see_history(desk, FIRST):
        if each.before:
            record_field(desk, FIRST, each.field, each.before)
    review = see_item(desk, FIRST).review
    assert (review.comments[NEED], review.recommendation) == ("A reason.", "fund")


def test_what_stands_already_is_not_offered(desk: Workplace) -> None:
    for score in ("3", "4", "3"):
        record_score(desk, FIRST, NEED, score)
    assert [each.can_restore for each in see_history(desk, FIRST)] == [True, False, True]


def test_a_conflict_seals_the_history_and_is_itself_told(desk: Workplace) -> None:
    record_score(desk, FIRST, NEED, "3")
    declare_conflict(desk, FIRST, "personal", "")
    sealed = see_history(desk, FIRST)
    assert [(each.field, each.can_restore) for each in sealed] == [(CONFLICT, False)]
    with pytest.raises(InputError, match="conflict"):
        record_field(desk, FIRST, score_field(NEED), "3")
    withdraw_conflict(desk, FIRST)
    assert told(desk) == [(CONFLICT, "personal", ""), (CONFLICT, "", "personal"), (score_field(NEED), "", "3")]
