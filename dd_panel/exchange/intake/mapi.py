"""The properties by which Outlook keeps everything (MS-OXPROPS): their types, and how texts and times are written."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from datetime import UTC, datetime, timedelta
from typing import Final

NUMBER, OBJECT, TEXT, WIDE_TEXT, TIME, BINARY = 0x03, 0x0D, 0x1E, 0x1F, 0x40, 0x102
"""Types of a property's value."""

LONG_NAME: Final = 0x3707
DATA: Final = 0x3701

SUBJECT: Final = 0x0037
BODY: Final = 0x1000
SENT, DELIVERED = 0x0039, 0x0E06
SENDER_NAME, SENDER_ADDRESS = 0x0C1A, 0x0C1F

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


def ticks_of(moment: datetime) -> int:
    """The tenths of a microsecond from 1601 to a time."""
    return (moment - _BEGAN) // timedelta(microseconds=1) * 10


def moment_of(ticks: int) -> datetime | None:
    """The time of so many tenths of a microsecond since 1601, in UTC; None for what is no time."""
    try:
        return _BEGAN + timedelta(microseconds=ticks // 10) if ticks else None
    except OverflowError:
        return None


class Properties(ABC):
    """The properties of one thing of Outlook's by their numbers; those that are not there are empty."""

    page: int

    @abstractmethod
    def number(self, ident: int, kind: int = NUMBER) -> int:
        """A whole number; a time as its ticks."""

    @abstractmethod
    def content(self, ident: int, kind: int = BINARY) -> bytes | None:
        """Bytes; None where there are none."""

    def moment(self, ident: int) -> datetime | None:
        """A time, in UTC; None where there is none."""
        return moment_of(self.number(ident, TIME))

    def text(self, *idents: int) -> str:
        """The first of these texts that has any letters."""
        for ident in idents:
            for kind in (WIDE_TEXT, TEXT):
                found = self.content(ident, kind)
                if found and (text := text_of(found, kind, self.page)):
                    return text
        return ""

    def line(self, *idents: int) -> str:
        """The same on one line, as it can stand in a field."""
        return " ".join(self.text(*idents).split())

    def address(self, idents: tuple[int, ...]) -> str:
        """The first of these that is an address of the internet."""
        lines = (self.line(ident) for ident in idents)
        return next((line for line in lines if re.fullmatch(r"[^\s<>@]+@[^\s<>@]+", line)), "")
