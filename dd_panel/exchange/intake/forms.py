"""Reads the paragraphs of an application form from a Word, OpenDocument or PDF file, so that its answers are found."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING

from lxml import etree

from dd_panel.domain.errors import InputError
from dd_panel.domain.findings import Kind
from dd_panel.exchange.guard import MEGABYTE, Limits, Refused, unpack_parts
from dd_panel.exchange.intake.arrivals import Block, Form
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

FORM = Limits(file_bytes=40 * MEGABYTE, unpacked_bytes=120 * MEGABYTE, rows=0, cells=0)
LARGEST_TEXT_PART = 8 * MEGABYTE
"""Bytes of the part that holds a form's words; three hundred pages have a half of that."""

MOST_PAGES = 100
LONGEST_FORM = 400_000
"""Characters; what is longer is a report beside the form, and is read as the file that it is."""

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OTHER_DOCUMENTS = frozenset({"doc", "dot", "rtf", "pages", "wpd", "wps"})
"""What word processors write that may be a form and isn't read."""

_OPEN_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_OPEN_PARTS = re.compile(r"content\.xml|META-INF/manifest\.xml")
_DOCUMENT = re.compile(r"word/document\.xml", re.IGNORECASE)
_HEADING = re.compile(r"(?:heading|berschrift|title)\s*\d?", re.IGNORECASE)
_MAY_MULTIPLY = re.compile(rb"/(?:Form\b|[A-Za-z]*#)")
"""A drawing to be used several times, or a name that may spell one otherwise; most forms have neither."""
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def form_of(name: str, content: bytes) -> tuple[Form | None, str]:
    """The form in a document and a remark; no form where it is of another kind, has no text, or can't be read.

    The remark is a whole sentence, or empty where there is nothing to say.
    """
    reader = _reader(name, content)
    if reader is None:
        remark = _("{file} is a document whose answers can't be read here; only .docx, .odt and PDF can.")
        return None, remark.format(file=name) if content and _ending(name) in _OTHER_DOCUMENTS else ""
    remark = ""
    try:
        blocks = tuple(block for block in reader(content) if block.text)
        if not blocks:
            remark = _("{file} holds no text that can be read; it may be a picture of a form.").format(file=name)
        elif sum(len(block.text) for block in blocks) > LONGEST_FORM:
            remark = _("{file} is too long to be read as a form.").format(file=name)
        else:
            return Form(name, blocks), ""
    except Refused as refused:
        if refused.kind is Kind.LOCKED:
            remark = _("{file} is protected by a password, so its answers can't be read.").format(file=name)
        else:
            remark = _("{file} can't be read: {reason}.").format(file=name, reason=refused.detail)
    except InputError as error:
        remark = _("{file} can't be read. {reason}").format(file=name, reason=error.title)
    return None, remark


def _reader(name: str, content: bytes) -> Callable[[bytes], Iterator[Block]] | None:
    if b"%PDF-" in content[:1024]:
        return _pdf_blocks
    if _ending(name) in {"docx", "docm", "dotx"} and content:
        return _word_blocks
    if _ending(name) in {"odt", "ott"} and content:
        return _open_blocks
    return None


def _ending(name: str) -> str:
    return name.casefold().rpartition(".")[2]


def _word_blocks(content: bytes) -> Iterator[Block]:
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Refused(Kind.LOCKED)
        raise Refused(Kind.UNREADABLE, _("it is in a format of Word from before 2007"))
    parts = unpack_parts(content, FORM, _DOCUMENT, lambda _names: None)
    if not parts:
        raise Refused(Kind.UNREADABLE, _("it is an archive, but no Word document"))
    root = _root_of(next(iter(parts.values())))
    for paragraph in root.iter(f"{{{_WORD}}}p"):
        style = paragraph.find(f"{{{_WORD}}}pPr/{{{_WORD}}}pStyle")
        named = "" if style is None else style.get(f"{{{_WORD}}}val", "")
        yield Block(_paragraph_text(paragraph), heading=_HEADING.fullmatch(named) is not None)


def _root_of(xml: bytes) -> _Element:
    if len(xml) > LARGEST_TEXT_PART:
        raise Refused(Kind.TOO_BIG, _("its text is larger than that of a form"))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(Kind.UNREADABLE, _("it is damaged, or was cut short on its way")) from error


def _open_blocks(content: bytes) -> Iterator[Block]:
    """The paragraphs and headings of an OpenDocument text; what was struck out stands apart in it and is left out."""
    parts = unpack_parts(content, FORM, _OPEN_PARTS, lambda _names: None)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise Refused(Kind.LOCKED)
    if "content.xml" not in parts:
        raise Refused(Kind.UNREADABLE, _("it is an archive, but no text document"))
    root = _root_of(parts["content.xml"])
    for struck in root.iter(f"{{{_OPEN_TEXT}}}tracked-changes"):
        struck.clear()
    for paragraph in root.iter(f"{{{_OPEN_TEXT}}}p", f"{{{_OPEN_TEXT}}}h"):
        yield Block(_open_text(paragraph).replace("\xa0", " ").strip(), etree.QName(paragraph).localname == "h")


def _open_text(element: _Element) -> str:
    """The words in an element, without those of a paragraph within it, such as a text box's."""
    out = [element.text or ""]
    for inner in element.iterchildren("{*}*"):
        tag = etree.QName(inner).localname
        if tag in {"line-break", "tab", "s"}:
            out.append({"line-break": "\n", "tab": "\t"}.get(tag, " "))
        elif tag not in {"p", "h", "annotation", "note"}:
            out.append(_open_text(inner))
        out.append(inner.tail or "")
    return "".join(out)


def _paragraph_text(paragraph: _Element) -> str:
    """The words of a paragraph, without those of a paragraph within it and without what was struck out."""
    out: list[str] = []
    for element in paragraph.iter("{*}*"):
        if next(element.iterancestors(f"{{{_WORD}}}p"), paragraph) is not paragraph:
            continue
        tag = etree.QName(element).localname
        if tag == "t":
            out.append(element.text or "")
        elif tag in {"br", "cr"}:
            out.append("\n")
        elif tag == "tab" and etree.QName(element.getparent()).localname == "r":
            out.append("\t")
    if any("}Fallback" in str(each.tag) for each in paragraph.iterancestors()):
        return ""
    return "".join(out).replace("\xa0", " ").strip()


def _pdf_blocks(content: bytes) -> Iterator[Block]:
    """The lines of a PDF; read in another process where it holds drawings that may hold others without end."""
    from dd_panel.exchange.attachments.pdf import PdfFile
    from dd_panel.exchange.attachments.pdf_beside import PdfProcess
    from dd_panel.exchange.attachments.pdf_engine import open_here

    with closing(PdfProcess()) as process:
        pdf = PdfFile(content, opener=process.open if _MAY_MULTIPLY.search(content) else open_here)
        try:
            for page in range(min(len(pdf.pages), MOST_PAGES)):
                letters = pdf.letters(page)
                for line in re.split(r"\r\n|\n|\r", re.sub(r"[\x00\x02\ufffe]", "", letters)):
                    yield Block(" ".join(line.split()))
        finally:
            pdf.close()
