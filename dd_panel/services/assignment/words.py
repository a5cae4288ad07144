"""What there is to say about an assignment: what blocks it and would unlock it, and why a pair was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.assigning import fit_of, shared_topics
from dd_panel.domain.errors import InputError
from dd_panel.text import _, few, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dd_panel.analysis.assignment_room import Shortage
    from dd_panel.domain.identifiers import MemberId, Reference
    from dd_panel.services.assignment.assigning import Situation
    from dd_panel.services.assignment.desk import Desk


class NoRoomError(InputError):
    """Not every review finds somebody; `movable` that stand would have to move for that, 0 where that doesn't help."""

    def __init__(self, title: str, detail: str, remedy: str, movable: int) -> None:
        super().__init__(title, detail, remedy)
        self.movable = movable


def impossible(desk: Desk, short: Shortage, movable: int) -> NoRoomError:
    """The refusal that names what blocks, and what would unlock it."""
    titles = ngettext("{count} review finds nobody.", "{count} reviews find nobody.", short.missing).format(
        count=short.missing
    )
    alone = [each for each in short.applications if _most(desk, each) < desk.problem.needs[each]]
    causes = [_blocked(desk, each) for each in alone[:3]]
    if len(alone) > len(causes):
        causes.append(_("So it is with {count} more.").format(count=len(alone) - len(causes)))
    # Whoever mends only what no member may read would be refused once more, for want of room.
    crowded = short.missing > sum(int(desk.problem.needs[each]) - _most(desk, each) for each in alone)
    if crowded:
        causes.append(
            ngettext(
                "{references}: {wanted} more review is needed, and those who may read there have room for {room}.",
                "{references}: {wanted} more reviews are needed, and those who may read there have room for {room}.",
                short.wanted,
            ).format(
                references=few([desk.applications[each].reference for each in short.applications]),
                wanted=short.wanted,
                room=short.room,
            )
        )
    ways = [_for_want_of_members(desk, alone)] if alone else []
    ways += [_for_want_of_room(desk, short, movable)] if crowded else []
    return NoRoomError(titles, " ".join(causes), " ".join(ways), movable if crowded else 0)


def _most(desk: Desk, application: int) -> int:
    """How many members could read an application if nobody had a limit."""
    return int(desk.problem.open_pairs[application].sum())


def _blocked(desk: Desk, application: int) -> str:
    reference = desk.applications[application].reference
    barred = [each.member_id for each in desk.members if (each.member_id, reference) in desk.situation.bars]
    standing = int(desk.problem.standing[application].sum())
    sentence = _("{reference} can have {most} of {wanted} reviews")
    sentence = sentence.format(reference=reference, most=standing + _most(desk, application), wanted=desk.reviews)
    return sentence + (_(": {members} must not read it.").format(members=few(barred)) if barred else ".")


def _for_want_of_members(desk: Desk, alone: list[int]) -> str:
    fewest = min(int(desk.problem.standing[each].sum()) + _most(desk, each) for each in alone)
    sentence = _("Add members who may read {references}, or ask for {count} reviews each.")
    if not fewest:
        sentence = _("Add members who may read {references}.")
    return sentence.format(references=few([desk.applications[each].reference for each in alone]), count=fewest)


def _for_want_of_room(desk: Desk, short: Shortage, movable: int) -> str:
    limited = [desk.members[each].member_id for each in short.members if desk.limits[desk.members[each].member_id]]
    ways = []
    if movable:
        ways.append(
            ngettext(
                "let {count} review that stands move",
                "let {count} reviews that stand move",
                movable,
            ).format(count=movable)
        )
    if limited:
        ways.append(
            ngettext(
                "raise the limits of {members} by {count} in all",
                "raise the limits of {members} by {count} in all",
                short.missing,
            ).format(members=few(limited), count=short.missing)
        )
    ways.append(_("add members"))
    ways.append(_("ask for fewer reviews each"))
    listed = _(", or ").join(ways)
    return listed[:1].upper() + listed[1:] + "."


def warnings_of(after: Situation, limits: Mapping[MemberId, int | None], groups: int) -> tuple[str, ...]:
    """What is not as it should be in what would stand, in whole sentences."""
    warnings: list[str] = []
    if barred := [f"{pair[1]} ({pair[0]})" for pair in after.standing if pair in after.bars]:
        warnings.append(_("Assigned, but barred by a conflict, and not counted: {pairs}.").format(pairs=few(barred)))
    over = [each for each, limit in limits.items() if limit is not None and after.load(each) > limit]
    if over:
        warnings.append(_("Above the limit already: {members}.").format(members=few(over)))
    if groups > 1:
        warnings.append(
            _("The reviewers form {count} groups that share no application; they can’t be compared.").format(
                count=groups
            )
        )
    warnings += [
        _("{reference} is not assigned. {reason}").format(reference=reference, reason=reason)
        for reference, reason in after.out.items()
    ]
    known = {member.member_id: member for member in after.members}
    strangers = [
        each.reference
        for each in after.applications
        if each.topics
        and (readers := after.reviewers(each.reference))
        and not any(fit_of(known[member], each) for member in readers)
    ]
    if strangers:
        warnings.append(_("Read by nobody who knows its topics: {references}.").format(references=few(strangers)))
    return tuple(warnings)


def why(situation: Situation, member_id: MemberId, reference: Reference, limit: int | None, reviews: int) -> str:
    """Why a member reads an application or doesn't, in one or two sentences."""
    pair = (member_id, reference)
    member = next(each for each in situation.members if each.member_id == member_id)
    application = next(each for each in situation.applications if each.reference == reference)
    name, load = member.name, situation.load(member_id)
    if pair in situation.bars:
        return _("{name} must not read it: {reason}.").format(name=name, reason=situation.bars[pair])
    topics = shared_topics(member, application)
    knows = _("knows {topics}").format(topics=", ".join(topics)) if topics else _("knows none of its topics")
    if not application.topics:
        knows = _("it names no topics")
    if pair in situation.standing:
        lead = situation.standing[pair].duty == "lead"
        sentence = _("{name} leads it: {knows}.") if lead else _("{name} reviews it: {knows}.")
        return sentence.format(name=name, knows=knows)
    if limit == 0:
        sentence = (
            _("{name} left the panel.") if member_id in situation.left else _("{name} observes and reads nothing.")
        )
        return sentence.format(name=name)
    if limit is not None and load >= limit:
        return _("{name} has no room: {load} of {limit}; {knows}.").format(
            name=name, load=load, limit=limit, knows=knows
        )
    readers = situation.reviewers(reference)
    room = _("{name} has room ({load}) and no conflict; {knows}.").format(
        name=name, load=load if limit is None else _("{load} of {limit}").format(load=load, limit=limit), knows=knows
    )
    if len(readers) < reviews:
        return room
    return (
        room
        + " "
        + _("{reference} has its {count} reviews: {members}.").format(
            reference=reference, count=len(readers), members=few(readers)
        )
    )
