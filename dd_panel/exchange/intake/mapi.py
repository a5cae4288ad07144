"""The properties by which Outlook keeps everything (MS-OXPROPS): their types, and how texts and times are written."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Final

NUMBER, OBJECT, TEXT, WIDE_TEXT, TIME, BINARY = 0x03, 0x0D, 0x1E, 0x1F, 0x40, 0x102
"""Types of a property's value."""

LONG_NAME: Final = 0x3707
DATA: Final = 0x3701

_BEGAN = datetime(1601, 1, 1, tzinfo=UTC)
_CHARSETS = {1200: "utf-16-le", 20127: "ascii", 50220: "iso-2022-jp", 65001: "utf-8"}
_ISO: Final = 28590


def charset_of(page: int) -> str:
    """The name that a code page of Windows has elsewhere."""
    if 0 < page - _ISO < 16:  # noqa: PLR2004 - ISO 8859 has as many parts
        return f"iso-8859-{page - _ISO}"
    return _CHARSETS.get(page, f"cp{page}")


def text_of(value: bytes, kind: int, page: int) -> str:
    """The text of a property; `page` is the code page of those that are not wide. What is no letter is replaced."""
    try:
        text = value.decode("utf-16-le" if kind == WIDE_TEXT else charset_of(page), "replace")
    except LookupError:
        text = value.decode("cp1252", "replace")
    return re.sub(r"[\ud800-\udfff]", "\ufffd", text.split("\0")[0]).strip()


def moment_of(ticks: int) -> datetime | None:
    """The time of so many tenths of a microsecond since 1601, in UTC; None for what is no time."""
    try:
        return _BEGAN + timedelta(microseconds=ticks // 10) if ticks else None
    except OverflowError:
        return None
