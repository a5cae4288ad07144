"""Locks a pack with a passphrase: without it nothing can be read, not even the names inside.

The key comes from the passphrase by Argon2id (RFC 9106); the bytes are locked by AES-256-GCM in pieces, each with its
number and whether it is the last one, so that no piece can be changed, moved, left out or added (the STREAM
construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). Every file has a key of its own through its salt.
"""

from __future__ import annotations

import hashlib
import io
import secrets
import struct
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO, Final

from dd_panel.domain.passphrases import MEMORY, PASSES, stretched

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAGIC: Final = b"dd_panel locked\n"
PIECE: Final = 1 << 20
_TAG = 16
_LAST = 11
"""The nonce has 12 bytes: the piece's number in 11, and one that is 1 for the last piece."""

_HEADER = struct.Struct(">16sBII16s32s")
_DIGEST = 32
LENGTH: Final = _HEADER.size + _DIGEST
_VERSION = 1

# A forged header must not take the laptop's memory or an hour of its time.
_MEMORIES, _PASSES = range(1024, 1024 * 1024), range(1, 16)


class WrongPassphraseError(Exception):
    """The passphrase is not the one the file was locked with."""


@dataclass(frozen=True, slots=True)
class _Header:
    """How the key comes from the passphrase: `memory` in KiB, `check` tells a wrong passphrase at once."""

    memory: int
    passes: int
    salt: bytes
    check: bytes = b""

    def written(self) -> bytes:
        content = _HEADER.pack(MAGIC, _VERSION, self.memory, self.passes, self.salt, self.check)
        return content + hashlib.sha256(content).digest()

    def keys(self, passphrase: str) -> tuple[bytes, bytes]:
        """The 32 bytes that lock, and the 32 by which a passphrase is recognised."""
        both = stretched(passphrase, self.salt, 64, self.memory, self.passes)
        return both[:32], hashlib.sha256(both[32:]).digest()


def is_locked(file: BinaryIO) -> bool:
    """Whether a file was locked by `Locking`; it is read from its start."""
    file.seek(0)
    return file.read(len(MAGIC)) == MAGIC


class Locking:
    """A file that is locked while it is written: what is given is held until a piece of it is full, and not longer."""

    def __init__(self, out: BinaryIO, passphrase: str) -> None:
        """Write the header; raises OSError."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        bare = _Header(MEMORY, PASSES, secrets.token_bytes(16))
        key, check = bare.keys(passphrase)
        self._header = replace(bare, check=check).written()
        self._key = AESGCM(key)
        self._out = out
        self._digest = hashlib.sha256()
        self._number = 0
        self._held = bytearray()
        self._put(self._header)

    def write(self, content: bytes, /) -> int:
        """Take the next bytes, and say how many; raises OSError."""
        self._held += content
        # The last piece is marked as such, so a full one has to wait until another byte comes.
        while len(self._held) > PIECE:
            self._lock(self._held[:PIECE], last=False)
            del self._held[:PIECE]
        return len(content)

    def close(self) -> str:
        """Write what is held yet; return the SHA-256 of all that was written. Raises OSError."""
        self._lock(self._held, last=True)
        return self._digest.hexdigest()

    def _lock(self, piece: bytearray, *, last: bool) -> None:
        self._put(self._key.encrypt(_nonce(self._number, last=last), piece, self._header))
        self._number += 1

    def _put(self, locked: bytes) -> None:
        self._digest.update(locked)
        self._out.write(locked)


def key_of(file: BinaryIO, passphrase: str) -> bytes:
    """The key that opens a locked file; it takes a moment, which is what makes guessing slow.

    Raises WrongPassphraseError, and ValueError where the file's first bytes are not what was written.
    """
    header = _parse(_read_header(file))
    key, check = header.keys(passphrase)
    if not secrets.compare_digest(check, header.check):
        raise WrongPassphraseError
    return key


class Unlocked(io.RawIOBase):
    """A locked file read as if it were not, from any place in it; nothing is kept but the piece read last.

    Raises ValueError where a byte is not what was locked.
    """

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        super().__init__()
        self._file = file
        self._header = _read_header(file)
        self._key = AESGCM(key)
        body = file.seek(0, 2) - LENGTH
        self._count = max(1, -(-body // (PIECE + _TAG)))
        self._length = body - self._count * _TAG
        if self._length < 0:
            message = "it ends too early"
            raise ValueError(message)
        self._at = 0
        self._number, self._piece = -1, b""

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def seekable(self) -> bool:
        """From any place."""
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Go to a place, counted from the beginning, from here or from the end."""
        self._at = max(0, offset + (0, self._at, self._length)[whence])
        return self._at

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read on to the end of the piece at the most."""
        if self._at >= self._length:
            return 0
        number, start = divmod(self._at, PIECE)
        if number != self._number:
            self._number, self._piece = number, self._unlocked(number)
        view = memoryview(buffer).cast("B")
        found = self._piece[start : start + len(view)]
        view[: len(found)] = found
        self._at += len(found)
        return len(found)

    def close(self) -> None:
        """Close the file underneath as well."""
        if not self.closed:
            self._file.close()
        super().close()

    def _unlocked(self, number: int) -> bytes:
        from cryptography.exceptions import InvalidTag

        self._file.seek(LENGTH + number * (PIECE + _TAG))
        locked = self._file.read(PIECE + _TAG)
        try:
            return self._key.decrypt(_nonce(number, last=number == self._count - 1), locked, self._header)
        except InvalidTag as changed:
            message = "its bytes are not those that were locked"
            raise ValueError(message) from changed


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(_LAST, "big") + bytes([last])


def _read_header(file: BinaryIO) -> bytes:
    file.seek(0)
    header = file.read(LENGTH)
    content, digest = header[: _HEADER.size], header[_HEADER.size :]
    if hashlib.sha256(content).digest() != digest:
        message = "its first bytes are not those that were written"
        raise ValueError(message)
    return header


def _parse(header: bytes) -> _Header:
    _magic, version, memory, passes, salt, check = _HEADER.unpack(header[: _HEADER.size])
    if version != _VERSION or memory not in _MEMORIES or passes not in _PASSES:
        message = "its lock is of an unknown kind"
        raise ValueError(message)
    return _Header(memory, passes, salt, check)
