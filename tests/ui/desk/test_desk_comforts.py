"""What a member is used to from spreadsheets and browsers, and finds on the desk too."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from dd_panel.domain.passages import Place
from dd_panel.ui.desk.conflicts.dialog import ConflictDialog
from dd_panel.ui.notices import Notice
from dd_panel.ui.theme import Theme
from tests.ui.conftest import settle
from tests.ui.desks import Desk, open_desk

CTRL = Qt.KeyboardModifier.ControlModifier


def right_click(widget: QWidget) -> dict[str, bool]:
    """What the menu offers, and whether it can be had."""
    middle = widget.rect().center()
    QApplication.sendEvent(
        widget, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, widget.mapToGlobal(middle))
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    offered = {action.text(): action.isEnabled() for action in menu.actions() if action.text()}
    menu.close()
    settle()
    return offered


def test_the_text_is_where_one_left_it_when_one_comes_back(desk: Desk) -> None:
    bar = desk.page.reader.text.verticalScrollBar()
    desk.page.reader.text.go_to_section(4)
    bar.setValue(bar.value() + 37)
    left = bar.value()
    desk.press(Qt.Key.Key_BracketRight)
    other = bar.value()
    desk.press(Qt.Key.Key_BracketLeft)
    assert (other, bar.value()) == (0, left)


def test_it_is_at_the_same_words_after_the_text_was_made_larger(desk: Desk, theme: Theme) -> None:
    text = desk.page.reader.text
    text.go_to_section(4)
    desk.press(Qt.Key.Key_BracketRight)
    theme.set_text_scale(1.25)
    settle()
    desk.press(Qt.Key.Key_BracketLeft)
    seen = text.here().part
    theme.set_text_scale(1.0)
    assert seen == "question 4"


def test_a_right_click_offers_what_one_does_with_a_passage(desk: Desk) -> None:
    text = desk.page.reader.text
    wanted: list[str] = []
    desk.page.reader.mark_wanted.connect(wanted.append)
    without = right_click(text.viewport())
    text.go_to_section(1)
    text.selectAll()
    selected = right_click(text.viewport())
    assert without == {
        "Copy": False,
        "Evidence for the open criterion": False,
        "Highlight": False,
        "Private note…": True,
        "Find…": True,
    }
    assert all(selected.values())


def test_the_wheel_with_ctrl_asks_for_larger_text(desk: Desk) -> None:
    asked: list[int] = []
    desk.page.size_wanted.connect(asked.append)
    viewport = desk.page.reader.text.viewport()
    for turn in (120, -120):
        at, still = QPointF(9, 9), QPoint()
        none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(at, at, still, QPoint(0, turn), none, CTRL, phase, False)
        QApplication.sendEvent(viewport, event)
    assert asked == [1, -1]


def test_ctrl_s_stores_what_is_being_typed_at_once(desk: Desk) -> None:
    saved: list[object] = []
    desk.press(Qt.Key.Key_N)
    desk.type("Thin on pensions.")
    before = desk.stored("comment.finance")
    desk.model.saved.connect(saved.append)
    desk.press(Qt.Key.Key_S, CTRL)
    assert (before, desk.stored("comment.finance")) == ("", "Thin on pensions.")
    assert saved


def test_a_figure_typed_while_reading_says_what_it_did(desk: Desk) -> None:
    desk.page.reader.text.setFocus()
    desk.type("4")
    said = desk.page.scoring.foot.words
    desk.press(Qt.Key.Key_Z, CTRL)
    assert said == "Finance: 4. Ctrl+Z takes it back."
    assert desk.score("finance") == "1"
    desk.page.scoring.take_focus()
    desk.type("2")
    assert desk.page.scoring.foot.words == "3 things left to finish"


def test_the_list_can_be_put_into_the_order_of_my_totals(desk: Desk) -> None:
    desk.page.list_pane.set_order("total")
    rows = desk.page.list_pane.in_sight
    seen = [rows.index(at, 0).data() for at in range(3)]
    assert seen == ["Eastmarsh District Council", "Northmere City Council", "Wexcombe County Council"]


def in_sight(widget: QWidget) -> bool:
    """Whether all of a widget is seen."""
    return widget.isVisible() and widget.visibleRegion().boundingRect() == widget.rect()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_comment_one_writes_is_in_sight_with_what_is_asked_of_it(
    theme: Theme, tmp_path: Path, begun: Path, scale: float
) -> None:
    theme.set_text_scale(scale)
    with open_desk(theme, tmp_path, source=begun, extent=(1280, 720)) as desk:
        card = desk.page.scoring.current_card
        desk.press(Qt.Key.Key_N)
        assert card.comment.hasFocus()
        assert [in_sight(part) for part in card.typed] == [True, True, True]
        for _line in range(6):
            card.comment.insertPlainText("Nobody has said what happens to the pensions.\n")
        settle()
        assert in_sight(card.comment)
    theme.set_text_scale(1.0)


def test_a_quote_just_kept_is_in_sight(theme: Theme, tmp_path: Path, begun: Path) -> None:
    with open_desk(theme, tmp_path, source=begun, extent=(1280, 720)) as desk:
        desk.page.reader.show_place(Place("", "question 5", "personal budgets"))
        desk.press(Qt.Key.Key_E)
        (line,) = desk.page.scoring.current_card.evidence.lines
        assert in_sight(line)


def test_a_message_above_leaves_the_current_row_in_sight(theme: Theme, tmp_path: Path, begun: Path) -> None:
    with open_desk(theme, tmp_path, source=begun, extent=(1280, 720)) as desk:
        desk.shell.notices.show_notice(Notice("Ten more are done.", "Two of them are worth a look."))
        settle()
        view = desk.page.list_pane.view
        assert view.viewport().rect().contains(view.visualRect(view.currentIndex()))


def test_words_are_found_with_and_without_their_accents(desk: Desk) -> None:
    desk.press(Qt.Key.Key_F, CTRL)
    desk.type("the cafe and the print shop")
    assert desk.page.reader.find_bar.count.text() == "1 of 1"
    (hit,) = desk.page.reader.text.places
    assert hit.selectedText() == "the caf\u00e9 and the print shop"


def test_find_takes_the_place_of_the_bar_above_the_text_and_marks_too(desk: Desk) -> None:
    reader = desk.page.reader
    desk.press(Qt.Key.Key_F, CTRL)
    assert (reader.find_bar.isVisible(), reader.bar.isVisible()) == (True, False)
    reader.show_place(Place("", "question 5", "personal budgets"))
    highlight = next(pen for pen in reader.find_bar.pens if pen.accessibleName() == "Highlight (Ctrl+H)")
    highlight.click()
    settle()
    assert reader.contents.highlights.text() == "1 highlight"
    reader.find_bar.close_bar()
    assert (reader.find_bar.isVisible(), reader.bar.isVisible()) == (False, True)


def test_find_over_a_document_leaves_the_document_its_own_bar(desk: Desk) -> None:
    reader = desk.page.reader
    reader.show_place(Place("Staff ballot.docx", ""))
    settle()
    desk.wait()
    desk.press(Qt.Key.Key_F, CTRL)
    viewer = reader.documents.viewer
    assert viewer is not None
    assert [pen.isVisible() for bar in (viewer.bar, reader.find_bar) for pen in bar.pens] == [True] * 3 + [False] * 3
    reader.show_place(Place("", "question 1"))
    assert [pen.isVisible() for pen in reader.find_bar.pens] == [True] * 3
    assert not reader.bar.isVisible()


def test_g_leads_to_an_application_by_its_name(desk: Desk) -> None:
    desk.press(Qt.Key.Key_G)
    desk.type("wexcombe")
    desk.press(Qt.Key.Key_Return)
    assert desk.current == "DD-002"


def test_g_opens_the_drop_down_list_that_large_text_leaves(theme: Theme, tmp_path: Path, begun: Path) -> None:
    theme.set_text_scale(1.5)
    with open_desk(theme, tmp_path, source=begun) as desk:
        desk.press(Qt.Key.Key_G)
        assert desk.page.reader.chooser.view().isVisible()
        desk.page.reader.chooser.hidePopup()
        settle()
    theme.set_text_scale(1.0)


def test_f6_comes_to_the_card_that_was_opened_meanwhile(desk: Desk) -> None:
    desk.press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    desk.page.reader.show_place(Place("", "question 5", "personal budgets"))
    desk.press(Qt.Key.Key_2, CTRL)  # as evidence for the second criterion, whose card opens
    desk.press(Qt.Key.Key_F6)
    card = desk.page.scoring.cards[1]
    assert card.is_open
    assert card.buttons.first_stop.hasFocus()


def test_a_low_score_shows_what_it_asks_for_in_a_low_window(theme: Theme, tmp_path: Path, begun: Path) -> None:
    with open_desk(theme, tmp_path, source=begun, extent=(1280, 720)) as desk:
        desk.type("3")
        desk.type("0")
        card = desk.page.scoring.current_card
        assert [in_sight(part) for part in card.judged] == [True, True]


def test_ctrl_d_asks_about_a_conflict_and_not_twice(desk: Desk) -> None:
    desk.press(Qt.Key.Key_D, CTRL)
    dialog = next(each for each in desk.shell.findChildren(ConflictDialog) if each.isVisible())
    dialog.kind.setCurrentIndex(3)
    dialog.yes.click()
    settle()
    assert desk.stored("conflict") == "personal"
    desk.press(Qt.Key.Key_D, CTRL)
    assert not any(each.isVisible() for each in desk.shell.findChildren(ConflictDialog))


def test_what_a_comment_is_asked_for_goes_with_its_first_letter(desk: Desk) -> None:
    card = desk.page.scoring.current_card
    asked = card.comment.accessibleDescription(), card.judged[1].isVisible()
    card.comment.insertPlainText("N")
    assert (asked, card.comment.is_settled) == (("Required because the score is 1", True), False)
    assert (card.comment.accessibleDescription(), card.judged[1].isVisible()) == ("", False)
    card.comment.clear()
    assert card.comment.accessibleDescription() == "Required because the score is 1"
