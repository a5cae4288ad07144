"""Returns in a window: the example round with scoresheets merged, and a small one whose files come one by one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from dd_panel.services.workplace import Workplace
from dd_panel.ui.round.returns.page import ReturnsPage
from dd_panel.ui.theme import Theme
from tests.ui.conftest import Show
from tests.ui.example_stores import round_with, scoresheets
from tests.ui.keyboard import settle
from tests.ui.round.returns.benches import IAIN, Bench, Desk, Open, be_read


@pytest.fixture(scope="session")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with all ten scoresheets of the example, three of them with a clumsy cell."""
    folder = tmp_path_factory.mktemp("sheets")
    made = scoresheets(folder / "desks")
    for path in made.values():
        shutil.move(path, folder / path.name)
    shutil.rmtree(folder / "desks")
    return folder


@pytest.fixture
def place(tmp_path: Path, sheets: Path) -> Iterator[Workplace]:
    """The round with nine scoresheets merged; Iain's has not come."""
    place = round_with(tmp_path, sorted(path for path in sheets.iterdir() if path.name != IAIN))
    yield place
    place.store.close()


@pytest.fixture
def bench(dressed_app: QApplication) -> Iterator[Bench]:
    bench = Bench()
    yield bench
    assert bench.jobs.wait()
    settle(dressed_app)


@pytest.fixture
def opened(theme: Theme, bench: Bench, show: Show) -> Open:
    """Returns in a window of its own, with the keyboard in the findings."""

    def make(place: Workplace) -> ReturnsPage:
        page = ReturnsPage(theme, place, bench.jobs, bench.undo, bench.outside)
        show(page, 1280, 720)
        page.on_shown()
        page.right.findings.setFocus()
        be_read(page)
        return page

    return make


@pytest.fixture
def desk(theme: Theme, tmp_path: Path, show: Show) -> Iterator[Desk]:
    desk = Desk(theme, tmp_path)
    show(desk.page, 1280, 720)
    desk.page.on_shown()
    be_read(desk.page)
    yield desk
    assert desk.jobs.wait()
    settle()
    desk.store.close()
