"""What a member must not see of the result: everything about applications with which the member has a conflict."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from dd_panel.domain.ranking import rank, sides
from dd_panel.domain.receipt import count_states
from dd_panel.services.results.ranking import agreed_positions
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.meeting import Meeting
    from dd_panel.domain.panel import Member
    from dd_panel.domain.receipt import Receipt
    from dd_panel.domain.reviews import Review
    from dd_panel.domain.rounds import Round
    from dd_panel.services.meeting.conducting import MeetingView

_Kept = TypeVar("_Kept")


def withheld_from(view: MeetingView, reader: Member | None) -> frozenset[Reference]:
    """The applications of which a reader may see nothing but that they are there."""
    if reader is None:
        return frozenset()
    return frozenset(each for each, members in view.conflicts.items() if reader.member_id in members)


def without(view: MeetingView, hidden: AbstractSet[Reference]) -> MeetingView:
    """The meeting and its ranking as if these applications were not there; places count the others only."""
    ranking = view.ranking
    kept = {line.application.reference: line for line in ranking.lines if line.application.reference not in hidden}
    reviews = tuple(review for line in kept.values() for review in line.reviews)
    meeting = _meeting_without(view.meeting, hidden)
    ranked = rank(ranking.rules, tuple(kept), reviews, agreed_positions(meeting, ranking.rules, view.out))
    lines = tuple(replace(kept[each.application], ranked=each) for each in ranked)
    receipt = _receipt_of(ranking.rules, ranking.receipt, reviews)
    return replace(
        view,
        ranking=replace(ranking, lines=lines, receipt=receipt),
        meeting=meeting,
        conflicts={each: members for each, members in view.conflicts.items() if each not in hidden},
        sides=sides((line.ranked for line in lines), ranking.rules.places),
    )


def withheld_words(reader: Member | None, hidden: AbstractSet[Reference]) -> str:
    """What a reader is told about what is left out."""
    if reader is None:
        return ""
    if not hidden:
        return _("For {name}, who has no conflict of interest: nothing is left out.").format(name=reader.name)
    return _("For {name}: left out for a conflict of interest is {references}; places count the others only.").format(
        name=reader.name, references=", ".join(sorted(hidden))
    )


def _meeting_without(meeting: Meeting, hidden: AbstractSet[Reference]) -> Meeting:
    return replace(
        meeting,
        record=tuple(each for each in meeting.record if each.application not in hidden),
        agreed=_rest(hidden, meeting.agreed),
        decisions=_rest(hidden, meeting.decisions),
        notes=_rest(hidden, meeting.notes),
        votes=_rest(hidden, meeting.votes),
        reserves=tuple(each for each in meeting.reserves if each not in hidden),
        agenda=tuple(each for each in meeting.agenda if each not in hidden),
        recusals=tuple(each for each in meeting.recusals if each.application not in hidden),
        current=None if meeting.current in hidden else meeting.current,
        lot=None,
        signed=tuple(
            replace(each, undecided=tuple(key for key in each.undecided if key not in hidden))
            for each in meeting.signed
        ),
    )


def _receipt_of(rules: Round, whole: Receipt, reviews: tuple[Review, ...]) -> Receipt:
    """The receipt of the reviews that are left; whether the whole round's adds up was asked before."""
    counts, marks = count_states(reviews), Counter[tuple[str, Fraction]]()
    for review in reviews:
        for key, mark in review.marks.items():
            if key not in review.waiting:
                marks[key, Fraction(rules.rubric.criterion(key).scale.value_of(mark))] += 1
    total = sum((value * count for (_key, value), count in marks.items()), Fraction(0))
    return replace(
        whole,
        expected=counts.expected,
        **counts._asdict(),
        sum_in=total + whole.sum_in - whole.sum_out,
        sum_out=total,
        by_member={},
        by_application={},
    )


def _rest(hidden: AbstractSet[Reference], found: Mapping[Reference, _Kept]) -> dict[Reference, _Kept]:
    return {each: value for each, value in found.items() if each not in hidden}
