"""Gives a store another passphrase, its first one, or none: written anew beside it, then put in its place.

Whoever pulls the plug finds the old file or the new one, each of them whole.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

from dd_panel.store.connections import PATIENCE, Access, connect
from dd_panel.store.copying import sync_file, written_beside
from dd_panel.store.files import recognise
from dd_panel.store.lock import WriterLock
from dd_panel.store.locking import driver_errors, key_for, new_key
from dd_panel.store.shredding import write_over
from dd_panel.store.tables import APPLICATION_ID
from dd_panel.store.trouble import damaged, file_trouble, is_busy
from dd_panel.store.versions import bring_up_to_date
from dd_panel.text import _

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from dd_panel.store.locking import Key

GoesOn = Callable[[int, int], bool]
"""Told how many bytes of how many are written; says whether to go on."""

_STEPS = 100
"""Of SQLite's own steps, between two looks at how far it is."""

_BETWEEN_TRIES = 0.05


class StoppedError(Exception):
    """Somebody stopped it; the file is as it was."""


def relock(path: Path, present: str | Key | None, wanted: str | None, now: datetime, goes_on: GoesOn) -> Key | None:
    """Lock a store that nobody has open with the passphrase `wanted`, or with none; returns its new key.

    What was not locked before is written over once the new file stands in its place; on Windows its bytes are only let
    go. A store that an earlier version made is brought up to date first, and its backup stays as it is, beside it.
    Raises InputError when it is no file of ours, PassphraseError when `present` does not open it, LockedError when it
    is open, be it for reading alone, VersionConflictError when a newer program made it, StorageError, StoppedError.
    """
    path = path.resolve()  # a new file in the place of a link would leave the old one where the link led to
    with file_trouble(path):
        old = key_for(path, present) if recognise(path).locked else None
        lock = WriterLock.take(path, now)
        try:
            bring_up_to_date(path, old)
            _refuse_readers(path, old)
            new = None if wanted is None else new_key(wanted)
            with written_beside(path) as part:
                with file_trouble(path):  # asked why while what could be written is still on the disk
                    _write_anew(path, part, (old, new), goes_on)
                if not goes_on(size := path.stat().st_size, size):
                    raise StoppedError
                _put_in_place(part, path, wipe=old is None)
            return new
        finally:
            lock.release()


def _refuse_readers(path: Path, key: Key | None) -> None:
    """Bring the store into one file, as SQLite does only for whoever has it alone; raises LockedError, sqlite3.Error.

    A side file that a reader keeps would be taken for a part of the new file, which could then never be opened. SQLite
    itself refuses at once, so it is asked again: the first screen looks for a moment into what was closed just now.
    """
    until = time.monotonic() + PATIENCE
    with closing(connect(path, Access.WRITING, key)) as connection:
        while True:
            try:
                connection.execute("PRAGMA journal_mode=DELETE")
            except driver_errors("OperationalError") as error:
                if not is_busy(error) or time.monotonic() > until:
                    raise
                time.sleep(_BETWEEN_TRIES)
            else:
                return


def _write_anew(path: Path, part: Path, keys: tuple[Key | None, Key | None], goes_on: GoesOn) -> None:
    old, new = keys
    part.touch(exist_ok=False)
    shutil.copymode(path, part)  # what only its owner could read stays so
    size = path.stat().st_size
    stopped: list[bool] = []

    def look() -> int:
        if not goes_on(min(part.stat().st_size, size), size):
            stopped.append(True)
        return len(stopped)

    with closing(connect(path, Access.WRITING, old, locking=True)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("ATTACH DATABASE ? AS fresh KEY ?", (str(part), "" if new is None else new.spelt))
        connection.set_progress_handler(look, _STEPS)
        try:
            connection.execute("SELECT sqlcipher_export('fresh')")
        except driver_errors("OperationalError") as error:
            if stopped:  # which SQLCipher's export tells by no code of its own
                raise StoppedError from error
            raise
        connection.set_progress_handler(None, 0)
        connection.execute(f"PRAGMA fresh.application_id={APPLICATION_ID}")
        found = [str(line) for (line,) in connection.execute("PRAGMA fresh.integrity_check")]
        if found != ["ok"]:
            raise damaged(path, _("It could not be written anew: {reason}.").format(reason=found[0]))
        connection.execute("DETACH DATABASE fresh")
    sync_file(part)


def _put_in_place(part: Path, path: Path, *, wipe: bool) -> None:
    """Let the new file stand where the old one did, in one step; with `wipe`, write over the old one's content.

    Not on Windows: it puts nothing in the place of a file that is open, and one that is closed has lost its name.
    """
    if not wipe or sys.platform == "win32":
        part.replace(path)
        return
    before = os.open(path, os.O_RDWR)
    try:
        part.replace(path)
        write_over(before)
    finally:
        os.close(before)
