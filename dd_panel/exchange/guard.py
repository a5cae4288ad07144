"""What every workbook from outside passes before any parser sees it: is it what it claims, and is it safe to unpack.

No size in a header is believed: every member is unpacked and counted, once, and the parts that are needed are kept.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import PurePath
from typing import TYPE_CHECKING

from dd_panel.domain.findings import Kind
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one workbook may hold: bytes, received and unpacked, members of the archive, and what is filled in."""

    file_bytes: int
    unpacked_bytes: int
    rows: int
    cells: int
    columns: int = 400
    members: int = 2_000
    sheets: int = 100


SCORESHEET = Limits(file_bytes=30 * MEGABYTE, unpacked_bytes=60 * MEGABYTE, rows=20_000, cells=100_000)
"""A member's scoresheet; the largest rounds give a member a few hundred applications."""

REGISTER = Limits(file_bytes=60 * MEGABYTE, unpacked_bytes=150 * MEGABYTE, rows=60_000, cells=250_000)
"""A register of up to some thousand applications with all their answers."""


class Refused(Exception):  # noqa: N818 - it names what happened to the file, as the findings do
    """A file that isn't opened: `kind` is the finding's kind, `detail` the part of the sentence that says why."""

    def __init__(self, kind: Kind, detail: str = "") -> None:
        super().__init__(kind, detail)
        self.kind = kind
        self.detail = detail


_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ENTRY = b"PK\x01\x02"
_END = b"PK\x05\x06"
_COUNT_AT, _UNCOUNTED = 10, 0xFFFF
"""Where the end of an archive says how many members it has, and what stands there when it says so elsewhere."""
_CONTENT_TYPES = "[Content_Types].xml"
_WORKBOOK = "xl/workbook.xml"
_XML_ENDINGS = (".xml", ".rels", ".vml")
_WANTED = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(?:core|custom)\.xml"
    r"|xl/(?:workbook|styles|sharedStrings)\.xml|xl/_rels/workbook\.xml\.rels|xl/\w*sheets/[^/]+\.xml"
)
_HELD_AT_ONCE = 800_000
"""Tags, and attributes counted twice, that a reader of XML may have to hold at the same time: about 100 MB."""
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]+)""")
_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"})
_TYPE_DEFINITIONS = tuple(
    mark.encode(encoding) for mark in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_MACROS = (b"vbaProject", b"macroEnabled", b"macrosheet", b"Macrosheet")


def guard_workbook(name: str, content: bytes, limits: Limits = SCORESHEET, *, macros: bool = False) -> dict[str, bytes]:
    """Check a workbook's bytes and return its checked parts by name: those that hold cells, names and properties.

    No macro is ever among them; one that holds any is refused all the same unless `macros` says to leave them behind.
    Raises Refused with the kinds unreadable, locked, macro, too-big or not-a-scoresheet.
    """
    _check_name(name)
    _check_size(content, limits)
    _check_beginning(content)
    parts = unpack_parts(content, limits, _WANTED, partial(_check_kind, macros=macros))
    _check_types(parts, macros=macros)
    _check_ending(name)
    return parts


def unpack_parts(
    content: bytes, limits: Limits, wanted: re.Pattern[str], check: Callable[[Collection[str]], None]
) -> dict[str, bytes]:
    """Unpack an office file's archive and return its wanted parts by name; every member is unpacked and counted.

    `check` is handed the names of all members as Excel compares them. Raises what it raises, and Refused with the kinds
    unreadable, locked or too-big.
    """
    _check_size(content, limits)
    if content.count(_ENTRY) > limits.members:
        raise Refused(Kind.TOO_BIG, _("it is an archive of more than {limit:,} files").format(limit=limits.members))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_count(content, archive)
            check(_members_of(archive))
            return _unpack(archive, limits, wanted)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise Refused(Kind.UNREADABLE, _("it is damaged, or was cut short on its way")) from error


def check_crowding(xml: bytes, ends: re.Pattern[bytes]) -> None:
    """Refuse XML that holds more from one end of a row to the next, or around the rows, than any sheet does.

    `ends` finds the ends of rows, where a reader gives back what it read. Raises Refused.
    """
    if weight_of(xml) <= _HELD_AT_ONCE:
        return
    # In a remark or a section of characters, an end of a row would be none.
    hidden = b"<!" in xml or xml.count(b"<?") > 1
    at = [0, *(match.end() for match in ends.finditer(xml)), len(xml)]
    if hidden or any(weight_of(xml, start, end) > _HELD_AT_ONCE for start, end in pairwise(at)):
        raise Refused(Kind.TOO_BIG, _("it holds more in one row, or around its rows, than any scoresheet"))


def weight_of(xml: bytes, start: int = 0, end: int | None = None) -> int:
    """What a part of XML weighs in the memory of its reader, in tags."""
    return xml.count(b"<", start, end) + 2 * xml.count(b"=", start, end)


def _check_size(content: bytes, limits: Limits) -> None:
    if len(content) > limits.file_bytes:
        raise Refused(Kind.TOO_BIG, _("it has more than {limit} MB").format(limit=limits.file_bytes // MEGABYTE))


def _check_name(name: str) -> None:
    if name.startswith("~$"):
        raise Refused(
            Kind.NOT_A_SCORESHEET,
            _("it only marks that {name} is open in Excel; the workbook itself is the one without ~$").format(
                name=name.removeprefix("~$")
            ),
        )


def _check_beginning(content: bytes) -> None:
    if not content:
        raise Refused(Kind.UNREADABLE, _("it is empty"))
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Refused(Kind.LOCKED)
        raise Refused(
            Kind.NOT_A_SCORESHEET,
            _("it is in a format of Excel from before 2007, which can be saved as .xlsx, or no workbook"),
        )
    if content.startswith(b"%PDF"):
        raise Refused(Kind.NOT_A_SCORESHEET, _("it is a PDF document"))
    if not content.startswith(_ZIP):
        raise Refused(Kind.NOT_A_SCORESHEET, _("it is no Excel workbook"))


def _check_ending(name: str) -> None:
    ending = PurePath(name.strip()).suffix.casefold()
    if ending not in {"", ".xlsx"}:
        raise Refused(
            Kind.NOT_A_SCORESHEET, _("its name ends in {ending}, but it is an .xlsx workbook").format(ending=ending)
        )


def _check_count(content: bytes, archive: zipfile.ZipFile) -> None:
    """Refuse an archive in whose list one wrong length has swallowed members: without them it would look whole."""
    end = content.rfind(_END) + _COUNT_AT
    said = int.from_bytes(content[end : end + 2], "little")
    if said not in {len(archive.infolist()), _UNCOUNTED}:
        raise zipfile.BadZipFile


def _members_of(archive: zipfile.ZipFile) -> Collection[str]:
    names = Counter(_plain(info.filename) for info in archive.infolist())
    if doubled := next((name for name, count in names.items() if count > 1), None):
        raise Refused(Kind.UNREADABLE, _("it holds the part {part} twice").format(part=doubled))
    if any(info.flag_bits & 0x1 for info in archive.infolist()):
        raise Refused(Kind.LOCKED)
    return names.keys()


def _check_kind(names: Collection[str], *, macros: bool) -> None:
    if _CONTENT_TYPES.casefold() in names and _WORKBOOK.casefold() in names:
        if not macros and any(name.endswith("vbaproject.bin") for name in names):
            raise Refused(Kind.MACRO)
        return
    if _plain("xl/workbook.bin") in names:
        raise Refused(Kind.NOT_A_SCORESHEET, _("it is a binary workbook (.xlsb); it can be saved as .xlsx"))
    if "content.xml" in names and "mimetype" in names:
        raise Refused(Kind.NOT_A_SCORESHEET, _("it is an OpenDocument file; it can be saved as .xlsx"))
    raise Refused(Kind.NOT_A_SCORESHEET, _("it is an archive, but no Excel workbook"))


def _plain(member: str) -> str:
    """A member's name as Excel compares it."""
    return member.replace("\\", "/").lstrip("/").casefold()


