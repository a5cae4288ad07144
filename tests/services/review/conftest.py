"""Margaret Ashe's review of the small round, made from her pack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from tests.panelwork import NOON, SmallRound


@pytest.fixture
def review(small: SmallRound) -> Path:
    return small.review()


@pytest.fixture
def desk(review: Path) -> Iterator[Workplace]:
    with open_store(review) as store:
        yield Workplace(store, lambda: NOON, "Margaret Ashe")
