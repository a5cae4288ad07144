"""The window's tests see the same letters, colours, size and time on every machine."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QWidget

from dd_panel.paths import resources
from dd_panel.ui.theme import Theme, load_fonts
from dd_panel.ui.tokens import Tokens, load_tokens
from tests.ui.keyboard import activate, settle
from tests.ui.programs import Running, running

__all__ = ["Show", "settle"]

Show = Callable[..., QWidget]


@pytest.fixture(autouse=True)
def no_garbage_on_a_jobs_thread() -> Iterator[None]:
    """As in the program's window, Python looks for no garbage while threads may run; it does between two tests."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["dd-panel"]


@pytest.fixture(scope="session")
def tokens() -> Tokens:
    return load_tokens(resources() / "design" / "tokens.json")


@pytest.fixture(scope="session")
def dressed_app(qapp: QApplication) -> QApplication:
    """The application with the shipped letters, British numbers and dates, and a text cursor that stands still."""
    load_fonts(resources() / "fonts")
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    qapp.setCursorFlashTime(0)
    return qapp


@pytest.fixture
def theme(dressed_app: QApplication, tokens: Tokens) -> Theme:
    """A light theme at usual text size, worn by the whole application."""
    theme = Theme(tokens, "light")
    theme.install(dressed_app)
    return theme


@pytest.fixture
def show(dressed_app: QApplication) -> Iterator[Show]:
    """Show a widget as a window of a given size and let Qt settle; it is taken away after the test."""
    shown: list[QWidget] = []

    def show_it(widget: QWidget, width: int = 640, height: int = 480) -> QWidget:
        shown.append(widget)
        widget.resize(width, height)
        widget.show()
        activate(widget)
        settle(dressed_app)
        return widget

    yield show_it
    for widget in shown:
        widget.close()
        widget.deleteLater()
    settle(dressed_app)


@pytest.fixture
def app(theme: Theme, tmp_path: Path) -> Iterator[Running]:
    """The program on its first screen."""
    with running(theme, tmp_path) as program:
        yield program


@pytest.fixture
def picture(tmp_path: Path) -> Callable[[QWidget, str], Path]:
    """Save a picture of a widget beside the test's other files."""

    def save(widget: QWidget, name: str) -> Path:
        path = tmp_path / f"{name}.png"
        assert widget.grab().save(str(path))
        return path

    return save
