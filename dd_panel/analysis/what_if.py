"""What would change the first N: other weights, another mean, strictness taken out, one reviewer less.

Every variation ranks the round anew by the round's own rules. Source: sensitivity analysis one choice at a time, as the
OECD's *Handbook on Constructing Composite Indicators* (2008) asks of weighted rankings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dd_panel.analysis.model import fit_strictness
from dd_panel.analysis.places import IN, LEVEL, above_the_line, shared_places
from dd_panel.analysis.scoring import Scoring
from dd_panel.analysis.table import Refusal
from dd_panel.analysis.watch import UNWATCHED
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dd_panel.analysis.model import Fit
    from dd_panel.analysis.places import Membership
    from dd_panel.analysis.table import Chosen, Floats, Method, ReviewTable, Whole
    from dd_panel.analysis.watch import Watch

Kind = Literal["adjusted", "method", "weights", "reviewer"]

WEIGHT_STEP = 0.05
"""5 points of 100; a weight of fewer is tried without them, as none is below 0 or above 100."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules by which the round ranks: how many places, mean or median, and tie-breaks as indices of criteria."""

    places: int
    method: Method = "mean"
    tie_break: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What is done differently: `subject` is the criterion's key or the reviewer, `step` what is added to a weight."""

    kind: Kind
    subject: str = ""
    step: float = 0.0

    def in_words(self, name: str, method: Method = "mean") -> str:
        """The change in a few words; `name` is what the subject is called, `method` the round's own."""
        match self.kind:
            case "adjusted":
                return _("adjusted for strictness")
            case "method":
                return _("mean for median") if method == "median" else _("median for mean")
            case "weights":
                more = _("{name} weighs {points} points more")
                less = _("{name} weighs {points} points less")
                points = f"{100 * abs(self.step):.1f}".removesuffix(".0")
                return (more if self.step > 0 else less).format(name=name, points=points)
            case "reviewer":
                return _("without {name}").format(name=name)


@dataclass(frozen=True, slots=True)
class Variation:
    """One way in which the ranking might have come out.

    `places` has a place for each application of the table, None without a score; `enters` and `leaves` list those whose
    being among the first N changes, as indices. Sharing a last place that is not enough for all is neither in nor out.
    """

    change: Change
    places: tuple[int | None, ...]
    enters: tuple[int, ...]
    leaves: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What would change the first N, over all variations.

    `places` is the order as it stands; `inside` lists those who are among the first N now, `level` those who share a
    last place that is not enough for all of them, and `always` those of `inside` whom no variation moves. `missing`
    says why strictness could not be taken out.
    """

    places: tuple[int | None, ...]
    variations: tuple[Variation, ...]
    inside: tuple[int, ...]
    level: tuple[int, ...]
    always: tuple[int, ...]
    missing: Refusal | None = None

    @property
    def sentence(self) -> str:
        """How much of the result depends on such choices, in a sentence or two."""
        if not self.inside:
            return _("Too many share the first places for anyone to be above the line.")
        ways = ngettext("Counted in {count} other way", "Counted in {count} other ways", len(self.variations)).format(
            count=len(self.variations)
        )
        kept = ngettext(
            "{ways}, {kept} of the {count} never changes.",
            "{ways}, {kept} of the {count} never change.",
            len(self.always),
        )
        if not self.always:
            kept = _("{ways}, none of the {count} stays above the line every time.")
        said = kept.format(ways=ways, kept=len(self.always), count=len(self.inside))
        if not self.level:
            return said
        return said + " " + _("{count} more are level at the line.").format(count=len(self.level))


@dataclass(frozen=True, slots=True)
class Reweighted:
    """The ranking under other weights: a position and a place for each application, None without a score.

    `totals` are the reviews' own positions, in the order of the table's rows; None where all that was judged weighs
    nothing.
    """

    positions: tuple[float | None, ...]
    places: tuple[int | None, ...]
    totals: tuple[float | None, ...]


def reweighted(table: ReviewTable, rules: Rules, weights: Mapping[str, float]) -> Reweighted | Refusal:
    """Rank with other weights, by the keys of the criteria; a criterion left out weighs nothing."""
    if any(not weight >= 0 for weight in weights.values()):
        return Refusal(_("A weight can’t be below zero."))
    shares = [float(weights.get(criterion.key, 0.0)) for criterion in table.criteria]
    if not sum(shares) > 0:
        return Refusal(_("At least one criterion needs a weight above zero."))
    scoring = Scoring(table, rules.tie_break)
    totals = scoring.positions(shares)
    keys = scoring.keys(totals, rules.method)
    places = _plain(shared_places(keys))
    positions = tuple(
        None if place is None else float(position) for place, position in zip(places, keys[0], strict=True)
    )
    return Reweighted(positions, places, _in_order_of_rows(table, totals))


def _in_order_of_rows(table: ReviewTable, totals: Floats) -> tuple[float | None, ...]:
    """Totals by application and reviewer, as the table's rows stand; NaN is None."""
    import numpy as np

    rows = table.rows
    found: list[float | None] = [None] * len(rows)
    stands = sorted(range(len(rows)), key=lambda at: (rows[at].application, rows[at].reviewer))
    for at, total in zip(stands, totals.tolist(), strict=True):
        found[at] = None if np.isnan(total) else total
    return tuple(found)


