"""Opens the file that came back as what it is: a workbook of Excel, an OpenDocument spreadsheet, or csv."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.findings import Kind
from dd_panel.domain.found import Found
from dd_panel.exchange.csv_text import delimiters_in, records_in, text_of_csv
from dd_panel.exchange.guard import MEGABYTE, SCORESHEET, Limits, Refused
from dd_panel.exchange.guarded import read_contents
from dd_panel.exchange.scoresheet.grid import Grid
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dd_panel.exchange.csv_text import CsvText

LIMITS: Limits = replace(SCORESHEET, cells=200_000, sheets=1_000)
"""A member's scoresheet with up to 4,000 applications, or the sheets of all members in one workbook."""

_ARCHIVE = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Opened:
    """The sheets of a file, and when it was last saved as far as the file says so."""

    grids: tuple[Grid, ...]
    saved: datetime | None


def open_return(name: str, content: bytes) -> Opened:
    """Open a file that may be a scoresheet. Raises Refused."""
    ending = PurePath(name.strip()).suffix.casefold()
    if ending == ".csv" and not content.startswith((_ARCHIVE, b"%PDF", b"\xd0\xcf\x11\xe0")):
        return _open_csv(name, content)
    if ending == ".ods" and content.startswith(_ARCHIVE):
        from dd_panel.exchange.scoresheet.opendocument import open_document

        grids, saved = open_document(content, LIMITS)
        return Opened(grids, saved)
    sheets, saved = read_contents(name, content, LIMITS)
    return Opened(tuple(Grid.of_content(each) for each in sheets), _with_zone(saved))


def _with_zone(saved: datetime | None) -> datetime | None:
    if not isinstance(saved, datetime):
        return None
    return saved.replace(tzinfo=UTC) if saved.tzinfo is None else saved


def _open_csv(name: str, content: bytes) -> Opened:
    """A table saved as csv: one sheet, named after the file as spreadsheet programs do, without a saving time."""
    if not content:
        raise Refused(Kind.UNREADABLE, _("it is empty"))
    if len(content) > LIMITS.file_bytes:
        raise Refused(Kind.TOO_BIG, _("it has more than {limit} MB").format(limit=LIMITS.file_bytes // MEGABYTE))
    try:
        text = text_of_csv(name, content)
        delimiter = max(delimiters_in(text), key=lambda each: _widest(text, each))
        cells = list(_cells_of(name, text, delimiter))
    except InputError as error:
        raise Refused(
            Kind.UNREADABLE, error.title.partition(": ")[2].removesuffix(".") or _("it is no text")
        ) from error
    return Opened((Grid(PurePath(name).stem, cells, texts_only=True),), None)


def _widest(text: CsvText, delimiter: str) -> int:
    """How many columns the first rows have with this separator."""
    rows = zip(range(20), records_in(None, text, delimiter), strict=False)
    return max((len(record.fields) for _number, record in rows), default=0)


def _cells_of(name: str, text: CsvText, delimiter: str) -> Iterator[tuple[tuple[int, int], Found]]:
    count = 0
    widths: list[int] = []
    for row, record in enumerate(records_in(name, text, delimiter), start=1):
        widths += [len(record.fields)] if record.fields else []
        for column, entry in enumerate(record.fields, start=1):
            if not entry:
                continue
            count += 1
            if count > LIMITS.cells or row > LIMITS.rows or column > LIMITS.columns:
                raise Refused(Kind.TOO_BIG, _("it holds too many {things}").format(things=_("cells")))
            yield (row, column), Found.of_text(entry)
    # What a person left empty has its separators in the file; where they end with it, scores may have been lost.
    if not text.ends_a_line and len(widths) > 1 and widths[-1] < min(widths[:-1]):
        raise Refused(Kind.UNREADABLE, _("its last row stops in the middle, so it was cut short on its way"))
