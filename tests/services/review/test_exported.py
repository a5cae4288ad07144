"""What went out, as a draft or whole, and whether anything is different since."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import COMPLETE, NOTES, RECOMMENDATION, CriterionKey, Field, Reference, score_field
from dd_panel.domain.rounds import Round
from dd_panel.services.review.exported import begin_version
from dd_panel.services.review.reviewing import (
    declare_conflict,
    mark_complete,
    note_opened,
    record_fields,
    record_score,
    record_text,
    see_desk,
    see_item,
)
from dd_panel.services.review.scoresheets import export_scoresheet
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.panelwork import NOON, REFERENCES, RULES

FIRST, LAST = REFERENCES[0], REFERENCES[-1]
NEED = CriterionKey("need")


@pytest.fixture
def desk(review: Path) -> Iterator[Workplace]:
    """Margaret Ashe's review, everything but the last application finished."""
    with open_store(review) as store:
        place = Workplace(store, lambda: NOON, "Margaret Ashe")
        for reference in REFERENCES[:-1]:
            finish(place, reference)
        yield place


def finish(place: Workplace, reference: Reference) -> None:
    fields = {score_field(NEED): "4", Field("score.plan"): "3.5", RECOMMENDATION: "fund", COMPLETE: "yes"}
    record_fields(place, reference, fields)


def exported(place: Workplace) -> tuple[int, bool, bool]:
    """Version, draft, changed since."""
    seen = see_desk(place)
    assert seen.exported is not None
    return seen.exported.number, seen.exported.draft, seen.changed


def test_before_the_first_export_there_is_nothing_to_say(desk: Workplace) -> None:
    seen = see_desk(desk)
    assert (seen.exported, seen.changed, seen.unfinished) == (None, False, 1)


def test_an_export_is_a_draft_while_something_is_missing(desk: Workplace, tmp_path: Path) -> None:
    export_scoresheet(desk, tmp_path / "a.xlsx")
    draft = exported(desk)
    declare_conflict(desk, LAST, "personal", "")
    between = exported(desk)
    export_scoresheet(desk, tmp_path / "b.xlsx")
    assert (draft, between, exported(desk)) == ((1, True, False), (1, True, True), (2, False, False))


def test_a_change_taken_back_is_no_change(desk: Workplace, tmp_path: Path) -> None:
    export_scoresheet(desk, tmp_path / "a.xlsx")
    change = record_score(desk, FIRST, NEED, "2")
    after = (see_item(desk, FIRST).changed, see_desk(desk).changed)
    assert change.reverse is not None
    change.reverse()
    assert (after, see_desk(desk).changed) == ((True, True), False)


def test_reading_on_and_private_notes_are_no_change(desk: Workplace, tmp_path: Path) -> None:
    export_scoresheet(desk, tmp_path / "a.xlsx")
    note_opened(desk, LAST)
    record_text(desk, LAST, NOTES, "Ask about the ballot.")
    assert not see_desk(desk).changed


def test_an_export_that_fails_says_nothing(desk: Workplace, tmp_path: Path) -> None:
    (tmp_path / "letter.xlsx").write_text("Dear all", encoding="utf-8")
    with pytest.raises(InputError):
        export_scoresheet(desk, tmp_path / "letter.xlsx")
    assert see_desk(desk).exported is None


def test_what_has_gone_out_whole_is_closed_until_another_version_is_begun(desk: Workplace, tmp_path: Path) -> None:
    before = see_desk(desk).closed
    export_scoresheet(desk, tmp_path / "a.xlsx")
    draft = see_desk(desk).closed
    declare_conflict(desk, LAST, "personal", "")
    export_scoresheet(desk, tmp_path / "b.xlsx")
    whole = see_desk(desk).closed
    begun = begin_version(desk, 3)
    opened = see_desk(desk).closed
    assert begun.reverse is not None
    begun.reverse()
    again = see_desk(desk).closed
    begin_version(desk, 3)
    record_score(desk, FIRST, NEED, "2")
    mark_complete(desk, FIRST)
    export_scoresheet(desk, tmp_path / "c.xlsx")
    assert (before, draft, whole, opened, again, see_desk(desk).closed) == (False, False, True, False, True, True)


def test_a_conflict_found_after_everything_went_out_opens_it_again(desk: Workplace, tmp_path: Path) -> None:
    declare_conflict(desk, LAST, "personal", "")
    export_scoresheet(desk, tmp_path / "a.xlsx")
    declare_conflict(desk, FIRST, "employment", "Their director until 2012.")
    assert not see_desk(desk).closed


def meanwhile(desk: Workplace, do: Callable[[], object]) -> Workplace:
    """The same review, in which something is done just while a scoresheet is made of it: when the time is asked."""
    left = [do]

    def clock() -> datetime:
        while left:
            left.pop()()
        return NOON

    return replace(desk, clock=clock)


def test_a_score_given_while_the_scoresheet_is_made_waits_for_nothing_and_is_a_change(
    desk: Workplace, tmp_path: Path
) -> None:
    busy = meanwhile(desk, lambda: record_score(desk, FIRST, NEED, "2"))
    assert export_scoresheet(busy, tmp_path / "a.xlsx") == 1
    seen = see_desk(desk)
    assert (seen.item(FIRST).review.scores[NEED].mark, seen.changed) == (2, True)


def take_rules(desk: Workplace, rules: Round) -> None:
    """The part of a later pack that changes the rules."""
    with desk.store.writing() as work:
        work.rounds.put(rules)


@pytest.mark.parametrize("what", ["a conflict", "another scoresheet", "other rules"])
def test_a_scoresheet_that_holds_no_more_when_it_is_made_is_not_written(
    desk: Workplace, tmp_path: Path, what: str
) -> None:
    done: dict[str, Callable[[], object]] = {
        "a conflict": lambda: declare_conflict(desk, FIRST, "other", ""),
        "another scoresheet": lambda: export_scoresheet(desk, tmp_path / "other.xlsx"),
        "other rules": lambda: take_rules(desk, replace(RULES, places=3)),
    }
    with pytest.raises(InputError, match="changed while the scoresheet was made"):
        export_scoresheet(meanwhile(desk, done[what]), tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()
    assert see_desk(desk).exports == (what == "another scoresheet")
