"""Takes the attachments out of a winmail.dat, in which Outlook packs them for other Outlooks (TNEF, MS-OXTNEF)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dd_panel.exchange.intake.mapi import BINARY, DATA, LONG_NAME, OBJECT, TEXT, WIDE_TEXT, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

BEGINNING: Final = b"\x78\x9f\x3e\x22"

_CODE_PAGE, _NEXT_FILE, _TITLE, _CONTENT, _PROPERTIES = 0x00069007, 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_HEAD, _CHECKSUM = 9, 2
_FIXED = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
"""Bytes of a property's value by its type, each filled up to four."""

_COUNTED = frozenset({TEXT, WIDE_TEXT, BINARY, OBJECT})
"""Types whose values say how long they are."""

_MANY = 0x1000
_NAMED = 0x8000
_GUID = 16


@dataclass(slots=True)
class PackedFile:
    """One attachment: its name, empty where it has none, and where its bytes lie."""

    name: str = ""
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Packed:
    """What was found: the attachments in order, and how many items of Outlook among them can't be taken out.

    `sound` is False where the parcel ends too early.
    """

    files: list[PackedFile] = field(default_factory=list)
    closed: int = 0
    sound: bool = True


def read_packed(content: bytes) -> Packed:
    """Find the attachments in a winmail.dat; never raises, whatever the bytes are."""
    found = Packed(sound=content.startswith(BEGINNING))
    page = 1252
    current: PackedFile | None = None
    for attribute, start, end, whole in _attributes(content) if found.sound else ():
        found.sound &= whole
        if attribute == _CODE_PAGE:
            page = int.from_bytes(content[start : start + 4], "little")
        elif attribute == _NEXT_FILE:
            current = PackedFile()
            found.files.append(current)
        elif current is None:
            continue
        elif attribute == _TITLE:
            current.name = current.name or text_of(content[start:end], TEXT, page)
        elif attribute == _CONTENT and whole:
            current.start, current.end = start, end
        elif attribute == _PROPERTIES:
            found.closed += _name_it(current, content[start:end], page)
    found.files = [each for each in found.files if each.end]
    return found


def _attributes(content: bytes) -> Iterator[tuple[int, int, int, bool]]:
    """Each attribute with where its bytes lie, and whether they are all there."""
    at = len(BEGINNING) + 2
    while at + _HEAD <= len(content):
        attribute, length = struct.unpack_from("<II", content, at + 1)
        start, end = at + _HEAD, at + _HEAD + length
        yield attribute, start, min(end, len(content)), end + _CHECKSUM <= len(content)
        at = end + _CHECKSUM
    if at < len(content):
        yield 0, len(content), len(content), False


def _name_it(file: PackedFile, properties: bytes, page: int) -> bool:
    """Give a file its long name, which its title cuts short; whether it is an item of Outlook instead of a file."""
    closed = False
    try:
        for ident, kind, value in _properties(properties):
            if ident == LONG_NAME:
                file.name = text_of(value, kind, page)
            closed |= ident == DATA and kind == OBJECT
    except (struct.error, ValueError):
        return closed
    return closed


def _properties(raw: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The properties with one value, by number and type. Raises struct.error or ValueError where they can't go on."""
    (count,) = struct.unpack_from("<I", raw)
    at = 4
    for _number in range(count):
        kind, ident = struct.unpack_from("<HH", raw, at)
        at += 4
        if ident >= _NAMED:
            at = _after_name(raw, at + _GUID)
        values = 1
        if kind & _MANY or kind in _COUNTED:
            (values,) = struct.unpack_from("<I", raw, at)
            at += 4
        for _value in range(values):
            size, at = _size_of(raw, kind & ~_MANY, at)
            if at + size > len(raw):
                # Counts are read from the bytes themselves: a wrong one must not keep the reader going for hours.
                raise ValueError(size)
            if not kind & _MANY:
                yield ident, kind, raw[at : at + size]
            at += size + -size % 4


def _after_name(raw: bytes, at: int) -> int:
    kind, length = struct.unpack_from("<II", raw, at)
    return at + 8 + ((length + -length % 4) if kind else 0)


def _size_of(raw: bytes, kind: int, at: int) -> tuple[int, int]:
    """How long a value is, and where it begins."""
    if kind in _FIXED:
        return _FIXED[kind], at
    if kind in _COUNTED:
        (size,) = struct.unpack_from("<I", raw, at)
        return size, at + 4
    raise ValueError(kind)
