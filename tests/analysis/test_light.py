"""The heavy libraries are loaded when something is computed, not before."""

from __future__ import annotations

import subprocess
import sys

LOOK = """
import sys
from dd_panel.analysis import agenda, agreement, draws, groups, model, places, scoring, strictness, uncertainty, what_if
from dd_panel.analysis.table import ReviewRow, ReviewTable
few = ReviewTable(("A", "B"), tuple(ReviewRow(each, who, 0.5) for each in (0, 1) for who in "ab"))
uncertainty.how_sure(few, 1), groups.find_groups(few)
print(sorted({name.partition(".")[0] for name in sys.modules} & {"numpy", "scipy", "krippendorff", "PySide6"}))
"""


def test_importing_and_refusing_load_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
