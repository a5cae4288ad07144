"""A laptop with a projector: what everybody may see fills the projector, the chair's card stays on the laptop."""

from __future__ import annotations

import ctypes.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PROJECT
from tests.ui.example_stores import round_with, scoresheets

pytestmark = pytest.mark.soak  # programs of their own, as screens can't be plugged into a running one

SCREENS = {
    "screens": [
        {"name": "laptop", "x": 0, "y": 0, "width": 1280, "height": 720, "logicalDpi": 96, "dpr": 1},
        {"name": "projector", "x": 1280, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96, "dpr": 1},
    ]
}


@pytest.fixture(scope="module")
def round_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("round")
    round_with(folder, list(scoresheets(folder / "sheets").values())[:3]).store.close()
    return folder / "round.ddround"


@pytest.fixture
def real_display() -> Iterator[str]:
    """An X display with two monitors, 1280 × 720 and beside it 1920 × 1080."""
    if shutil.which("Xvfb") is None or ctypes.util.find_library("Xrandr") is None:
        pytest.skip("there is no Xvfb, or no libXrandr to divide its display into monitors")
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "3200x1080x24", "-noreset", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        display = f":{server.stdout.readline().strip()}"
        run("tests.ui.monitors", "1280x720", "1920x1080", DISPLAY=display)
        yield display
        server.terminate()


def run(module: str, *words: str | Path, **environment: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", module, *map(str, words)],
        cwd=PROJECT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def told(round_file: Path, **environment: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads(run("tests.ui.two_screens", round_file, **environment))


def test_the_public_view_fills_the_other_screen(round_file: Path, tmp_path: Path) -> None:
    config = tmp_path / "screens.json"
    config.write_text(json.dumps(SCREENS), encoding="utf-8")
    assert told(round_file, QT_QPA_PLATFORM=f"offscreen:configfile={config}") == {
        "own": "laptop",
        "screen": "projector",
        "full": True,
        "size": [1920, 1080],
        "keyboard": True,
        "title": True,
    }


def test_the_public_view_fills_the_other_monitor_of_a_real_display(round_file: Path, real_display: str) -> None:
    assert told(round_file, QT_QPA_PLATFORM="xcb", DISPLAY=real_display) == {
        "own": "monitor 1",
        "screen": "monitor 2",
        "full": True,
        "size": [1920, 1080],
        "keyboard": True,
        "title": True,
    }
