"""Review packs: everything one member needs to review, in one file that shows when a single byte of it has changed."""

from dd_panel.exchange.pack.contents import Pack
from dd_panel.exchange.pack.layout import is_pack
from dd_panel.exchange.pack.read import read_pack
from dd_panel.exchange.pack.write import write_pack

__all__ = ["Pack", "is_pack", "read_pack", "write_pack"]
