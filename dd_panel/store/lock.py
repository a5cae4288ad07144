"""The writer's lock: a small file beside a store that says which computer has it open for writing, and since when.

The system's own lock on that file tells a living process from a dead one on this computer; its content tells another
computer, where a shared folder may not carry the system's lock.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self

from dd_panel.domain.errors import InputError, LockedError
from dd_panel.domain.moments import to_the_minute
from dd_panel.domain.rounds import LONDON
from dd_panel.store.trouble import file_trouble
from dd_panel.text import _

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST = 4096
_LOCKED_BYTE = 1 << 20
"""Far behind the content: Windows lets nobody read a byte that is locked."""


@dataclass(frozen=True, slots=True)
class _Holder:
    """Who has the file open, as the lock file says."""

    host: str
    process: int
    since: datetime


class WriterLock:
    """The right to write to one store, held until it is released or the process ends."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor: int | None = descriptor

    @classmethod
    def take(cls, store: Path, now: datetime) -> Self:
        """Take the lock of the store at this path; what a dead process of this computer left is taken over.

        Raises LockedError when another window or computer has the store open, StorageError when no lock can be kept
        there, InputError when another program's file stands in its place.
        """
        path = store.with_name(store.name + ".lock")
        with file_trouble(store):
            while True:
                descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
                try:
                    cls._claim(store, path, descriptor)
                except BaseException:
                    os.close(descriptor)
                    raise
                if not _still_there(path, descriptor):
                    # The former holder removed the file between our opening and our locking it.
                    os.close(descriptor)
                    continue
                lock = cls(path, descriptor)
                try:
                    _write_holder(descriptor, _Holder(_this_computer(), os.getpid(), now))
                except BaseException:
                    lock.release()
                    raise
                return lock

    @staticmethod
    def _claim(store: Path, path: Path, descriptor: int) -> None:
        free = _lock(descriptor)
        content = _read(descriptor)
        holder = _holder_in(content)
        # After a power cut a new lock file may be empty or full of zeros; anything else is somebody else's.
        if free and holder is None and content.strip(b"\0"):
            raise InputError(
                _("{lock} is not a file of this program.").format(lock=path.name),
                _("The lock of {name} would have to stand in its place.").format(name=store.name),
                _("Move it to another folder, then open the file again."),
            )
        if not free or (holder is not None and holder.host.casefold() != _this_computer().casefold()):
            raise _locked(store, path, holder)

    def release(self) -> None:
        """Give the lock back and remove its file; a second time does nothing."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        with file_trouble(self._path):
            if sys.platform == "win32":
                # Windows removes no open file; if somebody opens it in between, it is theirs now.
                os.close(descriptor)
                try:
                    self._path.unlink(missing_ok=True)
                except PermissionError:
                    return
            else:
                try:
                    if _still_there(self._path, descriptor):
                        self._path.unlink(missing_ok=True)
                finally:
                    os.close(descriptor)


def _this_computer() -> str:
    return platform.node() or "localhost"


def _lock(descriptor: int) -> bool:
    """Whether the system gives us the lock on this open file."""
    if sys.platform == "win32":
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
    else:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def _still_there(path: Path, descriptor: int) -> bool:
    """Whether the open file is the one at `path`, and not one that was removed meanwhile."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _write_holder(descriptor: int, holder: _Holder) -> None:
    content = {"host": holder.host, "process": holder.process, "since": holder.since.isoformat()}
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, json.dumps(content).encode())


def _read(descriptor: int) -> bytes:
    os.lseek(descriptor, 0, os.SEEK_SET)
    return os.read(descriptor, _LONGEST)


def _holder_in(content: bytes) -> _Holder | None:
    """Who the lock file names; None when it names nobody."""
    try:
        said = json.loads(content)
        since = datetime.fromisoformat(said["since"])
        return _Holder(str(said["host"]), int(said["process"]), since.astimezone(LONDON))
    except (ValueError, TypeError, KeyError):
        return None


def _locked(store: Path, path: Path, holder: _Holder | None) -> LockedError:
    if holder is None:
        title = _("{name} is open in another window.").format(name=store.name)
        return LockedError(title, remedy=_("Close it there, then open it here again."))
    since = _("It has been open there since {time}.").format(time=to_the_minute(holder.since))
    if holder.host.casefold() == _this_computer().casefold():
        return LockedError(
            _("{name} is open in another window on this computer, {computer}.").format(
                name=store.name, computer=holder.host
            ),
            since,
            _("Close it there, then open it here again."),
        )
    return LockedError(
        _("{name} is open on another computer, {computer}.").format(name=store.name, computer=holder.host),
        since,
        _("Close it there. If that computer crashed, delete {lock} and open the file again.").format(lock=path.name),
    )
