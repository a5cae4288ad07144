"""The reader's pen: highlight a passage, note something beside it, take either back. Nothing of it is ever exported."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CONFLICT
from dd_panel.services.change import Change
from dd_panel.services.review.reviewing import member_of
from dd_panel.text import _

if TYPE_CHECKING:
    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.marks import Mark
    from dd_panel.services.change import Reverse
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work

MARKS = "marks:"
"""Begins the name of what is touched when a mark changes; the application's reference follows."""


def see_marks(place: Workplace, reference: Reference) -> tuple[Mark, ...]:
    """The member's marks in one application; none where a conflict is declared."""
    with place.store.reading() as work:
        return () if _conflicted(work, reference) else work.marks.of(reference)


def keep_mark(place: Workplace, reference: Reference, mark: Mark) -> Change:
    """Keep a new mark, or another note in one that is there.

    Raises InputError when the member has a conflict there.
    """
    with place.store.writing() as work:
        if _conflicted(work, reference):
            raise InputError(
                _("You have declared a conflict of interest for {reference}.").format(reference=reference),
                remedy=_("Withdraw the conflict before you mark anything."),
            )
        before = next((each for each in work.marks.of(reference) if each.number == mark.number), None)
        kept = replace(mark, number=work.marks.put(reference, mark, place.clock()))
    if before is not None:
        said = _("{reference}: private note changed")
        return _change(reference, said, lambda: keep_mark(place, reference, before))
    said = _("{reference}: private note added") if mark.is_note else _("{reference}: passage highlighted")
    return _change(reference, said, lambda: remove_mark(place, reference, kept))


def remove_mark(place: Workplace, reference: Reference, mark: Mark) -> Change:
    """Take a mark away."""
    with place.store.writing() as work:
        work.marks.remove(mark.number)
    said = _("{reference}: private note removed") if mark.is_note else _("{reference}: highlight removed")
    return _change(reference, said, lambda: keep_mark(place, reference, mark))


def _change(reference: Reference, said: str, reverse: Reverse) -> Change:
    return Change(frozenset({f"{MARKS}{reference}"}), said.format(reference=reference), reverse)


def _conflicted(work: Work, reference: Reference) -> bool:
    return bool(work.entries.of(member_of(work), reference).get(CONFLICT))
