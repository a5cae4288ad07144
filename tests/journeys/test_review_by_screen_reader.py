"""A panel member who sees nothing of the window reviews a whole pack, by the accessibility tree alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from dd_panel.services.round.packing import unpack
from tests.conftest import PROJECT
from tests.exampledesk import clock, example_rules
from tests.libreoffice import SYSTEM_PYTHON
from tests.ui.programs import make_pack

SCRIPT = Path(__file__).with_name("screen_reader.py")

pytestmark = pytest.mark.screen


class ScreenReader:
    """Speaks to a process that knows the program only by what it tells assistive technology."""

    def __init__(self, bus: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [str(SYSTEM_PYTHON), "-W", "ignore", str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # The system's own Python must not see this environment's packages.
            env={name: value for name, value in {**os.environ, **bus}.items() if not name.startswith("PYTHON")},
        )

    def ask(self, do: str, role: str = "", name: str = "", **more: str) -> object:
        """Ask for one of the verbs of `screen_reader.Reader`; fails with what is shown when a control is missing."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        wish = {"do": do, **({"role": role, "name": name} if role else {}), **more}
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.flush()
        answer: dict[str, object] = json.loads(self._process.stdout.readline())
        assert "missing" not in answer, answer["missing"]
        return answer["found"]

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A desktop's message bus of its own, over which programs tell assistive technology what they show."""
    speaks = [str(SYSTEM_PYTHON), "-c", "import gi; gi.require_version('Atspi', '2.0')"]
    try:
        known = subprocess.run(["env", "-i", *speaks], capture_output=True, check=False).returncode == 0
        daemon = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
        )
    except FileNotFoundError:
        pytest.skip("dbus is not installed")
    assert daemon.stdout is not None
    address = daemon.stdout.readline().strip()
    try:
        if not known:
            pytest.skip("at-spi2-core with its Python bindings (gir1.2-atspi-2.0) is not installed")
        yield {"DBUS_SESSION_BUS_ADDRESS": address, "XDG_RUNTIME_DIR": str(tmp_path)}
    finally:
        daemon.terminate()
        daemon.wait()
        daemon.stdout.close()


@pytest.fixture
def reader(bus: dict[str, str]) -> Iterator[ScreenReader]:
    reader = ScreenReader(bus)
    yield reader
    reader.close()


@pytest.fixture(params=[2, pytest.param(8, marks=pytest.mark.soak)], ids="{} applications".format)
def count(request: pytest.FixtureRequest) -> int:
    """How many applications the pack holds: as many as a member of the example has, or two of them."""
    count: int = request.param
    return count


@pytest.fixture
def review(tmp_path: Path, bus: dict[str, str], count: int) -> Iterator[Path]:
    """Margaret Ashe's review, open in the real program."""
    review = tmp_path / "ashe.ddreview"
    unpack(make_pack(tmp_path, count), review, clock)
    looks = {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    own = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    program = subprocess.Popen(
        [sys.executable, "-m", "dd_panel", str(review)], cwd=PROJECT, env={**os.environ, **bus, **looks, **own}
    )
    yield review
    program.terminate()
    program.wait()


def test_a_whole_review_through_the_accessibility_tree_alone(
    review: Path, reader: ScreenReader, tmp_path: Path, count: int
) -> None:
    criteria = example_rules().rubric.criteria
    reader.ask("press", "push button", "I have no conflicts")
    for application in range(count):
        for criterion in criteria:
            header = f"{criterion.title}, weight {criterion.weight}%"
            reader.ask("name", "push button", f"{header}, not scored")
            if criterion is not criteria[0]:
                reader.ask("press", "push button", criterion.title)
            reader.ask("press", "radio button", "4,", inside=criterion.title)
            assert reader.ask("checked", "radio button", "4,", inside=criterion.title)
            if criterion is criteria[0]:
                total = reader.ask("heard", said="Total ")
                assert total == "Total 20.0 / 25 so far, 1 of 6 scored, Will end between 20 and 95"
            reader.ask("name", "push button", f"{header}, scored 4 Good")
        reader.ask("write", "text", f"Comment on {criteria[-1].title}", text=f"Clear, {application}")
        reader.ask("press", "radio button", "Fund")
        reader.ask("write", "text", "Guidance to the applicant", text="Name a lead for the pension work.")
        reader.ask("press", "check box", "Legal form")
        reader.ask("heard", said="Saved ")
        assert reader.ask("nameless") == []
        reader.ask("press", "push button", "Mark complete")
        if application < count - 1:
            reader.ask("heard", said="Next: ")

    reader.ask("press", "check box", "My scores")
    assert reader.ask("nameless") == []
    reader.ask("press", "push button", "Export my scoresheet")
    sheet = tmp_path / "ashe.xlsx"
    reader.ask("write", "text", "File name", text=str(sheet), inside="Save the workbook")
    reader.ask("press", "push button", "Save", inside="Save the workbook")
    give_up = time.monotonic() + 30
    while not sheet.is_file() and time.monotonic() < give_up:
        time.sleep(0.05)
    rows = list(load_workbook(sheet)["Scores"].iter_rows(values_only=True))
    given = [value for row in rows for value in row if value == 4]
    assert len(given) == count * len(criteria)
    assert sum("Name a lead for the pension work." in row for row in rows) == count
    assert review.is_file()
