"""The list beside the ranking: the applications as they came in, with what the ranking is worked out from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dd_panel.domain.ranking import line_after, running_sums
from dd_panel.exchange.consolidated.live import (
    BY_APPLICATION,
    DECIMALS,
    FIRST_SCORE,
    SCORES,
    Live,
    cell,
    down,
    line_of,
    number,
    quoted,
)
from dd_panel.exchange.consolidated.page import Column, Page, Styled, Value
from dd_panel.exchange.consolidated.styles import currency_sign
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from dd_panel.domain.rounds import Round
    from dd_panel.domain.rubric import Criterion
    from dd_panel.exchange.consolidated.contents import Consolidation, RankingLine
    from dd_panel.exchange.consolidated.live import Addresses

_BETWEEN = "  ·  "
CRITERION, WEIGHT = 3, 4
"""Columns of *Scores*."""
_MISSING = -1
"""Stands below every position, where there is none."""


def last_above_line(contents: Consolidation) -> int | None:
    """How many applications stand above the funding line, or None where none is drawn."""
    return line_after((line.place for line in contents.ranked), contents.rules.places)


def running_costs(lines: Sequence[RankingLine]) -> tuple[tuple[int, bool] | None, ...]:
    """The support sought by each application and all above it, and whether that is complete; None without a place."""
    return running_sums((line.place, line.support_sought) for line in lines)


def weight_of(contents: Consolidation, criterion: Criterion) -> Value:
    """A criterion's weight, as *Scores* gives it where that sheet is there."""
    if not contents.scores:
        return criterion.weight
    last = len(contents.scores)
    keys, weights = (down(column, 1, last, sheet=SCORES) for column in (CRITERION, WEIGHT))
    return Live(f"=AVERAGEIF({keys},{quoted(criterion.key)},{weights})", float(criterion.weight))


def line_words(contents: Consolidation) -> str:
    """What the funding line says; nothing where there is none."""
    above = last_above_line(contents)
    if above is None:
        return ""
    rules = contents.rules
    words = [_places(rules.places).format(count=rules.places)]
    if above > rules.places:
        last = contents.ranked[above - 1].place
        sharing = sum(line.place == last for line in contents.ranked)
        words.append(_sharing().format(count=sharing, place=last))
    cost = running_costs(contents.ranked)[above - 1]
    if rules.fund is not None and cost is not None and cost[1]:
        left = rules.fund - cost[0]
        words.append(_left(rules, over=left < 0).format(amount=f"{abs(left):,}"))
    return _BETWEEN.join(words)


def _places(count: int) -> str:
    return ngettext("Funding line: {count} place", "Funding line: {count} places", count)


def _sharing() -> str:
    return _("{count} applications share place {place}, more than there are places left")


def _left(rules: Round, *, over: bool) -> str:
    """The words about what is left of the fund, with a place for the amount."""
    sign = currency_sign(rules.currency)
    words = _("{amount} more than the fund of {fund}") if over else _("{amount} left of {fund}")
    return words.replace("{amount}", sign.replace("{", "") + "{amount}").replace("{fund}", f"{sign}{rules.fund or 0:,}")


def _said(words: str, **values: str) -> str:
    """A sentence with places for values as a formula (without =); `values` are formulas."""
    parts = re.split(r"\{(\w+)\}", words)
    pieces = [values[part] if turn % 2 else quoted(part) for turn, part in enumerate(parts) if part]
    return "&".join(pieces)


