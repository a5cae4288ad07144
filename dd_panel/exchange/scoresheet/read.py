"""Reads scoresheets back, whoever saved them and however they were rearranged.

A hidden sheet says whose they are, and so does a hidden cell of every row, which goes along when rows are copied.
Columns are found by their machine key, else by the words above them; rows by their hidden key, else by reference.
Nothing is found by position, and nothing is judged here: a cell is handed on as it was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.utils.cell import get_column_letter

from dd_panel.domain.findings import Kind
from dd_panel.domain.identifiers import Field, tidy
from dd_panel.domain.purposes import SCORES, Purpose, read_fields
from dd_panel.domain.sheets import Sheet, SheetCell, SheetIdentity, SheetRow, SpareColumn
from dd_panel.exchange.guard import Refused
from dd_panel.exchange.scoresheet import layout
from dd_panel.exchange.scoresheet.grid import address
from dd_panel.exchange.scoresheet.memory import MARKS, Memory, Owner, read_memory
from dd_panel.exchange.scoresheet.opening import open_return
from dd_panel.exchange.scoresheet.tables import Table, TableFinder, input_columns
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from dd_panel.domain.rounds import Round
    from dd_panel.exchange.scoresheet.grid import Grid

_Person = tuple[str, str, str, str]

CONSOLIDATED_SHEETS = frozenset({"Summary", "Scores", "Receipt"})
"""Sheets of every consolidated workbook, which lies beside the scoresheets and is dropped with them."""


class ScoresheetReader:
    """Reads the scoresheets of one round; `rules` gives the headings to look for."""

    def __init__(self, rules: Round) -> None:
        self._rules = rules
        self._finders: dict[Purpose, TableFinder] = {}

    def read(self, name: str, content: bytes) -> tuple[Sheet, ...]:
        """Read the scoresheets of a file: one as a rule, one for each member where somebody put several together.

        Raises Refused, with a kind and a reason, for whatever is no readable scoresheet of this program.
        """
        opened = open_return(name, content)
        memories, others = _memories_in(opened.grids)
        if not memories and CONSOLIDATED_SHEETS.issubset(grid.name for grid in others):
            raise Refused(Kind.NOT_A_SCORESHEET, _("it is a consolidated workbook, which is made from scoresheets"))
        parts: list[_Part] = []
        any_table = False
        purposes = _purposes_in(memories, others)
        for purpose in purposes:  # grows where the rows say more than the hidden sheets
            tables = self._finder(purpose).tables_in(others)
            any_table = any_table or bool(tables)
            inputs = frozenset(read_fields(self._rules.rubric, purpose))
            of_purpose = [memory for memory in memories if memory.owner.purpose is purpose]
            found = [part for table in tables for part in _parts_of(table, of_purpose, inputs)]
            parts += [part for part in found if part.owner.purpose is purpose]
            purposes += {part.owner.purpose for part in found} - set(purposes)
        if not any_table:
            raise Refused(Kind.NOT_A_SCORESHEET, _why_no_table(memories, others))
        _check_owners(parts, memories)
        return tuple(_sheet(part, memories, opened.saved) for part in _one_a_person(parts))

    def _finder(self, purpose: Purpose) -> TableFinder:
        if purpose not in self._finders:
            self._finders[purpose] = TableFinder(self._rules, purpose)
        return self._finders[purpose]


def read_scoresheets(name: str, content: bytes, rules: Round) -> tuple[Sheet, ...]:
    """Read the scoresheets of one file. Raises Refused."""
    return ScoresheetReader(rules).read(name, content)


def identify(name: str, content: bytes) -> tuple[SheetIdentity, ...]:
    """Read only whose scoresheets a file holds; raises Refused for whatever is no scoresheet of this program."""
    opened = open_return(name, content)
    memories, others = _memories_in(opened.grids)
    owners = {memory.owner for memory in memories}
    if not owners:
        owners = {owner for grid in others for text in _texts_with_mark(grid) if (owner := Owner.parse(text))}
    if not owners:
        raise Refused(Kind.NOT_A_SCORESHEET, _nothing_says_whose())
    return tuple(_identity(owner, opened.saved) for owner in sorted(owners, key=str))


def is_scoresheet(path: Path) -> bool:
    """Whether a file is a scoresheet of this program, so that a new export may replace it."""
    try:
        identify(path.name, path.read_bytes())
    except (Refused, OSError):
        return False
    return True


# -- whose it is -------------------------------------------------------------------------------------------------------


def _memories_in(grids: Iterable[Grid]) -> tuple[list[Memory], list[Grid]]:
    memories: list[Memory] = []
    others: list[Grid] = []
    for grid in grids:
        memory = read_memory(grid)
        if memory is None:
            others.append(grid)
        else:
            memories.append(memory)
    return memories, others


def _texts_with_mark(grid: Grid) -> Iterator[str]:
    marks = tuple(MARKS.values())
    for row in grid.rows:
        yield from (text for text in grid.texts(row).values() if text.startswith(marks))


def _purposes_in(memories: Sequence[Memory], grids: Sequence[Grid]) -> list[Purpose]:
    """What the scoresheets of a file are for, as its hidden sheets say it or else its rows."""
    purposes = {memory.owner.purpose for memory in memories}
    if not purposes:
        said = (Owner.parse(text) for grid in grids for text in _texts_with_mark(grid))
        purposes = {owner.purpose for owner in said if owner is not None}
    return sorted(purposes) or [SCORES]


def _identity(owner: Owner, saved: datetime | None) -> SheetIdentity:
    return SheetIdentity(owner.round_id, owner.rubric_version, owner.member, owner.export, saved, owner.purpose)


def _nothing_says_whose() -> str:
    return _("nothing in it says whose scores these are")


def _why_no_table(memories: Sequence[Memory], grids: Iterable[Grid]) -> str:
    if memories:
        return _("no sheet has the columns of a scoresheet")
    if any(True for grid in grids for _text in _texts_with_mark(grid)):
        return _("the row with the headings is missing, so nobody can tell what its columns mean")
    return _nothing_says_whose()


@dataclass(frozen=True, slots=True)
class _Part:
    """The rows of one table that belong to one person."""

    table: Table
    owner: Owner
    rows: tuple[SheetRow, ...]
    inputs: frozenset[Field]

    @property
    def filled(self) -> list[tuple[str, Field, str]]:
        """What a person filled in, by row and column, in no order that matters."""
        return sorted(
            (row.key or row.reference, field, cell.found.raw)
            for row in self.rows
            for field, cell in row.cells.items()
            if cell.found.filled
        )


def _parts_of(table: Table, memories: Sequence[Memory], inputs: frozenset[Field]) -> Iterator[_Part]:
    """Sort the rows of a table by the person they belong to; a row that doesn't say so belongs to the only one."""
    rows: dict[_Person | None, list[SheetRow]] = {}
    owners: dict[_Person, Owner] = {}
    for owner, row in _rows(table, inputs):
        rows.setdefault(owner.person if owner else None, []).append(row)
        if owner and owner.export >= owners.get(owner.person, owner).export:
            owners[owner.person] = owner
    silent = rows.pop(None, [])
    if silent:
        only = _only_owner(owners.values(), memories)
        if only is None and any(cell.found.filled for row in silent for cell in row.cells.values()):
            where = _("{sheet}, row {row}").format(sheet=table.grid.name, row=silent[0].number)
            raise Refused(Kind.NOT_A_SCORESHEET, _("nothing says whose scores stand in {place}").format(place=where))
        if only is not None:
            owners.setdefault(only.person, only)
            rows.setdefault(only.person, []).extend(silent)
    for person, owner in owners.items():
        mine = sorted(rows[person], key=lambda row: row.number)
        yield _Part(table, owner, tuple(mine), inputs)


