"""The frame of the window in another text size, another theme and less room."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QMenu

from dd_panel.ui.settings import Settings
from dd_panel.ui.shell import Shell
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.buttons import Button
from tests.ui.keyboard import press, settle


def test_text_size_is_changed_by_keys_and_remembered(shell: Shell, theme: Theme, settings: Settings) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    press(shell, Qt.Key.Key_Plus, modifier=control)
    press(shell, Qt.Key.Key_Equal, modifier=control)
    assert theme.text_scale == settings.text_scale == 1.3
    press(shell, Qt.Key.Key_Minus, modifier=control)
    assert theme.text_scale == 1.15
    press(shell, Qt.Key.Key_0, modifier=control)
    assert theme.text_scale == settings.text_scale == 1.0


def test_text_size_and_theme_are_chosen_from_menus(
    shell: Shell, theme: Theme, settings: Settings, dressed_app: QApplication
) -> None:
    shell.app_bar.text_size_button.click()
    menu = shell.app_bar.findChildren(QMenu)[-1]
    scales = [action for action in menu.actions() if action.text().endswith("%")]
    assert [action.text() for action in scales] == ["100%", "115%", "130%", "150%", "200%"]
    assert [action.isChecked() for action in scales] == [True, False, False, False, False]
    scales[3].trigger()
    menu.close()
    settle(dressed_app)
    assert theme.text_scale == settings.text_scale == 1.5
    shell.app_bar.theme_button.click()
    menu = shell.app_bar.findChildren(QMenu)[-1]
    menu.actions()[2].trigger()
    menu.close()
    settle(dressed_app)
    assert theme.is_dark
    assert settings.mode == "dark"


def test_large_text_in_a_small_window_leaves_out_words_and_puts_no_screen_out_of_reach(
    shell: Shell, theme: Theme, dressed_app: QApplication
) -> None:
    shell.save_state.show_not_saved("the disk is full", offer_copy=True)
    shell.setMinimumSize(0, 0)
    theme.set_text_scale(2.0)
    shell.setMinimumSize(0, 0)
    shell.resize(1280, 800)
    settle(dressed_app)
    bar = shell.app_bar
    assert shell.width() == 1280
    buttons = [button for button in bar.findChildren(Button) if button.isVisible()]
    assert {"Review desk", "More"} <= {button.text() for button in buttons}
    assert all(bar.rect().contains(QRect(button.mapTo(bar, QPoint(0, 0)), button.size())) for button in buttons)
    bar.more_button.click()
    menu = bar.findChildren(QMenu)[-1]
    assert [action.text() for action in menu.actions()] == ["My scores\tAlt+2"]
    menu.close()


def test_a_small_window_is_compact(shell: Shell, theme: Theme, dressed_app: QApplication) -> None:
    assert not theme.compact
    shell.setMinimumSize(0, 0)
    shell.resize(1280, 720)
    settle(dressed_app)
    assert theme.compact
