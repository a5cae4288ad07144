"""Looks at files that are parcels of other files, and takes these out: archives, and what Outlook packs.

A parcel is kept as it came, and what is in it beside it, one level deep; a bomb, a parcel with a password and a damaged
one stay shut, and are said.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from dd_panel.exchange.guard import MEGABYTE
from dd_panel.exchange.intake.compound import BEGINNING as COMPOUND
from dd_panel.exchange.intake.outlook_items import is_item
from dd_panel.exchange.intake.packed_items import packed_mail
from dd_panel.exchange.intake.tnef import BEGINNING, read_packed
from dd_panel.text import DASH, _, few, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dd_panel.exchange.intake.tnef import PackedFile

MOST_TAKEN_OUT = 200
LARGEST_TAKEN_OUT = 200 * MEGABYTE
MOST_MEMBERS = 5_000
LARGEST_UNPACKED = 1024 * MEGABYTE
MOST_GROWTH = 200
"""Times its own size that an honest archive unpacks to; text packs twentyfold."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_LOCKED = 0x1
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})
_OFFICE = ("[content_types].xml", "mimetype")
_PARCELS = frozenset(
    {"application/zip", "application/x-zip-compressed", "application/ms-tnef", "application/vnd.ms-tnef"}
)
_ARCHIVE = re.compile(r"\.(?:zip|7z|rar|tar|t?gz|bz2|xz|cab|iso)$|(?:^|/)winmail\.dat$", re.IGNORECASE)
_LEFT_BY_SYSTEMS = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ValueError,
    NotImplementedError,
    EOFError,
    UnicodeError,
    RuntimeError,
)
"""What the standard library raises on archives that are damaged or packed in a way it does not know."""


class Look(NamedTuple):
    """What was seen: a remark worth knowing, or a doubt that somebody has to look into; whole sentences, or empty."""

    remark: str = ""
    doubt: str = ""


class Inner(NamedTuple):
    """A file in a parcel: its name, and how to get it out of the parcel's bytes, which says whether it is whole.

    An `item` is a message that Outlook packed, and comes out as an e-mail.
    """

    name: str
    take_out: Callable[[bytes], tuple[bytes, bool]]
    item: bool = False


def look_at(name: str, content: bytes, kind: str = "", *, within: bool = False) -> Look:
    """Look at one file; `kind` is what its message says that it is, `within` whether it came out of a parcel itself."""
    seen = _seen_in(name, content, kind)
    return Look(doubt=seen.doubt) if within else seen  # a parcel within a parcel was not unpacked


def _seen_in(name: str, content: bytes, kind: str) -> Look:
    if not content:
        return Look(doubt=_("{file} is empty (0 bytes).").format(file=name))
    if content.startswith(BEGINNING) or name.casefold() == "winmail.dat":
        return _look_into_outlooks(name, content)
    if kind in _SEALED:
        doubt = _("{file} is an encrypted or sealed message; what is in it can't be read here.")
        return Look(doubt=doubt.format(file=name))
    if content.startswith(COMPOUND) and name.casefold().endswith(".msg") and not is_item(content):
        doubt = _("{file} is a damaged item of Outlook; ask the sender for it once more.")
        return Look(doubt=doubt.format(file=name))
    if not content.startswith(_ZIP):
        return Look()
    seen = _look_into(name, content)
    return seen if is_parcel(name, kind) else Look(doubt=seen.doubt)  # under another name it was not unpacked


def is_parcel(name: str, kind: str = "") -> bool:
    """Whether a file is to be looked into, by its name or by what its message says that it is."""
    return kind in _PARCELS or name.casefold().endswith(".zip") or name.casefold() == "winmail.dat"


def taken_out(content: bytes) -> Iterator[Inner]:
    """The files in a parcel.

    Nothing comes out of what is no parcel, or of one that should stay shut.
    """
    if content.startswith(BEGINNING):
        for packed in read_packed(content).files:
            take_out = _cut_out_item if packed.item else _cut_out
            yield Inner(_named(packed), partial(take_out, start=packed.start, end=packed.end), packed.item)
    elif content.startswith(_ZIP):
        for member in _to_take_out(len(content), _members(content) or ()):
            yield Inner(member.filename, partial(_unzipped, member=member))


def _cut_out(content: bytes, *, start: int, end: int) -> tuple[bytes, bool]:
    return content[start:end], True


def _cut_out_item(content: bytes, *, start: int, end: int) -> tuple[bytes, bool]:
    return packed_mail(content[start:end])


