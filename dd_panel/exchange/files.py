"""Files on the disk: written whole or not at all, read with a limit, and named so that every system takes the name."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import sys
import unicodedata
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dd_panel.domain.errors import DDPanelError, InputError, LockedError, StorageError, system_sentence
from dd_panel.exchange.cells import normal_text
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LARGEST_FILE = 200 * 1024 * 1024
"""Bytes of the largest file that is read whole."""

LONGEST_NAME = 120
"""Characters of a file name without its ending; the path to it has to fit in 260 on some systems."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_BAD_NAME = frozenset({errno.ENAMETOOLONG, errno.EINVAL, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.EILSEQ})
_IN_USE = frozenset({5, 32, 33})
"""What Windows says of a file that another program holds: access denied, sharing violation, lock violation."""

_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})


def write_whole(path: Path, content: bytes | Callable[[BinaryIO], None], *, ours: Callable[[Path], bool]) -> None:
    """Write a file so that it is there whole or not at all, as `written_whole` does.

    `content` is the bytes, or a function that writes them to an open file.
    """
    with written_whole(path, ours=ours) as file:
        if callable(content):
            content(file)
        else:
            file.write(content)


@contextmanager
def written_whole(path: Path, *, ours: Callable[[Path], bool]) -> Iterator[BinaryIO]:
    """An open file to write to, which is there whole when this ends, or not at all; missing folders are made.

    `ours` says whether a file that stands there already may be replaced: a file that isn't ours never is.

    Raises:
        InputError: something else stands there, or the name can't be used.
        LockedError: the file is open in another program.
        StorageError: the disk is full, read-only or gone.
    """
    with _told(path):
        if "\0" in str(path):
            raise OSError(errno.EINVAL, "")
        target = Path(os.path.realpath(path))
        _refuse_what_is_there(path, target, ours)
        _refuse_open_document(target)
        with _folder_made(target.parent), _beside(target) as file:
            yield file


def begin_to_keep(file: BinaryIO, start: int) -> None:
    """Let the disk begin with what was written since `start`, so that the end of `written_whole` waits for less.

    Does nothing where the system can't be told so.
    """
    if sys.platform == "linux":
        file.flush()
        # That nobody needs these bytes in memory is what Linux begins to write them for.
        os.posix_fadvise(file.fileno(), start, file.tell() - start, os.POSIX_FADV_DONTNEED)


def _refuse_what_is_there(path: Path, target: Path, ours: Callable[[Path], bool]) -> None:
    if target.is_dir():
        raise InputError(
            _("{file} is a folder.").format(file=path),
            remedy=_("Give the name of a file inside it."),
        )
    if target.exists() and not target.is_file():
        raise InputError(
            _("{file} is no ordinary file.").format(file=path),
            remedy=_("Give the name of a file in a folder of yours."),
        )
    if target.exists() and not ours(target):
        raise InputError(
            _("{file} is there already and holds something else.").format(file=path),
            remedy=_("Choose another name, or move that file away first."),
        )


@contextmanager
def folder_made(folder: Path) -> Iterator[None]:
    """Make a folder for what follows, with those above it; where that fails, none that is still empty is left.

    Raises StorageError when the disk refuses, InputError when the name can't be used.
    """
    with _told(folder), _folder_made(folder):
        yield


@contextmanager
def _folder_made(folder: Path) -> Iterator[None]:
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for each in missing:
            with suppress(OSError):  # something is in it
                each.rmdir()
        raise


def check_ending(path: Path, ending: str) -> None:
    """Refuse a name by which other programs would take the file for something else. Raises InputError."""
    if path.suffix.casefold() != ending:
        raise InputError(
            _("{file} is not named like the file that would be written.").format(file=path.name),
            _("Its name has to end in {ending}, or other programs can't open it.").format(ending=ending),
            _("Let the name end in {ending}.").format(ending=ending),
        )


def check_folder_name(folder: Path, ending: str) -> None:
    """Refuse a file's name where a folder for several files of this ending is needed. Raises InputError."""
    if folder.suffix.casefold() == ending and not folder.is_dir():
        raise InputError(
            _("{folder} is named like a file, and a folder is needed here.").format(folder=folder.name),
            remedy=_("Name the folder that the files shall go into."),
        )


def _refuse_open_document(target: Path) -> None:
    """Refuse where an office program's lock file says that somebody has the document open."""
    for lock in (f"~${target.name}", f"~${target.name[2:]}", f".~lock.{target.name}#"):
        if target.exists() and (target.parent / lock).exists():
            raise LockedError(
                _("{file} is open in another program.").format(file=target),
                _("The file {lock} beside it says so.").format(lock=lock),
                _("Close it there and try again. If it is open nowhere, delete that file."),
            )


