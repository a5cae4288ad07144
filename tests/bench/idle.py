"""Watches a Qt program from within until a window is painted and nothing is left to do, then tells and leaves.

Runs in the programs that are measured, so it brings in nothing but Qt.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

QUIET = 0.002
"""Seconds; a turn of the event loop that takes less had nothing to do."""

QUIET_TURNS = 3
STATM = Path("/proc/self/statm")

WATCHED = ("openpyxl", "numpy", "scipy", "alembic", "xlsxwriter", "lxml", "click", "rich", "sqlalchemy")
"""Large packages; those imported at start are named in the table's notes."""

Then = Callable[[QWidget], Mapping[str, object]]


class Watch(QObject):
    """Turns with the event loop; `then` is asked for more facts about the window once all is still."""

    def __init__(self, then: Then) -> None:
        super().__init__()
        self._then = then
        self._quiet = 0
        self._turned = self._still_since = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._turn)
        self._timer.start(0)

    def _turn(self) -> None:
        now = time.perf_counter()
        window = _painted_window()
        still = window is not None and now - self._turned < QUIET
        self._turned = now
        self._quiet = self._quiet + 1 if still else 0
        if self._quiet == 1:
            self._still_since = now
        if self._quiet >= QUIET_TURNS and window is not None:
            self._timer.stop()
            self._tell(window)

    def _tell(self, window: QWidget) -> None:
        facts = {
            "idle": self._still_since,
            "size": [window.width(), window.height()],
            "modules": [name for name in WATCHED if name in sys.modules],
            "memory": memory(),
            **self._then(window),
        }
        json.dump(facts, sys.stdout)
        sys.stdout.flush()
        QApplication.quit()


def memory() -> int:
    """Bytes of memory this process holds now; 0 where the system does not say."""
    if not STATM.exists():
        return 0
    return int(STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def family_memory() -> int:
    """The same for this process and those it has started."""
    started = {int(pid) for each in Path("/proc/self/task").glob("*/children") for pid in each.read_text().split()}
    pages = [int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) for pid in started]
    return memory() + sum(pages) * os.sysconf("SC_PAGE_SIZE")


def time_keys(field: QWidget, keys: str) -> list[float]:
    """Type into a field, and say for every key how many seconds passed until all was painted."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    field.setFocus(Qt.FocusReason.OtherFocusReason)
    QApplication.processEvents()
    taken: list[float] = []
    for key in keys:
        started = time.perf_counter()
        if key == "\b":
            QTest.keyClick(field, Qt.Key.Key_Backspace)
        else:
            QTest.keyClicks(field, key)
        QApplication.processEvents()
        taken.append(time.perf_counter() - started)
    return taken


def _painted_window() -> QWidget | None:
    """The window in sight; the offscreen screen paints as soon as it exposes one."""
    shown = (window for window in QApplication.topLevelWidgets() if window.isVisible())
    return next((window for window in shown if window.windowHandle().isExposed()), None)
