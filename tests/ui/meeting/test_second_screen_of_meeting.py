"""A laptop with a projector: what everybody may see fills the projector, the chair's card stays on the laptop."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.ui.example_stores import round_with, scoresheets

SCREENS = {
    "screens": [
        {"name": "laptop", "x": 0, "y": 0, "width": 1280, "height": 720, "logicalDpi": 96, "dpr": 1},
        {"name": "projector", "x": 1280, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96, "dpr": 1},
    ]
}


@pytest.mark.soak  # a process of its own, as screens can't be plugged into a running one
def test_the_public_view_fills_the_other_screen(tmp_path: Path) -> None:
    place = round_with(tmp_path, list(scoresheets(tmp_path / "sheets").values())[:3])
    place.store.close()
    config = tmp_path / "screens.json"
    config.write_text(json.dumps(SCREENS), encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-m", "tests.ui.two_screens", str(tmp_path / "round.ddround")],
        cwd=PROJECT,
        env={**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={config}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(ended.stdout) == {
        "own": "laptop",
        "screen": "projector",
        "full": True,
        "size": [1920, 1080],
        "title": True,
    }
