"""Removing a round from this laptop, when the work is done and the applications are nobody's business any more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.exchange.pack import is_pack
from dd_panel.services.workplace import no_progress
from dd_panel.store.lock import WriterLock
from dd_panel.store.shredding import SIDES, laid_beside, shred
from dd_panel.text import _

if TYPE_CHECKING:
    from pathlib import Path

    from dd_panel.services.workplace import Clock, Progress

_REVIEW, _PACK = ".ddreview", ".ddpack"


@dataclass(frozen=True, slots=True)
class Removal:
    """The files that go, the store itself last, and how many bytes they have together."""

    files: tuple[Path, ...]
    size: int

    @property
    def names(self) -> tuple[str, ...]:
        """What to tell a person of: the files that SQLite keeps beside a store are part of it to them."""
        return tuple(each.name for each in self.files if not each.name.endswith(SIDES))


def plan_removal(store: Path) -> Removal:
    """What removing a round or a review takes away: the store with its search index, backups, copies, and its pack.

    Only what the program made is in it, and of a review the pack it was made from where that lies beside it under the
    same name. Raises InputError when the file is no store of ours, StorageError.
    """
    store = store.resolve()
    files = laid_beside(store)
    pack = store.with_suffix(_PACK)
    if store.suffix.lower() == _REVIEW and pack.is_file() and is_pack(pack):
        files = (pack, *files)
    return Removal(files, sum(map(_size, files)))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:  # a reader that is just done has put it away
        return 0


def remove_from_laptop(store: Path, clock: Clock, progress: Progress = no_progress) -> Removal:
    """Write over and remove all that `plan_removal` tells of; what is gone is gone.

    The store itself goes last: where a file can't be removed, or somebody cancels between two of them, it still opens.
    Raises InputError when the file is no store of ours, LockedError when a window has it open, StorageError.
    """
    store = store.resolve()
    plan_removal(store)
    lock = WriterLock.take(store, clock())
    try:
        # Asked again: the window that had it open a moment ago has put its side files away.
        removal = plan_removal(store)
        for done, file in enumerate(removal.files):
            progress(done, len(removal.files), file.name)
            shred(file)
    finally:
        lock.release()
    return removal


def not_promised() -> str:
    """What removing can't promise, to be said before it is done."""
    return _(
        "Scoresheets, prints, workbooks and packs that you kept elsewhere, sent or backed up stay where they are. A "
        "solid state disk may hold old content for a while even so: only a disk that is encrypted as a whole keeps "
        "that unread."
    )
