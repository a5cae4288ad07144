"""Tracing: from a number back to the file, sheet and cell it came from, and everything it was before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.identifiers import criterion_of, is_score
from dd_panel.domain.purposes import counting_field
from dd_panel.domain.rounds import LONDON
from dd_panel.domain.totals import weighted_total
from dd_panel.services.named import known_member, known_reference
from dd_panel.services.returns.chains import doubts_about
from dd_panel.services.returns.receipts import reviews_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from fractions import Fraction

    from dd_panel.domain.identifiers import Field, MemberId, Reference
    from dd_panel.services.returns.chains import Doubt
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.entry_values import Recorded
    from dd_panel.store.returns import Return


@dataclass(frozen=True, slots=True)
class Step:
    """One change of one entry: what it was, what it became, by whom and when, and from which file and cell."""

    before: str
    after: str
    who: str
    at: datetime
    reason: str
    file: str
    sheet: str
    cell: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Trail:
    """Everything that happened to one thing a member said about an application, oldest first.

    `counts` is False for a score in whose place another counts: a first one after a second look, or an empty second.
    `doubts` are the findings about it, oldest first: what was received and waits, or what somebody decided about it.
    """

    member: MemberId
    field: Field
    value: str
    steps: tuple[Step, ...]
    counts: bool = True
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """The chain behind an application: each review's total, and the trail of every entry.

    A total is 0 … 100, and None where nothing is scored or a score waits for a decision.
    """

    reference: Reference
    percents: Mapping[MemberId, Fraction | None]
    trails: tuple[Trail, ...]


def trace(place: Workplace, reference: str, member: str | None = None) -> Trace:
    """Follow the numbers of an application, or of one member's review of it, back to where they came from.

    Raises InputError when the application or the member is unknown.
    """
    with place.store.reading() as work:
        application = known_reference(work, reference)
        whose = None if member is None else known_member(work, member).member_id
        returns = {each.return_id: each for each in work.returns.all()}
        doubts = [each for each in doubts_about(work, application, returns) if whose in {None, each.kept.member}]
        recorded = [each for each in work.entries.history(application=application) if whose in {None, each.member}]
        rubric = work.rounds.get().rubric
        percents = {
            review.member: None if review.waiting else weighted_total(rubric, review.scores).percent
            for review in reviews_of(work)
            if review.application == application and whose in {None, review.member}
        }
    trails: dict[tuple[MemberId, Field], list[Step]] = {}
    for each in recorded:
        trails.setdefault((each.member, each.field), []).append(_step(each, returns))
    doubted: dict[tuple[MemberId, Field], list[Doubt]] = {}
    for doubt in doubts:
        for field in doubt.fields:
            trails.setdefault((doubt.kept.member, field), [])
            doubted.setdefault((doubt.kept.member, field), []).append(doubt)
    stands: dict[MemberId, dict[Field, str]] = {}
    for (who, field), steps in trails.items():
        stands.setdefault(who, {})[field] = steps[-1].after if steps else ""
    return Trace(
        application,
        percents,
        tuple(
            Trail(
                who,
                field,
                stands[who][field],
                tuple(steps),
                _counts(stands[who], field),
                tuple(doubted.get((who, field), ())),
            )
            for (who, field), steps in sorted(trails.items())
        ),
    )


def _counts(entries: Mapping[Field, str], field: Field) -> bool:
    criterion = criterion_of(field)
    return criterion is None or not is_score(field) or counting_field(entries, criterion) == field


def _step(recorded: Recorded, returns: Mapping[int, Return]) -> Step:
    origin = recorded.origin
    received = returns.get(origin.return_id) if origin.return_id is not None else None
    return Step(
        recorded.before,
        recorded.after,
        origin.who,
        origin.at.astimezone(LONDON),
        origin.reason,
        origin.file,
        origin.sheet,
        origin.cell,
        received.sha256 if received else "",
    )
