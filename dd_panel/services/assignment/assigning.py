"""Who reads what, worked out: every application gets its reviews, what stands stays, and each change has a reason."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dd_panel.domain.assigning import AssignmentChange, bars_of
from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CONFLICT, MemberId, Reference, identity
from dd_panel.domain.panel import Assignment
from dd_panel.services.change import Change
from dd_panel.services.intake.eligibility import out_in
from dd_panel.services.journal import About, Deed, note_event
from dd_panel.services.named import no_member
from dd_panel.services.round.setting_up import in_order
from dd_panel.store.entry_values import Origin, Write
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dd_panel.domain.applications import Application
    from dd_panel.domain.panel import Member
    from dd_panel.domain.rounds import Round
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work

LEFT_FACT = "left the panel"
"""The fact in a round's store that lists the members who dropped out; they get nothing new."""

Pair = tuple[MemberId, Reference]

_FEW = 50
"""Up to so many changes, only what they are about is read."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to assign: reviews each and most reviews a member where they differ from the round's own.

    `without` drop out and `back` return; `may_move` allows what stands to change, as little as possible.
    """

    reviews: int | None = None
    max_load: int | None = None
    without: tuple[MemberId, ...] = ()
    back: tuple[MemberId, ...] = ()
    may_move: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """Who reads what at one moment, and what speaks against more.

    `bars` says for pairs why the member must not read; `begun` are pairs about which something was filled in, which are
    never taken away; `left` are the members who dropped out; `out` the applications that were
    withdrawn or failed a gate, with the reason, which are not among `applications`.
    """

    rules: Round
    applications: tuple[Application, ...]
    members: tuple[Member, ...]
    standing: Mapping[Pair, Assignment]
    bars: Mapping[Pair, str]
    begun: frozenset[Pair]
    left: frozenset[MemberId] = field(default_factory=frozenset)
    out: Mapping[Reference, str] = field(default_factory=dict)

    def counts(self, pair: Pair) -> bool:
        """Whether a review stands and nothing bars it."""
        return pair in self.standing and pair not in self.bars

    def stands_as(self, other: Situation) -> bool:
        """Whether the same is assigned here as there, and the same barred, whenever that was done."""
        mine, theirs = ({pair: each.duty for pair, each in one.standing.items()} for one in (self, other))
        return mine == theirs and self.bars == other.bars

    def reviewers(self, application: Reference) -> list[MemberId]:
        """Who reads the application, the barred left out."""
        return [each.member_id for each in self.members if self.counts((each.member_id, application))]

    def load(self, member: MemberId) -> int:
        """How many applications the member reads."""
        return sum(self.counts((member, each.reference)) for each in self.applications)

    def chance(self, pair: Pair) -> float:
        """A number from 0 to 1 that this pair always gets in this round."""
        text = "\x1f".join((self.rules.round_id, identity(pair[0]), identity(pair[1])))
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) / 2**64


def before_reading(place: Workplace) -> Situation:
    """The situation of nobody and nothing, for as long as it takes to read the round's own."""
    with place.store.reading() as work:
        return Situation(work.rounds.get(), (), (), {}, {}, frozenset())


def see_situation(place: Workplace) -> Situation:
    """Read who reads what, and what speaks against more."""
    with place.store.reading() as work:
        return situation_in(work)


def see_assignments(place: Workplace, before: Situation) -> Situation:
    """The same applications and members with what is assigned and which conflicts were declared by now.

    What was begun stays as it was known; reading all that takes several times as long in a large round.
    """
    members, live = {each.member_id for each in before.members}, {each.reference for each in before.applications}
    with place.store.reading() as work:
        assigned = work.panel.assignments()
        conflicts = work.entries.conflicts()
    declared = {pair: said for pair, said in conflicts.items() if pair[0] in members and pair[1] in live}
    return replace(
        before,
        standing={
            (each.member, each.application): each
            for each in assigned
            if each.member in members and each.application in live
        },
        bars=bars_of(before.members, before.applications, declared),
    )


