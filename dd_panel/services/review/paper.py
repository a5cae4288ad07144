"""A member's reviews for paper: what is printed of each application, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.services.review.beginning import last_statement
from dd_panel.services.review.reviewing import see_desk

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from dd_panel.domain.applications import Application
    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.marks import Mark
    from dd_panel.services.review.beginning import Statement
    from dd_panel.services.review.reviewing import Desk, DeskItem
    from dd_panel.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class OnPaper:
    """One application with the member's review; `text` and `marks` are there where the application is printed too."""

    item: DeskItem
    text: Application | None = None
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """What goes on paper: whose reviews, of which round, when, and each application in the order of the desk.

    `statement` is the member's last one that there are no other conflicts.
    """

    desk: Desk
    at: datetime
    sheets: tuple[OnPaper, ...]
    statement: Statement | None = None


def reviews_on_paper(place: Workplace) -> Paper:
    """All reviews that were begun, and conflicts by their titles."""
    desk = see_desk(place)
    begun = tuple(OnPaper(item) for item in desk.items if item.status != "not_started")
    return Paper(desk, place.clock(), begun, last_statement(place))


def application_on_paper(place: Workplace, references: Collection[Reference]) -> Paper:
    """Applications with their texts and the reviews; of one with a conflict only the title, as on the screen."""
    desk = see_desk(place)
    sheets: list[OnPaper] = []
    with place.store.reading() as work:
        for item in desk.items:
            reference = item.application.reference
            if reference in references:
                text = None if item.conflict else work.applications.get(reference)
                sheets.append(OnPaper(item, text, work.marks.of(reference) if text is not None else ()))
    return Paper(desk, place.clock(), tuple(sheets), last_statement(place))
