"""Reads the cells of an OpenDocument spreadsheet, as LibreOffice saves it, within fixed limits.

One cell of that format may stand for thousands: repeated cells and rows are unrolled only where something is in them,
and only up to the limits.
"""

from __future__ import annotations

import io
import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from lxml import etree

from dd_panel.domain.findings import Kind
from dd_panel.domain.found import EMPTY, Found
from dd_panel.domain.rounds import LONDON
from dd_panel.exchange.cells import normal_text
from dd_panel.exchange.guard import Limits, Refused, check_crowding, unpack_parts, weight_of
from dd_panel.exchange.scoresheet.grid import Area, Grid
from dd_panel.exchange.sheet_xml import forget_before
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_CONTENT, _META, _KIND, _MANIFEST = "content.xml", "meta.xml", "mimetype", "META-INF/manifest.xml"
_WANTED = re.compile(r"content\.xml|meta\.xml|mimetype|META-INF/manifest\.xml")
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLES = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXTS = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_DATE = "{http://purl.org/dc/elements/1.1/}date"

_TABLE, _ROW = f"{_TABLES}table", f"{_TABLES}table-row"
_CELL, _COVERED = f"{_TABLES}table-cell", f"{_TABLES}covered-table-cell"
_PARAGRAPH, _SPACES, _TAB, _BREAK = f"{_TEXTS}p", f"{_TEXTS}s", f"{_TEXTS}tab", f"{_TEXTS}line-break"
_SPAN_TEXTS = frozenset({f"{_TEXTS}span", f"{_TEXTS}a"})

_ROW_ENDS = re.compile(rb"</(?:\w+:)?table-row>|<(?:\w+:)?table-row(?: [^<>]*)?/>")
_TAGS_A_CELL = 6
_TAGS_OF_META = 20_000
_MOST_SPACES = 2_000_000
"""Written as one tag for many: ten for each cell that there may be."""

_FURTHEST_DIGIT = 400
"""Places before or behind the decimal point; the numbers of spreadsheets end at 308 and 324."""

_NUMBERS = frozenset({"float", "currency"})
_MOMENTS = frozenset({"date", "time"})


def open_document(content: bytes, limits: Limits) -> tuple[tuple[Grid, ...], datetime | None]:
    """Read every sheet of an OpenDocument spreadsheet, and when it was last saved. Raises Refused."""
    parts = unpack_parts(content, limits, _WANTED, _check_kind)
    if not parts.get(_KIND, b"").strip().startswith(_SPREADSHEET) or _CONTENT not in parts:
        raise Refused(Kind.NOT_A_SCORESHEET, _("it is an OpenDocument file, but no spreadsheet"))
    if b"encryption-data" in parts.get(_MANIFEST, b""):
        raise Refused(Kind.LOCKED)
    xml = parts[_CONTENT]
    if xml.count(b"<") > limits.cells * _TAGS_A_CELL or xml.count(b"=") > limits.cells * _TAGS_A_CELL:
        raise _too_many(_("cells"))
    check_crowding(xml, _ROW_ENDS)
    try:
        reader = _Reader(limits)
        reader.read(xml)
        return tuple(reader.grids), _saved(parts.get(_META, b""))
    except (etree.LxmlError, ValueError, ArithmeticError, LookupError) as error:
        raise Refused(Kind.UNREADABLE, _("its parts don't fit together")) from error


def _check_kind(names: Collection[str]) -> None:
    if any(name.startswith(("basic/", "scripts/")) for name in names):
        raise Refused(Kind.MACRO)
    if _CONTENT not in names or _KIND not in names:
        raise Refused(Kind.NOT_A_SCORESHEET, _("its name ends in .ods, but it is no OpenDocument file"))


def _too_many(what: str) -> Refused:
    return Refused(Kind.TOO_BIG, _("it holds too many {things}").format(things=what))


