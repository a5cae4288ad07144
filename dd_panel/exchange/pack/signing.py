"""The round's key: it signs every pack, and its fingerprint, told apart from the pack, shows who made it.

Signatures are Ed25519 (RFC 8032), over the words that begin a seal and the SHA-256 of the pack's bytes.
"""

from __future__ import annotations

import base64
import hashlib

_GROUPS, _LETTERS = 4, 4


def public_key(secret: bytes) -> bytes:
    """The 32 bytes that check what the round's secret key (32 random bytes) has signed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def sign(secret: bytes, message: bytes) -> bytes:
    """The 64 bytes that only the holder of the secret key can give for this message; always the same ones."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(secret).sign(message)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of the secret key gave this signature for this message."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """A key in four groups of four letters and digits, to be read out on the telephone.

    80 bits of the key's SHA-256 in base 32, whose alphabet has no 0, 1, 8 or 9 to be taken for a letter.
    """
    letters = base64.b32encode(hashlib.sha256(public).digest()).decode("ascii")
    return "-".join(letters[at : at + _LETTERS] for at in range(0, _GROUPS * _LETTERS, _LETTERS))


def same_fingerprint(one: str, other: str) -> bool:
    """Whether two people mean the same key, whatever they typed between the letters and in whichever case."""
    return _letters(one) == _letters(other)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).upper()
