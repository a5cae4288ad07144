"""Reviews can be searched: their passages, and an index of the words in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "passages",
        sa.Column("passage_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("application_key", "document", "part", "text")),
        sa.ForeignKeyConstraint(
            ["application_key"], ["applications.key"], name=op.f("fk_passages_application_key_applications")
        ),
        sa.PrimaryKeyConstraint("passage_id", name=op.f("pk_passages")),
    )
    op.create_index(op.f("ix_passages_application_key"), "passages", ["application_key"])
    op.create_table(
        "searchable",
        sa.Column("application_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_key"], ["applications.key"], name=op.f("fk_searchable_application_key_applications")
        ),
        sa.PrimaryKeyConstraint("application_key", name=op.f("pk_searchable")),
    )
    op.execute(
        "CREATE VIRTUAL TABLE passage_words USING fts5(text, content='passages', content_rowid='passage_id',"
        " tokenize='unicode61 remove_diacritics 2', prefix='2 3')"
    )
    op.execute(
        "CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN"
        " INSERT INTO passage_words (rowid, text) VALUES (NEW.passage_id, NEW.text); END"
    )
    op.execute(
        "CREATE TRIGGER passages_removed AFTER DELETE ON passages BEGIN"
        " INSERT INTO passage_words (passage_words, rowid, text) VALUES ('delete', OLD.passage_id, OLD.text); END"
    )
