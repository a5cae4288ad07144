"""The keys of a screen: named in the bar, listed, switched off."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dd_panel.ui.key_list import KeyList
from dd_panel.ui.settings import Settings
from dd_panel.ui.shell import Shell
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
    QTest.keyClick(dialog.search, Qt.Key.Key_Escape)
    assert dialog.count == whole
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
