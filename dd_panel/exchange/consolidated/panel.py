"""The sheets about the panel: what it discussed, agreed and decided, how members score, how far they agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.reviews import CANNOT_JUDGE
from dd_panel.exchange.consolidated.live import Live, across, cell, line_of, number, on_scale, quoted
from dd_panel.exchange.consolidated.page import Column, Page, Styled, Value, day
from dd_panel.exchange.consolidated.styles import MEAN, currency_sign
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dd_panel.domain.rubric import Criterion
    from dd_panel.exchange.consolidated.contents import Consolidation, DiscussedLine
    from dd_panel.exchange.consolidated.live import Addresses
    from dd_panel.exchange.consolidated.names import Names

_Row = tuple[Value | Styled, ...]

POSITION, OWN, AGREED, FIRST_AGREED = 2, 3, 4, 5
"""Columns of *Discussed and agreed*; the first is folded away."""


def write_discussed(page: Page, contents: Consolidation, names: Names, addresses: Addresses) -> None:
    """One row for each application that was discussed: what was agreed, beside the members' own mean, and why."""
    styles = page.styles
    centred = styles.cell(num_format=MEAN, align="center")
    columns = [
        Column(_("Reference"), 11, styles.quiet),
        Column(_("Lead authority"), 30, styles.strong),
        Column(_("Total, 0 to 1"), 12, styles.quiet_single),
        Column(_("Members' own mean"), 11, centred, align="center"),
        Column(_("Agreed score"), 10, styles.cell(num_format=MEAN, align="center", bold=True), align="center"),
        *(
            Column(criterion.short, 12, styles.cell(align="center"), align="center", wraps=False)
            for criterion in _agreed_on(contents)
        ),
        Column(_("Reason"), 40, styles.text),
        Column(_("Agreed"), 22, styles.text),
        Column(_("Noted"), 40, styles.text),
        Column(_("Left the room"), 24, styles.text),
    ]
    if any(line.votes for line in contents.discussed):
        columns.append(Column(_("Votes"), 22, styles.text))
    page.widths(columns)
    page.header(columns)
    for line in contents.discussed:
        page.rows(columns, [_discussed(page.row, contents, names, addresses, line)[: len(columns)]])
    page.sheet.set_column(POSITION, POSITION, 12, None, {"level": 1, "hidden": True})
    page.finish(freeze=(1, 2))


def _discussed(
    row: int, contents: Consolidation, names: Names, addresses: Addresses, line: DiscussedLine
) -> list[Value | Styled]:
    rubric = contents.rules.rubric
    given = [_agreed_score(line.scores.get(each.key, "")) for each in _agreed_on(contents)]
    position, agreed = cell(row, POSITION), cell(row, AGREED)
    score = None if line.position is None else rubric.scale.value_at(line.position)
    values: list[Value] = [None, None]
    if line.total is not None:
        fixed, slope = line_of(rubric.scale)
        values = [Live(f"={number(fixed)}+{number(slope)}*{agreed}", line.position), line.total]
    elif line.scores:
        asked = across(row, FIRST_AGREED, FIRST_AGREED + len(given) - 1)
        whole = f"COUNT({asked})+COUNTIF({asked},{quoted(CANNOT_JUDGE)})={len(given)}"
        total = Live(f'=IF({whole},{addresses.total(row, FIRST_AGREED)},"")', line.position)
        values = [total, Live(f'=IF(ISNUMBER({position}),{on_scale(rubric.scale, position)},"")', score)]
    agreed_by = _("{who}, {when}").format(who=line.who, when=day(line.at)) if line.at else ""
    left = "\n".join(f"{names.member(member)}: {when}" for member, when in line.left)
    return [
        line.reference,
        names.authority(line.reference),
        values[0],
        line.own,
        values[1],
        *given,
        line.reason,
        agreed_by,
        line.note,
        left,
        line.votes,
    ]


def _agreed_on(contents: Consolidation) -> tuple[Criterion, ...]:
    """The criteria, where anything was agreed by criterion; totals alone need no columns for them."""
    return contents.rules.rubric.criteria if any(line.scores for line in contents.discussed) else ()


def _agreed_score(text: str) -> Value:
    return float(text) if text and text != CANNOT_JUDGE else text or None


