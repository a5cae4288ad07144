"""What the tests of commands begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.shell import ROUND, Shell, write_table


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The definition and the registers of a small round."""
    (tmp_path / "round.toml").write_text(ROUND, encoding="utf-8")
    write_table(
        tmp_path / "applications.csv",
        [["Reference", "Lead authority", "Why?"], ["A1", "Northmere", "Because."], ["A2", "Tarrow", "So."]],
    )
    write_table(tmp_path / "members.csv", [["ID", "Name"], ["M1", "Margaret Ashe"], ["M2", "David Okoro"]])
    write_table(
        tmp_path / "assignments.csv",
        [["Reference", "Member", "Role"], ["A1", "M1", "lead"], ["A2", "M1", "lead"], ["a1", "m2", "reviewer"]],
    )
    return tmp_path


@pytest.fixture
def shell(folder: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """A prompt in that folder, the round made from them."""
    shell = Shell(folder, capsys)
    shell.run("new", "r.ddround", "--round", "round.toml")
    shell.run("add-applications", "r.ddround", "applications.csv")
    shell.run("add-members", "r.ddround", "members.csv")
    shell.run("assign", "r.ddround", "--from", "assignments.csv")
    return shell
