"""An open store: units of work on one file, one writer at a time."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from sqlalchemy.exc import DatabaseError

from dd_panel.store.blobs import altered_blobs
from dd_panel.store.connections import PATIENCE, Access, engine_for
from dd_panel.store.copying import copy_whole
from dd_panel.store.rounds import RecentRules
from dd_panel.store.statements import driver
from dd_panel.store.trouble import database_trouble, file_trouble, gone, is_busy
from dd_panel.store.work import Work
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import stat_result
    from pathlib import Path
    from types import TracebackType

    from sqlalchemy import Connection

    from dd_panel.store.lock import WriterLock
    from dd_panel.store.locking import Key


_KEPT_FOR_MUCH = 32 * 1024
"""Kilobytes of the file in memory: with SQLite's own 2,000 a merge of 300 scoresheets writes pages again and again.

For the time of such a merge only. Whoever writes on and on, like the search that reads a desk, would fill as much and
keep it, and be no quicker.
"""

_MOMENT = 0.1
"""Seconds to wait for another program that holds the file before one's turn goes to another thread of this one."""

_BETWEEN_TURNS = 0.01


class FileKind(StrEnum):
    """What a store is: the secretariat's round, or one member's review."""

    ROUND = "round"
    REVIEW = "review"


class Store:
    """A round's or a member's file, open until it is closed. Threads may share it; their writing takes turns.

    `lock` is the right to write, which ends with the store; without it the store only reads. `key` opens a file that is
    locked with a passphrase.
    """

    def __init__(
        self, path: Path, kind: FileKind, access: Access, lock: WriterLock | None = None, key: Key | None = None
    ) -> None:
        self.path = path
        self.kind = kind
        self.key = key
        self._lock = lock
        self._engine = engine_for(path, access, key)
        self._turn = threading.Lock()
        self._writer: int | None = None
        self._hurried: int | None = None
        self._writing: tuple[Connection, Work] | None = None
        self._recent = RecentRules()
        self._open = True
        with file_trouble(path):
            self._file = path.stat()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """A unit of work that only reads; all of it sees the file as it was at one moment.

        Raises StorageError when the file can't be read.
        """
        self._must_be_open()
        with database_trouble(self.path), self._engine.connect() as connection:
            driver(connection).execute("BEGIN")
            yield Work(connection, self._recent)

    @contextmanager
    def writing(self, *, much: bool = False) -> Iterator[Work]:
        """A unit of work that is kept as a whole when it ends, or not at all when it fails.

        One that writes `much` keeps more of the file in memory until it ends.

        Raises StorageError when the disk refuses, LockedError when another program holds the file.
        """
        if self._lock is None:
            message = "this store was opened for reading"
            raise RuntimeError(message)
        self._must_be_no_writer()
        with database_trouble(self.path):
            connection, work = self._begin_writing()
            try:
                with connection.begin(), self._room(connection, much=much):
                    yield work
                    # SQLAlchemy's own commit, which finds nothing more to do, would put this into SQL every time.
                    driver(connection).execute("COMMIT")
            finally:
                self._writer = None
                self._turn.release()

    def hurry(self) -> None:
        """Let this thread wait only a moment where another program holds the file: a window that waits is frozen."""
        self._hurried = threading.get_ident()

    def copy_to(self, target: Path) -> None:
        """Write a clean copy of the whole file; one of ours that is there is replaced.

        Raises InputError when something else is there, LockedError when it is open, StorageError when the disk refuses.
        """
        self._must_be_open()
        copy_whole(self.path, target, self._engine)

    def damage(self) -> list[str]:
        """What is wrong inside the file, a sentence each; an empty list when it is sound."""
        self._must_be_open()
        try:
            with self._engine.connect() as connection:
                connection.exec_driver_sql("BEGIN")
                return _damage(connection)
        except DatabaseError as error:
            return [_("The file can't be read to its end: {reason}.").format(reason=error.orig)]

    def close(self) -> None:
        """Bring the file into one piece and let others write; a second time does nothing."""
        self._must_be_no_writer()
        with self._turn:
            if not self._open:
                return
            self._open = False
            try:
                with database_trouble(self.path):
                    if self._lock is not None and self._is_there():
                        self._tidy()
            finally:
                if self._writing is not None:
                    self._writing[0].close()
                self._engine.dispose()
                if self._lock is not None:
                    self._lock.release()

    def _begin_writing(self) -> tuple[Connection, Work]:
        """Begin to write in this thread's turn, which is to be given back.

        While another program holds the file, each thread asks for a moment at a time, so that none waits for the
        patience of another.
        """
        begun = time.monotonic()
        patience = _MOMENT if self._hurried == threading.get_ident() else PATIENCE
        while True:
            self._turn.acquire()
            try:
                self._must_be_open()
                self._must_be_there()
                connection, work = self._writers_work()
                driver(connection).execute("BEGIN IMMEDIATE")
            except BaseException as error:
                self._turn.release()
                if not is_busy(error) or time.monotonic() - begun >= patience:
                    raise
                time.sleep(_BETWEEN_TURNS)
            else:
                self._writer = threading.get_ident()
                return connection, work

    def _writers_work(self) -> tuple[Connection, Work]:
        """The one connection that writes, and the unit of work on it; both are made once for all scores."""
        if self._writing is None:
            connection = self._engine.connect()
            driver(connection).execute(f"PRAGMA busy_timeout={round(_MOMENT * 1000)}")
            self._writing = (connection, Work(connection, self._recent))
        return self._writing

    @contextmanager
    def _room(self, connection: Connection, *, much: bool) -> Iterator[None]:
        """Room for what is written, given back at the end where it was much."""
        if not much:
            yield
            return
        bare = driver(connection)
        (usual,) = bare.execute("PRAGMA cache_size").fetchone()
        bare.execute(f"PRAGMA cache_size=-{_KEPT_FOR_MUCH}")
        try:
            yield
        finally:
            bare.execute(f"PRAGMA cache_size={usual}")
            bare.execute("PRAGMA shrink_memory")

    def _tidy(self) -> None:
        """Bring what lies in the side file into the file itself; a reader elsewhere may put it off."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=0")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def _must_be_open(self) -> None:
        if not self._open:
            message = f"the store is closed: {self.path}"
            raise RuntimeError(message)

    def _must_be_no_writer(self) -> None:
        """Waiting for one's own unit of work would never end."""
        if self._writer == threading.get_ident():
            message = "a unit of work that writes is under way in this thread"
            raise RuntimeError(message)

    def _must_be_there(self) -> None:
        """A file that was taken away could still be written to, and every score would be lost in silence."""
        if not self._is_there():
            raise gone(self.path)

    def _is_there(self) -> bool:
        try:
            found: stat_result = self.path.stat()
        except OSError:
            return False
        return (found.st_dev, found.st_ino) == (self._file.st_dev, self._file.st_ino)


def _damage(connection: Connection) -> list[str]:
    said = [str(line) for line in connection.exec_driver_sql("PRAGMA integrity_check").scalars() if line != "ok"]
    said += [
        _("A row of “{table}” belongs to a row of “{parent}” that is not there.").format(table=row[0], parent=row[2])
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check")
    ]
    said += [
        _("A kept file no longer has its fingerprint {sha256}.").format(sha256=sha256)
        for sha256 in altered_blobs(connection)
    ]
    return said
