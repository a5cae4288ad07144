"""The app finds its own files wherever it was installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dd_panel import paths


def ask(package_parent: Path) -> subprocess.CompletedProcess[str]:
    """Ask the copy of the package in a folder where its files are."""
    program = "from dd_panel.paths import resources; print(resources())"
    return subprocess.run(
        [sys.executable, "-c", program], cwd=package_parent, capture_output=True, text=True, check=False
    )


def installed_copy(folder: Path) -> Path:
    """Install the smallest part of the package that can answer, without any files of its own."""
    package = folder / "dd_panel"
    package.mkdir(parents=True)
    for name in ("__init__.py", "paths.py"):
        shutil.copy(Path(paths.__file__).parent / name, package / name)
    return package


def with_tokens(folder: Path) -> Path:
    (folder / "design").mkdir(parents=True)
    (folder / "design" / "tokens.json").write_text("{}")
    return folder


def test_a_checkout_uses_the_folder_beside_the_package() -> None:
    found = paths.resources()
    assert (found / "fonts" / "Inter-Regular.otf").is_file()
    assert (found / "fonts" / "OFL.txt").is_file()


def test_a_wheel_uses_the_folder_inside_the_package(tmp_path: Path) -> None:
    package = installed_copy(tmp_path)
    inside = with_tokens(package / "resources")
    answer = ask(tmp_path)
    assert answer.stdout.strip() == str(inside)


def test_a_frozen_bundle_is_asked_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = with_tokens(tmp_path / "dd_panel" / "resources")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources() == inside


def test_an_incomplete_installation_says_where_it_looked(tmp_path: Path) -> None:
    installed_copy(tmp_path)
    answer = ask(tmp_path)
    assert answer.returncode != 0
    assert "the app's own files are missing" in answer.stderr
    assert str(tmp_path / "dd_panel" / "resources") in answer.stderr
