"""Where the keyboard is: offscreen a window has it at once, on a real display a moment after it asked for it."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

PATIENCE = 10_000
"""Milliseconds after which a window that asked for the keyboard will never get it."""

ON_THE_WAY = 2.0
"""Seconds in which the keyboard comes to a dialog, or back from one; some windows never ask for it."""


def activate(window: QWidget) -> None:
    """Give the keyboard to a window that is in sight, and wait until it has it."""
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, PATIENCE), f"{window.windowTitle()} never got the keyboard"


def settle(app: QApplication | None = None, *, rounds: int = 4) -> None:
    """Let Qt do what it put off: layouts, painting, the end of widgets no longer wanted, the keyboard's way."""
    running = app or QApplication.instance()
    assert running is not None
    _turn(running, rounds)
    if _has_arrived():
        return
    end = time.monotonic() + ON_THE_WAY
    while not _has_arrived() and time.monotonic() < end:
        time.sleep(0.001)
        _turn(running, 1)
    _turn(running, rounds)


def keyboard(otherwise: QWidget) -> QWidget:
    """What has the keyboard, or a widget that takes it where nothing has."""
    settle(rounds=1)
    return QApplication.focusWidget() or otherwise


def press(otherwise: QWidget, *keys: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press keys one after another, each where the keyboard is by then."""
    for key in keys:
        QTest.keyClick(keyboard(otherwise), key, modifier)
        settle()


def _turn(app: QCoreApplication, rounds: int) -> None:
    for _round in range(rounds):
        app.processEvents()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _has_arrived() -> bool:
    """Whether the keyboard is where it belongs: in the dialog that is open, else in any window of ours."""
    if QGuiApplication.platformName() in {"offscreen", "minimal"} or QApplication.activePopupWidget() is not None:
        return True
    active, dialog = QApplication.activeWindow(), QApplication.activeModalWidget()
    if dialog is not None:
        return active is dialog
    return active is not None or not any(window.isVisible() for window in QApplication.topLevelWidgets())
