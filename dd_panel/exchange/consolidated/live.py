"""Formulas that carry the value they have now, and where in the workbook the cells stand that they are made of."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from dd_panel.exchange.cells import escaped, to_cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dd_panel.domain.identifiers import CriterionKey, MemberId, Reference
    from dd_panel.domain.rubric import Rubric
    from dd_panel.domain.scale import Scale
    from dd_panel.exchange.consolidated.contents import Consolidation

SCORES, RANKING, BY_APPLICATION, DISCUSSED = "Scores", "Ranking", "'By application'", "'Discussed and agreed'"

FIRST_SCORE = 3
"""The column of *By application* in which the scores begin."""

DECIMALS = 12
"""Positions are compared to so many decimals: closer than that is rounding, since exact totals never are."""


@dataclass(frozen=True, slots=True)
class Live:
    """A formula and its value now, which a reader without arithmetic shows; None is an empty text."""

    formula: str
    value: str | int | float | Fraction | None

    @property
    def stored(self) -> str | float:
        """The value as the file keeps it."""
        if self.value is None:
            return ""
        return escaped(to_cell_text(self.value)) if isinstance(self.value, str) else float(self.value)


def cell(row: int, column: int, *, sheet: str = "", fixed: bool = False) -> str:
    """The address of a cell; both count from 0. With `fixed` it stays what it is when the formula is copied."""
    address: str = xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed)
    return f"{sheet}!{address}" if sheet else address


def across(row: int, first: int, last: int, *, sheet: str = "", fixed: bool = False) -> str:
    """The address of cells beside each other."""
    return f"{cell(row, first, sheet=sheet, fixed=fixed)}:{cell(row, last, fixed=fixed)}"


def down(column: int, first: int, last: int, *, sheet: str = "", fixed: bool = True) -> str:
    """The address of cells under each other."""
    return f"{cell(first, column, sheet=sheet, fixed=fixed)}:{cell(last, column, fixed=fixed)}"


def column_name(column: int) -> str:
    """The letters of a column that counts from 0."""
    return str(xl_col_to_name(column))


def number(value: Fraction | float) -> str:
    """A number as formulas write it, with all its digits."""
    found = float(value)
    return str(int(found)) if found == int(found) else repr(found)


def quoted(text: str) -> str:
    """A text as formulas write it."""
    return '"' + text.replace('"', '""') + '"'


def line_of(scale: Scale) -> tuple[Fraction, Fraction]:
    """The numbers a and b by which a + b × score is the position between worst (0) and best (1)."""
    lowest, highest = Fraction(scale.lowest), Fraction(scale.highest)
    if scale.best == "highest":
        return -lowest / (highest - lowest), 1 / (highest - lowest)
    return highest / (highest - lowest), -1 / (highest - lowest)


def on_scale(scale: Scale, position: str) -> str:
    """The formula of the score that a position (the formula given) stands for."""
    lowest, highest = number(Fraction(scale.lowest)), number(Fraction(scale.highest))
    span = number(Fraction(scale.highest) - Fraction(scale.lowest))
    return f"{lowest}+{position}*{span}" if scale.best == "highest" else f"{highest}-{position}*{span}"


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one application in *By application*: its band, and its reviews below it (`last` < `first`: none)."""

    band: int
    first: int
    last: int


class Addresses:
    """Where everything stands that a formula points at. Rows and columns count from 0."""

    def __init__(self, contents: Consolidation) -> None:
        rubric = contents.rules.rubric
        self.criteria = len(rubric.criteria)
        self.scores: dict[tuple[Reference, MemberId, CriterionKey], int] = {
            (line.reference, line.member, line.criterion): row for row, line in enumerate(contents.scores, start=1)
        }
        self.blocks: dict[Reference, Block] = dict(_blocks(contents)) if contents.reviews else {}
        out = {line.reference for line in contents.ranked if line.out}
        self.agreed: dict[Reference, int] = {
            line.reference: row
            for row, line in enumerate(contents.discussed, start=1)
            if line.has_agreed and line.reference not in out
        }
        self.sheet = RankingSheet(contents)

    @property
    def position(self) -> int:
        """The column of *By application* with totals between 0 and 1; the next one holds what counts of them."""
        return FIRST_SCORE + self.criteria + 4

    def factors(self, which: int) -> str:
        """The cells with a factor of each criterion: 0 its weight, 1 weight × a, 2 weight × b; see `line_of`."""
        sheet = self.sheet
        if which == 0:
            return across(sheet.weights, sheet.means, sheet.means + self.criteria - 1, sheet=RANKING, fixed=True)
        return across(which - 1, sheet.list_means, sheet.list_means + self.criteria - 1, sheet=RANKING, fixed=True)

    def total(self, row: int, first: int) -> str:
        """The formula (without =) of the weighted mean of the scores in a row; text among them weighs nothing."""
        scores = across(row, first, first + self.criteria - 1)
        weight, fixed, slope = (self.factors(which) for which in range(3))
        judged = f"SUMPRODUCT({weight},--ISNUMBER({scores}))"
        earned = f"SUMPRODUCT({fixed},--ISNUMBER({scores}))+SUMPRODUCT({slope},{scores})"
        return f'IFERROR(({earned})/{judged},"")'


def _blocks(contents: Consolidation) -> Iterator[tuple[Reference, Block]]:
    counts: dict[Reference, int] = {}
    for review in contents.reviews:
        counts[review.reference] = counts.get(review.reference, 0) + 1
    row = 1
    for line in contents.ranked:
        many = counts.get(line.reference, 0)
        yield line.reference, Block(row, row + 1, row + many)
        row += 1 + many


class RankingSheet:
    """The columns of *Ranking*, and its rows: what is shown, in order, and beside it the list it is taken from."""

    SCORE, PERCENT = 5, 6

    def __init__(self, contents: Consolidation) -> None:
        rubric: Rubric = contents.rules.rubric
        many, ties = len(rubric.criteria), len(contents.rules.tie_break)
        self.sure = any(line.likely for line in contents.ranked)
        self.means = 7
        self.reviews = self.means + many
        self.planned, self.support, self.cost = (self.reviews + step for step in (1, 2, 3))
        self.likely = self.cost + 1
        self.flags = self.likely + 2 * self.sure
        self.turn = self.flags + 2
        self.list_texts = self.turn + 1
        self.list_position = self.list_texts + 4
        self.list_means = self.list_position + 1
        self.list_numbers = self.list_means + many
        self.list_flags = self.list_numbers + 3 + 2 * self.sure
        self.key = self.list_flags + 1
        self.ties = self.key + 1
        self.place = self.ties + ties
        self.order = self.place + 1
        self.weights = self.top = 0
        self.list = contents.listed or tuple(line.reference for line in contents.ranked)
        self.row_of: dict[Reference, int] = {}

    def begin(self, weights: int) -> None:
        """Say in which row the weights stand; the header is the row below it, and the table the rows below that."""
        self.weights, self.top = weights, weights + 2
        self.row_of = {reference: self.top + number for number, reference in enumerate(self.list)}

    @property
    def bottom(self) -> int:
        """The last row of the list by reference; the table in order has one row more, for the funding line."""
        return self.top + len(self.list) - 1

    def listed(self, column: int) -> str:
        """The cells of a column of the list."""
        return down(column, self.top, self.bottom)
