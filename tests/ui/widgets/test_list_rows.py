"""A list of rows keeps the keyboard where it is, reads rows aloud, and never takes an applicant's words for a page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, QRectF, Qt
from PySide6.QtWidgets import QListView, QStackedWidget, QStyleOptionViewItem, QWidget

from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.dialogs import LargeDialog
from dd_panel.ui.widgets.labels import Label
from dd_panel.ui.widgets.layouts import column
from dd_panel.ui.widgets.list_rows import ListRows, RowDelegate, RowList, RowRole
from dd_panel.ui.widgets.painting import Ink
from tests.ui.conftest import Show
from tests.ui.keyboard import settle

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


class TownDelegate(RowDelegate):
    """Draws the town's name."""

    def paint_row(self, ink: Ink, inside: QRectF, row: Town) -> None:
        self.paint_first_line(ink, inside, *row)


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


def test_the_row_one_goes_on_to_is_in_sight_below_the_one_that_is_brought(theme: Theme, show: Show) -> None:
    towns, view = Towns(), RowList(theme, "Towns")
    view.setModel(towns)
    view.setItemDelegate(TownDelegate(theme, view))
    towns.show_rows([(f"Town {at}", "open") for at in range(20)])
    high = TownDelegate(theme).sizeHint(QStyleOptionViewItem(), QModelIndex()).height()
    show(view, 300, 4 * high)
    view.bring(towns.index(10))
    both = [view.viewport().rect().contains(view.visualRect(towns.index(at))) for at in (10, 11)]
    view.resize(300, high)
    view.bring(towns.index(19))
    last = view.viewport().rect().intersects(view.visualRect(towns.index(19)))
    assert (both, last) == ([True, True], True)


def test_a_list_made_lower_while_it_is_out_of_sight_shows_its_current_row_again(theme: Theme, show: Show) -> None:
    towns, view, label = Towns(), RowList(theme, "Towns"), Label(theme, "Another screen")
    view.setModel(towns)
    view.setItemDelegate(TownDelegate(theme, view))
    towns.show_rows([(f"Town {at}", "open") for at in range(20)])
    stack = QStackedWidget()
    stack.addWidget(view)
    stack.addWidget(label)
    show(stack, 300, 600)
    view.setCurrentIndex(towns.index(15))
    view.bring(towns.index(15))
    stack.setCurrentWidget(label)
    stack.resize(300, 200)
    settle()
    stack.setCurrentWidget(view)
    settle()
    assert view.viewport().rect().contains(view.visualRect(towns.index(15)))
