"""A receipt that does not add up is a fault, and stops the workbook before anything is written."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from dd_panel.domain.errors import DDPanelError
from dd_panel.services.results.consolidating import consolidate
from tests.panelwork import ASHE, fill_all, small_round


def test_nothing_is_written_where_what_is_kept_is_not_what_was_read(tmp_path: Path) -> None:
    small = small_round(tmp_path)
    small.merge(fill_all(small.blank(ASHE), need=3))
    out = tmp_path / "out.xlsx"
    with small.open() as place:
        consolidate(place, out)
    before = out.read_bytes()
    with sqlite3.connect(small.path) as store:
        done = store.execute("UPDATE entries SET value = '4' WHERE application_key = 'dd-001' AND field = 'score.need'")
        assert done.rowcount == 1
    store.close()

    with small.open() as place, pytest.raises(DDPanelError) as stopped:
        consolidate(place, out)

    assert (stopped.value.title, out.read_bytes()) == (
        "The receipt does not add up, so nothing was written.",
        before,
    )
