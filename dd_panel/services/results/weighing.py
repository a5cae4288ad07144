"""Other weights, tried and never kept: the order they would give, beside the official one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from dd_panel.analysis.table import Refusal
from dd_panel.analysis.what_if import reweighted
from dd_panel.domain.ranking import sides
from dd_panel.services.results.ranking import ranking_rules, review_table
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dd_panel.domain.identifiers import CriterionKey, Reference
    from dd_panel.services.results.ranking import Ranking, RankingLine

FINEST: Final = 10**6
"""Scores are fractions with small denominators; arithmetic in floating numbers is put back on them by this."""


@dataclass(frozen=True, slots=True)
class Tried:
    """The ranking as other weights would have it; nothing of it is written down.

    `was` is each application's official place, `enters` and `leaves` are those that cross the funding line.
    """

    ranking: Ranking
    was: Mapping[Reference, int | None]
    enters: tuple[Reference, ...]
    leaves: tuple[Reference, ...]


class Weighing:
    """A ranking's reviews, made ready once so that it can be ranked under one set of weights after another."""

    def __init__(self, ranking: Ranking) -> None:
        self.ranking = ranking
        self._table = review_table(ranking)
        self._rules = ranking_rules(ranking)

    def try_weights(self, weights: Mapping[CriterionKey, float]) -> Tried | Refusal:
        """Rank under other weights (any that are not below zero, one of them above), or say why that is pointless."""
        if self._rules.method == "agreed":
            return Refusal(_("The round counts agreed scores alone, so reviewers’ scores and weights move nothing."))
        found = reweighted(self._table, self._rules, {str(key): weight for key, weight in weights.items()})
        if isinstance(found, Refusal):
            return found
        official = self.ranking
        at = {reference: number for number, reference in enumerate(self._table.applications)}
        totals = iter(found.totals)
        own = {line.application.reference: _own(line, totals) for line in self._by_reference()}
        lines = [
            _moved(line, found.positions[number], found.places[number], own[line.application.reference])
            for line in official.lines
            for number in (at[line.application.reference],)
        ]
        # Sorting keeps the official order between those that share a place, and among those without one.
        lines.sort(key=lambda line: line.ranked.place or len(lines) + 1)
        there = sides((line.ranked for line in lines), official.rules.places)
        here = sides((line.ranked for line in official.lines), official.rules.places)
        return Tried(
            replace(official, lines=tuple(lines)),
            {line.application.reference: line.ranked.place for line in official.lines},
            enters=tuple(each for each in there if there[each] == "in" != here[each]),
            leaves=tuple(each for each in here if here[each] == "in" != there[each]),
        )

    def _by_reference(self) -> list[RankingLine]:
        """The lines as the table has them."""
        return sorted(self.ranking.lines, key=lambda line: line.application.reference)


def _own(line: RankingLine, totals: Iterator[float | None]) -> tuple[Fraction, ...]:
    """The next totals, one for each of the application's reviews that count; those without one are left out."""
    found = [next(totals) for _review in line.ranked.positions]
    return tuple(_exact(total) for total in found if total is not None)


def _moved(line: RankingLine, position: float | None, place: int | None, own: tuple[Fraction, ...]) -> RankingLine:
    where = None if position is None else _exact(position)
    return replace(line, ranked=replace(line.ranked, position=where, place=place, positions=own))


def _exact(number: float) -> Fraction:
    return Fraction(number).limit_denominator(FINEST)
