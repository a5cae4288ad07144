"""Reads the words of a message that Outlook keeps as compressed rich text (MS-OXRTFCP, MS-OXRTFEX)."""

from __future__ import annotations

import re
import struct
from typing import Final

_HEAD = struct.Struct("<IIII")
_PACKED, _PLAIN = 0x75465A4C, 0x414C454D
_KNOWN: Final = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
"""What packers and unpackers know before the first byte."""

_WINDOW = 4_096
_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z'])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\", re.DOTALL
)
_SILENT = frozenset({b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer"})
_SIGNS = {
    b"par": "\n", b"line": "\n", b"row": "\n", b"sect": "\n", b"page": "\n", b"tab": "\t", b"cell": "\t",
    b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”",
    b"bullet": "•",
}  # fmt: skip
_LITERAL = {b"\\": "\\", b"{": "{", b"}": "}", b"~": " ", b"_": "-", b"\n": "\n", b"\r": "\n"}


def unpacked(packed: bytes, most: int) -> bytes:
    """The rich text, and at most so many bytes of it; empty where the bytes are no such thing."""
    if len(packed) < _HEAD.size:
        return b""
    _length, size, kind, _check = _HEAD.unpack_from(packed)
    size = min(size, most)
    if kind == _PLAIN:
        return packed[_HEAD.size : _HEAD.size + size]
    if kind != _PACKED:
        return b""
    # References count from the window's beginning, which is where the known bytes lie in front of what follows.
    out, at = bytearray(_KNOWN), _HEAD.size
    size += len(_KNOWN)
    while at < len(packed) and len(out) < size:
        flags = packed[at]
        at += 1
        for bit in range(8):
            if at >= len(packed) or len(out) >= size:
                break
            if not flags >> bit & 1:
                out.append(packed[at])
                at += 1
                continue
            word = int.from_bytes(packed[at : at + 2], "big")
            at += 2
            back = (len(out) - (word >> 4)) % _WINDOW
            if not back or back > len(out) or at > len(packed):
                return bytes(out[len(_KNOWN) : size])
            for _letter in range((word & 15) + 2):
                out.append(out[-back])
    return bytes(out[len(_KNOWN) : size])


def text_of_rich_text(rich: bytes) -> str:
    """The words of rich text as lines; of a web page within it, the words without its marks."""
    reading = _Reading()
    for found in _TOKEN.finditer(rich):
        reading.take(found)
    # Letters outside the first plane are written as two halves.
    return "".join(reading.out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").strip()


class _Reading:
    """Rich text being read: what was said so far, whether it is to be shown here, and in which letters it is."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._silent = False
        self._stack: list[tuple[bool, int]] = []
        self._page = "cp1252"
        self._instead = 1
        self._skip = 0

    def take(self, found: re.Match[bytes]) -> None:
        word, number, code, sign, brace, plain = found.groups()
        if brace == b"{":
            self._stack.append((self._silent, self._instead))
        elif brace == b"}":
            self._silent, self._instead = self._stack.pop() if self._stack else (False, 1)
        elif word:
            self._word(word, int(number or 1))
        elif sign == b"*":
            self._silent = True
        elif sign:
            self._say(_LITERAL.get(sign, ""))
        else:
            self._letters(bytes([int(code, 16)]) if code else plain or b"")

    def _word(self, word: bytes, number: int) -> None:
        if word in _SILENT:
            self._silent = True
        elif word == b"ansicpg":
            self._page = f"cp{number}"
        elif word == b"uc":
            self._instead = number
        elif word == b"u":
            self._say(chr(number & 0xFFFF))
            self._skip = self._instead
        else:
            self._say(_SIGNS.get(word, ""))

    def _letters(self, raw: bytes) -> None:
        """Letters of the code page; those that stand in place of one already said are passed over."""
        shown = raw[self._skip :]
        self._skip = max(0, self._skip - len(raw))
        try:
            self._say(shown.decode(self._page, "replace"))
        except LookupError:
            self._say(shown.decode("cp1252", "replace"))

    def _say(self, text: str) -> None:
        if not self._silent:
            self.out.append(text)
