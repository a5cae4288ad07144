"""A panel member at the desk: reading, finding, attachments, and the list of applications in one's own order."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from dd_panel.domain.passages import Place
from dd_panel.ui.widgets.list_rows import RowRole
from tests.exampledesk import CALDERBROOK
from tests.ui.desks import Desk, keyboard
from tests.ui.keyboard import settle

CTRL = Qt.KeyboardModifier.ControlModifier


def chip_words(desk: Desk) -> list[str]:
    return [chip.text() for chip in desk.page.list_pane.chips]


# ------------------------------------------------------------------------------------------ reading


def test_find_counts_every_place_and_goes_round(desk: Desk) -> None:
    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("mutual")
    bar = desk.page.reader.find_bar
    first = bar.count.text()
    desk.press(Qt.Key.Key_F3)
    second = bar.count.text()
    desk.press(Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    desk.press(Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    count = desk.page.reader.text.hits
    assert count > 5
    assert (first, second, bar.count.text()) == (f"1 of {count}", f"2 of {count}", f"{count} of {count}")
    desk.press(Qt.Key.Key_Escape)
    assert bar.isHidden()


def test_the_place_found_is_strong_and_only_while_it_is_the_one(desk: Desk) -> None:
    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("mutual")
    view = desk.page.reader.text
    weights = []
    for _step in range(2):
        weights.append([hit.charFormat().fontWeight() >= 600 for hit in view.places[:3]])
        desk.press(Qt.Key.Key_F3)
    assert weights == [[True, False, False], [False, True, False]]


def test_what_is_found_is_shown_with_some_of_the_text_above_and_below_it(desk: Desk) -> None:
    view = desk.page.reader.text
    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("mutual")
    places = []
    for _step in range(view.hits - 1):
        desk.press(Qt.Key.Key_F3)
        places.append(view.cursorRect().center().y() / view.viewport().height())
    desk.press(Qt.Key.Key_Escape)
    view.show_place(Place("", "question 5", "personal budgets"))
    places.append(view.cursorRect().center().y() / view.viewport().height())
    assert len(places) > 5
    assert all(0.1 < each < 0.75 for each in places)
    at = view.verticalScrollBar().value()
    view.show_place(Place("", "question 5", "personal budgets"))
    assert view.verticalScrollBar().value() == at


def test_the_contents_name_every_question_and_lead_there(desk: Desk) -> None:
    contents = desk.page.reader.contents.list
    assert contents.model().rowCount() == 7
    contents.setCurrentIndex(contents.model().index(4, 0))
    settle()
    view = desk.page.reader.text
    cursor = view.cursorForPosition(view.viewport().rect().topLeft())
    assert cursor.block().text().endswith(view.sections[4].title)


def test_scrolling_marks_the_question_one_is_at(desk: Desk) -> None:
    bar = desk.page.reader.text.verticalScrollBar()
    bar.setValue(bar.maximum())
    settle()
    assert desk.page.reader.contents.list.currentIndex().row() == 6


def test_an_attachment_is_shown_and_opens_elsewhere_only_after_asking(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Tab, CTRL)
    desk.wait()
    documents = desk.page.reader.documents
    assert documents.isVisible()
    assert documents.viewer is not None
    documents.viewer.open_wanted.emit()
    settle()
    unasked = list(desk.handed_over)
    desk.press(Qt.Key.Key_Return)
    assert unasked == []
    assert [path.name for path in desk.handed_over] == ["Business case.pdf"]
    assert desk.handed_over[0].read_bytes().startswith(b"%PDF")


def test_the_keyboard_goes_along_from_tab_to_tab_and_stays_where_it_was_elsewhere(desk: Desk) -> None:
    tabs = desk.page.reader.tabs
    tabs.buttons[0].setFocus()
    desk.press(Qt.Key.Key_Tab, CTRL)
    desk.wait()
    along = keyboard(desk.shell)
    desk.page.list_pane.view.setFocus()
    desk.press(Qt.Key.Key_Tab, CTRL)
    desk.wait()
    assert along is tabs.buttons[1]
    assert tabs.chosen == 2
    assert keyboard(desk.shell) is desk.page.list_pane.view


def test_the_find_bar_looks_in_the_attachment_one_reads(desk: Desk) -> None:
    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("hollins road")
    count = desk.page.reader.find_bar.count
    in_text = count.text()
    desk.press(Qt.Key.Key_Tab, CTRL)
    desk.wait()
    in_pdf = count.text()
    desk.press(Qt.Key.Key_F3)
    further = count.text()
    desk.press(Qt.Key.Key_Tab, CTRL)
    desk.wait()
    in_word = count.text()
    desk.page.show_application("DD-008")
    settle()
    assert [in_pdf, further] == ["1 of 10", "2 of 10"]
    assert in_text != in_pdf != in_word
    assert count.text() == "Not found"


def test_scoring_goes_on_beside_an_attachment(desk: Desk) -> None:
    desk.press(Qt.Key.Key_Tab, CTRL)
    desk.wait()
    desk.page.reader.take_focus()
    desk.type("4")
    assert desk.score("finance") == "4"


@pytest.mark.parametrize("opened", [True, False])
def test_whoever_reads_an_attachment_goes_on_to_the_text_of_the_next_application(desk: Desk, opened: bool) -> None:
    desk.page.reader.text.setFocus()
    for _step in range(2):
        desk.press(Qt.Key.Key_Tab, CTRL)
    if opened:
        desk.wait()
    assert desk.page.reader.documents.isAncestorOf(keyboard(desk.shell))
    desk.press(Qt.Key.Key_BracketRight)
    assert keyboard(desk.shell) is desk.page.reader.text


def test_whoever_is_at_the_tabs_is_at_those_of_the_next_application(desk: Desk) -> None:
    tabs = desk.page.reader.tabs
    tabs.buttons[0].setFocus()
    desk.press(Qt.Key.Key_Tab, CTRL)
    desk.press(Qt.Key.Key_BracketRight)
    assert keyboard(desk.shell) is tabs.buttons[0]


# ------------------------------------------------------------------------------------------ the list


def test_brackets_go_to_the_neighbours_in_the_list(desk: Desk) -> None:
    desk.press(Qt.Key.Key_BracketRight)
    following = desk.current
    desk.press(Qt.Key.Key_BracketLeft)
    desk.press(Qt.Key.Key_BracketLeft)
    assert (following, desk.current) == ("DD-008", "DD-006")


def test_brackets_go_on_beyond_what_the_list_was_narrowed_to(desk: Desk) -> None:
    pane = desk.page.list_pane
    pane.search.setText("calder")
    settle()
    desk.press(Qt.Key.Key_BracketRight)
    assert (desk.current, pane.search.text(), pane.in_sight.rowCount()) == ("DD-008", "", 24)
    desk.page.show_application("DD-024")
    desk.press(Qt.Key.Key_BracketRight)
    assert desk.current == "DD-024"


def test_find_and_chips_narrow_the_list(desk: Desk) -> None:
    pane = desk.page.list_pane
    pane.search.setText("mutual library")
    found = [pane.in_sight.index(row, 0).data() for row in range(pane.in_sight.rowCount())]
    pane.search.clear()
    pane.chips[2].click()
    begun = [pane.in_sight.index(row, 0).data() for row in range(pane.in_sight.rowCount())]
    assert found == ["Holmbury County Council"]
    assert begun == ["Calderbrook Borough Council", "Holmbury County Council"]


def test_a_search_without_result_says_so_and_leads_back(desk: Desk) -> None:
    pane = desk.page.list_pane
    pane.search.setText("zzz")
    settle()
    hidden = pane.view.isVisible()
    pane.show_all_rows()
    settle()
    assert (hidden, pane.view.isVisible(), pane.in_sight.rowCount()) == (False, True, 24)


def finish(desk: Desk) -> None:
    """Give Calderbrook what it lacks, and go on."""
    desk.type("5J4J3J")
    desk.press(Qt.Key.Key_Space)
    desk.press(Qt.Key.Key_Return, CTRL)


def test_what_was_looked_for_is_let_go_when_the_way_on_leads_out_of_it(desk: Desk) -> None:
    pane = desk.page.list_pane
    desk.press(Qt.Key.Key_G)
    desk.type("calder")
    desk.press(Qt.Key.Key_Return)
    narrowed = pane.in_sight.rowCount()
    finish(desk)
    shown = pane.view.currentIndex().data(RowRole)
    assert (narrowed, pane.search.text(), pane.in_sight.rowCount()) == (1, "", 24)
    assert shown.reference == desk.current != CALDERBROOK


def test_the_way_on_stays_within_what_was_looked_for_while_something_is_left_there(desk: Desk) -> None:
    pane = desk.page.list_pane
    pane.search.setText("l")
    settle()
    fitting = pane.in_sight.fitting()
    finish(desk)
    assert desk.current in fitting
    assert pane.search.text() == "l"


def test_a_chip_is_let_go_when_another_screen_opens_what_it_hides(desk: Desk) -> None:
    pane = desk.page.list_pane
    pane.chips[1].click()
    desk.page.show_application("DD-001")
    settle()
    assert [chip.isChecked() for chip in pane.chips] == [True, False, False, False]
    assert pane.view.currentIndex().data(RowRole).reference == "DD-001"


# ------------------------------------------------------------------------------------------ the order of the list


def listed(desk: Desk) -> list[str]:
    rows = desk.page.list_pane.in_sight
    return [rows.index(row, 0).data(RowRole).reference for row in range(rows.rowCount())]


def test_the_list_says_that_its_order_is_a_suggestion_and_o_changes_it(desk: Desk) -> None:
    button = desk.page.list_pane.order_button
    at_first = (button.text(), button.accessibleName())
    desk.type("o")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    offered = [action.text() for action in menu.actions()]
    name = menu.accessibleName()
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    settle()
    services = [desk.model.item(reference).application.service.casefold() for reference in listed(desk)]
    assert at_first == ("Suggested order", "Order of the list: suggested order")
    assert name == "Order of the list: suggested order"
    assert offered == ["Suggested order", "By reference", "By service", "By name", "By my total"]
    assert button.accessibleName() == "Order of the list: by service"
    assert services == sorted(services)
    assert desk.current == CALDERBROOK


def test_the_way_on_follows_the_order_of_the_list(desk: Desk) -> None:
    desk.page.list_pane.set_order("service")
    order = listed(desk)
    finish(desk)
    at = order.index(CALDERBROOK)
    open_ones = {
        item.application.reference for item in desk.model.items if item.status in {"in_progress", "not_started"}
    }
    assert desk.current == next(each for each in (*order[at + 1 :], *order[:at]) if each in open_ones)
    desk.page.list_pane.set_order("suggested")
    assert listed(desk) == [item.application.reference for item in desk.model.items]