def write_decisions(page: Page, contents: Consolidation, names: Names) -> None:
    """Who is funded, in reserve and declined, with support, reasons and what is left of the fund; then who is open."""
    styles, rules = page.styles, contents.rules
    money, centred = styles.money(rules.currency), styles.cell(align="center")
    columns = [
        Column(_("Decision"), 14, styles.strong),
        Column(_("Turn"), 8, centred, align="center"),
        Column(_("Place"), 8, centred, align="center"),
        Column(_("Reference"), 11, styles.quiet),
        Column(_("Lead authority"), 32, styles.strong),
        Column(_("Support"), 14, money, align="right"),
        Column(_("Departs from the ranking"), 30, styles.cell(indent=1, text_wrap=True, font_color="warn")),
        Column(_("Reason"), 54, styles.text),
        Column(_("Decided by"), 20, styles.text),
        Column(_("When"), 20, styles.moment),
    ]
    page.widths(columns)
    page.heading(_("{round}: decisions").format(round=rules.name), contents.signed)
    page.header(columns)
    top = page.row
    words = {"fund": _("Funded"), "reserve": _("Reserve"), "decline": _("Declined")}
    rows = (
        (
            words[line.outcome], line.turn, line.place, line.reference, names.authority(line.reference),
            line.support, line.crosses, line.reason, line.who, line.at,
        )
        for line in contents.decisions
    )  # fmt: skip
    page.rows(columns, rows)
    open_ = set(contents.undecided)
    page.rows(
        columns,
        (
            (_("Not decided"), None, line.place, line.reference, names.authority(line.reference), *(None,) * 5)
            for line in contents.ranked
            if line.reference in open_
        ),
    )
    _money_left(page, contents, top)
    page.finish(freeze=(top, 5))


def _money_left(page: Page, contents: Consolidation, top: int) -> None:
    """What is given in all, and what is left of the fund."""
    given = sum(line.support or 0 for line in contents.decisions)
    bold = page.styles.money(contents.rules.currency, bold=True)
    support = f"{cell(top, 5)}:{cell(page.row - 1, 5)}"
    total = cell(page.row, 5)
    page.put(4, _("Support given"), page.styles.strong)
    page.put(5, Live(f"=SUM({support})", given), bold)
    page.row += 1
    if contents.rules.fund is not None:
        words = _("Left of {fund}").format(fund=f"{currency_sign(contents.rules.currency)}{contents.rules.fund:,}")
        page.put(4, words, page.styles.strong)
        page.put(5, Live(f"={contents.rules.fund}-{total}", contents.rules.fund - given), bold)
        page.row += 1


def write_reviewers(page: Page, contents: Consolidation, names: Names) -> None:
    """How each member scores, beside colleagues on the same applications; for the secretariat's eyes."""
    styles = page.styles
    columns = [
        Column(_("Member"), 34, styles.strong),
        Column(_("Reviews that count"), 12, styles.number, align="right"),
        Column(_("Mean score"), 12, styles.cell(num_format=MEAN, align="center"), align="center"),
        Column(_("Beside colleagues on the same applications"), 90, styles.text),
    ]
    page.widths(columns)
    page.heading(
        _("{round}: reviewers").format(round=contents.rules.name),
        _("For the secretariat only. Strictness says nothing about who is right; it changes no score."),
    )
    page.header(columns)
    top = page.row
    rows = ((names.member(line.member), line.reviews, line.mean, line.strictness) for line in contents.reviewers)
    page.rows(columns, rows)
    page.finish(freeze=(top, 1))


def write_agreement(page: Page, contents: Consolidation) -> None:
    """How far members agree on each criterion and on the total."""
    styles = page.styles
    number_look, share = styles.cell(num_format=MEAN, align="center"), styles.cell(num_format="0%", align="center")
    columns = [
        Column(_("Criterion"), 30, styles.strong),
        Column(_("Alpha"), 10, number_look, align="center"),
        Column(_("Alpha, from"), 10, number_look, align="center"),
        Column(_("Alpha, to"), 10, number_look, align="center"),
        Column(_("Pairs of reviews"), 10, styles.cell(align="center"), align="center"),
        Column(_("Mean difference in points"), 14, number_look, align="center"),
        Column(_("At most one point apart"), 14, share, align="center"),
        Column(_("Remark"), 60, styles.text),
    ]
    page.widths(columns)
    page.heading(_("{round}: agreement").format(round=contents.rules.name), *contents.about_agreement)
    page.header(columns)
    top = page.row

    def rows() -> Iterator[_Row]:
        for line in contents.agreement:
            yield (
                line.name, line.alpha, line.low, line.high, line.pairs, line.difference, line.within_one, line.remark,
            )  # fmt: skip

    page.rows(columns, rows())
    page.finish(freeze=(top, 1))


def write_changes(page: Page, contents: Consolidation) -> None:
    """Everything that was done with the returns and at the meeting, the latest first."""
    styles = page.styles
    columns = [
        Column(_("When"), 20, styles.moment),
        Column(_("Who"), 20, styles.text),
        Column(_("What"), 90, styles.text),
        Column(_("About"), 34, styles.quiet),
        Column(_("Reason"), 50, styles.text),
    ]
    page.widths(columns)
    page.header(columns)
    rows = ((line.at, line.who, line.what, line.about, line.reason) for line in contents.changes)
    count = page.rows(columns, rows)
    page.sheet.autofilter(0, 0, count, len(columns) - 1)
    page.finish(freeze=(1, 1))
