"""Locking a round or a review that is there already, changing its passphrase, and taking the lock away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.passphrases import check_new
from dd_panel.services.workplace import CancelledError, never, no_progress
from dd_panel.store.files import recognise
from dd_panel.store.relocking import StoppedError, relock
from dd_panel.store.shredding import SIDES, laid_beside
from dd_panel.store.trouble import file_trouble
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dd_panel.services.workplace import Cancelled, Clock, Progress
    from dd_panel.store.locking import Key

_THOUSAND = 1_000


@dataclass(frozen=True, slots=True)
class LockSeen:
    """Whether a store is locked, and which backups lie beside it, which stay as they are."""

    locked: bool
    backups: tuple[str, ...]


def see_lock(store: Path) -> LockSeen:
    """Say how a round or a review stands; raises InputError for any other file, StorageError."""
    with file_trouble(store):
        locked = recognise(store).locked
    names = (each.name for each in laid_beside(store)[:-1])
    return LockSeen(locked, tuple(name for name in names if not name.endswith(SIDES)))


def change_lock(
    store: Path,
    clock: Clock,
    present: str | None,
    wanted: str | None,
    *,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> Key | None:
    """Lock a store with a passphrase, change the one it has, or take it away (`wanted` None); returns the new key.

    The file is whole at every moment: as it was, or as it is to be. Raises InputError where the new passphrase is too
    short or there is nothing to take away, PassphraseError when `present` does not open it, LockedError when a window
    has it open, StorageError, CancelledError.
    """
    if wanted is not None:
        check_new(wanted)
    elif not see_lock(store).locked:
        raise InputError(_("{name} is not locked.").format(name=store.name), remedy=_("There is nothing to take away."))

    def goes_on(done: int, total: int) -> bool:
        progress(done // _THOUSAND, total // _THOUSAND, store.name)
        return not cancelled()

    try:
        return relock(store, present, wanted, clock(), goes_on)
    except StoppedError:
        raise CancelledError from None


def lost_passphrase() -> str:
    """What has to be said before somebody relies on a passphrase."""
    return _("Keep the passphrase in a safe place: without it nobody at all can open what it locks.")


def not_promised() -> str:
    """What locking can't promise, to be said before it is done."""
    return _(
        "Copies, backups, packs and scoresheets made before stay as they are, here and elsewhere. The disk may hold "
        "the old content for a while, a solid state disk above all: only a disk that is encrypted as a whole keeps "
        "that unread."
    )


def left_beside(backups: Sequence[str]) -> str:
    """Which backups lie beside a store as they were; empty for none."""
    said = ngettext("Beside it lies a backup: {names}.", "Beside it lie backups: {names}.", len(backups))
    return said.format(names=", ".join(backups)) if backups else ""
