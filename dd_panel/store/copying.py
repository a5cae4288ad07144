"""Clean copies of a store: written whole beside their place, then put there in one step."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.rounds import LONDON
from dd_panel.store.connections import not_closed_properly, side_file_filled
from dd_panel.store.header import read_header
from dd_panel.store.lock import WriterLock
from dd_panel.store.trouble import file_trouble, there_already, used_by_another
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Engine

_AT_ONCE = 1 << 20
"""Bytes that are copied between two words about how far it is."""


def copy_whole(source: Path, target: Path, engine: Engine) -> None:
    """Copy the store at `source` to `target`, all or nothing; a store of ours that is there and closed is replaced.

    Raises InputError when the target is the source or not ours, LockedError when it is open, StorageError.
    """
    target = target.absolute()
    with file_trouble(target):
        if target.exists():
            if target.samefile(source):
                raise InputError(
                    _("{name} can't be copied onto itself.").format(name=target.name),
                    remedy=_("Choose another name or folder for the copy."),
                )
            if not read_header(target).ours:
                raise InputError(
                    _("{name} is not a file of this program, so it is not replaced.").format(name=target.name),
                    remedy=_("Choose another name for the copy."),
                )
        lock = WriterLock.take(target, datetime.now(LONDON))
        try:
            with written_beside(target) as part:
                write_copy(part, engine)
                # What a killed program left beside the old file would be taken for a part of the new one.
                for side in ("-wal", "-shm"):
                    target.with_name(target.name + side).unlink(missing_ok=True)
                part.replace(target)
        finally:
            lock.release()


def copy_closed(source: Path, target: Path, progress: Callable[[int, int], None]) -> None:
    """Copy a store that nobody has open, byte for byte, all or nothing; nothing is changed or left beside it.

    So a file in a read-only folder, of whatever version and locked or not, comes to where it may be worked on.
    `progress` is told how many bytes of how many are copied, and may raise to stop.
    Raises InputError when something is there already, StorageError where its newest changes lie beside it, LockedError
    when somebody turned out to write to it meanwhile.
    """
    target = target.absolute()
    with file_trouble(source), source.open("rb") as content:
        if side_file_filled(source):
            raise not_closed_properly(source)
        before = os.fstat(content.fileno())
        with file_trouble(target):
            if target.exists():
                raise there_already(target)
            with written_beside(target) as part:
                with part.open("xb") as copy:
                    while some := content.read(_AT_ONCE):
                        copy.write(some)
                        progress(copy.tell(), before.st_size)
                after = source.stat()
                if (after.st_mtime_ns, after.st_size) != (before.st_mtime_ns, before.st_size):
                    raise used_by_another(source, _("It was written to while it was copied."))
                sync_file(part)
                part.rename(target)


@contextmanager
def written_beside(target: Path) -> Iterator[Path]:
    """Where a file is written until it is whole and is put in its place; what is left there is removed."""
    part = target.with_name(f".{target.name}.part")
    _remove(part)
    try:
        yield part
        _sync_folder(target.parent)
    finally:
        _remove(part)


def _remove(part: Path) -> None:
    for side in ("", "-journal", "-wal", "-shm"):
        part.with_name(part.name + side).unlink(missing_ok=True)


def write_copy(part: Path, engine: Engine) -> None:
    """Write the whole store into a new file and see it to the disk."""
    with engine.connect() as connection:
        # SQLite takes a copy for a change, and refuses it to whoever promised to change nothing.
        promised = connection.exec_driver_sql("PRAGMA query_only").scalar_one()
        connection.exec_driver_sql("PRAGMA query_only=OFF")
        try:
            connection.exec_driver_sql("VACUUM INTO ?", (str(part),))
        finally:
            connection.exec_driver_sql(f"PRAGMA query_only={promised}")
    sync_file(part)


def sync_file(path: Path) -> None:
    """Wait until the file is on the disk."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    """Wait until a new name in the folder is on the disk, where the system can tell."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        # Some file systems have no such promise to give.
        with suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
