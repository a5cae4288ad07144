"""A round's assignment as numbers for the programme that works it out, and its answer as changes with reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.analysis.assignment import Problem, keep_most
from dd_panel.analysis.assignment_room import UNLIMITED, shortage
from dd_panel.domain.assigning import AssignmentChange, fit_of, shared_topics
from dd_panel.domain.errors import InputError
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from dd_panel.analysis.assignment import Plan
    from dd_panel.analysis.assignment_room import Shortage
    from dd_panel.analysis.table import Chosen, Whole
    from dd_panel.domain.assigning import Deed
    from dd_panel.domain.panel import Duty, Member
    from dd_panel.services.assignment.assigning import Pair, Situation, Wishes


class Desk:
    """A situation as arrays of applications x members, both in the order of their names, however they were added.

    Raises InputError when there is nobody, or nothing to read.
    """

    def __init__(self, situation: Situation, wishes: Wishes) -> None:
        import numpy as np

        self.situation = situation
        self.reviews = wishes.reviews or situation.rules.reviews_per_application
        self.applications = sorted(situation.applications, key=lambda each: each.reference.casefold())
        self.members = sorted(situation.members, key=lambda each: each.member_id.casefold())
        if not self.applications or not self.members:
            raise InputError(
                _("There is nobody to assign, or nothing to read."),
                remedy=_("Add the applications and the panel members first."),
            )
        self.limits = {each.member_id: limit_of(situation, each, wishes.max_load) for each in self.members}
        self._pairs = [[(who.member_id, what.reference) for who in self.members] for what in self.applications]
        standing = self._where(situation.counts)
        present = np.array([self.limits[each.member_id] != 0 for each in self.members])
        free = self._where(lambda pair: pair not in situation.bars and pair not in situation.standing)
        self.problem = Problem(
            fit=np.array([[fit_of(who, what) for who in self.members] for what in self.applications], dtype=np.intp),
            chance=np.array([[situation.chance(pair) for pair in row] for row in self._pairs]),
            open_pairs=free & present[np.newaxis, :],
            standing=standing,
            needs=np.asarray(np.maximum(self.reviews - standing.sum(axis=1), 0), dtype=np.intp),
            room=self._room(standing),
            leads=self._leads(standing),
        )

    def _where(self, holds: Callable[[Pair], bool]) -> Chosen:
        import numpy as np

        return np.array([[holds(pair) for pair in row] for row in self._pairs], dtype=bool)

    def _room(self, standing: Chosen) -> Whole:
        import numpy as np

        limits = [self.limits[each.member_id] for each in self.members]
        most = np.array([UNLIMITED if each is None else each for each in limits], dtype=np.intp)
        return np.asarray(np.maximum(most - standing.sum(axis=0), 0), dtype=np.intp)

    def _leads(self, standing: Chosen) -> Whole:
        import numpy as np

        leads = np.full(len(self.applications), -1, dtype=np.intp)
        for row, column in zip(*standing.nonzero(), strict=True):
            if self.situation.standing[self._pairs[row][column]].duty == "lead":
                leads[row] = column
        return leads

    def shortage(self) -> Shortage | None:
        """Where the members' room does not suffice, or None."""
        return shortage(self.problem.needs, self.problem.open_pairs, self.problem.room)

    def freed(self) -> list[AssignmentChange]:
        """What has to be taken away, as little as possible, so that all needs can be met; empty where that's no way.

        Reviews that were begun stay.
        """
        import numpy as np

        standing = self.problem.standing
        begun = standing & self._where(lambda pair: pair in self.situation.begun)
        needs = np.asarray(np.maximum(self.reviews - begun.sum(axis=1), 0), dtype=np.intp)
        kept = keep_most(self.problem, standing & ~begun, needs, self._room(begun))
        if kept is None:
            return []
        why = _("moved so that every application gets its reviews")
        return [
            self._change("remove", row, column, self.situation.standing[self._pairs[row][column]].duty, why)
            for row, column in zip(*(standing & ~begun & ~kept).nonzero(), strict=True)
        ]

    def _change(self, deed: Deed, row: int, column: int, duty: Duty, why: str) -> AssignmentChange:
        member, application = self._pairs[row][column]
        return AssignmentChange(deed, member, application, duty, why)

    def changes(self, plan: Plan) -> list[AssignmentChange]:
        """The plan as changes with reasons: reviews added, and standing reviewers made leads."""
        made: list[AssignmentChange] = []
        for row, column in zip(*plan.new.nonzero(), strict=True):
            duty: Duty = "lead" if plan.leads[row] == column else "reviewer"
            made.append(self._change("add", row, column, duty, self._why(row, column)))
        for row, column in enumerate(plan.leads):
            if column >= 0 and column != self.problem.leads[row] and not plan.new[row, column]:
                made.append(self._change("lead", row, column, "lead", _("nobody leads it yet")))
        return made

    def _why(self, row: int, column: int) -> str:
        topics = shared_topics(self.members[column], self.applications[row])
        return _("knows {topics}").format(topics=", ".join(topics)) if topics else _("has room and no conflict")


def limit_of(situation: Situation, member: Member, max_load: int | None = None) -> int | None:
    """The most applications a member reads; 0 for observers and those who left, None without a limit."""
    if member.role == "observer" or member.member_id in situation.left:
        return 0
    limits = [each for each in (member.limit, max_load) if each is not None]
    return min(limits) if limits else None
