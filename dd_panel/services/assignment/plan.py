"""Working an assignment out: from who reads what now to a list of changes with reasons, and what they bring."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dd_panel.analysis.assignment import solve
from dd_panel.analysis.watch import StoppedError, Watch
from dd_panel.domain.assigning import FULL_FIT, AssignmentChange
from dd_panel.domain.errors import InputError
from dd_panel.services.assignment.assigning import members_named, with_changes
from dd_panel.services.assignment.desk import Desk
from dd_panel.services.assignment.words import impossible, warnings_of
from dd_panel.services.workplace import CancelledError, never, no_progress
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.domain.identifiers import MemberId, Reference
    from dd_panel.services.assignment.assigning import Situation, Wishes
    from dd_panel.services.workplace import Cancelled, Progress


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to change, and what would stand then.

    `worst` is the fit of the worst-served application that had a choice, 0 … 1 a review, None where none had; `price`
    the share of fit that bridges cost; `bridges` the applications that tie groups together; `gap` what is not proved.
    """

    wishes: Wishes
    reviews: int
    changes: tuple[AssignmentChange, ...]
    after: Situation
    limits: dict[MemberId, int | None]
    worst: float | None
    fit: float
    price: float
    bridges: tuple[Reference, ...]
    groups: int
    gap: float
    proved: bool
    warnings: tuple[str, ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know beside the changes, in whole sentences."""
        notes = list(self.warnings)
        if self.bridges:
            sentence = ngettext(
                "{count} application ties groups of reviewers together, so that all can be compared; this costs "
                "{percent}% of the fit of topics.",
                "{count} applications tie groups of reviewers together, so that all can be compared; this costs "
                "{percent}% of the fit of topics.",
                len(self.bridges),
            )
            notes.append(sentence.format(count=len(self.bridges), percent=f"{100 * self.price:.1f}"))
        if self.gap:
            notes.append(
                _("The time was up before the plan was proved to be the best; it may be {percent}% from it.").format(
                    percent=f"{100 * self.gap:.1f}"
                )
            )
        if not self.proved:
            notes.append(_("The time was up before it was proved that the worst-served can’t be served better."))
        return tuple(notes)


def propose(
    situation: Situation, wishes: Wishes, *, progress: Progress = no_progress, cancelled: Cancelled = never
) -> Proposal:
    """Work out what to change so that every application gets its reviews; nothing is changed yet.

    Numbers only, so that it can be done beside the window. Raises InputError that names what blocks, CancelledError.
    """
    if any(number is not None and number < 1 for number in (wishes.reviews, wishes.max_load)):
        raise InputError(_("A number below one was given."), remedy=_("Give whole numbers from 1."))
    leaving = set(members_named(situation, wishes.without))
    back = set(members_named(situation, wishes.back))
    wishes = replace(wishes, without=tuple(sorted(leaving)), back=tuple(sorted(back)))
    before = replace(situation, left=(situation.left | leaving) - back)
    removed = _dropped(before, leaving)
    desk = Desk(with_changes(before, removed), wishes)
    if desk.shortage() is not None and wishes.may_move:
        removed += desk.freed()
        desk = Desk(with_changes(before, removed), wishes)
    if (short := desk.shortage()) is not None:
        raise impossible(desk, short, movable=len(desk.freed()) if not wishes.may_move else 0)
    watch = Watch(lambda done, total: progress(done, total, _("Working out who reads what")), cancelled)
    try:
        plan = solve(desk.problem, watch)
    except StoppedError:
        raise CancelledError from None
    changes = _merged(before, removed, desk.changes(plan))
    after = with_changes(before, changes)
    return Proposal(
        wishes,
        desk.reviews,
        changes,
        after,
        desk.limits,
        worst=None if plan.worst is None else plan.worst / FULL_FIT / desk.reviews,
        fit=plan.total / FULL_FIT,
        price=plan.price,
        bridges=tuple(desk.applications[each].reference for each in plan.bridges),
        groups=plan.groups,
        gap=plan.gap,
        proved=plan.proved,
        warnings=warnings_of(after, desk.limits, plan.groups),
    )


def _dropped(situation: Situation, leaving: set[MemberId]) -> list[AssignmentChange]:
    """What is taken from members who drop out: everything that they have not begun."""
    return [
        AssignmentChange("remove", each.member, each.application, each.duty, _("leaves the panel"))
        for pair, each in situation.standing.items()
        if pair[0] in leaving and pair not in situation.begun
    ]


def _merged(
    before: Situation, removed: Sequence[AssignmentChange], made: Sequence[AssignmentChange]
) -> tuple[AssignmentChange, ...]:
    """All changes; what was taken away and given again to the same member is none."""
    again = {(each.member, each.application): each for each in made if each.deed == "add"}
    kept = {
        (each.member, each.application)
        for each in removed
        if (twin := again.get((each.member, each.application))) and twin.duty == each.duty
    }
    order = {each.reference: number for number, each in enumerate(before.applications)}
    changes = [each for each in (*removed, *made) if (each.member, each.application) not in kept]
    return tuple(sorted(changes, key=lambda each: (order[each.application], each.deed != "remove")))
