"""Fields: a comment is never lost and never told twice, a search is emptied with Esc."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QTextCursor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets import fields
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.fields import CommentEdit, DropDown, PassphraseField, SearchField, TickBox
from dd_panel.ui.widgets.frames import Panel
from dd_panel.ui.widgets.layouts import column
from dd_panel.ui.widgets.segmented import SegmentedControl
from tests.ui.conftest import Show


def comment_on_page(theme: Theme, show: Show) -> tuple[CommentEdit, Button, list[str]]:
    comment = CommentEdit(theme, "Comment on leadership")
    after = Button(theme, "After")
    told: list[str] = []
    comment.text_settled.connect(told.append)
    show(Panel(theme, "surface", column(comment, after, None)), 400, 400)
    comment.setFocus()
    return comment, after, told


def test_a_comment_is_told_once_typing_comes_to_rest(theme: Theme, show: Show, qtbot: QtBot) -> None:
    comment, _after, told = comment_on_page(theme, show)
    with qtbot.waitSignal(comment.text_settled):
        QTest.keyClicks(comment, "Cabinet agreed")
        settled = [comment.is_settled]
        assert told == []
    settled.append(comment.is_settled)
    assert settled == [False, True]
    assert told == ["Cabinet agreed"]
    comment.flush()
    assert told == ["Cabinet agreed"]


def test_typing_without_a_rest_is_told_on_the_way(
    theme: Theme, show: Show, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fields, "SETTLE_MS", 60_000)
    monkeypatch.setattr(fields, "LONGEST_MS", 150)
    comment, _after, told = comment_on_page(theme, show)
    with qtbot.waitSignal(comment.text_settled):
        QTest.keyClicks(comment, "Cabinet agreed")
    QTest.keyClicks(comment, " in")
    assert told == ["Cabinet agreed"]
    with qtbot.waitSignal(comment.text_settled):
        QTest.keyClicks(comment, " June")
    assert told == ["Cabinet agreed", "Cabinet agreed in June"]


def test_undo_takes_back_what_was_typed_since_the_last_rest_and_not_the_whole_comment(theme: Theme, show: Show) -> None:
    comment, _after, _told = comment_on_page(theme, show)
    shown = []
    for words in ("The lead is credible.", " No deputy is named.", " x"):
        QTest.keyClicks(comment, words)
        comment.flush()
    ctrl = Qt.KeyboardModifier.ControlModifier
    for modifier in (ctrl, ctrl, ctrl | Qt.KeyboardModifier.ShiftModifier, ctrl, ctrl):
        QTest.keyClick(comment, Qt.Key.Key_Z, modifier)
        shown.append(comment.toPlainText())
    both = "The lead is credible. No deputy is named."
    assert shown == [both, "The lead is credible.", both, "The lead is credible.", ""]


def test_tab_leaves_the_comment_and_tells_it_at_once(theme: Theme, show: Show) -> None:
    comment, after, told = comment_on_page(theme, show)
    QTest.keyClicks(comment, "Credible lead")
    QTest.keyClick(comment, Qt.Key.Key_Tab)
    assert after.hasFocus()
    assert told == ["Credible lead"]


def test_a_comment_looks_as_it_can_be_written_in(theme: Theme, show: Show) -> None:
    comment, _after, _told = comment_on_page(theme, show)
    ground = comment.grab().toImage().pixelColor(comment.rect().center())
    comment.setReadOnly(True)
    closed = comment.grab().toImage().pixelColor(comment.rect().center())
    comment.setReadOnly(False)
    assert closed != ground
    assert comment.grab().toImage().pixelColor(comment.rect().center()) == ground


def test_a_stored_comment_is_shown_without_being_told(theme: Theme, show: Show) -> None:
    comment, after, told = comment_on_page(theme, show)
    comment.set_text("Already stored.\nTwo lines.")
    after.setFocus()
    assert told == []
    comment.moveCursor(QTextCursor.MoveOperation.Start)
    comment.insertPlainText("Zażółć – ")
    comment.flush()
    assert told == ["Zażółć – Already stored.\nTwo lines."]


def test_a_comment_that_is_emptied_is_told_as_empty(theme: Theme, show: Show) -> None:
    comment, _after, told = comment_on_page(theme, show)
    comment.set_text("Wrong place")
    comment.selectAll()
    QTest.keyClick(comment, Qt.Key.Key_Delete)
    comment.flush()
    assert told == [""]


def test_a_comment_grows_with_its_text_and_then_scrolls(theme: Theme, show: Show) -> None:
    comment, _after, _told = comment_on_page(theme, show)
    heights = [comment.height()]
    for lines in (4, 7, 40):
        comment.set_text("\n".join(f"Line {at}" for at in range(lines)))
        heights.append(comment.height())
    assert heights[0] == 76
    assert heights == sorted(heights)
    assert heights[2] > heights[1]
    assert heights[3] == 200
    comment.set_text("")
    assert comment.height() == 76
    comment.set_heights(120, 300)
    assert comment.height() == 120


def test_a_required_comment_says_why(theme: Theme, show: Show) -> None:
    comment, after, _told = comment_on_page(theme, show)
    after.setFocus()
    usual = comment.grab().toImage()
    comment.set_required("Required because the score is 1 or below")
    interface = QAccessible.queryAccessibleInterface(comment)
    assert interface.text(QAccessible.Text.Description) == "Required because the score is 1 or below"
    marked = comment.grab().toImage()
    assert marked.pixelColor(200, 1) == theme.colour("warn") != usual.pixelColor(200, 1)
    comment.set_required(None)
    assert comment.grab().toImage() == usual


def test_the_text_of_a_comment_grows_with_the_text_size(theme: Theme, show: Show) -> None:
    comment, _after, _told = comment_on_page(theme, show)
    theme.set_text_scale(1.5)
    QApplication.processEvents()
    assert comment.viewport().font().pixelSize() == comment.font().pixelSize() == 21


def test_esc_empties_a_search_and_then_leaves_it(theme: Theme, show: Show) -> None:
    search = SearchField(theme, "Find an application")
    left: list[bool] = []
    search.left_empty.connect(lambda: left.append(True))
    show(Panel(theme, "surface", column(search, None)), 300, 100)
    search.setFocus()
    QTest.keyClicks(search, "calder")
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""
    assert left == []
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert left == [True]
    assert search.accessibleName() == search.placeholderText() == "Find an application"


def test_the_wheel_does_not_change_a_list_by_accident(theme: Theme, show: Show) -> None:
    sort = DropDown(theme, "Sort by", ["My rank", "Reference", "Unfinished"])
    show(Panel(theme, "surface", column(sort, None)), 300, 100)
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(sort, turn)
    assert sort.currentText() == "My rank"
    QTest.keyClick(sort, Qt.Key.Key_Down)
    assert sort.currentText() == "Reference"


def test_a_tick_box_is_ticked_by_key_and_anywhere_on_its_words(theme: Theme, show: Show) -> None:
    tick = TickBox(theme, "Single-letter keys")
    show(Panel(theme, "surface", column(tick, None)), 300, 100)
    empty = tick.grab().toImage()
    tick.setFocus()
    QTest.keyClick(tick, Qt.Key.Key_Space)
    assert tick.isChecked()
    assert tick.grab().toImage() != empty
    QTest.mouseClick(tick, Qt.MouseButton.LeftButton, pos=QPoint(tick.width() - 6, tick.height() // 2))
    assert not tick.isChecked()
    tick.setCheckState(Qt.CheckState.PartiallyChecked)
    tick.setEnabled(False)
    assert tick.grab().toImage() != empty


def test_a_segment_is_taken_by_click_and_by_key_and_nothing_is_preselected(theme: Theme, show: Show) -> None:
    choice = SegmentedControl(theme, ["Support", "Reserve", "Do not support"], name="Recommendation")
    told: list[int] = []
    choice.choice_made.connect(told.append)
    show(Panel(theme, "surface", column(choice, None)), 420, 100)
    assert choice.chosen is None
    QTest.mouseClick(choice.choice(1), Qt.MouseButton.LeftButton)
    QTest.keyClick(choice.choice(1), Qt.Key.Key_Right)
    assert choice.choice(2).hasFocus()
    QTest.keyClick(choice.choice(2), Qt.Key.Key_Space)
    assert told == [1, 2]
    assert [choice.choice(at).isChecked() for at in range(3)] == [False, False, True]
    choice.setEnabled(False)
    assert not choice.grab().isNull()


def test_segments_share_the_width_evenly_where_their_words_allow(theme: Theme, show: Show) -> None:
    choice = SegmentedControl(theme, ["Support", "Reserve", "Do not support"], 0, name="Recommendation")
    page = show(Panel(theme, "surface", column(choice, None)), 600, 100)
    assert [choice.choice(at).width() for at in range(3)] == [200, 200, 200]
    page.resize(choice.minimumSizeHint().width() + 10, 100)
    QApplication.processEvents()
    assert choice.choice(2).width() > choice.choice(0).width()
    assert choice.choice(2).geometry().right() == choice.width() - 1


def test_a_passphrase_is_neither_shown_nor_read_aloud(theme: Theme, show: Show) -> None:
    field = PassphraseField(theme, "Passphrase")
    show(Panel(theme, "surface", column(field, None)), 400, 200)
    field.setFocus()
    QTest.keyClicks(field, "three brown hares")
    spoken = QAccessible.queryAccessibleInterface(field)
    assert field.text() == "three brown hares"
    assert "hares" not in field.displayText()
    assert "hares" not in spoken.text(QAccessible.Text.Value)
    assert spoken.text(QAccessible.Text.Name) == "Passphrase"


def test_words_too_long_for_a_drop_down_end_in_dots_before_its_arrow(theme: Theme, show: Show) -> None:
    box = DropDown(theme, "Only this side of the funding line", ["Above and below the line of what can be funded"])
    show(Panel(theme, "surface", column(box, None)), 160, 120)
    picture = box.grab().toImage()
    arrow = box.width() - theme.px(16) - 8
    before = {picture.pixel(x, y) for x in (arrow - 3, arrow - 2, arrow - 1) for y in range(6, box.height() - 6)}
    assert len(before) == 1
    words = {picture.pixel(x, y) for x in range(12, arrow - 12) for y in range(6, box.height() - 6)}
    assert len(words) > 10
