"""Counts what a PDF's packed streams hold before the engine unpacks them: few bytes may be millions of objects."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MEGABYTE: Final = 1024 * 1024
LARGEST_STREAM: Final = 32 * MEGABYTE
"""Bytes that a page's drawing may unpack to: two million lines, which take half a gigabyte and a few seconds."""
LARGEST_FONT: Final = 64 * MEGABYTE
ALL_STREAMS: Final = 256 * MEGABYTE

_BEGIN = b"stream"
_END = b"endstream"
_MOST_GROWTH = 1032
"""How many times its packed size deflate can unpack to."""
_DICTIONARY = 2048
_SIDES = re.compile(rb"/(?:Width|Height)\s+(\d{1,7})")
_SEVERAL_FILTERS = re.compile(rb"/Filter\s*\[\s*/[^/\]]+/")
_STEP = 1 * MEGABYTE


class TooMuch(Exception):  # noqa: N818 - it names what is in the file
    """The document unpacks to more than can be shown."""


def check_streams(content: bytes, stop: Callable[[], None]) -> None:
    """Unpack every suspicious stream, counting only.

    Raises TooMuch.
    """
    total = 0
    nested = _SEVERAL_FILTERS.search(content) is not None
    for at, start, end in _streams(content, 0 if nested else LARGEST_STREAM // _MOST_GROWTH):
        total += _size(content, at, start, end, stop)
        if total > ALL_STREAMS:
            raise TooMuch


def _streams(content: bytes, least: int) -> Iterator[tuple[int, int, int]]:
    """Where each stream's keyword, its bytes, and what ends them begin, of every stream that is at least so long.

    Of shorter ones many are passed over at a time: what begins and ends within `least` bytes is none of them.
    """
    at = 0
    while True:
        last = content.rfind(_END, at, at + least)
        if last >= 0:
            at = last + len(_END)
            continue
        begin = content.find(_BEGIN, at)
        if begin < 0:
            return
        end = content.find(_END, begin + len(_BEGIN))
        end = end if end >= 0 else len(content)
        yield begin, begin + len(_BEGIN), end
        at = end + len(_END)


def _size(content: bytes, at: int, start: int, end: int, stop: Callable[[], None]) -> int:
    """How many bytes the stream between two places unpacks to; 0 where that is harmless."""
    head = _dictionary(content, at)
    several = _SEVERAL_FILTERS.search(head) is not None
    if (not several and (end - start) * _MOST_GROWTH <= LARGEST_STREAM) or _is_picture(head, end - start):
        return 0
    most = LARGEST_FONT if b"/Length1" in head or b"/FontFile" in head else LARGEST_STREAM
    return _unpacked(content[start:end].lstrip(b"\r\n"), most, 2 if several else 1, stop)


def _dictionary(content: bytes, at: int) -> bytes:
    before = content[max(0, at - _DICTIONARY) : at]
    return before[before.rfind(b" obj") + 1 :]


def _is_picture(head: bytes, packed: int) -> bool:
    """Whether these are the points of a picture: the engine unpacks those only as far as its sides go."""
    sides = [int(side) for side in _SIDES.findall(head)]
    return b"/Image" in head and len(sides) > 1 and packed < sides[0] * sides[1] * 8 < 8 * 400 * MEGABYTE


def _unpacked(packed: bytes, most: int, times: int, stop: Callable[[], None]) -> int:
    """How many bytes a stream unpacks to; 0 for one that isn't packed with deflate."""
    unpack = zlib.decompressobj()
    size = 0
    first = b""
    rest = packed
    while rest and not unpack.eof:
        stop()
        try:
            piece = unpack.decompress(rest, _STEP)
        except zlib.error:
            break
        rest = unpack.unconsumed_tail
        size += len(piece)
        if times > 1 and size <= LARGEST_STREAM:
            first += piece
        if size > most:
            raise TooMuch
        if not piece:
            break
    return max(size, _unpacked(first, most, times - 1, stop)) if times > 1 and first else size
