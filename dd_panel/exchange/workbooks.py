"""Makes a workbook to read from of parts that passed the guard.

openpyxl reads names, properties and number formats; the cells are read here, in one pass: only those that hold
something, with the value stored for a formula, and within fixed limits. Drawings, comments, links and caches are not
read at all.
"""

from __future__ import annotations

import io
import re
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from lxml import etree
from openpyxl.cell.cell import Cell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.xml.constants import ARC_CORE, SHARED_STRINGS, SHEET_MAIN_NS

from dd_panel.domain.findings import Kind
from dd_panel.domain.found import EMPTY
from dd_panel.exchange.cells import StoredFormula, found_of, unescaped
from dd_panel.exchange.guard import Limits, Refused
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zipfile import ZipFile

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_KNOWN_FAULTS = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    OSError,
    SyntaxError,
    RecursionError,
)
"""What openpyxl and the XML parsers raise for a workbook whose parts don't fit together."""

_MAIN = f"{{{SHEET_MAIN_NS}}}"
_ROW, _CELL, _MERGE = f"{_MAIN}row", f"{_MAIN}c", f"{_MAIN}mergeCell"
_VALUE, _FORMULA, _INLINE = f"{_MAIN}v", f"{_MAIN}f", f"{_MAIN}is"
_ITEM, _TEXT, _RUN = f"{_MAIN}si", f"{_MAIN}t", f"{_MAIN}r"

_BLANK_CELL = re.compile(rb"<c(?: [^<>]*)?(?:/>|></c>)")
_TAGS_A_CELL = 10
"""Tags that one filled cell takes at the most, with its share of the row."""
_TAGS_OF_PARTS = 120_000
"""Tags in the parts that describe the workbook; one with tens of thousands of formats stays below."""
_MERGED_RANGES = 20_000

_SPOKEN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
"""What stands in a number format for itself: quoted, escaped, in brackets."""

_Content = tuple[object, str]
"""A value and its type in openpyxl's letters: n, s, b, d, e, f."""


def workbook_of(parts: Mapping[str, bytes], limits: Limits) -> Workbook:
    """Read a workbook from its checked parts. Raises Refused (unreadable, too-big)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = _Reader(parts, limits)
            reader.read()
    except _KNOWN_FAULTS as error:
        raise Refused(Kind.UNREADABLE, _("its parts don't fit together")) from error
    book: Workbook = reader.wb
    return book


class _Parts:
    """The parts of a workbook, as openpyxl expects to find them in an archive."""

    filename = "workbook"

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts

    def read(self, name: str) -> bytes:
        return self._parts[name]

    def namelist(self) -> list[str]:
        return list(self._parts)

    def close(self) -> None:
        """There is nothing to close."""


class _Reader(ExcelReader):
    """openpyxl's reader, with strings, properties and cells read here."""

    def __init__(self, parts: Mapping[str, bytes], limits: Limits) -> None:
        # Not the parent's __init__: it unpacks an archive, and that is done.
        self.archive = cast("ZipFile", _Parts(parts))
        self.valid_files = self.archive.namelist()
        self.read_only = self.keep_vba = self.data_only = self.keep_links = self.rich_text = False
        self.shared_strings: list[str] = []
        self.package: Any = None
        self.parser: Any = None
        self.wb: Any = None
        self._parts = parts
        self._limits = limits

    def read(self) -> None:
        """Read everything that is needed, in the order the parts refer to each other."""
        for name, xml in self._parts.items():
            if "sheets/" not in name and "sharedStrings" not in name and xml.count(b"<") > _TAGS_OF_PARTS:
                raise _too_many(_("formats and names"))
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        self.read_properties()
        with suppress(*_KNOWN_FAULTS):  # a property of a kind that openpyxl doesn't know
            self.read_custom()
        apply_stylesheet(self.archive, self.wb)
        self.read_worksheets()
        for names in self.parser.defined_names.by_sheet().items():
            if names[0] == "global":
                self.wb.defined_names = names[1]

    def read_strings(self) -> None:
        """Read the table of texts that cells refer to."""
        part = self.package.find(SHARED_STRINGS)
        if part is None:
            return
        xml = self._parts[part.PartName[1:]]
        if xml.count(b"<") > self._limits.cells * _TAGS_A_CELL:
            raise _too_many(_("texts"))
        for item in _elements(xml, _ITEM):
            self.shared_strings.append(_text_of(item))
            _forget_before(item)

    def read_properties(self) -> None:
        """Read who saved the workbook and when; a time that the file doesn't say stays unknown."""
        self.wb.properties = DocumentProperties()
        self.wb.properties.modified = self.wb.properties.created = None
        xml = self._parts.get(ARC_CORE)
        if xml is None:
            return
        with suppress(*_KNOWN_FAULTS):
            read: Any = DocumentProperties.from_tree(cast("Any", etree.fromstring(xml, _parser())))
            if b"modified" not in xml:
                read.modified = None
            if b"created" not in xml:
                read.created = None
            self.wb.properties = read

    def read_worksheets(self) -> None:
        """Read the cells of every sheet that has any."""
        sheets = list(self.parser.find_sheets())
        if len(sheets) > self._limits.sheets:
            raise _too_many(_("sheets"))
        left = self._limits.cells
        percent = frozenset(_percent_styles(self.wb))
        for sheet, rel in sheets:
            if not rel.Type.endswith("/worksheet"):
                continue
            worksheet = self.wb.create_sheet(sheet.name)
            worksheet.sheet_state = sheet.state
            reader = _SheetReader(worksheet, self.shared_strings, self._limits, left)
            reader.percent = percent
            left -= reader.read(self._parts[rel.target])


