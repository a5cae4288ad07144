"""A pack's zip file, written from its first byte to its last: nothing in it is gone back to, or read again."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from dd_panel.exchange.pack import layout

if TYPE_CHECKING:
    from collections.abc import Iterable


class Out(Protocol):
    """Where an archive goes."""

    def write(self, content: bytes, /) -> object:
        """Take the next bytes; raises OSError."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file inside a pack in pieces, with the checksum by which zip programs know it; several packs may share it."""

    name: str
    content: tuple[bytes, ...]
    size: int
    checksum: int

    @classmethod
    def of(cls, name: str, content: Iterable[bytes]) -> Part:
        """A part made of pieces; raises what they raise."""
        pieces: list[bytes] = []
        size = checksum = 0
        for piece in content:
            pieces.append(piece)
            size += len(piece)
            checksum = zlib.crc32(piece, checksum)
        return cls(name, tuple(pieces), size, checksum)


class Archive:
    """A zip file that takes one part after another, and gets its list of parts and its seal when it is closed."""

    def __init__(self, out: Out) -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self._length = 0
        self._entries: list[zipfile.ZipInfo] = []

    def add(self, part: Part) -> None:
        """Write the next part; raises OSError."""
        # Everything that could differ between two days or two computers is fixed.
        entry = zipfile.ZipInfo(part.name, date_time=(1980, 1, 1, 0, 0, 0))
        entry.create_system = 3
        entry.external_attr = 0o644 << 16
        entry.file_size = entry.compress_size = part.size
        entry.CRC = part.checksum
        entry.header_offset = self._length
        self._entries.append(entry)
        self._write(entry.FileHeader())
        for piece in part.content:
            self._write(piece)

    def close(self, secret: bytes) -> str:
        """Write the end, signed with the round's secret key; return the SHA-256 of the whole. Raises OSError."""
        end = _End(self._length)
        with zipfile.ZipFile(end, "w") as archive:
            archive.filelist.extend(self._entries)
            archive.comment = bytes(layout.SEAL_LENGTH)
        self._write(bytes(end.content[: -layout.SEAL_LENGTH]))
        self._write(layout.seal(self._digest.hexdigest(), secret))
        return self._digest.hexdigest()

    def _write(self, content: bytes) -> None:
        self._digest.update(content)
        self._out.write(content)
        self._length += len(content)


class _End:
    """What comes after the parts of a zip file, kept until it can be sealed; its places count from the file's start."""

    def __init__(self, begins: int) -> None:
        self._begins = begins
        self.content = bytearray()

    def write(self, content: bytes, /) -> int:
        self.content += content
        return len(content)

    def tell(self) -> int:
        return self._begins + len(self.content)

    def flush(self) -> None:
        """It goes nowhere by itself."""

    def close(self) -> None:
        """It stays to be read."""
