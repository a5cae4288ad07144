"""Reads a message into an arrival: sender, subject, times, words, forms, and what has to be said about it."""

from __future__ import annotations

import hashlib
import re
from functools import partial
from typing import TYPE_CHECKING

from dd_panel.exchange.files import sha256_of
from dd_panel.exchange.guard import MEGABYTE
from dd_panel.exchange.intake.arrivals import Arrival, Form, KeptFile, SetAside
from dd_panel.exchange.intake.forms import form_of
from dd_panel.exchange.intake.heads import field, kind_of, parameter, sender_of
from dd_panel.exchange.intake.marks import doubts_by_marks, written_by_program
from dd_panel.exchange.intake.messages import File, Opened, open_message, original_name
from dd_panel.exchange.intake.outlook_items import DamagedItemError, as_mail
from dd_panel.exchange.intake.parcels import look_at
from dd_panel.exchange.intake.stamps import stamps_of
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dd_panel.exchange.intake.arrivals import Contents
    from dd_panel.exchange.intake.heads import Fields

_MESSAGE_ID = re.compile(r"<[^<>\s]{3,250}>")
_REPLY_MARKS = re.compile(r"^(?:\s*(?:re|fw|fwd|aw|wg)\s*:)+\s*", re.IGNORECASE)
_MAIL_FIELDS = ("From", "To", "Date", "Subject", "Received", "Message-ID", "Sender", "Content-Type", "MIME-Version")
MOST_REFERENCES = 50

ROOM = 32 * MEGABYTE
"""Bytes of small messages that are held while all are read."""

LARGEST_IN_POCKET = 256 * 1024


class Pocket:
    """Room for the bytes of small messages, so that they are taken apart once; large ones are read again instead."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room

    def takes(self, size: int) -> bool:
        """Whether there is room for a message of this size; its place is then taken."""
        if size > LARGEST_IN_POCKET or 2 * size > self._room:
            return False
        self._room -= 2 * size
        return True


def read_letter(read: Callable[[], bytes], source: str, pocket: Pocket) -> Arrival | SetAside:
    """Read the message that `read` gives; `source` says where it lies. What is no message is set aside."""
    raw = read()
    try:
        mail = as_mail(raw)
    except DamagedItemError:
        return SetAside(source, _("It is no message of Outlook, or is damaged; open it in Outlook, and save it again."))
    opened = open_message(mail)
    if not any(name in opened.fields for name in _MAIL_FIELDS):
        return SetAside(source, _("It is not an e-mail, or its head was lost."))
    reading = _Reading(opened, raw if pocket.takes(len(raw)) else None)
    sender, address = sender_of(opened.fields)
    subject = field(opened.fields, "Subject")
    return Arrival(
        source=source,
        kind="message",
        subject=subject,
        sender=sender,
        address=address,
        stamps=stamps_of(opened.fields),
        message_id=next(iter(_MESSAGE_ID.findall(opened.fields.first("Message-ID"))), ""),
        replies_to=_replies_to(opened.fields),
        text=opened.text,
        forwarded=tuple(opened.forwarded),
        files=tuple(reading.files),
        forms=tuple(reading.forms),
        fingerprint=fingerprint_of(address, subject, opened.text, reading.files),
        contents=partial(iter, tuple(reading.held)) if reading.held else _contents(read),
        original=KeptFile(original_name(opened, ".eml" if mail is raw else ".msg"), sha256_of(raw), len(raw)),
        damaged=not (opened.sound and reading.sound),
        automatic=_automatic(opened) and not reading.documents,
        remarks=tuple(reading.remarks),
        doubts=tuple(reading.doubts),
    )


def read_content(content: bytes, source: str) -> Arrival | SetAside:
    """Read a message that was kept."""
    return read_letter(lambda: content, source, Pocket())


class _Reading:
    """The files of a message, unwrapped one after the other, and what there is to say about them."""

    def __init__(self, opened: Opened, held: bytes | None) -> None:
        self.held: list[bytes] = []
        self.files: list[KeptFile] = []
        self.forms: list[Form] = []
        self.remarks: list[str] = []
        self.doubts: list[str] = []
        self.sound = True
        self.documents = 0
        for each in opened.files:
            content, sound = each.content()
            self.sound &= sound
            self.files.append(KeptFile(each.name, sha256_of(content), len(content)))
            self.held += [content] if held is not None else []
            self.documents += not each.kind.startswith(("message/", "image/", "text/"))
            self.look(each, content)
            if not sound:
                self.doubts.append(_("{file} was damaged on its way and may be incomplete.").format(file=each.name))
        self.held += [held] if held is not None else []
        if not opened.sound:
            self.doubts.append(_("The message is malformed or was cut short; it is kept whole as well."))
        elif not self.sound:
            self.doubts.append(_("The message is kept whole as well."))
        if not self.documents and any(each.kind == "text/calendar" for each in opened.files):
            self.doubts.append(_("It is an invitation out of a calendar, and holds no document."))
        if opened.garbled:
            self.remarks.append(_("Its letters are not in the character set that it claims, so some may be wrong."))
        removed = _("{file} was removed from the message in the mail program; only its name is left.")
        self.doubts += [removed.format(file=name) for name in opened.removed]
        closed = _("{file} belongs to an item of Outlook and can't be taken out here; open it in Outlook, and save it.")
        self.doubts += [closed.format(file=name) for name in opened.closed]
        self.doubts += doubts_by_marks(opened.fields)
        if kind_of(opened.fields) == "message/partial":
            self.doubts.append(_("It is one piece of a message that was sent in several."))

    def look(self, file: File, content: bytes) -> None:
        """Say what is worth knowing about a file, and read it where it is a form."""
        seen = look_at(file.name, content, file.kind, within=file.within)
        form, remark = form_of(file.name, content)
        if form is not None:
            self.forms.append(form)
        self.remarks += [said for said in (seen.remark, remark) if said]
        self.doubts += [seen.doubt] if seen.doubt else []


def _contents(read: Callable[[], bytes]) -> Contents:
    def contents() -> Iterator[bytes]:
        raw = read()
        for file in open_message(as_mail(raw)).files:
            yield file.content()[0]
        yield raw

    return contents


def fingerprint_of(address: str, subject: str, text: str, files: Sequence[KeptFile]) -> str:
    """The same for the same content sent again, whatever its time and its way."""
    about = _REPLY_MARKS.sub("", subject).casefold()
    parts = [address.casefold(), " ".join(about.split()), " ".join(text.split())]
    parts += sorted(file.sha256 for file in files)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def _replies_to(fields: Fields) -> tuple[str, ...]:
    said = f"{fields.first('In-Reply-To')} {fields.first('References')}"
    return tuple(dict.fromkeys(_MESSAGE_ID.findall(said)[-MOST_REFERENCES:]))


def _automatic(opened: Opened) -> bool:
    """Whether a program wrote the message: an absence note, a receipt, a report that something was not delivered."""
    fields = opened.fields
    reports = kind_of(fields) == "multipart/report" and parameter(fields, "report-type") is not None
    return reports or written_by_program(fields)
