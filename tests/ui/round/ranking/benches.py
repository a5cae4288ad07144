"""What the tests of the ranking share: a page to look at, and what they ask of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from dd_panel.domain.errors import StorageError
from dd_panel.services.results.prospects import Prospects
from dd_panel.services.results.ranking import Ranking
from dd_panel.services.workplace import Progress, Workplace
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.round.ranking.export_dialog import Edition
from dd_panel.ui.round.ranking.model import PLACE
from dd_panel.ui.round.ranking.page import RankingPage
from dd_panel.ui.round.ranking.rows import (
    PlaceRow,
    rows_of,
)
from dd_panel.ui.undo import UndoHistory
from tests.ui.keyboard import settle

Open = Callable[..., RankingPage]
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


class Bench:
    """What a page is given; it writes down what was exported."""

    def __init__(self, folder: Path) -> None:
        self.jobs = Jobs()
        self.undo = UndoHistory()
        self.path = folder / "consolidated"
        self.trouble: StorageError | None = None
        self.written: list[Path] = []
        self.edition: Edition | None = None
        self.suggested = ""

    def choose(self, _parent: QWidget, suggested: str) -> Path:
        self.suggested = suggested
        return self.path

    def consolidate(self, _place: Workplace, path: Path, progress: Progress, edition: Edition) -> None:
        progress(0, 2, "Writing")
        self.edition = edition
        if self.trouble is not None:
            raise self.trouble
        self.written.append(path)


def shown(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def place_rows(ranking: Ranking) -> list[PlaceRow]:
    return [row for row in rows_of(ranking) if isinstance(row, PlaceRow)]


def wait_for(condition: Callable[[], bool]) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for _round in range(600):
        if condition():
            return
        settle(app)
        QTest.qWait(20)
    raise AssertionError("it did not come")


def known(page: RankingPage) -> Prospects:
    found = page.forecast.known
    assert found is not None
    return found


def places_shown(page: RankingPage) -> list[str]:
    rows = page.table.model()
    return [str(rows.index(at, PLACE).data()) for at in range(rows.rowCount())]
