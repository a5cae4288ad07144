"""Drives the real LibreOffice: a reader and writer of workbooks that shares no code with ours."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CELLS_SCRIPT = Path(__file__).with_name("libreoffice_cells.py")
SYSTEM_PYTHON = Path("/usr/bin/python3")
STARTS = 4
PATIENCE = 180  # seconds; its first start makes a profile


@dataclass(frozen=True, slots=True)
class LibreOffice:
    """An installed LibreOffice, started anew with its own profile for every call."""

    program: Path
    profile: Path

    def convert(self, source: Path, ending: str, folder: Path) -> Path:
        """Open a file, save it with another ending (`xlsx`, `ods`, `csv`, `pdf`) in a folder; gives the new file."""
        command = [str(self.program), f"-env:UserInstallation={self.profile.as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", ending, "--outdir", str(folder), str(source)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        made = folder / f"{source.stem}.{ending.partition(':')[0]}"
        assert made.is_file(), f"LibreOffice made no {made.name}: {done.stdout}{done.stderr}"
        return made

    def fill_in(self, source: Path, cells: Mapping[tuple[str, str], str | float], saved: Path) -> Path:
        """Open a workbook, type into cells given as (sheet, address), and save it as xlsx; gives the saved file.

        Numbers are typed as numbers, text as text. A protected cell refuses, as it does by hand.
        """
        typed = [[sheet, address, value] for (sheet, address), value in cells.items()]
        self._ask({"open": source.as_uri(), "type": typed, "save": saved.as_uri()})
        return saved

    def work_on(self, source: Path, deeds: list[list[object]], saved: Path) -> Path:
        """Open a workbook, do these things to its sheets one after the other, and save it as the name's ending says.

        A deed is a list: what is done (`unprotect`, `sort`, `paste`, `move`, `insert columns`, `type`, `rename`), to
        which sheet, and the rest.
        """
        self._ask({"open": source.as_uri(), "do": deeds, "save": saved.as_uri()})
        return saved

    def copy_out(self, source: Path, sheet: str, area: str, saved: Path) -> Path:
        """Copy an area of a sheet into a new workbook and save that; gives the saved file."""
        self._ask({"open": source.as_uri(), "copy": [sheet, area], "save": saved.as_uri()})
        return saved

    def put_together(self, sources: Sequence[Path], saved: Path) -> Path:
        """Copy the scores of the later workbooks into the first, each on a sheet of its own, and save it elsewhere."""
        first, *others = [each.as_uri() for each in sources]
        self._ask({"open": first, "beside": others, "save": saved.as_uri()})
        return saved

    def read(self, source: Path, cells: list[tuple[str, str]]) -> list[str]:
        """What LibreOffice shows in cells given as (sheet, address), as text, formulas computed."""
        shown: list[str] = self._ask({"open": source.as_uri(), "read": [list(cell) for cell in cells]})
        return shown

    def whole(
        self, source: Path, sheet: str, typed: Mapping[tuple[str, str], str | float] | None = None
    ) -> list[list[str | float]]:
        """Everything in a sheet once all formulas are computed anew, after typing into cells given as for `fill_in`.

        Rows of numbers in full and of texts; an empty cell, and a formula that gives an empty text, is an empty text.
        """
        keys = [[where, address, value] for (where, address), value in (typed or {}).items()]
        return self._ask({"open": source.as_uri(), "type": keys, "recalculate": True, "whole": sheet})

    def _ask(self, wish: dict[str, object]) -> list[Any]:
        if not SYSTEM_PYTHON.exists() or _run([str(SYSTEM_PYTHON), "-c", "import uno"]).returncode:
            pytest.skip("python3-uno, which speaks to LibreOffice, is not installed")
        command = [str(SYSTEM_PYTHON), str(CELLS_SCRIPT), str(self.program), self.profile.as_uri()]
        done = _run(command, json.dumps(wish))
        for _again in range(STARTS - 1):
            # It may still be putting its profile away after the wish before, and refuses to start meanwhile.
            if done.returncode == 0:
                break
            done = _run(command, json.dumps(wish))
        assert done.returncode == 0, done.stderr
        answer: list[Any] = json.loads(done.stdout)
        return answer


def _run(command: list[str], said: str = "") -> subprocess.CompletedProcess[str]:
    # env -i: the system's own Python must not see this environment's packages.
    clean = ["env", "-i", "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=/nonexistent", *command]
    return subprocess.run(clean, input=said, capture_output=True, text=True, timeout=PATIENCE, check=False)
