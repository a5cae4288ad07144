"""What to discuss first: the applications on which a discussion may change the result, each with its reasons.

Ordered by effect on the funding line, not by how far views differ: first those that share a place across it, which
somebody has to part, and those that one review less moves across it, then those too close to call, those with reviews
missing, those on which views differ widely, those with an odd review.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from statistics import fmean, median
from typing import TYPE_CHECKING, Literal, get_args

from dd_panel.analysis.places import EQUAL, IN, LEVEL, OUT, above_the_line, shared_places
from dd_panel.analysis.scoring import Scoring
from dd_panel.analysis.strictness import strictness
from dd_panel.analysis.table import Refusal, points_in_words
from dd_panel.analysis.uncertainty import chance_in_words
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dd_panel.analysis.table import ReviewRow, ReviewTable, ScoredCriterion
    from dd_panel.analysis.uncertainty import Uncertainty
    from dd_panel.analysis.what_if import Rules

Kind = Literal["level", "one-review", "close", "few-reviews", "spread", "unusual"]
_ORDER: tuple[Kind, ...] = get_args(Kind)

LONG_SCALE = 10
"""On a scale of more points than this a level is a tenth of it; on others it is a point."""

SHORT_SCALE = 2
"""On a scale of fewer points, on which no two are that far apart, a level is a score, or a tenth of it at the least."""

_ALL_DECIMALS = 6
"""As many as a scale may have: how far two scores lie apart is exact."""


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on views differ enough to be discussed; a round may set its own.

    `levels` between the highest and the lowest score of a criterion; `spread`, an application's standard deviation
    of totals in the panel's; `unusual`, a review's residual in standard deviations once strictness is taken out.
    """

    levels: float = 2.0
    spread: float = 1.5
    unusual: float = 2.5


USUAL = Limits()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an application should be discussed, in one sentence."""

    kind: Kind
    sentence: str


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One application to discuss, as an index into the table; `distance` is how far from the line, in positions."""

    application: int
    reasons: tuple[Reason, ...]
    distance: float


def what_to_discuss(
    table: ReviewTable, rules: Rules, planned: int, sure: Uncertainty | Refusal, limits: Limits = USUAL
) -> tuple[AgendaItem, ...]:
    """The applications to discuss, the one with most effect on the line first; `planned` reviews an application.

    `sure` is how sure the places are, for what is too close to call.
    """
    finders = [_few_reviews(table, planned), _wide_apart(table, limits), _unusual_reviews(table, limits)]
    line = _Line(table, rules)
    if rules.method != "agreed":
        finders += [line.level(), line.one_review_less()]
    if not isinstance(sure, Refusal):
        finders.append(_too_close(sure))
    reasons: dict[int, list[Reason]] = {}
    for finder in finders:
        for application, reason in finder:
            reasons.setdefault(application, []).append(reason)
    items = [
        AgendaItem(
            application,
            tuple(sorted(found, key=lambda reason: _ORDER.index(reason.kind))),
            line.distance(application),
        )
        for application, found in reasons.items()
    ]
    return tuple(sorted(items, key=lambda each: (_ORDER.index(each.reasons[0].kind), each.distance, each.application)))


_Found = tuple[int, Reason]


class _Line:
    """Where the funding line runs, and on which side of it an application comes with one review less."""

    def __init__(self, table: ReviewTable, rules: Rules) -> None:
        self._rows = _by_application(table)
        self._first = rules.places
        self._by_median = rules.method == "median"
        scoring = Scoring(table, rules.tie_break)
        keys = scoring.keys(scoring.positions(), rules.method)
        self._places: list[int] = shared_places(keys).tolist()
        self._sides: list[int] = above_the_line(shared_places(keys), rules.places).tolist()
        scores: list[float] = keys[0].tolist()
        self._scores = scores
        self._ordered = sorted(score for score, place in zip(self._scores, self._places, strict=True) if place)
        below = len(self._ordered) - rules.places
        self._at = (self._ordered[below - 1] + self._ordered[below]) / 2 if below > 0 else None

    def distance(self, application: int) -> float:
        """How far the score lies from the line; 0 without a score, or where everybody has a place."""
        if self._at is None or not self._places[application]:
            return 0.0
        return abs(self._scores[application] - self._at)

    def level(self) -> Iterator[_Found]:
        """Applications that share a place that is not enough for all of them."""
        for application, side in enumerate(self._sides):
            if side == LEVEL:
                sentence = _("It shares place {place} with others, and there are too few places for all of them.")
                yield application, Reason("level", sentence.format(place=self._places[application]))

    def one_review_less(self) -> Iterator[_Found]:
        """Applications that change sides when one of their reviews is left out: the review that does most."""
        for application, rows in self._rows.items():
            crossing: list[tuple[float, int]] = []
            for left_out in rows if len(rows) > 1 else ():
                rest = [row.position for row in rows if row is not left_out]
                score = median(rest) if self._by_median else fmean(rest)
                place, side = self._would_be(application, score)
                if side not in {LEVEL, self._sides[application]}:
                    crossing.append((abs(score - self._scores[application]), place))
            if crossing:
                _far, place = max(crossing, key=lambda each: each[0])
                yield application, self._crosses(application, place)

    def _would_be(self, application: int, score: float) -> tuple[int, int]:
        """The place and the side of the line that this score would have among the others' scores."""
        own = self._scores[application]
        better = len(self._ordered) - bisect_right(self._ordered, score + EQUAL) - (own > score + EQUAL)
        as_good = len(self._ordered) - bisect_left(self._ordered, score - EQUAL) - (own >= score - EQUAL)
        if as_good < self._first:
            return better + 1, IN
        return better + 1, OUT if better >= self._first else LEVEL

    def _crosses(self, application: int, place: int) -> Reason:
        below = _("Without one of its reviews it would fall below the line, from place {now} to {then}.")
        above = _("Without one of its reviews it would rise above the line, from place {now} to {then}.")
        now = self._places[application]
        return Reason("one-review", (below if place > now else above).format(now=now, then=place))


