"""Members get a place for highlights and private notes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "marks",
        sa.Column("mark_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("application_key", "document", "part", "words")),
        sa.Column("begin_at", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("note", "made_at")),
        sa.ForeignKeyConstraint(
            ["application_key"], ["applications.key"], name=op.f("fk_marks_application_key_applications")
        ),
        sa.PrimaryKeyConstraint("mark_id", name=op.f("pk_marks")),
    )
    op.create_index(op.f("ix_marks_application_key"), "marks", ["application_key"])
