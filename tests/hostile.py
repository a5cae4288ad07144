"""Builds workbooks that are broken or meant to do harm, for the tests of every reader."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from openpyxl import Workbook

from dd_panel.domain.findings import Kind

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


def honest_workbook() -> bytes:
    """A small workbook as openpyxl makes it."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (("Reference", "Lead authority"), ("DD-001", "Northmere City Council"), ("DD-002", "Kent CC")):
        sheet.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """A workbook's bytes."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def members_of(content: bytes) -> dict[str, bytes]:
    """The parts of a workbook, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def packed(parts: Mapping[str, bytes] | Iterable[tuple[str, bytes]]) -> bytes:
    """An archive of parts; a list of pairs may hold a name twice."""
    pairs = parts.items() if isinstance(parts, Mapping) else parts
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in pairs:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)
    return target.getvalue()


def with_parts(**replaced: bytes) -> bytes:
    """The honest workbook with parts added or replaced; `sheet` and `strings` are short for the usual paths."""
    short = {
        "sheet": SHEET,
        "strings": "xl/sharedStrings.xml",
        "styles": "xl/styles.xml",
        "types": "[Content_Types].xml",
        "book": "xl/workbook.xml",
    }
    return packed(members_of(honest_workbook()) | {short.get(name, name): xml for name, xml in replaced.items()})


def sheet_of(rows: bytes, after: bytes = b"", before: bytes = b"") -> bytes:
    """A sheet's XML around the given rows."""
    return b'<worksheet xmlns="%s">%s<sheetData>%s</sheetData>%s</worksheet>' % (MAIN.encode(), before, rows, after)


def text_cell(address: str, text: str) -> bytes:
    """A cell with its text inside."""
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'.encode()


def streamed(name: str, chunks: Iterable[bytes]) -> bytes:
    """The honest workbook with one part replaced by what the chunks add up to, without holding it in memory."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for other, content in members_of(honest_workbook()).items():
            if other != name:
                archive.writestr(other, content)
        with archive.open(name, "w", force_zip64=True) as member:
            for chunk in chunks:
                member.write(chunk)
    return target.getvalue()


@cache
def exploding(megabytes: int = 400, name: str = "xl/sharedStrings.xml") -> bytes:
    """A few hundred kB that unpack to hundreds of MB."""

    def chunks() -> Iterator[bytes]:
        yield f'<sst xmlns="{MAIN}"><si><t>'.encode()
        for _number in range(megabytes):
            yield b"a" * 1024 * 1024
        yield b"</t></si></sst>"

    return streamed(name, chunks())


def a_million_cells() -> bytes:
    """About 100 kB with a million filled cells."""
    cells = b"<c><v>1</v></c>" * 100
    return streamed(SHEET, [sheet_of((b"<row>%s</row>" % cells) * 10_000)])


@cache
def many_blank_rows(rows: int = 100_000, columns: int = 12) -> bytes:
    """The honest workbook with many formatted rows below that hold nothing."""
    head = b"".join(
        b'<row r="%d">%s%s</row>' % (number, text_cell(f"A{number}", first), text_cell(f"B{number}", second))
        for number, (first, second) in enumerate((("Reference", "Lead authority"), ("DD-001", "Kent CC")), 1)
    )

    def chunks() -> Iterator[bytes]:
        yield b'<worksheet xmlns="%s"><sheetData>%s' % (MAIN.encode(), head)
        for number in range(3, rows + 3):
            cells = "".join(f'<c r="{chr(65 + column)}{number}" s="1"/>' for column in range(columns))
            yield f'<row r="{number}" spans="1:{columns}" ht="15" customHeight="1">{cells}</row>'.encode()
        yield b"</sheetData></worksheet>"

    return streamed(SHEET, chunks())


def password_protected() -> bytes:
    """What Excel makes of a workbook with a password: a container of the old kind around an encrypted package."""
    return (
        OLE + b"\0" * 504 + "EncryptionInfo".encode("utf-16-le") + "EncryptedPackage".encode("utf-16-le") + b"\0" * 400
    )


def old_workbook() -> bytes:
    """The beginning of a workbook of before 2007."""
    return OLE + b"\0" * 504 + "Workbook".encode("utf-16-le") + b"\0" * 400


def encrypted_members() -> bytes:
    """A workbook whose members carry the archive's own password flag."""
    content = bytearray(honest_workbook())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def with_macros(*, renamed: bool = False) -> bytes:
    """A workbook with macros; `renamed` hides their part behind another name."""
    parts = members_of(honest_workbook())
    part = "xl/other.bin" if renamed else "xl/vbaProject.bin"
    types = parts["[Content_Types].xml"]
    override = f'<Override PartName="/{part}" ContentType="application/vnd.ms-office.vbaProject"/></Types>'.encode()
    return packed(parts | {part: b"macros", "[Content_Types].xml": types.replace(b"</Types>", override)})


