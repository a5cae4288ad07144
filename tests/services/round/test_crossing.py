"""A rubric changes while members are at work: what stands goes across with them, and two rubrics never mix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from dd_panel.domain.errors import VersionConflictError
from dd_panel.domain.identifiers import CriterionKey, comment_field, score_field
from dd_panel.domain.rubric import Criterion
from dd_panel.domain.scale import Scale
from dd_panel.exchange.pack import read_pack
from dd_panel.services.review.earlier_totals import earlier_totals
from dd_panel.services.review.histories import see_history
from dd_panel.services.review.reviewing import (
    note_opened,
    record_recommendation,
    record_score,
    record_text,
    see_desk,
)
from dd_panel.services.review.scoresheets import export_scoresheet
from dd_panel.services.round.adding import Added, add_pack, plan_across
from dd_panel.services.round.changing_rubric import change_rubric
from dd_panel.services.round.packing import make_packs, unpack
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.panelwork import ASHE, NOON, REFERENCES, RULES, SmallRound, fill_all, small_round

NEED, PLAN, VALUE = CriterionKey("need"), CriterionKey("plan"), CriterionKey("value")
FIRST, SECOND = REFERENCES[:2]
_need, _plan = RULES.rubric.criteria
WHOLE = replace(RULES, rubric=replace(RULES.rubric, criteria=(_need, replace(_plan, scale=Scale(step=Decimal(1))))))
"""The plan is scored in whole numbers now; the case for change as before."""

VALUED = replace(RULES, rubric=replace(RULES.rubric, criteria=(_need, Criterion(VALUE, "Value for money", "Value"))))
"""The plan goes, and value for money comes."""

WHY = "The board decided so."


@pytest.fixture
def small(tmp_path: Path) -> SmallRound:
    """The round, with its packs out."""
    small = small_round(tmp_path)
    packed(small, "first")
    return small


@pytest.fixture
def review(small: SmallRound, tmp_path: Path) -> Iterator[Workplace]:
    """Margaret Ashe's review: DD-001 scored and judged, DD-002 begun."""
    unpack(small.path.parent / "first" / "SM1-PM01.ddpack", tmp_path / "ashe.ddreview", lambda: NOON)
    with open_store(tmp_path / "ashe.ddreview") as store:
        place = Workplace(store, lambda: NOON, "Margaret Ashe")
        record_score(place, FIRST, NEED, "4")
        record_score(place, FIRST, PLAN, "2.5")
        record_text(place, FIRST, comment_field(PLAN), "No dates in it.")
        record_recommendation(place, FIRST, "fund")
        record_score(place, SECOND, NEED, "1")
        yield place


def packed(small: SmallRound, name: str) -> Path:
    """Margaret Ashe's pack of today."""
    with small.open() as place:
        return make_packs(place, small.path.parent / name, ASHE)[0].path


def stands(place: Workplace) -> dict[str, str]:
    """What Margaret Ashe filled in for DD-001."""
    with place.store.reading() as work:
        return {str(field): value for field, value in work.entries.of(ASHE, FIRST).items() if value}


def test_what_stands_is_carried_and_the_rest_is_to_be_scored_anew(small: SmallRound, review: Workplace) -> None:
    with small.open() as place:
        change_rubric(place, WHOLE, [NEED], WHY)
    later = packed(small, "later")
    way = plan_across(review, later)
    assert way is not None
    assert (way.carried, way.kept, way.dropped, way.again) == ((NEED,), 2, 1, 2)

    before = stands(review)
    with pytest.raises(VersionConflictError, match="another rubric"):
        add_pack(review, later)
    assert stands(review) == before

    added = add_pack(review, later, across=True)
    assert added == Added((), (), (), (), way)
    assert added.sentences == (
        "2 scores stand, 1 is cleared and kept in the history.",
        "Plan: another scale; to be scored anew.",
        "Nothing changes, and your scores stand: Case for change.",
    )
    assert stands(review) == {score_field(NEED): "4", comment_field(PLAN): "No dates in it."}
    record_score(review, FIRST, PLAN, "3")
    assert plan_across(review, later) is None
    assert add_pack(review, later).sentences == ("There is nothing new in this pack.",)
    with review.store.reading() as work:
        assert work.rounds.get() == WHOLE
    past = [each for each in see_history(review, FIRST) if each.field == score_field(PLAN)]
    assert [(each.after, each.can_restore) for each in past] == [("3", True), ("", False), ("2.5", True)]


