"""How a review pack lies on disk: one plain zip file that begins with its manifest and ends with a seal.

Parts are stored uncompressed, so a pack can't unfold into more than its own size (attachments are compressed already).
The seal, the zip file's comment, holds the SHA-256 of every byte before it, so that no change anywhere goes unseen, and
the round's key with its signature, so that nobody else can make a pack that passes for one of this round. A pack that
is locked holds all this behind its passphrase.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

from dd_panel.exchange.pack import signing
from dd_panel.exchange.pack.locking import is_locked

if TYPE_CHECKING:
    from pathlib import Path

FORMAT: Final = "dd_panel review pack"
VERSION: Final = 2

MANIFEST = "manifest.json"
MANIFEST_KEYS = ("format", "version", "made", "round", "member", "assignments", "conflicts", "applications", "blobs")
MORE_KEYS = ("crossings", "given")
"""There only where the rubric was changed after members had it, so that an earlier program reads all other packs."""

PART_KEYS = ("part", "sha256", "size")

SEAL_BEGINS = b"dd_panel seal 2 "
_SEAL = re.compile(rb"(%b[0-9a-f]{64}) ([0-9a-f]{64}) ([0-9a-f]{128})" % SEAL_BEGINS)
SEAL_LENGTH = len(SEAL_BEGINS) + 64 + 1 + 64 + 1 + 128

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


@dataclass(frozen=True, slots=True)
class Seal:
    """The end of a pack: what is said of its other bytes, by the holder of which key (32 bytes), and the signature."""

    said: bytes
    public: bytes
    signature: bytes

    @property
    def holds(self) -> bool:
        """Whether the holder of the key said it."""
        return signing.is_signed(self.public, self.said, self.signature)


def statement(digest: str) -> bytes:
    """What a seal says of a pack whose other bytes have this SHA-256."""
    return SEAL_BEGINS + digest.encode("ascii")


def seal(digest: str, secret: bytes) -> bytes:
    """The last bytes of a pack whose other bytes have this SHA-256, signed with the round's secret key."""
    said = statement(digest)
    public, signature = signing.public_key(secret).hex(), signing.sign(secret, said).hex()
    return b" ".join((said, public.encode("ascii"), signature.encode("ascii")))


def read_seal(found: bytes) -> Seal | None:
    """The seal in a pack's last bytes, or None where there is none."""
    seal = _SEAL.fullmatch(found)
    return seal and Seal(seal.group(1), bytes.fromhex(seal.group(2).decode()), bytes.fromhex(seal.group(3).decode()))


def version_of(file: BinaryIO) -> int | None:
    """The version a pack's beginning states, or None for what is no pack; the file is read from its start."""
    file.seek(0)
    beginning = _BEGINNING.match(file.read(_BEGINNING_LENGTH))
    return None if beginning is None else int(beginning.group(1))


def is_locked_pack(path: Path) -> bool:
    """Whether a pack asks for a passphrase; raises OSError."""
    with path.open("rb") as file:
        return is_locked(file)


def is_pack(path: Path) -> bool:
    """Whether a file is a review pack of this program, whole or damaged; False for what can't be opened."""
    try:
        with path.open("rb") as file:
            return is_locked(file) or version_of(file) is not None
    except (OSError, ValueError):
        return False
