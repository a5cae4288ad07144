"""The frame of the window: going from screen to screen, messages, keys and panes, without a mouse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QAccessible, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from dd_panel.domain.errors import InputError
from dd_panel.services.change import Change
from dd_panel.ui.key_list import KeyList
from dd_panel.ui.notices import Notice, Remedy
from dd_panel.ui.save_state import PAUSE_MS, SaveState
from dd_panel.ui.settings import Settings
from dd_panel.ui.shell import Destination, Shell
from dd_panel.ui.theme import Theme
from dd_panel.ui.undo import UndoHistory
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.keys import Kbd
from tests.ui.conftest import Show
from tests.ui.keyboard import press, settle
from tests.ui.pages import DeskPage, ScoresPage


class Built:
    """Makes screens and keeps what it made."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.pages: list[DeskPage] = []

    def desk(self) -> QWidget:
        self.pages.append(DeskPage(self._theme))
        return self.pages[-1]

    def scores(self) -> QWidget:
        self.pages.append(ScoresPage(self._theme))
        return self.pages[-1]


@pytest.fixture
def built(theme: Theme) -> Built:
    return Built(theme)


@pytest.fixture
def settings() -> Settings:
    return Settings(None)


@pytest.fixture
def shell(theme: Theme, settings: Settings, built: Built, show: Show, dressed_app: QApplication) -> Iterator[Shell]:
    """The window on the review desk, as a panel member sees it."""
    shell = Shell(theme, settings)
    shell.set_place("Autumn round 2014 · Margaret Ashe")
    shell.set_destinations(
        [
            Destination("start", "Start", built.desk, in_bar=False),
            Destination("desk", "Review desk", built.desk),
            Destination("scores", "My scores", built.scores),
        ]
    )
    show(shell, 1440, 900)
    shell.go_to("desk")
    settle(dressed_app)
    yield shell
    dialog = shell.findChild(KeyList)
    if dialog is not None:
        dialog.close()


def caps(shell: Shell) -> list[str]:
    """Return what the key bar says, key by key."""
    return [cap.accessibleName() for cap in shell.key_bar.findChildren(Kbd) if cap.isVisible()]


def in_app_bar(shell: Shell) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and shell.app_bar.isAncestorOf(focused)


def spoken(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


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


def test_large_text_in_a_small_window_leaves_out_words_but_no_screen(
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
    assert {"Review desk", "My scores"} <= {button.text() for button in buttons}
    assert all(bar.rect().contains(QRect(button.mapTo(bar, QPoint(0, 0)), button.size())) for button in buttons)


def test_a_small_window_is_compact(shell: Shell, theme: Theme, dressed_app: QApplication) -> None:
    assert not theme.compact
    shell.setMinimumSize(0, 0)
    shell.resize(1280, 720)
    settle(dressed_app)
    assert theme.compact


def test_the_save_state_says_what_it_is(shell: Shell) -> None:
    state = shell.save_state
    assert state.isHidden()
    state.show_saving()
    assert spoken(state) == state.words == "Saving…"
    state.show_saved(datetime(2014, 11, 22, 14, 2))  # noqa: DTZ001 - wall-clock time of the laptop
    assert spoken(state) == "Saved 14:02"
    copies: list[bool] = []
    state.copy_asked.connect(lambda: copies.append(True))
    state.show_not_saved("the disk is full", offer_copy=True)
    assert spoken(state) == "Not saved: the disk is full"
    copy = next(button for button in state.findChildren(Button) if button.isVisible())
    copy.click()
    assert copies == [True]
    state.show_nothing()
    assert state.isHidden()


def test_that_all_is_saved_is_read_aloud_once_a_pause_is_made(theme: Theme) -> None:
    heard: list[tuple[str, bool]] = []

    def say(widget: QWidget, words: str, *, at_once: bool = False) -> None:
        assert isinstance(widget, SaveState)
        heard.append((words, at_once))

    now = datetime(2014, 11, 22, 14, 2)  # noqa: DTZ001 - wall-clock time of the laptop
    kept, failing = SaveState(theme, say), SaveState(theme, say)
    for state in (kept, failing):
        state.show_saved(now)  # a file was opened
        for _key in range(3):
            state.show_saving()
            state.show_saved(now)
    assert heard == []
    failing.show_not_saved("the disk is full")
    QTest.qWait(PAUSE_MS + 100)
    assert heard == [("Not saved: the disk is full", True), ("Saved 14:02", False)]


def test_trouble_is_said_in_the_window_and_its_remedy_is_a_button(shell: Shell, dressed_app: QApplication) -> None:
    chosen: list[str] = []
    error = InputError("This is not a review pack", "marsh.xlsx is an Excel workbook.", "Choose the .ddpack file.")
    shell.notices.show_error(error, Remedy("Choose another file", lambda: chosen.append("again")))
    settle(dressed_app)
    strip = shell.notices
    assert strip.isVisible()
    assert spoken(strip) == "This is not a review pack"
    assert strip.accessibleDescription() == "marsh.xlsx is an Excel workbook. Choose the .ddpack file."
    action = next(button for button in strip.findChildren(Button) if button.text() == "Choose another file")
    action.setFocus()
    QTest.keyClick(action, Qt.Key.Key_Space)
    assert chosen == ["again"]
    assert strip.isHidden()


def test_trouble_waits_behind_the_next_message_and_a_piece_of_news_does_not(shell: Shell) -> None:
    strip = shell.notices
    strip.show_error(InputError("First trouble"))
    strip.show_notice(Notice("Scoresheet exported", tone="good"))
    strip.show_notice(Notice("Scoresheet exported again", tone="good"))
    titles = []
    while strip.current is not None:
        titles.append(strip.current.title)
        QTest.keyClick(strip, Qt.Key.Key_Escape)
    assert titles == ["Scoresheet exported again", "First trouble"]
    strip.show_error(InputError("Once more"))
    strip.clear()
    assert strip.isHidden()


def test_the_same_trouble_is_not_stacked(shell: Shell) -> None:
    for _time in range(3):
        shell.notices.show_error(InputError("The disk is full"))
    shell.notices.dismiss()
    assert shell.notices.current is None


def test_undo_and_redo_are_everywhere_and_say_what_they_did(shell: Shell, built: Built) -> None:
    history = UndoHistory()
    scores: list[int] = []

    def remove() -> Change:
        scores.pop()
        return Change(frozenset(), "score 3", add)

    def add() -> Change:
        scores.append(3)
        return Change(frozenset(), "score 3", remove)

    shell.use_undo(history)
    history.perform(add)
    built.pages[0].first.setFocus()
    press(shell, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert scores == []
    assert shell.save_state.words == "Undone: score 3"
    press(shell, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert scores == [3]
    shell.use_undo(None)
    press(shell, Qt.Key.Key_Z, modifier=Qt.KeyboardModifier.ControlModifier)
    assert scores == [3]


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
