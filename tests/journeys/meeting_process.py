"""The real program in a process of its own, with a chair who runs the meeting until somebody pulls the plug."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from dd_panel.ui.meeting.page import MeetingPage
from dd_panel.ui.shell import Shell
from dd_panel.window import run

REASONS = ("The cash flow was explained.", "The partner has signed since.", "Two of three had not seen annex B.")
NOTE = "Ask for the lease before the letter goes out."
STEP_MS = 250


class Chair:
    """Fingers on the meeting: each call is one thing a chair does."""

    def __init__(self) -> None:
        self.shell = next(each for each in QApplication.topLevelWidgets() if isinstance(each, Shell))
        page = self.shell.go_to("meeting")
        assert isinstance(page, MeetingPage)
        self.page = page

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.page, key, modifier)

    def say(self, field: QWidget, text: str) -> None:
        field.setFocus()
        if isinstance(field, QLineEdit):
            field.selectAll()
        QTest.keyClicks(field, text)

    def confirm_all(self) -> None:
        """Confirm of everybody named in the banner that they have left."""
        while self.page.view.banner.buttons and not self.page.card.isEnabled():
            self.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
            QApplication.processEvents()

    def agree(self, score: str, reason: str) -> None:
        self.say(self.page.card.score, score)
        self.say(self.page.card.reason, reason)
        self.press(Qt.Key.Key_Return)

    def decide(self, letter: Qt.Key, reason: str) -> None:
        """Decide by one key, and give the reason where the program asks for one."""
        self.page.view.spread.setFocus()
        self.press(letter, Qt.KeyboardModifier.AltModifier)
        if self.page.card.warning.isVisible():
            self.say(self.page.card.reason, reason)
            self.press(Qt.Key.Key_Return)


def first_half(chair: Chair) -> Iterator[Callable[[], object]]:
    """Everybody is here; three scores are agreed, six items decided, one member has to leave."""
    page = chair.page
    yield page.preparing.suggest.click
    yield page.preparing.everybody.click
    yield page.preparing.start.click
    for number in range(6):
        yield chair.confirm_all
        if number < len(REASONS):
            yield lambda at=number: chair.agree(str(60 + at), REASONS[at])  # type: ignore[misc]
        yield lambda: chair.decide(Qt.Key.Key_R, "The panel wants to see the others first.")
        yield lambda: chair.press(Qt.Key.Key_PageDown)
    yield chair.confirm_all
    yield lambda: chair.say(page.card.note, NOTE)
    yield page.card.flush
    yield lambda: sys.stdout.write("half\n")
    yield sys.stdout.flush


def begin() -> None:
    """Do one thing after another, with time between for the program to follow."""
    chair = Chair()
    acts = first_half(chair)

    def act() -> None:
        doing = next(acts, None)
        if doing is not None:
            doing()
            QTimer.singleShot(STEP_MS, act)

    QTimer.singleShot(1500, act)  # how sure the places are is worked out meanwhile


if __name__ == "__main__":
    original = QApplication.exec

    def exec_and_chair(*_arguments: object) -> int:
        QTimer.singleShot(500, begin)
        return original()

    QApplication.exec = exec_and_chair  # type: ignore[method-assign]
    sys.exit(run([Path(sys.argv[1])]))
