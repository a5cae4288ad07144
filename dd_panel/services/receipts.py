"""Counting what was expected against what was received, and putting the round's reviews together."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from dd_panel.domain.identifiers import CONFLICT, CriterionKey, MemberId, Reference, criterion_of, is_score
from dd_panel.domain.receipt import Receipt, count_states
from dd_panel.domain.reviews import Review

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dd_panel.domain.findings import Finding, ReadCell
    from dd_panel.store.work import Work

Waiting = dict[tuple[MemberId, Reference], set[CriterionKey]]


def reviews_of(work: Work) -> tuple[Review, ...]:
    """Every assigned review of the round as it stands now, in the order of members and their reading."""
    rubric = work.rounds.get().rubric
    entries = work.entries.everything()
    waiting = waiting_scores(work)
    reviews: list[Review] = []
    for assignment in work.panel.assignments():
        key = (assignment.member, assignment.application)
        filled = entries.get(key, {})
        reviews.append(
            Review.from_entries(
                rubric,
                *key,
                filled,
                conflicted=bool(filled.get(CONFLICT)),
                waiting=frozenset(waiting.get(key, ())),
            )
        )
    return tuple(reviews)


def waiting_scores(work: Work) -> Waiting:
    """The criteria of each review whose received value waits for a decision."""
    waiting: Waiting = {}
    for kept in work.findings.waiting():
        for cell in held_scores(kept.finding):
            criterion = criterion_of(cell.field)
            if criterion is not None:
                waiting.setdefault((kept.member, cell.application), set()).add(criterion)
    return waiting


def held_scores(finding: Finding) -> Iterable[ReadCell]:
    """The scores a finding holds back; an empty cell of a doubtful row holds nothing back."""
    alone = finding.kind.rule.holds == "cell"
    return (cell for cell in finding.held if is_score(cell.field) and (cell.raw or alone))


def receipt_of(work: Work) -> Receipt:
    """Account for every score that the round expects."""
    reviews = reviews_of(work)
    counts = count_states(reviews)
    sent = {each.member for each in work.returns.all() if each.status.startswith("merged")}
    assigned = {assignment.member for assignment in work.panel.assignments()}
    outstanding = tuple(
        member.member_id
        for member in work.panel.members()
        if member.member_id in assigned and member.member_id not in sent
    )
    sum_in, sum_out = control_totals(work, reviews)
    return Receipt(
        expected=sum(len(review.scores) for review in reviews),
        scored=counts["scored"],
        cannot_judge=counts["cannot_judge"],
        conflicted=counts["conflicted"],
        not_yet_scored=counts["not_yet_scored"],
        waiting=counts["waiting"],
        outstanding_members=outstanding,
        sum_in=sum_in,
        sum_out=sum_out,
    )


def control_totals(work: Work, reviews: Iterable[Review]) -> tuple[Fraction, Fraction]:
    """The sum of the standing scores as they were read from the files, or decided, and as they are kept."""
    rubric = work.rounds.get().rubric
    standing = {
        (review.member, review.application, key)
        for review in reviews
        for key in review.marks
        if key not in review.waiting
    }
    sum_out = sum(
        (
            Fraction(rubric.criterion(key).scale.value_of(mark))
            for review in reviews
            for key, mark in review.marks.items()
            if key not in review.waiting
        ),
        Fraction(0),
    )
    read = work.returns.scores_read()
    decided = decided_scores(work)
    sum_in = Fraction(0)
    for entry in work.entries.all_details():
        criterion = criterion_of(entry.field)
        if not is_score(entry.field) or (entry.member, entry.application, criterion) not in standing:
            continue
        origin = entry.origin
        if origin.return_id is not None:
            text = read.get((origin.return_id, origin.sheet, origin.cell), "0")
        else:
            text = decided.get((entry.member, entry.application, criterion), "0")
        sum_in += Fraction(text)
    return sum_in, sum_out


def decided_scores(work: Work) -> Mapping[tuple[MemberId, Reference, CriterionKey | None], str]:
    """The scores that a decision set to something no file says; the latest decision holds."""
    decided: dict[tuple[MemberId, Reference, CriterionKey | None], str] = {}
    for kept in work.findings.all():
        if kept.decision == "set" and kept.decided_value:
            for cell in held_scores(kept.finding):
                decided[kept.member, cell.application, criterion_of(cell.field)] = kept.decided_value
    return decided
