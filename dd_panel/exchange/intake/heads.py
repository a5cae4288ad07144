"""Reads the fields at the head of a message or of one of its parts, however long, torn or oddly encoded they are."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from email.message import Message
from email.utils import collapse_rfc2231_value, getaddresses
from typing import TYPE_CHECKING, TypeVar

from dd_panel.exchange.intake.charsets import text_of

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_FIELD = 8_000
"""Bytes of one field that are looked at. Honest ones are shorter; the message itself is kept as it came."""

MOST_FIELDS = 1_000

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_SPACE = re.compile(r"\s+")

Read = TypeVar("Read")

Fields = Message
"""The fields by name, whatever their case; the text of each is on one line."""


@dataclass(frozen=True, slots=True)
class Head:
    """The fields, where in the bytes the body begins, and whether they were in order."""

    fields: Fields
    body: int
    sound: bool


def read_head(raw: bytes, start: int, end: int) -> Head:
    """Read the fields that stand in `raw` from `start`; they end at the first empty line, or where they are no more."""
    names: list[str] = []
    values: list[bytearray] = []
    at, sound = start, True
    while at < end:
        stop = raw.find(b"\n", at, end)
        following = end if stop < 0 else stop + 1
        line = raw[at : min(following, at + LONGEST_FIELD)].rstrip(b"\r\n")
        if not line.strip() and following - at <= LONGEST_FIELD:
            at = following
            break
        if line[:1] in b" \t" and values:
            values[-1] += b" " + line.strip()
        elif found := _FIELD.match(line):
            names.append(found[1].decode("ascii"))
            values.append(bytearray(line[found.end() :].strip()))
        elif at != start or not line.lstrip(b">").startswith(b"From "):
            sound = False
            break
        sound = sound and following - at <= LONGEST_FIELD and (not values or len(values[-1]) <= LONGEST_FIELD)
        if values and len(values[-1]) > LONGEST_FIELD:
            del values[-1][LONGEST_FIELD:]
        at = following
    fields = Message()
    for name, value in zip(names[:MOST_FIELDS], values[:MOST_FIELDS], strict=True):
        fields[name] = _SPACE.sub(" ", text_of(bytes(value), None)[0])
    return Head(fields, at, sound and len(names) <= MOST_FIELDS)


def field(fields: Fields, name: str) -> str:
    """The decoded text of a field; empty where there is none."""
    return words(str(fields.get(name, "")))


def fields_of(fields: Fields, name: str) -> list[str]:
    """The text of all fields of this name, from the top."""
    return [str(value) for value in fields.get_all(name, [])]


def words(text: str) -> str:
    """The text with its encoded words (RFC 2047) decoded; what isn't one stays as it is."""
    out: list[str] = []
    waiting, charset, last = b"", "", 0
    for found in _WORD.finditer(text):
        between = text[last : found.start()]
        joins = bool(waiting) and not between.strip()
        if not joins or charset != found[1].casefold():
            out.append(text_of(waiting, charset)[0] if waiting else "")
            out.append("" if joins else between)
            waiting = b""
        waiting += _word_bytes(found[2], found[3])
        charset, last = found[1].casefold(), found.end()
    if waiting:
        out.append(text_of(waiting, charset)[0])
    return _SPACE.sub(" ", "".join(out) + text[last:]).strip()


def _word_bytes(encoding: str, content: str) -> bytes:
    plain = content.encode("utf-8")
    if encoding in "qQ":
        return binascii.a2b_qp(plain, header=True)
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", plain)
    letters = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def sender_of(fields: Fields) -> tuple[str, str]:
    """The sender's name as shown, and the address; empty where the message doesn't say."""
    for name in ("From", "Sender", "Reply-To", "Return-Path"):
        for shown, address in getaddresses([str(value)[:2_000] for value in fields.get_all(name, [])]):
            if "@" in address:
                return words(shown), address.strip().strip("<>")
    return "", ""


def kind_of(fields: Fields, otherwise: str = "text/plain") -> str:
    """What a part says it is, as `text/plain`."""
    if "content-type" not in fields:
        return otherwise
    return _try(fields.get_content_type, "text/plain")


def parameter(fields: Fields, name: str, of: str = "Content-Type") -> str | None:
    """A parameter of a field, such as the charset or the boundary; continued and encoded ones too (RFC 2231)."""

    def read() -> str | None:
        found = fields.get_param(name, None, of)
        return None if found is None else collapse_rfc2231_value(found)

    return _try(read, None)


def file_name(fields: Fields) -> str:
    """The name a part gives its file, decoded; empty where it gives none."""
    given = parameter(fields, "filename", "Content-Disposition") or parameter(fields, "name")
    return words(given) if given else ""


def disposition(fields: Fields) -> str:
    """`attachment`, `inline`, or empty where a part doesn't say."""
    return str(fields.get("Content-Disposition", "")).split(";")[0].strip().casefold()


def encoding_of(fields: Fields) -> str:
    """How a part's bytes were wrapped for their way."""
    return re.sub(r"\(.*?\)", "", str(fields.get("Content-Transfer-Encoding", ""))[:200]).strip().strip(";").casefold()


def _try(read: Callable[[], Read], otherwise: Read) -> Read:
    """What the standard library reads from a field, or `otherwise` where it stumbles over it."""
    try:
        return read()
    except (LookupError, ValueError, TypeError, AttributeError):
        return otherwise
