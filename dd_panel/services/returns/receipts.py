"""Counting what was expected against what was received, and putting the round's reviews together."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeVar

from dd_panel.domain.identifiers import (
    CONFLICT,
    CriterionKey,
    Field,
    MemberId,
    Reference,
    criterion_of,
    is_score,
)
from dd_panel.domain.purposes import counting_field
from dd_panel.domain.receipt import WAITING, Counts, Receipt, counted, together
from dd_panel.domain.reviews import Review, Score, ScoreState
from dd_panel.services.intake.eligibility import out_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dd_panel.domain.findings import Finding, ReadCell
    from dd_panel.domain.panel import Assignment
    from dd_panel.store.entry_values import Entry, Judgement
    from dd_panel.store.findings import Kept
    from dd_panel.store.work import Work

Whose = TypeVar("Whose", bound=str)
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
    return Account(reviews_from(work, filled), entries)


def reviews_of(work: Work) -> tuple[Review, ...]:
    """Every assigned review of the round as it stands now, in the order of members and their reading."""
    return reviews_from(work, work.entries.everything())


def reviews_from(work: Work, entries: Mapping[tuple[MemberId, Reference], Mapping[Field, str]]) -> tuple[Review, ...]:
    """The same of entries that were read already, by member and application."""
    rubric = work.rounds.get().rubric
    waiting = waiting_scores(work.findings.waiting())
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


def waiting_scores(findings: Iterable[Kept]) -> Waiting:
    """The criteria of each review whose received value waits for a decision, by the findings that wait."""
    waiting: Waiting = {}
    for kept in findings:
        for cell in held_scores(kept.finding):
            criterion = criterion_of(cell.field)
            if criterion is not None:
                waiting.setdefault((kept.member, cell.application), set()).add(criterion)
    return waiting


def held_scores(finding: Finding) -> Iterable[ReadCell]:
    """The scores a finding holds back; an empty cell of a doubtful row holds nothing back."""
    alone = finding.kind.rule.holds == "cell"
    return (cell for cell in finding.held if is_score(cell.field) and (cell.raw or alone))


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The receipt, and the counts of each review it expects, in the order of members and their reading."""

    receipt: Receipt
    reviews: Mapping[tuple[MemberId, Reference], Counts]


def expected_in(work: Work) -> tuple[Assignment, ...]:
    """The reviews that are awaited: none of an application that is out of the competition, whatever came of it.

    What was scored there is kept, but it is neither ranked nor in the workbook, so the receipt leaves it out as well.
    """
    out = out_in(work)
    return tuple(each for each in work.panel.assignments() if each.application not in out)


def receipt_of(work: Work) -> Receipt:
    """Account for every score that the round expects."""
    return reckon(work, work.findings.all()).receipt


def reckon(work: Work, findings: Sequence[Kept]) -> Reckoning:
    """Account for every score that the round expects, all its findings being read already.

    Of the reviews only what the count needs is read.
    """
    assignments = expected_in(work)
    tally = _tally(work, assignments, findings)
    sent = {each.member for each in work.returns.all() if each.merged and not each.second_look}
    by_member = _shares((each.member for each in assignments), tally.counts)
    counts = together(by_member.values())
    receipt = Receipt(
        expected=len(assignments) * len(work.rounds.get().rubric.criteria),
        **counts._asdict(),
        outstanding_members=tuple(
            member.member_id
            for member in work.panel.members()
            if member.member_id in by_member and member.member_id not in sent
        ),
        sum_in=tally.sum_in,
        sum_out=tally.sum_out,
        by_member=by_member,
        by_application=dict(sorted(_shares((each.application for each in assignments), tally.counts).items())),
    )
    pairs = ((each.member, each.application) for each in assignments)
    return Reckoning(receipt, dict(zip(pairs, tally.counts, strict=True)))


def _shares(whose: Iterable[Whose], counts: Iterable[Counts]) -> dict[Whose, Counts]:
    """The counts of the assignments put together by the member, or the application, that each belongs to."""
    shares: dict[Whose, list[Counts]] = {}
    for each, count in zip(whose, counts, strict=True):
        shares.setdefault(each, []).append(count)
    return {each: together(parts) for each, parts in shares.items()}


@dataclass(slots=True)
class _Tally:
    """The counts of each assignment, and the control totals of the scores that stand.

    `sum_in` adds the standing scores as they were read from the files, or decided; `sum_out` as they are kept.
    """

    counts: list[Counts] = dataclasses.field(default_factory=list)
    sum_in: Fraction = Fraction(0)
    sum_out: Fraction = Fraction(0)


def _tally(work: Work, assignments: Sequence[Assignment], findings: Sequence[Kept]) -> _Tally:
    rubric = work.rounds.get().rubric
    judged, waiting = work.entries.judgements(), waiting_scores(kept for kept in findings if kept.waits)
    read, decided = work.returns.scores_read(), decided_scores(findings)
    tally = _Tally()
    # Equal scores are read once: a hundred thousand of them are only a few dozen different ones.
    known: dict[tuple[CriterionKey, str], Score] = {}
    standing: Counter[tuple[CriterionKey, str, str]] = Counter()
    looked_at_once = {key: counting_field({}, key) for key in rubric.keys}
    for assignment in assignments:
        pair = (assignment.member, assignment.application)
        entries, waits = judged.get(pair, {}), waiting.get(pair, ())
        conflicted = CONFLICT in entries and bool(entries[CONFLICT].value)
        states: list[ScoreState | Literal["waiting"]] = []
        for key, field in _counting(entries, looked_at_once).items():
            if key in waits:
                states.append(WAITING)
                continue
            if conflicted:
                states.append(ScoreState.CONFLICTED)
                continue
            entry = entries.get(field)
            text = entry.value if entry is not None else ""
            if (key, text) not in known:
                known[key, text] = Score.standing(text, rubric.criterion(key).scale)
            states.append(known[key, text].state)
            if entry is not None and entry.return_id is None:
                # What was set long ago may stand again, since somebody kept it.
                standing[key, text, text if text in decided.get((*pair, field), ()) else "0"] += 1
            elif entry is not None:
                standing[key, text, read.get(entry.place, "0")] += 1
        tally.counts.append(counted(states))
    for (key, text, said), count in standing.items():
        mark = known[key, text].mark
        if mark is not None:
            tally.sum_in += count * Fraction(said)
            tally.sum_out += count * Fraction(rubric.criterion(key).scale.value_of(mark))
    return tally


def _counting(entries: Mapping[Field, Judgement], once: Mapping[CriterionKey, Field]) -> Mapping[CriterionKey, Field]:
    """The field that counts for each criterion; `once` are those of a review without a second look."""
    if not any(field.startswith("second.") for field in entries):
        return once
    filled = {field: judgement.value for field, judgement in entries.items()}
    return {key: counting_field(filled, key) for key in once}


def decided_scores(findings: Iterable[Kept]) -> Mapping[tuple[MemberId, Reference, Field], set[str]]:
    """The scores that decisions set to something no file says."""
    decided: dict[tuple[MemberId, Reference, Field], set[str]] = {}
    for kept in findings:
        # Of a row that was set, it is the application.
        if kept.decision == "set" and kept.decided_value and kept.finding.kind.rule.holds == "cell":
            for cell in held_scores(kept.finding):
                decided.setdefault((kept.member, cell.application, cell.field), set()).add(kept.decided_value)
    return decided
