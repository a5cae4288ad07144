"""Packs files for tests as Outlook does it for other Outlooks: a winmail.dat, by the description in MS-OXTNEF."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

NEXT_FILE, TITLE, DATA, PROPERTIES, CODE_PAGE = 0x00069002, 0x00018010, 0x0006800F, 0x00069005, 0x00069007
LONG_NAME, EMBEDDED = 0x3707001F, 0x3701000D
OF_MESSAGE, SENDER, SUBJECT, BODY, SENT = 0x00069003, 0x00008000, 0x00018004, 0x0002800C, 0x00038005
MESSAGE = bytes.fromhex("0703020000000000c000000000000046")


def winmail(
    files: Sequence[tuple[str, bytes]],
    *,
    item: bool = False,
    letters: Sequence[tuple[str, bytes]] = (),
    about: Sequence[bytes] = (),
) -> bytes:
    """A winmail.dat of these files and letters, and of an object of Office where one is wanted.

    A letter is a winmail.dat too, `about` the attributes that tell of the message itself.
    """
    parts = [struct.pack("<IH", 0x223E9F78, 1), attribute(CODE_PAGE, struct.pack("<II", 1252, 0)), *about]
    for name, content in files:
        short = name.encode("cp1252", "replace")[:6] + b"~1.DOC\0"
        parts += [attribute(NEXT_FILE, bytes(14)), attribute(TITLE, short), attribute(DATA, content)]
        parts.append(attribute(PROPERTIES, properties({LONG_NAME: f"{name}\0".encode("utf-16-le")})))
    for name, letter in letters:
        named = properties({LONG_NAME: f"{name}\0".encode("utf-16-le"), EMBEDDED: MESSAGE + letter})
        parts += [attribute(NEXT_FILE, bytes(14)), attribute(PROPERTIES, named)]
    if item:
        parts += [attribute(NEXT_FILE, bytes(14)), attribute(PROPERTIES, properties({EMBEDDED: bytes(16) + b"TNEF"}))]
    return b"".join(parts)


def by_older_outlooks(subject: str, words: str, name: str, address: str) -> list[bytes]:
    """What is said of a message in the way of older Outlooks; it was sent on 9 February 2014 at 16:38:05."""
    who, where = name.encode("cp1252") + b"\0", f"SMTP:{address}\0".encode()
    return [
        attribute(SENDER, struct.pack("<4H", 4, 0, len(who), len(where)) + who + where),
        attribute(SUBJECT, subject.encode("cp1252") + b"\0"),
        attribute(SENT, struct.pack("<7H", 2014, 2, 9, 16, 38, 5, 0)),
        attribute(BODY, words.encode("cp1252") + b"\0"),
    ]


def by_newer_outlooks(subject: str, words: str, name: str, address: str) -> list[bytes]:
    """The same by its properties."""
    values = {0x0037001F: subject, 0x1000001F: words, 0x0C1A001F: name, 0x5D01001F: address}
    written = {tag: f"{text}\0".encode("utf-16-le") for tag, text in values.items()}
    return [attribute(OF_MESSAGE, properties(written))]


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
