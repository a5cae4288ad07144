"""Moderation: a member looks at some applications once more, beside what colleagues said, and may score them anew.

A small scoresheet of its own goes out and comes back like any other; what is in it stands beside the first scores.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import (
    CriterionKey,
    Field,
    MemberId,
    Reference,
    comment_field,
    score_field,
    second_comment_field,
    second_field,
)
from dd_panel.domain.purposes import Purpose, input_fields
from dd_panel.domain.totals import mean_of, weighted_total
from dd_panel.exchange.files import check_ending, write_whole
from dd_panel.exchange.scoresheet.layout import SheetToFill
from dd_panel.exchange.scoresheet.read import is_scoresheet
from dd_panel.exchange.scoresheet.second_look import Said, SecondLook, SecondLookRow, second_look_bytes
from dd_panel.services.intake.eligibility import out_in
from dd_panel.services.journal import About, Deed, note_event
from dd_panel.services.named import known_member, known_reference
from dd_panel.services.returns.moderation_asked import times_asked
from dd_panel.services.returns.receipts import reviews_of
from dd_panel.services.review.scoresheets import refuse_filled_in
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from dd_panel.domain.applications import Application
    from dd_panel.domain.reviews import Review
    from dd_panel.domain.rubric import Criterion
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work


@dataclass(frozen=True, slots=True)
class SentAgain:
    """A second look that was written: whose it is, the how manieth of this member, and the applications in it."""

    member: MemberId
    number: int
    applications: tuple[Reference, ...]


def make_second_look(place: Workplace, member_id: MemberId, references: Sequence[str], out: Path) -> SentAgain:
    """Write a second look at these applications for a member, and note that it was asked for.

    Raises InputError, with nothing written, for an application that is not the member's, that the member has not
    scored, that is out of the competition, or in which the member has a conflict: colleagues' scores of it are nothing
    for the member to see.
    The name has to end in `.xlsx`.
    """
    check_ending(out, ".xlsx")
    with place.store.writing() as work:
        member = known_member(work, member_id)
        chosen = dict.fromkeys(known_reference(work, text) for text in references)
        reviews = reviews_of(work)
        mine = {each.application: each for each in reviews if each.member == member.member_id}
        _refuse_unsuitable(member.member_id, chosen, mine, out_in(work))
        number = times_asked(work, member.member_id) + 1
        rules = work.rounds.get()
        entries = work.entries.of_member(member.member_id)
        order = [reference for reference in mine if reference in chosen]  # the order of the member's reading
        applications = {each.reference: each for each in work.applications.summaries()}
        rows = tuple(
            SecondLookRow(
                applications[reference],
                {
                    each.key: _said(each, mine[reference], entries.get(reference, {}), reviews)
                    for each in rules.rubric.criteria
                },
                _earlier(entries.get(reference, {}), input_fields(rules.rubric, Purpose.SECOND_LOOK)),
            )
            for reference in order
        )
        look = SecondLook.of(SheetToFill(rules, member, number, place.clock(), ()), rows)
        cells = tuple((reference, second_field(key)) for reference in order for key in rules.rubric.keys)
        note_event(work, place, Deed.SECOND_LOOK, About(member.member_id, cells=cells, note=str(number)))
        refuse_filled_in(out, rules)
        write_whole(out, second_look_bytes(look), ours=is_scoresheet)
    return SentAgain(member.member_id, number, tuple(order))


@dataclass(frozen=True, slots=True)
class LookAgain:
    """An application that a member may look at again: the member's own total and the range of colleagues', 0 … 100."""

    application: Application
    percent: Fraction | None
    colleagues: tuple[Fraction, ...]


def see_what_to_look_at_again(place: Workplace, member: MemberId) -> tuple[LookAgain, ...]:
    """Every application that a second look of this member can hold, the one furthest from colleagues first."""
    with place.store.reading() as work:
        rubric = work.rounds.get().rubric
        applications = {each.reference: each for each in work.applications.summaries()}
        reviews, gone = reviews_of(work), out_in(work)
    totals: dict[Reference, list[Fraction]] = {}
    for each in reviews:
        percent = weighted_total(rubric, each.scores).percent if each.counts and each.member != member else None
        if percent is not None:
            totals.setdefault(each.application, []).append(percent)
    found = [
        LookAgain(
            applications[each.application],
            weighted_total(rubric, each.scores).percent,
            tuple(sorted(totals.get(each.application, ()))),
        )
        for each in reviews
        if each.member == member and each.application not in gone and can_look_again(each)
    ]
    return tuple(sorted(found, key=lambda each: -_apart(each)))


def _apart(each: LookAgain) -> Fraction:
    """How far the member's total is from the mean of the colleagues'; 0 where nothing can be compared."""
    if each.percent is None or not each.colleagues:
        return Fraction(0)
    return abs(each.percent - mean_of(each.colleagues))


def can_look_again(review: Review) -> bool:
    """Whether a second look at this review can be asked for: something is scored, and no conflict bars it."""
    return not review.conflicted and review.settled > 0


def _refuse_unsuitable(
    member: MemberId, chosen: Iterable[Reference], mine: Mapping[Reference, Review], gone: Mapping[Reference, str]
) -> None:
    for reference in chosen:
        about = {"member": member, "reference": reference}
        if reference not in mine:
            raise InputError(
                _("{reference} is not assigned to {member}.").format(**about),
                remedy=_("Leave it out, or choose a member who has reviewed it."),
            )
        if reference in gone:
            raise InputError(
                _("{reference} is out of the competition.").format(**about),
                gone[reference].rstrip(".") + ".",
                _("Leave it out."),
            )
        if mine[reference].conflicted:
            raise InputError(
                _("{member} has a conflict of interest in {reference}.").format(**about),
                _("What colleagues said of it is not for this member to see."),
                _("Leave it out."),
            )
        if not can_look_again(mine[reference]):
            raise InputError(
                _("{member} has not scored {reference} yet.").format(**about),
                remedy=_("Leave it out, or ask for the scoresheet first."),
            )


def _said(criterion: Criterion, mine: Review, entries: Mapping[Field, str], reviews: Iterable[Review]) -> Said:
    """What the member said first of a criterion, and what colleagues say of it now, without a word of who."""
    key = criterion.key
    others = [
        each
        for each in reviews
        if each.application == mine.application and each.member != mine.member and key not in each.waiting
    ]
    scores = [each.scores[key].text(criterion.scale) for each in others if not each.conflicted]
    own = _("waits for a decision") if key in mine.waiting else entries.get(score_field(key), "")
    return Said(
        own,
        entries.get(comment_field(key), ""),
        tuple(score for score in scores if score),
        tuple(each.comments[key] for each in others if each.comments.get(key)),
    )


def _earlier(entries: Mapping[Field, str], fields: Iterable[Field]) -> dict[Field, str]:
    return {field: entries[field] for field in fields if entries.get(field)}


@dataclass(frozen=True, slots=True)
class Revisited:
    """A score that was looked at a second time: what was said first, and what was said then.

    `counts` says which of the two counts: the second where a score was given.
    """

    member: MemberId
    application: Reference
    criterion: CriterionKey
    first: str
    first_comment: str
    second: str
    reason: str

    @property
    def counts(self) -> bool:
        """Whether the second score counts."""
        return bool(self.second)


def revisited_in(work: Work) -> tuple[Revisited, ...]:
    """Every score of the round to which a second look brought a new score or a word, in the order of the reviews."""
    keys = work.rounds.get().rubric.keys
    everything = work.entries.everything()
    found: list[Revisited] = []
    for assignment in work.panel.assignments():
        entries = everything.get((assignment.member, assignment.application), {})
        for key in keys:
            second, reason = entries.get(second_field(key), ""), entries.get(second_comment_field(key), "")
            if second or reason:
                first, comment = entries.get(score_field(key), ""), entries.get(comment_field(key), "")
                found.append(Revisited(assignment.member, assignment.application, key, first, comment, second, reason))
    return tuple(found)
