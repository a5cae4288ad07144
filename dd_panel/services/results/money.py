"""What the applications seek, added up place by place, against the fund."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.ranking import line_after, running_sums
from dd_panel.text import _

if TYPE_CHECKING:
    from dd_panel.services.results.ranking import Ranking


@dataclass(frozen=True, slots=True)
class RunningCost:
    """The support that all applications down to one place ask for together, in whole units of the round's currency.

    `at_least` says that a sum is missing among them; `within` whether it stays inside the fund (True without one), and
    `first_over` that this is the first place where it does not.
    """

    total: int
    at_least: bool
    within: bool
    first_over: bool


def running_costs(ranking: Ranking) -> tuple[RunningCost | None, ...]:
    """Add the support sought up, place by place; None for applications without a place."""
    costs: list[RunningCost | None] = []
    was_within = True
    for found in running_sums((line.ranked.place, line.application.support_sought) for line in ranking.lines):
        if found is None:
            costs.append(None)
            continue
        total, complete = found
        within = ranking.rules.fund is None or total <= ranking.rules.fund
        costs.append(RunningCost(total, not complete, within, first_over=was_within and not within))
        was_within = within
    return tuple(costs)


def fund_sentences(ranking: Ranking) -> tuple[str, ...]:
    """What those above the line seek against the fund, and how far it reaches; nothing without a fund or a place."""
    fund, lines = ranking.rules.fund, ranking.lines
    costs = [each for each in running_costs(ranking) if each is not None]
    if fund is None or not costs:
        return ()
    above = line_after((line.ranked.place for line in lines), ranking.rules.places) or len(costs)
    if all(line.application.support_sought is None for line in lines[:above]):
        return (_("No application above the line says what support it seeks."),)
    sought, left = costs[above - 1], fund - costs[above - 1].total
    if left >= 0:
        words = _("Down to the line {sought} of the fund of {fund} is sought, so {left} is left.")
        if sought.at_least:
            words = _("Down to the line at least {sought} of the fund of {fund} is sought, so at most {left} is left.")
    else:
        words = _("Down to the line {sought} is sought, {left} more than the fund of {fund}.")
        if sought.at_least:
            words = _("Down to the line at least {sought} is sought, {left} or more above the fund of {fund}.")
    amounts = {"sought": sought.total, "fund": fund, "left": abs(left)}
    currency = ranking.rules.currency
    said = words.format(**{name: f"{currency} {amount:,}" for name, amount in amounts.items()})
    if left >= 0:
        return (said,)
    reached = sum(each.within for each in costs)
    if not reached:
        return said, _("The fund does not reach the first application.")
    return said, _("The fund reaches down to {reference}.").format(reference=lines[reached - 1].application.reference)
