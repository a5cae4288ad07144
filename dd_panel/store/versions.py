"""Old files are brought up to date, with a backup first; newer ones are refused with a sentence."""

from __future__ import annotations

import sqlite3
import warnings
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.exc import SAWarning

from dd_panel.domain.errors import VersionConflictError
from dd_panel.domain.rounds import LONDON
from dd_panel.store.connections import Access, connect, engine_for
from dd_panel.store.copying import write_copy, written_beside
from dd_panel.store.locking import Key, driver_errors
from dd_panel.store.tables import SCHEMA
from dd_panel.store.trouble import damaged
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


@dataclass(frozen=True, slots=True)
class Inside:
    """What a store says about itself: the version of its schema, and its kind."""

    version: str
    kind: str


def look_inside(path: Path, access: Access, key: Key | None = None) -> Inside:
    """Read version and kind of a store; raises StorageError when it doesn't say, or sqlite3.Error."""
    with closing(connect(path, access, key)) as connection:
        return _say(path, connection)


def refuse_other_versions(path: Path, inside: Inside) -> None:
    """Raise VersionConflictError when a store that is only read is of another version, older or newer."""
    _refuse_newer(path, inside)
    if inside.version != SCHEMA:
        raise VersionConflictError(
            _("{name} was made by an earlier version of this program.").format(name=path.name),
            _("It can be read only after it was brought up to date."),
            _("Open it once for writing; a backup of it as it is now is kept beside it."),
        )


def bring_up_to_date(path: Path, key: Key | None = None) -> Inside:
    """Give an older store the present schema, and return what it says about itself.

    The writer's lock must be held. Raises VersionConflictError when a newer program made it, StorageError when it is
    damaged; then it is left as it was.
    """
    with closing(connect(path, Access.WRITING, key)) as connection:
        inside = _say(path, connection)
        _refuse_newer(path, inside)
        if inside.version == SCHEMA:
            # A copy comes without its journal mode.
            connection.execute("PRAGMA journal_mode=WAL")
            return inside
    _migrate(path, key)
    return bring_up_to_date(path, key)


def _say(path: Path, connection: sqlite3.Connection) -> Inside:
    try:
        version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        kind = connection.execute("SELECT value FROM meta WHERE key = 'kind'").fetchone()
    except driver_errors("OperationalError") as error:
        if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_ERROR:
            raise
        raise damaged(path, _("A part of it is missing: {reason}.").format(reason=error)) from error
    if version is None or kind is None:
        raise damaged(path, _("It doesn’t say what it is."))
    return Inside(str(version[0]), str(kind[0]))


def _refuse_newer(path: Path, inside: Inside) -> None:
    if inside.version > SCHEMA:
        raise VersionConflictError(
            _("{name} was made by a newer version of this program.").format(name=path.name),
            _("It was not changed."),
            _("Install the newer version on this computer, then open the file again."),
        )


def _migrate(path: Path, key: Key | None) -> None:
    """Back the file up, then change its schema in one transaction."""
    engine = engine_for(path, Access.WRITING, key)
    try:
        _back_up(path, engine)
        with engine.connect() as connection:
            # Rebuilding a table with foreign keys on would delete the rows that belong to it, without a word.
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                _upgrade(connection)
                _refuse_orphans(path, connection)
            except BaseException:
                connection.rollback()
                raise
            connection.commit()
    finally:
        engine.dispose()


def _refuse_orphans(path: Path, connection: Connection) -> None:
    if orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        said = ngettext("{count} row belongs to nothing.", "{count} rows belong to nothing.", len(orphans))
        raise damaged(path, said.format(count=len(orphans)))


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    with warnings.catch_warnings():
        # alembic only warns when it drops a constraint that it can't copy.
        for category in (UserWarning, SAWarning):
            warnings.simplefilter("error", category)
        command.upgrade(config, SCHEMA)


def _back_up(path: Path, engine: Engine) -> None:
    """Keep the file as it is under the name `NAME.backup-YYYYMMDD-HHMMSS` beside it."""
    name = f"{path.name}.backup-{datetime.now(LONDON):%Y%m%d-%H%M%S}"
    backup, number = path.with_name(name), 1
    while backup.exists():
        number += 1
        backup = path.with_name(f"{name}-{number}")
    with written_beside(backup) as part:
        write_copy(part, engine)
        part.rename(backup)
