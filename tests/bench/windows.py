"""Whole windows, offscreen: how soon one can be used, how quickly a list of 5,000 finds, and what that costs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from dd_panel.domain.identifiers import MemberId
from dd_panel.services.demonstration import run_demo
from tests.bench.measuring import Row, in_turn
from tests.bench.rounds import NOON, Size, make_review

KEYS = "wexcombe 4\b\b\b\b\b\b\b\b\b\b"
SCREEN = {
    "name": "bench",
    "x": 0,
    "y": 0,
    "width": 1920,
    "height": 1080,
    "logicalDpi": 96,
    "logicalBaseDpi": 96,
    "dpr": 1,
}


@dataclass(frozen=True)
class Told:
    """What a window told about itself once it was still; `idle` is a moment of the clock that both sides read."""

    idle: float
    size: tuple[int, int]
    modules: tuple[str, ...]
    memory: int
    keys: tuple[float, ...] = ()


class Windows:
    """Starts windows on the same screen, each as if it were the first on this machine: no settings, no recent files."""

    def __init__(self, folder: Path) -> None:
        self._home = folder / "home"
        screens = folder / "screens.json"
        screens.write_text(json.dumps({"screens": [SCREEN]}), encoding="utf-8")
        self._environment = {
            **os.environ,
            "QT_QPA_PLATFORM": f"offscreen:configfile={screens}",
            "QT_FONT_DPI": "96",
            "LC_ALL": "C.UTF-8",
            **{f"XDG_{name}_HOME": str(self._home / name) for name in ("CONFIG", "DATA", "STATE", "CACHE")},
        }
        # Whoever installs the program has its bytecode; the run that warms up compiles what is not compiled yet.
        self._environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.last = Told(0, (1440, 900), (), 0)

    def ours(self, *files: Path, keys: str = "", again: bool = False) -> float:
        """Seconds until our window can be used; started `again`, it knows what was open last."""
        if not again:
            shutil.rmtree(self._home, ignore_errors=True)
        return self._start("our_window", keys, *map(str, files))

    def bare(self, keys: str = "") -> float:
        """Seconds until a bare window, of the size that the last one had, can be used."""
        return self._start("bare_window", keys, *map(str, self.last.size))

    @property
    def key(self) -> float:
        """The median of the seconds that a key typed into the last window took."""
        return median(self.last.keys)

    def _start(self, program: str, *words: str) -> float:
        started = time.perf_counter()
        ended = subprocess.run(
            [sys.executable, "-m", f"tests.bench.{program}", *words],
            env=self._environment,
            capture_output=True,
            check=False,
        )
        if ended.returncode != 0:
            raise RuntimeError(ended.stderr.decode())
        told = json.loads(ended.stdout)
        self.last = Told(
            idle=told["idle"],
            size=tuple(told["size"]),
            modules=tuple(told["modules"]),
            memory=told["memory"],
            keys=tuple(told.get("keys", ())),
        )
        return self.last.idle - started


def start(folder: Path, pairs: int) -> list[Row]:
    """From the start of the process to a window in which nothing is left to do."""
    windows = Windows(folder)
    review = run_demo(folder / "demo", lambda: NOON).reviews[0]
    ways: dict[str, Callable[[], float]] = {
        "Start": windows.ours,
        "Start, a review to continue": lambda: windows.ours(again=True),
        "desk of the example": lambda: windows.ours(review),
    }
    rows: list[Row] = []
    for screen, way in ways.items():
        windows.ours(review)
        measured = in_turn(way, windows.bare, pairs)
        way()
        note = f"Large packages imported for {screen}: {', '.join(windows.last.modules) or 'none'}."
        rows.append(Row(f"Window usable: {screen}", "bare PySide6 window", measured, 2, "ms", note=note))
    return rows


def five_thousand(folder: Path, pairs: int) -> list[Row]:
    """A desk of 5,000 applications, half of them reviewed: a key typed to find, and memory above the first screen's."""
    windows = Windows(folder)
    review = folder / "large.ddreview"
    make_review(review, Size(5_000, 1, reads=1), MemberId("PM001"), every=2)
    opened = [windows.ours(review)]

    def our_key() -> float:
        opened.append(windows.ours(review, keys=KEYS))
        return windows.key

    def bare_key() -> float:
        windows.bare(KEYS)
        return windows.key

    def our_memory() -> float:
        windows.ours(review)
        return float(windows.last.memory)

    def empty_memory() -> float:
        windows.ours()
        return float(windows.last.memory)

    few = max(3, pairs // 3)
    note = f"The desk of 5,000 applications can be used after {median(opened):.2f} s."
    typed = in_turn(our_key, bare_key, few)
    held = in_turn(our_memory, empty_memory, few)
    name = "List of 5,000 applications"
    return [
        Row(f"{name}: key to find", "Qt's own list and filter", typed, 16, "ms", "ours", note),
        Row(f"{name}: memory", "our first screen, no file", held, 60, "MB", "difference"),
    ]
