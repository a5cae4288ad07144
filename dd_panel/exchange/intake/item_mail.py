"""Writes an item of Outlook as the e-mail that it was, from its properties, wherever these lie."""

from __future__ import annotations

import hashlib
import re
from email.utils import encode_rfc2231, format_datetime
from itertools import islice
from typing import TYPE_CHECKING, Final

from dd_panel.exchange.intake import mapi
from dd_panel.exchange.intake.rich_text import text_of_rich_text, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dd_panel.exchange.intake.mapi import Properties

NOT_TAKEN_OUT: Final = "X-Not-Taken-Out"
"""The field of a part that stands for an attachment whose bytes are not in the message, or can't be had."""

MOST_RICH_TEXT = 2_000_000
"""Bytes of rich text that are unpacked for one file, whatever it claims."""

LONGEST_HEAD, MOST_FIELDS = 1_000_000, 500
"""Letters and fields of the head a message travelled with; Outlook's own notes come behind it."""

_CLASS, _HEADERS, _FLAGS = 0x001A, 0x007D, 0x0E07
_RICH, _PAGE = 0x1009, 0x1013
_NAMES, _ADDRESSES = (mapi.SENDER_NAME, 0x0042), (0x5D01, mapi.SENDER_ADDRESS, 0x5D02, 0x0065)
"""The sender, and the one on whose behalf it was sent; Exchange's own addresses come beside those of the internet."""

_IDS = (("Message-ID", 0x1035), ("References", 0x1039), ("In-Reply-To", 0x1042))
_INTERNET_PAGE = 0x3FDE
_RECIPIENT_NAME, _RECIPIENT_ADDRESSES, _RECIPIENT_KIND = 0x3001, (0x39FE, 0x3003), 0x0C15
_RECIPIENTS = {1: "To", 2: "Cc"}
_UNSENT = 0x8

_FIELD = re.compile(r"^([!-9;-~]{1,200}):.*(?:\r?\n[ \t].*)*", re.MULTILINE)
_OF_THE_BODY = ("content-", "mime-version")
_KIND = re.compile(r"(?!multipart/)[a-z0-9.+-]+/[a-z0-9.+-]+")
_SIGNED = "ipm.note.smime.multipartsigned"
_BY_PROGRAMS = ("report.", "ipm.note.rules.oof")


class ItemMail:
    """The e-mails that one file of Outlook becomes: its own, and those of the items within."""

    def __init__(self) -> None:
        self._rich_left = MOST_RICH_TEXT

    def write(self, has: Properties, people: Iterable[Properties], attachments: Iterable[bytes]) -> bytes:
        """One e-mail from its item's properties, its recipients, and its attachments as parts."""
        parts = [self._words(has), *attachments]
        # The same file has to become the same e-mail every time, and no file in it can hold what is reckoned from all.
        digest = hashlib.sha256()
        for each in parts:
            digest.update(each)
        boundary = f"=_{digest.hexdigest()}"
        kind = f'Content-Type: multipart/mixed; boundary="{boundary}"'
        lines = ["\r\n".join([*self._fields(has, people), "MIME-Version: 1.0", kind]).encode(), b""]
        for each in parts:
            lines += [f"--{boundary}".encode(), each]
        return b"\r\n".join([*lines, f"--{boundary}--".encode(), b""])

    def _fields(self, has: Properties, people: Iterable[Properties]) -> Iterator[str]:
        there: set[str] = set()
        for found in islice(_FIELD.finditer(has.text(_HEADERS)[:LONGEST_HEAD]), MOST_FIELDS):
            name = found[1].casefold()
            if not name.startswith(_OF_THE_BODY):
                there.add(name)
                yield found[0].replace("\r\n", "\n").replace("\n", "\r\n")
        for name, value in self._known(has, people):
            if value and name.casefold() not in there:
                yield f"{name}: {value}"
        if has.line(_CLASS).casefold().startswith(_BY_PROGRAMS):
            yield "Auto-Submitted: auto-replied"
        if has.number(_FLAGS) & _UNSENT:
            yield "X-Unsent: 1"

    def _known(self, has: Properties, people: Iterable[Properties]) -> Iterator[tuple[str, str]]:
        """The fields that Outlook's own properties give, for messages that never travelled with a head."""
        delivered, sent = has.moment(mapi.DELIVERED), has.moment(mapi.SENT)
        yield "Received", f"by Outlook; {format_datetime(delivered)}" if delivered else ""
        yield "From", _mailbox(has.line(*_NAMES), has.address(_ADDRESSES))
        to: dict[int, list[str]] = {kind: [] for kind in _RECIPIENTS}
        for person in people:
            shown = _mailbox(person.line(_RECIPIENT_NAME), person.address(_RECIPIENT_ADDRESSES))
            to.get(person.number(_RECIPIENT_KIND), []).append(shown)
        for kind, field in _RECIPIENTS.items():
            yield field, ", ".join(filter(None, to[kind]))
        yield "Subject", has.line(mapi.SUBJECT)
        yield "Date", format_datetime(sent) if sent else ""
        for field, ident in _IDS:
            yield field, has.line(ident)

    def _words(self, has: Properties) -> bytes:
        """The message's own words: as plain text, else as a web page, else those of its rich text."""
        words, page = has.text(mapi.BODY), None
        if not words:
            page = has.content(_PAGE) or has.text(_PAGE).encode()
        if page:
            charset = mapi.charset_of(has.number(_INTERNET_PAGE) or has.page) if has.content(_PAGE) else "utf-8"
            return part(["Content-Type: text/html; charset=" + charset], page)
        if not words and (packed := has.content(_RICH)):
            rich = unpacked(packed, self._rich_left)
            self._rich_left -= len(rich)
            words = text_of_rich_text(rich)
        return part(["Content-Type: text/plain; charset=utf-8"], words.encode())


def is_signed(has: Properties) -> bool:
    """Whether an item is a message that was signed, and is kept as it travelled."""
    return has.line(_CLASS).casefold() == _SIGNED


def inner(mail: bytes) -> bytes:
    """A part that is a message of its own."""
    return b"Content-Type: message/rfc822\r\n\r\n" + mail


def attached(name: str, content: bytes | None, kind: str = "", ident: str = "") -> bytes:
    """A part that is a file; None for bytes that can't be had. `ident` is what pages call it by."""
    fields = [
        f"Content-Type: {kind if _KIND.fullmatch(kind) else 'application/octet-stream'}",
        f"Content-Disposition: attachment; filename*={encode_rfc2231(name, 'utf-8')}",
    ]
    if ident and ident.isascii():
        fields.append(f"Content-ID: <{ident.strip('<>')}>")
    if content is None:
        fields.append(f"{NOT_TAKEN_OUT}: yes")
    return part(fields, content or b"")


def part(fields: list[str], content: bytes) -> bytes:
    """A part of a message, its bytes as they are."""
    return "\r\n".join([*fields, "Content-Transfer-Encoding: binary", "", ""]).encode() + content


def _mailbox(name: str, address: str) -> str:
    plain = re.sub(r'["\\]', "", name)
    return f'"{plain}" <{address}>' if address else ""
