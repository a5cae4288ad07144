"""The power goes in the middle of a merge or an export: what was there stays, and no half file is left."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dd_panel.services.consolidating import consolidate
from dd_panel.services.receipts import receipt_of
from dd_panel.services.verifying import verify
from dd_panel.store.files import open_store
from tests.panelwork import ASHE, OKORO, fill_all, small_round

DELAYS = [0.0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0]
"""Seconds from the start of the process; together they cover reading, the transaction and the writing."""


def killed(delay: float, *words: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "dd_panel", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    with contextlib.suppress(subprocess.TimeoutExpired):
        assert process.wait(delay) in {0, 1}
    process.send_signal(signal.SIGKILL)
    process.wait()


def scored(path: Path) -> int:
    with open_store(path) as store, store.reading() as work:
        return receipt_of(work).scored


@pytest.mark.parametrize("delay", DELAYS)
def test_a_killed_merge_took_everything_or_nothing(tmp_path: Path, delay: float) -> None:
    small = small_round(tmp_path)
    files = []
    for member in (ASHE, OKORO):
        files.append(tmp_path / f"{member}.xlsx")
        files[-1].write_bytes(fill_all(small.blank(member)))

    killed(delay, "merge", str(small.path), *map(str, files))

    assert scored(small.path) in {0, 28}
    assert verify(small.path).problems == ()


def test_left_alone_the_same_merge_takes_everything(tmp_path: Path) -> None:
    small = small_round(tmp_path)
    sheet = tmp_path / "sheet.xlsx"
    sheet.write_bytes(fill_all(small.blank(ASHE)))

    killed(60, "merge", str(small.path), str(sheet))

    assert scored(small.path) == 14


@pytest.mark.parametrize("delay", DELAYS)
def test_a_killed_export_leaves_the_old_file_or_the_new_one(tmp_path: Path, delay: float) -> None:
    small = small_round(tmp_path)
    small.merge(fill_all(small.blank(ASHE)))
    out = tmp_path / "out" / "result.xlsx"
    out.parent.mkdir()
    with small.open() as place:
        consolidate(place, out)

    killed(delay, "consolidate", str(small.path), "--out", str(out))

    assert verify(out).kind == "consolidated workbook"
    left = [path for path in out.parent.iterdir() if path.suffix == ".xlsx"]
    assert left == [out]
