"""A table of words: the row that something is about stays in sight."""

from __future__ import annotations

import pytest

from dd_panel.ui.round.columns import WordColumn, WordsModel, WordsTable
from dd_panel.ui.theme import Theme
from tests.ui.conftest import Show
from tests.ui.keyboard import settle


@pytest.fixture
def table(theme: Theme, show: Show) -> WordsTable:
    model = WordsModel((WordColumn("Name", str),))
    table = WordsTable(theme, model, "Names")
    model.show_rows([f"Row {number}" for number in range(60)])
    show(table, 400, 400)
    return table


def place_of(table: WordsTable, row: int) -> bool:
    """Whether a whole row is in sight."""
    rect = table.visualRect(table.model().index(row, 0)).adjusted(0, 0, 0, -1)
    return table.viewport().rect().contains(rect)


def test_the_current_row_stays_in_sight_when_something_opens_below(table: WordsTable) -> None:
    last = table.rowAt(table.viewport().height() - 1) - 1
    table.selectRow(last)
    assert place_of(table, last)
    table.resize(400, 280)
    settle()
    assert place_of(table, last)


def test_who_looks_elsewhere_is_not_led_back_to_the_current_row(table: WordsTable) -> None:
    table.selectRow(0)
    table.scrollToBottom()
    settle()
    table.resize(400, 280)
    settle()
    assert not place_of(table, 0)


def test_columns_yield_in_their_turn_where_a_name_could_not_be_read(theme: Theme, show: Show) -> None:
    columns = (
        WordColumn("Name", str),
        WordColumn("Time", str, 100, yields=2),
        WordColumn("Files", str, 50, yields=1),
        WordColumn("State", str, 100),
    )
    table = WordsTable(theme, WordsModel(columns), "Names")

    def left_out(width: int) -> list[str]:
        table.resize(width, 300)
        settle()
        return [each.header for at, each in enumerate(columns) if table.isColumnHidden(at)]

    show(table, 400, 300)
    assert left_out(400) == []
    assert left_out(360) == ["Files"]
    assert left_out(300) == ["Time", "Files"]
    assert left_out(200) == ["Time", "Files"]
    assert left_out(400) == []
    theme.set_text_scale(2.0)
    settle()
    assert left_out(600) == ["Time", "Files"]
