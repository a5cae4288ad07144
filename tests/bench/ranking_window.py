"""`python -m tests.bench.ranking_window ROUND` opens Ranking on a large round, reads all of it, and prints the times.

`stall` are the longest pauses of the window's own thread: while the order is read and shown, and while it is worked out
how sure the places are; `beat` are pauses with nothing to do. `wheel` and `key` are the seconds that a step of the
mouse wheel and the next application take, painted, each beside the same in Qt's own table of as many rows.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QStringListModel, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView

from dd_panel.paths import resources
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.garbage import Sweeping
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.round.ranking.page import RankingPage
from dd_panel.ui.theme import Theme, load_fonts
from dd_panel.ui.tokens import load_tokens
from dd_panel.ui.undo import UndoHistory
from tests.bench.rounds import NOON

BEAT_MS = 5
STEPS = 30
WHEEL = 66


class Heart:
    """Beats in the window's thread, and keeps the longest time between two beats."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.timeout.connect(self._on_beat)
        self._timer.start(BEAT_MS)

    def _on_beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def stop(self) -> float:
        """The longest pause, with the one that is not over yet."""
        self._on_beat()
        self._timer.stop()
        return self.longest


def until(fits: Callable[[], bool]) -> tuple[float, float]:
    """Wait until something is so: the seconds it took, and the longest pause meanwhile."""
    heart, started = Heart(), time.perf_counter()
    while not fits():
        QTest.qWait(BEAT_MS)
    return time.perf_counter() - started, heart.stop()


def timed(step: Callable[[], object]) -> list[float]:
    """The seconds that each step takes, with what is painted after it."""
    found: list[float] = []
    for _step in range(STEPS):
        started = time.perf_counter()
        step()
        QApplication.processEvents()
        found.append(time.perf_counter() - started)
    return found


def scrolled(view: QAbstractItemView) -> list[float]:
    """The wheel, step by step."""
    bar = view.verticalScrollBar()
    return timed(lambda: bar.setValue(bar.value() + WHEEL))


def walked(view: QAbstractItemView) -> list[float]:
    """The next row, again and again."""
    view.setFocus()
    return timed(lambda: QTest.keyClick(view, Qt.Key.Key_Down))


@contextmanager
def page_on(path: Path) -> Iterator[RankingPage]:
    """Ranking in a window, with nothing read yet."""
    app = QApplication(sys.argv[:1])
    load_fonts(resources() / "fonts")
    theme = Theme(load_tokens(resources() / "design" / "tokens.json"), "light")
    theme.install(app)
    with open_store(path) as store:
        jobs = Jobs()
        place = Workplace(store, lambda: NOON, "secretariat")
        page = RankingPage(theme, place, jobs, UndoHistory(), lambda *_each: None)
        Sweeping(lambda: bool(jobs.running), page)  # as in the program's own window
        page.resize(1440, 900)
        page.show()
        QTest.qWait(50)
        yield page
        jobs.cancel_all()
        jobs.wait()
        page.close()


def main() -> int:
    """Measure, and print what was found."""
    with page_on(Path(sys.argv[1])) as page:
        page.on_shown()
        order, stall = until(lambda: page.table.model().rowCount() > 0 and not page.reading.busy)
        sure, longer = until(lambda: page.forecast.known is not None)
        told: list[object] = []
        page.shown.tried.connect(told.append)
        page.toggle_weights()
        if page.side.weights is not None:
            next(iter(page.side.weights.boxes.values())).field.stepUp()
        tried, while_trying = until(lambda: bool(told))
        page.close_weights()
        _nothing, beat = until_idle(sure)
        wheel, key = scrolled(page.table), walked(page.table)
        bare = QTableView()
        model = QStringListModel([f"Application {number}" for number in range(page.table.model().rowCount())])
        bare.setModel(model)
        bare.resize(1060, 700)
        bare.show()
        bare.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        QTest.qWait(50)
        bare_wheel, bare_key = scrolled(bare), walked(bare)
    found = {
        "order": [order],
        "sure": [sure],
        "tried": [tried],
        "stall": [stall, longer, while_trying],
        "beat": [beat] * 3,
        "wheel": wheel,
        "bare_wheel": bare_wheel,
        "key": key,
        "bare_key": bare_key,
    }
    print(json.dumps(found))
    return 0


def until_idle(seconds: float) -> tuple[float, float]:
    """The longest pause while nothing goes on, for as long (three seconds at most)."""
    end = time.perf_counter() + min(seconds, 3.0)
    return until(lambda: time.perf_counter() > end)


if __name__ == "__main__":
    sys.exit(main())
