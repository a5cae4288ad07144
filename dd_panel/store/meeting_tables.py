"""The table of the panel meeting's record. Private to this room, like the others."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from dd_panel.store.tables import let_it_only_grow, metadata

minutes = Table(
    "minutes",
    metadata,
    Column("minute_id", Integer, primary_key=True),
    Column("application_key", Text, ForeignKey("applications.key")),
    Column("field", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("reason", Text, nullable=False),
)
"""One line for each thing said, settled or decided; without an application it is about the meeting itself."""

let_it_only_grow(minutes, "minute_id", "the record of the meeting")
