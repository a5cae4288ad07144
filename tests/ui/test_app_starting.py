"""The window is started by its command with little loaded, and looks for garbage by itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dd_panel.__main__ import main, wants_window


def test_no_words_or_one_file_ask_for_the_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my.ddround").touch()
    (tmp_path / "demo").touch()
    monkeypatch.chdir(tmp_path)
    asked = [["my.ddround"], [], ["demo"], ["gone.ddround"], ["--help"], ["pack", "my.ddround"]]
    assert [wants_window(words) for words in asked] == [True, True, False, False, False, False]


def test_without_a_screen_the_window_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert main([]) == 2
    assert "no screen" in capsys.readouterr().err


def loaded_by(code: str) -> set[str]:
    """The modules that a program of its own has loaded."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(' '.join(sys.modules))"],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_the_window_starts_without_what_it_does_not_show() -> None:
    heavy = {"openpyxl", "numpy", "scipy", "alembic", "sqlalchemy", "xlsxwriter", "lxml", "click", "rich", "typer"}
    start = (
        "from dd_panel.window import QApplication; QApplication.exec = lambda *_: 0\n"
        "from dd_panel.__main__ import main; main([])"
    )
    assert loaded_by(start) & heavy == set()


def test_a_window_that_shows_is_dressed_and_python_looks_for_no_garbage() -> None:
    code = (
        "import gc\nfrom dd_panel.window import QApplication\n"
        "def look(*_):\n app = QApplication.instance()\n"
        " print(bool(app.styleSheet()), gc.isenabled(), gc.get_freeze_count() > 0)\n"
        " app.setStyleSheet('')\n print(app.style().name())\n"
        "QApplication.exec = look\nfrom dd_panel.__main__ import main; main([])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.stdout.split() == ["True", "False", "True", "fusion"]


def test_python_keeps_no_source_of_what_is_loaded_beside_the_window() -> None:
    code = (
        "import dd_panel.window, linecache, sqlalchemy, pathlib; folder = pathlib.Path(sqlalchemy.__file__).parent\n"
        "print([name for name in linecache.cache if folder in pathlib.Path(name).parents])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_the_command_line_does_without_qt() -> None:
    assert "PySide6" not in loaded_by("from dd_panel.__main__ import main; main(['--version'])")
