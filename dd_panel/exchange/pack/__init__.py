"""Review packs: everything one member needs to review, in one signed file that shows when a byte of it has changed."""

from dd_panel.exchange.pack.contents import Pack
from dd_panel.exchange.pack.layout import is_locked_pack, is_pack
from dd_panel.exchange.pack.read import read_pack
from dd_panel.exchange.pack.signing import fingerprint, public_key, same_fingerprint
from dd_panel.exchange.pack.write import write_packs

__all__ = [
    "Pack",
    "fingerprint",
    "is_locked_pack",
    "is_pack",
    "public_key",
    "read_pack",
    "same_fingerprint",
    "write_packs",
]
