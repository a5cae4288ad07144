"""Reads messages that were dragged out of Outlook (.msg, MS-OXMSG), by writing them as the e-mails they were.

What follows is then the same for both. Attachments keep their bytes; a message within a message becomes one as well.
"""

from __future__ import annotations

import hashlib
import re
from email.utils import encode_rfc2231, format_datetime
from itertools import islice
from typing import TYPE_CHECKING, Final

from dd_panel.exchange.intake import mapi
from dd_panel.exchange.intake.compound import BEGINNING, Compound, DamagedCompoundError
from dd_panel.exchange.intake.parts import DEEPEST
from dd_panel.exchange.intake.rich_text import text_of_rich_text, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from dd_panel.exchange.intake.compound import Storage

NOT_TAKEN_OUT: Final = "X-Not-Taken-Out"
"""The field of a part that stands for an attachment whose bytes are not in the message, or can't be had."""

MOST_RICH_TEXT = 2_000_000
"""Bytes of rich text that are unpacked for one file, whatever it claims."""

LONGEST_HEAD, MOST_FIELDS = 1_000_000, 500
"""Letters and fields of the head a message travelled with; Outlook's own notes come behind it."""

_PROPERTIES = "__PROPERTIES_VERSION1.0"
_ATTACHMENT, _RECIPIENT = "__ATTACH_VERSION1.0_#", "__RECIP_VERSION1.0_#"
_HEAD_OF_FILE, _HEAD_OF_INNER, _HEAD_OF_PART = 32, 24, 8
"""Bytes before the properties of a fixed size: in a file, in a message within it, in an attachment or recipient."""

_ROW = 16
_CLASS, _SUBJECT, _HEADERS, _FLAGS = 0x001A, 0x0037, 0x007D, 0x0E07
_BODY, _RICH, _PAGE = 0x1000, 0x1009, 0x1013
_SENT, _DELIVERED = 0x0039, 0x0E06
_NAMES, _ADDRESSES = (0x0C1A, 0x0042), (0x5D01, 0x0C1F, 0x5D02, 0x0065)
"""The sender, and the one on whose behalf it was sent; Exchange's own addresses come beside those of the internet."""

_IDS = (("Message-ID", 0x1035), ("References", 0x1039), ("In-Reply-To", 0x1042))
_CODE_PAGES = (0x3FFD, 0x3FDE)
_INTERNET_PAGE = 0x3FDE
_RECIPIENT_NAME, _RECIPIENT_ADDRESSES, _RECIPIENT_KIND = 0x3001, (0x39FE, 0x3003), 0x0C15
_RECIPIENTS = {1: "To", 2: "Cc"}
_SHORT_NAME, _SHOWN_NAME, _MIME, _CONTENT_ID = 0x3704, 0x3001, 0x370E, 0x3712
_UNSENT = 0x8

_FIELD = re.compile(r"^([!-9;-~]{1,200}):.*(?:\r?\n[ \t].*)*", re.MULTILINE)
_OF_THE_BODY = ("content-", "mime-version")
_KIND = re.compile(r"(?!multipart/)[a-z0-9.+-]+/[a-z0-9.+-]+")
_BY_PROGRAMS = ("report.", "ipm.note.rules.oof")
_SIGNED = "ipm.note.smime.multipartsigned"


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


class _Properties:
    """The properties of one storage by their numbers; those that are not there are empty."""

    def __init__(self, file: Compound, storage: Storage, head: int, page: int = 0) -> None:
        self._file = file
        self._storage = storage
        stream = storage.streams.get(_PROPERTIES)
        rows = file.read(stream)[head:] if stream else b""
        self._fixed = {rows[at : at + 4]: rows[at + 8 : at + _ROW] for at in range(0, len(rows) - _ROW + 1, _ROW)}
        self.page = page or next(filter(None, map(self.number, _CODE_PAGES)), 1252)

    def number(self, ident: int, kind: int = mapi.NUMBER) -> int:
        """A whole number; a time as its ticks."""
        value = self._fixed.get((ident << 16 | kind).to_bytes(4, "little"), b"")
        return int.from_bytes(value[: 8 if kind == mapi.TIME else 4], "little")

    def moment(self, ident: int) -> datetime | None:
        return mapi.moment_of(self.number(ident, mapi.TIME))

    def content(self, ident: int, kind: int = mapi.BINARY) -> bytes | None:
        """Bytes; None where there are none."""
        stream = self._storage.streams.get(f"__SUBSTG1.0_{ident:04X}{kind:04X}")
        return None if stream is None else self._file.read(stream)

    def text(self, *idents: int) -> str:
        """The first of these texts that has any letters."""
        for ident in idents:
            for kind in (mapi.WIDE_TEXT, mapi.TEXT):
                found = self.content(ident, kind)
                if found and (text := mapi.text_of(found, kind, self.page)):
                    return text
        return ""

    def line(self, *idents: int) -> str:
        """The same on one line, as it can stand in a field."""
        return " ".join(self.text(*idents).split())

    def address(self, idents: tuple[int, ...]) -> str:
        """The first of these that is an address of the internet."""
        lines = (self.line(ident) for ident in idents)
        return next((line for line in lines if re.fullmatch(r"[^\s<>@]+@[^\s<>@]+", line)), "")


