"""Looks at files that are parcels of other files, without unpacking them: archives, and what Outlook packs."""

from __future__ import annotations

import io
import zipfile
from typing import NamedTuple

from dd_panel.exchange.guard import MEGABYTE
from dd_panel.text import _, ngettext

MOST_NAMED = 5
MOST_MEMBERS = 5_000
LARGEST_UNPACKED = 1024 * MEGABYTE
MOST_GROWTH = 200
"""Times its own size that an honest archive unpacks to; text packs twentyfold."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_TNEF = b"\x78\x9f\x3e\x22"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_LOCKED = 0x1
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})
_OFFICE = ("[content_types].xml", "mimetype")


class Look(NamedTuple):
    """What was seen: a remark worth knowing, or a doubt that somebody has to look into; whole sentences, or empty."""

    remark: str = ""
    doubt: str = ""


def look_at(name: str, content: bytes, kind: str = "") -> Look:
    """Look at one file; `kind` is what its message says that it is."""
    if not content:
        return Look(doubt=_("{file} is empty (0 bytes).").format(file=name))
    if content.startswith(_TNEF) or name.casefold() == "winmail.dat":
        doubt = _("{file} holds attachments that Outlook packed; it is kept as it came, and isn't unpacked here.")
        return Look(doubt=doubt.format(file=name))
    if kind in _SEALED:
        doubt = _("{file} is an encrypted or sealed message; what is in it can't be read here.")
        return Look(doubt=doubt.format(file=name))
    if content.startswith(_OLE) and name.casefold().endswith(".msg"):
        doubt = _("{file} is an item of Outlook, which can't be read here; open it in Outlook, and save its files.")
        return Look(doubt=doubt.format(file=name))
    return _look_into(name, content) if content.startswith(_ZIP) else Look()


def _look_into(name: str, content: bytes) -> Look:
    if content.count(b"PK\x01\x02") > MOST_MEMBERS:
        doubt = _("{file} is an archive of more than {limit:,} files.")
        return Look(doubt=doubt.format(file=name, limit=MOST_MEMBERS))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, UnicodeError):
        return Look(doubt=_("{file} is a damaged archive.").format(file=name))
    if any(member.filename.casefold() in _OFFICE for member in members):
        return Look()
    return _look_at_members(name, len(content), members)


def _look_at_members(name: str, packed: int, members: list[zipfile.ZipInfo]) -> Look:
    size = sum(member.file_size for member in members)
    listed = _listed([_shown(member.filename) for member in members])
    if not members:
        return Look(doubt=_("{file} is an archive without files.").format(file=name))
    if size > LARGEST_UNPACKED or size > max(MEGABYTE, MOST_GROWTH * packed):
        doubt = _("{file} says that it unpacks to {size:,} MB; it is kept and should not be unpacked.")
        return Look(doubt=doubt.format(file=name, size=size // MEGABYTE))
    if any(member.flag_bits & _LOCKED for member in members):
        doubt = _("{file} is an archive with a password. It lists {names}.")
        return Look(doubt=doubt.format(file=name, names=listed))
    remark = ngettext(
        "{file} is an archive of {count} file, kept as it came: {names}.",
        "{file} is an archive of {count} files, kept as it came: {names}.",
        len(members),
    )
    return Look(remark.format(file=name, count=len(members), names=listed))


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return shown if more <= 0 else _("{shown} and {more} more").format(shown=shown, more=more)


def _shown(name: str) -> str:
    plain = "".join(letter if letter.isprintable() else "?" for letter in name)
    return plain if len(plain) <= 80 else plain[:79] + "…"  # noqa: PLR2004 - a line's worth
