"""What the Assignment screen shows of a situation: cells, loads and coverage, counted once for each change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.assigning import AssignmentChange, fit_of, shared_topics
from dd_panel.domain.search_words import has_words, words_of
from dd_panel.services.assignment.assigning import with_changes
from dd_panel.services.assignment.desk import limit_of
from dd_panel.services.assignment.words import why
from dd_panel.text import _, ngettext
from dd_panel.ui.round.words import first_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.domain.applications import Application
    from dd_panel.domain.panel import Duty, Member
    from dd_panel.services.assignment.assigning import Pair, Situation

CellState = Literal["empty", "reviewer", "lead", "conflict"]

_EMPTY: CellState = "empty"
_READING = frozenset({"reviewer", "lead"})


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A member who could take one more review of an application, and why."""

    member: int
    reason: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Who reads what, as rows of applications and columns of members; `reviews` are wanted for each application."""

    situation: Situation
    reviews: int
    cells: tuple[tuple[CellState, ...], ...]
    covers: tuple[int, ...]
    led: tuple[bool, ...]
    loads: tuple[int, ...]
    limits: tuple[int | None, ...]

    @classmethod
    def of(cls, situation: Situation) -> Grid:
        """Count everything the screen shows."""
        rows = {each.reference: [_EMPTY] * len(situation.members) for each in situation.applications}
        columns = {each.member_id: at for at, each in enumerate(situation.members)}
        for pair, each in situation.standing.items():
            rows[pair[1]][columns[pair[0]]] = each.duty
        for member, reference in situation.bars:
            rows[reference][columns[member]] = "conflict"
        limits = tuple(limit_of(situation, member) for member in situation.members)
        return cls._counted(situation, tuple(tuple(row) for row in rows.values()), limits)

    @classmethod
    def _counted(
        cls, situation: Situation, cells: tuple[tuple[CellState, ...], ...], limits: tuple[int | None, ...]
    ) -> Grid:
        loads = [0] * len(limits)
        for row in cells:
            for at, cell in enumerate(row):
                if cell in _READING:
                    loads[at] += 1
        covers = tuple(len(row) - row.count("empty") - row.count("conflict") for row in cells)
        led = tuple("lead" in row for row in cells)
        reviews = situation.rules.reviews_per_application
        return cls(situation, reviews, cells, covers, led, tuple(loads), limits)

    def changed(self, changes: Sequence[AssignmentChange]) -> Grid:
        """The grid after these changes."""
        situation = with_changes(self.situation, changes)
        if len(changes) > len(self.applications):
            return Grid.of(situation)
        touched = {each.application for each in changes}
        cells = tuple(
            tuple(_state(situation, (member.member_id, application.reference)) for member in self.members)
            if application.reference in touched
            else row
            for application, row in zip(self.applications, self.cells, strict=True)
        )
        return self._counted(situation, cells, self.limits)

    @property
    def applications(self) -> tuple[Application, ...]:
        """The rows."""
        return self.situation.applications

    @property
    def members(self) -> tuple[Member, ...]:
        """The columns."""
        return self.situation.members

    @property
    def gaps(self) -> tuple[int, ...]:
        """The rows that lack reviews, those that lack most first."""
        short = [row for row, cover in enumerate(self.covers) if cover < self.reviews]
        return tuple(sorted(short, key=lambda row: (self.covers[row], row)))

    @property
    def without_lead(self) -> int:
        """How many applications nobody leads."""
        return sum(not each for each in self.led)

    @property
    def conflicts(self) -> int:
        """How many pairs are kept apart."""
        return sum(row.count("conflict") for row in self.cells)

    @property
    def assigned(self) -> int:
        """How many reviews stand."""
        return sum(self.covers)

    @property
    def readers(self) -> int:
        """How many members have something to read, barred or not."""
        return len({pair[0] for pair in self.situation.standing})

    @property
    def reviewers(self) -> int:
        """How many members may read: neither those who observe nor those who left."""
        return sum(limit != 0 for limit in self.limits)

    @property
    def fair_share(self) -> float:
        """The load of each member who may read if all had the same."""
        return self.reviews * len(self.applications) / self.reviewers if self.reviewers else 0.0

    def full(self, column: int) -> bool:
        """Whether a member is at the limit."""
        limit = self.limits[column]
        return limit is not None and self.loads[column] >= limit

    def load_words(self, column: int) -> str:
        """A member's load: “8 of 10”, or “8”."""
        limit = self.limits[column]
        return (
            str(self.loads[column])
            if limit is None
            else _("{load} of {limit}").format(load=self.loads[column], limit=limit)
        )

    def cover_words(self, row: int) -> str:
        """How many reviews an application has: “2 of 3”."""
        return _("{count} of {all}").format(count=self.covers[row], all=self.reviews)

    def why(self, row: int, column: int) -> str:
        """Why a pair was chosen or not."""
        member, application = self.members[column], self.applications[row]
        return why(self.situation, member.member_id, application.reference, self.limits[column], self.reviews)

    def spoken(self, row: int, column: int) -> str:
        """A cell in one sentence."""
        words = {"empty": _("not assigned"), "reviewer": _("reviews"), "lead": _("lead"), "conflict": _("conflict")}
        application, member = self.applications[row], self.members[column]
        return _("{reference}, {authority}, {member}: {state}; {cover} reviews; load {load}").format(
            reference=application.reference,
            authority=application.lead_authority,
            member=member.name,
            state=words[self.cells[row][column]],
            cover=self.cover_words(row),
            load=self.load_words(column),
        )

    def suggestions(self, row: int) -> list[Suggestion]:
        """Who could take a review of this application, the best first: by topics, then by load."""
        application = self.applications[row]
        able = [
            column
            for column, cell in enumerate(self.cells[row])
            if cell == "empty" and not self.full(column) and self.limits[column] != 0
        ]
        able.sort(key=lambda column: (-fit_of(self.members[column], application), self.loads[column], column))
        return [Suggestion(column, self._reason(row, column)) for column in able]

    def _reason(self, row: int, column: int) -> str:
        member, application = self.members[column], self.applications[row]
        topics = shared_topics(member, application)
        sentence = _("{name} has room ({load}) and no conflict.").format(name=member.name, load=self.load_words(column))
        if topics:
            return (
                sentence
                + " "
                + _("{first} knows {topics}.").format(first=first_name(member.name), topics=", ".join(topics))
            )
        return sentence

    def short_words(self, row: int) -> str:
        """Which application is short, and by how much."""
        missing = self.reviews - self.covers[row]
        return ngettext("{name} is {count} short", "{name} is {count} short", missing).format(
            name=self.applications[row].lead_authority, count=missing
        )

    def change(self, row: int, column: int, duty: Duty | None) -> tuple[AssignmentChange, ...]:
        """The changes that give a member this duty, or take the review away; an earlier lead becomes a reviewer."""
        member, application = self.members[column].member_id, self.applications[row].reference
        standing = self.situation.standing.get((member, application))
        if duty is None:
            return () if standing is None else (AssignmentChange("remove", member, application, standing.duty, ""),)
        made = [AssignmentChange("add" if standing is None else "lead", member, application, duty, "")]
        if duty == "lead":
            made += [
                AssignmentChange("lead", other.member_id, application, "reviewer", "")
                for at, other in enumerate(self.members)
                if at != column and self.cells[row][at] == "lead"
            ]
        return tuple(made)

    def cleared(self) -> tuple[AssignmentChange, ...]:
        """The changes that take away every review that nobody has begun."""
        return tuple(
            AssignmentChange("remove", each.member, each.application, each.duty, "")
            for pair, each in self.situation.standing.items()
            if pair not in self.situation.begun
        )

    def find(self, words: str) -> tuple[int | None, int | None]:
        """The first application and else the first member that has these words."""
        wanted = words_of(words)
        if not wanted:
            return None, None
        for row, application in enumerate(self.applications):
            if has_words(f"{application.reference} {application.lead_authority}", wanted):
                return row, None
        for column, member in enumerate(self.members):
            if has_words(f"{member.member_id} {member.name}", wanted):
                return None, column
        return None, None


def _state(situation: Situation, pair: Pair) -> CellState:
    if pair in situation.bars:
        return "conflict"
    standing = situation.standing.get(pair)
    if standing is None:
        return "empty"
    return "lead" if standing.duty == "lead" else "reviewer"
