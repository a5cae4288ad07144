"""The round's own key, which signs its review packs, and by which a member knows a later pack of the same round."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from dd_panel.exchange.pack import fingerprint, public_key

if TYPE_CHECKING:
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work

KEY_FACT: Final = "round key"
"""The fact in a round's store that holds the secret key; files made before there was one get it by migration."""

SIGNER_FACT: Final = "pack signed by"
"""The fact in a member's store that holds the public key of the pack it was made from."""


def give_key(work: Work) -> None:
    """Give a new round its key."""
    work.about.put(KEY_FACT, secrets.token_hex(32))


def secret_key(work: Work) -> bytes:
    """The 32 bytes that sign this round's packs."""
    return bytes.fromhex(work.about.get(KEY_FACT) or "")


def fingerprint_of(place: Workplace) -> str:
    """The fingerprint of the round's key, which the secretariat tells the members apart from the packs."""
    with place.store.reading() as work:
        return fingerprint(public_key(secret_key(work)))
