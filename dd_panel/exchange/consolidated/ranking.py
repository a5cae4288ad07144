"""The sheet Ranking: every application in the round's order, with the funding line drawn in, worked out live.

Beside what is shown stands a folded list of the applications in the order in which they came in, with each one's score,
place and turn. The table takes its rows from it by turn: another weight, and the table stands in another order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.identifiers import Reference
from dd_panel.domain.scale import plain
from dd_panel.exchange.consolidated.contents import RankingLine
from dd_panel.exchange.consolidated.live import Live, across, cell, column_name, down, on_scale, quoted
from dd_panel.exchange.consolidated.names import criterion_header
from dd_panel.exchange.consolidated.page import Column, Page, Styled, Value, day
from dd_panel.exchange.consolidated.ranking_list import (
    ListWriter,
    last_above_line,
    line_words,
    running_costs,
    weight_of,
)
from dd_panel.exchange.consolidated.styles import MEAN, PERCENT
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from fractions import Fraction

    from dd_panel.exchange.consolidated.contents import Consolidation
    from dd_panel.exchange.consolidated.live import Addresses

NOBODY = RankingLine(None, Reference(""), "")
"""Stands in the row of the funding line."""

LINE_COLUMN = 2
"""The column in which the funding line has its words: the widest."""


def write_ranking(page: Page, contents: Consolidation, addresses: Addresses) -> None:
    """Places, scores, means and money in the round's order; an application without a place says why."""
    sheet = addresses.sheet
    page.heading(
        _("{round}: ranking").format(round=contents.rules.name), _subtitle(contents), notices=notices(contents)
    )
    sheet.begin(page.row)
    writer = _Writer(page, contents, addresses)
    beside = ListWriter(page, contents, addresses)
    shown = writer.columns()
    columns = [*shown, *beside.columns()]
    page.widths(columns, printed=len(shown))
    writer.weights()
    page.header(columns)
    writer.shares()
    beside.begin()
    order = list(contents.ranked)
    order.insert(writer.line, NOBODY)
    for number, line in enumerate(order):
        listed = beside.row(number) if number < len(sheet.list) else []
        page.rows(columns, [[*writer.row(line, number), *listed]], lines=2)
    writer.paint()
    page.sheet.set_column(sheet.turn, sheet.order, 12, None, {"level": 1, "hidden": True})
    page.sheet.print_area(0, 0, page.row - 1, sheet.flags)
    page.finish(freeze=(sheet.top, 3))


def notices(contents: Consolidation) -> list[str]:
    """What a reader must know before trusting a number: what waits, who is outstanding, what is illustrative."""
    said = [contents.withheld] if contents.withheld else []
    if count := len(contents.waiting):
        said.append(
            ngettext(
                "{count} finding waits for a decision and holds back what it is about; see Receipt.",
                "{count} findings wait for a decision and hold back what they are about; see Receipt.",
                count,
            ).format(count=count)
        )
    if count := len(contents.receipt.outstanding_members):
        said.append(
            ngettext(
                "{count} member's scoresheet is outstanding; see Receipt.",
                "{count} members' scoresheets are outstanding; see Receipt.",
                count,
            ).format(count=count)
        )
    if contents.rules.illustrative:
        said.append(_("The criteria and weights of this round are illustrative."))
    return said


def _subtitle(contents: Consolidation) -> str:
    method = {
        "mean": _("Ordered by the mean of the reviews that count"),
        "median": _("Ordered by the median of the reviews that count"),
        "agreed": _("Ordered by the scores agreed at the panel meeting"),
    }[contents.rules.method]
    counted = sum(line.reviews for line in contents.ranked)
    planned = sum(line.planned for line in contents.ranked)
    return _("{method} · {counted} of {planned} reviews count · as at {when}").format(
        method=method, counted=counted, planned=planned, when=day(contents.made)
    )


