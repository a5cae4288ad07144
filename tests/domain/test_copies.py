"""Two copies of a review that went different ways: who changed what since they parted."""

from __future__ import annotations

from datetime import datetime, timedelta

from dd_panel.domain.copies import Parted, Step, compare_histories
from dd_panel.domain.identifiers import Field, Reference
from dd_panel.domain.rounds import LONDON

START = datetime(2014, 2, 4, 9, tzinfo=LONDON)
NEED, NOTE = Field("score.need"), Field("comment.need")


def step(minute: int, application: int, field: Field, before: str, after: str) -> Step:
    return Step(Reference(f"DD-00{application}"), field, before, after, START + timedelta(minutes=minute))


COMMON = [step(0, 1, NEED, "", "3"), step(1, 2, NEED, "", "4")]


def test_copies_that_never_parted_are_the_same() -> None:
    assert compare_histories(COMMON, COMMON) == Parted()
    assert compare_histories([], []).same


def test_each_change_belongs_to_the_copy_in_which_it_was_made() -> None:
    parted = compare_histories(
        [*COMMON, step(5, 1, NEED, "3", "2")], [*COMMON, step(6, 2, NEED, "4", "5"), step(7, 2, NOTE, "", "Dates.")]
    )
    assert [(each.key, each.base) for each in parted.mine] == [(("DD-001", NEED), "3")]
    assert [(each.key, each.later) for each in parted.theirs] == [(("DD-002", NEED), "5"), (("DD-002", NOTE), "Dates.")]
    assert not parted.both


def test_what_both_changed_is_asked_about_with_base_sides_and_the_later_one() -> None:
    parted = compare_histories([*COMMON, step(5, 1, NEED, "3", "2")], [*COMMON, step(9, 1, NEED, "3", "5")])
    (each,) = parted.both
    assert each.mine is not None
    assert each.theirs is not None
    assert (each.base, each.mine.value, each.theirs.value, each.later) == ("3", "2", "5", "5")


def test_both_saying_the_same_and_a_change_taken_back_are_no_difference() -> None:
    same = compare_histories([*COMMON, step(5, 1, NEED, "3", "2")], [*COMMON, step(9, 1, NEED, "3", "2")])
    assert same.same
    back = compare_histories(COMMON, [*COMMON, step(5, 1, NEED, "3", "2"), step(6, 1, NEED, "2", "3")])
    assert back.same


def test_two_reviews_begun_apart_from_one_pack_have_nothing_in_common_and_still_compare() -> None:
    parted = compare_histories([step(0, 1, NEED, "", "3")], [step(2, 1, NEED, "", "4"), step(3, 2, NEED, "", "1")])
    assert [each.key for each in parted.both] == [("DD-001", NEED)]
    assert [each.key for each in parted.theirs] == [("DD-002", NEED)]
