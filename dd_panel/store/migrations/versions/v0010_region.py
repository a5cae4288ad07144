"""An authority says in which region it lies; one that was taken in before says nothing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("authorities", recreate="always") as authorities:
        authorities.add_column(sa.Column("region", sa.Text(), nullable=False, server_default=""))
