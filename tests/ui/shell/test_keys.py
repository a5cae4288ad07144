"""The keys of a screen: named in the bar, listed, switched off."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dd_panel.ui.key_list import KeyList
from dd_panel.ui.notices import Notice
from dd_panel.ui.settings import Settings
from dd_panel.ui.shell import Shell
from dd_panel.ui.widgets.buttons import Button
from tests.ui.keyboard import press, settle
from tests.ui.shell.frames import Built, caps


def test_the_key_bar_names_the_screens_keys_and_single_letters_leave_text_alone(shell: Shell, built: Built) -> None:
    assert caps(shell) == ["J K: criterion", "Ctrl F: find", "Ctrl Enter: complete", "F6: next pane"]
    desk = built.pages[0]
    desk.first.setFocus()
    press(shell, Qt.Key.Key_J)
    press(shell, Qt.Key.Key_K)
    desk.comment.setFocus()
    press(shell, Qt.Key.Key_J)
    press(shell, Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.done == ["Next criterion", "Previous criterion", "Mark complete and go to the next"]
    assert desk.comment.toPlainText() == "j"
    shell.go_to("scores")
    assert built.pages[1].key_note() == "Totals are weighted"


def test_a_narrow_key_bar_names_fewer_keys(shell: Shell) -> None:
    shell.key_bar.resize(420, shell.key_bar.height())
    assert 0 < len(caps(shell)) < 4


def test_f1_lists_all_keys_and_finds_one(shell: Shell, dressed_app: QApplication) -> None:
    press(shell, Qt.Key.Key_F1)
    settle(dressed_app)
    dialog = shell.findChild(KeyList)
    assert dialog is not None
    assert dialog.isVisible()
    whole = dialog.count
    assert whole > 10
    QTest.keyClicks(dialog.search, "ctrl+f")
    assert dialog.count == 1
    index = dialog.list.model().index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Ctrl F: Find. Review desk"
    dialog.search.setText("undo")
    assert dialog.count == 1
    dialog.search.setText("no such key")
    assert dialog.count == 0
    assert not dialog.grab().isNull()
    assert dialog.nothing.isVisible()
    assert not dialog.list.isVisible()
    QTest.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert dialog.count == whole
    assert dialog.list.isVisible()
    assert not dialog.nothing.isVisible()
    QTest.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_single_letter_keys_can_be_switched_off(shell: Shell, built: Built, settings: Settings) -> None:
    shell.show_all_keys()
    dialog = shell.findChild(KeyList)
    assert dialog is not None
    dialog.single_keys.click()
    dialog.accept()
    assert not settings.single_keys
    desk = built.pages[0]
    desk.first.setFocus()
    press(shell, Qt.Key.Key_J)
    press(shell, Qt.Key.Key_F, modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.done == ["Find"]
    settings.set_single_keys(True)
    shell.show_keys()
    press(shell, Qt.Key.Key_J)
    assert desk.done == ["Find", "Next criterion"]


def test_what_is_clicked_around_a_screen_leaves_the_screens_keys_at_work(shell: Shell, built: Built) -> None:
    desk = built.pages[0]
    desk.first.setFocus()
    help_button = shell.app_bar.help_button
    QTest.mouseClick(help_button, Qt.MouseButton.LeftButton)
    for dialog in shell.findChildren(KeyList):
        dialog.reject()
    settle()
    shell.notices.show_notice(Notice("Two more are done."))
    close = next(each for each in shell.notices.findChildren(Button) if each.accessibleName() == "Dismiss this message")
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    press(shell, Qt.Key.Key_J)
    assert desk.first.hasFocus()
    assert desk.done == ["Next criterion"]


def test_a_message_dismissed_by_key_gives_the_keyboard_back_to_where_it_was_in_the_screen(
    shell: Shell, built: Built
) -> None:
    desk = built.pages[0]
    desk.second.setFocus()
    shell.notices.show_notice(Notice("Two more are done."))
    press(shell, Qt.Key.Key_F6, Qt.Key.Key_F6)
    assert shell.notices.isAncestorOf(shell.focusWidget())
    press(shell, Qt.Key.Key_Escape)
    assert desk.second.hasFocus()
    press(shell, Qt.Key.Key_J)
    assert desk.done == ["Next criterion"]
