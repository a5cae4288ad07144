"""What the screen *Returns* shows: how far each member is, each file with its findings, and the receipt."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.rounds import LONDON
from dd_panel.services.journal import asked_when, events, reminded_when
from dd_panel.services.returns.deciding import safe_mends
from dd_panel.services.returns.logbook import log_of
from dd_panel.services.returns.receipts import reckon
from dd_panel.store.findings import SUPERSEDED, TAKEN_BACK

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from dd_panel.domain.applications import Application
    from dd_panel.domain.identifiers import MemberId, Reference
    from dd_panel.domain.panel import Member
    from dd_panel.domain.receipt import Counts, Receipt
    from dd_panel.domain.rounds import Round
    from dd_panel.services.returns.logbook import LogLine
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.findings import Kept
    from dd_panel.store.returns import Return

ReturnState = Literal["outstanding", "received", "revised", "complete", "error"]

_SPEAKS_NO_MORE = frozenset({SUPERSEDED, TAKEN_BACK})
"""The decisions with which a finding is no more shown beside its file."""


@dataclass(frozen=True, slots=True)
class MemberReturn:
    """How far one member's return is.

    `waiting` counts findings to decide, `scored` the reviews with nothing open, `expected` the reviews that no conflict
    bars, `sheets` the scoresheets that were merged.
    """

    member: Member
    state: ReturnState
    latest: Return | None
    waiting: int
    conflicts: int
    scored: int
    expected: int
    reminded: datetime | None = None
    sheets: int = 0


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A scoresheet that was taken in, with the findings that still speak about it."""

    received: Return
    member: Member
    findings: tuple[Kept, ...]

    @property
    def waiting(self) -> int:
        """How many of its findings wait for a decision."""
        return sum(kept.waits for kept in self.findings)


@dataclass(frozen=True, slots=True)
class DeclaredConflict:
    """A member who does not judge an application, and why."""

    member: Member
    application: Application
    reason: str


@dataclass(frozen=True, slots=True)
class ReturnsView:
    """Everything the Returns screen shows at one moment."""

    rules: Round
    members: tuple[MemberReturn, ...]
    files: tuple[ReturnedFile, ...]
    conflicts: tuple[DeclaredConflict, ...]
    log: tuple[LogLine, ...]
    applications: Mapping[Reference, Application]
    receipt: Receipt
    asked: Mapping[int, datetime]
    today: date
    safe: int
    """How many of the findings that wait may be taken unasked."""

    @property
    def received(self) -> int:
        """How many members have sent a scoresheet."""
        return sum(each.latest is not None for each in self.members)

    @property
    def outstanding(self) -> int:
        """How many members have not."""
        return len(self.members) - self.received

    @property
    def waiting(self) -> int:
        """How many findings wait for a decision."""
        return sum(file.waiting for file in self.files)


@dataclass(slots=True)
class _Progress:
    """How many reviews a member has, in how many a conflict stands, and how many enter the ranking."""

    assigned: int = 0
    conflicts: int = 0
    scored: int = 0


def see_returns(place: Workplace) -> ReturnsView:
    """Read everything that the Returns screen shows."""
    with place.store.reading() as work:
        rules = work.rounds.get()
        members = {member.member_id: member for member in work.panel.members()}
        applications = {each.reference: each for each in work.applications.summaries()}
        returns = work.returns.all()
        latest = work.returns.latest_of_all()
        kept = work.findings.all()
        known = events(work)
        declared = work.entries.conflicts()
        # Counted and not put together: a review's comments are a hundred times what is shown of it here.
        reckoning = reckon(work, kept)
        safe = len(safe_mends(work, [each for each in kept if each.waits]))
    conflicts = tuple(
        DeclaredConflict(members[pair[0]], applications[pair[1]], declared[pair])
        for pair in reckoning.reviews
        if pair in declared
    )
    return ReturnsView(
        rules=rules,
        members=_members(members, _progress(reckoning.reviews, declared), latest, returns, kept, reminded_when(known)),
        files=_files(members, returns, kept),
        conflicts=conflicts,
        log=log_of(returns, kept, known, members),
        applications=applications,
        receipt=reckoning.receipt,
        asked=asked_when(known),
        today=place.clock().astimezone(LONDON).date(),
        safe=safe,
    )


def see_finding_again(place: Workplace, before: ReturnsView, number: int) -> ReturnsView:
    """The same view with one finding as it stands by now, the very same where that is as it was; all else is as read.

    To read everything takes long in a large round, and what is decided on next is to be shown as it is.
    """
    with place.store.reading() as work:
        kept = work.findings.get(number)
    if any(kept in file.findings for file in before.files if file.received.return_id == kept.return_id):
        return before
    files = (_with_finding(file, kept) if file.received.return_id == kept.return_id else file for file in before.files)
    return replace(before, files=tuple(files))


def _progress(
    reviews: Mapping[tuple[MemberId, Reference], Counts], declared: Collection[tuple[MemberId, Reference]]
) -> dict[MemberId, _Progress]:
    """How far each member is who has anything to read, in the order of members."""
    found: dict[MemberId, _Progress] = {}
    for pair, counts in reviews.items():
        own = found.setdefault(pair[0], _Progress())
        own.assigned += 1
        own.scored += counts.ranked
        own.conflicts += pair in declared
    return found


def _members(
    members: Mapping[MemberId, Member],
    progress: Mapping[MemberId, _Progress],
    latest: Mapping[MemberId, Return],
    returns: Iterable[Return],
    kept: Iterable[Kept],
    reminded: Mapping[MemberId, datetime],
) -> tuple[MemberReturn, ...]:
    waiting: dict[MemberId, list[Kept]] = {}
    for each in kept:
        if each.waits:
            waiting.setdefault(each.member, []).append(each)
    merged = Counter(each.member for each in returns if each.merged)
    found: list[MemberReturn] = []
    for member_id, own in progress.items():
        sent, open_findings = latest.get(member_id), waiting.get(member_id, ())
        expected = own.assigned - own.conflicts
        state = _state(sent, open_findings, done=own.scored == expected, files=merged[member_id])
        found.append(
            MemberReturn(
                members[member_id],
                state,
                sent,
                len(open_findings),
                own.conflicts,
                own.scored,
                expected,
                reminded.get(member_id),
                merged[member_id],
            )
        )
    return tuple(found)


def _state(latest: Return | None, waiting: Sequence[Kept], *, done: bool, files: int) -> ReturnState:
    if latest is None:
        return "outstanding"
    if any(each.finding.kind.rule.severity == "error" for each in waiting):
        return "error"
    if waiting or not done:
        return "received"
    return "revised" if files > 1 else "complete"


def _files(
    members: Mapping[MemberId, Member], returns: Iterable[Return], kept: Iterable[Kept]
) -> tuple[ReturnedFile, ...]:
    by_return: dict[int, list[Kept]] = {}
    for each in kept:
        if each.decision not in _SPEAKS_NO_MORE:
            by_return.setdefault(each.return_id, []).append(each)
    files = [
        ReturnedFile(each, members[each.member], tuple(by_return[each.return_id]))
        for each in returns
        if each.return_id in by_return
    ]
    # What waits comes first, then the latest.
    return tuple(sorted(files, key=lambda file: (not file.waiting, -file.received.return_id)))


def _with_finding(file: ReturnedFile, kept: Kept) -> ReturnedFile:
    here = (kept if each.finding_id == kept.finding_id else each for each in file.findings)
    return replace(file, findings=tuple(each for each in here if each.decision not in _SPEAKS_NO_MORE))
