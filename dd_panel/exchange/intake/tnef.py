"""Finds what is in a winmail.dat, in which Outlook packs a message for other Outlooks (TNEF, MS-OXTNEF).

A message that was attached lies in it as such a parcel of its own.
"""

from __future__ import annotations

import struct
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from dd_panel.exchange.intake import mapi
from dd_panel.exchange.intake.mapi import BINARY, DATA, LONG_NAME, OBJECT, TEXT, TIME, WIDE_TEXT, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

BEGINNING: Final = b"\x78\x9f\x3e\x22"

_TEXTS = {0x00018004: mapi.SUBJECT, 0x0002800C: mapi.BODY}
_TIMES = {0x00038005: mapi.SENT, 0x00038006: mapi.DELIVERED}
_SENDER, _OF_MESSAGE = 0x00008000, 0x00069003
"""What older Outlooks knew a message by, and the properties of newer ones, which come beside it."""

_CODE_PAGE, _NEXT_FILE, _TITLE, _CONTENT, _PROPERTIES = 0x00069007, 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_HEAD, _CHECKSUM = 9, 2
_FIXED = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
"""Bytes of a property's value by its type, each filled up to four."""

_COUNTED = frozenset({TEXT, WIDE_TEXT, BINARY, OBJECT})
"""Types whose values say how long they are."""

_MANY = 0x1000
_NAMED = 0x8000
_GUID = 16
_MESSAGE = bytes.fromhex("0703020000000000c000000000000046")
"""The kind of an attached object that is a message (IID_IMessage)."""


@dataclass(slots=True)
class PackedFile:
    """One attachment: its name, empty where it has none, and where its bytes lie.

    Those of an `item`, which is a message, are a parcel again.
    """

    name: str = ""
    start: int = 0
    end: int = 0
    item: bool = False


@dataclass(slots=True)
class PackedProperties(mapi.Properties):
    """The properties of the message that was packed, by number and type."""

    values: dict[tuple[int, int], bytes] = field(default_factory=dict)
    page: int = 1252

    def number(self, ident: int, kind: int = mapi.NUMBER) -> int:
        """A whole number; a time as its ticks."""
        return int.from_bytes(self.values.get((ident, kind), b""), "little")

    def content(self, ident: int, kind: int = BINARY) -> bytes | None:
        """Bytes; None where there are none."""
        return self.values.get((ident, kind))


@dataclass(slots=True)
class Packed:
    """What was found: the attachments in order, and how many objects of Office among them can't be taken out.

    `has` are the properties of the message itself. `sound` is False where the parcel ends too early.
    """

    files: list[PackedFile] = field(default_factory=list)
    closed: int = 0
    has: PackedProperties = field(default_factory=PackedProperties)
    sound: bool = True


def read_packed(content: bytes) -> Packed:
    """Find the attachments in a winmail.dat; never raises, whatever the bytes are."""
    found = Packed(sound=content.startswith(BEGINNING))
    has = found.has
    current: PackedFile | None = None
    for attribute, start, end, whole in _attributes(content) if found.sound else ():
        found.sound &= whole
        if attribute == _CODE_PAGE:
            has.page = int.from_bytes(content[start : start + 4], "little")
        elif attribute == _NEXT_FILE:
            current = PackedFile()
            found.files.append(current)
        elif current is None:
            _note_of_message(has, attribute, content[start:end])
        elif attribute == _TITLE:
            current.name = current.name or text_of(content[start:end], TEXT, has.page)
        elif attribute == _CONTENT and whole:
            current.start, current.end = start, end
        elif attribute == _PROPERTIES:
            found.closed += _note_of_file(current, content, start, end, has.page)
    found.files = [each for each in found.files if each.end]
    return found


def _note_of_message(has: PackedProperties, attribute: int, raw: bytes) -> None:
    """Note what is said of the message itself; what cannot be read is left out."""
    with suppress(struct.error, ValueError, OverflowError):
        if attribute == _OF_MESSAGE:
            for ident, kind, start, end in _properties(raw):
                has.values[ident, kind] = raw[start:end]
        elif attribute in _TEXTS:
            has.values.setdefault((_TEXTS[attribute], TEXT), raw)
        elif attribute in _TIMES:
            year, month, day, hour, minute, second = struct.unpack_from("<6H", raw)
            ticks = mapi.ticks_of(datetime(year, month, day, hour, minute, second, tzinfo=UTC))
            has.values.setdefault((_TIMES[attribute], TIME), ticks.to_bytes(8, "little"))
        elif attribute == _SENDER:
            _kind, _length, name, address = struct.unpack_from("<4H", raw)
            has.values.setdefault((mapi.SENDER_NAME, TEXT), raw[8 : 8 + name])
            where = raw[8 + name : 8 + name + address].removeprefix(b"SMTP:")
            has.values.setdefault((mapi.SENDER_ADDRESS, TEXT), where)


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


def _note_of_file(file: PackedFile, content: bytes, begin: int, stop: int, page: int) -> bool:
    """Note a file's long name, which its title cuts short, and a message; whether it is another object instead."""
    closed = False
    with suppress(struct.error, ValueError):
        for ident, kind, start, end in _properties(content[begin:stop]):
            value = content[begin + start : begin + end]
            if ident == LONG_NAME:
                file.name = text_of(value, kind, page)
            elif ident == DATA and kind == OBJECT:
                file.item = value.startswith(_MESSAGE + BEGINNING)
                if file.item:
                    file.start, file.end = begin + start + _GUID, begin + end
                closed = not file.item
    return closed


def _properties(raw: bytes) -> Iterator[tuple[int, int, int, int]]:
    """The properties with one value: number and type, and where the value begins and ends.

    Raises struct.error or ValueError where they can't go on.
    """
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
                yield ident, kind, at, at + size
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
