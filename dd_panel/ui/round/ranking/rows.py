"""The rows of the ranking: applications in their order, the funding line between them, and what each says aloud."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dd_panel.analysis.uncertainty import chance_in_words
from dd_panel.domain.ranking import line_after
from dd_panel.domain.search_words import has_words, words_of
from dd_panel.domain.views import views_differ
from dd_panel.services.results.money import RunningCost, running_costs
from dd_panel.text import DASH, _, ngettext
from dd_panel.ui.desk.words import one_decimal
from dd_panel.ui.round.words import short_money

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from dd_panel.analysis.uncertainty import LikelyPlace
    from dd_panel.domain.identifiers import Reference
    from dd_panel.services.results.ranking import Outlook, Ranking, RankingLine

STEP: Final = 20
HIGHEST: Final = 100
MOST_CERTAIN: Final = 0.98
LEAST_CERTAIN: Final = 0.02


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One application. `percents` are its counted reviewers' totals, 0 … 100; words are ready to be drawn.

    `running` is the sum down to here in words, `running_sum` its figure alone, without “at least”.
    `likely` is where it may truly belong, None while or where that is not known; `adjusted_position` is the mean
    without strictness, 0 … 1; `was` is the place it has by the round's own weights while others are tried.
    """

    line: RankingLine
    place: str
    mean: str
    percent: float | None
    percents: tuple[float, ...]
    differs: bool
    cost: str
    running: str
    within: bool
    first_over: bool
    likely: LikelyPlace | None = None
    adjusted_position: Fraction | None = None
    was: str = ""
    few: bool = False
    running_sum: str = ""

    @property
    def close(self) -> bool:
        """Whether it is too close to call on which side of the line it belongs."""
        return self.likely is not None and self.likely.group == "close"

    @property
    def chance(self) -> str:
        """The chance of belonging to the first places in figures, empty where it is not known."""
        return "" if self.likely is None else chance_figure(self.likely.chance)

    @property
    def adjusted(self) -> str:
        """The mean without strictness in figures, empty where it is not known."""
        return "" if self.adjusted_position is None else one_decimal(100 * self.adjusted_position)

    @property
    def range(self) -> str:
        """The likely places in words, such as 3 to 15."""
        if self.likely is None:
            return ""
        first, last = self.likely.wide
        return str(first) if first == last else _("{first} to {last}").format(first=first, last=last)

    @property
    def notes(self) -> str:
        """What a reader of the place should know."""
        return " · ".join(self.line.flags)

    def spoken(self) -> str:
        """The row as one sentence."""
        application = self.line.application
        parts = [application.reference, application.lead_authority, application.service]
        if self.percent is None:
            parts.append(_("no place"))
        else:
            parts += [_("place {place}").format(place=self.place), _("mean {mean}").format(mean=self.mean)]
            count = self.line.ranked.reviews
            parts.append(ngettext("{count} review", "{count} reviews", count).format(count=count))
        parts.append(_("{place} by the round’s own weights").format(place=self.was) if self.was else "")
        parts.append(_("{mean} adjusted for strictness").format(mean=self.adjusted) if self.adjusted else "")
        if self.likely is not None:
            parts.append(_("likely place {range}").format(range=self.range))
            words = chance_in_words(self.likely.chance)
            parts.append(_("above the line: {words}, {chance}").format(words=words, chance=self.chance))
            parts.append(_("too close to call") if self.close else "")
        parts += list(self.line.flags)
        parts.append(_("views differ") if self.differs else "")
        parts.append(_("cost {cost}").format(cost=self.cost))
        parts.append(_("running cost {cost}").format(cost=self.running) if self.running else "")
        parts.append(_("passes the fund here") if self.first_over else "")
        return _(", ").join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class FundingLine:
    """The line between the last place that is funded and the first that is not."""

    title: str
    warning: str
    money: str
    over: bool

    def spoken(self) -> str:
        """The line as one sentence."""
        return _(". ").join(part for part in (self.title, self.warning, self.money) if part)


RankRow = PlaceRow | FundingLine


def rows_of(ranking: Ranking, was: Mapping[Reference, int | None] | None = None) -> tuple[RankRow, ...]:
    """Applications by place with the funding line after the last funded place, then those without a place.

    `was` are the places by the round's own weights, where these are others.
    """
    costs = running_costs(ranking)
    rows: list[RankRow] = []
    above = line_after((line.ranked.place for line in ranking.lines), ranking.rules.places)
    for at, (line, cost) in enumerate(zip(ranking.lines, costs, strict=True), start=1):
        rows.append(_place_row(ranking, line, cost, was))
        if at == above:
            rows.append(_funding_line(ranking, above, cost))
    return tuple(rows)