def situation_in(work: Work) -> Situation:
    """The same within a unit of work."""
    # Only what is asked: the scores and comments of a large round are a hundred times as much.
    declared, begun = work.entries.conflicts(), work.entries.begun()
    return _situation(work, work.panel.members(), work.applications.summaries(), declared, begun)


def _situation(
    work: Work,
    members: tuple[Member, ...],
    applications: tuple[Application, ...],
    conflicts: Mapping[Pair, str],
    begun: frozenset[Pair],
) -> Situation:
    """The situation as far as these members and applications are concerned."""
    out = out_in(work)
    live = {each.reference for each in applications} - set(out)
    applications = tuple(each for each in applications if each.reference in live)
    declared = {pair: said for pair, said in conflicts.items() if pair[1] in live}
    return Situation(
        work.rounds.get(),
        applications,
        members,
        {(each.member, each.application): each for each in work.panel.assignments() if each.application in live},
        bars_of(members, applications, declared),
        begun,
        left_members(work),
        out,
    )


def _concerned(work: Work, changes: Sequence[AssignmentChange]) -> Situation:
    """The situation of the members and applications that these changes are about."""
    if len(changes) > _FEW:
        return situation_in(work)
    who, what = {each.member for each in changes}, {each.application for each in changes}
    filled = {(each.member, each.application): work.entries.of(each.member, each.application) for each in changes}
    return _situation(
        work,
        tuple(each for each in work.panel.members() if each.member_id in who),
        tuple(each for each in work.applications.summaries() if each.reference in what),
        {pair: fields[CONFLICT] for pair, fields in filled.items() if fields.get(CONFLICT)},
        frozenset(
            pair for pair, fields in filled.items() if any(text for name, text in fields.items() if name != CONFLICT)
        ),
    )


def left_members(work: Work) -> frozenset[MemberId]:
    """The members who left the panel."""
    return frozenset(MemberId(each) for each in json.loads(work.about.get(LEFT_FACT) or "[]"))


def with_changes(situation: Situation, changes: Sequence[AssignmentChange]) -> Situation:
    """The situation as it would be with these changes made."""
    standing = dict(situation.standing)
    for each in changes:
        pair = (each.member, each.application)
        if each.deed == "remove":
            standing.pop(pair, None)
        else:
            standing[pair] = Assignment(*pair, each.duty)
    return replace(situation, standing=standing)


def make_changes(place: Workplace, changes: Sequence[AssignmentChange], wishes: Wishes | None = None) -> Change:
    """Make changes, all or none; the Change takes them back. The reason to go above a member's limit is kept.

    Raises InputError when a review that is to go has been begun, or a pair is barred meanwhile.
    """
    with place.store.writing() as work:
        undo = changes_in(work, place, changes, wishes or Wishes())
    summary, many = summary_of(changes), len(changes) > _FEW
    return Change(frozenset({"assignments"}), summary, lambda: make_changes(place, *undo), long=many)


def changes_in(
    work: Work, place: Workplace, changes: Sequence[AssignmentChange], wishes: Wishes
) -> tuple[list[AssignmentChange], Wishes]:
    """Make changes within a unit of work, and return what takes them back; raises as `make_changes` does."""
    now = _concerned(work, changes)
    _check(now, changes)
    undo = _undoing(now, changes)
    left = (now.left | set(wishes.without)) - set(wishes.back)
    work.panel.unassign([(each.member, each.application) for each in changes if each.deed == "remove"])
    work.panel.assign(
        in_order(work, {(each.member, each.application): each.duty for each in changes if each.deed != "remove"})
    )
    work.about.put(LEFT_FACT, json.dumps(sorted(left)))
    _note_above_limit(work, place, changes)
    return undo, Wishes(without=tuple(sorted(now.left - left)), back=tuple(sorted(left - now.left)))


