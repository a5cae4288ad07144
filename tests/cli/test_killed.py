"""The power goes in the middle of a merge, an export or the packing: what was there stays, and no half file is left."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dd_panel.services.results.consolidating import consolidate
from dd_panel.services.returns.receipts import receipt_of
from dd_panel.services.round.packing import make_packs
from dd_panel.services.verifying import verify
from dd_panel.store.files import open_store
from tests.panelwork import ASHE, OKORO, fill_all, small_round

AFTERWARDS = [0.0, 0.001, 0.003, 0.01, 0.03]
"""Seconds between the first sign of writing and the kill."""

PATIENCE = 60


def killed(sign: Callable[[], bool], afterwards: float, *words: str) -> None:
    """Start a command and kill it so long after the first sign that it writes; later ones may have ended by then."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dd_panel", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    give_up = time.monotonic() + PATIENCE
    while process.poll() is None and not sign() and time.monotonic() < give_up:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.001)
    if process.poll() is None:
        time.sleep(afterwards)
        process.send_signal(signal.SIGKILL)
    code = process.wait()
    assert code == -signal.SIGKILL or (afterwards and code in {0, 1})


def scored(path: Path) -> int:
    with open_store(path) as store, store.reading() as work:
        return receipt_of(work).scored


@pytest.mark.parametrize("afterwards", AFTERWARDS)
def test_a_killed_merge_took_everything_or_nothing(tmp_path: Path, afterwards: float) -> None:
    small = small_round(tmp_path)
    files = []
    for member in (ASHE, OKORO):
        files.append(tmp_path / f"{member}.xlsx")
        files[-1].write_bytes(fill_all(small.blank(member)))
    changes = small.path.with_name(small.path.name + "-wal")

    killed(
        lambda: changes.exists() and changes.stat().st_size > 0,
        afterwards,
        *("merge", str(small.path), *map(str, files)),
    )

    assert scored(small.path) in {0, 28}
    assert verify(small.path).problems == ()
    assert small.merge(*(file.read_bytes() for file in files)).receipt.scored == 28


@pytest.mark.parametrize("afterwards", AFTERWARDS)
def test_a_killed_export_leaves_the_old_file_or_the_new_one(tmp_path: Path, afterwards: float) -> None:
    small = small_round(tmp_path)
    small.merge(fill_all(small.blank(ASHE)))
    out = tmp_path / "out" / "result.xlsx"
    out.parent.mkdir()
    with small.open() as place:
        consolidate(place, out)
    before = out.stat().st_ino

    killed(
        lambda: out.stat().st_ino != before or len(list(out.parent.iterdir())) > 1,
        afterwards,
        *("consolidate", str(small.path), "--out", str(out)),
    )

    assert verify(out).kind == "consolidated workbook"
    assert [path for path in out.parent.iterdir() if path.suffix == ".xlsx"] == [out]


@pytest.mark.parametrize("afterwards", AFTERWARDS)
def test_a_killed_packing_leaves_whole_packs_or_none(tmp_path: Path, afterwards: float) -> None:
    small = small_round(tmp_path)
    packs = tmp_path / "packs"

    killed(packs.exists, afterwards, "pack", str(small.path), "--out", str(packs))

    for path in packs.glob("*.ddpack"):
        assert verify(path).problems == ()
    with small.open() as place:
        assert len(make_packs(place, packs)) == 2


def test_left_alone_the_same_merge_takes_everything(tmp_path: Path) -> None:
    small = small_round(tmp_path)
    sheet = tmp_path / "sheet.xlsx"
    sheet.write_bytes(fill_all(small.blank(ASHE)))

    subprocess.run([sys.executable, "-m", "dd_panel", "merge", small.path, sheet], check=True, capture_output=True)

    assert scored(small.path) == 14