def rows_with_outlook(rows: Sequence[RankRow], ranking: Ranking, outlook: Outlook) -> tuple[RankRow, ...]:
    """The same rows, made without an outlook, with how sure their places are."""
    return tuple(
        _with_outlook(row, outlook)
        if isinstance(row, PlaceRow)
        else replace(row, warning=row.warning or _close_words(ranking, outlook))
        for row in rows
    )


def chance_figure(chance: float) -> str:
    """A chance in figures, without a certainty that the model can't give."""
    if chance > MOST_CERTAIN:
        return _(">98%")
    return _("<2%") if chance < LEAST_CERTAIN else _("{percent}%").format(percent=round(100 * chance))


def _with_outlook(row: PlaceRow, outlook: Outlook) -> PlaceRow:
    reference = row.line.application.reference
    return replace(row, likely=outlook.likely.get(reference), adjusted_position=outlook.adjusted.get(reference))


def lowest_shown(rows: Sequence[RankRow]) -> int:
    """Where the reviewers' axis begins: the step of twenty below the lowest total."""
    totals = [value for row in rows if isinstance(row, PlaceRow) for value in row.percents]
    return STEP * min(int(min(totals) // STEP), HIGHEST // STEP - 1) if totals else 0


def _place_row(
    ranking: Ranking, line: RankingLine, cost: RunningCost | None, was: Mapping[Reference, int | None] | None
) -> PlaceRow:
    currency, ranked, sought = ranking.rules.currency, line.ranked, line.application.support_sought
    before = was.get(line.application.reference) if was is not None else None
    figure = "" if cost is None else short_money(cost.total, currency)
    running = _("at least {sum}").format(sum=figure) if cost is not None and cost.at_least else figure
    return PlaceRow(
        line=line,
        place=DASH if ranked.place is None else str(ranked.place),
        mean=DASH if ranked.position is None else one_decimal(100 * ranked.position),
        percent=None if ranked.position is None else float(100 * ranked.position),
        percents=tuple(float(100 * position) for position in ranked.positions),
        differs=views_differ(ranked.positions),
        cost=DASH if sought is None else short_money(sought, currency),
        running=running,
        within=cost is not None and cost.within,
        first_over=cost is not None and cost.first_over,
        was="" if before is None or before == ranked.place else str(before),
        few=ranked.reviews < ranking.rules.reviews_per_application,
        running_sum=figure,
    )


def _close_words(ranking: Ranking, outlook: Outlook) -> str:
    """Which places are too close to call, empty where none is."""
    close = [
        line.ranked.place
        for line in ranking.lines
        if line.ranked.place is not None
        and (likely := outlook.likely.get(line.application.reference)) is not None
        and likely.group == "close"
    ]
    if not close:
        return ""
    first, last = min(close), max(close)
    if len(close) == sum(first <= (line.ranked.place or 0) <= last for line in ranking.lines) and first < last:
        return _("Places {first} to {last} are too close to call").format(first=first, last=last)
    if len(close) == 1:
        return _("Place {place} is too close to call").format(place=first)
    if close == [first, last]:
        return _("Places {first} and {last} are too close to call").format(first=first, last=last)
    return ngettext("{count} is too close to call", "{count} are too close to call", len(close)).format(
        count=len(close)
    )


def _funding_line(ranking: Ranking, funded: int, cost: RunningCost | None) -> FundingLine:
    rules = ranking.rules
    title = ngettext("Funding line: {count} place", "Funding line: {count} places", rules.places).format(
        count=rules.places
    )
    warning = ""
    if funded > rules.places:
        warning = _("A tie crosses the line: {count} applications for {places} places").format(
            count=funded, places=rules.places
        )
    if rules.fund is None or cost is None:
        return FundingLine(title, warning, "", over=False)
    left = rules.fund - cost.total
    words = _("{sum} left of {fund}") if left >= 0 else _("{sum} over {fund}")
    if cost.at_least:
        words = _("at most {sum} left of {fund}") if left >= 0 else _("at least {sum} over {fund}")
    money = words.format(sum=short_money(abs(left), rules.currency), fund=short_money(rules.fund, rules.currency))
    return FundingLine(title, warning, money, over=left < 0)


def found_in(rows: Sequence[RankRow], wanted: str) -> tuple[int, ...]:
    """The rows whose application has all these words in its name, reference, service, model, partners or regions."""
    words = words_of(wanted)
    hits: list[int] = []
    for at, row in enumerate(rows):
        if not words or not isinstance(row, PlaceRow):
            continue
        each = row.line.application
        names = (each.reference, each.heading, each.lead_authority, each.service, each.model)
        told = " ".join((*names, *each.partners, *row.line.regions))
        if has_words(told, words):
            hits.append(at)
    return tuple(hits)
