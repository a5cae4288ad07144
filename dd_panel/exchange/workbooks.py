"""Makes a workbook to read from of parts that passed the guard.

openpyxl reads names, properties and number formats; the cells are read by `sheet_xml`. Drawings, comments, links and
caches are not read at all.
"""

from __future__ import annotations

import re
import warnings
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from lxml import etree
from openpyxl.cell.cell import Cell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.xml.constants import (
    ARC_CONTENT_TYPES,
    ARC_CORE,
    ARC_STYLE,
    ARC_WORKBOOK,
    ARC_WORKBOOK_RELS,
    SHARED_STRINGS,
)

from dd_panel.domain.findings import Kind
from dd_panel.exchange.guard import Limits, Refused, weight_of
from dd_panel.exchange.sheet_xml import Looks, SheetContent, SheetReader, read_texts, too_many
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from zipfile import ZipFile

    from openpyxl import Workbook

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

_TAGS_OF_PARTS = 120_000
"""Tags in the parts that describe the workbook; one with tens of thousands of formats stays below."""
_SPOKEN = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
"""What stands in a number format for itself: quoted, escaped, in brackets."""


_DESCRIBING = (ARC_CONTENT_TYPES, ARC_WORKBOOK, ARC_WORKBOOK_RELS, ARC_STYLE)
"""The parts that say which sheets there are and how numbers are meant; no other is read for that."""
_LARGEST_KEPT = 256 * 1024
"""Bytes of the parts that describe a workbook, up to which what they say is kept for the next one."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a workbook says of its parts: its sheets by name and part, the part with its texts, and its formats."""

    sheets: tuple[tuple[str, str], ...]
    texts: str | None
    looks: Looks


def workbook_of(parts: Mapping[str, bytes], limits: Limits) -> Workbook:
    """Read a workbook from its checked parts. Raises Refused (unreadable, too-big)."""
    with _refusing_faults():
        reader = _Reader(parts, limits)
        reader.read()
    book: Workbook = reader.wb
    return book


def contents_of(parts: Mapping[str, bytes], limits: Limits) -> tuple[tuple[SheetContent, ...], datetime | None]:
    """Read only the contents of a workbook's sheets, and when it was last saved. Raises Refused (unreadable, too-big).

    What describes the workbook is the same in all scoresheets of a round, so it is taken apart once.
    """
    with _refusing_faults():
        about = tuple((name, parts[name]) for name in _DESCRIBING if name in parts)
        frame_of = _kept_frame if sum(len(xml) for _name, xml in about) <= _LARGEST_KEPT else _frame
        frame = frame_of(about, limits)
        return tuple(_contents(parts, frame, limits)), _properties(parts).modified
    raise AssertionError  # what refuses faults never swallows one


def _frame(about: tuple[tuple[str, bytes], ...], limits: Limits) -> Frame:
    reader = _Reader(dict(about), limits)
    reader.read_description()
    return reader.frame()


_kept_frame = lru_cache(maxsize=8)(_frame)


def _contents(parts: Mapping[str, bytes], frame: Frame, limits: Limits) -> Iterator[SheetContent]:
    texts = [] if frame.texts is None else read_texts(parts[frame.texts], limits)
    left = limits.cells
    for name, part in frame.sheets:
        content = SheetReader(name, texts, frame.looks, limits, left).read(parts[part])
        left -= len(content.cells)
        yield content


def _properties(parts: Mapping[str, bytes]) -> DocumentProperties:
    """Who saved the workbook and when; a time that the file doesn't say stays unknown."""
    nothing = DocumentProperties()
    nothing.modified = nothing.created = None
    xml = parts.get(ARC_CORE)
    if xml is None:
        return nothing
    if weight_of(xml) > _TAGS_OF_PARTS:
        raise too_many(_("properties"))
    with suppress(*_KNOWN_FAULTS):
        read: Any = DocumentProperties.from_tree(cast("Any", etree.fromstring(xml, _parser())))
        if b"modified" not in xml:
            read.modified = None
        if b"created" not in xml:
            read.created = None
        return cast("DocumentProperties", read)
    return nothing


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


@contextmanager
def _refusing_faults() -> Iterator[None]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except _KNOWN_FAULTS as error:
        raise Refused(Kind.UNREADABLE, _("its parts don't fit together")) from error


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
        self.package: Any = None
        self.parser: Any = None
        self.wb: Any = None
        self._parts = parts
        self._limits = limits

    def read(self) -> None:
        """Read everything that is needed, in the order the parts refer to each other."""
        self.read_description()
        self.wb.properties = _properties(self._parts)
        with suppress(*_KNOWN_FAULTS):  # a property of a kind that openpyxl doesn't know
            self.read_custom()
        self.read_worksheets()
        for names in self.parser.defined_names.by_sheet().items():
            if names[0] == "global":
                self.wb.defined_names = names[1]

    def read_description(self) -> None:
        """Read which parts there are, and the formats."""
        for name, xml in self._parts.items():
            if "sheets/" not in name and "sharedStrings" not in name and xml.count(b"<") > _TAGS_OF_PARTS:
                raise too_many(_("formats and names"))
        self.read_manifest()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)

    def read_worksheets(self) -> None:
        """Read the cells of every sheet that has any."""
        for each in _contents(self._parts, self.frame(), self._limits):
            page: Any = self.wb[each.name]
            for (row, column), (value, data_type) in each.cells.items():
                cell: Any = Cell(page, row, column)
                cell._value, cell.data_type = value, data_type  # noqa: SLF001 - past the setter's guesses
                page._cells[row, column] = cell  # noqa: SLF001 - as openpyxl's own reader fills it
            page.merged_cells = MultiCellRange(list(each.merged))
            # Without it openpyxl sees no rows in what it didn't read itself.
            page._current_row = max((row for row, _column in each.cells), default=0)  # noqa: SLF001

    def frame(self) -> Frame:
        """Make the sheets, still empty, and say where their contents are and how their numbers are meant."""
        found = list(self.parser.find_sheets())
        if len(found) > self._limits.sheets:
            raise too_many(_("sheets"))
        sheets: list[tuple[str, str]] = []
        for sheet, rel in found:
            if rel.Type.endswith("/worksheet"):
                page = self.wb.create_sheet(sheet.name)
                page.sheet_state = sheet.state
                sheets.append((page.title, rel.target))
        texts = self.package.find(SHARED_STRINGS)
        looks = Looks(
            frozenset(self.wb._date_formats),  # noqa: SLF001
            frozenset(self.wb._timedelta_formats),  # noqa: SLF001
            frozenset(_percent_styles(self.wb)),
            self.wb.epoch,
        )
        return Frame(tuple(sheets), None if texts is None else texts.PartName[1:], looks)


def _percent_styles(book: Any) -> Iterator[int]:  # noqa: ANN401 - openpyxl says nothing about these parts of it
    for number, style in enumerate(book._cell_styles):  # noqa: SLF001
        known = BUILTIN_FORMATS.get(style.numFmtId)
        own = style.numFmtId - BUILTIN_FORMATS_MAX_SIZE
        formats = book._number_formats  # noqa: SLF001
        code = known if known is not None else formats[own] if 0 <= own < len(formats) else ""
        if "%" in code and "%" in _SPOKEN.sub("", code):
            yield number
