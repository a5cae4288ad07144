"""Cells of a workbook by the names that a spreadsheet gives them: B6, and B6:D6 for several."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Collection

_LETTERS: Final = 26
_NAME: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?")

Cell = tuple[int, int]
"""A cell's row and column, both counted from 0."""


def column_name(index: int) -> str:
    """A column's letters, A for 0."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, _LETTERS)
        name = chr(ord("A") + rest) + name
    return name


def _column_at(name: str) -> int:
    index = 0
    for letter in name:
        index = index * _LETTERS + ord(letter) - ord("A") + 1
    return index - 1


@dataclass(frozen=True, slots=True)
class CellRange:
    """All cells from the first row and column to the last, counted from 0."""

    first: Cell
    last: Cell

    @classmethod
    def around(cls, cells: Collection[Cell]) -> Self:
        """The smallest range that holds all of these cells; there must be one at least."""
        rows, columns = [row for row, _column in cells], [column for _row, column in cells]
        return cls((min(rows), min(columns)), (max(rows), max(columns)))

    @classmethod
    def named(cls, name: str) -> Self | None:
        """The range with this name; None where it names none."""
        found = _NAME.fullmatch(name)
        if found is None:
            return None
        left, top, right, bottom = found.groups()
        first = int(top) - 1, _column_at(left)
        last = first if right is None else (int(bottom) - 1, _column_at(right))
        return cls.around((first, last))

    @property
    def name(self) -> str:
        """What a spreadsheet calls these cells: B6, or B6:D6."""
        first, last = (f"{column_name(column)}{row + 1}" for row, column in (self.first, self.last))
        return first if first == last else f"{first}:{last}"

    def __contains__(self, cell: Cell) -> bool:
        return self.first[0] <= cell[0] <= self.last[0] and self.first[1] <= cell[1] <= self.last[1]
