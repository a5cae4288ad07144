"""The sheet Ranking: every application in the round's order, with the funding line drawn in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.scale import plain
from dd_panel.exchange.consolidated.page import Column, Page, Styled, Value, day
from dd_panel.exchange.consolidated.styles import MEAN, PERCENT, currency_sign
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dd_panel.domain.rubric import Criterion
    from dd_panel.exchange.consolidated.contents import Consolidation, RankingLine


def write_ranking(page: Page, contents: Consolidation) -> None:
    """Places, scores, means and money in the round's order; an application without a place says why."""
    columns = _columns(page, contents)
    page.widths(columns)
    page.heading(
        _("{round}: ranking").format(round=contents.rules.name), _subtitle(contents), notices=notices(contents)
    )
    page.header(columns)
    top = page.row
    above = last_above_line(contents)
    written = list(_rows(page, contents))
    page.rows(columns, written[:above], lines=2)
    if above is not None:
        _draw_line(page, len(columns), _line_words(contents, above))
        page.rows(columns, written[above:], lines=2)
    page.finish(freeze=(top, 3))


def last_above_line(contents: Consolidation) -> int | None:
    """How many applications stand above the funding line, or None when nobody with a place is below it."""
    placed = [line for line in contents.ranked if line.place is not None]
    above = sum(line.place is not None and line.place <= contents.rules.places for line in placed)
    return above if 0 < above < len(placed) else None


def running_costs(lines: Sequence[RankingLine]) -> list[tuple[int, bool] | None]:
    """The support sought by each application and all above it, and whether that is complete; None without a place."""
    costs: list[tuple[int, bool] | None] = []
    total, complete = 0, True
    for line in lines:
        if line.place is None:
            costs.append(None)
            continue
        total += line.support_sought or 0
        complete = complete and line.support_sought is not None
        costs.append((total, complete))
    return costs


def notices(contents: Consolidation) -> list[str]:
    """What a reader must know before trusting a number: what waits, who is outstanding, what is illustrative."""
    said: list[str] = []
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


def criterion_header(contents: Consolidation, criterion: Criterion) -> str:
    """A criterion's short name above its weight."""
    share = float(100 * contents.rules.rubric.weight_share(criterion))
    return f"{criterion.short}\n{share:.3g}%"


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


def _columns(page: Page, contents: Consolidation) -> list[Column]:
    styles = page.styles
    rubric = contents.rules.rubric
    ends = _("Score\n{lowest}–{highest}").format(lowest=plain(rubric.scale.lowest), highest=plain(rubric.scale.highest))
    return [
        Column(_("Place"), 7, styles.cell(align="center"), align="center"),
        Column(_("Reference"), 11, styles.quiet),
        Column(_("Lead authority"), 32, styles.strong),
        Column(_("Service"), 23, styles.text),
        Column(_("Model"), 20, styles.text),
        Column(ends, 8, styles.cell(num_format=MEAN, align="center", bold=True), align="center"),
        Column(_("Percent"), 9, styles.cell(num_format=PERCENT, align="center"), align="center"),
        *(
            Column(criterion_header(contents, criterion), 10, styles.cell(align="center"), align="center")
            for criterion in rubric.criteria
        ),
        Column(_("Reviews"), 9, styles.cell(align="center"), align="center"),
        Column(_("Planned"), 9, styles.cell(align="center"), align="center"),
        Column(_("Support sought"), 12, styles.money(contents.rules.currency), align="right"),
        Column(_("Running cost"), 13, styles.money(contents.rules.currency), align="right"),
        Column(_("Flags"), 24, styles.text),
    ]


def _rows(page: Page, contents: Consolidation) -> Iterator[list[Value | Styled]]:
    styles, rules = page.styles, contents.rules
    shared = [line.place for line in contents.ranked]
    for line, cost in zip(contents.ranked, running_costs(contents.ranked), strict=True):
        tied = line.place is not None and shared.count(line.place) > 1
        means: list[Value | Styled] = []
        for criterion in rules.rubric.criteria:
            mean = line.means.get(criterion.key)
            means.append(None if mean is None else Styled(mean, styles.heat(criterion, mean, MEAN)))
        yield [
            Styled(line.place, styles.cell(align="center", bold=True, num_format='0"="' if tied else "0")),
            line.reference,
            line.lead_authority,
            line.service,
            line.model,
            line.score,
            line.percent,
            *means,
            line.reviews,
            line.planned,
            line.support_sought,
            None if cost is None else _running(page, contents, *cost),
            "; ".join(line.flags),
        ]


def _running(page: Page, contents: Consolidation, cost: int, complete: bool) -> Styled:  # noqa: FBT001 - a pair's second half
    within = contents.rules.fund is None or cost <= contents.rules.fund
    return Styled(cost, page.styles.money(contents.rules.currency, at_least=not complete, bold=within))


def _line_words(contents: Consolidation, above: int) -> str:
    rules = contents.rules
    words = [
        ngettext("Funding line: {count} place", "Funding line: {count} places", rules.places).format(count=rules.places)
    ]
    if above > rules.places:
        last = contents.ranked[above - 1].place
        sharing = sum(line.place == last for line in contents.ranked)
        words.append(
            _("{count} applications share place {place}, more than there are places left").format(
                count=sharing, place=last
            )
        )
    cost = running_costs(contents.ranked)[above - 1]
    if rules.fund is not None and cost is not None and cost[1]:
        words.append(_left(contents, rules.fund - cost[0]))
    return "  ·  ".join(words)


def _left(contents: Consolidation, left: int) -> str:
    sign = currency_sign(contents.rules.currency)
    fund, amount = f"{sign}{contents.rules.fund:,}", f"{sign}{abs(left):,}"
    if left >= 0:
        return _("{amount} left of {fund}").format(amount=amount, fund=fund)
    return _("{amount} more than the fund of {fund}").format(amount=amount, fund=fund)


def _draw_line(page: Page, width: int, words: str) -> None:
    look = page.styles.line(bold=True, font_color="onAccent", bg_color="ink")
    page.sheet.set_row(page.row, 20)
    for column in range(width):
        page.put(column, words if column == 0 else None, look)
    page.row += 1
