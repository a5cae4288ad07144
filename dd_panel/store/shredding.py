"""Taking a store off a disk, and all that was laid beside it: the content is written over before the name goes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from dd_panel.domain.errors import InputError
from dd_panel.store.header import read_header
from dd_panel.store.trouble import file_trouble
from dd_panel.text import _

if TYPE_CHECKING:
    from pathlib import Path

PIECE: Final = 1 << 20
SIDES: Final = ("-wal", "-shm", "-journal")
"""How the names of the files end that SQLite keeps beside a store while somebody has it open."""


def laid_beside(store: Path) -> tuple[Path, ...]:
    """The store, last, and what the program made beside it: backups, unfinished copies, SQLite's own files.

    Raises InputError when the file at the path is no store of ours, StorageError when the folder can't be read.
    """
    with file_trouble(store):
        if not store.is_file() or not read_header(store).ours:
            raise InputError(
                _("{name} is no round or review of this program.").format(name=store.name),
                _("Only those are removed, with what belongs to them."),
                _("Choose a .ddround or .ddreview file."),
            )
        made = [
            each
            for each in sorted(store.parent.iterdir())
            if each.name.startswith((f"{store.name}.backup-", f".{store.name}.part")) and each.is_file()
        ]
        sides = [store.with_name(store.name + side) for side in SIDES]
    return (*made, *(side for side in sides if side.is_file()), store)


def shred(file: Path) -> None:
    """Write zeros over a file's content, see them to the disk, then remove it; one that is gone already stays so.

    A reader that is just done puts SQLite's own files away by itself. Where a disk writes elsewhere than over the old
    place, as solid state disks do, the old content may stay behind.
    Raises StorageError or LockedError; the file is then still there, though perhaps no longer readable.
    """
    with file_trouble(file):
        try:
            descriptor = os.open(file, os.O_RDWR | getattr(os, "O_BINARY", 0))
        except FileNotFoundError:
            return
        try:
            write_over(descriptor)
        finally:
            os.close(descriptor)
        file.unlink(missing_ok=True)


def write_over(descriptor: int) -> None:
    """Write zeros over all that an open file holds, from where it stands, and see them to the disk; raises OSError."""
    left = os.fstat(descriptor).st_size
    while left:
        left -= os.write(descriptor, bytes(min(left, PIECE)))
    os.fsync(descriptor)
