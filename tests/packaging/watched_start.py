"""Starts the program as its script does, waits until a window shows, tells what is there, and leaves.

The program itself knows nothing of it: a second thread waits for the application and asks it to look around.
"""

from __future__ import annotations

import json
import sys
import threading
import time

import dd_panel
from dd_panel.__main__ import main

PATIENCE = 60  # seconds until a window must show


def leave_once_a_window_shows() -> None:
    """Wait for the application, then look from its own thread until a window shows."""
    until = time.monotonic() + PATIENCE
    while "PySide6.QtWidgets" not in sys.modules and time.monotonic() < until:
        time.sleep(0.05)

    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    def look() -> None:
        shown = [window.windowTitle() for window in QApplication.topLevelWidgets() if window.isVisible()]
        if not shown and time.monotonic() < until:
            QTimer.singleShot(100, look)
            return
        roots = sorted({name.partition(".")[0] for name in sys.modules})
        json.dump({"windows": shown, "modules": roots, "package": dd_panel.__file__}, sys.stdout)
        sys.stdout.flush()
        QTimer.singleShot(1000, QApplication.quit)

    while (application := QApplication.instance()) is None and time.monotonic() < until:
        time.sleep(0.05)
    if application is not None:
        QTimer.singleShot(0, application, look)


threading.Thread(target=leave_once_a_window_shows, daemon=True).start()
sys.argv = ["dd-panel"]
sys.exit(main())
