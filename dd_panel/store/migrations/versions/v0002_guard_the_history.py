"""The history only grows, whatever program writes to the file; two look-ups that a big round needs get an index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, when in (
        ("update", "UPDATE ON history"),
        ("delete", "DELETE ON history"),
        ("replace", "INSERT ON history WHEN EXISTS (SELECT 1 FROM history WHERE change_id = NEW.change_id)"),
    ):
        op.execute(
            f"CREATE TRIGGER history_no_{name} BEFORE {when} BEGIN SELECT RAISE(ABORT, 'the history only grows'); END"
        )
    op.create_index(op.f("ix_history_application_key_member_key"), "history", ["application_key", "member_key"])
    op.create_index("ix_findings_undecided", "findings", ["member_key"], sqlite_where=sa.text("decision IS NULL"))
