"""The ranking of a very large round: the window never stands still, and its table scrolls as a bare one does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.bench.measuring import Row
from tests.bench.rounds import Size, make_scored_round

SIZE = Size(applications=3_000, members=300)


def three_thousand(folder: Path, _pairs: int) -> list[Row]:
    """3,000 applications, three reviews each by 300 members."""
    path = folder / "large.ddround"
    make_scored_round(path, SIZE)
    ended = subprocess.run(
        [sys.executable, "-m", "tests.bench.ranking_window", str(path)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_FONT_DPI": "96", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=False,
    )
    if ended.returncode != 0:
        raise RuntimeError(ended.stderr.decode())
    told: dict[str, list[float]] = json.loads(ended.stdout)
    name = f"Ranking of {SIZE.applications:,} × {SIZE.members}"
    note = (
        f"{name}: the order is there after {told['order'][0]:.1f} s, how sure it is after {told['sure'][0]:.1f} s more;"
        f" other weights take {told['tried'][0]:.2f} s."
    )
    stalls = tuple(zip(told["stall"], told["beat"], strict=True))
    wheel, key = (tuple(zip(told[what], told[f"bare_{what}"], strict=True)) for what in ("wheel", "key"))
    return [
        Row(f"{name}: longest pause of the window", "nothing to do", stalls, 100, "ms", "ours", note),
        Row(f"{name}: a step of the wheel", "Qt's own table", wheel, 16, "ms", "ours"),
        Row(f"{name}: next application by key", "Qt's own table", key, 50, "ms", "ours"),
    ]
