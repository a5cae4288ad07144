"""Counting what was expected against what was received, and putting the round's reviews together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from dd_panel.domain.identifiers import (
    CONFLICT,
    CriterionKey,
    Field,
    MemberId,
    Reference,
    criterion_of,
    is_score,
    score_field,
    second_field,
)
from dd_panel.domain.receipt import Receipt, count_states
from dd_panel.domain.reviews import Review

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dd_panel.domain.findings import Finding, ReadCell
    from dd_panel.domain.scale import Mark
    from dd_panel.store.entries import Entry
    from dd_panel.store.work import Work

Waiting = dict[tuple[MemberId, Reference], set[CriterionKey]]


@dataclass(frozen=True, slots=True)
class Account:
    """The round as it stands: every assigned review, and every entry with where it came from; read in one go."""

    reviews: tuple[Review, ...]
    entries: Mapping[tuple[MemberId, Reference, Field], Entry]


def account_of(work: Work) -> Account:
    """Read the reviews of the round as they stand now, and the entries they are made of."""
    entries = {(each.member, each.application, each.field): each for each in work.entries.all_details()}
    filled: dict[tuple[MemberId, Reference], dict[Field, str]] = {}
    for (member, application, field), entry in entries.items():
        filled.setdefault((member, application), {})[field] = entry.value
    return Account(_reviews(work, filled), entries)


def reviews_of(work: Work) -> tuple[Review, ...]:
    """Every assigned review of the round as it stands now, in the order of members and their reading."""
    return _reviews(work, work.entries.everything())


def _reviews(work: Work, entries: Mapping[tuple[MemberId, Reference], Mapping[Field, str]]) -> tuple[Review, ...]:
    rubric = work.rounds.get().rubric
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


def receipt_of(work: Work, account: Account | None = None) -> Receipt:
    """Account for every score that the round expects; `account` is given where it was read already."""
    account = account or account_of(work)
    reviews = account.reviews
    counts = count_states(reviews)
    sent = {each.member for each in work.returns.all() if each.status.startswith("merged") and not each.second_look}
    assigned = {assignment.member for assignment in work.panel.assignments()}
    outstanding = tuple(
        member.member_id
        for member in work.panel.members()
        if member.member_id in assigned and member.member_id not in sent
    )
    sum_in, sum_out = control_totals(work, account)
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


def control_totals(work: Work, account: Account) -> tuple[Fraction, Fraction]:
    """The sum of the standing scores as they were read from the files, or decided, and as they are kept."""
    rubric = work.rounds.get().rubric
    read = work.returns.scores_read()
    decided = decided_scores(work)
    # Equal scores are counted first: exact sums of a hundred thousand fractions take their time.
    texts_in: Counter[str] = Counter()
    marks_out: Counter[tuple[CriterionKey, Mark]] = Counter()
    for review in account.reviews:
        for key, mark in review.marks.items():
            if key in review.waiting:
                continue
            marks_out[key, mark] += 1
            field = second_field(key) if key in review.first else score_field(key)
            origin = account.entries[review.member, review.application, field].origin
            if origin.return_id is not None:
                texts_in[read.get((origin.return_id, origin.sheet, origin.cell), "0")] += 1
            else:
                texts_in[decided.get((review.member, review.application, field), "0")] += 1
    sum_in = sum((count * Fraction(text) for text, count in texts_in.items()), Fraction(0))
    sum_out = sum(
        (count * Fraction(rubric.criterion(key).scale.value_of(mark)) for (key, mark), count in marks_out.items()),
        Fraction(0),
    )
    return sum_in, sum_out


def decided_scores(work: Work) -> Mapping[tuple[MemberId, Reference, Field], str]:
    """The scores that a decision set to something no file says; the latest decision holds."""
    decided: dict[tuple[MemberId, Reference, Field], str] = {}
    for kept in work.findings.all():
        if kept.decision == "set" and kept.decided_value:
            for cell in held_scores(kept.finding):
                decided[kept.member, cell.application, cell.field] = kept.decided_value
    return decided
