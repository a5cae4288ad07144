"""Finds the messages in an .mbox file of any size, reading it piece by piece."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.exchange.files import unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PIECE = 1024 * 1024
LARGEST_MESSAGE = 100 * 1024 * 1024
"""Bytes of the largest message that is taken apart; mail servers stop at a half of that."""

_AHEAD = 4_096
"""Bytes after a separating line that are needed to tell it from a sentence that begins with “From”."""

_DATED = re.compile(rb"From (?:[^\r\n]{0,200} )?(?:\w{3},? +)?(?:\w{3} +\d|\d{1,2} +\w{3})[^\r\n]{0,100}\d\d:\d\d")
_FIELD_BELOW = re.compile(rb"[^\r\n]*\r?\n(?:>?From [^\r\n]*\r?\n)?[!-9;-~]{1,200}[ \t]*:")
_QUOTED_TWICE = re.compile(rb"\n>(>+From )")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where a message lies in its file: from `start` up to `end`, without the line that separates it.

    `marked` says that a mailbox has put its marks before lines of the message that begin with “From”.
    """

    path: Path
    start: int
    end: int
    marked: bool = True

    def read(self) -> bytes:
        """The message's bytes. Raises InputError when the file can't be read any more."""
        try:
            with self.path.open("rb") as file:
                file.seek(self.start)
                raw = file.read(self.end - self.start)
        except OSError as error:
            raise unreadable(self.path, error) from error
        if not self.marked:
            return raw
        # A mailbox puts a mark before lines that would separate messages; plain replacing is fast in large files.
        plain = raw.replace(b"\n>From ", b"\nFrom ")
        return _QUOTED_TWICE.sub(rb"\n\1", plain) if b"\n>>" in raw else plain


def looks_like_mbox(beginning: bytes) -> bool:
    """Whether a file that begins like this is a mailbox."""
    return beginning.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").startswith(b"From ")


def stretches_of(path: Path, piece: int = PIECE) -> Iterator[Stretch]:
    """The messages of a mailbox in their order. Raises InputError when the file can't be read."""
    start: int | None = None
    try:
        for separator, following in _separators(path, piece):
            if start is not None:
                yield Stretch(path, start, separator)
            start = following
        if start is not None:
            yield Stretch(path, start, path.stat().st_size)
    except OSError as error:
        raise unreadable(path, error) from error


def _separators(path: Path, size: int) -> Iterator[tuple[int, int]]:
    """Where the message above each separating line ends, and where the message below it begins."""
    with path.open("rb") as file:
        base, window, last = 0, file.read(max(size, _AHEAD)), False
        searched = _line_start(window, 0)
        if (first := _separates(window, searched, base)) is not None:
            yield first, _line_end(window, searched)
        while not last:
            piece = file.read(size)
            last = not piece
            window += piece
            limit = len(window) if last else len(window) - _AHEAD
            while 0 <= (at := window.find(b"\nFrom ", searched - base)) < limit:
                if (above := _separates(window, at + 1, base)) is not None:
                    yield base + above, base + _line_end(window, at + 1)
                searched = base + at + 1
            searched = max(searched, base + (len(window) - 5 if at < 0 else at))
            # Some bytes before the place stay, so that an empty line above it is seen.
            done = max(0, searched - base - 4)
            base += done
            window = window[done:]


def _line_start(window: bytes, at: int) -> int:
    while at < len(window) and window[at : at + 1] in {b"\r", b"\n", b"\xef", b"\xbb", b"\xbf"}:
        at += 1
    return at


def _line_end(window: bytes, line: int) -> int:
    stop = window.find(b"\n", line)
    return len(window) if stop < 0 else stop + 1


def _separates(window: bytes, line: int, base: int) -> int | None:
    """Where the message above ends when the line at `line` separates two; None where it is a sentence."""
    if not window.startswith(b"From ", line) or window.find(b"\n", line, line + _AHEAD) < 0:
        return None
    above = window[max(0, line - 4) : line]
    empty = above.endswith((b"\n\n", b"\n\r\n")) or (base == 0 and not above.strip(b"\r\n\xef\xbb\xbf"))
    dated = _DATED.match(window, line) is not None
    below = _FIELD_BELOW.match(window, line) is not None
    if not (below and (dated or empty)) and not (empty and dated):
        return None
    return line - (2 if above.endswith(b"\r\n\r\n") else 1 if above.endswith(b"\n\n") else 0)
