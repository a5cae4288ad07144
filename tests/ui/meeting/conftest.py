"""The example round with everything merged, and the meeting in a window."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.theme import Theme
from tests.ui.conftest import Show, settle
from tests.ui.example_stores import NOON, round_with, scoresheets
from tests.ui.meeting.chairs import Chair


@pytest.fixture(scope="session")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the round, to be copied: ten scoresheets take long to make and to merge."""
    folder = tmp_path_factory.mktemp("merged")
    round_with(folder, list(scoresheets(folder / "sheets").values())).store.close()
    return folder / "round.ddround"


@pytest.fixture
def place(tmp_path: Path, merged: Path) -> Iterator[Workplace]:
    """The example round with everything merged."""
    path = tmp_path / merged.name
    shutil.copy(merged, path)
    with open_store(path) as store:
        yield Workplace(store, lambda: NOON, "Secretariat")


@pytest.fixture
def chair(theme: Theme, place: Workplace, show: Show, tmp_path: Path, dressed_app: QApplication) -> Iterator[Chair]:
    chair = Chair(theme, place, show, tmp_path)
    yield chair
    assert chair.jobs.wait()
    settle(dressed_app)
