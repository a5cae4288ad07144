"""Names for the files that come with an application: one part, safe on every system, and no two the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dd_panel.exchange.files import safe_name
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Collection

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}$")

_ENDINGS = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "application/zip": ".zip",
    "application/pgp-signature": ".asc",
    "application/pkcs7-signature": ".p7s",
    "application/pkcs7-mime": ".p7m",
    "message/rfc822": ".eml",
    "message/delivery-status": ".txt",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/tiff": ".tif",
    "image/svg+xml": ".svg",
}


def kept_name(given: str, kind: str = "", number: int = 1) -> str:
    """The name under which a file is kept: what it was called, without folders; else one made of its kind."""
    last = re.split(r"[/\\]", given.replace("\0", "").strip())[-1]
    if not re.sub(r"[\W_]", "", last):
        ending = _ENDINGS.get(kind, ".bin")
        word = _("Picture {number}") if kind.startswith("image/") else _("Attachment {number}")
        return word.format(number=number) + ending
    ending = found.group() if (found := _ENDING.search(last)) else ""
    return safe_name(last[: len(last) - len(ending)] if ending else last) + ending


def distinct(name: str, taken: Collection[str]) -> str:
    """The name, with a number where one that differs in case alone is in `taken` (folded) already."""
    ending = found.group() if (found := _ENDING.search(name)) else ""
    stem = name[: len(name) - len(ending)] if ending else name
    number, candidate = 1, name
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{stem} ({number}){ending}"
    return candidate
