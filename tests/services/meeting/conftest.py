"""The round during its meeting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.meetingwork import (
    at_work,
)
from tests.panelwork import NOON


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """The round during its meeting, with a clock that goes on by a minute at every look."""
    looks = iter(range(10_000))
    with open_store(at_work(tmp_path).path) as store:
        yield Workplace(store, lambda: NOON + timedelta(minutes=next(looks)), "chair")
