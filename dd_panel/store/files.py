"""Makes and opens the files in which rounds (`.ddround`) and members' reviews (`.ddreview`) are kept."""

from __future__ import annotations

import os
import sqlite3
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert

from dd_panel.domain.errors import InputError, StorageError
from dd_panel.domain.rounds import LONDON
from dd_panel.store import desk_tables, mark_tables, meeting_tables, search_tables  # noqa: F401 - a new file has them too
from dd_panel.store.connections import (
    Access,
    engine_for,
    not_closed_properly,
    side_file_filled,
    way_to_read,
)
from dd_panel.store.copying import sync_file, written_beside
from dd_panel.store.header import Header, read_header
from dd_panel.store.lock import WriterLock
from dd_panel.store.locking import Key, driver_errors, key_for, new_key
from dd_panel.store.records import moment_text
from dd_panel.store.rounds import RecentRules
from dd_panel.store.store import FileKind, Store
from dd_panel.store.tables import APPLICATION_ID, SCHEMA, alembic_version, meta, metadata
from dd_panel.store.trouble import damaged, file_trouble, read_only, there_already
from dd_panel.store.versions import Inside, bring_up_to_date, look_inside, refuse_other_versions
from dd_panel.store.work import Work
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def create(
    path: Path, kind: FileKind, now: datetime, passphrase: str | None = None, fill: Callable[[Work], None] | None = None
) -> Store:
    """Make a new store and open it for writing; it appears under its name only when it is whole.

    `fill` puts in what the store must never be without; what it raises leaves nothing behind. With a passphrase every
    page is locked on the disk. Raises InputError when something is there already, LockedError when somebody else is
    making it, StorageError.
    """
    path = path.absolute()
    with file_trouble(path):
        if path.exists():
            raise there_already(path)
        key = None if passphrase is None else new_key(passphrase)
        lock = WriterLock.take(path.resolve(), now)
        try:
            with written_beside(path) as part:
                # The disk is asked why while what could be written is still on it.
                with file_trouble(path):
                    _build(part, kind, now, key, fill)
                part.rename(path)
            return Store(path, kind, Access.WRITING, lock, key)
        except BaseException:
            lock.release()
            raise


def open_store(path: Path, passphrase: str | Key | None = None, *, writing: bool = True) -> Store:
    """Open a store. For writing, an older file is brought up to date first, with a backup beside it.

    Where it is locked, the passphrase is wanted, or the key that `key_for` made of it.
    Raises InputError when it is no file of ours, PassphraseError when it is locked and the passphrase does not open it,
    LockedError when it is open for writing elsewhere, VersionConflictError when a newer program made it, ReadOnlyError
    when it is to be written and may not be, StorageError when it is damaged or can't be read.
    """
    path = path.absolute()
    with file_trouble(path):
        key = key_for(path, passphrase) if recognise(path).locked else None
        if not writing:
            access, inside = _look(path, key)
            refuse_other_versions(path, inside)
            return Store(path, _kind_of(path, inside), access, key=key)
        if not os.access(path, os.W_OK):  # SQLite would leave its side files beside it before it says so
            raise read_only(path)
        lock = WriterLock.take(path.resolve(), datetime.now(LONDON))
        try:
            kind = _kind_of(path, bring_up_to_date(path, key))
            return Store(path, kind, Access.WRITING, lock, key)
        except BaseException:
            lock.release()
            raise


def _build(part: Path, kind: FileKind, now: datetime, key: Key | None, fill: Callable[[Work], None] | None) -> None:
    """Write a store of the present version with what belongs into it from the beginning."""
    part.touch(exist_ok=False)
    engine = engine_for(part, Access.WRITING, key)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            metadata.create_all(connection, checkfirst=False)
            connection.execute(insert(alembic_version), {"version_num": SCHEMA})
            facts = {"kind": kind.value, "created": moment_text(now)}
            connection.execute(insert(meta), [{"key": key, "value": value} for key, value in facts.items()])
            if fill is not None:
                fill(Work(connection, RecentRules()))
            connection.commit()
    finally:
        engine.dispose()
    sync_file(part)


def recognise(path: Path) -> Header:
    """Say what a store's first bytes tell; refuses what is no store of ours, and what is only the beginning of one."""
    if path.is_dir():
        raise InputError(
            _("{file} is a folder.").format(file=path), remedy=_("Name a .ddround or .ddreview file in it.")
        )
    if not path.is_file():
        raise InputError(
            _("There is no file {name}.").format(name=path.name),
            _("{path} was looked for.").format(path=path),
            _("Check the name and the folder."),
        )
    try:
        header = read_header(path)
    except PermissionError as error:
        raise StorageError(
            _("{name} can't be read.").format(name=path.name),
            _("This account has no right to {path}.").format(path=path),
            _("Ask for the right to read it, or for a copy in a folder of your own."),
        ) from error
    if not header.ours:
        raise InputError(
            _("{name} is neither a round nor a review.").format(name=path.name),
            remedy=_("Choose a .ddround or .ddreview file."),
        )
    # While changes lie in the side file, the file itself may be shorter than its header says.
    if header.missing and not side_file_filled(path):
        raise damaged(path, _("Its end is missing: {count} bytes.").format(count=header.missing))
    return header


def _look(path: Path, key: Key | None) -> tuple[Access, Inside]:
    """Look into a file that is only read, in the way in which it can be read."""
    place = path.resolve()
    access = way_to_read(place)
    try:
        return access, look_inside(path, access, key)
    except driver_errors("OperationalError") as error:
        # Whether SQLite may make its side files can't always be told beforehand.
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}:
            raise
        if side_file_filled(place):
            raise not_closed_properly(place) from error
        return Access.UNTOUCHABLE, look_inside(path, Access.UNTOUCHABLE, key)


def _kind_of(path: Path, inside: Inside) -> FileKind:
    try:
        return FileKind(inside.kind)
    except ValueError as error:
        raise damaged(path, _("It doesn’t say whether it is a round or a review.")) from error
