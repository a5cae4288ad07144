"""Places in an application: which of its documents, which part of that, and the words that stand there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from dd_panel.domain.sheet_cells import CellRange

if TYPE_CHECKING:
    from dd_panel.domain.applications import Application

QUESTION, PAGE, SHEET = "question ", "page ", "sheet "
"""How a part of a document begins that is a question, a page, a sheet; the same in every language."""

LONGEST_WORD: Final = 100
"""Letters of a word that are looked at on either side of a place."""

_WORD = re.compile(r"\w(?:[\w\u0300-\u036f]|['\u2019](?=\w)|(?<=\d)[.,](?=\d)|[\u00ad\x02\ufffe]\s*(?=\w))*")
"""A word with its accents and apostrophe, a figure with its point, and a word that a hyphen parts at a line's end."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: `document` is empty for the application's own text, else the attachment's name.

    `part` is `question 2`, `page 12` or `sheet Cash flow`, and `sheet Cash flow!B6:D6` where the cells are known; it is
    empty for a text without parts, and for the facts above the first question. Where the same words stand several
    times, `around` are the words about them, or `begin` is the letter of the part at which they began.
    """

    document: str
    part: str
    words: str = ""
    begin: int = 0
    around: str = ""

    @property
    def number(self) -> int:
        """The number of the question or page; 0 where there is none."""
        _kind, _space, name = self.part.partition(" ")
        return int(name) if name.isdecimal() and not self.part.startswith(SHEET) else 0

    @property
    def sheet(self) -> str:
        """The name of the sheet, empty where it is none."""
        return self._in_sheet[0]

    @property
    def cells(self) -> CellRange | None:
        """The cells of the sheet; None where it is not known which."""
        return self._in_sheet[1]

    @property
    def _in_sheet(self) -> tuple[str, CellRange | None]:
        if not self.part.startswith(SHEET):
            return "", None
        whole = self.part.removeprefix(SHEET)
        name, _mark, cells = whole.rpartition("!")
        found = CellRange.named(cells) if name else None
        return (whole, None) if found is None else (name, found)


def sheet_part(name: str, cells: CellRange) -> str:
    """The part of a workbook that these cells of a sheet are."""
    return f"{SHEET}{name}!{cells.name}"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text that can be found, with its place."""

    document: str
    part: str
    text: str


def document_names(application: Application) -> tuple[str, ...]:
    """A name for each attachment that no other one has: a second “plan.pdf” is “plan (2).pdf”."""
    taken = {"", "application"}  # the application's own text has these names
    names: list[str] = []
    for attachment in application.attachments:
        name, number = attachment.name, 1
        while name.casefold() in taken:
            number += 1
            path = PurePath(attachment.name)
            name = f"{attachment.name.removesuffix(path.suffix)} ({number}){path.suffix}"
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def whole_words(text: str, begin: int, end: int) -> tuple[int, int]:
    """A stretch of a text, wide enough that no word is cut at either end: a mouse is let go where it is let go.

    An empty stretch stays as it is.
    """
    if begin < end:
        spans = [found.span() for found in _WORD.finditer(text, max(0, begin - LONGEST_WORD), end + LONGEST_WORD)]
        begin = next((start for start, stop in spans if start < begin < stop), begin)
        end = next((stop for start, stop in spans if start < end < stop), end)
    return begin, end


def facts_of(application: Application) -> str:
    """What is known of an application above its answers, a line each, as the search looks through it."""
    lines = (
        application.lead_authority,
        ", ".join(application.partners),
        application.title,
        application.service,
        application.model,
        application.sponsor,
    )
    return "\n".join(line for line in lines if line.strip())
