"""The tables of a store. Private to this room: everybody else meets domain values.

An application and a member are joined by `key`, the form in which identifiers are compared, so that no look-up cares
about case. Times are ISO text in UTC with microseconds, so that their order as text is their order in time. Lists are
JSON.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
    text,
)

APPLICATION_ID = 0x44445031
"""SQLite's mark in the header of a file that says whose it is; these four bytes read “DDP1”."""

SCHEMA = "0011"
"""The migration that this schema corresponds to."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _optional(name: str) -> Column[str]:
    return Column(name, Text)


def _whole(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, primary_key=True)


def _member() -> Column[str]:
    return Column("member_key", Text, ForeignKey("members.key"), nullable=False)


def _application(*, primary_key: bool = False) -> Column[str]:
    return Column("application_key", Text, ForeignKey("applications.key"), nullable=False, primary_key=primary_key)


def _return(*, nullable: bool = False) -> Column[int]:
    return Column("return_id", Integer, ForeignKey("returns.return_id"), nullable=nullable)


def _origin() -> list[Column[str]]:
    return [_text("who"), _text("at"), _text("reason"), _text("file"), _text("sheet"), _text("cell")]


alembic_version = Table("alembic_version", metadata, Column("version_num", String(32), primary_key=True))
# alembic makes this table itself in a file that it builds, and names its key so.
alembic_version.primary_key.name = "alembic_version_pkc"

meta = Table("meta", metadata, Column("key", Text, primary_key=True), _text("value"))

about = Table("about", metadata, Column("key", Text, primary_key=True), _text("value"))

round_versions = Table(
    "round_versions", metadata, _number("number"), _text("rubric_version"), _text("put_at"), _text("document")
)

blobs = Table(
    "blobs",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

applications = Table(
    "applications",
    metadata,
    _number("position"),
    Column("key", Text, nullable=False, unique=True),
    _text("reference"),
    _text("lead_authority"),
    _text("partners"),
    _text("title"),
    _text("service"),
    _text("model"),
    Column("support_sought", Integer),
    _text("sponsor"),
    _text("contact"),
    _text("email"),
    _optional("received"),
    _text("topics"),
)

answers = Table(
    "answers",
    metadata,
    _application(primary_key=True),
    _number("position"),
    _text("question"),
    _text("text"),
)

attachments = Table(
    "attachments",
    metadata,
    _application(primary_key=True),
    _number("position"),
    _text("name"),
    _text("sha256"),
    _whole("size"),
)

members = Table(
    "members",
    metadata,
    _number("position"),
    Column("key", Text, nullable=False, unique=True),
    _text("member_id"),
    _text("name"),
    _text("organisation"),
    _text("email"),
    _text("role"),
    _text("topics"),
    _text("conflicts"),
    Column("reading_limit", Integer),
)

assignments = Table(
    "assignments",
    metadata,
    _number("number"),
    _member(),
    _application(),
    _text("duty"),
    _whole("reading_order"),
    UniqueConstraint("member_key", "application_key"),
)

returns = Table(
    "returns",
    metadata,
    _number("return_id"),
    Column("sha256", Text, ForeignKey("blobs.sha256"), nullable=False),
    _text("file"),
    _member(),
    _whole("export"),
    _optional("saved"),
    _text("received"),
    _text("status"),
    _whole("typed_outside"),
    Column("purpose", Text, nullable=False, server_default="scores"),
    UniqueConstraint("sha256", "member_key", "purpose"),
)

return_cells = Table(
    "return_cells",
    metadata,
    Column("return_id", Integer, ForeignKey("returns.return_id"), nullable=False, primary_key=True),
    _number("position"),
    _text("application"),
    _text("field"),
    _text("sheet"),
    _text("cell"),
    _text("raw"),
    _text("found"),
    _optional("value"),
    _optional("problem"),
    _optional("proposed"),
)

entries = Table(
    "entries",
    metadata,
    _number("entry_id"),
    _member(),
    _application(),
    _text("field"),
    _optional("value"),
    _optional("received"),
    _optional("raw"),
    _whole("revision"),
    _return(nullable=True),
    *_origin(),
    UniqueConstraint("member_key", "application_key", "field"),
)

history = Table(
    "history",
    metadata,
    _number("change_id"),
    _member(),
    _application(),
    _text("field"),
    _text("before"),
    _text("after"),
    _return(nullable=True),
    *_origin(),
    Index(None, "application_key", "member_key"),
)

findings = Table(
    "findings",
    metadata,
    _number("finding_id"),
    _return(),
    _member(),
    _text("kind"),
    _optional("sheet"),
    _optional("cell"),
    _optional("reference"),
    _optional("criterion"),
    _optional("found"),
    _optional("proposed"),
    _text("detail"),
    _text("held"),
    _optional("decision"),
    _optional("decided_value"),
    _text("reason"),
    _text("who"),
    _optional("at"),
    Index("ix_findings_undecided", "member_key", sqlite_where=text("decision IS NULL")),
)

authorities = Table(
    "authorities",
    metadata,
    _number("position"),
    _text("official_name"),
    _text("nice_name"),
    _text("code"),
    _text("gss"),
    _optional("start_date"),
    _optional("end_date"),
    _text("replaced_by"),
    _text("nation"),
    _text("alt_names"),
    Column("region", Text, nullable=False, server_default=""),
)


def let_it_only_grow(table: Table, number: str, what: str) -> None:
    """Guard a table in every new file: no program can change or remove what was recorded.

    `number` is its key, `what` the thing in the words of the refusal.
    """
    name = table.name
    guards = [
        f"CREATE TRIGGER {name}_no_{deed} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{what} only grows'); END"
        for deed, when in (
            ("update", f"UPDATE ON {name}"),
            ("delete", f"DELETE ON {name}"),
            # SQLite asks no trigger about the rows that REPLACE removes.
            (
                "replace",
                f"INSERT ON {name} WHEN EXISTS (SELECT 1 FROM {name} WHERE {number} = NEW.{number})",  # noqa: S608 - our own names
            ),
        )
    ]

    def guard(_table: Table, connection: Connection, **_about: object) -> None:
        for each in guards:
            connection.exec_driver_sql(each)

    event.listen(table, "after_create", guard)


let_it_only_grow(history, "change_id", "the history")
