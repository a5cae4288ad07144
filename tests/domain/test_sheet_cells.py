"""Cells are named as a spreadsheet names them, and found again by their names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dd_panel.domain.passages import Place, sheet_part
from dd_panel.domain.sheet_cells import CellRange, column_name

cells = st.tuples(st.integers(0, 1_048_575), st.integers(0, 16_383))


@pytest.mark.parametrize(("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_letters(index: int, name: str) -> None:
    assert column_name(index) == name


@given(st.lists(cells, min_size=1, max_size=5))
def test_cells_are_found_again_by_their_name(chosen: list[tuple[int, int]]) -> None:
    around = CellRange.around(chosen)
    assert CellRange.named(around.name) == around
    assert all(cell in around for cell in chosen)


def test_one_cell_has_a_short_name() -> None:
    assert CellRange.around([(5, 1)]).name == "B6"
    assert CellRange.around([(5, 1), (9, 3), (7, 0)]).name == "A6:D10"


@pytest.mark.parametrize("name", ["", "B", "6", "B0", "b6", "B6:", "B6:D", "B6 ", "ABCD1"])
def test_what_names_no_cells_is_none(name: str) -> None:
    assert CellRange.named(name) is None


@pytest.mark.parametrize(
    ("part", "sheet", "named"),
    [
        ("sheet Cash flow!B6:D6", "Cash flow", "B6:D6"),
        ("sheet Cash flow", "Cash flow", None),
        ("sheet Help!", "Help!", None),
        ("sheet Who? Me!A1", "Who? Me", "A1"),
        ("sheet !A1", "!A1", None),
        ("page 3", "", None),
    ],
)
def test_a_place_knows_its_sheet_and_its_cells(part: str, sheet: str, named: str | None) -> None:
    place = Place("Cash flow.xlsx", part)
    assert (place.sheet, None if place.cells is None else place.cells.name) == (sheet, named)


def test_a_part_is_written_as_it_is_read() -> None:
    place = Place("Cash flow.xlsx", sheet_part("Year 1, best", CellRange((1, 1), (1, 3))))
    assert (place.part, place.sheet, place.cells) == (
        "sheet Year 1, best!B2:D2",
        "Year 1, best",
        CellRange((1, 1), (1, 3)),
    )