def twice_the_same_member() -> bytes:
    """An archive in which the sheet stands twice; readers take the last."""
    parts = list(members_of(honest_workbook()).items())
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
        archive.writestr(SHEET.replace("sheet1", "Sheet1"), sheet_of(text_cell("A1", "another")))
    return target.getvalue()


def with_entities() -> bytes:
    """A sheet with entities that grow without end."""
    laughs = "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};&a{n - 1};&a{n - 1};">' for n in range(1, 30))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]>'.encode()
    return with_parts(sheet=head + sheet_of(b"<row>%s</row>" % text_cell("A1", "&a29;")))


def damaged() -> bytes:
    """A workbook with one wrong byte inside a compressed part."""
    content = bytearray(honest_workbook())
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        info = archive.getinfo(SHEET)
    content[info.header_offset + 30 + len(SHEET) + info.compress_size // 2] ^= 0xFF
    return bytes(content)


@dataclass(frozen=True, slots=True)
class HostileFile:
    """One file, the name it arrives under, and the kind of finding it must become."""

    what: str
    build: Callable[[], bytes]
    kind: Kind
    name: str = "scores.xlsx"


def _far_cell(address: str) -> bytes:
    return with_parts(sheet=sheet_of(b'<row r="1">%s</row>' % text_cell(address, "far")))


def _row_of_texts(text: str) -> bytes:
    return b"<row>%s</row>" % (f'<c t="inlineStr"><is><t>{text}</t></is></c>'.encode() * 10)


HOSTILE_FILES = (
    HostileFile("an empty file", bytes, Kind.UNREADABLE),
    HostileFile("text", lambda: b"Reference,Score\nDD-001,3\n", Kind.NOT_A_SCORESHEET),
    HostileFile("a PDF document", lambda: b"%PDF-1.7\n", Kind.NOT_A_SCORESHEET),
    HostileFile("a web page called .xls", lambda: b"<html><table>", Kind.NOT_A_SCORESHEET, "scores.xls"),
    HostileFile("an old workbook", old_workbook, Kind.NOT_A_SCORESHEET, "scores.xls"),
    HostileFile("a workbook called .csv", honest_workbook, Kind.NOT_A_SCORESHEET, "scores.csv"),
    HostileFile("a workbook called .xlsm", honest_workbook, Kind.NOT_A_SCORESHEET, "scores.xlsm"),
    HostileFile("an archive", lambda: packed({"a.txt": b"text"}), Kind.NOT_A_SCORESHEET),
    HostileFile("an empty archive", lambda: packed({}), Kind.NOT_A_SCORESHEET),
    HostileFile(
        "an OpenDocument sheet",
        lambda: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}),
        Kind.NOT_A_SCORESHEET,
    ),
    HostileFile(
        "a binary workbook",
        lambda: packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"\x83"}),
        Kind.NOT_A_SCORESHEET,
    ),
    HostileFile("a password", password_protected, Kind.LOCKED),
    HostileFile("the archive's own password", encrypted_members, Kind.LOCKED),
    HostileFile("macros", with_macros, Kind.MACRO, "scores.xlsm"),
    HostileFile("macros under an honest name", with_macros, Kind.MACRO),
    HostileFile("macros in a part of another name", lambda: with_macros(renamed=True), Kind.MACRO),
    HostileFile("a file cut short", lambda: honest_workbook()[:-700], Kind.UNREADABLE),
    HostileFile("a wrong byte", damaged, Kind.UNREADABLE),
    HostileFile("the same member twice", twice_the_same_member, Kind.UNREADABLE),
    HostileFile("entities", with_entities, Kind.UNREADABLE),
    HostileFile(
        "a document type in UTF-16",
        lambda: with_parts(**{"docProps/app.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16")}),
        Kind.UNREADABLE,
    ),
    HostileFile(
        "a sheet in UTF-16", lambda: with_parts(sheet=sheet_of(b"").decode().encode("utf-16")), Kind.UNREADABLE
    ),
    HostileFile("a sheet that is no XML", lambda: with_parts(sheet=b"<worksheet"), Kind.UNREADABLE),
    HostileFile("a workbook part that is no XML", lambda: with_parts(book=b"\x00\x01"), Kind.UNREADABLE),
    HostileFile("no sheet behind a name", lambda: _without(SHEET), Kind.UNREADABLE),
    HostileFile(
        "a text that isn't there",
        lambda: with_parts(sheet=sheet_of(b'<row><c r="A1" t="s"><v>999999</v></c></row>')),
        Kind.UNREADABLE,
    ),
    HostileFile(
        "the same cell twice",
        lambda: with_parts(sheet=sheet_of(b"<row>%s%s</row>" % (text_cell("B2", "3"), text_cell("B2", "5")))),
        Kind.UNREADABLE,
    ),
    HostileFile("400 MB of text", exploding, Kind.TOO_BIG),
    HostileFile("400 MB in a picture", lambda: exploding(name="xl/media/image1.png"), Kind.TOO_BIG),
    HostileFile("a million cells", a_million_cells, Kind.TOO_BIG),
    HostileFile(
        "an emoji in each of many long texts",
        lambda: streamed(SHEET, [sheet_of(_row_of_texts("x" * 1_000 + "\U0001f600") * 5_500)]),
        Kind.TOO_BIG,
    ),
    HostileFile("a cell in the last row", lambda: _far_cell("A1048576"), Kind.TOO_BIG),
    HostileFile("a cell in the last column", lambda: _far_cell("XFD1"), Kind.TOO_BIG),
    HostileFile("50,000 members", lambda: packed({f"xl/media/{n}.png": b"" for n in range(50_000)}), Kind.TOO_BIG),
    HostileFile("more bytes than any scoresheet", lambda: b"PK\x03\x04" + b"\0" * 31 * 1024 * 1024, Kind.TOO_BIG),
    HostileFile(
        "a row of two million empty tags",
        lambda: streamed(SHEET, [sheet_of(b"<row>%s</row>" % (b"<c><v/></c>" * 700_000))]),
        Kind.TOO_BIG,
    ),
    HostileFile(
        "a row of two million attributes",
        lambda: streamed(SHEET, [sheet_of(b"<row %s/>" % b" ".join(b'a%d="1"' % n for n in range(2_000_000)))]),
        Kind.TOO_BIG,
    ),
    HostileFile(
        "a million merged ranges",
        lambda: streamed(
            SHEET, [sheet_of(b"", after=b"<mergeCells>%s</mergeCells>" % (b'<mergeCell ref="A1:B2"/>' * 500_000))]
        ),
        Kind.TOO_BIG,
    ),
    HostileFile(
        "a million links",
        lambda: streamed(
            SHEET, [sheet_of(b"", after=b"<hyperlinks>%s</hyperlinks>" % (b'<hyperlink ref="A1"/>' * 900_000))]
        ),
        Kind.TOO_BIG,
    ),
    HostileFile(
        "a row of a million tags that mean nothing",
        lambda: streamed(SHEET, [sheet_of(b"<row>%s</row>" % (b"<a/>" * 900_000))]),
        Kind.TOO_BIG,
    ),
    HostileFile(
        "rows that end in remarks alone",
        lambda: streamed(SHEET, [sheet_of(b"<row>%s</row>" % ((b"<a/>" * 90_000 + b"<!--</row>-->") * 10))]),
        Kind.TOO_BIG,
    ),
    HostileFile(
        "a million properties",
        lambda: streamed("docProps/core.xml", [b"<a>", b"<a/>" * 1_000_000, b"</a>"]),
        Kind.TOO_BIG,
    ),
    HostileFile(
        "a million formats",
        lambda: streamed(
            "xl/styles.xml",
            [
                b'<styleSheet xmlns="%s"><cellXfs>' % MAIN.encode(),
                b'<xf numFmtId="0"/>' * 1_000_000,
                b"</cellXfs></styleSheet>",
            ],
        ),
        Kind.TOO_BIG,
    ),
)
"""Every kind of file that was seen to harm a reader, or to be read in silence though it shouldn't."""


def _without(name: str) -> bytes:
    parts = members_of(honest_workbook())
    del parts[name]
    return packed(parts)


HARMLESS_ODDITIES: tuple[tuple[str, Callable[[], bytes]], ...] = (
    (
        "a dimension that claims the whole sheet",
        lambda: with_parts(sheet=_two_rows(before=b'<dimension ref="A1:XFD1048576"/>')),
    ),
    (
        "one merged range over the whole sheet",
        lambda: with_parts(sheet=_two_rows(after=b'<mergeCells><mergeCell ref="C4:XFD1048576"/></mergeCells>')),
    ),
    (
        "a link over the whole sheet",
        lambda: with_parts(sheet=_two_rows(after=b'<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>')),
    ),
    ("100,000 blank rows", many_blank_rows),
)
"""Files that make careless readers slow or greedy, and yet can be read: A2 is DD-001, B2 is Kent CC."""


def _two_rows(before: bytes = b"", after: bytes = b"") -> bytes:
    rows = b"<row>%s%s</row><row>%s%s</row>" % (
        text_cell("A1", "Reference"),
        text_cell("B1", "Lead authority"),
        text_cell("A2", "DD-001"),
        text_cell("B2", "Kent CC"),
    )
    return sheet_of(rows, after, before)
