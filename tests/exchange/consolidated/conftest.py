"""A consolidated workbook on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from dd_panel.exchange.consolidated.write import write_consolidated
from tests.exchange.consolidated.results import a_result


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "consolidated.xlsx"
    write_consolidated(path, a_result())
    return path
