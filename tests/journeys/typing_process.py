"""The real program in a process of its own, with fingers that type until somebody ends it."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from dd_panel.window import run

FIRST = "The cash flow stops at month nine."
SECOND = " And nobody has agreed to"
PAUSE_MS = 1500


def type_on() -> None:
    """Score, explain, pause, and be in the middle of the next sentence."""
    place = keyboard()
    QTest.keyClicks(place, "2")
    QTest.keyClicks(place, "N")
    QTest.keyClicks(keyboard(), FIRST)
    QTimer.singleShot(PAUSE_MS, type_more)


def type_more() -> None:
    """Go on typing, and tell whoever watches."""
    QTest.keyClicks(keyboard(), SECOND)
    sys.stdout.write("typing\n")
    sys.stdout.flush()


def keyboard() -> QWidget:
    """What has the keyboard."""
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


if __name__ == "__main__":
    # The event loop of `run` takes this up; the application itself is made there.
    start = QTimer.singleShot
    original = QApplication.exec

    def exec_and_type(*_arguments: object) -> int:
        start(500, type_on)
        return original()

    QApplication.exec = exec_and_type  # type: ignore[method-assign]
    sys.exit(run([Path(sys.argv[1])]))