def what_if(table: ReviewTable, rules: Rules, watch: Watch = UNWATCHED) -> WhatIf | Refusal:
    """Try every variation: strictness, median for mean, each weight 5 points more and less, each reviewer left out.

    Raises StoppedError when the watch says so.
    """
    if rules.method == "agreed":
        return Refusal(_("The round counts agreed scores alone, so reviewers’ scores and weights move nothing."))
    if not table.rows:
        return Refusal(_("No review counts yet, so nothing can change the order."))
    ranker = _Ranker(table, rules)
    now = shared_places(ranker.keys())
    standing = above_the_line(now, rules.places)
    changes = ranker.changes()
    variations: list[Variation] = []
    always = standing == IN
    for done, change in enumerate(changes):
        watch.step(done, len(changes))
        places = shared_places(ranker.keys(change))
        there = above_the_line(places, rules.places)
        always = always & (there == IN)
        variations.append(_variation(change, places, standing, there))
    watch.step(len(changes), len(changes))
    return WhatIf(
        places=_plain(now),
        variations=tuple(variations),
        inside=_indices(standing == IN),
        level=_indices(standing == LEVEL),
        always=_indices(always),
        missing=ranker.fit if isinstance(ranker.fit, Refusal) else None,
    )


class _Ranker:
    """Gives what decides the order, as it stands or under a change."""

    def __init__(self, table: ReviewTable, rules: Rules) -> None:
        self.fit: Fit | Refusal = fit_strictness(table)
        self._rules = rules
        self._scoring = Scoring(table, rules.tie_break)
        self._weights = [criterion.weight for criterion in table.criteria]
        self._criteria = {criterion.key: number for number, criterion in enumerate(table.criteria)}
        self._reviewers = {reviewer: number for number, reviewer in enumerate(table.reviewers)}

    def changes(self) -> list[Change]:
        """Every change that makes sense for the table."""
        changes = [] if isinstance(self.fit, Refusal) else [Change("adjusted")]
        changes.append(Change("method"))
        if len(self._criteria) > 1:
            for key, weight in zip(self._criteria, self._weights, strict=True):
                steps = (min(WEIGHT_STEP, 1 - weight), -min(WEIGHT_STEP, weight))
                changes += [Change("weights", key, step) for step in steps]
        if len(self._reviewers) == 1:  # without the one there is nothing left to rank
            return changes
        return changes + [Change("reviewer", reviewer) for reviewer in self._reviewers]

    def keys(self, change: Change | None = None) -> Floats:
        """The score and the tie-breaking means (keys x applications)."""
        scoring, method = self._scoring, self._rules.method
        if change is None:
            return scoring.keys(scoring.positions(), method)
        match change.kind:
            case "adjusted":
                keys = scoring.keys(scoring.positions(), method)
                if not isinstance(self.fit, Refusal):
                    keys[0, self.fit.columns.scored] = self.fit.adjusted()
                return keys
            case "method":
                return scoring.keys(scoring.positions(), "mean" if method == "median" else "median")
            case "weights":
                weights = shifted(self._weights, self._criteria[change.subject], change.step)
                return scoring.keys(scoring.positions(weights), method)
            case "reviewer":
                return scoring.keys(scoring.positions(), method, without=self._reviewers[change.subject])


def shifted(weights: Sequence[float], which: int, step: float) -> list[float]:
    """Weights (shares, adding up to 1) with one changed by `step` and the others keeping their proportions.

    The changed one stays between 0 and 1.
    """
    changed = min(1.0, max(0.0, weights[which] + step))
    rest = 1 - weights[which]
    return [
        changed if number == which else weight * (1 - changed) / rest if rest > 0 else 0.0
        for number, weight in enumerate(weights)
    ]


def _variation(change: Change, places: Whole, standing: Membership, there: Membership) -> Variation:
    return Variation(
        change,
        _plain(places),
        enters=_indices((there == IN) & (standing != IN)),
        leaves=_indices((there != IN) & (standing == IN)),
    )


def _indices(chosen: Chosen) -> tuple[int, ...]:
    return tuple(chosen.nonzero()[0].tolist())


def _plain(places: Whole) -> tuple[int | None, ...]:
    return tuple(place or None for place in places.tolist())