class _Writer:
    """Writes what is shown: the weights, and the applications by turn with the funding line among them."""

    def __init__(self, page: Page, contents: Consolidation, addresses: Addresses) -> None:
        self._page, self._contents, self._sheet = page, contents, addresses.sheet
        self._rubric = contents.rules.rubric
        self._bottom = addresses.sheet.bottom + 1
        above = last_above_line(contents)
        self.line = len(contents.ranked) if above is None else above
        costs = running_costs(contents.ranked)
        self._costs = {line.reference: cost for line, cost in zip(contents.ranked, costs, strict=True)}

    def columns(self) -> list[Column]:
        """What is shown, from the place to the flags, and an empty column after it."""
        styles, rubric, rules = self._page.styles, self._rubric, self._contents.rules
        ends = _("Score\n{lowest}–{highest}").format(
            lowest=plain(rubric.scale.lowest), highest=plain(rubric.scale.highest)
        )
        centred, money = styles.cell(align="center"), styles.money(rules.currency)
        mean = styles.cell(align="center", num_format=MEAN)
        columns = [
            Column(_("Place"), 7, styles.cell(align="center", bold=True), align="center"),
            Column(_("Reference"), 11, styles.quiet),
            Column(_("Lead authority"), 29, styles.strong),
            Column(_("Service"), 20, styles.text),
            Column(_("Model"), 18, styles.text),
            Column(ends, 8, styles.cell(num_format=MEAN, align="center", bold=True), align="center"),
            Column(_("Percent"), 9, styles.cell(num_format=PERCENT, align="center"), align="center"),
            *(Column(criterion_header(rules, criterion), 10, mean, align="center") for criterion in rubric.criteria),
            Column(_("Reviews"), 9, centred, align="center"),
            Column(_("Planned"), 9, centred, align="center"),
            Column(_("Support sought"), 11, money, align="right"),
            Column(_("Running cost"), 12, money, align="right"),
        ]
        if self._sheet.sure:
            columns.append(Column(_("Likely place"), 10, centred, align="center"))
            columns.append(Column(_("In the first {places}").format(places=rules.places), 15, styles.text))
        return [*columns, Column(_("Flags"), 28, styles.text), Column("", 2, styles.line(), wraps=False)]

    def weights(self) -> None:
        """The row with the places and the weights, which a reader may type over."""
        page, sheet, rubric = self._page, self._sheet, self._rubric
        entry = page.styles.cell(align="center", bold=True, bg_color="warnSoft", border=1, border_color="warn")
        page.put(0, self._contents.rules.places, entry)
        page.put(1, _("places"), page.styles.line(font_color="ink2"))
        words = _("Weights: type over one, and the order follows")
        page.put(sheet.PERCENT, words, page.styles.line(font_color="ink2", align="right"))
        for column, criterion in enumerate(rubric.criteria, start=sheet.means):
            page.put(column, weight_of(self._contents, criterion), entry)
        page.row += 1

    def shares(self) -> None:
        """The criteria's headers again, now with their shares worked out from the weights."""
        sheet, first = self._sheet, self._sheet.means
        whole = across(sheet.weights, first, first + len(self._rubric.criteria) - 1, fixed=True)
        for column, criterion in enumerate(self._rubric.criteria, start=first):
            share = f"ROUND(100*{cell(sheet.weights, column)}/SUM({whole}),1)"
            formula = f"={quoted(criterion.short)}&CHAR(10)&{share}&{quoted('%')}"
            value = Live(formula, criterion_header(self._contents.rules, criterion))
            look = self._page.styles.headers["center"]
            self._page.sheet.write_formula(sheet.weights + 1, column, value.formula, look, value.stored)

    # -- rows ----------------------------------------------------------------------------------------------------------

    def row(self, line: RankingLine, number: int) -> list[Value | Styled]:
        """What is shown in a row of the table, of which one is the funding line."""
        sheet = self._sheet
        place = cell(sheet.top + number, 0)
        values: list[Value | Styled] = [
            self._pick(number, sheet.place, line.place),
            *self._texts(line, number),
            self._score(number, line),
            self._percent(number, line),
            *(
                self._pick(number, sheet.list_means + column, line.means.get(key))
                for column, key in enumerate(self._rubric.keys)
            ),
            self._pick(number, sheet.list_numbers, line.reviews),
            self._pick(number, sheet.list_numbers + 1, line.planned),
            self._pick(number, sheet.list_numbers + 2, line.support_sought, blank=True),
            self._cost(number, place, line),
        ]
        if sheet.sure:
            values.append(self._pick(number, sheet.list_numbers + 3, line.likely, text=True))
            values.append(self._pick(number, sheet.list_numbers + 4, line.chance, text=True))
        values.append(self._pick(number, sheet.list_flags, "; ".join(line.flags), text=True))
        return [*values, None, self._turn(number, line)]

    def _texts(self, line: RankingLine, number: int) -> list[Value | Styled]:
        first = self._sheet.list_texts
        reference = self._pick(number, first, line.reference, text=True)
        service = self._pick(number, first + 2, line.service, text=True)
        model = self._pick(number, first + 3, line.model, text=True)
        words = cell(2, self._sheet.order, fixed=True)
        authority = f'IF({self._here(number)}=0,{words},{self._found(number, first + 1)}&"")'
        name = line_words(self._contents) if number == self.line else line.lead_authority
        return [reference, Live(f"={authority}", name), service, model]

    def _score(self, number: int, line: RankingLine) -> Live:
        percent = cell(self._sheet.top + number, self._sheet.PERCENT)
        score = on_scale(self._rubric.scale, f"{percent}/100")
        return Live(f'=IF(ISNUMBER({percent}),{score},"")', line.score)

    def _percent(self, number: int, line: RankingLine) -> Live:
        here, found = self._here(number), self._found(number, self._sheet.list_position)
        return Live(f'=IF({here}=0,"",IF(ISNUMBER({found}),100*{found},""))', line.percent)

    def _cost(self, number: int, place: str, line: RankingLine) -> Live:
        sheet = self._sheet
        letter = column_name(sheet.support)
        total = f"SUM({letter}${sheet.top + 1}:{letter}{sheet.top + number + 1})"
        cost = self._costs.get(line.reference)
        return Live(f'=IF(ISNUMBER({place}),{total},"")', None if cost is None else cost[0])

    def _turn(self, number: int, line: RankingLine) -> Live:
        """Which of the list stands in this row, from 1; 0 is the funding line."""
        sheet, turn = self._sheet, number + 1
        at = cell(1, sheet.order, fixed=True)
        formula = f"=IF({at}={turn},0,MATCH({turn}-({turn}>{at}),{sheet.listed(sheet.order)},0))"
        return Live(formula, 0 if number == self.line else sheet.row_of[line.reference] - sheet.top + 1)

    def _here(self, number: int) -> str:
        return f"${column_name(self._sheet.turn)}{self._sheet.top + number + 1}"

    def _found(self, number: int, column: int) -> str:
        return f"INDEX({self._sheet.listed(column)},{self._here(number)})"

    def _pick(
        self, number: int, column: int, value: str | int | Fraction | None, *, text: bool = False, blank: bool = False
    ) -> Live:
        """What a column of the list says about the application of this row."""
        found = self._found(number, column)
        if text:
            found = f'{found}&""'
        elif blank:
            found = f'IF({found}="","",{found})'
        return Live(f'=IF({self._here(number)}=0,"",{found})', None if number == self.line else value)

    # -- looks that follow the values ----------------------------------------------------------------------------------

    def paint(self) -> None:
        """Draw the funding line, the shades of the means, shared places and what the fund pays for."""
        sheet, page, styles = self._sheet, self._page.sheet, self._page.styles
        top, bottom, row = sheet.top, self._bottom, sheet.top + 1
        turn, words = f"${column_name(sheet.turn)}{row}", f"${column_name(LINE_COLUMN)}{row}"
        line = styles.conditional(bold=True, font_color="onAccent", bg_color="ink")
        rule = {"type": "formula", "criteria": f'=AND({turn}=0,{words}<>"")', "format": line, "stop_if_true": True}
        page.conditional_format(top, 0, bottom, sheet.flags, rule)
        tied = f"=AND(ISNUMBER($A{row}),COUNTIF({down(0, top, bottom)},$A{row})>1)"
        shared = styles.conditional(num_format='0"="')
        page.conditional_format(top, 0, bottom, 0, {"type": "formula", "criteria": tied, "format": shared})
        for column, criterion in enumerate(self._rubric.criteria, start=sheet.means):
            for least, most, look in styles.shades(criterion):
                shade = {"type": "cell", "criteria": "between", "minimum": least, "maximum": most, "format": look}
                page.conditional_format(top, column, bottom, column, {**shade, "stop_if_true": True})
        self._paint_costs(row)

    def _paint_costs(self, row: int) -> None:
        sheet, page, styles = self._sheet, self._page.sheet, self._page.styles
        support, place = column_name(sheet.support), f"$A${sheet.top + 1}:$A{row}"
        given = f"COUNT({support}${sheet.top + 1}:{support}{row})<COUNT({place})"
        some = f"=AND(ISNUMBER($A{row}),{given})"
        look = styles.conditional(num_format=styles.amount(self._contents.rules.currency, at_least=True))
        area = (sheet.top, sheet.cost, self._bottom, sheet.cost)
        page.conditional_format(*area, {"type": "formula", "criteria": some, "format": look})
        fund = self._contents.rules.fund
        if fund is not None:
            within = f"=AND(ISNUMBER({column_name(sheet.cost)}{row}),{column_name(sheet.cost)}{row}<={fund})"
            rule = {"type": "formula", "criteria": within, "format": styles.conditional(bold=True)}
            page.conditional_format(*area, rule)