def _unpack(archive: zipfile.ZipFile, limits: Limits, wanted_parts: re.Pattern[str]) -> dict[str, bytes]:
    left = limits.unpacked_bytes
    parts: dict[str, bytes] = {}
    for info in archive.infolist():
        wanted = wanted_parts.fullmatch(info.filename) is not None
        checked = info.filename.casefold().endswith(_XML_ENDINGS)
        tail = b""
        with archive.open(info) as member:
            while chunk := member.read(left + 1 if wanted else MEGABYTE):
                left -= len(chunk)
                if left < 0:
                    limit = limits.unpacked_bytes // MEGABYTE
                    raise Refused(Kind.TOO_BIG, _("it unpacks to more than {limit} MB").format(limit=limit))
                if checked:
                    _check_definitions(tail + chunk)
                    tail = chunk[-32:]
                if wanted and checked:
                    _check_encoding(chunk)
                if wanted:
                    parts[info.filename] = chunk
    return parts


def _check_definitions(xml: bytes) -> None:
    if b"<\0!" in xml or b"\0<\0!" in xml or b"<!" in xml:
        for mark in _TYPE_DEFINITIONS:
            if mark in xml:
                raise Refused(Kind.UNREADABLE, _("it contains definitions that no workbook has"))


def _check_encoding(xml: bytes) -> None:
    declared = _DECLARED.match(xml[:200])
    if (
        b"\0" in xml[:4]
        or xml.startswith((b"\xff\xfe", b"\xfe\xff"))
        or (declared and declared[1].lower() not in _ENCODINGS)
    ):
        raise Refused(Kind.UNREADABLE, _("its text is written in an unusual encoding"))


def _check_types(parts: dict[str, bytes], *, macros: bool) -> None:
    """Refuse macros by what the workbook says of its own parts, whatever they are called."""
    for name in (_CONTENT_TYPES, "xl/_rels/workbook.xml.rels"):
        if not macros and any(mark in parts.get(name, b"") for mark in _MACROS):
            raise Refused(Kind.MACRO)
    if b"purl.oclc.org/ooxml" in parts.get(_WORKBOOK, b"")[:4096]:
        raise Refused(Kind.UNREADABLE, _("it is saved as “Strict Open XML”; the ordinary kind of workbook is needed"))