class ListWriter:
    """Writes the list, a row for each application, and above it what all of them need."""

    def __init__(self, page: Page, contents: Consolidation, addresses: Addresses) -> None:
        self._page, self._contents, self._addresses = page, contents, addresses
        self._sheet, self._rubric = addresses.sheet, contents.rules.rubric
        self._lines = {line.reference: line for line in contents.ranked}
        # Where each stands among those that share a place or have none is where it stands in the table.
        self._turns = {line.reference: turn for turn, line in enumerate(contents.ranked, start=1)}

    def columns(self) -> list[Column]:
        """The columns, from the turn to the order."""
        look, criteria = self._page.styles.quiet_single, self._rubric.criteria
        sure = [_("Likely place"), _("Chance")] if self._sheet.sure else []
        means, ties = ([each.short for each in some] for some in (criteria, self._ties()))
        texts = [_("Reference"), _("Lead authority"), _("Service"), _("Model"), _("Total, 0 to 1")]
        numbers = [_("Reviews"), _("Planned"), _("Support sought"), *sure, _("Flags"), _("Total, compared")]
        listed = [*texts, *means, *numbers, *(_("Tie: {name}").format(name=name) for name in ties), _("Place")]
        # No word twice above one table: a script finds columns by their words.
        headers = [_("Turn"), *(_("List: {header}").format(header=header) for header in listed), _("Order")]
        return [Column(header, 12, look, wraps=False) for header in headers]

    def _ties(self) -> list[Criterion]:
        return [self._rubric.criterion(key) for key in self._contents.rules.tie_break]

    def begin(self) -> None:
        """Above the list: weights as the totals need them, and where the funding line stands."""
        sheet, put = self._sheet, self._put
        for column, criterion in enumerate(self._rubric.criteria):
            fixed, slope = line_of(criterion.scale)
            weight = cell(sheet.weights, sheet.means + column)
            for row, factor in enumerate((fixed, slope)):
                value = float(criterion.weight) * float(factor)
                put(row, sheet.list_means + column, Live(f"={weight}*{number(factor)}", value))
        above, limit = last_above_line(self._contents), cell(sheet.weights, 0, fixed=True)
        place, many = sheet.listed(sheet.place), len(sheet.list)
        count = sum(
            line.place is not None and line.place <= self._contents.rules.places for line in self._lines.values()
        )
        put(0, sheet.order, Live(f'=COUNTIF({place},"<="&{limit})', count))
        first = cell(0, sheet.order)
        drawn = f"AND({first}>0,OR({first}<COUNT({place}),{first}>{limit}))"
        put(1, sheet.order, Live(f"=IF({drawn},{first}+1,{many + 1})", many + 1 if above is None else above + 1))
        words = f'=IF({drawn},{self._words(first, limit)},"")'
        put(2, sheet.order, Live(words, line_words(self._contents)))

    def _put(self, row: int, column: int, value: Live) -> None:
        self._page.sheet.write_formula(row, column, value.formula, self._page.styles.quiet_single, value.stored)

    def _words(self, above: str, limit: str) -> str:
        sheet, rules = self._sheet, self._contents.rules
        place, support = sheet.listed(sheet.place), sheet.listed(sheet.list_numbers + 2)
        last = f"INDEX({place},MATCH({above},{sheet.listed(sheet.order)},0))"
        sharing = _said(_BETWEEN + _sharing(), count=f"COUNTIF({place},{last})", place=last)
        words = f'{_said(_places(rules.places), count=limit)}&IF({above}>{limit},{sharing},"")'
        if rules.fund is None:
            return words
        left = f'({rules.fund}-SUMIF({place},"<="&{limit},{support}))'
        under, over = (
            _said(_BETWEEN + _left(rules, over=more), amount=f"FIXED(ABS({left}),0)") for more in (False, True)
        )
        missing = f'COUNTIFS({place},"<="&{limit},{support},"")'
        return f'{words}&IF({missing}>0,"",IF({left}>=0,{under},{over}))'

    # -- rows ----------------------------------------------------------------------------------------------------------

    def row(self, turn: int) -> list[Value | Styled]:
        """The row of the application that came in as number `turn` (from 0), without the column of turns."""
        line, sheet = self._lines[self._sheet.list[turn]], self._sheet
        row = sheet.top + turn
        position = None if line.percent is None else line.percent / 100
        values: list[Value | Styled] = [
            line.reference,
            line.lead_authority,
            line.service,
            line.model,
            self._taken(line, self._addresses.position, position),
            *(
                self._taken(line, FIRST_SCORE + column, line.means.get(key))
                for column, key in enumerate(self._rubric.keys)
            ),
            self._reviews(line),
            line.planned,
            line.support_sought,
            *((line.likely, line.chance) if sheet.sure else ()),
            "; ".join(line.flags),
            self._key(row, position),
        ]
        values += [self._tie(row, line, criterion) for criterion in self._ties()]
        return [*values, self._place(row, line.place), self._order(row, line)]

    def _taken(self, line: RankingLine, column: int, value: Fraction | None) -> Value:
        """A number from the application's band in *By application*."""
        block = self._addresses.blocks.get(line.reference)
        if block is None:
            return value
        found = cell(block.band, column, sheet=BY_APPLICATION)
        return Live(f'=IF(ISNUMBER({found}),{found},"")', value)

    def _reviews(self, line: RankingLine) -> Value:
        block = self._addresses.blocks.get(line.reference)
        if block is None or block.last < block.first:
            return line.reviews
        counted = self._addresses.position + 1
        return Live(f"=COUNT({down(counted, block.first, block.last, sheet=BY_APPLICATION)})", line.reviews)

    def _key(self, row: int, position: Fraction | None) -> Live:
        found = cell(row, self._sheet.list_position)
        value = float(_MISSING) if position is None else round(float(position), DECIMALS)
        return Live(f"=IF(ISNUMBER({found}),ROUND({found},{DECIMALS}),{_MISSING})", value)

    def _tie(self, row: int, line: RankingLine, criterion: Criterion) -> Live:
        column = self._sheet.list_means + self._rubric.keys.index(criterion.key)
        found, mean = cell(row, column), line.means.get(criterion.key)
        fixed, slope = line_of(criterion.scale)
        value = float(_MISSING) if mean is None else round(float(fixed + slope * mean), DECIMALS)
        placed = f"ROUND({number(fixed)}+{number(slope)}*{found},{DECIMALS})"
        return Live(f"=IF(ISNUMBER({found}),{placed},{_MISSING})", value)

    def _place(self, row: int, place: int | None) -> Live:
        """1 and how many are better; between equal ones the criteria of the tie-break decide, in order."""
        sheet = self._sheet
        key, keys = cell(row, sheet.key), sheet.listed(sheet.key)
        better = f"RANK({key},{keys},0)"
        if sheet.place > sheet.ties:
            equal, terms = f"({keys}={key})", []
            for column in range(sheet.ties, sheet.place):
                mine, all_of_them = cell(row, column), sheet.listed(column)
                terms.append(f"SUMPRODUCT({equal}*({all_of_them}>{mine}))")
                equal += f"*({all_of_them}={mine})"
            better += f"+IF(COUNTIF({keys},{key})>1,{'+'.join(terms)},0)"
        return Live(f'=IF({key}<0,"",{better})', place)

    def _order(self, row: int, line: RankingLine) -> Live:
        """Which row of the table: equal ones in the order in which they came in, those without a place last."""
        sheet = self._sheet
        place = cell(row, sheet.place)
        upto = down(sheet.place, sheet.top, row)
        first = f'COUNT({sheet.listed(sheet.place)})+COUNTIF({upto},"")'
        return Live(f'=IF({place}="",{first},{place}+COUNTIF({upto},{place})-1)', self._turns[line.reference])
