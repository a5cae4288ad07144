"""Writes compound files for tests as Windows does it, by the description in MS-CFB."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

FREE, END, TABLE, LISTS = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
CUTOFF, SHORT, LISTED = 4_096, 64, 109

Tree = Mapping[str, "bytes | Tree"]
"""Streams and storages by name."""


@dataclass
class _Entry:
    name: str
    kind: int
    content: bytes = b""
    child: int = FREE
    right: int = FREE
    start: int = END
    size: int = 0


@dataclass
class _Disk:
    """Sectors in their order, and which follows which."""

    sector: int
    sectors: list[bytes] = field(default_factory=list)
    follows: list[int] = field(default_factory=list)

    def put(self, content: bytes) -> int:
        """Keep a chain of sectors; its first."""
        first = len(self.sectors)
        pieces = [content[at : at + self.sector] for at in range(0, len(content), self.sector)]
        self.sectors += [piece.ljust(self.sector, b"\0") for piece in pieces]
        self.follows += [first + place + 1 for place in range(len(pieces))]
        if pieces:
            self.follows[-1] = END
        return first if pieces else END


def compound_of(tree: Tree, *, shift: int = 9) -> bytes:
    """A compound file of these storages and streams, in sectors of 512 bytes (`shift` 9) or 4,096 (12)."""
    entries = [_Entry("Root Entry", 5)]
    _list(tree, 0, entries)
    disk, short = _Disk(1 << shift), _Disk(SHORT)
    for entry in entries[1:]:
        if entry.kind == 2:
            entry.size = len(entry.content)
            entry.start = (short if entry.size < CUTOFF else disk).put(entry.content)
    small = b"".join(short.sectors)
    entries[0].size, entries[0].start = len(small), disk.put(small)
    shorts = disk.put(_numbers(short.follows, disk.sector))
    folder = disk.put(b"".join(map(_written, entries)))
    tables, lists = _reserve(disk)
    table = _numbers(disk.follows, disk.sector)
    for place, at in enumerate(tables):
        disk.sectors[at] = table[place * disk.sector : (place + 1) * disk.sector]
    each = disk.sector // 4 - 1
    for place, at in enumerate(lists):
        further = tables[LISTED + place * each : LISTED + (place + 1) * each]
        following = lists[place + 1] if place + 1 < len(lists) else END
        disk.sectors[at] = struct.pack(f"<{each + 1}I", *further, *[FREE] * (each - len(further)), following)
    first = [*tables[:LISTED], *[FREE] * (LISTED - len(tables))]
    head = struct.pack(
        "<8s16sHHHHH6x9I109I", bytes.fromhex("d0cf11e0a1b11ae1"), bytes(16), 0x3E, 3 if shift == 9 else 4, 0xFFFE,
        shift, 6, 0, len(tables), folder, 0, CUTOFF, shorts, -(-len(short.follows) * 4 // disk.sector),
        lists[0] if lists else END, len(lists), *first,
    )  # fmt: skip
    return head.ljust(disk.sector, b"\0") + b"".join(disk.sectors)


def _list(tree: Tree, parent: int, entries: list[_Entry]) -> None:
    before = -1
    for name, content in tree.items():
        number = len(entries)
        entries.append(_Entry(name, 2 if isinstance(content, bytes) else 1))
        if before < 0:
            entries[parent].child = number
        else:
            entries[before].right = number
        before = number
        if isinstance(content, bytes):
            entries[number].content = content
        else:
            _list(content, number, entries)


def _written(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + bytes(2)
    head = struct.pack("<64sHBBIII", name, len(name), entry.kind, 1, FREE, entry.right, entry.child)
    return head + bytes(36) + struct.pack("<IQ", entry.start if entry.kind != 1 else 0, entry.size)


def _reserve(disk: _Disk) -> tuple[list[int], list[int]]:
    """Room for the tables that say which sector follows which, themselves included, and for lists of many of them."""
    each = disk.sector // 4
    before, tables, lists = len(disk.sectors), 0, 0
    while tables * each < before + tables + lists:
        tables += 1
        lists = max(0, -(-(tables - LISTED) // (each - 1)))
    disk.sectors += [b""] * (tables + lists)
    disk.follows += [TABLE] * tables + [LISTS] * lists
    return list(range(before, before + tables)), list(range(before + tables, before + tables + lists))


def _numbers(values: list[int], sector: int) -> bytes:
    raw = struct.pack(f"<{len(values)}I", *values)
    return raw + b"\xff" * (-len(raw) % sector)