class _SheetReader:
    """Reads one sheet's cells and merged ranges; `percent` holds the formats that show a number as a percentage."""

    def __init__(self, worksheet: Worksheet, strings: list[str], limits: Limits, cells_left: int) -> None:
        self._worksheet = worksheet
        self._book: Any = worksheet.parent
        self._strings = strings
        self._limits = limits
        self._cells_left = cells_left
        self._text_left = limits.unpacked_bytes
        self._shared: dict[str, str] = {}
        self.percent: frozenset[int] = frozenset()
        self._cells: Any = worksheet._cells  # noqa: SLF001 - as openpyxl's own reader fills it

    def read(self, xml: bytes) -> int:
        """Fill the worksheet, and return how many cells that took."""
        most = self._limits.cells * _TAGS_A_CELL
        if xml.count(b"<") > self._limits.cells and b"<![CDATA[" not in xml:
            xml = _BLANK_CELL.sub(b"", xml)  # formatted far below the last entry: no need to build a tree of nothing
        if xml.count(b"<") > most or xml.count(b"=") > most:
            raise _too_many(_("cells"))
        merged: list[CellRange] = []
        row = 0
        for element in _elements(xml, _ROW, _MERGE):
            if element.tag == _MERGE:
                merged.append(CellRange(element.get("ref", "")))
                if len(merged) > _MERGED_RANGES:
                    raise _too_many(_("merged cells"))
                continue
            row = int(float(element.get("r") or row + 1))
            self._read_row(element, row)
            _forget_before(element)
        self._worksheet.merged_cells = MultiCellRange(merged)
        # Without it openpyxl sees no rows in what it didn't read itself.
        cast("Any", self._worksheet)._current_row = max((at[0] for at in self._cells), default=0)  # noqa: SLF001
        return len(self._cells)

    def _read_row(self, element: etree._Element, row: int) -> None:
        cells = self._cells
        column = 0
        for child in element.iterchildren(_CELL):
            coordinate = child.get("r")
            at = coordinate_to_tuple(coordinate) if coordinate else (row, column + 1)
            column = at[1]
            value, data_type = self._content(child)
            if value is None:
                continue
            if isinstance(value, str):
                self._text_left -= len(value)
            if at in cells or len(cells) >= self._cells_left:
                raise self._doubled(at) if at in cells else _too_many(_("cells"))
            if self._text_left < 0:
                raise _too_many(_("texts"))
            if not 1 <= at[0] <= self._limits.rows or at[1] > self._limits.columns:
                raise self._outside(at)
            cell: Any = Cell(self._worksheet, at[0], at[1])
            cell._value, cell.data_type = value, data_type  # noqa: SLF001 - past the setter's guesses
            cells[at] = cell

    def _doubled(self, at: tuple[int, int]) -> Refused:
        where = f"{get_column_letter(at[1])}{at[0]}"
        return Refused(Kind.UNREADABLE, _("the cell {cell} stands in it twice").format(cell=where))

    def _outside(self, at: tuple[int, int]) -> Refused:
        return Refused(
            Kind.TOO_BIG,
            _("the cell {cell} of the sheet {sheet} lies beyond the first {rows:,} rows and {columns} columns").format(
                cell=f"{get_column_letter(at[1])}{at[0]}",
                sheet=self._worksheet.title,
                rows=self._limits.rows,
                columns=self._limits.columns,
            ),
        )

    def _content(self, cell: etree._Element) -> _Content:
        kind = cell.get("t", "n")
        raw: str | None = None
        formula: etree._Element | None = None
        for part in cell:  # a plain loop: lxml's find is a search in Python, and this runs for every cell
            tag = part.tag
            if tag == _VALUE:
                raw = part.text or ""
            elif tag == _FORMULA:
                formula = part
            elif tag == _INLINE and kind == "inlineStr":
                raw = _text_of(part)
        value, data_type = self._value(cell, kind, raw) if raw else (None, "n")
        if formula is None:
            return value, data_type
        stored = None if value is None else found_of(value, error=data_type == "e")
        if raw == "" and kind == "str":
            stored = EMPTY
        return StoredFormula(self._formula(formula), stored), "f"

    def _formula(self, formula: etree._Element) -> str:
        """The formula's text; of a formula shared by many cells, the text it has in the first."""
        text = formula.text or ""
        shared = formula.get("si") if formula.get("t") == "shared" else None
        if shared is not None:
            text = text or self._shared.get(shared, "")
            self._shared[shared] = text
        return f"={unescaped(text)}"

    def _value(self, cell: etree._Element, kind: str, raw: str) -> _Content:
        if kind == "n":
            return self._number(raw, int(cell.get("s", "0")))
        if kind == "inlineStr":
            return raw, "s"
        if kind == "s":
            return self._strings[_index(raw)] or None, "s"
        if kind == "str":
            return unescaped(raw), "s"
        if kind == "b":
            return raw.strip() not in {"0", "false"}, "b"
        return (_moment(raw), "d") if kind == "d" else (raw, "e")

    def _number(self, raw: str, style: int) -> _Content:
        try:
            number = float(raw.replace("_", "?"))  # Python's float reads 1_000, Excel doesn't
            if style in self._book._date_formats:  # noqa: SLF001
                spans = style in self._book._timedelta_formats  # noqa: SLF001
                return from_excel(number, self._book.epoch, timedelta=spans), "d"
        except (ValueError, OverflowError):
            return "#VALUE!", "e"
        if style in self.percent:
            # As it is shown: 100% is not the number 1 that the cell holds.
            return f"{100 * number:.12g}%", "s"
        whole = number.is_integer() and abs(number) < 2**53
        return int(number) if whole else number, "n"


