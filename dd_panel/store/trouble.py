"""Says in three short sentences what the disk, the system or SQLite said in codes."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from dd_panel.domain.errors import DDPanelError, InputError, LockedError, ReadOnlyError, StorageError
from dd_panel.store.locking import driver_errors
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SIDE_FILES = 64 * 1024
"""Bytes that SQLite's side files need at the least."""

_FULL = frozenset({sqlite3.SQLITE_FULL})
_READ_ONLY = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH})
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})
_FAILED = frozenset({sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOLFS})


@contextmanager
def database_trouble(path: Path) -> Iterator[None]:
    """Tell what SQLite meets in the file at `path` as a StorageError or LockedError; our own faults stay."""
    try:
        yield
    except _what_sqlite_says() as error:
        told = _database_error(error, path)
        if told is None:
            raise
        raise told from error


@contextmanager
def file_trouble(path: Path) -> Iterator[None]:
    """Tell what SQLite or the system meets at `path` as a StorageError or a LockedError."""
    try:
        with database_trouble(path):
            yield
    except OSError as error:
        raise _system_error(error, path) from error


def is_busy(error: BaseException) -> bool:
    """Whether SQLite says that somebody else holds the file."""
    return _primary(error) in _BUSY


def damaged(path: Path, detail: str) -> StorageError:
    """The file is ours, and can't be read as it should."""
    return StorageError(
        _("{name} is damaged.").format(name=path.name),
        detail,
        _("Use the latest backup or copy of it, and keep the damaged file until all is found again."),
    )


def gone(path: Path) -> StorageError:
    """The file was there, and is there no more."""
    return StorageError(
        _("{name} is no longer where it was.").format(name=path.name),
        _("It was in {folder}, and was moved, deleted or replaced, or its disk was taken away.").format(
            folder=path.parent
        ),
        _("Put it back or connect the disk again, then open it once more."),
    )


def used_by_another(path: Path, detail: str) -> LockedError:
    """Another program uses the file just now; `detail` says by what that was noticed."""
    return LockedError(
        _("{name} is being used by another program.").format(name=path.name),
        detail,
        _("Close the other program, or wait until it has finished, and try again."),
    )


def there_already(path: Path) -> InputError:
    """Something has the name that a new file was to have."""
    return InputError(
        _("{name} is there already.").format(name=path.name),
        _("It was not changed."),
        _("Choose another name, or open the file that is there."),
    )


def _what_sqlite_says() -> tuple[type[Exception], ...]:
    return (DBAPIError, *driver_errors("Error"))


def _primary(error: BaseException | None) -> int | None:
    """SQLite's code without its finer shades; None for an error of another kind."""
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def _database_error(error: Exception, path: Path) -> DDPanelError | None:
    cause = error.orig if isinstance(error, DBAPIError) else error
    primary = _primary(cause)
    if primary in _FULL:
        return _full(path)
    if primary in _READ_ONLY:
        return read_only(path)
    if primary in _BUSY:
        return used_by_another(path, _("That program did not let go of it in time."))
    # A text that is no text comes without a code.
    if primary in _DAMAGED or "could not decode" in str(cause).casefold():
        return damaged(path, _("What is in it can't be read: {reason}.").format(reason=cause))
    return _not_served(path, primary, str(cause)) if primary in _FAILED else None


def _not_served(path: Path, primary: int | None, reason: str) -> StorageError:
    """Why the system did not do what SQLite asked; SQLite itself often can't tell."""
    if no_room(path):
        return _full(path)
    missing = primary == sqlite3.SQLITE_CANTOPEN and not path.exists()
    return gone(path) if missing else _failed(path, reason)


def no_room(path: Path) -> bool:
    """Whether the disk is so full that SQLite's small side files find no room, which it reports as any failure."""
    try:
        return shutil.disk_usage(path.parent).free < _SIDE_FILES
    except OSError:
        return False


def _system_error(error: OSError, path: Path) -> StorageError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _full(path)
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return read_only(path)
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return StorageError(
            _("There is no folder for {name}.").format(name=path.name),
            _("{folder} was not found.").format(folder=path.parent),
            _("Make the folder, or choose another."),
        )
    return _failed(path, error.strerror or str(error))


def _full(path: Path) -> StorageError:
    return StorageError(
        _("The disk is full."),
        _("{name} could not be written; nothing in it has changed.").format(name=path.name),
        _("Make room on the disk and try again."),
    )


def read_only(path: Path) -> ReadOnlyError:
    """The file, or the folder it is in, may not be written to."""
    return ReadOnlyError(
        _("{name} can't be written.").format(name=path.name),
        _("The file or its folder, {folder}, is read-only.").format(folder=path.parent),
        _("Choose a folder that you may write to, or ask for the right to."),
    )


def _failed(path: Path, reason: str) -> StorageError:
    return StorageError(
        _("The disk failed at {name}.").format(name=path.name),
        _("The system says: {reason}.").format(reason=reason),
        _("Check that the disk is still connected, and try again."),
    )
