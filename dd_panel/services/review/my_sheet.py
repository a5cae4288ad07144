"""What *My scores* shows beside its questions: the desk, and what stays out of the scoresheet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.identifiers import NOTES
from dd_panel.services.review.beginning import last_statement_in
from dd_panel.services.review.reviewing import Desk, see_desk

if TYPE_CHECKING:
    from dd_panel.services.review.beginning import Statement
    from dd_panel.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class MySheet:
    """A member's desk, and what stays out of the scoresheet.

    `private_notes` counts all of them; `statement` is the last one that there are no other conflicts.
    """

    desk: Desk
    private_notes: int
    statement: Statement | None = None

    @property
    def comments(self) -> int:
        """How many comments go to the panel."""
        return sum(len(item.review.comments) for item in self.desk.items)

    @property
    def begun(self) -> bool:
        """Whether there is anything to send."""
        return any(item.status != "not_started" for item in self.desk.items)


def see_my_sheet(place: Workplace) -> MySheet:
    """Read what My scores shows beside its questions."""
    desk = see_desk(place)
    with place.store.reading() as work:
        notes = work.entries.count(desk.member.member_id, NOTES)
        beside_text = sum(mark.is_note for marks in work.marks.all().values() for mark in marks)
        return MySheet(desk, notes + beside_text, last_statement_in(work))
