"""A list of rows keeps the keyboard where it is, reads rows aloud, and never takes an applicant's words for a page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QListView, QWidget

from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.dialogs import LargeDialog
from dd_panel.ui.widgets.labels import Label
from dd_panel.ui.widgets.layouts import column
from dd_panel.ui.widgets.list_rows import ListRows, RowRole
from tests.ui.conftest import Show

pytestmark = pytest.mark.usefixtures("dressed_app")
Town = tuple[str, str]


class Towns(ListRows[Town]):
    """Towns and what is said of them."""

    def subject(self, row: Town) -> object:
        return row[0]

    def words(self, row: Town) -> str:
        return row[0]

    def spoken(self, row: Town) -> str:
        return f"{row[0]}, {row[1]}"

    def tip(self, row: Town) -> str:
        return row[1]


FIRST: tuple[Town, ...] = (("Ashby", "open"), ("Brent", "open"))
LATER: tuple[Town, ...] = (("Ashby", "open"), ("Brent", "<b>scored</b>"))


def test_the_same_rows_with_other_values_leave_the_keyboard_where_it_is() -> None:
    towns, view = Towns(), QListView()
    view.setModel(towns)
    towns.show_rows(FIRST)
    view.setCurrentIndex(towns.index(1))
    towns.show_rows(LATER)
    stayed = view.currentIndex().row()
    towns.show_rows(LATER[1:])
    assert (stayed, view.currentIndex().isValid()) == (1, False)


def test_a_row_gives_its_value_its_name_its_sentence_and_a_tip_that_is_no_page() -> None:
    towns = Towns()
    towns.show_rows(LATER)
    roles = (RowRole, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
    value, name, sentence, tip = (towns.data(towns.index(1), role) for role in roles)
    assert (value, name, sentence) == (LATER[1], "Brent", "Brent, <b>scored</b>")
    assert "&lt;b&gt;scored" in tip
    assert towns.data(towns.index(1), Qt.ItemDataRole.DecorationRole) is None


def test_outside_the_list_there_is_nothing() -> None:
    towns = Towns()
    towns.show_rows(())
    assert (towns.row_at(QModelIndex()), towns.data(QModelIndex()), towns.rowCount()) == (None, None, 0)


def test_a_large_window_takes_no_more_room_than_the_screen_below_has(theme: Theme, show: Show) -> None:
    below = show(QWidget(), 700, 500)
    dialog = LargeDialog(theme, below, "All marks", (840, 400))
    dialog.set_parts(column(Label(theme, "All marks")), QListView(), column())
    assert (dialog.windowTitle(), dialog.width(), dialog.height()) == ("All marks", 652, 400)