def _only_owner(owners: Iterable[Owner], memories: Iterable[Memory]) -> Owner | None:
    """Whose a row is that doesn't say so itself: that of the other rows, or else of the hidden sheet."""
    for candidates in (list(owners), [memory.owner for memory in memories]):
        if len({owner.person for owner in candidates}) == 1:
            return max(candidates, key=lambda owner: owner.export)
    return None


def _check_owners(parts: Sequence[_Part], memories: Sequence[Memory]) -> None:
    """Refuse a file whose hidden sheet and rows name different people."""
    if not parts:
        raise Refused(Kind.NOT_A_SCORESHEET, _nothing_says_whose())
    people = {part.owner.person: part.owner for part in parts}
    for memory in memories:
        if memory.owner.person not in people:
            others = sorted({_named(owner) for owner in people.values()})
            detail = _("its hidden sheet says that it is from {one}, its rows that they are from {other}").format(
                one=_named(memory.owner), other="; ".join(others)
            )
            raise Refused(Kind.NOT_A_SCORESHEET, detail)
        _check_rows_in_place(memory, parts)


def _check_rows_in_place(memory: Memory, parts: Sequence[_Part]) -> None:
    """Refuse a scoresheet in which rows of somebody else's stand where its owner's own were: whose are they?"""
    mine = {row.named for part in parts if part.owner.person == memory.owner.person for row in part.rows}
    gone = {key for key, _field in memory.exported} - mine
    for part in parts:
        taken = [row for row in part.rows if row.named in gone]
        if taken and part.owner.person != memory.owner.person:
            detail = _("{sheet}, row {row}, comes from the scoresheet of {other} and stands in place of {one}'s own")
            raise Refused(
                Kind.NOT_A_SCORESHEET,
                detail.format(
                    sheet=part.table.grid.name,
                    row=taken[0].number,
                    other=part.owner.member,
                    one=memory.owner.member,
                ),
            )


