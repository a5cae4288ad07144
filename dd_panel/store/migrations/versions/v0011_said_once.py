"""What was received is kept once where value and text are the same; an earlier program would take it for changed.

What is there stays as it is: it is read as it always was.
"""

from __future__ import annotations

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Only the version says that short forms may come."""
