"""Reads a scoresheet back, whoever saved it and however it was rearranged.

The hidden sheet says whose it is. Columns are found by their machine key, else by the words above them; rows by their
hidden key, else by reference. Nothing is found by position, and nothing is judged here: a cell is handed on as it was
found.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from openpyxl.utils.cell import get_column_letter

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

    from openpyxl.cell import Cell, MergedCell
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
    grid, columns = _find_table(book, rules)
    fills = frozenset(input_fields(rules.rubric))
    spares = (_spare(grid, columns, number, None) for number in columns.foreign)
    return Sheet(
        name=grid.name,
        identity=_identity(facts, book),
        rows=tuple(_rows(grid, columns, rules)),
        fields=frozenset(Field(key) for key in columns.by_key if Field(key) in fills),
        doubled=tuple(_spare(grid, columns, number, Field(key)) for key, number in columns.doubled),
        extra=tuple(spare for spare in spares if _holds_something(spare)),
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


class _Grid:
    """The filled cells of one sheet by row and column; a stray entry far below costs nothing."""

    def __init__(self, page: Worksheet) -> None:
        self.name: str = page.title
        self.rows: dict[int, dict[int, Cell | MergedCell]] = {}
        for (row, column), cell in sorted(page._cells.items()):  # noqa: SLF001 (the only way that makes no new cells)
            self.rows.setdefault(row, {})[column] = cell

    def text(self, row: int, column: int) -> str:
        """What stands in a cell, as text."""
        cell = self.rows.get(row, {}).get(column)
        return "" if cell is None or cell.value is None else str(cell.value)

    def texts(self, row: int) -> dict[int, str]:
        """What stands in the filled cells of a row."""
        return {column: self.text(row, column) for column in self.rows.get(row, {})}

    def cell(self, row: int, column: int) -> SheetCell:
        """An input cell as it was found; one that does not exist is empty."""
        cell = self.rows.get(row, {}).get(column)
        return SheetCell(address(row, column), EMPTY if cell is None else found_in(cell))


def address(row: int, column: int) -> str:
    """The name of a cell, such as `F14`."""
    return f"{get_column_letter(column)}{row}"


# -- whose it is -------------------------------------------------------------------------------------------------------


def _read_hidden(book: Workbook) -> tuple[dict[str, str], Mapping[tuple[str, Field], str]]:
    grid = next((each for each in map(_Grid, book.worksheets) if each.text(1, 1) == layout.MARK), None)
    if grid is None:
        raise Refused(Kind.NOT_A_SCORESHEET, _("its hidden sheet is missing"))
    facts: dict[str, str] = {}
    exported: dict[tuple[str, Field], str] = {}
    in_table = False
    for row in grid.rows:
        name, value, third = (grid.text(row, column) for column in (1, 2, 3))
        if in_table and name:
            exported[identity(name), Field(value)] = third
        elif name == layout.VALUES_AT_EXPORT:
            in_table = True
        elif name:
            facts[name] = value
    if not facts.get("round") or not facts.get("member"):
        raise Refused(Kind.NOT_A_SCORESHEET, _("its hidden sheet is incomplete"))
    return facts, exported


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


def _find_table(book: Workbook, rules: Round) -> tuple[_Grid, _Columns]:
    grids = [grid for grid in map(_Grid, book.worksheets) if grid.text(1, 1) != layout.MARK]
    # The sheet that carries the keys is the one, whatever it is called; headers are the second-best sign.
    for find in (_columns_by_key, _columns_by_header):
        for grid in sorted(grids, key=lambda each: each.name != layout.SCORES_SHEET):
            columns = find(grid, rules)
            if columns is not None:
                return grid, columns
    raise Refused(Kind.NOT_A_SCORESHEET, _("no sheet has the columns of a scoresheet"))


def _known_keys(rules: Round) -> frozenset[str]:
    return frozenset({layout.ROW_KEY, layout.REFERENCE, layout.APPLICANT, *input_fields(rules.rubric)})


def _columns_by_key(grid: _Grid, rules: Round) -> _Columns | None:
    known = _known_keys(rules)
    for number in _first_rows(grid):
        keys = {column: text.strip() for column, text in grid.texts(number).items()}
        if sum(key in known for key in keys.values()) >= FEWEST_HEADERS:
            columns = _assign(_over_all_columns(grid, keys), known)
            _add_headers(grid, columns, number + 1, rules)
            return columns
    return None


def _columns_by_header(grid: _Grid, rules: Round) -> _Columns | None:
    names = layout.header_names(rules)
    for number in _first_rows(grid):
        keys = {column: names.get(layout.fold(text), "") for column, text in grid.texts(number).items()}
        if layout.REFERENCE in keys.values() and len(set(keys.values()) - {""}) >= FEWEST_HEADERS:
            columns = _assign(_over_all_columns(grid, keys), _known_keys(rules))
            columns.header_row = number
            columns.first_row = number + 1
            return columns
    return None


def _first_rows(grid: _Grid) -> list[int]:
    return [number for number in grid.rows if number <= LAST_HEADER_ROW]


def _over_all_columns(grid: _Grid, keys: Mapping[int, str]) -> dict[int, str]:
    """The keys of every column that holds anything, empty where there is none."""
    filled = {column for cells in grid.rows.values() for column in cells}
    return {column: keys.get(column, "") for column in sorted(filled)}


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


def _add_headers(grid: _Grid, columns: _Columns, number: int, rules: Round) -> None:
    """Take the visible header row into account: it may name columns that have lost their key."""
    names = layout.header_names(rules)
    reference = columns.by_key.get(layout.REFERENCE, 0)
    columns.first_row = number
    if names.get(layout.fold(grid.text(number, reference))) != layout.REFERENCE:
        return
    columns.header_row = number
    columns.first_row = number + 1
    for place in list(columns.foreign):
        key = names.get(layout.fold(grid.text(number, place)))
        if key is None:
            continue
        columns.foreign.remove(place)
        if key in columns.by_key:
            columns.doubled.append((key, place))
        else:
            columns.by_key[key] = place


def _rows(grid: _Grid, columns: _Columns, rules: Round) -> Iterator[SheetRow]:
    ours = frozenset(input_fields(rules.rubric))
    fills = [(Field(key), number) for key, number in columns.by_key.items() if Field(key) in ours]
    key, reference, title = (
        columns.by_key.get(each, 0) for each in (layout.ROW_KEY, layout.REFERENCE, layout.APPLICANT)
    )
    for row in grid.rows:
        if row < columns.first_row:
            continue
        texts = [grid.text(row, column).strip() for column in (key, reference, title)]
        inputs = {name: grid.cell(row, column) for name, column in fills}
        if any(texts) or any(cell.found.filled for cell in inputs.values()):
            yield SheetRow(
                number=row,
                key=tidy(texts[0]),
                reference=tidy(texts[1]),
                title=texts[2],
                reference_cell=address(row, reference or 1),
                title_cell=address(row, title or reference or 1),
                cells=inputs,
            )


def _spare(grid: _Grid, columns: _Columns, number: int, name: Field | None) -> SpareColumn:
    head = columns.header_row or 1
    cells = {row: grid.cell(row, number) for row in grid.rows if row >= columns.first_row}
    return SpareColumn(grid.text(head, number) or get_column_letter(number), address(head, number), name, cells)


def _holds_something(spare: SpareColumn) -> bool:
    return any(cell.found.filled for cell in (spare.cells or {}).values())


def is_scoresheet(path: Path) -> bool:
    """Whether a file is a scoresheet of this program, so that a new export may replace it."""
    try:
        identify(path.name, path.read_bytes())
    except (Refused, OSError):
        return False
    return True
