"""The program knows its commands without importing what they need."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from dd_panel import cli
from dd_panel.cli import main
from dd_panel.cli.program import ROOMS
from dd_panel.exchange.registers import applications, assignments, authorities, members
from tests.panelwork import REFERENCES, small_round

HEAVY = {"lxml", "numpy", "openpyxl", "sqlalchemy", "xlsxwriter"}


def heavy_after(*words: str) -> set[str]:
    """Which of the heavy libraries a program of its own has loaded when it has done a command."""
    look = "import sys\nfrom dd_panel.__main__ import main\nmain(sys.argv[1:])\nprint(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", look, *words], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert "click" in loaded
    return loaded & HEAVY


def test_every_command_is_found_in_its_module() -> None:
    modules = sorted(path.stem for path in Path(cli.__file__).parent.glob("*_commands.py"))
    assert sorted(ROOMS) == modules
    kept = {room: importlib.import_module(f"dd_panel.cli.{room}").COMMANDS for room in modules}
    assert {room: tuple(command.name for command in commands) for room, commands in kept.items()} == ROOMS


def test_the_help_lists_every_command_with_its_whole_first_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = " ".join(capsys.readouterr().out.partition("Commands:")[2].split())
    for room in ROOMS:
        for command in importlib.import_module(f"dd_panel.cli.{room}").COMMANDS:
            assert f"{command.name} {command.get_short_help_str(limit=1000)}" in said


@pytest.mark.parametrize("words", [("--version",), ("no-such-command",), ("no-such-command", "--json")])
def test_what_needs_no_command_loads_nothing_heavy(words: tuple[str, ...]) -> None:
    assert heavy_after(*words) == set()


@pytest.mark.parametrize("words", [("findings",), ("trace", REFERENCES[0]), ("rank",)])
def test_what_only_looks_into_the_round_loads_nothing_for_workbooks(words: tuple[str, ...], tmp_path: Path) -> None:
    command, *more = words
    assert heavy_after(command, str(small_round(tmp_path).path), *more) == {"sqlalchemy"}


@pytest.mark.parametrize(
    ("command", "columns"),
    [
        ("add-applications", applications.COLUMNS),
        ("add-members", members.COLUMNS),
        ("add-authorities", authorities.COLUMNS),
        ("assign", assignments.COLUMNS),
    ],
)
def test_what_reads_a_table_names_every_column_it_looks_for(
    command: str, columns: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--help"]) == 0
    said = capsys.readouterr().out
    assert [column for column in columns if column not in said] == []


def test_a_wrong_name_is_refused_with_the_way_to_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["findngs", "--json"]) == 2
    said = capsys.readouterr()
    assert "No such command 'findngs'" in said.err
    error = json.loads(said.out)["error"]
    assert "findngs" in error["title"]
    assert error["remedy"] == "Look it up with “dd-panel --help”."
