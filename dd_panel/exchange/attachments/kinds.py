"""Tells what an attachment is by its first bytes; its name is not asked."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum

from dd_panel.exchange.attachments.plain import looks_like_text

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_RICH_TEXT = b"{\\rtf"
_PDF_WITHIN = 1024
"""Bytes from the beginning within which a PDF must say what it is; some programs put mail headers before it."""

_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
)


class Kind(StrEnum):
    """What an attachment is; the last three are not shown."""

    PDF = "pdf"
    WORD = "word"
    SHEETS = "sheets"
    PICTURE = "picture"
    TEXT = "text"
    LOCKED_OFFICE = "locked office"
    OLD_OFFICE = "old office"
    OTHER = "other"


def kind_of(content: bytes) -> Kind:
    """What these bytes are."""
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return Kind.PDF
    if content.startswith(_OLE):
        return Kind.LOCKED_OFFICE if "EncryptedPackage".encode("utf-16-le") in content else Kind.OLD_OFFICE
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    if picture_format(content):
        return Kind.PICTURE
    # Rich text is written in letters, but its letters are code.
    return Kind.TEXT if looks_like_text(content) and not content.startswith(_RICH_TEXT) else Kind.OTHER


def picture_format(content: bytes) -> str:
    """The format of a picture, empty for what is none that is shown."""
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "webp"
    found = next((name for mark, name in _PICTURES if content.startswith(mark)), "")
    # Two letters alone are also how a text may begin.
    return "" if found == "bmp" and looks_like_text(content) else found


def _kind_of_archive(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {name.replace("\\", "/").lstrip("/").casefold() for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return _kind_by_parts(content)
    if "word/document.xml" in names or any(name.startswith("word/document") for name in names):
        return Kind.WORD
    return Kind.SHEETS if "xl/workbook.xml" in names else Kind.OTHER


def _kind_by_parts(content: bytes) -> Kind:
    """What an archive was before it was cut short: its table of contents is gone, its first parts are still named."""
    if b"word/" in content:
        return Kind.WORD
    return Kind.SHEETS if b"xl/" in content else Kind.OTHER
