"""Tracing: from a number back to the file, sheet and cell it came from, and everything it was before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import criterion_of, identity, is_score
from dd_panel.domain.purposes import counting_field
from dd_panel.domain.rounds import LONDON
from dd_panel.domain.totals import weighted_total
from dd_panel.services.returns.chains import doubts_about
from dd_panel.services.returns.receipts import reviews_of
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from fractions import Fraction

    from dd_panel.domain.identifiers import Field, MemberId, Reference
    from dd_panel.services.returns.chains import Doubt
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.entry_values import Recorded
    from dd_panel.store.returns import Return
    from dd_panel.store.work import Work


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
    """The chain behind an application: each review's total (0 … 100, or None), and the trail of every entry."""

    reference: Reference
    percents: Mapping[MemberId, Fraction | None]
    trails: tuple[Trail, ...]


def trace(place: Workplace, reference: str, member: str | None = None) -> Trace:
    """Follow the numbers of an application, or of one member's review of it, back to where they came from.

    Raises InputError when the application or the member is unknown.
    """
    with place.store.reading() as work:
        application = known_reference(work, reference)
        wanted = _members(work, member)
        returns = {each.return_id: each for each in work.returns.all()}
        doubts = [each for each in doubts_about(work, application, returns) if each.kept.member in wanted]
        recorded = [each for each in work.entries.history(application=application) if each.member in wanted]
        rubric = work.rounds.get().rubric
        percents = {
            review.member: weighted_total(rubric, review.scores).percent
            for review in reviews_of(work)
            if review.application == application and review.member in wanted
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


def known_reference(work: Work, reference: str) -> Reference:
    """The reference as the round writes it; raises InputError where there is none."""
    for each in work.applications.references():
        if identity(each) == identity(reference):
            return each
    raise InputError(
        _("“{reference}” is not a reference of this round.").format(reference=reference),
        remedy=_("Check the reference; “dd-panel rank” lists them all."),
    )


def _members(work: Work, member: str | None) -> set[MemberId]:
    found = {
        each.member_id
        for each in work.panel.members()
        if member is None or identity(each.member_id) == identity(member)
    }
    if not found:
        raise InputError(
            _("{member} is no member of this panel.").format(member=member), remedy=_("Check the member's id.")
        )
    return found


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