def _named(owner: Owner) -> str:
    if owner.purpose is Purpose.SECOND_LOOK:
        return _("{member}, second look {number}").format(member=owner.member, number=owner.export)
    return _("{member}, export {number}").format(member=owner.member, number=owner.export)


def _one_a_person(parts: Sequence[_Part]) -> list[_Part]:
    """Leave out copies and blank forms; refuse where one person has two tables that say different things."""
    kept: dict[_Person, _Part] = {}
    for part in parts:
        other = kept.get(part.owner.person)
        if other is None or not other.filled:
            kept[part.owner.person] = part
        elif part.filled and part.filled != other.filled:
            detail = _("it holds two tables of {member}, in {one} and in {other}, that say different things").format(
                member=part.owner.member, one=_place(other), other=_place(part)
            )
            raise Refused(Kind.NOT_A_SCORESHEET, detail)
    return list(kept.values())


def _place(part: _Part) -> str:
    first = part.rows[0].number if part.rows else part.table.heading_row or 1
    return _("{sheet} from row {row}").format(sheet=part.table.grid.name, row=first)


# -- what it says ------------------------------------------------------------------------------------------------------


def _sheet(part: _Part, memories: Sequence[Memory], saved: datetime | None) -> Sheet:
    table = part.table
    numbers = [row.number for row in part.rows]
    keys = {*table.by_key, *(key for key, _column in table.doubled)}
    spares = (_spare(table, numbers, column, None) for column in table.foreign)
    return Sheet(
        name=table.grid.name,
        identity=_identity(part.owner, saved),
        rows=part.rows,
        fields=frozenset(Field(key) for key in keys if Field(key) in part.inputs),
        doubled=tuple(_spare(table, numbers, column, Field(key)) for key, column in table.doubled),
        extra=tuple(spare for spare in spares if _says_something(spare)),
        exported=next((memory.exported for memory in memories if memory.owner == part.owner), {}),
    )


def _rows(table: Table, inputs: frozenset[Field]) -> Iterator[tuple[Owner | None, SheetRow]]:
    grid = table.grid
    fills = list(input_columns(table, inputs))
    spare = [(Field(key), column) for key, column in table.doubled if Field(key) in inputs]
    key, reference, title, owner = (
        table.by_key.get(each, 0) for each in (layout.ROW_KEY, layout.REFERENCE, layout.APPLICANT, layout.OWNER)
    )
    for number in table.rows:
        texts = [grid.text(number, column).strip() for column in (key, reference, title)]
        cells: dict[Field, SheetCell] = {}
        for name, column in fills:
            if (cell := grid.cell(number, column, name)) is not None:
                cells[name] = cell
        besides = any((cell := grid.cell(number, column, name)) and cell.found.filled for name, column in spare)
        if any(texts) or besides or any(cell.found.filled for cell in cells.values()):
            yield (
                Owner.parse(grid.text(number, owner)),
                SheetRow(
                    number=number,
                    key=tidy(texts[0]),
                    reference=tidy(texts[1]),
                    title=texts[2],
                    reference_cell=address(number, reference or 1),
                    title_cell=address(number, title or reference or 1),
                    cells=cells,
                ),
            )


def _spare(table: Table, rows: Iterable[int], column: int, name: Field | None) -> SpareColumn:
    head = table.heading_row or 1
    found = {row: table.grid.cell(row, column, name or Field("")) for row in rows}
    return SpareColumn(
        table.grid.text(head, column).partition("\n")[0] or get_column_letter(column),
        address(head, column),
        name,
        {row: cell for row, cell in found.items() if cell is not None},
    )


def _says_something(spare: SpareColumn) -> bool:
    """Whether a column holds more than what it computes from the others."""
    return any(cell.found.filled and cell.found.kind != "formula" for cell in (spare.cells or {}).values())
