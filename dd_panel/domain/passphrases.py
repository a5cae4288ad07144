"""Passphrases: what is good enough, and how a key comes from one."""

from __future__ import annotations

import unicodedata
from typing import Final

from dd_panel.domain.errors import InputError
from dd_panel.text import _

SHORTEST: Final = 10
"""Characters; shorter ones are guessed in days by whoever has the file."""

# What RFC 9106, section 4, recommends where memory is dear: 64 MiB and three passes. Its four lanes are left out, for
# OpenSSL's Argon2 waits for ever when two threads stretch passphrases at once in several lanes; one lane costs a
# guesser as much.
MEMORY: Final = 64 * 1024
PASSES: Final = 3
LANES: Final = 1


def check_new(passphrase: str) -> None:
    """Refuse a passphrase that is too short to protect anything; raises InputError."""
    if len(passphrase.strip()) < SHORTEST:
        raise InputError(
            _("This passphrase is too short."),
            _("It has fewer than {count} characters.").format(count=SHORTEST),
            _("Take three or four words that nobody would guess together."),
        )


def stretched(passphrase: str, salt: bytes, length: int, memory: int = MEMORY, passes: int = PASSES) -> bytes:
    """`length` bytes from a passphrase by Argon2id (RFC 9106), in a fraction of a second.

    `memory` is in KiB. The same letters give the same bytes on every keyboard (Unicode's form NFC).
    """
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(salt=salt, length=length, iterations=passes, lanes=LANES, memory_cost=memory)
    return kdf.derive(unicodedata.normalize("NFC", passphrase).encode())
