"""One file may hold the scoresheets of several members: its fingerprint stands once for each of them."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("returns", recreate="always") as returns:
        returns.drop_constraint(op.f("uq_returns_sha256"), type_="unique")
        returns.create_unique_constraint(op.f("uq_returns_sha256_member_key"), ["sha256", "member_key"])
