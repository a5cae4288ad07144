"""The example round with its scoresheets merged, and Ranking in a window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from dd_panel.services.workplace import Workplace
from dd_panel.ui.round.ranking.page import RankingPage
from dd_panel.ui.theme import Theme
from tests.ui.conftest import Show
from tests.ui.example_stores import round_with, scoresheets
from tests.ui.keyboard import settle
from tests.ui.round.ranking.benches import Bench, Open, wait_for


@pytest.fixture(scope="session")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return scoresheets(tmp_path_factory.mktemp("sheets"))


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory, sheets: dict[str, Path]) -> Iterator[Workplace]:
    """The round with all ten scoresheets merged and three cells that wait."""
    place = round_with(tmp_path_factory.mktemp("round"), list(sheets.values()))
    yield place
    place.store.close()


@pytest.fixture
def few(tmp_path: Path, sheets: dict[str, Path]) -> Iterator[Workplace]:
    """The round with one scoresheet alone."""
    place = round_with(tmp_path, [sheets["PM04"]])
    yield place
    place.store.close()


@pytest.fixture
def bench(tmp_path: Path, dressed_app: QApplication) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    assert bench.jobs.wait()
    settle(dressed_app)


@pytest.fixture
def opened(theme: Theme, bench: Bench, show: Show, dressed_app: QApplication) -> Open:
    """Ranking in a window of its own, with the keyboard in the table."""

    def make(place: Workplace, width: int = 1440, height: int = 900) -> RankingPage:
        page = RankingPage(theme, place, bench.jobs, bench.undo, bench.consolidate, bench.choose)
        show(page, width, height)
        theme.set_window_size(width, height)
        page.on_shown()
        wait_for(lambda: not page.reading.busy)
        page.table.setFocus()
        settle(dressed_app)
        return page

    return make
