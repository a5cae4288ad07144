"""A return says what it is for, the scores themselves or a second look; one file may hold both of the same member."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("returns", recreate="always") as returns:
        returns.add_column(sa.Column("purpose", sa.Text(), nullable=False, server_default="scores"))
        returns.drop_constraint(op.f("uq_returns_sha256_member_key"), type_="unique")
        returns.create_unique_constraint(
            op.f("uq_returns_sha256_member_key_purpose"), ["sha256", "member_key", "purpose"]
        )
