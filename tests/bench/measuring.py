"""Runs two things in turn, again and again, and says how they compare."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Literal

Unit = Literal["ms", "s", "MB"]
Measure = Callable[[], float]
"""Does the work once and says what it took: seconds, or bytes."""

KILOBYTE = 1_024
SCALE: dict[Unit, float] = {"ms": 1e3, "s": 1.0, "MB": 1e-6}
PLACES: dict[Unit, int] = {"ms": 2, "s": 2, "MB": 1}


@dataclass(frozen=True)
class Row:
    """One line of the table: pairs of ours and baseline, in seconds or bytes, and the goal.

    `limit` is a ratio; with `limit_on` *ours*, it is ours alone in the row's unit; with *difference*, ours above the
    baseline in the row's unit.
    """

    name: str
    baseline: str
    pairs: tuple[tuple[float, float], ...]
    limit: float
    unit: Unit = "s"
    limit_on: Literal["ratio", "ours", "difference"] = "ratio"
    note: str = ""

    @property
    def ours(self) -> float:
        """The median of ours, in the row's unit."""
        return median(ours for ours, _baseline in self.pairs) * SCALE[self.unit]

    @property
    def theirs(self) -> float:
        """The median of the baseline, in the row's unit."""
        return median(baseline for _ours, baseline in self.pairs) * SCALE[self.unit]

    @property
    def ratios(self) -> list[float]:
        """Ours to baseline, pair by pair, from the smallest to the largest."""
        return sorted(ours / baseline for ours, baseline in self.pairs)

    @property
    def judged(self) -> float:
        """The number that is held against the limit."""
        if self.limit_on == "ratio":
            return median(self.ratios)
        return self.ours if self.limit_on == "ours" else self.ours - self.theirs

    def words(self) -> tuple[str, ...]:
        """The line's cells."""
        places = PLACES[self.unit]
        low, high = self.ratios[0], self.ratios[-1]
        goal = {
            "ratio": f"≤ {self.limit:g} ×",
            "ours": f"≤ {self.limit:g} {self.unit}",
            "difference": f"≤ {self.limit:g} {self.unit} above",
        }[self.limit_on]
        met = "yes" if self.judged <= self.limit else "no"
        return (
            self.name,
            f"{self.ours:.{places}f} {self.unit}",
            f"{self.baseline}: {self.theirs:.{places}f} {self.unit}",
            f"{median(self.ratios):.2f}",
            f"{low:.2f}–{high:.2f}",
            str(len(self.pairs)),
            goal,
            met,
        )


HEADERS = ("What", "Ours", "Baseline", "Ratio", "Min–max", "Pairs", "Goal", "Met")


def in_turn(ours: Measure, baseline: Measure, pairs: int) -> tuple[tuple[float, float], ...]:
    """Measure ours, baseline, ours, baseline …, after each has had one run to warm up."""
    ours()
    baseline()
    return tuple((ours(), baseline()) for _pair in range(pairs))


def most_held() -> int:
    """Bytes held at most since the start, as Linux counts them for this program alone."""
    # Not getrusage: it begins with what the program that started this one held.
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) * KILOBYTE


@contextmanager
def stopwatch() -> Iterator[Callable[[], float]]:
    """Time what is done inside, with the memory swept beforehand; ask for the seconds afterwards."""
    gc.collect()
    took = [0.0]
    started = time.perf_counter()
    yield lambda: took[0]
    took[0] = time.perf_counter() - started


def table(rows: list[tuple[str, ...]]) -> str:
    """The rows under their headers, in columns as wide as what stands in them."""
    every = [HEADERS, *rows]
    widths = [max(len(row[place]) for row in every) for place in range(len(HEADERS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in every]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])