def _percent_styles(book: Any) -> Iterator[int]:  # noqa: ANN401 - openpyxl says nothing about these parts of it
    for number, style in enumerate(book._cell_styles):  # noqa: SLF001
        known = BUILTIN_FORMATS.get(style.numFmtId)
        own = style.numFmtId - BUILTIN_FORMATS_MAX_SIZE
        formats = book._number_formats  # noqa: SLF001
        code = known if known is not None else formats[own] if 0 <= own < len(formats) else ""
        if "%" in code and "%" in _SPOKEN.sub("", code):
            yield number


def _index(raw: str) -> int:
    """A place in the table of texts; a negative one would count from its end."""
    if not raw.isascii() or not raw.isdigit():
        raise ValueError(raw)
    return int(raw)


def _moment(raw: str) -> object:
    return cast("Any", from_ISO8601)(raw)


def _too_many(what: str) -> Refused:
    return Refused(Kind.TOO_BIG, _("it holds too many {things}").format(things=what))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _elements(xml: bytes, *tags: str) -> Iterator[etree._Element]:
    """The finished elements with these tags, as the parser meets them."""
    walk = etree.iterparse(
        io.BytesIO(xml),
        events=("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    for _event, element in walk:
        yield element


def _forget_before(element: etree._Element) -> None:
    """Give the memory of an element's elder siblings back.

    Not of the element itself: to clear what Python still looks at takes the square of its size.
    """
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _text_of(item: etree._Element) -> str:
    """The text of a string item: its own, or that of its runs, but not how it is pronounced."""
    runs: list[str] = []
    for part in item:
        if part.tag == _TEXT:
            runs.append(part.text or "")
        elif part.tag == _RUN:
            runs += [text.text or "" for text in part if text.tag == _TEXT]
    return unescaped(runs[0]) if len(runs) == 1 else "".join(map(unescaped, runs))
