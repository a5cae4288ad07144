"""The list of applications: what is found, in which order, and 5,000 of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dd_panel.domain.identifiers import Reference
from dd_panel.domain.reviews import Review
from dd_panel.services.review.reviewing import DeskItem
from dd_panel.ui.desk.applications.rows import ApplicationRow, ApplicationRows, RowsInSight
from dd_panel.ui.widgets.list_rows import RowRole
from tests.exampledesk import ASHE, example_applications, example_rules

RULES = example_rules()
pytestmark = pytest.mark.usefixtures("theme")


def items(count: int) -> list[DeskItem]:
    every, _blobs = example_applications()
    made: list[DeskItem] = []
    for number in range(count):
        reference = Reference(f"DD-{number + 1:04d}")
        application = replace(every[number % len(every)], reference=reference, answers=(), attachments=())
        review = Review.from_entries(RULES.rubric, ASHE, reference, {})
        made.append(DeskItem(application, review))
    return made


@pytest.fixture
def in_sight() -> RowsInSight:
    rows = ApplicationRows(RULES.rubric)
    rows.show_items(items(24))
    in_sight = RowsInSight(rows)
    rows.setParent(in_sight)
    return in_sight


def references(rows: RowsInSight) -> list[str]:
    shown = [rows.index(row, 0).data(RowRole) for row in range(rows.rowCount())]
    return [row.reference for row in shown if isinstance(row, ApplicationRow)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("calderbrook", ["DD-0007"]),
        ("CALDERBROOK", ["DD-0007"]),
        ("dd-0003", ["DD-0003"]),
        ("thornbeck", ["DD-0016"]),
        ("library holmbury", ["DD-0015"]),
        ("nobody", []),
    ],
)
def test_every_word_typed_must_fit_name_partner_reference_or_service(
    in_sight: RowsInSight, typed: str, found: list[str]
) -> None:
    in_sight.find(typed)
    assert references(in_sight) == found


def test_rows_that_stay_in_sight_are_not_asked_for_again(in_sight: RowsInSight) -> None:
    changes: list[int] = []
    in_sight.rowsRemoved.connect(lambda *_: changes.append(in_sight.rowCount()))
    in_sight.rowsInserted.connect(lambda *_: changes.append(in_sight.rowCount()))
    for typed in ("thornbeck", "thornbec", "thornbeck"):
        in_sight.find(typed)
        assert references(in_sight) == ["DD-0016"]
    narrowed = len(changes)
    in_sight.find("")
    assert (narrowed > 0, len(changes) > narrowed, in_sight.rowCount()) == (True, True, 24)


def test_rows_that_come_afresh_fit_what_was_typed_before(in_sight: RowsInSight) -> None:
    in_sight.find("dd-0003")
    rows = in_sight.sourceModel()
    assert isinstance(rows, ApplicationRows)
    for count in (24, 6, 2, 24):
        rows.show_items(items(count))
        assert references(in_sight) == (["DD-0003"] if count > 2 else [])


def test_the_order_can_be_by_name_and_back(in_sight: RowsInSight) -> None:
    in_sight.set_order("name")
    by_name = references(in_sight)[:2]
    in_sight.set_order("suggested")
    assert by_name == ["DD-0004", "DD-0018"]
    assert references(in_sight)[:2] == ["DD-0001", "DD-0002"]


def test_a_status_narrows_to_none_where_there_is_none(in_sight: RowsInSight) -> None:
    in_sight.show_status("complete")
    assert references(in_sight) == []


def test_five_thousand_rows_are_searched_as_one_types() -> None:
    rows = ApplicationRows(RULES.rubric)
    in_sight = RowsInSight(rows)
    rows.show_items(items(5000))
    counts = []
    for typed in ("c", "ca", "cal", "cald", ""):
        in_sight.find(typed)
        counts.append(in_sight.rowCount())
    assert counts[0] >= counts[1] >= counts[2] >= counts[3] == 209
    assert counts[4] == 5000
