"""Reads a scoresheet back, whoever saved it and however it was rearranged.

The hidden sheet says whose it is. Columns are found by their machine key, else by the words above them; rows by their
hidden key, else by reference. Nothing is found by position, and nothing is judged here: a cell is handed on as it was
found.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dd_panel.domain.findings import Kind
from dd_panel.domain.found import EMPTY
from dd_panel.domain.identifiers import Field, MemberId, identity, tidy
from dd_panel.domain.sheets import Sheet, SheetCell, SheetIdentity, SheetRow, SpareColumn, input_fields
from dd_panel.exchange.cells import found_in
from dd_panel.exchange.guard import Refused, open_workbook
from dd_panel.exchange.scoresheet import layout
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from dd_panel.domain.rounds import Round

LAST_HEADER_ROW = 15
"""A person may put a few lines above the table, not a page."""

FEWEST_HEADERS = 3


@dataclass(slots=True)
class _Columns:
    """Which column of the sheet holds what: by machine key, and those that are there twice or not ours."""

    by_key: dict[str, int] = field(default_factory=dict)
    doubled: list[tuple[str, int]] = field(default_factory=list)
    foreign: list[int] = field(default_factory=list)
    first_row: int = 1
    header_row: int | None = None


def read_scoresheet(name: str, content: bytes, rules: Round) -> Sheet:
    """Read one scoresheet. `rules` gives the headers to look for.

    Raises Refused, with a kind and a reason, for whatever is no readable scoresheet of this program.
    """
    book = open_workbook(name, content)
    facts, exported = _read_hidden(book)
    page, columns = _find_table(book, rules)
    stored = _StoredValues(name, content)
    rows = tuple(_rows(page, columns, rules, stored))
    return Sheet(
        name=page.title,
        identity=_identity(facts, book),
        rows=rows,
        fields=frozenset(Field(key) for key in columns.by_key if Field(key) in input_fields(rules.rubric)),
        doubled=tuple(_spare(page, columns, number, Field(key), stored) for key, number in columns.doubled),
        extra=tuple(
            spare
            for number in columns.foreign
            if (spare := _spare(page, columns, number, None, stored)) and _holds_something(spare)
        ),
        exported=exported,
    )


def identify(name: str, content: bytes) -> SheetIdentity:
    """Read only whose scoresheet it is; raises Refused for whatever is no scoresheet of this program."""
    book = open_workbook(name, content)
    facts, _exported = _read_hidden(book)
    return _identity(facts, book)


def _identity(facts: Mapping[str, str], book: Workbook) -> SheetIdentity:
    return SheetIdentity(
        round_id=facts.get("round", ""),
        rubric_version=facts.get("rubric", ""),
        member=MemberId(tidy(facts.get("member", ""))),
        export=_whole_number(facts.get("export", "")),
        saved=_saved(book),
    )


class _StoredValues:
    """The values a workbook last computed; loaded only when a formula stands in an input cell."""

    def __init__(self, name: str, content: bytes) -> None:
        self._name = name
        self._content = content
        self._book: Workbook | None = None

    def of(self, cell: Cell) -> object:
        if self._book is None:
            self._book = open_workbook(self._name, self._content, stored_values=True)
        return self._book[cell.parent.title][cell.coordinate].value


# -- whose it is -------------------------------------------------------------------------------------------------------


def _read_hidden(book: Workbook) -> tuple[dict[str, str], Mapping[tuple[str, Field], str]]:
    for page in book.worksheets:
        if page.cell(1, 1).value == layout.MARK:
            break
    else:
        raise Refused(Kind.NOT_A_SCORESHEET, _("its hidden sheet is missing"))
    facts: dict[str, str] = {}
    exported: dict[tuple[str, Field], str] = {}
    in_table = False
    for row in page.iter_rows(max_col=3, values_only=True):
        name, value, third = (_text(each) for each in (*row, None, None)[:3])
        if in_table and name:
            exported[identity(name), Field(value)] = third
        elif name == layout.VALUES_AT_EXPORT:
            in_table = True
        elif name:
            facts[name] = value
    if not facts.get("round") or not facts.get("member"):
        raise Refused(Kind.NOT_A_SCORESHEET, _("its hidden sheet is incomplete"))
    return facts, exported


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _whole_number(text: str) -> int:
    number = tidy(text)
    if not number.isdecimal():
        raise Refused(Kind.NOT_A_SCORESHEET, _("its hidden sheet has no export number"))
    return int(number)


def _saved(book: Workbook) -> datetime | None:
    saved = book.properties.modified
    if not isinstance(saved, datetime):
        return None
    return saved.replace(tzinfo=UTC) if saved.tzinfo is None else saved


# -- where things stand ------------------------------------------------------------------------------------------------


def _find_table(book: Workbook, rules: Round) -> tuple[Worksheet, _Columns]:
    pages = [page for page in book.worksheets if page.cell(1, 1).value != layout.MARK]
    # The sheet that carries the keys is the one, whatever it is called; headers are the second-best sign.
    for by_key in (True, False):
        for page in sorted(pages, key=lambda each: each.title != layout.SCORES_SHEET):
            columns = _columns_by_key(page, rules) if by_key else _columns_by_header(page, rules)
            if columns is not None:
                return page, columns
    raise Refused(Kind.NOT_A_SCORESHEET, _("no sheet has the columns of a scoresheet"))


def _known_keys(rules: Round) -> frozenset[str]:
    return frozenset({layout.ROW_KEY, layout.REFERENCE, layout.APPLICANT, *input_fields(rules.rubric)})


def _columns_by_key(page: Worksheet, rules: Round) -> _Columns | None:
    known = _known_keys(rules)
    for number, row in enumerate(page.iter_rows(max_row=LAST_HEADER_ROW, values_only=True), start=1):
        keys = [_text(value).strip() for value in row]
        if sum(key in known for key in keys) >= FEWEST_HEADERS:
            columns = _assign(dict(enumerate(keys, start=1)), known)
            _add_headers(page, columns, number + 1, rules)
            return columns
    return None


def _columns_by_header(page: Worksheet, rules: Round) -> _Columns | None:
    names = layout.header_names(rules)
    for number, row in enumerate(page.iter_rows(max_row=LAST_HEADER_ROW, values_only=True), start=1):
        keys = [names.get(layout.fold(_text(value)), "") for value in row]
        if layout.REFERENCE in keys and len(set(keys)) > FEWEST_HEADERS:
            columns = _assign(dict(enumerate(keys, start=1)), _known_keys(rules))
            columns.header_row = number
            columns.first_row = number + 1
            return columns
    return None


def _assign(keys: Mapping[int, str], known: frozenset[str]) -> _Columns:
    columns = _Columns()
    for number, key in keys.items():
        if key not in known:
            columns.foreign.append(number)
        elif key in columns.by_key:
            columns.doubled.append((key, number))
        else:
            columns.by_key[key] = number
    return columns


def _add_headers(page: Worksheet, columns: _Columns, number: int, rules: Round) -> None:
    """Take the visible header row into account: it may name columns that have lost their key."""
    names = layout.header_names(rules)
    reference = columns.by_key.get(layout.REFERENCE, 0)
    is_header = reference and names.get(layout.fold(_text(page.cell(number, reference).value))) == layout.REFERENCE
    columns.first_row = number
    if not is_header:
        return
    columns.header_row = number
    columns.first_row = number + 1
    for place in list(columns.foreign):
        key = names.get(layout.fold(_text(page.cell(number, place).value)))
        if key is None:
            continue
        columns.foreign.remove(place)
        if key in columns.by_key:
            columns.doubled.append((key, place))
        else:
            columns.by_key[key] = place


def _rows(page: Worksheet, columns: _Columns, rules: Round, stored: _StoredValues) -> Iterator[SheetRow]:
    fills = [
        (Field(key), number - 1)
        for key, number in columns.by_key.items()
        if Field(key) in frozenset(input_fields(rules.rubric))
    ]
    places = {key: columns.by_key.get(key, 0) for key in (layout.ROW_KEY, layout.REFERENCE, layout.APPLICANT)}
    for cells in page.iter_rows(min_row=columns.first_row):
        texts = {key: _text(cells[place - 1].value) if place else "" for key, place in places.items()}
        inputs = {name: _sheet_cell(cells[index], stored) for name, index in fills if index < len(cells)}
        if not any(text.strip() for text in texts.values()) and not any(cell.found.filled for cell in inputs.values()):
            continue
        first = cells[(places[layout.REFERENCE] or 1) - 1].coordinate
        yield SheetRow(
            number=cells[0].row,
            key=tidy(texts[layout.ROW_KEY]),
            reference=tidy(texts[layout.REFERENCE]),
            title=texts[layout.APPLICANT].strip(),
            reference_cell=first,
            title_cell=cells[places[layout.APPLICANT] - 1].coordinate if places[layout.APPLICANT] else first,
            cells=inputs,
        )


def _sheet_cell(cell: Cell, stored: _StoredValues) -> SheetCell:
    if cell.value is None:
        return SheetCell(cell.coordinate, EMPTY)
    computed = stored.of(cell) if cell.data_type == "f" else None
    return SheetCell(cell.coordinate, found_in(cell, computed))


def _spare(page: Worksheet, columns: _Columns, number: int, name: Field | None, stored: _StoredValues) -> SpareColumn:
    head = page.cell(columns.header_row or 1, number)
    cells = {
        row[0].row: _sheet_cell(row[0], stored)
        for row in page.iter_rows(min_row=columns.first_row, min_col=number, max_col=number)
    }
    return SpareColumn(_text(head.value) or head.column_letter, head.coordinate, name, cells)


def _holds_something(spare: SpareColumn) -> bool:
    return any(cell.found.filled for cell in (spare.cells or {}).values())


def is_scoresheet(path: Path) -> bool:
    """Whether a file is a scoresheet of this program, so that a new export may replace it."""
    try:
        identify(path.name, path.read_bytes())
    except (Refused, OSError):
        return False
    return True
