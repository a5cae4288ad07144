"""The window is started by its command with little loaded, and garbage is collected at the right time."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from dd_panel.__main__ import main, wants_window
from dd_panel.ui.garbage import MANY, collected_later, may_be_collected, read_undisturbed
from tests.exampledesk import make_review
from tests.ui.programs import Running


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


def test_a_window_that_shows_is_dressed_and_garbage_is_collected_again() -> None:
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
    assert done.stdout.split() == ["True", "True", "True", "fusion"]


def test_what_is_loaded_for_a_file_is_left_alone_until_it_is_closed(app: Running, tmp_path: Path) -> None:
    may_be_collected()
    review = make_review(tmp_path / "ashe.ddreview", 3)
    for _time in range(2):
        app.program.open_file(review)
        assert (app.key, gc.isenabled(), gc.get_freeze_count() > 0) == ("desk", True, True)
        app.program.show_start()
        assert gc.get_freeze_count() == 0


def test_garbage_is_looked_for_again_once_the_last_job_has_read() -> None:
    may_be_collected()
    with ExitStack() as first, ExitStack() as second:
        first.enter_context(read_undisturbed())
        second.enter_context(read_undisturbed())
        first.close()
        assert not gc.isenabled()
        second.close()
        assert (gc.isenabled(), gc.get_freeze_count()) == (True, 0)
    with read_undisturbed():
        large = [[number] for number in range(MANY + 1)]
    assert (gc.isenabled(), gc.get_freeze_count() > len(large)) == (True, True)
    with pytest.raises(ZeroDivisionError), read_undisturbed():
        1 / int(gc.isenabled())
    assert gc.isenabled()
    may_be_collected()


def test_garbage_is_collected_again_even_after_trouble() -> None:
    with pytest.raises(ZeroDivisionError), collected_later():
        1 / int(gc.isenabled())
    assert (gc.isenabled(), gc.get_freeze_count() > 0) == (True, True)
    may_be_collected()
    gc.disable()
    with collected_later():
        pass
    assert not gc.isenabled()
    gc.enable()
    may_be_collected()
    assert gc.get_freeze_count() == 0


def test_python_keeps_no_source_of_what_is_loaded_beside_the_window() -> None:
    code = (
        "import dd_panel.window, linecache, sqlalchemy, pathlib; folder = pathlib.Path(sqlalchemy.__file__).parent\n"
        "print([name for name in linecache.cache if folder in pathlib.Path(name).parents])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_the_command_line_does_without_qt() -> None:
    assert "PySide6" not in loaded_by("from dd_panel.__main__ import main; main(['--version'])")
