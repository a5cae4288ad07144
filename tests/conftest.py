"""What every test stands on: a fixed place and time zone, folders of its own, and how many examples to try.

Free of Qt, because the core's tests also run where PySide6 is not installed.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.libreoffice import LibreOffice

PROJECT = Path(__file__).resolve().parent.parent

# Set before anything reads them. C.UTF-8 is on every system; a display is used only when one is asked for by name.
os.environ.update({"TZ": "Europe/London", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "LANGUAGE": "en_GB"})
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.update({"QT_FONT_DPI": "96", "QT_SCALE_FACTOR": "1", "QT_ENABLE_HIGHDPI_SCALING": "0"})
for switch in ("QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME", "COLUMNS", "NO_COLOR", "FORCE_COLOR"):
    os.environ.pop(switch, None)
if hasattr(time, "tzset"):
    time.tzset()

settings.register_profile("everyday", max_examples=40, deadline=None)
settings.register_profile("ci", max_examples=60, deadline=None, derandomize=True)
settings.register_profile("soak", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("everyday")


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Where a plugin is not installed or switched off, its settings in pyproject.toml are still known words."""
    if not pluginmanager.has_plugin("cacheprovider"):
        parser.addini("cache_dir", "Read by the cache of pytest alone.")
    if importlib.util.find_spec("pytestqt") is None:
        parser.addini("qt_api", "Read by pytest-qt alone.")
        parser.addini("qt_log_level_fail", "Read by pytest-qt alone.")
        parser.addini("qt_log_ignore", "Read by pytest-qt alone.", type="linelist")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys bear their mark by living in their folder; what needs a screen waits where there is none."""
    no_screen = pytest.mark.skip(reason="needs a real display: make test runs it under Xvfb")
    for item in items:
        if item.path.is_relative_to(PROJECT / "tests" / "journeys"):
            item.add_marker("journey")
        if item.get_closest_marker("screen") and os.environ["QT_QPA_PLATFORM"] in {"offscreen", "minimal"}:
            item.add_marker(no_screen)


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the settings, recent files or logs of the person who runs it."""
    home = tmp_path_factory.mktemp("home")
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        os.environ[f"XDG_{name}_HOME"] = str(home / name.lower())
    for name in ("APPDATA", "LOCALAPPDATA"):
        os.environ[name] = str(home)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real registers and published examples beside the checkout."""
    folder = PROJECT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the shared data folder is not beside this checkout")
    return folder


@pytest.fixture
def libreoffice(tmp_path: Path) -> LibreOffice:
    """The real LibreOffice, with a profile of its own, to read and fill in workbooks as someone else's program does."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    return LibreOffice(Path(program), profile=tmp_path / "libreoffice-profile")
