"""Scores found elsewhere than before, told from scores that a member simply changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.domain.findings import Finding, Kind, ReadCell
from dd_panel.domain.identifiers import CONFLICT, Field, Reference
from dd_panel.domain.misplaced import FEWEST_ALIKE, FEWEST_DIFFERENT, misplaced

KEYS = ("need", "plan", "value")
LETTERS = dict(zip((*(f"score.{key}" for key in KEYS), "comment.need", "conflict"), "HJLIG", strict=True))
Table = Mapping[str, Sequence[str]]


def cells_of(table: Table, **more: Mapping[str, str]) -> list[ReadCell]:
    """The cells of a file: the scores of each application, and more fields of some, such as `DD_1={"conflict": …}`."""
    cells: list[ReadCell] = []
    for number, (reference, scores) in enumerate(table.items(), start=3):
        filled = {f"score.{key}": text for key, text in zip(KEYS, scores, strict=False)}
        for field, text in {**filled, **more.get(reference.replace("-", "_"), {})}.items():
            where = f"{LETTERS[field]}{number}"
            cells.append(ReadCell(Reference(reference), Field(field), "Scores", where, f"text:{text}", text, text))
    return cells


def found(now: Sequence[ReadCell], before: Sequence[ReadCell]) -> tuple[Finding, ...]:
    known = {(cell.application, cell.field): cell.value or "" for cell in before}
    return misplaced(now, lambda application, field: known.get((application, field), ""))


BEFORE = {"DD-1": "351", "DD-2": "124", "DD-3": "540", "DD-4": "215", "DD-5": "433", "DD-6": "302"}


def test_two_rows_whose_scores_changed_places_are_asked_about() -> None:
    now = {**BEFORE, "DD-2": "215", "DD-4": "124", "DD-6": "303"}
    one, two = found(cells_of(now), cells_of(BEFORE))
    assert (one.kind, one.reference, one.found, one.sheet, one.cell) == (
        Kind.ROW_MISMATCH, "DD-2", "DD-4", "Scores", "H4",
    )  # fmt: skip
    assert [(cell.application, cell.value) for cell in one.held] == [("DD-2", "2"), ("DD-2", "1"), ("DD-2", "5")]
    assert (two.reference, two.found, len(two.held)) == ("DD-4", "DD-2", 3)
    assert one.sentence.startswith("The row of DD-2 now holds what was there for DD-4 before")


def test_a_block_of_scores_sorted_without_its_rows_is_asked_about_row_by_row() -> None:
    now = dict(zip(BEFORE, sorted(BEFORE.values()), strict=True))
    findings = found(cells_of(now), cells_of(BEFORE))
    assert {finding.reference: finding.found for finding in findings} == {
        "DD-1": "DD-2", "DD-2": "DD-4", "DD-3": "DD-6", "DD-4": "DD-1", "DD-6": "DD-3",
    }  # fmt: skip


def test_scores_moved_to_an_empty_row_hold_both_rows() -> None:
    before = {"DD-1": "351", "DD-2": ("", "", ""), "DD-3": "540"}
    now = {"DD-1": ("", "", ""), "DD-2": "351", "DD-3": "540"}
    findings = found(cells_of(now), cells_of(before))
    assert [(each.reference, each.found) for each in findings] == [("DD-1", "DD-2"), ("DD-2", "DD-1")]


def test_a_conflict_declared_in_such_a_row_is_never_held_back() -> None:
    now = cells_of({**BEFORE, "DD-2": "215", "DD-4": "124"}, DD_2={"conflict": "My sister", "comment.need": "New"})
    one, _two = found(now, cells_of(BEFORE))
    assert [cell.field for cell in one.held] == ["score.need", "score.plan", "score.value", "comment.need"]
    assert all(cell.field != CONFLICT for cell in one.held)


@pytest.mark.parametrize(
    ("column", "where", "words"),
    [
        ("331542", "H4:H8", "one row lower"),
        ("154230", "H3:H8", "one row higher"),
        ("354230", "H4:H8", "one row higher"),
    ],
)
def test_a_column_pasted_one_row_off_is_one_question(column: str, where: str, words: str) -> None:
    before = dict(zip(BEFORE, "315423", strict=True))
    (finding,) = found(cells_of(dict(zip(BEFORE, column, strict=True))), cells_of(before))
    assert (finding.kind, finding.reference, finding.criterion, finding.found) == (
        Kind.ROW_MISMATCH, None, "need", where,
    )  # fmt: skip
    assert finding.sentence == (
        f"{where} hold what was there before, {words}; the scores may have been pasted one row off."
    )
    assert not finding.of_one_row


@pytest.mark.parametrize(
    "now",
    [
        {**BEFORE, "DD-2": "215"},
        {**BEFORE, "DD-2": "351", "DD-1": "352"},
        {**BEFORE, "DD-1": "451", "DD-2": "324", "DD-3": "140"},
        dict.fromkeys(BEFORE, "333"),
    ],
    ids=["one row came to equal another", "another did, and that one changed", "three changed", "all alike"],
)
def test_scores_that_were_simply_changed_are_no_question(now: Table) -> None:
    assert found(cells_of(now), cells_of(BEFORE)) == ()


def test_rows_that_traded_places_by_one_score_each_are_no_question() -> None:
    before = {**BEFORE, "DD-2": "352"}
    now = {**before, "DD-1": "352", "DD-2": "351", "DD-6": "303"}
    assert found(cells_of(now), cells_of(before)) == ()
    again = {**now, "DD-3": "433", "DD-5": "540"}
    assert {each.reference for each in found(cells_of(again), cells_of(before))} == {"DD-1", "DD-2", "DD-3", "DD-5"}


def test_a_first_scoresheet_has_nothing_to_be_held_against() -> None:
    assert found(cells_of(BEFORE), []) == ()


@given(st.lists(st.text("012345", min_size=3, max_size=3), min_size=2, max_size=8), st.randoms())
def test_rows_that_only_changed_places_are_asked_about_with_all_that_changed(rows: list[str], chance: Random) -> None:
    before = {f"DD-{number}": row for number, row in enumerate(rows)}
    shuffled = list(rows)
    chance.shuffle(shuffled)
    now = dict(zip(before, shuffled, strict=True))
    held = [(cell.application, cell.field) for each in found(cells_of(now), cells_of(before)) for cell in each.held]
    assert len(held) == len(set(held))
    pairs = zip(cells_of(now), cells_of(before), strict=True)
    moved = {(cell.application, cell.field) for cell, old in pairs if cell.value != old.value}
    by_row = Counter(application for application, _field in moved)
    sure = len(moved) >= FEWEST_ALIKE and max(by_row.values()) >= FEWEST_DIFFERENT
    assert set(held) == (moved if sure else set())
