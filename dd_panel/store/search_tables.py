"""The tables of the search: every passage that can be found, and the words in them. Private to this room.

`passages` keeps the text; SQLite's FTS5 keeps the words of it, and two triggers let both always agree. All of it lies
in the store's own file, so a locked store is searched without a readable copy anywhere.
"""

from __future__ import annotations

from sqlalchemy import Column, Connection, ForeignKey, Index, Integer, Table, Text, event

from dd_panel.store.tables import metadata

passages = Table(
    "passages",
    metadata,
    Column("passage_id", Integer, primary_key=True),
    Column("application_key", Text, ForeignKey("applications.key"), nullable=False),
    Column("document", Text, nullable=False),
    Column("part", Text, nullable=False),
    Column("text", Text, nullable=False),
    Index(None, "application_key"),
)
"""`document` is empty for the application's own text; `part` is the number of its question, a page, or a sheet."""

searchable = Table(
    "searchable",
    metadata,
    Column("application_key", Text, ForeignKey("applications.key"), primary_key=True),
)
"""The applications of which every passage is there."""

_WORDS = (
    (
        "CREATE VIRTUAL TABLE passage_words USING fts5(text, content='passages', content_rowid='passage_id',"
        " tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
    ),
    (
        "CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN"
        " INSERT INTO passage_words (rowid, text) VALUES (NEW.passage_id, NEW.text); END"
    ),
    (
        "CREATE TRIGGER passages_removed AFTER DELETE ON passages BEGIN"
        " INSERT INTO passage_words (passage_words, rowid, text) VALUES ('delete', OLD.passage_id, OLD.text); END"
    ),
)


def _add_words(_table: Table, connection: Connection, **_about: object) -> None:
    for statement in _WORDS:
        connection.exec_driver_sql(statement)


event.listen(passages, "after_create", _add_words)