def _by_application(table: ReviewTable) -> dict[int, list[ReviewRow]]:
    found: dict[int, list[ReviewRow]] = {}
    for row in table.ordered:
        found.setdefault(row.application, []).append(row)
    return found


def _too_close(sure: Uncertainty) -> Iterator[_Found]:
    for application, likely in enumerate(sure.applications):
        if likely is not None and likely.group == "close":
            sentence = _("Too close to call: a place among the first {places} is {words} ({percent}%).").format(
                places=sure.places, words=chance_in_words(likely.chance), percent=round(100 * likely.chance)
            )
            yield application, Reason("close", sentence)


def _few_reviews(table: ReviewTable, planned: int) -> Iterator[_Found]:
    counts = [0] * len(table.applications)
    for row in table.rows:
        counts[row.application] += 1
    for application, count in enumerate(counts):
        if not count:
            yield application, Reason("few-reviews", _("No review counts yet."))
        elif count < planned:
            sentence = ngettext(
                "Only {count} of {planned} reviews counts.", "Only {count} of {planned} reviews count.", count
            )
            yield application, Reason("few-reviews", sentence.format(count=count, planned=planned))


def _wide_apart(table: ReviewTable, limits: Limits) -> Iterator[_Found]:
    groups = {each: rows for each, rows in _by_application(table).items() if len(rows) > 1}
    freedom = sum(len(rows) - 1 for rows in groups.values())
    squares = {each: _squares([row.position for row in rows]) for each, rows in groups.items()}
    usual = (sum(squares.values()) / freedom) ** 0.5 if freedom else 0.0
    for application, rows in groups.items():
        for number, criterion in enumerate(table.criteria):
            marks = [mark for row in rows if (mark := row.marks[number]) is not None]
            apart = (max(marks) - min(marks)) * criterion.step if marks else 0.0
            if apart >= limits.levels * _level(criterion) - EQUAL:
                sentence = _("Views of “{criterion}” lie {points} apart.").format(
                    criterion=criterion.name, points=points_in_words(apart, _ALL_DECIMALS)
                )
                yield application, Reason("spread", sentence)
        deviation = (squares[application] / (len(rows) - 1)) ** 0.5
        if deviation > limits.spread * usual + EQUAL:
            yield application, Reason("spread", _("Its reviewers’ totals differ more than this panel’s usually do."))


def _squares(positions: list[float]) -> float:
    """The sum of squares about the mean."""
    middle = fmean(positions)
    return sum((position - middle) ** 2 for position in positions)


def _level(criterion: ScoredCriterion) -> float:
    """How many points a level has: one as a rule, a tenth of a long scale, and a score of a very short one."""
    span = criterion.steps * criterion.step
    if span < SHORT_SCALE:
        return max(criterion.step, span / LONG_SCALE)
    return span / LONG_SCALE if span > LONG_SCALE else 1.0


def _unusual_reviews(table: ReviewTable, limits: Limits) -> Iterator[_Found]:
    fitted = strictness(table)
    if isinstance(fitted, Refusal):
        return
    # One odd review pulls the mean away from the others: only the one that lies furthest off is meant.
    furthest: dict[int, float] = {}
    for row, residual in zip(table.rows, fitted.residuals, strict=True):
        furthest[row.application] = max(furthest.get(row.application, 0.0), residual, key=abs)
    for application, residual in furthest.items():
        if abs(residual) > limits.unusual * fitted.noise + EQUAL:
            high = _("One review is unusually favourable, even for its reviewer.")
            low = _("One review is unusually severe, even for its reviewer.")
            yield application, Reason("unusual", high if residual > 0 else low)