def _saved(meta: bytes) -> datetime | None:
    """The time of saving; LibreOffice writes it as the clock on the wall shows it."""
    if not meta:
        return None
    if weight_of(meta) > _TAGS_OF_META:
        raise _too_many(_("properties"))
    root = etree.fromstring(meta, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    said = next((element.text for element in root.iter(_DATE) if element.text), None)
    if said is None:
        return None
    # Python's own clock has six digits of a second, LibreOffice writes nine.
    moment = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", said.strip()))
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


class _Reader:
    """Reads one document; `grids` are its sheets in order."""

    def __init__(self, limits: Limits) -> None:
        self.grids: list[Grid] = []
        self._limits = limits
        self._cells_left = limits.cells
        self._spaces_left = _MOST_SPACES
        self._cells: list[tuple[tuple[int, int], Found]] = []
        self._merged: list[Area] = []
        self._row = 1

    def read(self, xml: bytes) -> None:
        """Read the sheets; rows come one by one, whatever groups they stand in."""
        walk = etree.iterparse(
            io.BytesIO(xml),
            events=("end",),
            tag=(_ROW, _TABLE),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
        )
        for _event, element in walk:
            if element.tag == _ROW:
                self._read_row(element)
                forget_before(element)
                continue
            if len(self.grids) >= self._limits.sheets:
                raise _too_many(_("sheets"))
            self.grids.append(Grid(element.get(f"{_TABLES}name", ""), self._cells, self._merged))
            self._cells, self._merged, self._row = [], [], 1

    def _read_row(self, element: etree._Element) -> None:
        self._check_spaces(element)
        times = _count(element.get(f"{_TABLES}number-rows-repeated"))
        filled: list[tuple[int, Found]] = []
        column = 1
        for child in element:
            if child.tag not in {_CELL, _COVERED}:
                continue
            repeated = _count(child.get(f"{_TABLES}number-columns-repeated"))
            found = _found_in(child)
            self._note_merged(child, column)
            if found.kind != "empty":
                self._check(self._row + times - 1, column + repeated - 1, times * repeated)
                filled += [(column + number, found) for number in range(repeated)]
            column += repeated
        for number in range(times if filled else 0):
            self._cells += [((self._row + number, place), found) for place, found in filled]
        self._row += times

    def _note_merged(self, cell: etree._Element, column: int) -> None:
        down = _count(cell.get(f"{_TABLES}number-rows-spanned"))
        across = _count(cell.get(f"{_TABLES}number-columns-spanned"))
        if down > 1 or across > 1:
            self._merged.append((self._row, column, self._row + down - 1, column + across - 1))

    def _check_spaces(self, row: etree._Element) -> None:
        self._spaces_left -= sum(map(_spaces_in, row.iter(_SPACES)))
        if self._spaces_left < 0:
            raise _too_many(_("spaces"))

    def _check(self, row: int, column: int, count: int) -> None:
        self._cells_left -= count
        if self._cells_left < 0 or row > self._limits.rows or column > self._limits.columns:
            raise _too_many(_("cells"))


def _spaces_in(tag: etree._Element) -> int:
    return _count(tag.get(f"{_TEXTS}c"))


def _count(text: str | None) -> int:
    """How often something is repeated; once where nothing is said."""
    number = int(text or "1")
    if number < 1:
        raise ValueError(text)
    return number


def _found_in(cell: etree._Element) -> Found:
    found = _value_of(cell)
    formula = cell.get(f"{_TABLES}formula")
    return found if formula is None else Found("formula", normal_text(formula), stored=found)


def _value_of(cell: etree._Element) -> Found:
    kind = cell.get(f"{_OFFICE}value-type")
    value = cell.get(f"{_OFFICE}value")
    if cell.get(f"{_CALC}value-type") == "error":
        return Found("error", _shown(cell))
    if kind in _NUMBERS and value is not None:
        return _number(value)
    if kind in _MOMENTS:
        return Found("date", cell.get(f"{_OFFICE}{kind}-value") or _shown(cell))
    if kind == "boolean":
        return Found("boolean", (cell.get(f"{_OFFICE}boolean-value") or "").upper())
    if kind is None and value is None and len(cell) == 0:
        return EMPTY
    # A percentage is read as the text that it shows: 100% on a scale of 5 may mean 1 or 5.
    said = cell.get(f"{_OFFICE}string-value")
    return Found.of_text(normal_text(said) if said is not None else _shown(cell))


def _number(value: str) -> Found:
    """A number as it is written; one that no spreadsheet can hold would be a text of any length, and is an error."""
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise ValueError(value) from error
    held = number.is_finite() and abs(number.adjusted()) <= _FURTHEST_DIGIT
    return Found.of_number(number) if held else Found("error", value)


def _shown(cell: etree._Element) -> str:
    """The text that a cell shows, without the remarks pinned to it."""
    return normal_text("\n".join("".join(_pieces(each)) for each in cell if each.tag == _PARAGRAPH))


def _pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == _SPACES:
            yield " " * _spaces_in(child)
        elif child.tag == _TAB:
            yield "\t"
        elif child.tag == _BREAK:
            yield "\n"
        elif child.tag in _SPAN_TEXTS:
            yield from _pieces(child)
        yield child.tail or ""
