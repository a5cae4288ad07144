"""The frame of the window: going from screen to screen and from pane to pane, without a mouse."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from dd_panel.ui.shell import Destination, Shell
from dd_panel.ui.widgets.buttons import Button
from tests.ui.keyboard import press, settle
from tests.ui.pages import DeskPage
from tests.ui.shell.frames import Built, in_app_bar


def test_a_screen_is_made_when_it_is_first_wanted_and_kept(shell: Shell, built: Built) -> None:
    assert len(built.pages) == 1
    shell.go_to("scores")
    shell.go_to("desk")
    shell.go_to("scores")
    assert len(built.pages) == 2
    assert built.pages[0].shown == 2
    assert shell.current_key == "scores"
    assert shell.current_page is built.pages[1]


def test_alt_and_a_number_go_to_a_screen_of_the_bar(shell: Shell) -> None:
    seen: list[str] = []
    shell.page_changed.connect(seen.append)
    press(shell, Qt.Key.Key_2, modifier=Qt.KeyboardModifier.AltModifier)
    press(shell, Qt.Key.Key_9, modifier=Qt.KeyboardModifier.AltModifier)
    press(shell, Qt.Key.Key_1, modifier=Qt.KeyboardModifier.AltModifier)
    assert seen == ["scores", "desk"]
    assert shell.windowTitle() == "Review desk – Autumn round 2014 · Margaret Ashe – Delivering Differently"


def test_the_bar_shows_where_one_is_and_takes_one_elsewhere(shell: Shell) -> None:
    buttons = {button.text(): button for button in shell.app_bar.findChildren(Button) if button.isCheckable()}
    assert list(buttons) == ["Review desk", "My scores"]
    assert [button.isChecked() for button in buttons.values()] == [True, False]
    buttons["My scores"].click()
    assert shell.current_key == "scores"
    assert [button.isChecked() for button in buttons.values()] == [False, True]
    buttons["My scores"].click()
    assert buttons["My scores"].isChecked()


def test_f6_goes_round_the_panes_and_each_remembers_its_place(shell: Shell, built: Built) -> None:
    desk = built.pages[0]
    assert desk.search.hasFocus()
    press(shell, Qt.Key.Key_Tab)
    assert desk.first.hasFocus()
    press(shell, Qt.Key.Key_F6)
    assert desk.comment.hasFocus()
    press(shell, Qt.Key.Key_F6)
    assert in_app_bar(shell)
    press(shell, Qt.Key.Key_F6)
    assert desk.first.hasFocus()
    press(shell, Qt.Key.Key_F6, modifier=Qt.KeyboardModifier.ShiftModifier)
    press(shell, Qt.Key.Key_F6, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert desk.comment.hasFocus()


def test_coming_back_to_a_screen_the_keyboard_is_where_it_was(shell: Shell, built: Built) -> None:
    built.pages[0].first.setFocus()
    shell.go_to("scores")
    assert built.pages[1].search.hasFocus()
    shell.go_to("desk")
    assert built.pages[0].first.hasFocus()
    built.pages[0].comment.setFocus()
    shell.go_to("scores")
    shell.go_to("desk")
    assert built.pages[0].comment.hasFocus()


def test_leaving_a_screen_tells_the_comment_being_typed(shell: Shell, built: Built) -> None:
    told: list[str] = []
    built.pages[0].comment.text_settled.connect(told.append)
    built.pages[0].comment.setFocus()
    QTest.keyClicks(built.pages[0].comment, "Half a thought")
    shell.go_to("scores")
    assert told == ["Half a thought"]


def test_closing_the_window_tells_the_comment_being_typed_first(shell: Shell, built: Built) -> None:
    told: list[str] = []
    built.pages[0].comment.text_settled.connect(told.append)
    shell.closing.connect(lambda: told.append("closing"))
    built.pages[0].comment.setFocus()
    QTest.keyClicks(built.pages[0].comment, "Half a thought")
    shell.close()
    assert told == ["Half a thought", "closing"]


def test_another_file_drops_the_screens_of_the_one_before(
    shell: Shell, built: Built, dressed_app: QApplication
) -> None:
    shell.set_destinations([Destination("returns", "Returns", built.scores)])
    shell.go_to("returns")
    settle(dressed_app)
    assert len(shell.findChildren(DeskPage)) == 1
    with pytest.raises(KeyError):
        shell.go_to("desk")


def test_a_widget_that_is_no_page_is_refused(shell: Shell) -> None:
    shell.set_destinations([Destination("odd", "Odd", QWidget)])
    with pytest.raises(TypeError, match="no page"):
        shell.go_to("odd")


def test_files_can_be_dropped_anywhere(shell: Shell, tmp_path: Path) -> None:
    seen: list[object] = []
    shell.files_hovering.connect(seen.append)
    shell.files_dropped.connect(seen.append)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.xlsx", "b.xlsx")])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    shell.dragEnterEvent(QDragEnterEvent(QPoint(5, 5), copy, data, left, none))
    shell.dragLeaveEvent(QDragLeaveEvent())
    shell.dropEvent(QDropEvent(QPointF(5, 5), copy, data, left, none))
    assert seen == [2, 0, 0, [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]]


def test_text_dragged_over_the_window_is_left_alone(shell: Shell) -> None:
    seen: list[object] = []
    shell.files_hovering.connect(seen.append)
    data = QMimeData()
    data.setText("not a file")
    event = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.setAccepted(False)
    shell.dragEnterEvent(event)
    assert seen == []
    assert not event.isAccepted()
