"""Eligibility gets a record of its own, which only grows: ticked gates, withdrawals, reinstatements."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk_lines",
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("application_key", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("field", "value", "who", "at", "reason")),
        sa.ForeignKeyConstraint(
            ["application_key"], ["applications.key"], name=op.f("fk_desk_lines_application_key_applications")
        ),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_desk_lines")),
    )
    for name, when in (
        ("update", "UPDATE ON desk_lines"),
        ("delete", "DELETE ON desk_lines"),
        ("replace", "INSERT ON desk_lines WHEN EXISTS (SELECT 1 FROM desk_lines WHERE line_id = NEW.line_id)"),
    ):
        op.execute(
            f"CREATE TRIGGER desk_lines_no_{name} BEFORE {when}"
            " BEGIN SELECT RAISE(ABORT, 'the record of eligibility only grows'); END"
        )
