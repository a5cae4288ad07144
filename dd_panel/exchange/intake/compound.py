"""Reads compound files (MS-CFB): storages and streams within one file, as Outlook and older Office programs write them.

Nothing in such a file is believed: chains that run in circles or share sectors cost no more than the file is long.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BEGINNING: Final = bytes.fromhex("d0cf11e0a1b11ae1")

_HEADER = struct.Struct("<8s16sHHHHH6x9I")
_HEADER_SIZE, _LISTED_THERE = 512, 109
_SHIFTS = {9, 12}
_LAST_SECTOR = 0xFFFFFFFA
"""Numbers above it are no sectors: ends of chains and what was never used."""

_ENTRY, _NAME = 128, 64
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_NOBODY = 0xFFFFFFFF
MOST_ENTRIES = 100_000
"""Storages and streams of one file; a message with hundreds of attachments has some thousands."""

DEEPEST = 64
"""Storages within storages; a message within a message takes two."""


class DamagedCompoundError(Exception):
    """A file that is no compound file, or one whose parts can't be found."""


class Stream(NamedTuple):
    """Where a stream begins, and how many bytes it has."""

    start: int
    size: int


@dataclass(slots=True)
class Storage:
    """What a storage holds, by name in capitals."""

    streams: dict[str, Stream] = field(default_factory=dict)
    storages: dict[str, Storage] = field(default_factory=dict)


class Compound:
    """A compound file that was opened. Raises DamagedCompoundError when it is opened and when it is read."""

    def __init__(self, content: bytes) -> None:
        if len(content) < _HEADER_SIZE or not content.startswith(BEGINNING):
            raise DamagedCompoundError
        (_begin, _id, _minor, major, _order, self._shift, self._short_shift, _folders, tables, first, _mark, cutoff,
         short, _shorts, more, _mores) = _HEADER.unpack_from(content)  # fmt: skip
        if self._shift not in _SHIFTS or self._short_shift >= self._shift:
            raise DamagedCompoundError
        self._content = content
        self._cutoff = cutoff
        self._wide = major > 3  # noqa: PLR2004 - from version 4 on, sizes have eight bytes
        self._left = 2 * len(content)
        self._table = self._numbers(b"".join(map(self._sector, self._tables(tables, more))))
        self._short_table = self._numbers(b"".join(map(self._sector, self._chain(short, self._table))))
        entries = b"".join(map(self._sector, self._chain(first, self._table)))
        self._entries = [entries[at : at + _ENTRY] for at in range(0, len(entries) - _ENTRY + 1, _ENTRY)]
        if not 0 < len(self._entries) <= MOST_ENTRIES or self._entries[0][66] != _ROOT:
            raise DamagedCompoundError
        self._seen: set[int] = set()
        self._shorts = self._read(self._stream(self._entries[0]), self._table, self._shift, self._content)
        self.root = self._storage(self._entries[0], 0)

    def read(self, stream: Stream) -> bytes:
        """The bytes of a stream; those of all together are at most twice the file's own."""
        if stream.size < self._cutoff:
            return self._read(stream, self._short_table, self._short_shift, self._shorts)
        return self._read(stream, self._table, self._shift, self._content)

    def _tables(self, count: int, more: int) -> list[int]:
        """The sectors that say which sector follows which: some are listed in the head, others in sectors of lists."""
        listed = list(struct.unpack_from(f"<{_LISTED_THERE}I", self._content, _HEADER_SIZE - 4 * _LISTED_THERE))
        passed = 0
        while more <= _LAST_SECTOR and len(listed) < count:
            passed += 1
            if passed << self._shift > len(self._content):
                raise DamagedCompoundError
            *numbers, more = self._numbers(self._sector(more)) or (_NOBODY,)
            listed += numbers
        return [number for number in listed[:count] if number <= _LAST_SECTOR]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) << self._shift
        if start >= len(self._content):
            raise DamagedCompoundError
        return self._content[start : start + (1 << self._shift)]

    @staticmethod
    def _numbers(raw: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(raw) // 4}I", raw[: len(raw) // 4 * 4])

    @staticmethod
    def _chain(start: int, table: Sequence[int]) -> Iterator[int]:
        for _step in range(len(table)):
            if start > _LAST_SECTOR:
                return
            if start >= len(table):
                raise DamagedCompoundError
            yield start
            start = table[start]
        if start <= _LAST_SECTOR:
            raise DamagedCompoundError

    def _read(self, stream: Stream, table: Sequence[int], shift: int, source: bytes) -> bytes:
        self._left -= stream.size
        if self._left < 0:
            raise DamagedCompoundError
        ahead = 1 if source is self._content else 0  # the head of the file takes the place of a sector
        wanted = -(-stream.size >> shift)
        pieces: list[bytes] = []
        begin = end = -1
        for number, sector in enumerate(self._chain(stream.start, table) if wanted else ()):
            if sector != end:
                pieces.append(source[(begin + ahead) << shift : (end + ahead) << shift] if number else b"")
                begin = sector
            end = sector + 1
            if number + 1 == wanted:
                break
        pieces.append(source[(begin + ahead) << shift : (end + ahead) << shift] if wanted else b"")
        whole = b"".join(pieces)[: stream.size]
        if len(whole) < stream.size:
            raise DamagedCompoundError
        return whole

    def _stream(self, entry: bytes) -> Stream:
        start, size = struct.unpack_from("<IQ", entry, 116)
        return Stream(start, size if self._wide else size & 0xFFFFFFFF)

    def _storage(self, entry: bytes, depth: int) -> Storage:
        if depth > DEEPEST:
            raise DamagedCompoundError
        found = Storage()
        waiting = [struct.unpack_from("<I", entry, 76)[0]]
        while waiting:
            number = waiting.pop()
            if number == _NOBODY:
                continue
            if number >= len(self._entries) or number in self._seen:
                raise DamagedCompoundError
            self._seen.add(number)
            inner = self._entries[number]
            length, kind = struct.unpack_from("<HB", inner, _NAME)
            name = inner[: max(0, min(length, _NAME) - 2)].decode("utf-16-le", "replace").upper()
            waiting += struct.unpack_from("<II", inner, 68)
            if kind == _STREAM:
                found.streams.setdefault(name, self._stream(inner))
            elif kind == _STORAGE:
                found.storages.setdefault(name, self._storage(inner, depth + 1))
        return found
