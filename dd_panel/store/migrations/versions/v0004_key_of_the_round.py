"""A round has a key, by which its review packs are known."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    if connection.scalar(sa.text("SELECT 1 FROM meta WHERE key = 'kind' AND value = 'round'")):
        connection.execute(
            sa.text("INSERT INTO about (key, value) VALUES ('round key', :secret)"), {"secret": secrets.token_hex(32)}
        )
