"""Writes messages as Outlook saves them (.msg), by the description in MS-OXMSG."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tests.compound import Tree, compound_of

NUMBER, OBJECT, TEXT, WIDE_TEXT, TIME, BINARY = 0x03, 0x0D, 0x1E, 0x1F, 0x40, 0x102
CLASS, SUBJECT, HEADERS, FLAGS, BODY, RICH, PAGE = 0x001A, 0x0037, 0x007D, 0x0E07, 0x1000, 0x1009, 0x1013
SENDER_NAME, SENDER_ADDRESS, SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
SENT, DELIVERED, MESSAGE_ID, CODE_PAGE, INTERNET_PAGE = 0x0039, 0x0E06, 0x1035, 0x3FFD, 0x3FDE
DATA, SHORT_NAME, METHOD, LONG_NAME, MIME, CONTENT_ID = 0x3701, 0x3704, 0x3705, 0x3707, 0x370E, 0x3712
SHOWN_NAME, RECIPIENT_SMTP, RECIPIENT_KIND = 0x3001, 0x39FE, 0x0C15
IN_TIME = datetime(2014, 2, 10, 16, 38, tzinfo=UTC)

Value = str | bytes | int | datetime
Properties = Mapping[int, Value]


@dataclass
class Item:
    """A message of Outlook: its properties by number, and what is attached, each with properties of its own."""

    properties: Properties
    attachments: Sequence[tuple[Properties, Item | Tree | None]] = ()
    recipients: Sequence[Properties] = field(default_factory=list)


def an_item(authority: str = "Northmere Council", *files: tuple[str, bytes], more: Properties | None = None) -> Item:
    """An expression of interest as Outlook keeps it; `more` are properties by number, instead of the usual ones too."""
    known: dict[int, Value] = {
        CLASS: "IPM.Note",
        SUBJECT: f"Expression of interest from {authority}",
        SENDER_NAME: "Jo Field",
        SENDER_SMTP: "jo.field@example.org",
        DELIVERED: IN_TIME,
        SENT: IN_TIME,
        BODY: "Please find our form attached.\r\n",
    }
    attached = [_attached(name, content) for name, content in files]
    return Item(
        {**known, **(more or {})},
        [(each, None) for each in attached],
        [{SHOWN_NAME: "The panel", RECIPIENT_SMTP: "eoi@grants.example", RECIPIENT_KIND: 1}],
    )


def _attached(name: str, content: bytes) -> Properties:
    return {LONG_NAME: name, SHORT_NAME: name[:8], METHOD: 1, DATA: content}


def msg_of(item: Item, *, shift: int = 9, wide: bool = True) -> bytes:
    """The item as a file; `wide` says whether its texts are written in UTF-16, as today, or in its code page."""
    own_names: Tree = {"__substg1.0_00020102": b""}
    return compound_of({**_tree(item, 32, wide=wide), "__nameid_version1.0": own_names}, shift=shift)


def _tree(item: Item, head: int, *, wide: bool) -> Tree:
    tree: dict[str, bytes | Tree] = {}
    for number, person in enumerate(item.recipients):
        tree[f"__recip_version1.0_#{number:08X}"] = _streams(person, 8, wide=wide)
    for number, (properties, inner) in enumerate(item.attachments):
        attached = dict(_streams(properties, 8, wide=wide))
        if inner is not None:
            attached["__substg1.0_3701000D"] = _tree(inner, 24, wide=wide) if isinstance(inner, Item) else inner
        tree[f"__attach_version1.0_#{number:08X}"] = attached
    counts = (len(item.recipients), len(item.attachments)) * 2
    return {**tree, **_streams(item.properties, head, struct.pack("<8x4I", *counts), wide=wide)}


def _streams(properties: Properties, head: int, begins: bytes = b"", *, wide: bool) -> Tree:
    streams: dict[str, bytes | Tree] = {}
    rows = [begins.ljust(head, b"\0")]
    for ident, value in properties.items():
        if isinstance(value, datetime):
            ticks = int((value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds() * 10_000_000)
            rows.append(struct.pack("<HHIQ", TIME, ident, 6, ticks))
        elif isinstance(value, int):
            rows.append(struct.pack("<HHIIxxxx", NUMBER, ident, 6, value))
        else:
            kind = BINARY if isinstance(value, bytes) else WIDE_TEXT if wide else TEXT
            raw = value if isinstance(value, bytes) else value.encode("utf-16-le" if wide else "cp1252")
            streams[f"__substg1.0_{ident:04X}{kind:04X}"] = raw
            rows.append(struct.pack("<HHIII", kind, ident, 6, len(raw), 0))
    return {"__properties_version1.0": b"".join(rows), **streams}
