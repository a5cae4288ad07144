"""Makes attachments for tests: PDF and Word files written by hand, sound ones and those that mean harm."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
A4 = (595, 842)


def pdf_of(
    *contents: bytes,
    packed: bool = False,
    extras: Sequence[bytes] = (),
    catalog: bytes = b"",
    trailer: bytes = b"",
    page: bytes = b"",
) -> bytes:
    """A PDF with one page for each piece of drawing; `extras` are further objects, numbered from 4."""
    first = 4 + len(extras)
    kids = b" ".join(b"%d 0 R" % (first + 2 * at) for at in range(len(contents)))
    pages = b"<</Type/Pages/Kids[%s]/Count %d/MediaBox[0 0 %d %d]>>" % (kids, len(contents), *A4)
    objects = [b"<</Type/Catalog/Pages 2 0 R%s>>" % catalog, pages, _FONT, *extras]
    for at, content in enumerate(contents):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>%s>>"
            % (first + 2 * at + 1, page)
        )
        objects.append(stream(content, packed=packed))
    return written(objects, trailer)


def stream(content: bytes, *, packed: bool = False) -> bytes:
    """A stream object, as it is or packed with deflate."""
    if packed:
        content = zlib.compress(content, 9)
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), b"/Filter/FlateDecode" * packed, content)


def written(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF file of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, table)
    return bytes(out)


def lines(*texts: str, points: int = 12) -> bytes:
    """Drawing that writes lines from the top of the page."""
    shown = b"".join(
        b"(%s) Tj T* " % text.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)") for text in texts
    )
    return b"BT /F1 %d Tf %d TL 60 760 Td %s ET" % (points, points + 4, shown)


def report(pages: int) -> bytes:
    """A PDF of many pages, each with its number and forty lines of words."""
    body = [f"Line {at}: the service is run by its own staff and the savings are shown below." for at in range(1, 41)]
    return pdf_of(*(lines(f"Page {number} of the report", *body) for number in range(1, pages + 1)))


def scanned_pdf() -> bytes:
    """One page as a scanner makes it: a picture of paper at 200 points an inch, grey, with its grain."""
    wide, high = 1654, 2339
    grain = random.Random(1).randbytes(wide)
    points = b"".join(bytes(grain[at % wide :] + grain[: at % wide]) for at in range(high))
    scan = b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8" % (wide, high)
    packed = zlib.compress(points, 6)
    scan += b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed)
    drawing = b"q %d 0 0 %d 0 0 cm /Im1 Do Q" % A4
    return pdf_of(drawing, extras=[scan], page=b"/Resources<</XObject<</Im1 4 0 R>>>>")


def mixed_report(pages: int, wide: int) -> bytes:
    """A report of which one page, counted from 0, is an A3 sheet that lies on its side."""
    whole = report(pages)
    begin = list(re.finditer(rb"<</Type/Page/Parent 2 0 R", whole))[wide].end()
    return whole[:begin] + b"/MediaBox[0 0 1191 842]" + whole[begin:]


def locked_pdf() -> bytes:
    """A PDF that opens with a password only."""
    key = b"<%s>" % (b"5a" * 32)
    lock = b"<</Filter/Standard/V 1/R 2/O%s/U%s/P -4>>" % (key, key)
    ids = b"<00112233445566778899aabbccddeeff>"
    return pdf_of(lines("Secret"), extras=[lock], trailer=b"/Encrypt 4 0 R/ID[%s%s]" % (ids, ids))


def scripted_pdf() -> bytes:
    """A PDF that wants to run JavaScript, start a program and open an address as soon as it is opened."""
    script = b"<</S/JavaScript/JS(app.alert\\('run'\\); this.submitForm\\('https://example.org'\\);)>>"
    launch = b"<</S/Launch/F(/bin/sh)/Next<</S/URI/URI(https://example.org)>>>>"
    names = b"/Names<</JavaScript<</Names[(a) 4 0 R]>>>>"
    return pdf_of(
        lines("Read me"),
        extras=[script, launch],
        catalog=b"/OpenAction 4 0 R%s" % names,
        page=b"/AA<</O 5 0 R/C 4 0 R>>",
    )


def crowded_pdf(objects: int = 1_000_000) -> bytes:
    """A small file whose one page holds a million lines."""
    return pdf_of(b"0 0 m 9 9 l S\n" * objects, packed=True)


def exploding_pdf() -> bytes:
    """A few hundred kilobytes that unpack to hundreds of megabytes of drawing."""
    return pdf_of(b"0 0 m 9 9 l S\n" * 30_000_000, packed=True)


def endless_pdf(pages: int = 1) -> bytes:
    """A kilobyte of pages to be filled with tiles of a hundredth of a point, and one with words."""
    tile = b"<</Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.01/YStep 0.01/Resources<<>>"
    tile += b"/Length 16>>stream\n0 0 m 1 1 l S   \nendstream"
    drawing = b"/Pattern cs /P1 scn 0 0 %d %d re f" % A4
    means = b"/Resources<</Font<</F1 3 0 R>>/Pattern<</P1 4 0 R>>>>"
    return pdf_of(*[drawing] * pages, lines("The next page"), extras=[tile], page=means)


def breeding_pdf() -> bytes:
    """Two kilobytes of a drawing that holds ten drawings that hold ten drawings, and so on, and a page with words."""
    forms = []
    for number in range(4, 11):
        body = b"/X1 Do " * 10 if number < 10 else b"0 0 m 9 9 l S " * 10
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X1 %d 0 R>>>>" % (number + 1)
        forms.append(head + b"/Length %d>>stream\n%s\nendstream" % (len(body), body))
    means = b"/Resources<</Font<</F1 3 0 R>>/XObject<</X1 4 0 R>>>>"
    return pdf_of(b"/X1 Do", lines("The next page"), extras=forms, page=means)


# ------------------------------------------------------------------------------------------- Word

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EXTERNAL = ' TargetMode="External"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def paragraph(text: str, style: str = "") -> str:
    """A paragraph of a Word document."""
    looks = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{looks}<w:r><w:t>{text}</w:t></w:r></w:p>"


def link(relation: str, text: str) -> str:
    """A paragraph that is a link."""
    return f'<w:p><w:hyperlink r:id="{relation}"><w:r><w:t>{text}</w:t></w:r></w:hyperlink></w:p>'


def picture(relation: str, words: str = "A chart", *, outside: bool = False) -> str:
    """A paragraph with a picture, inside the file or linked from outside."""
    how = "link" if outside else "embed"
    blip = f'<a:blip r:{how}="{relation}"/>'
    return (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f'<wp:docPr id="1" name="p" descr="{words}"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
        f"{blip}</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def docx_of(
    body: str,
    relations: Mapping[str, tuple[str, str, bool]] | None = None,
    parts: Mapping[str, bytes] | None = None,
) -> bytes:
    """A Word document; `relations` are (kind, target, outside) by their id."""
    named = "".join(
        f'<Relationship Id="{key}" Type="{_RELATIONS}/{kind}" Target="{target}"{_EXTERNAL if outside else ""}/>'
        for key, (kind, target, outside) in (relations or {}).items()
    )
    files: dict[str, bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType='
        '"application/xml"/><Default Extension="png" ContentType="image/png"/></Types>'.encode(),
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>'.encode(),
        "word/document.xml": f'<w:document xmlns:w="{_WORD}" xmlns:r="{_RELATIONS}"><w:body>{body}</w:body>'
        "</w:document>".encode(),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{named}</Relationships>".encode(),
    }
    files.update(parts or {})
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def png_of(width: int, height: int, colour: tuple[int, int, int] = (200, 40, 40)) -> bytes:
    """A PNG of one colour; its lines are packed as they are made, so that a huge one costs no memory."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    pack = zlib.compressobj(1)
    line = b"\0" + bytes(colour) * width
    points = b"".join(pack.compress(line) for _row in range(height)) + pack.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", points) + chunk(b"IEND", b"")
