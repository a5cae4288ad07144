"""Reads messages that were dragged out of Outlook (.msg, MS-OXMSG), by writing them as the e-mails they were.

What follows is then the same for both. Attachments keep their bytes; a message within a message becomes one as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.exchange.intake import mapi
from dd_panel.exchange.intake.compound import BEGINNING, Compound, DamagedCompoundError
from dd_panel.exchange.intake.item_mail import ItemMail, attached, inner, is_signed
from dd_panel.exchange.intake.parts import DEEPEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dd_panel.exchange.intake.compound import Storage

_PROPERTIES = "__PROPERTIES_VERSION1.0"
_ATTACHMENT, _RECIPIENT = "__ATTACH_VERSION1.0_#", "__RECIP_VERSION1.0_#"
_HEAD_OF_FILE, _HEAD_OF_INNER, _HEAD_OF_PART = 32, 24, 8
"""Bytes before the properties of a fixed size: in a file, in a message within it, in an attachment or recipient."""

_ROW = 16
_CODE_PAGES = (0x3FFD, 0x3FDE)
_SHORT_NAME, _SHOWN_NAME, _MIME, _CONTENT_ID = 0x3704, 0x3001, 0x370E, 0x3712


class DamagedItemError(Exception):
    """A file that is no item of Outlook, or is damaged."""


def is_item(content: bytes) -> bool:
    """Whether these bytes are an item of Outlook that can be read."""
    try:
        return content.startswith(BEGINNING) and bool(as_mail(content))
    except DamagedItemError:
        return False


def as_mail(content: bytes) -> bytes:
    """An item of Outlook as the e-mail that it was; other bytes as they are. Raises DamagedItemError."""
    if not content.startswith(BEGINNING):
        return content
    try:
        return _Writing(content).mail()
    except DamagedCompoundError as damaged:
        raise DamagedItemError from damaged


class _Properties(mapi.Properties):
    """The properties of one storage by their numbers; those that are not there are empty."""

    def __init__(self, file: Compound, storage: Storage, head: int, page: int = 0) -> None:
        self._file = file
        self._storage = storage
        stream = storage.streams.get(_PROPERTIES)
        rows = file.read(stream)[head:] if stream else b""
        self._fixed = {rows[at : at + 4]: rows[at + 8 : at + _ROW] for at in range(0, len(rows) - _ROW + 1, _ROW)}
        self.page = page or next(filter(None, map(self.number, _CODE_PAGES)), 1252)

    def number(self, ident: int, kind: int = mapi.NUMBER) -> int:
        value = self._fixed.get((ident << 16 | kind).to_bytes(4, "little"), b"")
        return int.from_bytes(value[: 8 if kind == mapi.TIME else 4], "little")

    def content(self, ident: int, kind: int = mapi.BINARY) -> bytes | None:
        stream = self._storage.streams.get(f"__SUBSTG1.0_{ident:04X}{kind:04X}")
        return None if stream is None else self._file.read(stream)


class _Writing:
    """One file of Outlook being written as an e-mail."""

    def __init__(self, content: bytes) -> None:
        self._file = Compound(content)
        self._mails = ItemMail()
        if _PROPERTIES not in self._file.root.streams:
            raise DamagedItemError

    def mail(self) -> bytes:
        return self._message(self._file.root, _HEAD_OF_FILE, 0)

    def _message(self, storage: Storage, head: int, depth: int) -> bytes:
        has = _Properties(self._file, storage, head)
        signed = is_signed(has)
        people = (_Properties(self._file, each, _HEAD_OF_PART, has.page) for each in _inner(storage, _RECIPIENT))
        attachments = (self._attachment(each, has.page, depth, signed=signed) for each in _inner(storage, _ATTACHMENT))
        return self._mails.write(has, people, attachments)

    def _attachment(self, storage: Storage, page: int, depth: int, *, signed: bool) -> bytes:
        has = _Properties(self._file, storage, _HEAD_OF_PART, page)
        item = storage.storages.get(f"__SUBSTG1.0_{mapi.DATA:04X}{mapi.OBJECT:04X}")
        if item is not None and _PROPERTIES in item.streams and depth < DEEPEST:
            return inner(self._message(item, _HEAD_OF_INNER, depth + 1))
        try:
            content = has.content(mapi.DATA)
        except DamagedCompoundError:
            content = None
        if signed and content is not None and content[:8].lower() == b"content-":
            # A signed message is kept as it travelled, with a head of its own.
            return content
        name = has.line(mapi.LONG_NAME, _SHORT_NAME, _SHOWN_NAME)
        return attached(name, content, has.line(_MIME).casefold(), has.line(_CONTENT_ID))


def _inner(storage: Storage, kind: str) -> Iterator[Storage]:
    return (storage.storages[name] for name in sorted(storage.storages) if name.startswith(kind))
