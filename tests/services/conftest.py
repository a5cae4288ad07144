"""A small round for every test of what the secretariat or a member does with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.panelwork import SmallRound, small_round


@pytest.fixture
def small(tmp_path: Path) -> SmallRound:
    return small_round(tmp_path)
