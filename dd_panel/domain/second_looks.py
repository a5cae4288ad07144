"""Questions about a member's own scores that may be worth a second look: they ask what is meant and say nothing.

They are the member's own business: none of them is ever exported. Each one is about a place, and goes away by itself
once what it asks about has changed.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.drift import drift_over
from dd_panel.domain.identifiers import (
    GUIDANCE,
    RECOMMENDATION,
    CriterionKey,
    Field,
    Reference,
    comment_field,
    score_field,
)
from dd_panel.domain.preferences import ties_near_top
from dd_panel.domain.reviews import RECOMMENDATIONS
from dd_panel.domain.totals import weighted_total
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from dd_panel.domain.reviews import Review
    from dd_panel.domain.rubric import Rubric

Kind = Literal["apart", "order", "verdict", "equal", "level", "extreme", "drift", "words", "moved"]

FEWEST_SCORES = 12
"""With fewer scores, one level used often says nothing."""

OFTEN = Fraction(45, 100)
BEST = Fraction(4, 5)
"""Where the two best levels of a scale of six begin; the lowest level beside one of them is asked about."""

POOR, RICH = Fraction(2, 5), Fraction(3, 5)
"""A total below the first speaks against *fund*, one above the second against *decline*."""

MOVED = Fraction(10, 100)
"""A total that was changed by so much after others were read is asked about."""

FEWEST_WORDS = 4
"""Shorter remarks, such as *See above.*, are rightly the same more than once."""

_QUOTED = 40


@dataclass(frozen=True, slots=True)
class SecondLook:
    """One thing that may be worth a second look: a title, the reason as a question, and the place it is about.

    `facts` are what it rests on: the same question about other facts is another question.
    """

    kind: Kind
    title: str
    question: str
    reference: Reference
    field: Field
    facts: str = ""

    @property
    def print(self) -> str:
        """What is kept of a question that was put away."""
        return f"{self.kind}|{self.reference}|{self.field}|{self.facts}"


@dataclass(frozen=True, slots=True)
class _Judged:
    """A review that no conflict bars, with its total from worst (0) to best (1) once no criterion is open."""

    review: Review
    total: Fraction | None

    @property
    def reference(self) -> Reference:
        return self.review.application


def second_looks(
    rubric: Rubric, reviews: Sequence[Review], earlier: Mapping[Reference, Fraction] = MappingProxyType({})
) -> tuple[SecondLook, ...]:
    """What a member may want to look at again, in the order to ask: the first of every kind before the second of any.

    `reviews` are one member's own, in the order of the desk; those barred by a conflict are passed over. `earlier` are
    totals, 0 … 1, that stood when the member first went on to another application.
    """
    judged = [_judge(rubric, review) for review in reviews if not review.conflicted]
    asked: tuple[Callable[[Rubric, Sequence[_Judged]], Iterator[SecondLook]], ...] = (
        _far_apart,
        _contradictory_order,
        _verdict_against_total,
        _same_words,
        _equal_totals,
        _extremes_without_reason,
        _drift,
        _one_level,
    )
    kinds = [list(ask(rubric, judged)) for ask in asked]
    kinds.append(list(_moved(rubric, judged, earlier)))
    return tuple(kind[at] for at in range(max(map(len, kinds))) for kind in kinds if at < len(kind))


def _judge(rubric: Rubric, review: Review) -> _Judged:
    total = weighted_total(rubric, review.scores)
    return _Judged(review, None if total.open else total.position)


def points(position: Fraction) -> str:
    """A position between worst (0) and best (1) as people say it: points of 100, rounded half up."""
    return str((200 * position + 1) // 2)


def _moved(rubric: Rubric, judged: Sequence[_Judged], earlier: Mapping[Reference, Fraction]) -> Iterator[SecondLook]:
    for each in judged:
        before = earlier.get(each.reference)
        if each.total is None or before is None or abs(each.total - before) < MOVED:
            continue
        was, now = points(before), points(each.total)
        yield SecondLook(
            "moved",
            _("{reference} went from {before} to {now}").format(reference=each.reference, before=was, now=now),
            _("You changed its total after reading others. Is that meant?"),
            each.reference,
            score_field(rubric.keys[0]),
            f"{was}>{now}",
        )


def _far_apart(rubric: Rubric, judged: Sequence[_Judged]) -> Iterator[SecondLook]:
    for each in judged:
        marks = each.review.marks
        places = {key: rubric.criterion(key).scale.position(mark) for key, mark in marks.items()}
        low = next((key for key, place in places.items() if place == 0), None)
        high = next((key for key, place in places.items() if place >= BEST), None)
        if low is None or high is None:
            continue
        worst, best = (rubric.criterion(key).scale.text_of(marks[key]) for key in (low, high))
        yield SecondLook(
            "apart",
            _("{reference} has a {low} beside a {high}").format(reference=each.reference, low=worst, high=best),
            _("{criterion} {low}, {other} {high}. Is that meant?").format(
                criterion=rubric.criterion(low).short, low=worst, other=rubric.criterion(high).short, high=best
            ),
            each.reference,
            score_field(low),
            f"{worst} {high} {best}",
        )


def _contradictory_order(_rubric: Rubric, judged: Sequence[_Judged]) -> Iterator[SecondLook]:
    """For each application the best total among those it is recommended above, if that total is higher."""
    highest: dict[str, _Judged] = {}
    for each in judged:
        word = each.review.recommendation
        if word in RECOMMENDATIONS and each.total is not None:
            known = highest.get(word)
            if known is None or known.total is None or known.total < each.total:
                highest[word] = each
    found: list[tuple[Fraction, SecondLook]] = []
    for each in judged:
        word = each.review.recommendation
        if word not in RECOMMENDATIONS or each.total is None:
            continue
        below = [highest[lower] for lower in RECOMMENDATIONS[RECOMMENDATIONS.index(word) + 1 :] if lower in highest]
        rivals = [(other.total - each.total, other) for other in below if other.total is not None]
        gap, other = max(rivals, key=lambda rival: rival[0], default=(Fraction(0), each))
        if gap > 0:
            found.append((gap, _order_look(each, other)))
    yield from (look for _gap, look in sorted(found, key=lambda pair: -pair[0]))


def _order_look(each: _Judged, other: _Judged) -> SecondLook:
    mine, theirs = points(each.total or Fraction(0)), points(other.total or Fraction(0))
    return SecondLook(
        "order",
        _("{reference} is recommended above {other}, with a lower total").format(
            reference=each.reference, other=other.reference
        ),
        _("{reference}: {word} at {total}. {other}: {theirs} at {their_total}. Is that the order you mean?").format(
            reference=each.reference,
            word=verdict_word(each.review.recommendation),
            total=mine,
            other=other.reference,
            theirs=verdict_word(other.review.recommendation),
            their_total=theirs,
        ),
        each.reference,
        RECOMMENDATION,
        f"{each.review.recommendation} {mine} {other.reference} {other.review.recommendation} {theirs}",
    )


def verdict_word(recommendation: str) -> str:
    """A recommendation as it is said within a sentence."""
    return {"fund": _("fund"), "reserve": _("reserve"), "decline": _("decline")}.get(recommendation, recommendation)


def _verdict_against_total(rubric: Rubric, judged: Sequence[_Judged]) -> Iterator[SecondLook]:
    for each in judged:
        if each.total is None:
            continue
        word, total = each.review.recommendation, points(each.total)
        below = _below_minimum(rubric, each.review) if word == "fund" else ""
        if word == "fund" and each.total < POOR:
            said = _("Your total is {total} of 100, in the lower part of the scale. Still fund?")
        elif word == "decline" and each.total > RICH:
            said = _("Your total is {total} of 100, in the upper part of the scale. Still decline?")
        elif below:
            said = _("{criterion} is below its minimum. Still fund?")
        else:
            continue
        title = _("{reference} is to be funded") if word == "fund" else _("{reference} is to be declined")
        yield SecondLook(
            "verdict",
            title.format(reference=each.reference),
            said.format(total=total, criterion=below),
            each.reference,
            RECOMMENDATION,
            f"{word} {total} {below}",
        )


def _below_minimum(rubric: Rubric, review: Review) -> str:
    short = (
        rubric.criterion(key).short
        for key, mark in review.marks.items()
        if rubric.criterion(key).below_minimum(rubric.criterion(key).scale.position(mark))
    )
    return next(short, "")


def _equal_totals(rubric: Rubric, judged: Sequence[_Judged]) -> Iterator[SecondLook]:
    totals = {each.reference: each.total for each in judged if each.total is not None}
    # Between those near the top the member chooses two at a time, and the answer is kept: asked once is enough.
    chosen_between = {reference for group in ties_near_top(totals) for reference in group}
    seen: dict[Fraction, Reference] = {}
    found: list[tuple[Fraction, SecondLook]] = []
    for each in judged:
        if each.total is None or each.reference in chosen_between:
            continue
        other = seen.setdefault(each.total, each.reference)
        if other != each.reference:
            look = SecondLook(
                "equal",
                _("{reference} and {other} have the same total").format(reference=each.reference, other=other),
                _("Both have {total} of 100. Would you put one of them before the other?").format(
                    total=points(each.total)
                ),
                each.reference,
                score_field(rubric.keys[0]),
                f"{other} {points(each.total)}",
            )
            found.append((each.total, look))
    # The higher, the more it matters.
    yield from (look for _total, look in sorted(found, key=lambda pair: -pair[0]))


def _extremes_without_reason(rubric: Rubric, judged: Sequence[_Judged]) -> Iterator[SecondLook]:
    """The lowest or highest level without a comment; where the rubric itself asks for one, it is a gap already."""
    for each in judged:
        if each.total is None:
            continue
        for key, mark in each.review.marks.items():
            criterion = rubric.criterion(key)
            told = each.review.comments.get(key, "").strip() or each.review.comment_needed(criterion)
            if criterion.scale.position(mark) not in {0, 1} or told:
                continue
            score = criterion.scale.text_of(mark)
            yield SecondLook(
                "extreme",
                _("{reference}: {criterion} {score} stands without a reason").format(
                    reference=each.reference, criterion=criterion.short, score=score
                ),
                _("It is the end of the scale. Would a line on why help the panel?"),
                each.reference,
                comment_field(key),
                score,
            )


def _same_words(_rubric: Rubric, judged: Sequence[_Judged]) -> Iterator[SecondLook]:
    places: dict[str, list[tuple[Reference, Field, str]]] = {}
    for each in judged:
        written = [(comment_field(key), text) for key, text in each.review.comments.items()]
        for field, text in (*written, (GUIDANCE, each.review.guidance)):
            words = text.split()
            if len(words) >= FEWEST_WORDS:
                places.setdefault(" ".join(words).casefold(), []).append((each.reference, field, " ".join(words)))
    for same in places.values():
        if len(same) > 1:
            first, last = same[0], same[-1]
            yield SecondLook(
                "words",
                ngettext(
                    "{reference}: words that stand in {count} place",
                    "{reference}: words that stand in {count} places",
                    len(same),
                ).format(reference=last[0], count=len(same)),
                _("“{words}” in {first} and again in {last}. Meant for both?").format(
                    words=_beginning(last[2]), first=first[0], last=last[0]
                )
                if first[0] != last[0]
                else _("“{words}” twice in {reference}. Meant for both?").format(
                    words=_beginning(last[2]), reference=first[0]
                ),
                last[0],
                last[1],
                last[2],
            )


def _beginning(words: str) -> str:
    return words if len(words) <= _QUOTED else f"{words[:_QUOTED].rstrip()}…"


def _drift(rubric: Rubric, judged: Sequence[_Judged]) -> Iterator[SecondLook]:
    read = sorted(
        (int(each.review.order), each.reference, each.total)
        for each in judged
        if each.total is not None and each.review.order.isdecimal()
    )
    drift = drift_over([total for _order, _reference, total in read])
    if drift is None:
        return
    first, last = points(drift.first), points(drift.last)
    title = _("Your totals rose as you read on") if drift.last > drift.first else _("Your totals fell as you read on")
    yield SecondLook(
        "drift",
        title,
        _("The first {count} you read have {first} on average, the last {count} have {last}. Alike today?").format(
            count=drift.third, first=first, last=last
        ),
        read[0][1],
        score_field(rubric.keys[0]),
        "up" if drift.last > drift.first else "down",
    )


def _one_level(rubric: Rubric, judged: Sequence[_Judged]) -> Iterator[SecondLook]:
    places: dict[str, tuple[Reference, CriterionKey]] = {}
    texts: Counter[str] = Counter()
    for each in judged:
        for key, mark in each.review.marks.items():
            text = rubric.criterion(key).scale.text_of(mark)
            texts[text] += 1
            places.setdefault(text, (each.reference, key))
    whole = texts.total()
    for text, count in texts.most_common(1):
        if whole >= FEWEST_SCORES and count > OFTEN * whole:
            reference, key = places[text]
            yield SecondLook(
                "level",
                _("{count} of your {whole} scores are {level}").format(count=count, whole=whole, level=text),
                _("Does the rest of the scale say nothing here?"),
                reference,
                score_field(key),
                text,
            )
