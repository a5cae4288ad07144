"""What people are told of a file by its name: its kind, its icon, its size, and a name that is safe to write."""

from __future__ import annotations

from pathlib import PurePath, PureWindowsPath
from typing import Final

from dd_panel.text import _

KIB: Final = 1024
_TURNS: Final = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
"""Marks of direction, none of which belongs into a file's name."""


def ending_of(name: str) -> str:
    """The ending of a file's name, in small letters with its dot."""
    return PurePath(name).suffix.lower()


def kind_words(name: str) -> str:
    """What kind of file this is, empty for one that only its own program would know."""
    return {
        ".pdf": _("PDF document"),
        ".docx": _("Word document"),
        ".doc": _("Word document"),
        ".odt": _("Text document"),
        ".rtf": _("Text document"),
        ".txt": _("Plain text"),
        ".md": _("Plain text"),
        ".csv": _("Table (CSV)"),
        ".xlsx": _("Excel workbook"),
        ".xls": _("Excel workbook"),
        ".ods": _("Spreadsheet"),
        ".pptx": _("Presentation"),
        ".ppt": _("Presentation"),
        ".odp": _("Presentation"),
        ".png": _("Picture"),
        ".jpg": _("Picture"),
        ".jpeg": _("Picture"),
        ".gif": _("Picture"),
        ".tif": _("Picture"),
        ".tiff": _("Picture"),
        ".bmp": _("Picture"),
    }.get(ending_of(name), "")


def icon_of(name: str) -> str:
    """The icon of an attachment's tab."""
    return "sheet" if ending_of(name) in {".xlsx", ".xls", ".ods", ".csv"} else "file"


def size_words(size: int) -> str:
    """A file's size as people say it."""
    if size < KIB:
        return _("{count} bytes").format(count=size)
    if size < KIB * KIB:
        return _("{count} kB").format(count=round(size / KIB))
    return _("{count} MB").format(count=f"{size / KIB / KIB:.1f}")


def shown_name(name: str) -> str:
    """A file's name with its letters in their order: a mark that turns them makes `fdp.exe` pass for `exe.pdf`."""
    return name.translate(_TURNS)


def plain_name(name: str) -> str:
    """A file's name without any path, device or control character in it; never empty."""
    last = PureWindowsPath(PurePath(name).name).name
    kept = "".join(character for character in last if character.isprintable() and character not in '<>:"|?*')
    return kept.strip(" .") or "attachment"


def is_pdf_by_name(name: str) -> bool:
    """Whether a file is called a PDF document, which is a guess: what it is, its content says."""
    return name.casefold().endswith(".pdf")
