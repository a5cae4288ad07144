"""Packs files for tests as Outlook does it for other Outlooks: a winmail.dat, by the description in MS-OXTNEF."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

NEXT_FILE, TITLE, DATA, PROPERTIES, CODE_PAGE = 0x00069002, 0x00018010, 0x0006800F, 0x00069005, 0x00069007
LONG_NAME, EMBEDDED = 0x3707001F, 0x3701000D


def winmail(files: Sequence[tuple[str, bytes]], *, item: bool = False) -> bytes:
    """A winmail.dat of these files, and of an item of Outlook where one is wanted."""
    parts = [struct.pack("<IH", 0x223E9F78, 1), attribute(CODE_PAGE, struct.pack("<II", 1252, 0))]
    for name, content in files:
        short = name.encode("cp1252", "replace")[:6] + b"~1.DOC\0"
        parts += [attribute(NEXT_FILE, bytes(14)), attribute(TITLE, short), attribute(DATA, content)]
        parts.append(attribute(PROPERTIES, properties({LONG_NAME: f"{name}\0".encode("utf-16-le")})))
    if item:
        parts += [attribute(NEXT_FILE, bytes(14)), attribute(PROPERTIES, properties({EMBEDDED: bytes(16) + b"TNEF"}))]
    return b"".join(parts)


def attribute(ident: int, data: bytes) -> bytes:
    """One attribute with its check sum."""
    return struct.pack("<BII", 2, ident, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def properties(values: Mapping[int, bytes]) -> bytes:
    """Properties by tag, behind a number, one that has a name of its own, and one with several values."""
    number = struct.pack("<II", 0x37050003, 1)
    own = "abc".encode("utf-16-le")
    named = struct.pack("<I", 0x8001001E) + bytes(16) + struct.pack("<II", 1, len(own)) + own + bytes(2)
    text = struct.pack("<II", 1, 5) + b"text\0" + bytes(3)
    several = struct.pack("<IIII", 0x3FF91003, 2, 7, 8)
    out = [struct.pack("<I", len(values) + 3), number, named, text, several]
    for tag, value in values.items():
        out.append(struct.pack("<III", tag, 1, len(value)) + value + bytes(-len(value) % 4))
    return b"".join(out)
