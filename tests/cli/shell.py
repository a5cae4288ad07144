"""Somebody at a prompt, in a folder with the files of a small round."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from dd_panel.cli import main

ROUND = """
name = "A round"
reference = "R1"
closes = 2014-02-10T17:00:00
places = 1
reviews_per_application = 1
tie_break = ["need"]

[[criteria]]
key = "need"
title = "Case for change"
weight = 60
minimum = 2

[[criteria]]
key = "plan"
weight = 40
scale = { lowest = 1, highest = 10, step = 0.5, best = "lowest" }
"""


def write_table(path: Path, rows: list[list[str]]) -> None:
    """Write rows as a csv file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


class Shell:
    """Somebody at a prompt in a folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def run(self, *words: str, code: int = 0) -> str:
        """Give a command, expect this exit code, and return what it says; a bare file name means one in the folder."""
        result = main([str(self.folder / word) if "." in word and "/" not in word else word for word in words])
        captured = self._capsys.readouterr()
        assert result == code, captured
        return captured.out + captured.err

    def ask(self, *words: str, code: int = 0) -> dict:  # type: ignore[type-arg]
        """The same with `--json`: the document."""
        result = main([*(str(self.folder / w) if "." in w and "/" not in w else w for w in words), "--json"])
        captured = self._capsys.readouterr()
        assert result == code, captured
        document = json.loads(captured.out)
        assert "notes" in document
        return document  # type: ignore[no-any-return]
