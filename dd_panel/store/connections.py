"""Opens SQLite files: where, with which promises about durability, and without ever making one by accident."""

from __future__ import annotations

import os
import sqlite3
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import QueuePool, create_engine

from dd_panel.domain.errors import StorageError
from dd_panel.store.locking import Key, sqlcipher
from dd_panel.store.trouble import no_room
from dd_panel.text import _

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

PATIENCE = 5.0
"""Seconds to wait for another program before giving up."""

_AT_ONCE = 4
_AT_MOST = 12


class Access(Enum):
    """How a file is opened: to write, to read beside a writer, to read and tidy up, or where nothing can change it."""

    WRITING = "writing"
    BESIDE_A_WRITER = "beside a writer"
    TIDY_READING = "tidy reading"
    UNTOUCHABLE = "untouchable"


_SWITCHES = {
    Access.WRITING: "mode=rw",
    Access.BESIDE_A_WRITER: "mode=ro",
    Access.TIDY_READING: "mode=rw",
    Access.UNTOUCHABLE: "mode=ro&immutable=1",
}
"""What SQLite is told in a file's address; `rw` makes no file where there is none."""


def side_file_filled(path: Path) -> bool:
    """Whether changes lie in the side file that SQLite keeps while a store is open, or that a killed program left."""
    journal = path.with_name(path.name + "-wal")
    return journal.exists() and journal.stat().st_size > 0


def way_to_read(path: Path) -> Access:
    """How to read the file at `path` without changing it and without leaving anything beside it.

    Raises StorageError where the newest changes lie in a side file that can't be read from a read-only folder.
    """
    room = os.access(path.parent, os.W_OK) and os.access(path, os.W_OK) and not no_room(path)
    in_use = path.with_name(path.name + "-shm").exists()
    if side_file_filled(path):
        if not in_use and not os.access(path.parent, os.W_OK):
            raise not_closed_properly(path)
        return Access.BESIDE_A_WRITER
    # A plain read-only connection would leave its side files behind; one that may write takes them away again.
    if room:
        return Access.TIDY_READING
    return Access.BESIDE_A_WRITER if in_use else Access.UNTOUCHABLE


def not_closed_properly(path: Path) -> StorageError:
    """The newest changes of a file lie beside it, where they can't be read."""
    return StorageError(
        _("{name} was not closed properly.").format(name=path.name),
        _("Its newest changes lie in {journal}, and the folder is read-only.").format(journal=path.name + "-wal"),
        _("Copy both files to a folder that you may write to, and open the copy."),
    )


def connect(path: Path, access: Access, key: Key | None = None, *, locking: bool = False) -> sqlite3.Connection:
    """Open the file that is at `path`, with its key where it is locked; transactions are begun by us alone.

    `locking` takes the driver of locked files for one that isn't locked too, as it knows how to make one of the other.
    Raises sqlite3.Error, or the error of the same name that the driver of locked files has.
    """
    address = path.absolute().as_uri()
    if not address.startswith("file:///"):
        # SQLite knows a Windows share only by an empty host followed by the whole name.
        address = address.replace("file://", "file:////", 1)
    connection: sqlite3.Connection = (sqlcipher() if key or locking else sqlite3).connect(
        f"{address}?{_SWITCHES[access]}", uri=True, isolation_level=None, timeout=PATIENCE, check_same_thread=False
    )
    try:
        if key:
            key.unlock(connection, path)
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=FULL")
        if access is not Access.WRITING:
            connection.execute("PRAGMA query_only=ON")
    except BaseException:
        connection.close()
        raise
    return connection


def engine_for(path: Path, access: Access, key: Key | None = None) -> Engine:
    """A pool of connections to one file; every thread borrows one for a unit of work."""
    return create_engine(
        "sqlite://",
        module=sqlcipher() if key else sqlite3,
        creator=partial(connect, path, access, key),
        poolclass=QueuePool,
        pool_size=_AT_ONCE,
        max_overflow=_AT_MOST,
    )