def test_the_desk_opens_with_what_was_scored_by_either_rubric(small: SmallRound, review: Workplace) -> None:
    note_opened(review, SECOND)
    with small.open() as place:
        change_rubric(place, VALUED, [NEED], WHY)
    add_pack(review, packed(small, "later"), across=True)
    given = [item.review.scores[NEED].text(_need.scale) for item in see_desk(review).items]
    assert sorted(each for each in given if each) == ["1", "4"]
    with review.store.reading() as work:
        assert earlier_totals(work, VALUED.rubric) == {}
    assert not any(each.can_restore for each in see_history(review, FIRST) if each.field == score_field(PLAN))
    for key, score in ((VALUE, "3"), (NEED, "5")):
        record_score(review, FIRST, key, score)
    note_opened(review, REFERENCES[2])
    record_score(review, FIRST, NEED, "2")
    with review.store.reading() as work:
        assert list(earlier_totals(work, VALUED.rubric)) == [FIRST]


def test_only_a_scoresheet_made_after_going_across_is_merged(
    small: SmallRound, review: Workplace, tmp_path: Path
) -> None:
    export_scoresheet(review, tmp_path / "old.xlsx")
    with small.open() as place:
        change_rubric(place, WHOLE, [NEED], WHY)
    add_pack(review, packed(small, "later"), across=True)
    record_score(review, FIRST, PLAN, "3")
    export_scoresheet(review, tmp_path / "new.xlsx")
    old, new = (small.merge((tmp_path / name).read_bytes()).files[0] for name in ("old.xlsx", "new.xlsx"))
    assert (old.status, new.status.startswith("merged")) == ("refused", True)
    with small.open() as place:
        assert stands(place)[score_field(PLAN)] == "3"


def test_two_changes_carry_what_both_carried(small: SmallRound, review: Workplace) -> None:
    with small.open() as place:
        change_rubric(place, WHOLE, [NEED], WHY)
        make_packs(place, small.path.parent / "between")
        change_rubric(place, VALUED, [NEED], WHY)
    add_pack(review, packed(small, "later"), across=True)
    assert stands(review) == {score_field(NEED): "4"}


def test_a_change_that_members_never_saw_and_that_was_undone_leaves_no_trace(
    small: SmallRound, review: Workplace
) -> None:
    with small.open() as place:
        change_rubric(place, WHOLE, [NEED], WHY)
        change = change_rubric(place, VALUED)
        assert change.reverse is not None
        change.reverse()
    way = plan_across(review, packed(small, "later"))
    assert way is not None
    assert way.carried == (NEED,)


def test_nothing_is_carried_that_nobody_decided_to_carry(small: SmallRound, review: Workplace) -> None:
    with small.open() as place:
        change_rubric(place, WHOLE, reason=WHY)
        change_rubric(place, VALUED)
    add_pack(review, packed(small, "later"), across=True)
    assert stands(review) == {}


def test_a_pack_that_knows_no_way_from_the_reviews_rubric_is_refused(small: SmallRound, review: Workplace) -> None:
    with small.open() as place, place.store.writing() as work:
        work.rounds.put(WHOLE)
    with pytest.raises(VersionConflictError, match="has other criteria"):
        add_pack(review, packed(small, "later"), across=True)


def test_a_new_review_begins_with_what_was_sent_back_and_stands(tmp_path: Path) -> None:
    small = small_round(tmp_path)
    small.merge(fill_all(small.blank(ASHE), need=3, plan=2.5))
    assert read_pack(packed(small, "first")).given == ()
    with small.open() as place:
        change_rubric(place, WHOLE, [NEED], WHY)
    unpack(packed(small, "later"), tmp_path / "new.ddreview", lambda: NOON)
    with open_store(tmp_path / "new.ddreview") as store:
        assert stands(Workplace(store, lambda: NOON, "Margaret Ashe")) == {score_field(NEED): "3"}
