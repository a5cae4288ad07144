"""Finds the tables of a sheet: which column holds what, by machine key or else by heading, and where the rows begin."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from dd_panel.domain.identifiers import Field
from dd_panel.domain.purposes import SCORES, Purpose, read_fields
from dd_panel.exchange.scoresheet import layout
from dd_panel.exchange.scoresheet.headings import Headings, HeadingSearch
from dd_panel.exchange.scoresheet.memory import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dd_panel.domain.rounds import Round
    from dd_panel.exchange.scoresheet.grid import Grid

_FEWEST_HEADINGS = 3
"""Fewer that fit by chance make no table."""

_REFERENCE_WORDS = frozenset({"reference", "ref", "ref.", "ref no", "reference number", "application reference"})


@dataclass(slots=True)
class Table:
    """One table of a sheet: its columns by key, those that lay claim to a key besides, and those that aren't ours.

    `rows` are the numbers of the filled rows below the headings.
    """

    grid: Grid
    by_key: dict[str, int] = field(default_factory=dict)
    doubled: list[tuple[str, int]] = field(default_factory=list)
    foreign: list[int] = field(default_factory=list)
    heading_row: int | None = None
    rows: list[int] = field(default_factory=list)

    def continues(self, other: Table) -> bool:
        """Whether this is the other table's heading over again, so that the rows below belong to that one."""
        same = all(other.by_key.get(key) == column for key, column in self.by_key.items())
        return same and set(self.doubled) <= set(other.doubled)


class TableFinder:
    """Looks for tables with the columns of one round's scoresheet, or of its second look."""

    def __init__(self, rules: Round, purpose: Purpose = SCORES) -> None:
        self._headings = Headings(rules, purpose)
        self._inputs = frozenset(read_fields(rules.rubric, purpose))
        self._known = frozenset({*self._inputs, *(column.key for column in layout.columns_of(rules, purpose))})

    def tables_in(self, grids: Iterable[Grid]) -> list[Table]:
        """The tables of a file's sheets from top to bottom; one whose heading is merely repeated is one table.

        Raises Refused for more headings than anybody's scoresheets have.
        """
        search = HeadingSearch(self._headings)
        return [table for grid in grids for table in self._in_one(grid, search)]

    def _in_one(self, grid: Grid, search: HeadingSearch) -> list[Table]:
        found: list[Table] = []
        current: Table | None = None
        skip = 0
        for number, below in zip_longest(grid.rows, islice(grid.rows, 1, None)):
            if number <= skip:
                continue
            begun = self._begin(grid, number, number if below is None else below, search)
            if begun is not None:
                table, skip = begun
                current = next((each for each in found if table.continues(each)), table)
                found += [table] if current is table else []
            elif current is not None:
                current.rows.append(number)
        for table in found:
            self._complete(table)
        return found

    def _begin(self, grid: Grid, number: int, below: int, search: HeadingSearch) -> tuple[Table, int] | None:
        """A table whose keys or headings stand in this row, and the last row that belongs to its head."""
        texts = {column: text.strip() for column, text in grid.texts(number).items()}
        keys = {column: text for column, text in texts.items() if text in self._known}
        if len(set(keys.values())) >= _FEWEST_HEADINGS:
            search.note_row()
            return self._by_keys(grid, number, below, keys, search)
        if any(text.casefold() in _REFERENCE_WORDS for text in texts.values()):
            search.note_row()
            named = search.named(texts)
            if layout.REFERENCE in named.values() and len(set(named.values()) - {""}) >= _FEWEST_HEADINGS:
                table = Table(grid, heading_row=number)
                _assign(table, _filled(named))
                return table, number
        return None

    def _by_keys(
        self, grid: Grid, number: int, below: int, keys: Mapping[int, str], search: HeadingSearch
    ) -> tuple[Table, int]:
        """A table with machine keys; its visible headings name what has lost its key, and may contradict the keys."""
        texts = grid.texts(below)
        table = Table(grid)
        exact = {column: search.exactly(text) for column, text in texts.items()}
        named = sum(key is not None for key in exact.values())
        if named < _FEWEST_HEADINGS:
            # The keys are the only heading, or somebody's own headings look like keys.
            beside = {column: text for column, text in grid.texts(number).items() if column not in keys}
            _assign(table, {**keys, **_filled(search.named(beside))})
            return table, number
        table.heading_row = below
        doubtful = {
            column: (key, other)
            for column, key in keys.items()
            if (other := exact.get(column)) is not None and other != key and self._inputs & {key, other}
        }
        _assign(table, {column: key for column, key in keys.items() if column not in doubtful})
        for column, claims in doubtful.items():
            table.doubled += [(key, column) for key in claims if key in self._inputs]
        nameless = {column: text for column, text in texts.items() if column not in keys}
        _assign(table, _filled(search.named(nameless)))
        return table, below

    def _complete(self, table: Table) -> None:
        """Note the columns that are filled and not ours."""
        ours = {*table.by_key.values(), *(column for _key, column in table.doubled)}
        head = [table.heading_row] if table.heading_row else []
        filled = {column for row in (*head, *table.rows) for column in table.grid.rows[row]}
        for column in sorted(filled - ours):
            owner = any(table.grid.text(row, column).startswith(tuple(MARKS.values())) for row in table.rows[:1])
            if owner and layout.OWNER not in table.by_key:
                table.by_key[layout.OWNER] = column
            else:
                table.foreign.append(column)


def _filled(named: Mapping[int, str]) -> dict[int, str]:
    return {column: key for column, key in named.items() if key}


def _assign(table: Table, keys: Mapping[int, str]) -> None:
    """Give each key its column; a second one with the same key is noted apart."""
    for column, key in keys.items():
        if key not in table.by_key:
            table.by_key[key] = column
        elif not layout.only_shown(key):
            table.doubled.append((key, column))


def input_columns(table: Table, inputs: frozenset[Field]) -> Iterator[tuple[Field, int]]:
    """The columns that a member fills in."""
    for key, column in table.by_key.items():
        if Field(key) in inputs:
            yield Field(key), column
