"""The keyboard of a person who uses no mouse."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from tests.ui.keyboard import settle
from tests.ui.programs import wait_until

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


class Keyboard(QObject):
    """Ten fingers: every key goes to whatever has the keyboard, and nothing else is touched."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window = window

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self._place(), key, modifier)
        settle()

    def type(self, text: str) -> None:
        QTest.keyClicks(self._place(), text)
        settle()

    def name_file(self, path: Path) -> None:
        """Type a path into the file dialog that is open, and press Enter."""
        wait_until(lambda: isinstance(QApplication.activeWindow(), QFileDialog))
        self.press(Qt.Key.Key_A, CTRL)
        self.type(str(path))
        self.press(Qt.Key.Key_Return)

    def name_file_soon(self, path: Path) -> None:
        """The same for a dialog that holds the window up until it is answered."""

        def try_it() -> None:
            if isinstance(QApplication.activeModalWidget(), QFileDialog):
                self.name_file(path)
            else:
                QTimer.singleShot(50, self, try_it)

        QTimer.singleShot(50, self, try_it)

    def _place(self) -> QWidget:
        return QApplication.focusWidget() or QApplication.activeWindow() or self._window
