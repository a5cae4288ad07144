"""The table of what officials settled about applications. Private to this room, like the others."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from dd_panel.store.tables import let_it_only_grow, metadata

desk_lines = Table(
    "desk_lines",
    metadata,
    Column("line_id", Integer, primary_key=True),
    Column("application_key", Text, ForeignKey("applications.key"), nullable=False),
    Column("field", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("reason", Text, nullable=False),
)
"""One line for each tick of a gate, withdrawal and reinstatement; the latest holds."""

let_it_only_grow(desk_lines, "line_id", "the record of eligibility")