def _named(packed: PackedFile) -> str:
    if not packed.item or packed.name.casefold().endswith(".eml"):
        return packed.name
    return f"{(packed.name or _('Message')).removesuffix('.msg')}.eml"


def _unzipped(content: bytes, *, member: zipfile.ZipInfo) -> tuple[bytes, bool]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.read(member), True
    except _UNREADABLE:
        return b"", False


def _members(content: bytes) -> list[zipfile.ZipInfo] | None:
    """The files that an archive lists, None where it can't be read or is too long to be looked through."""
    if content.count(b"PK\x01\x02") > MOST_MEMBERS:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [member for member in archive.infolist() if not member.is_dir()]
    except _UNREADABLE:
        return None


def _worth_taking(members: Iterable[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    return [member for member in members if not _LEFT_BY_SYSTEMS.search(member.filename)]


def _to_take_out(packed: int, members: Sequence[zipfile.ZipInfo]) -> Sequence[zipfile.ZipInfo]:
    """The files to take out of an archive of so many bytes; none where it should stay shut.

    What a system has left in it beside the files counts for nothing but a bomb.
    """
    office = any(member.filename.casefold() in _OFFICE for member in members)
    if office or _is_bomb(packed, sum(member.file_size for member in members)):
        return ()
    wanted = _worth_taking(members)
    locked = any(member.flag_bits & _LOCKED for member in wanted)
    too_much = len(wanted) > MOST_TAKEN_OUT or sum(member.file_size for member in wanted) > LARGEST_TAKEN_OUT
    return () if locked or too_much else wanted


def _is_bomb(packed: int, size: int) -> bool:
    return size > LARGEST_UNPACKED or size > max(MEGABYTE, MOST_GROWTH * packed)


def _look_into_outlooks(name: str, content: bytes) -> Look:
    found = read_packed(content)
    names = few([_shown(_named(file) or DASH) for file in found.files])
    remark = _("{file} is how Outlook packed what was attached, and was unpacked: {names}.") if found.files else ""
    doubt = ""
    if not found.sound:
        doubt = _("{file} holds attachments that Outlook packed, and was damaged on its way.")
    elif found.closed:
        doubt = _("{file} holds an item of Outlook, which can't be read here; open it in Outlook, and save its files.")
    elif not found.files:
        doubt = _("{file} is what Outlook packed, and no attachment was found in it; ask the sender for the files.")
    return Look(remark.format(file=name, names=names), doubt.format(file=name))


def _look_into(name: str, content: bytes) -> Look:
    if content.count(b"PK\x01\x02") > MOST_MEMBERS:
        doubt = _("{file} is an archive of more than {limit:,} files.")
        return Look(doubt=doubt.format(file=name, limit=MOST_MEMBERS))
    members = _members(content)
    if members is None:
        return Look(doubt=_("{file} is a damaged archive.").format(file=name))
    if any(member.filename.casefold() in _OFFICE for member in members):
        return Look()
    return _look_at_members(name, len(content), members)


def _look_at_members(name: str, packed: int, everything: list[zipfile.ZipInfo]) -> Look:
    size = sum(member.file_size for member in everything)
    members = _worth_taking(everything)
    listed = few([_shown(member.filename) for member in members])
    if not members:
        return Look(doubt=_("{file} is an archive without files.").format(file=name))
    if _is_bomb(packed, size):
        doubt = _("{file} says that it unpacks to {size:,} MB; it is kept and should not be unpacked.")
        return Look(doubt=doubt.format(file=name, size=size // MEGABYTE))
    if any(member.flag_bits & _LOCKED for member in members):
        doubt = _("{file} is an archive with a password. It lists {names}.")
        return Look(doubt=doubt.format(file=name, names=listed))
    if not _to_take_out(packed, everything):
        doubt = _("{file} is an archive of {count:,} files and {size:,} MB, too much to unpack here. It lists {names}.")
        return Look(doubt=doubt.format(file=name, count=len(members), size=size // MEGABYTE, names=listed))
    within = [_shown(member.filename) for member in members if _ARCHIVE.search(member.filename)]
    doubt = _("{file} holds archives of its own, which stay shut: {names}.") if within else ""
    remark = ngettext(
        "{file} is an archive of {count} file, which was unpacked: {names}.",
        "{file} is an archive of {count} files, which were unpacked: {names}.",
        len(members),
    )
    return Look(remark.format(file=name, count=len(members), names=listed), doubt.format(file=name, names=few(within)))


def _shown(name: str) -> str:
    plain = "".join(letter if letter.isprintable() else "?" for letter in name)
    return plain if len(plain) <= 80 else plain[:79] + "…"  # noqa: PLR2004 - a line's worth
