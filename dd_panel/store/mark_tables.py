"""The table of a member's highlights and private notes. Private to this room, like the others."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from dd_panel.store.tables import metadata

marks = Table(
    "marks",
    metadata,
    Column("mark_id", Integer, primary_key=True),
    Column("application_key", Text, ForeignKey("applications.key"), nullable=False),
    Column("document", Text, nullable=False),
    Column("part", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("begin_at", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Index(None, "application_key"),
)
"""No other table knows of these, so that nothing that is exported can."""
