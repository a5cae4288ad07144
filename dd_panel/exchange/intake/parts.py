"""Takes a message apart into its parts, without copying them, and unwraps the bytes of each.

The standard library reads a message line by line, which takes seconds where attachments are large, and is silent about
what it leaves out. Here a part is a stretch of the message; whatever is not in order is said.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.exchange.intake.heads import Fields, encoding_of, kind_of, parameter, read_head

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 15
"""Multiparts within multiparts that are taken apart; what lies deeper stays in one piece."""

MOST_PARTS = 1_000
"""Parts of one message that are taken apart; the rest stays in one piece."""

LONGEST_PREAMBLE = 500
"""Bytes before the first part or after the last one that are only a remark for old programs."""

_HEAD = re.compile(rb"^content-[a-z-]+:", re.IGNORECASE | re.MULTILINE)
"""What begins a part and no remark: the line that parted it off was lost."""

_AS_IS = frozenset({"", "7bit", "8bit", "binary"})
_UU = frozenset({"x-uuencode", "uuencode", "x-uue", "uue"})
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_NOT_BASE64 = bytes(set(range(256)) - set(_BASE64))
_TORN_QUOTE = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*\r?(?:\n|\Z))")


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its fields, what it says it is, its still wrapped `content`, and the parts it is made of.

    `sound` is False where something in its build was not in order, so that bytes may be missing or too many.
    """

    fields: Fields
    kind: str
    raw: bytes
    start: int
    end: int
    parts: tuple[Part, ...] = ()
    sound: bool = True

    def walk(self) -> Iterator[Part]:
        """This part and all it is made of."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def size(self) -> int:
        """Bytes of the part as it travelled."""
        return self.end - self.start

    def content(self) -> tuple[bytes, bool]:
        """The bytes as they were before they were wrapped for the way, and whether that worked without doubt."""
        wrapped = self.raw[self.start : self.end]
        encoding = encoding_of(self.fields)
        if encoding in _AS_IS or self.kind.startswith("multipart/"):
            return wrapped, True
        if encoding == "base64":
            return _from_base64(wrapped)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(wrapped), _TORN_QUOTE.search(wrapped) is None
        if encoding in _UU:
            return _from_uu(wrapped)
        return wrapped, False


def take_message_apart(raw: bytes) -> Part:
    """The parts of a whole message."""
    return _Knife(raw).part(0, len(raw), "text/plain", 0)


class _Knife:
    """Cuts one message; counts the parts, so that no message can hold it up."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._left = MOST_PARTS

    def part(self, start: int, end: int, otherwise: str, depth: int) -> Part:
        self._left -= 1
        head = read_head(self._raw, start, end)
        kind = kind_of(head.fields, otherwise)
        body = min(head.body, end)
        if not kind.startswith("multipart/"):
            return Part(head.fields, kind, self._raw, body, end, sound=head.sound)
        if depth >= DEEPEST or self._left <= 0:
            return Part(head.fields, "application/octet-stream", self._raw, start, end, sound=False)
        boundary = (parameter(head.fields, "boundary") or "").rstrip()
        cuts = list(self._cuts(boundary.encode("utf-8", "replace"), body, end)) if boundary else []
        if not cuts:
            return Part(head.fields, "text/plain", self._raw, body, end, sound=False)
        inner = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        parts = tuple(self.part(*stretch, inner, depth + 1) for stretch in _stretches(cuts, end))
        return Part(head.fields, kind, self._raw, body, end, parts, head.sound and self._whole(cuts, body, end))

    def _cuts(self, boundary: bytes, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """Where the boundary stands on a line of its own: where the part before ends, the next begins, if it closes."""
        raw, mark = self._raw, b"--" + boundary
        at = raw.find(mark, start, end)
        while at >= 0:
            stop = raw.find(b"\n", at, end)
            following = end if stop < 0 else stop + 1
            rest = raw[at + len(mark) : min(following, at + len(mark) + 100)].strip()
            if rest in {b"", b"--"} and (at == start or raw[at - 1] == ord("\n")):
                before = at - 1 if at > start else at
                before -= 1 if before > start and raw[before - 1 : before + 1] == b"\r\n" else 0
                yield before, following, rest == b"--"
                if rest:
                    return
            at = raw.find(mark, at + len(mark), end)

    def _whole(self, cuts: list[tuple[int, int, bool]], start: int, end: int) -> bool:
        """Whether the parts end with a closing line, and only remarks lie before and after them."""
        first, last = cuts[0], cuts[-1]
        after = self._raw[last[1] : min(end, last[1] + LONGEST_PREAMBLE * 2)].strip()
        if not last[2] or max(first[0] - start, len(after)) > LONGEST_PREAMBLE:
            return False
        return not _HEAD.search(self._raw[start : first[0]]) and not _HEAD.search(after)


def _stretches(cuts: list[tuple[int, int, bool]], end: int) -> Iterator[tuple[int, int]]:
    for number, (_before, following, closes) in enumerate(cuts):
        if closes:
            return
        yield following, max(following, cuts[number + 1][0] if number + 1 < len(cuts) else end)


def _from_base64(wrapped: bytes) -> tuple[bytes, bool]:
    letters = wrapped.translate(None, b" \t\r\n")
    try:
        return binascii.a2b_base64(letters, strict_mode=True), True
    except binascii.Error:
        pass
    pieces = [piece for piece in letters.split(b"=") if piece]
    if not letters.translate(None, _BASE64 + b"=") and all(len(piece) % 4 != 1 for piece in pieces):
        # Some programs wrap a file in pieces and end each of them.
        return b"".join(_padded(piece) for piece in pieces), len(letters) % 4 == 0
    return _padded(letters.split(b"=")[0].translate(None, _NOT_BASE64)), False


def _padded(letters: bytes) -> bytes:
    whole = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def _from_uu(wrapped: bytes) -> tuple[bytes, bool]:
    lines = iter(wrapped.splitlines())
    sound = any(line.startswith(b"begin ") for line in lines)
    out = bytearray()
    for line in lines:
        if line.strip() == b"end":
            return bytes(out), sound
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            # Lines are often longer than they say; the length in front of them is what counts.
            wanted = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
            try:
                out += binascii.a2b_uu(line[:wanted])
            except binascii.Error:
                sound = False
    return (bytes(out), False) if out else (wrapped, False)
