"""Statements put into SQL once."""

from __future__ import annotations

import pytest
from sqlalchemy import insert

from dd_panel.store.statements import PreparedRows
from dd_panel.store.tables import about


def test_rows_in_another_order_than_the_table_are_refused_before_anything_is_written() -> None:
    with pytest.raises(ValueError, match="the statement asks for"):
        PreparedRows(insert(about), ("value", "key"))
