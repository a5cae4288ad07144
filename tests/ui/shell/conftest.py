"""The frame of the window on the review desk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from dd_panel.ui.key_list import KeyList
from dd_panel.ui.settings import Settings
from dd_panel.ui.shell import Destination, Shell
from dd_panel.ui.theme import Theme
from tests.ui.conftest import Show
from tests.ui.keyboard import settle
from tests.ui.shell.frames import Built


@pytest.fixture
def built(theme: Theme) -> Built:
    return Built(theme)


@pytest.fixture
def settings() -> Settings:
    return Settings(None)


@pytest.fixture
def shell(theme: Theme, settings: Settings, built: Built, show: Show, dressed_app: QApplication) -> Iterator[Shell]:
    """The window on the review desk, as a panel member sees it."""
    shell = Shell(theme, settings)
    shell.set_place("Autumn round 2014 · Margaret Ashe")
    shell.set_destinations(
        [
            Destination("start", "Start", built.desk, in_bar=False),
            Destination("desk", "Review desk", built.desk),
            Destination("scores", "My scores", built.scores),
        ]
    )
    show(shell, 1440, 900)
    shell.go_to("desk")
    settle(dressed_app)
    yield shell
    dialog = shell.findChild(KeyList)
    if dialog is not None:
        dialog.close()
