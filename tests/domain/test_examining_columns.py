"""Columns of a returned scoresheet: ranks where scores belong, one that is there twice, one that is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from dd_panel.domain.examining import Examination, examine
from dd_panel.domain.findings import Kind
from dd_panel.domain.found import Found
from dd_panel.domain.identifiers import CriterionKey, Field
from dd_panel.domain.sheets import Sheet, SpareColumn
from tests.builders import Typed, a_row, a_sheet, expecting, found, references
from tests.domain.examined import FILLED, NEED, PLAN, doubled, filled, kinds, only, values


def column(sheet: Sheet, field: str, cells: Iterable[Typed]) -> Sheet:
    """The sheet with other content in one column, from the first row down."""
    rows = [
        replace(row, cells={**row.cells, Field(field): row.cells[Field(field)]._replace(found=found(typed))})
        for row, typed in zip(sheet.rows, cells, strict=True)
    ]
    return replace(sheet, rows=rows)


def ranked(*numbers: Typed) -> Examination:
    names = references(len(numbers))
    return examine(column(a_sheet(filled(*names)), "score.need", numbers), expecting(*names))


@pytest.mark.parametrize(
    "numbers",
    [
        (1, 2, 3, 4, 5, 6),
        (6, 1, 4, 2, 5, 3),
        (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0),
        ("1", "2 ", "3.0", 4, Found("formula", "=RANK(D4,D:D)", stored=found(5)), 6),
    ],
)
def test_a_column_of_one_to_n_once_each_looks_like_a_rank(numbers: tuple[Typed, ...]) -> None:
    examination = ranked(*numbers)

    finding = only(examination)
    assert (finding.kind, finding.cell, finding.criterion) == (Kind.LOOKS_LIKE_RANK, "D3", CriterionKey("need"))
    assert finding.found == f"1 … {len(numbers)}"
    assert [cell.cell for cell in finding.held] == [f"D{row}" for row in range(3, 3 + len(numbers))]
    assert NEED not in {cell.field for cell in examination.cells}
    assert {cell.application for cell in examination.cells if cell.field == PLAN} == set(references(len(numbers)))


def test_a_row_of_averages_below_does_not_hide_ranks() -> None:
    names = references(6)
    averages = a_row("Average", {"score.need": Found("formula", "=AVERAGE(D3:D8)")})

    examination = examine(
        column(
            a_sheet([*filled(*names), averages]), "score.need", (1, 2, 3, 4, 5, 6, Found("formula", "=AVERAGE(D3:D8)"))
        ),
        expecting(*names),
    )

    assert set(kinds(examination)) == {Kind.LOOKS_LIKE_RANK, Kind.UNKNOWN_REFERENCE}


def test_rows_that_are_empty_do_not_count_as_ranks() -> None:
    examination = ranked(1, None, 2, 3, None, 4, 5, 6)

    assert kinds(examination) == [Kind.LOOKS_LIKE_RANK]
    assert len(values(examination.findings[0].held)) == 6


@pytest.mark.parametrize(
    "numbers",
    [
        (1, 2, 3, 4, 5),
        (1, 2, 3, None, 4, 5),
        (1, 2, 3, 4, 5, 5),
        (0, 1, 2, 3, 4, 5),
        (1, 2, 3, 4, 5, 5, 4),
        (1, 2, 3, 4, 5, "cannot judge"),
    ],
)
def test_scores_that_only_resemble_a_rank_are_scores(numbers: tuple[Typed, ...]) -> None:
    assert ranked(*numbers).findings == ()


def test_a_rank_next_to_a_word_or_an_endless_number_is_read_cell_by_cell() -> None:
    assert kinds(ranked(1, 2, 3, 4, 5, 6, "n/a")) == [Kind.OUT_OF_RANGE, Kind.UNKNOWN_LEVEL]
    nan = Found("error", "#NUM!")
    assert kinds(ranked(1, 2, 3, 4, 5, nan)) == [Kind.ERROR_CELL]


def test_a_score_column_that_is_used_twice_is_held_both_times() -> None:
    sheet = doubled(a_sheet(filled("DD-001", "DD-002")), "score.need", (2, None))

    examination = examine(sheet, expecting("DD-001", "DD-002"))

    assert [(each.kind, each.cell, each.criterion, each.found) for each in examination.findings] == [
        (Kind.DUPLICATE_COLUMN, "D3", "need", "The need"),
        (Kind.DUPLICATE_COLUMN, "X2", "need", "The need"),
    ]
    original, copy = examination.findings
    assert values(original.held) == {("DD-001", "score.need"): "4", ("DD-002", "score.need"): "4"}
    assert values(copy.held) == {("DD-001", "score.need"): "2"}
    assert NEED not in {cell.field for cell in examination.cells}


def test_a_second_column_without_anything_in_it_is_no_finding() -> None:
    sheet = doubled(a_sheet(filled("DD-001")), "score.need", (None,))

    examination = examine(sheet, expecting("DD-001"))

    assert examination.findings == ()
    assert NEED in {cell.field for cell in examination.cells}


def test_a_second_column_holds_also_what_stands_in_doubtful_rows() -> None:
    first, second = filled("DD-001", "DD-002")
    sheet = doubled(a_sheet([first, replace(second, title=first.title)]), "score.need", (2, 1))

    examination = examine(sheet, expecting("DD-001", "DD-002"))

    assert kinds(examination) == [Kind.TITLE_MISMATCH, Kind.DUPLICATE_COLUMN, Kind.DUPLICATE_COLUMN]
    assert values(examination.findings[2].held) == {("DD-001", "score.need"): "2", ("DD-002", "score.need"): "1"}


def test_a_second_reference_column_is_said_and_takes_nothing_in() -> None:
    sheet = doubled(a_sheet(filled("DD-001")), "reference", ("DD-001",))

    examination = examine(sheet, expecting("DD-001"))

    finding = only(examination)
    assert (finding.kind, finding.cell, finding.criterion, finding.held) == (Kind.DUPLICATE_COLUMN, "X2", None, ())
    assert len(values(examination.cells)) == len(FILLED)


def test_ranks_in_a_column_that_is_there_twice_are_said_once_each() -> None:
    names = references(6)
    sheet = doubled(column(a_sheet(filled(*names)), "score.need", range(1, 7)), "score.need", [3] * 6)

    assert kinds(examine(sheet, expecting(*names))) == [Kind.LOOKS_LIKE_RANK, Kind.DUPLICATE_COLUMN]


def test_a_column_that_is_missing_is_said_and_changes_nothing() -> None:
    sheet = a_sheet(filled("DD-001"))
    gone = {NEED, Field("guidance")}
    rows = [replace(row, cells={f: c for f, c in row.cells.items() if f not in gone}) for row in sheet.rows]

    examination = examine(replace(sheet, rows=rows, fields=sheet.fields - gone), expecting("DD-001"))

    assert [(each.kind, each.criterion, each.detail) for each in examination.findings] == [
        (Kind.MISSING_COLUMN, "need", "score.need"),
        (Kind.MISSING_COLUMN, None, "guidance"),
    ]


def test_a_column_that_is_not_ours_is_a_note() -> None:
    sheet = replace(a_sheet(filled("DD-001")), extra=(SpareColumn("My thoughts", "Z2"),))

    finding = only(examine(sheet, expecting("DD-001")))

    assert (finding.kind, finding.cell, finding.found) == (Kind.EXTRA_COLUMN, "Z2", "My thoughts")
