"""An Excel workbook as grids to look at: values as they are stored and formatted, formulas beside them."""

from __future__ import annotations

import io
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Final

from dd_panel.domain.errors import InputError
from dd_panel.domain.findings import Kind
from dd_panel.exchange.attachments.number_formats import plain_number, shown_moment, shown_number
from dd_panel.exchange.attachments.word import locked
from dd_panel.exchange.cells import StoredFormula, found_of
from dd_panel.exchange.guard import MEGABYTE, Limits, Refused, guard_workbook
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from openpyxl import Workbook

    from dd_panel.domain.found import Found

WORKBOOK: Final = Limits(file_bytes=60 * MEGABYTE, unpacked_bytes=150 * MEGABYTE, rows=60_000, cells=250_000)
_AT_RIGHT: Final = frozenset({"number", "date"})
_CELL = re.compile(rb"<c\b([^>]*)>")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3}[0-9]{1,7})["']""")
_STYLE = re.compile(rb"""\bs\s*=\s*["']([0-9]{1,6})["']""")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell shows; `formula` is empty for a value that was typed. Numbers and dates stand at the right."""

    text: str
    formula: str = ""
    right_aligned: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: its filled cells by row and column, both counted from 0."""

    name: str
    rows: int
    columns: int
    cells: Mapping[tuple[int, int], Cell]
    hidden: bool = False

    @property
    def text(self) -> str:
        """Everything the sheet shows, row by row."""
        lines: dict[int, list[str]] = {}
        for (row, _column), cell in sorted(self.cells.items()):
            lines.setdefault(row, []).append(cell.text)
        return "\n".join("\t".join(line) for line in lines.values())


@dataclass(frozen=True, slots=True)
class Sheets:
    """A workbook's sheets, those in sight first."""

    grids: tuple[Grid, ...]
    notes: tuple[str, ...] = ()


def read_sheets(content: bytes) -> Sheets:
    """Read an .xlsx or .xlsm workbook, whatever its name; macros are left behind, and `notes` says so.

    Raises InputError for one that is locked, damaged or too large.
    """
    from dd_panel.exchange.workbooks import workbook_of

    notes: list[str] = []
    try:
        parts = _parts_of(content, notes)
        book = workbook_of(parts, WORKBOOK)
    except Refused as refused:
        raise _refusal(refused) from refused
    sheets = dict(_sheet_parts(parts))
    grids = [_grid(book, worksheet, sheets.get(worksheet.title, b"")) for worksheet in book.worksheets]
    return Sheets(tuple(sorted(grids, key=lambda grid: grid.hidden)), tuple(notes))


def _parts_of(content: bytes, notes: list[str]) -> dict[str, bytes]:
    try:
        return guard_workbook("workbook.xlsx", content, WORKBOOK)
    except Refused as refused:
        if refused.kind is not Kind.MACRO:
            raise
    notes.append(_("This workbook holds macros. Only its cells are read; nothing in it can run here."))
    return guard_workbook("workbook.xlsx", content, WORKBOOK, macros=True)


def _grid(book: Workbook, worksheet: Any, xml: bytes) -> Grid:  # noqa: ANN401 - the reader's own cells
    codes = _codes(book, xml)
    cells: dict[tuple[int, int], Cell] = {}
    for (row, column), cell in worksheet._cells.items():  # noqa: SLF001 - as the guarded reader fills it
        value = cell.value
        if isinstance(value, StoredFormula):
            stored = value.stored
            text = "" if stored is None else _shown(stored, stored.text, codes.get((row, column), ""))
            cells[row - 1, column - 1] = Cell(text, str(value), stored is not None and stored.kind in _AT_RIGHT)
        else:
            found = found_of(value, error=cell.data_type == "e")
            text = _shown(found, value, codes.get((row, column), ""))
            cells[row - 1, column - 1] = Cell(text, "", found.kind in _AT_RIGHT)
    rows = max((row for row, _column in cells), default=-1) + 1
    columns = max((column for _row, column in cells), default=-1) + 1
    return Grid(worksheet.title, rows, columns, cells, worksheet.sheet_state != "visible")


def _shown(found: Found, value: object, code: str) -> str:
    if found.kind == "date":
        moment = _moment(value)
        return (shown_moment(moment, code) if moment is not None else "") or found.text
    if found.kind != "number" or found.number is None:
        return found.text
    return shown_number(found.number, code) if code else plain_number(found.number)


def _moment(value: object) -> datetime | date | time | None:
    """A cell's date; of a formula it is stored as text."""
    if isinstance(value, datetime | date | time):
        return value
    for kind in (datetime, time):
        with suppress(ValueError):
            return kind.fromisoformat(str(value))
    return None


def _codes(book: Any, xml: bytes) -> dict[tuple[int, int], str]:  # noqa: ANN401
    """The number formats of a sheet's cells, by row and column from 1; the guarded reader leaves them out."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS
    from openpyxl.utils.cell import coordinate_to_tuple

    styles: dict[int, str] = {}
    for at, style in enumerate(book._cell_styles):  # noqa: SLF001
        number = style.numFmtId
        own = number - 164
        formats = book._number_formats  # noqa: SLF001
        code = formats[own] if 0 <= own < len(formats) else BUILTIN_FORMATS.get(number, "")
        if code and code != "General":
            styles[at] = code
    codes: dict[tuple[int, int], str] = {}
    if styles:
        for cell in _CELL.finditer(xml):
            place, style = _PLACE.search(cell[1]), _STYLE.search(cell[1])
            if place and style and (code := styles.get(int(style[1]))):
                codes[coordinate_to_tuple(place[1].decode())] = code
    return codes


def _sheet_parts(parts: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Each sheet's XML by the sheet's name."""
    from lxml import etree

    def tree(xml: bytes) -> Any:  # noqa: ANN401
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        return etree.parse(io.BytesIO(xml), parser).getroot()

    targets = {
        relation.get("Id"): relation.get("Target", "").removeprefix("/xl/").lstrip("/")
        for relation in tree(parts["xl/_rels/workbook.xml.rels"])
    }
    for sheet in tree(parts["xl/workbook.xml"]).iter("{*}sheet"):
        target = next((targets.get(value, "") for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        yield sheet.get("name", ""), parts.get(f"xl/{target}", b"")


def _refusal(refused: Refused) -> InputError:
    if refused.kind is Kind.LOCKED:
        return locked()
    return InputError(
        _("This workbook can't be shown."),
        _("The reason: {reason}.").format(reason=refused.detail),
        _("Ask the secretariat to send the file again."),
    )
