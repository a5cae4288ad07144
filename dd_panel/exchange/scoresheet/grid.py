"""One sheet as rows and columns of what was found in its cells, whichever program saved it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl.utils.cell import get_column_letter

from dd_panel.domain.findings import Kind
from dd_panel.domain.found import EMPTY, Found
from dd_panel.domain.identifiers import Field, is_score
from dd_panel.domain.sheets import SheetCell
from dd_panel.exchange.cells import StoredFormula, found_as
from dd_panel.exchange.guard import Refused
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dd_panel.exchange.sheet_xml import SheetContent

Content = tuple[object, str] | Found
"""What stands in a cell: of a workbook's, its value and its type in openpyxl's letters."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""

_MOST_COVERED = 300_000
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")


class Grid:
    """The filled cells of one sheet by row and column, both counted from 1; a stray entry far below costs nothing.

    `texts_only` says that the file knows no numbers (csv), so that a number in a score column is one all the same.
    """

    def __init__(
        self,
        name: str,
        cells: Iterable[tuple[tuple[int, int], Content]],
        merged: Iterable[Area] = (),
        *,
        texts_only: bool = False,
    ) -> None:
        self.name = name
        self.rows: dict[int, dict[int, Content]] = {}
        self._texts_only = texts_only
        for (row, column), content in cells:
            self.rows.setdefault(row, {})[column] = content
        self._covered = self._cover(merged)

    @classmethod
    def of_content(cls, sheet: SheetContent) -> Grid:
        """A sheet of a workbook."""
        merged = ((area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged)
        return cls(sheet.name, sorted(sheet.cells.items()), merged)

    def _cover(self, merged: Iterable[Area]) -> Mapping[tuple[int, int], str]:
        """The cells that merging hides, with the address of the one that is shown in their place."""
        covered: dict[tuple[int, int], str] = {}
        last_row = max(self.rows, default=0)
        last_column = max((column for cells in self.rows.values() for column in cells), default=0)
        looked_at = 0
        for top, left, bottom, right in merged:
            bottom, right = min(bottom, last_row), min(right, last_column)  # noqa: PLW2901 (only what is in use)
            looked_at += max(0, bottom - top + 1) * max(0, right - left + 1)
            if looked_at > _MOST_COVERED:
                raise Refused(Kind.TOO_BIG, _("it holds too many {things}").format(things=_("merged cells")))
            shown = address(top, left)
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    covered[row, column] = shown
            covered.pop((top, left), None)
        return covered

    def text(self, row: int, column: int) -> str:
        """What stands in a cell, as text; of a formula, what it last showed."""
        content = self.rows.get(row, {}).get(column)
        if content is None:
            return ""
        if isinstance(content, Found):
            return content.stored.text if content.stored else content.text
        value = content[0]
        if isinstance(value, StoredFormula):
            return value.stored.text if value.stored else ""
        return "" if value is None else str(value)

    def texts(self, row: int) -> dict[int, str]:
        """What stands in the filled cells of a row."""
        return {column: self.text(row, column) for column in self.rows.get(row, {})}

    def cell(self, row: int, column: int, field: Field) -> SheetCell | None:
        """An input cell as it was found; None where another cell is merged over it, so that nobody could fill it in.

        A score is asked about then: the cell that is shown may be meant for it too.
        """
        where = address(row, column)
        if shown := self._covered.get((row, column)):
            return (
                SheetCell(where, Found.of_text(_("merged with {cell}").format(cell=shown))) if is_score(field) else None
            )
        return SheetCell(where, self._found(row, column, field))

    def _found(self, row: int, column: int, field: Field) -> Found:
        content = self.rows.get(row, {}).get(column)
        if content is None:
            return EMPTY
        found = content if isinstance(content, Found) else found_as(*content)
        if self._texts_only and is_score(field) and _NUMBER.fullmatch(found.text):
            return Found.of_number(Decimal(found.text))
        return found


def address(row: int, column: int) -> str:
    """The name of a cell, such as `F14`."""
    return f"{get_column_letter(column)}{row}"