def _note_above_limit(work: Work, place: Workplace, changes: Sequence[AssignmentChange]) -> None:
    """Write down why a member was given more than the limit, where somebody said so."""
    limits = {each.member_id: each.limit for each in work.panel.members()}
    for each in changes:
        limit = limits.get(each.member)
        if (
            each.deed == "add"
            and each.why
            and limit is not None
            and len(work.panel.assignments_of(each.member)) > limit
        ):
            about = About(member=each.member, note=each.application)
            note_event(work, place, Deed.ABOVE_LIMIT, about, each.why)


def _check(now: Situation, changes: Sequence[AssignmentChange]) -> None:
    for each in changes:
        pair = (each.member, each.application)
        if each.deed == "remove" and pair in now.begun:
            raise InputError(
                _("{member} has begun to review {reference}.").format(member=each.member, reference=each.application),
                _("Scores that were received are never thrown away with an assignment."),
                _("Leave this review where it is."),
            )
        if each.deed == "add" and pair in now.bars and pair not in now.standing:
            raise InputError(
                _("{member} can't be given {reference}: {reason}.").format(
                    member=each.member, reference=each.application, reason=now.bars[pair]
                ),
                remedy=_("Choose another member."),
            )


def _undoing(now: Situation, changes: Sequence[AssignmentChange]) -> list[AssignmentChange]:
    """The changes that bring back what stands now."""
    undo: list[AssignmentChange] = []
    for each in {(each.member, each.application): each for each in changes}.values():
        before = now.standing.get((each.member, each.application))
        if before is None:
            undo.append(replace(each, deed="remove", why=""))
        else:
            undo.append(replace(each, deed="add" if each.deed == "remove" else "lead", duty=before.duty, why=""))
    return undo


def declare_for(place: Workplace, member: MemberId, reference: Reference, reason: str) -> Change:
    """Note a conflict that the secretariat knows of; the member sees the title alone. An empty reason withdraws it.

    Both stay in the history. Raises InputError when the member has begun to review it.
    """
    with place.store.writing() as work:
        entries = work.entries.of(member, reference)
        if reason and any(value for name, value in entries.items() if name != CONFLICT):
            raise InputError(
                _("{member} has begun to review {reference}.").format(member=member, reference=reference),
                remedy=_("Let the member declare the conflict, in the scoresheet or the review."),
            )
        before = entries.get(CONFLICT, "")
        work.entries.write([Write(member, reference, CONFLICT, reason)], Origin(place.person, place.clock()))
    said = (
        _("Conflict of {member} with {reference} noted")
        if reason
        else _("Conflict of {member} with {reference} withdrawn")
    )
    return Change(
        frozenset({"assignments", "conflict"}),
        said.format(member=member, reference=reference),
        lambda: declare_for(place, member, reference, before),
    )


def summary_of(changes: Sequence[AssignmentChange]) -> str:
    """How many reviews are assigned and taken away, and how many leads change."""
    added, removed = (sum(each.deed == deed for each in changes) for deed in ("add", "remove"))
    parts = []
    if added or not changes:
        parts.append(ngettext("{count} review assigned", "{count} reviews assigned", added).format(count=added))
    if removed:
        parts.append(ngettext("{count} review taken away", "{count} reviews taken away", removed).format(count=removed))
    if led := len(changes) - added - removed:
        parts.append(ngettext("{count} lead changed", "{count} leads changed", led).format(count=led))
    return ", ".join(parts)


def members_named(situation: Situation, names: Sequence[MemberId]) -> tuple[MemberId, ...]:
    """The members of these ids as the panel writes them; raises InputError for one that is no member."""
    known = {identity(each.member_id): each.member_id for each in situation.members}
    for name in names:
        if identity(name) not in known:
            raise no_member(name, list(known.values()))
    return tuple(known[identity(name)] for name in names)
