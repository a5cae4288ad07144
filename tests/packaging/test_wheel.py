"""The wheel as somebody gets it: built, installed far from this checkout with the pinned packages, and started."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from dd_panel import __version__

PROJECT = Path(__file__).resolve().parents[2]
WATCHED_START = Path(__file__).with_name("watched_start.py")
HEAVY = {"alembic", "mammoth", "numpy", "openpyxl", "pypdfium2", "scipy", "xlsxwriter"}

pytestmark = pytest.mark.wheel


@dataclass(frozen=True, slots=True)
class Installed:
    """A virtual environment that holds the wheel, and a folder to work in."""

    environment: Path
    folder: Path

    def run(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Start a program of the environment as a person would, with no window on the screen."""
        scripts = self.environment / ("Scripts" if sys.platform == "win32" else "bin")
        surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_"))}
        surroundings["QT_QPA_PLATFORM"] = "offscreen"
        return subprocess.run(
            [scripts / program, *arguments],
            cwd=self.folder,
            env=surroundings,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )


def build(source: Path, folder: Path, *targets: str) -> None:
    wanted = [word for target in targets for word in ("-t", target)]
    command = [sys.executable, "-m", "hatchling", "build", *wanted, "-d", str(folder)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def files_under(folder: str) -> set[str]:
    found = (PROJECT / folder).rglob("*")
    files = (path.relative_to(PROJECT).as_posix() for path in found if path.is_file())
    return {name for name in files if "__pycache__" not in name}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    build(PROJECT, folder, "wheel", "sdist")
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (made,) = built.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    place = tmp_path_factory.mktemp("somewhere else")
    environment = place / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", str(environment)]
    pinned = ["install", "--no-deps", "--require-hashes", "-r", str(PROJECT / "requirements" / "runtime.txt")]
    subprocess.run([*pip, *pinned], check=True)
    subprocess.run([*pip, "install", "--no-deps", str(wheel)], check=True)
    subprocess.run([*pip, "check"], check=True)
    folder = place / "work"
    folder.mkdir()
    return Installed(environment, folder)


def test_every_file_of_the_package_and_its_resources_ships(wheel: Path) -> None:
    shipped = names_in(wheel)
    assert {f"dd_panel/{name}" for name in files_under("resources")} <= shipped
    assert files_under("dd_panel") <= shipped


def test_nothing_else_ships(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in names_in(wheel)}
    assert tops == {"dd_panel", f"dd_panel-{__version__}.dist-info"}


def test_a_wheel_made_from_the_source_archive_is_the_same(built: Path, wheel: Path, tmp_path: Path) -> None:
    (source,) = built.glob("*.tar.gz")
    subprocess.run([sys.executable, "-m", "tarfile", "-e", source, tmp_path], check=True)
    build(tmp_path / source.name.removesuffix(".tar.gz"), tmp_path, "wheel")
    (again,) = tmp_path.glob("*.whl")
    assert names_in(again) == names_in(wheel)


def test_it_says_its_version(installed: Installed) -> None:
    answer = installed.run("dd-panel", "--version")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert __version__ in answer.stdout


def test_the_demo_leaves_a_round_and_its_workbook(installed: Installed) -> None:
    answer = installed.run("dd-panel", "demo", "demo")
    assert answer.returncode in {0, 1}, answer.stderr
    made = installed.folder / "demo"
    assert len(list(made.rglob("*.ddround"))) == 1
    assert list(made.rglob("*.ddpack"))
    assert list(made.rglob("*.xlsx"))


def test_the_window_opens_and_nothing_heavy_comes_with_it(installed: Installed) -> None:
    answer = installed.run("python", "-W", "error", WATCHED_START)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert answer.stderr == ""
    report = json.loads(answer.stdout)
    assert report["windows"]
    assert HEAVY.isdisjoint(report["modules"])
    assert not Path(report["package"]).is_relative_to(PROJECT)
