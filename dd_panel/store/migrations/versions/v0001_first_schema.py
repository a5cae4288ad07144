"""The first schema: a round, its applications and panel, what members fill in, and what came back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_facts()
    _make_applications()
    _make_panel()
    _make_returns()
    _make_entries()


def _make_facts() -> None:
    """Facts about the store, the rules, kept files and the register."""
    op.create_table(
        "meta",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "about",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_about")),
    )
    op.create_table(
        "round_versions",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rubric_version", sa.Text(), nullable=False),
        sa.Column("put_at", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_round_versions")),
    )
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blobs")),
    )
    op.create_table(
        "authorities",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("official_name", sa.Text(), nullable=False),
        sa.Column("nice_name", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("gss", sa.Text(), nullable=False),
        sa.Column("start_date", sa.Text(), nullable=True),
        sa.Column("end_date", sa.Text(), nullable=True),
        sa.Column("replaced_by", sa.Text(), nullable=False),
        sa.Column("nation", sa.Text(), nullable=False),
        sa.Column("alt_names", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_authorities")),
    )


def _make_applications() -> None:
    """Applications with what belongs to them."""
    op.create_table(
        "applications",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("lead_authority", sa.Text(), nullable=False),
        sa.Column("partners", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("support_sought", sa.Integer(), nullable=True),
        sa.Column("sponsor", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("received", sa.Text(), nullable=True),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_applications")),
        sa.UniqueConstraint("key", name=op.f("uq_applications_key")),
    )
    op.create_table(
        "answers",
        sa.Column("application_key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_key"], ["applications.key"], name=op.f("fk_answers_application_key_applications")
        ),
        sa.PrimaryKeyConstraint("application_key", "position", name=op.f("pk_answers")),
    )
    op.create_table(
        "attachments",
        sa.Column("application_key", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_key"], ["applications.key"], name=op.f("fk_attachments_application_key_applications")
        ),
        sa.PrimaryKeyConstraint("application_key", "position", name=op.f("pk_attachments")),
    )


def _make_panel() -> None:
    """The panel and who reads what."""
    op.create_table(
        "members",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("conflicts", sa.Text(), nullable=False),
        sa.Column("reading_limit", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_members")),
        sa.UniqueConstraint("key", name=op.f("uq_members_key")),
    )
    op.create_table(
        "assignments",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_key", sa.Text(), nullable=False),
        sa.Column("application_key", sa.Text(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("reading_order", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_key"], ["applications.key"], name=op.f("fk_assignments_application_key_applications")
        ),
        sa.ForeignKeyConstraint(["member_key"], ["members.key"], name=op.f("fk_assignments_member_key_members")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_assignments")),
        sa.UniqueConstraint("member_key", "application_key", name=op.f("uq_assignments_member_key_application_key")),
    )


def _make_returns() -> None:
    """Scoresheets that came back, what was read and what was found."""
    op.create_table(
        "returns",
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("member_key", sa.Text(), nullable=False),
        sa.Column("export", sa.Integer(), nullable=False),
        sa.Column("saved", sa.Text(), nullable=True),
        sa.Column("received", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("typed_outside", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_key"], ["members.key"], name=op.f("fk_returns_member_key_members")),
        sa.ForeignKeyConstraint(["sha256"], ["blobs.sha256"], name=op.f("fk_returns_sha256_blobs")),
        sa.PrimaryKeyConstraint("return_id", name=op.f("pk_returns")),
        sa.UniqueConstraint("sha256", name=op.f("uq_returns_sha256")),
    )
    op.create_table(
        "return_cells",
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("application", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("cell", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("proposed", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["return_id"], ["returns.return_id"], name=op.f("fk_return_cells_return_id_returns")),
        sa.PrimaryKeyConstraint("return_id", "position", name=op.f("pk_return_cells")),
    )
    op.create_table(
        "findings",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("member_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("cell", sa.Text(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("criterion", sa.Text(), nullable=True),
        sa.Column("found", sa.Text(), nullable=True),
        sa.Column("proposed", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("held", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_value", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["member_key"], ["members.key"], name=op.f("fk_findings_member_key_members")),
        sa.ForeignKeyConstraint(["return_id"], ["returns.return_id"], name=op.f("fk_findings_return_id_returns")),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_findings")),
    )


def _make_entries() -> None:
    """What members fill in, and every change of it."""
    op.create_table(
        "entries",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("member_key", sa.Text(), nullable=False),
        sa.Column("application_key", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("received", sa.Text(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("cell", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_key"], ["applications.key"], name=op.f("fk_entries_application_key_applications")
        ),
        sa.ForeignKeyConstraint(["member_key"], ["members.key"], name=op.f("fk_entries_member_key_members")),
        sa.ForeignKeyConstraint(["return_id"], ["returns.return_id"], name=op.f("fk_entries_return_id_returns")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_entries")),
        sa.UniqueConstraint(
            "member_key", "application_key", "field", name=op.f("uq_entries_member_key_application_key_field")
        ),
    )
    op.create_table(
        "history",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("member_key", sa.Text(), nullable=False),
        sa.Column("application_key", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("cell", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_key"], ["applications.key"], name=op.f("fk_history_application_key_applications")
        ),
        sa.ForeignKeyConstraint(["member_key"], ["members.key"], name=op.f("fk_history_member_key_members")),
        sa.ForeignKeyConstraint(["return_id"], ["returns.return_id"], name=op.f("fk_history_return_id_returns")),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_history")),
    )