@contextmanager
def _beside(target: Path) -> Iterator[BinaryIO]:
    beside = target.parent / f".{target.name[:100]}.{secrets.token_hex(4)}.part"
    handle = _open_nameless(target.parent)
    nameless = handle is not None
    if handle is None:
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        handle = os.open(beside, flags, 0o666)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            if nameless:
                _give_name(file.fileno(), beside)
        _replace(beside, target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    _settle(target.parent)


def _open_nameless(folder: Path) -> int | None:
    """Open a file without a name, of which nothing is left when the program is killed; None where that can't be."""
    flag = getattr(os, "O_TMPFILE", None)
    if flag is None or not Path("/proc/self/fd").is_dir():
        return None
    try:
        return os.open(folder, os.O_RDWR | flag, 0o666)
    except OSError as error:
        if error.errno in _FULL | _FORBIDDEN:
            raise
        return None


def _give_name(handle: int, name: Path) -> None:
    folder = os.open(name.parent, os.O_RDONLY)
    try:
        # With a folder's handle the call follows /proc's link to the open file; without one it would link the link.
        os.link(f"/proc/self/fd/{handle}", name.name, dst_dir_fd=folder)
    finally:
        os.close(folder)


def _replace(source: Path, target: Path) -> None:
    try:
        source.replace(target)
    except PermissionError as error:
        if target.exists() and getattr(error, "winerror", None) in _IN_USE:
            raise LockedError(
                _("{file} is open in another program.").format(file=target),
                remedy=_("Close it there, in Excel for instance, and try again."),
            ) from error
        raise


def _settle(folder: Path) -> None:
    """Make the new name durable too, where the system lets a folder be flushed."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what the disk says into a sentence with a remedy."""
    try:
        yield
    except OSError as error:
        raise _trouble(path, error) from error


def _trouble(path: Path, error: OSError) -> DDPanelError:
    if error.errno in _FULL:
        return StorageError(
            _("{file} could not be written: the disk is full.").format(file=path),
            _("Nothing was changed."),
            _("Make room, or choose a folder on another disk."),
        )
    if error.errno in _FORBIDDEN:
        return StorageError(
            _("{file} could not be written: the folder or the file is read-only.").format(file=path),
            _("Nothing was changed."),
            _("Choose a folder that you may write to."),
        )
    if error.errno in _BAD_NAME or isinstance(error, FileExistsError | NotADirectoryError):
        return InputError(
            _("{file} can't be used as a file's name here.").format(file=path),
            _("It is too long, or a part of it is a file and not a folder."),
            _("Choose another name or folder."),
        )
    return StorageError(
        _("{file} could not be written.").format(file=path),
        system_sentence(error),
        _("Check that the disk is there, then try again."),
    )


def read_whole(path: Path, limit: int = LARGEST_FILE) -> bytes:
    """Read a file's bytes, at most `limit` of them.

    Raises InputError when it is missing, a folder, larger than `limit`, or may not be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    if len(content) > limit:
        raise InputError(
            _("{file} is larger than {limit} MB.").format(file=path, limit=max(1, limit // (1024 * 1024))),
            remedy=_("Check which file was meant."),
        )
    return content


def unreadable(path: Path, error: OSError | ValueError) -> InputError:
    """What stands in the way of reading a file, in a sentence with a remedy."""
    if isinstance(error, FileNotFoundError):
        return InputError(
            _("There is no file {file}.").format(file=path),
            remedy=_("Check the name and the folder."),
        )
    if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
        return InputError(
            _("{file} is a folder.").format(file=path),
            remedy=_("Name a file in it."),
        )
    if isinstance(error, PermissionError):
        return InputError(
            _("{file} may not be read.").format(file=path),
            _("It belongs to somebody else, or another program has it open."),
            _("Close it there, or copy it to a folder of yours."),
        )
    return InputError(
        _("{file} can't be read.").format(file=path),
        system_sentence(error),
        _("Check that the disk is there, then try again."),
    )


def sha256_of(content: bytes) -> str:
    """The fingerprint of a file's bytes: 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def shown_name(path: Path) -> str:
    """What a file or folder is called, in letters that every screen and store holds.

    A name in an old alphabet, as archives and shared drives bring it, has bytes that are no letters of Unicode.
    """
    return normal_text(path.name)


def safe_name(text: str) -> str:
    """A file name made of a reference or a person's name: one part, taken by every system, and never empty.

    Letters of every language stay; what a system can't have in a name becomes a hyphen.
    """
    plain = unicodedata.normalize("NFC", text)
    kept = "".join(letter if _may_stand(letter) else "-" for letter in plain)
    name = re.sub(r"-{2,}", "-", re.sub(r"\s+", " ", kept)).strip(" .-")
    while len(name.encode()) > LONGEST_NAME or len(name) > LONGEST_NAME:
        name = name[:-1].rstrip(" .-")
    if name.split(".")[0].rstrip().casefold() in _RESERVED:
        name = f"_{name}"
    return name or "_"


def _may_stand(letter: str) -> bool:
    return letter not in '<>:"/\\|?*' and (letter == " " or unicodedata.category(letter)[0] not in "CZ")
