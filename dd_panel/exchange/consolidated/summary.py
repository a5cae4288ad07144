"""The sheet Summary: what somebody needs who reads one page, with a picture of the ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.exchange.consolidated.live import RANKING, Live, cell
from dd_panel.exchange.consolidated.page import Page, Styled, Value, day
from dd_panel.exchange.consolidated.ranking import notices
from dd_panel.exchange.consolidated.ranking_list import last_above_line, line_words
from dd_panel.exchange.consolidated.styles import MEAN
from dd_panel.text import _

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

    from dd_panel.exchange.consolidated.contents import Consolidation, RankingLine
    from dd_panel.exchange.consolidated.live import Addresses

WIDTHS = (34, 44, 3, 78)
CHART_COLUMN = 3
MOST_SHOWN = 40
"""A page has room for so many bars."""
BAR = 19
"""Pixels for each."""


def write_summary(page: Page, book: Workbook, contents: Consolidation, addresses: Addresses) -> None:
    """The line, how sure it is, what was decided, and whether everything is in."""
    for number, width in enumerate(WIDTHS):
        page.sheet.set_column(number, number, width)
    rules = contents.rules
    page.heading(rules.name, _("As at {when}").format(when=day(contents.made)), notices=notices(contents))
    begin = page.row
    if contents.ranked:
        _line(page, contents, addresses)
    if contents.sure:
        page.section(_("How sure that is"))
        for sentence in contents.sure:
            _sentence(page, sentence)
        page.row += 1
    if contents.decisions:
        _decided(page, contents)
    _receipt(page, contents)
    if any(line.place is not None for line in contents.ranked):
        _chart(page, book, contents, addresses, begin)
    page.finish()


def _pair(page: Page, label: str, value: Value | Styled) -> None:
    page.put(0, label, page.styles.text)
    page.put(1, value, page.styles.cell(indent=1, align="left", text_wrap=True))
    page.row += 1


def _sentence(page: Page, sentence: str) -> None:
    """A sentence over both columns, as high as it needs to be."""
    look = page.styles.cell(indent=1, text_wrap=True)
    page.sheet.set_row(page.row, _height(sentence, sum(WIDTHS[:2])))
    page.sheet.merge_range(page.row, 0, page.row, 1, "", look)
    page.put(0, sentence, look)
    page.row += 1


def _height(text: str, width: int) -> int:
    """Points for a text in a cell so many digits wide: lines break at words, and so hold a few letters less."""
    return 18 if len(text) < width else 13 * (1 + len(text) // (width - 4)) + 5


def _line(page: Page, contents: Consolidation, addresses: Addresses) -> None:
    """Where the funding line runs, who is last above it and first below."""
    sheet, rules = addresses.sheet, contents.rules
    page.section(_("The ranking"))
    _pair(page, _("Applications"), len(contents.ranked))
    placed = sum(line.place is not None for line in contents.ranked)
    _pair(page, _("With a place"), Live(f"=COUNT({RANKING}!{sheet.listed(sheet.place)})", placed))
    words = cell(2, sheet.order, sheet=RANKING, fixed=True)
    page.sheet.set_row(page.row, 34)
    shown = line_words(contents)
    none = _("Nobody with a place stands below the line.")
    _pair(page, _("Where it is cut"), Live(f'=IF({words}="","{none}",{words})', shown or none))
    above = last_above_line(contents)
    if above is not None:
        last, below = contents.ranked[above - 1], contents.ranked[above : above + 1]
        first = below[0] if below and below[0].place is not None else None
        _pair(page, _("Last above the line"), _name(addresses, last, 0))
        _pair(page, _("First below the line"), _name(addresses, first, 1))
        gap = None if first is None else abs(float((last.score or 0) - (first.score or 0)))
        scores = [_found(addresses, sheet.list_position, step) for step in (0, 1)]
        span = float(rules.rubric.scale.highest - rules.rubric.scale.lowest)
        difference = Live(f'=IFERROR(ABS({scores[0]}-{scores[1]})*{span:g},"")', gap)
        centred = page.styles.cell(indent=1, align="left", num_format=MEAN)
        _pair(page, _("Points between them"), Styled(difference, centred))
    page.row += 1


def _found(addresses: Addresses, column: int, step: int) -> str:
    """The formula of what the list says about the application just above (0) or below (1) the line."""
    sheet = addresses.sheet
    above = cell(0, sheet.order, sheet=RANKING, fixed=True)
    order = f"{RANKING}!{sheet.listed(sheet.order)}"
    return f"INDEX({RANKING}!{sheet.listed(column)},MATCH({above}+{step},{order},0))"


def _name(addresses: Addresses, line: RankingLine | None, step: int) -> Live:
    """Who stands just above or below the line; below a tie that crosses it there may be nobody with a place."""
    sheet = addresses.sheet
    reference, authority = (_found(addresses, sheet.list_texts + column, step) for column in (0, 1))
    above = cell(0, sheet.order, sheet=RANKING, fixed=True)
    there = f"{above}+{step}<=COUNT({RANKING}!{sheet.listed(sheet.place)})"
    formula = f'=IF({there},IFERROR({reference}&", "&{authority},""),"")'
    return Live(formula, None if line is None else f"{line.reference}, {line.lead_authority}")


def _decided(page: Page, contents: Consolidation) -> None:
    page.section(_("Decisions"))
    words = {"fund": _("Funded"), "reserve": _("In reserve"), "decline": _("Declined")}
    for outcome, label in words.items():
        _pair(page, label, sum(line.outcome == outcome for line in contents.decisions))
    if contents.undecided:
        _pair(page, _("Not decided"), len(contents.undecided))
    crossing = sum(bool(line.crosses) for line in contents.decisions)
    _pair(page, _("Depart from the ranking"), crossing)
    page.sheet.set_row(page.row, max(34, _height(contents.signed, WIDTHS[1])))
    _pair(page, _("State"), contents.signed)
    for label, mix in contents.balance:
        page.sheet.set_row(page.row, _height(mix, WIDTHS[1]))
        _pair(page, label, mix)
    page.row += 1


def _receipt(page: Page, contents: Consolidation) -> None:
    receipt = contents.receipt
    page.section(_("The receipt"))
    for label, count in (
        (_("Scores expected"), receipt.expected),
        (_("Scored"), receipt.scored),
        (_("Cannot judge"), receipt.cannot_judge),
        (_("Conflict of interest"), receipt.conflicted),
        (_("Not yet scored"), receipt.not_yet_scored),
        (_("Waiting for a decision"), receipt.waiting),
        (_("Members outstanding"), len(receipt.outstanding_members)),
    ):
        _pair(page, label, count)
    good = page.styles.cell(bold=True, indent=1, font_color="good", bg_color="goodSoft")
    bad = page.styles.cell(bold=True, indent=1, font_color="bad", bg_color="badSoft")
    words = _("The counts add up and both sums agree.") if receipt.adds_up else _("This does not add up.")
    page.put(0, words, good if receipt.adds_up else bad)
    page.put(1, None, good if receipt.adds_up else bad)
    page.row += 1


def _chart(page: Page, book: Workbook, contents: Consolidation, addresses: Addresses, row: int) -> None:
    """Bars of the scores in the order of the ranking, with a gap where the funding line runs."""
    sheet, styles, scale = addresses.sheet, page.styles, contents.rules.rubric.scale
    many = min(MOST_SHOWN, sum(line.place is not None for line in contents.ranked) + 1)
    last = sheet.top + many - 1
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": _("Score"),
            "categories": ["Ranking", sheet.top, 2, last, 2],
            "values": ["Ranking", sheet.top, sheet.SCORE, last, sheet.SCORE],
            "fill": {"color": styles.colour("accent")},
            "gap": 35,
            "data_labels": {"value": True, "num_format": MEAN, "font": {"size": 8, "color": styles.colour("ink2")}},
        }
    )
    font = {"size": 8, "color": styles.colour("ink")}
    chart.set_title({"name": _("Scores in the order of the ranking"), "name_font": {"size": 11, "bold": True}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": font, "line": {"color": styles.colour("line")}})
    ends = {"min": float(scale.lowest), "max": float(scale.highest)}
    chart.set_x_axis({**ends, "num_font": font, "major_gridlines": {"visible": False}, "visible": False})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_size({"width": 560, "height": 70 + BAR * many})
    words = _("Bars of the scores of all applications in the order of the ranking; the sheet Ranking has the numbers.")
    page.sheet.insert_chart(row, CHART_COLUMN, chart, {"description": words, "object_position": 3})
