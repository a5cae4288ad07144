"""How a review pack lies on disk: one plain zip file that begins with its manifest and ends with a seal.

Parts are stored uncompressed, so a pack can't unfold into more than its own size (attachments are compressed already).
The seal, the zip file's comment, holds the SHA-256 of every byte before it, so that no change anywhere goes unseen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from pathlib import Path

FORMAT: Final = "dd_panel review pack"
VERSION: Final = 1

MANIFEST = "manifest.json"
MANIFEST_KEYS = ("format", "version", "made", "round", "member", "assignments", "conflicts", "applications", "blobs")
PART_KEYS = ("part", "sha256", "size")

SEAL_BEGINS = b"dd_panel seal 1 "
SEAL_LENGTH = len(SEAL_BEGINS) + 64

_BEGINNING = re.compile(
    rb'PK\x03\x04.{26}manifest\.json\{"format":"dd_panel review pack","version":(\d{1,9}),', re.DOTALL
)
_BEGINNING_LENGTH = 128


def application_part(number: int) -> str:
    """The name of the n-th application's part, counted from 1."""
    return f"applications/{number}.json"


def blob_part(sha256: str) -> str:
    """The name of the part that holds an attachment."""
    return f"blobs/{sha256}"


def seal(digest: str) -> bytes:
    """The last bytes of a pack whose other bytes have this SHA-256."""
    return SEAL_BEGINS + digest.encode("ascii")


def version_of(file: BinaryIO) -> int | None:
    """The version a pack's beginning states, or None for what is no pack; the file is read from its start."""
    file.seek(0)
    beginning = _BEGINNING.match(file.read(_BEGINNING_LENGTH))
    return None if beginning is None else int(beginning.group(1))


def is_pack(path: Path) -> bool:
    """Whether a file is a review pack of this program, whole or damaged; False for what can't be opened."""
    try:
        with path.open("rb") as file:
            return version_of(file) is not None
    except (OSError, ValueError):
        return False
