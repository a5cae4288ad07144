"""What the first hundred bytes of a file say: whether it is a store of ours, and whether all of it is there.

Source: the SQLite file format, https://www.sqlite.org/fileformat2.html, section 1.3.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.store.locking import MAGIC
from dd_panel.store.tables import APPLICATION_ID

if TYPE_CHECKING:
    from pathlib import Path

_LENGTH = 100
_SQLITE = b"SQLite format 3\x00"
_LOCKED_PAGE = 4096
_LARGEST_PAGE = 65536


@dataclass(frozen=True, slots=True)
class Header:
    """`ours` says whose the file is; `missing` is the number of bytes that were cut off its end, 0 when it is whole.

    Of a file that is `locked` only pieces of a page can be seen to be missing.
    """

    ours: bool
    missing: int = 0
    locked: bool = False


def read_header(path: Path) -> Header:
    """Read the first bytes of a file; raises OSError."""
    with path.open("rb") as file:
        start = file.read(_LENGTH)
        size = file.seek(0, 2)
    if start.startswith(MAGIC):
        return Header(ours=True, missing=-size % _LOCKED_PAGE, locked=True)
    if len(start) < _LENGTH or not start.startswith(_SQLITE):
        return Header(ours=False)
    (page,) = struct.unpack_from(">H", start, 16)
    changes, pages = struct.unpack_from(">II", start, 24)
    (application,) = struct.unpack_from(">I", start, 68)
    (valid_for,) = struct.unpack_from(">I", start, 92)
    # Only where the two counters agree does the header know how many pages there are.
    whole = pages * (_LARGEST_PAGE if page == 1 else page) if changes == valid_for else 0
    return Header(application == APPLICATION_ID, max(0, whole - size))
