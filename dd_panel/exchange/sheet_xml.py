"""Reads the XML of a workbook's sheets and of its table of texts, in one pass and within fixed limits.

Only cells that hold something are read, with the value stored for a formula. What is written the way nearly every
program writes it goes through the quick reader of `sheet_tiles`; everything else is taken apart by the XML parser here.
"""

from __future__ import annotations

import io
import re
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple, get_column_letter
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.xml.constants import SHEET_MAIN_NS

from dd_panel.domain.findings import Kind
from dd_panel.domain.found import EMPTY
from dd_panel.exchange.cells import StoredFormula, found_of, unescaped
from dd_panel.exchange.guard import Limits, Refused, check_crowding
from dd_panel.exchange.sheet_tiles import UnusualError, tiled_cells, tiled_texts
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_MAIN = f"{{{SHEET_MAIN_NS}}}"
_ROW, _CELL, _MERGE = f"{_MAIN}row", f"{_MAIN}c", f"{_MAIN}mergeCell"
_VALUE, _FORMULA, _INLINE = f"{_MAIN}v", f"{_MAIN}f", f"{_MAIN}is"
_ITEM, _TEXT, _RUN = f"{_MAIN}si", f"{_MAIN}t", f"{_MAIN}r"

_ROW_ENDS = re.compile(rb"</(?:\w+:)?row>|<(?:\w+:)?row(?: [^<>]*)?/>")
_ITEM_ENDS = re.compile(rb"</(?:\w+:)?si>")
_BLANK_CELL = re.compile(rb"<c(?: [^<>]*)?(?:/>|></c>)")
_TAGS_A_CELL = 10
"""Tags that one filled cell takes at the most, with its share of the row."""
_MERGED_RANGES = 20_000

Content = tuple[object, str]
"""A value and its type in openpyxl's letters: n, s, b, d, e, f."""


@dataclass(frozen=True, slots=True)
class Looks:
    """Which formats show a number as something else, by their place in the workbook's table of formats.

    `epoch` is the day from which the workbook counts its dates.
    """

    dates: frozenset[int]
    spans: frozenset[int]
    percent: frozenset[int]
    epoch: datetime


@dataclass(frozen=True, slots=True)
class SheetContent:
    """One sheet: the contents of its filled cells by row and column from 1, and what is merged."""

    name: str
    cells: dict[tuple[int, int], Content]
    merged: tuple[CellRange, ...]


def read_texts(xml: bytes, limits: Limits) -> list[str]:
    """Read the table of texts that cells refer to. Raises Refused."""
    if xml.count(b"<") > limits.cells * _TAGS_A_CELL:
        raise too_many(_("texts"))
    check_crowding(xml, _ITEM_ENDS)
    with suppress(UnusualError):
        return [unescaped(each) if isinstance(each, str) else _text_of(each) for each in tiled_texts(xml)]
    texts: list[str] = []
    for item in _elements(xml, _ITEM):
        texts.append(_text_of(item))
        forget_before(item)
    return texts


