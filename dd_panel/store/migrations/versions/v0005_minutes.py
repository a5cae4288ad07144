"""The panel meeting gets a record of its own, which only grows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "minutes",
        sa.Column("minute_id", sa.Integer(), nullable=False),
        sa.Column("application_key", sa.Text(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("field", "before", "after", "who", "at", "reason")),
        sa.ForeignKeyConstraint(
            ["application_key"], ["applications.key"], name=op.f("fk_minutes_application_key_applications")
        ),
        sa.PrimaryKeyConstraint("minute_id", name=op.f("pk_minutes")),
    )
    for name, when in (
        ("update", "UPDATE ON minutes"),
        ("delete", "DELETE ON minutes"),
        ("replace", "INSERT ON minutes WHEN EXISTS (SELECT 1 FROM minutes WHERE minute_id = NEW.minute_id)"),
    ):
        op.execute(
            f"CREATE TRIGGER minutes_no_{name} BEFORE {when}"
            " BEGIN SELECT RAISE(ABORT, 'the record of the meeting only grows'); END"
        )
