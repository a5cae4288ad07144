"""A panel member at work: scores, reasons, conflicts, finishing, and what goes into the scoresheet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import (
    COMPLETE,
    CONFLICT,
    GUIDANCE,
    NOTES,
    ORDER,
    RECOMMENDATION,
    CriterionKey,
    Field,
    comment_field,
    score_field,
)
from dd_panel.domain.reviews import ScoreState
from dd_panel.exchange.scoresheet.read import read_scoresheets
from dd_panel.services.review.reviewing import (
    declare_conflict,
    mark_complete,
    note_opened,
    open_application,
    record_field,
    record_fields,
    record_recommendation,
    record_score,
    record_text,
    see_bare_desk,
    see_desk,
    see_item,
    see_member,
    withdraw_conflict,
)
from dd_panel.services.review.scoresheets import export_scoresheet
from dd_panel.services.workplace import Workplace
from tests.panelwork import ASHE, NOON, REFERENCES, RULES

FIRST, SECOND = REFERENCES[:2]
NEED, PLAN = CriterionKey("need"), CriterionKey("plan")


def test_the_desk_shows_everything_assigned(desk: Workplace) -> None:
    seen = see_desk(desk)

    assert [item.application.reference for item in seen.items] == list(REFERENCES)
    assert (seen.member.name, seen.exports, seen.count("not_started")) == ("Margaret Ashe", 0, 7)
    assert open_application(desk, FIRST).answers[0].text == "Northmere asks."


def test_whose_review_it_is_can_be_told_without_reading_the_desk(desk: Workplace) -> None:
    assert see_member(desk) == see_desk(desk).member


def test_the_rules_are_there_before_anything_on_the_desk_is_read(desk: Workplace) -> None:
    whole = see_desk(desk)
    assert see_bare_desk(desk) == replace(whole, items=())


def test_one_application_read_again_takes_its_place_on_the_desk(desk: Workplace) -> None:
    before = see_desk(desk)
    record_score(desk, FIRST, NEED, "3")
    after = before.with_items([see_item(desk, FIRST)])
    assert after != before
    assert after == see_desk(desk)


def test_a_score_stands_at_once_and_can_be_taken_back(desk: Workplace) -> None:
    change = record_score(desk, FIRST, NEED, "4")
    assert see_item(desk, FIRST).review.scores[NEED].mark == 4

    assert change.reverse is not None
    again = change.reverse()
    assert see_item(desk, FIRST).review.scores[NEED].state is ScoreState.NOT_YET_SCORED
    assert again.reverse is not None
    again.reverse()
    assert see_item(desk, FIRST).review.scores[NEED].mark == 4


@pytest.mark.parametrize("text", ["6", "-1", "3.5", "four", "nan"])
def test_what_is_no_score_is_refused_with_the_scale(desk: Workplace, text: str) -> None:
    with pytest.raises(InputError, match="from 0 to 5"):
        record_score(desk, FIRST, NEED, text)


def test_a_half_step_is_a_score_where_the_scale_has_it(desk: Workplace) -> None:
    record_score(desk, FIRST, PLAN, "3.50")
    assert see_item(desk, FIRST).review.scores[PLAN].mark == 7


def test_a_review_is_finished_only_when_nothing_is_left(desk: Workplace) -> None:
    with pytest.raises(InputError, match="3 things"):
        mark_complete(desk, FIRST)
    record_fields(desk, FIRST, {_score("need"): "1", _score("plan"): "cannot judge"})
    record_recommendation(desk, FIRST, "reserve")
    with pytest.raises(InputError, match="2 things"):
        mark_complete(desk, FIRST)
    record_text(desk, FIRST, comment_field(NEED), "No baseline.")
    record_text(desk, FIRST, comment_field(PLAN), "The plan is in an annex that did not come.")
    mark_complete(desk, FIRST)
    assert see_item(desk, FIRST).status == "complete"

    record_score(desk, FIRST, NEED, "2")
    assert see_item(desk, FIRST).status == "in_progress"


@pytest.mark.parametrize(
    ("field", "kept", "refused"),
    [(score_field(NEED), "4", "7"), (score_field(PLAN), "cannot judge", "cannot"), (RECOMMENDATION, "fund", "perhaps")],
)
def test_any_field_is_kept_by_its_own_rule(desk: Workplace, field: Field, kept: str, refused: str) -> None:
    record_field(desk, FIRST, field, kept)
    with pytest.raises(InputError):
        record_field(desk, FIRST, field, refused)
    with desk.store.reading() as work:
        assert work.entries.of(ASHE, FIRST)[field] == kept


@pytest.mark.parametrize("field", [comment_field(NEED), GUIDANCE, NOTES])
def test_any_text_is_kept_as_it_is_written(desk: Workplace, field: Field) -> None:
    record_field(desk, FIRST, field, "7 – perhaps")
    with desk.store.reading() as work:
        assert work.entries.of(ASHE, FIRST) == {field: "7 – perhaps"}


def _score(key: str) -> Field:
    return score_field(CriterionKey(key))


def test_a_conflict_seals_what_was_scored_and_exports_none_of_it(desk: Workplace, tmp_path: Path) -> None:
    record_score(desk, FIRST, NEED, "4")
    record_text(desk, FIRST, GUIDANCE, "Go on.")
    declare_conflict(desk, FIRST, "employment", "I worked there.")

    assert see_item(desk, FIRST).status == "conflict"
    for forbidden in (
        lambda: open_application(desk, FIRST),
        lambda: record_score(desk, FIRST, NEED, "5"),
        lambda: record_fields(desk, FIRST, {_score("need"): "5"}),
    ):
        with pytest.raises(InputError, match="conflict"):
            forbidden()
    export_scoresheet(desk, tmp_path / "out.xlsx")
    (sheet,) = read_scoresheets("out.xlsx", (tmp_path / "out.xlsx").read_bytes(), RULES)
    row = next(row for row in sheet.rows if row.reference == FIRST)
    assert {field: cell.found.text for field, cell in row.cells.items() if cell.found.filled} == {
        CONFLICT: "employment: I worked there."
    }

    withdraw_conflict(desk, FIRST)
    assert see_item(desk, FIRST).review.scores[NEED].mark == 4


def test_the_scoresheet_carries_what_was_filled_in_and_no_private_thing(desk: Workplace, tmp_path: Path) -> None:
    note_opened(desk, SECOND)
    note_opened(desk, FIRST)
    note_opened(desk, SECOND)
    record_score(desk, SECOND, NEED, "3")
    record_text(desk, SECOND, comment_field(NEED), "=1+1 is not a reason\nbut this is")
    record_text(desk, SECOND, comment_field(PLAN), "- a dash")
    record_recommendation(desk, SECOND, "fund")

    assert [export_scoresheet(desk, tmp_path / name) for name in ("a.xlsx", "b.xlsx", "b.xlsx")] == [1, 2, 3]
    (sheet,) = read_scoresheets("b.xlsx", (tmp_path / "b.xlsx").read_bytes(), RULES)
    assert (sheet.identity.export, sheet.identity.member, sheet.identity.saved) == (3, ASHE, NOON)
    row = next(row for row in sheet.rows if row.reference == SECOND)
    assert {field: cell.found.text for field, cell in row.cells.items() if cell.found.filled} == {
        "score.need": "3",
        "comment.need": "=1+1 is not a reason\nbut this is",
        "comment.plan": "- a dash",
        RECOMMENDATION: "fund",
        ORDER: "1",
    }
    assert sheet.value_at_export(SECOND, comment_field(NEED)) == "=1+1 is not a reason\nbut this is"


def test_an_export_never_replaces_a_file_that_is_not_ours(desk: Workplace, tmp_path: Path) -> None:
    (tmp_path / "letter.xlsx").write_text("Dear all", encoding="utf-8")
    with pytest.raises(InputError):
        export_scoresheet(desk, tmp_path / "letter.xlsx")
    assert see_desk(desk).exports == 0
    assert (tmp_path / "letter.xlsx").read_text(encoding="utf-8") == "Dear all"


def test_what_reopened_a_finished_review_is_taken_back_whole_and_done_again_whole(desk: Workplace) -> None:
    record_fields(desk, FIRST, {_score("need"): "4", COMPLETE: "yes"})
    change = record_score(desk, FIRST, NEED, "3")
    reopened = see_item(desk, FIRST)
    assert change.reverse is not None
    back = change.reverse()
    closed = see_item(desk, FIRST)
    assert back.reverse is not None
    back.reverse()
    again = see_item(desk, FIRST)
    seen = [(item.review.scores[NEED].mark, item.review.complete) for item in (reopened, closed, again)]
    assert seen == [(3, False), (4, True), (3, False)]


def test_a_private_note_leaves_a_finished_review_finished(desk: Workplace) -> None:
    record_fields(desk, FIRST, {COMPLETE: "yes"})
    record_text(desk, FIRST, NOTES, "Ask Rowan about the landlords.")
    assert see_desk(desk).item(FIRST).status == "complete"


def test_one_goes_on_with_what_lay_open_last_then_with_what_was_begun(desk: Workplace) -> None:
    record_score(desk, FIRST, NEED, "3")
    begun = [item.application.reference for item in see_desk(desk).waiting]
    note_opened(desk, SECOND)
    opened = [item.application.reference for item in see_desk(desk).waiting]
    declare_conflict(desk, SECOND, "other", "")
    note_opened(desk, SECOND)
    barred = see_desk(desk)
    assert (begun[0], opened[:2]) == (FIRST, [SECOND, FIRST])
    assert (barred.read_last, barred.waiting[0].application.reference) == (SECOND, FIRST)