class SheetReader:
    """Reads one sheet's cells and merged ranges; `cells_left` is how many the sheets before it left over."""

    def __init__(self, name: str, texts: list[str], looks: Looks, limits: Limits, cells_left: int) -> None:
        self._name = name
        self._texts = texts
        self._looks = looks
        self._limits = limits
        self._cells_left = cells_left
        self._text_left = limits.unpacked_bytes
        self._shared: dict[str, str] = {}
        self._cells: dict[tuple[int, int], Content] = {}

    def read(self, xml: bytes) -> SheetContent:
        """Read the whole sheet. Raises Refused."""
        most = self._limits.cells * _TAGS_A_CELL
        if xml.count(b"<") > self._limits.cells and b"<![CDATA[" not in xml:
            xml = _BLANK_CELL.sub(b"", xml)  # formatted far below the last entry: no need to build a tree of nothing
        if xml.count(b"<") > most or xml.count(b"=") > most:
            raise too_many(_("cells"))
        check_crowding(xml, _ROW_ENDS)
        try:
            merged = self._read_tiles(xml)
        except UnusualError:
            self._cells.clear()
            merged = self._read_tree(xml)
        return SheetContent(self._name, self._cells, tuple(merged))

    def _read_tiles(self, xml: bytes) -> list[CellRange]:
        """Read it as nearly every program writes it; raises UnusualError where it is written otherwise."""
        rest, tiles = tiled_cells(xml)
        for at, style, kind, raw, formula in tiles:
            value, data_type = self._value(kind, raw, style) if raw else (None, "n")
            if formula is not None:
                stored = None if value is None else found_of(value, error=data_type == "e")
                if raw == "" and kind == "str":
                    stored = EMPTY
                value, data_type = StoredFormula(f"={unescaped(formula)}", stored), "f"
            if value is not None:
                self._keep(at, value, data_type)
        merged: list[CellRange] = []
        for element in rest.iter(_MERGE):
            _add_merged(merged, element)
        return merged

    def _read_tree(self, xml: bytes) -> list[CellRange]:
        merged: list[CellRange] = []
        row = 0
        for element in _elements(xml, _ROW, _MERGE):
            if element.tag == _MERGE:
                _add_merged(merged, element)
            else:
                row = int(float(element.get("r") or row + 1))
                self._read_row(element, row)
            forget_before(element)
        return merged

    def _read_row(self, element: etree._Element, row: int) -> None:
        column = 0
        for child in element.iterchildren(_CELL):
            coordinate = child.get("r")
            at = coordinate_to_tuple(coordinate) if coordinate else (row, column + 1)
            column = at[1]
            value, data_type = self._content(child)
            if value is not None:
                self._keep(at, value, data_type)

    def _keep(self, at: tuple[int, int], value: object, data_type: str) -> None:
        cells = self._cells
        if isinstance(value, str):
            self._text_left -= sys.getsizeof(value)  # one emoji makes every sign of a text take four bytes
        if at in cells or len(cells) >= self._cells_left:
            raise self._doubled(at) if at in cells else too_many(_("cells"))
        if self._text_left < 0:
            raise too_many(_("texts"))
        if not 1 <= at[0] <= self._limits.rows or at[1] > self._limits.columns:
            raise self._outside(at)
        cells[at] = value, data_type

    def _doubled(self, at: tuple[int, int]) -> Refused:
        where = f"{get_column_letter(at[1])}{at[0]}"
        return Refused(Kind.UNREADABLE, _("the cell {cell} stands in it twice").format(cell=where))

    def _outside(self, at: tuple[int, int]) -> Refused:
        return Refused(
            Kind.TOO_BIG,
            _("the cell {cell} of the sheet {sheet} lies beyond the first {rows:,} rows and {columns} columns").format(
                cell=f"{get_column_letter(at[1])}{at[0]}",
                sheet=self._name,
                rows=self._limits.rows,
                columns=self._limits.columns,
            ),
        )

    def _content(self, cell: etree._Element) -> Content:
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
        value, data_type = self._value(kind, raw, int(cell.get("s", "0"))) if raw else (None, "n")
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

    def _value(self, kind: str, raw: str, style: int) -> Content:
        if kind == "n":
            return self._number(raw, style)
        if kind == "inlineStr":
            return raw, "s"
        if kind == "s":
            return self._texts[_index(raw)] or None, "s"
        if kind == "str":
            return unescaped(raw), "s"
        if kind == "b":
            return raw.strip() not in {"0", "false"}, "b"
        return (_moment(raw), "d") if kind == "d" else (raw, "e")

    def _number(self, raw: str, style: int) -> Content:
        try:
            number = float(raw.replace("_", "?"))  # Python's float reads 1_000, Excel doesn't
            if style in self._looks.dates:
                spans = style in self._looks.spans
                return from_excel(number, self._looks.epoch, timedelta=spans), "d"
        except (ValueError, OverflowError):
            return "#VALUE!", "e"
        if style in self._looks.percent:
            # As it is shown: 100% is not the number 1 that the cell holds.
            return f"{100 * number:.12g}%", "s"
        whole = number.is_integer() and abs(number) < 2**53
        return int(number) if whole else number, "n"


def _add_merged(merged: list[CellRange], element: etree._Element) -> None:
    merged.append(CellRange(element.get("ref", "")))
    if len(merged) > _MERGED_RANGES:
        raise too_many(_("merged cells"))


def _index(raw: str) -> int:
    """A place in the table of texts; a negative one would count from its end."""
    if not raw.isascii() or not raw.isdigit():
        raise ValueError(raw)
    return int(raw)


def _moment(raw: str) -> object:
    return cast("Any", from_ISO8601)(raw)


def too_many(what: str) -> Refused:
    """The refusal of a workbook that holds too many of something."""
    return Refused(Kind.TOO_BIG, _("it holds too many {things}").format(things=what))


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


def forget_before(element: etree._Element) -> None:
    """Give the memory back of everything that stands before an element.

    Not of the element itself: to clear what Python still looks at takes the square of its size.
    """
    inner = element
    while (parent := inner.getparent()) is not None:
        while inner.getprevious() is not None:
            del parent[0]
        inner = parent


def _text_of(item: etree._Element) -> str:
    """The text of a string item: its own, or that of its runs, but not how it is pronounced."""
    runs: list[str] = []
    for part in item:
        if part.tag == _TEXT:
            runs.append(part.text or "")
        elif part.tag == _RUN:
            runs += [text.text or "" for text in part if text.tag == _TEXT]
    return unescaped(runs[0]) if len(runs) == 1 else "".join(map(unescaped, runs))