class _Writing:
    """One file of Outlook being written as an e-mail."""

    def __init__(self, content: bytes) -> None:
        self._file = Compound(content)
        self._rich_left = MOST_RICH_TEXT
        if _PROPERTIES not in self._file.root.streams:
            raise DamagedItemError

    def mail(self) -> bytes:
        return self._message(self._file.root, _HEAD_OF_FILE, 0)

    def _message(self, storage: Storage, head: int, depth: int) -> bytes:
        has = _Properties(self._file, storage, head)
        signed = has.line(_CLASS).casefold() == _SIGNED
        parts = [self._words(has)]
        for name in sorted(name for name in storage.storages if name.startswith(_ATTACHMENT)):
            inner = storage.storages[name]
            parts.append(self._attachment(inner, has.page, depth, signed=signed))
        # The same file has to become the same e-mail every time, and no file in it can hold what is reckoned from all.
        digest = hashlib.sha256()
        for part in parts:
            digest.update(part)
        boundary = f"=_{digest.hexdigest()}"
        kind = f'Content-Type: multipart/mixed; boundary="{boundary}"'
        lines = ["\r\n".join([*self._fields(has, storage), "MIME-Version: 1.0", kind]).encode(), b""]
        for part in parts:
            lines += [f"--{boundary}".encode(), part]
        return b"\r\n".join([*lines, f"--{boundary}--".encode(), b""])

    def _fields(self, has: _Properties, storage: Storage) -> Iterator[str]:
        there: set[str] = set()
        for found in islice(_FIELD.finditer(has.text(_HEADERS)[:LONGEST_HEAD]), MOST_FIELDS):
            name = found[1].casefold()
            if not name.startswith(_OF_THE_BODY):
                there.add(name)
                yield found[0].replace("\r\n", "\n").replace("\n", "\r\n")
        for name, value in self._known(has, storage):
            if value and name.casefold() not in there:
                yield f"{name}: {value}"
        if has.line(_CLASS).casefold().startswith(_BY_PROGRAMS):
            yield "Auto-Submitted: auto-replied"
        if has.number(_FLAGS) & _UNSENT:
            yield "X-Unsent: 1"

    def _known(self, has: _Properties, storage: Storage) -> Iterator[tuple[str, str]]:
        """The fields that Outlook's own properties give, for messages that never travelled with a head."""
        delivered, sent = has.moment(_DELIVERED), has.moment(_SENT)
        yield "Received", f"by Outlook; {format_datetime(delivered)}" if delivered else ""
        yield "From", _mailbox(has.line(*_NAMES), has.address(_ADDRESSES))
        to: dict[int, list[str]] = {kind: [] for kind in _RECIPIENTS}
        for name in sorted(name for name in storage.storages if name.startswith(_RECIPIENT)):
            person = _Properties(self._file, storage.storages[name], _HEAD_OF_PART, has.page)
            shown = _mailbox(person.line(_RECIPIENT_NAME), person.address(_RECIPIENT_ADDRESSES))
            to.get(person.number(_RECIPIENT_KIND), []).append(shown)
        for kind, field in _RECIPIENTS.items():
            yield field, ", ".join(filter(None, to[kind]))
        yield "Subject", has.line(_SUBJECT)
        yield "Date", format_datetime(sent) if sent else ""
        for field, ident in _IDS:
            yield field, has.line(ident)

    def _words(self, has: _Properties) -> bytes:
        """The message's own words: as plain text, else as a web page, else those of its rich text."""
        words, page = has.text(_BODY), None
        if not words:
            page = has.content(_PAGE) or has.text(_PAGE).encode()
        if page:
            charset = mapi.charset_of(has.number(_INTERNET_PAGE) or has.page) if has.content(_PAGE) else "utf-8"
            return _part(["Content-Type: text/html; charset=" + charset], page)
        if not words and (packed := has.content(_RICH)):
            rich = unpacked(packed, self._rich_left)
            self._rich_left -= len(rich)
            words = text_of_rich_text(rich)
        return _part(["Content-Type: text/plain; charset=utf-8"], words.encode())

    def _attachment(self, storage: Storage, page: int, depth: int, *, signed: bool) -> bytes:
        has = _Properties(self._file, storage, _HEAD_OF_PART, page)
        name = has.line(mapi.LONG_NAME, _SHORT_NAME, _SHOWN_NAME)
        inner = storage.storages.get(f"__SUBSTG1.0_{mapi.DATA:04X}{mapi.OBJECT:04X}")
        if inner is not None and _PROPERTIES in inner.streams and depth < DEEPEST:
            return b"Content-Type: message/rfc822\r\n\r\n" + self._message(inner, _HEAD_OF_INNER, depth + 1)
        try:
            content = has.content(mapi.DATA)
        except DamagedCompoundError:
            content = None
        if signed and content is not None and content[:8].lower() == b"content-":
            # A signed message is kept as it travelled, with a head of its own.
            return content
        kind = has.line(_MIME).casefold()
        fields = [
            f"Content-Type: {kind if _KIND.fullmatch(kind) else 'application/octet-stream'}",
            f"Content-Disposition: attachment; filename*={encode_rfc2231(name, 'utf-8')}",
        ]
        if (ident := has.line(_CONTENT_ID)) and ident.isascii():
            fields.append(f"Content-ID: <{ident.strip('<>')}>")
        if content is None:
            fields.append(f"{NOT_TAKEN_OUT}: yes")
        return _part(fields, content or b"")


def _part(fields: list[str], content: bytes) -> bytes:
    return "\r\n".join([*fields, "Content-Transfer-Encoding: binary", "", ""]).encode() + content


def _mailbox(name: str, address: str) -> str:
    plain = re.sub(r'["\\]', "", name)
    return f'"{plain}" <{address}>' if address else ""
