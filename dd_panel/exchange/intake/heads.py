"""Reads the fields at the head of a message or of one of its parts, however long, torn or oddly encoded they are."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from email.message import Message
from email.utils import collapse_rfc2231_value, getaddresses

from dd_panel.exchange.intake.charsets import text_of

LONGEST_FIELD = 8_000
"""Bytes of one field that are looked at. Honest ones are shorter; the message itself is kept as it came."""

LONGEST_HEAD = 64_000
"""Bytes of an honest head; a longer one is read line by line."""

MOST_FIELDS = 1_000
"""Fields of one head that are kept; of those below only the first that say what the message is."""

_SAYING = frozenset({"from", "subject", "date", "received", "message-id", "content-type", "content-transfer-encoding"})

_HEAD_END = re.compile(rb"\n\r?\n")
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_FIELDS = re.compile(rb"([!-9;-~]{1,200})[ \t]*:([^\n]{0,8000}(?:\n[ \t][^\n]{0,1000}){0,200})(?:\n|\Z)")
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_SPACE = re.compile(r"\s+")
_PARAMETER = r';\s*([^\s=;"*]{1,60})\s*=\s*("[^"\\]*"|[^;"\s]*)\s*'
_PARAMETERS = re.compile(_PARAMETER)
_PLAIN = re.compile(rf"[^;\"]{{0,200}}(?:{_PARAMETER})*;?\s*")
_PARTED = re.compile(r"[\w.+-]+/[\w.+-]+")


class Fields:
    """The fields by name, whatever their case; the text of each is on one line."""

    def __init__(self) -> None:
        self._values: dict[str, list[str]] = {}
        self._parameters: dict[str, dict[str, str] | None] = {}

    def add(self, name: str, value: str) -> None:
        """Add a field at the end."""
        self._values.setdefault(name.lower(), []).append(value)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._values

    def first(self, name: str) -> str:
        """The first field of this name as it is written; empty where there is none."""
        found = self._values.get(name.lower())
        return found[0] if found else ""

    def all(self, name: str) -> list[str]:
        """All fields of this name as they are written, from the top."""
        return self._values.get(name.lower(), [])

    def parameter(self, name: str, of: str) -> str | None:
        """A parameter of a field, such as the charset or the boundary; continued and encoded ones too (RFC 2231)."""
        if of not in self._parameters:
            self._parameters[of] = _plain_parameters(self.first(of))
        plain = self._parameters[of]
        return plain.get(name) if plain is not None else _odd_parameter(self.first(of), name)


def _plain_parameters(value: str) -> dict[str, str] | None:
    """The parameters of a field that is written as nearly all are; None for any other."""
    if not value:
        return {}
    if len(value) > LONGEST_HEAD or _PLAIN.fullmatch(value) is None:
        return None
    found: dict[str, str] = {}
    for name, given in _PARAMETERS.findall(value):
        found.setdefault(name.lower(), given.strip('"'))
    return found


def _odd_parameter(value: str, name: str) -> str | None:
    """A parameter of a field that is continued, encoded or torn, as far as the standard library can read it."""
    message = Message()
    message["Content-Type"] = value
    try:
        found = message.get_param(name, None)
        return None if found is None else collapse_rfc2231_value(found)
    except (LookupError, ValueError, TypeError, AttributeError):
        return None


@dataclass(frozen=True, slots=True)
class Head:
    """The fields, where in the bytes the body begins, and whether they were in order."""

    fields: Fields
    body: int
    sound: bool


def read_head(raw: bytes, start: int, end: int) -> Head:
    """Read the fields that stand in `raw` from `start`; they end at the first empty line, or where they are no more."""
    fields = Fields()
    stop = _HEAD_END.search(raw, start, min(end, start + LONGEST_HEAD))
    if stop is None:
        return _read_line_by_line(raw, start, end)
    at, last = start, stop.start() + 1
    while found := _FIELDS.match(raw, at, last):
        fields.add(found[1].decode("ascii"), _line_of(found[2]))
        at = found.end()
    if at < last:
        return _read_line_by_line(raw, start, end)
    return Head(fields, stop.end(), sound=True)


def _read_line_by_line(raw: bytes, start: int, end: int) -> Head:
    names: list[str] = []
    values: list[bytearray] = []
    at, sound = start, True
    while at < end:
        stop = raw.find(b"\n", at, end)
        following = end if stop < 0 else stop + 1
        line = raw[at : min(following, at + LONGEST_FIELD)].rstrip(b"\r\n")
        sound = sound and following - at <= LONGEST_FIELD
        if not line.strip():
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
        if values and len(values[-1]) > LONGEST_FIELD:
            del values[-1][LONGEST_FIELD:]
            sound = False
        at = following
    fields = Fields()
    for number, (name, value) in enumerate(zip(names, values, strict=True)):
        if number < MOST_FIELDS or (name.lower() in _SAYING and name not in fields):
            fields.add(name, _line_of(bytes(value)))
    return Head(fields, at, sound and len(names) <= MOST_FIELDS)


def _line_of(value: bytes) -> str:
    text = value.decode("ascii") if value.isascii() else text_of(value, None)[0]
    return " ".join(text.split()) if not text.isprintable() or "  " in text else text.strip()


def field(fields: Fields, name: str) -> str:
    """The decoded text of a field; empty where there is none."""
    return words(fields.first(name))


def words(text: str) -> str:
    """The text with its encoded words (RFC 2047) decoded; what isn't one stays as it is."""
    if "=?" not in text:
        return text.strip()
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
        for shown, address in getaddresses([value[:2_000] for value in fields.all(name)]):
            if "@" in address:
                return words(shown), address.strip().strip("<>")
    return "", ""


def kind_of(fields: Fields, otherwise: str = "text/plain") -> str:
    """What a part says it is, as `text/plain`."""
    value = fields.first("Content-Type").split(";")[0].strip().lower()
    if not value:
        return otherwise
    return value if _PARTED.fullmatch(value) else "text/plain"


def parameter(fields: Fields, name: str) -> str | None:
    """A parameter of what a part says it is."""
    return fields.parameter(name, "content-type")


def file_name(fields: Fields) -> str:
    """The name a part gives its file, decoded; empty where it gives none."""
    given = fields.parameter("filename", "content-disposition") or fields.parameter("name", "content-type")
    return words(given) if given else ""


def disposition(fields: Fields) -> str:
    """`attachment`, `inline`, or empty where a part doesn't say."""
    return fields.first("Content-Disposition").split(";")[0].strip().casefold()


def encoding_of(fields: Fields) -> str:
    """How a part's bytes were wrapped for their way."""
    written = fields.first("Content-Transfer-Encoding")[:200]
    return (re.sub(r"\(.*?\)", "", written) if "(" in written else written).strip().strip(";").casefold()
