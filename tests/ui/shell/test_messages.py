"""What the frame of the window says: whether all is saved, what went wrong, what was undone."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from dd_panel.domain.errors import InputError
from dd_panel.services.change import Change
from dd_panel.ui.notices import Notice, Remedy, notice_of
from dd_panel.ui.save_state import PAUSE_MS, SaveState
from dd_panel.ui.shell import Shell
from dd_panel.ui.theme import Theme
from dd_panel.ui.undo import UndoHistory
from dd_panel.ui.widgets.buttons import Button
from tests.ui.keyboard import press, settle
from tests.ui.shell.frames import Built, spoken


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


def test_a_message_that_holds_no_longer_goes_wherever_it_waits(shell: Shell) -> None:
    strip = shell.notices
    strip.show_error(InputError("It is closed"))
    strip.show_error(InputError("The disk is full"))
    strip.withdraw(notice_of(InputError("It is closed")))
    strip.withdraw(notice_of(InputError("Never said")))
    assert strip.current == notice_of(InputError("The disk is full"))
    strip.withdraw(notice_of(InputError("The disk is full")))
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
