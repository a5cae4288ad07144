"""Taking decisions on findings back: the cells are as they stood, and the findings wait once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.services.change import Change
from dd_panel.services.journal import About, Deed, events, merged_since, note_event
from dd_panel.services.returns.before import find_before, forget_before, of_finding, put_back
from dd_panel.store.entry_values import Origin
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dd_panel.services.change import Reverse
    from dd_panel.services.journal import Event
    from dd_panel.services.returns.before import Before
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.findings import Kept
    from dd_panel.store.returns import Return
    from dd_panel.store.work import Work

BY_HAND = frozenset({"accepted", "rejected", "set"})
"""The decisions that people make; the others follow from files."""


def undo_decisions(place: Workplace, numbers: Sequence[int], again: Reverse | None = None) -> Change:
    """Take decisions on findings back: the cells are as they stood, and the findings wait once more.

    `again` does them once more, for redo. Raises InputError, with nothing changed, where something stands on one of
    them.
    """
    with place.store.writing() as work:
        undone = reopen_all(work, place, sorted(numbers, reverse=True))
        decisions = {kept.decision or "" for kept in undone}
        about = About(
            member=undone[0].member if len(undone) == 1 else None,
            findings=tuple(numbers),
            note=decisions.pop() if len(decisions) == 1 else "",
        )
        note_event(work, place, Deed.REOPENED, about, undone[0].reason if undone else "")
    return Change(
        frozenset({"findings", "scores"}),
        ngettext("{count} decision taken back", "{count} decisions taken back", len(numbers)).format(
            count=len(numbers)
        ),
        again,
        long=len(numbers) > 1,
    )


def reopen_all(work: Work, place: Workplace, numbers: Iterable[int]) -> list[Kept]:
    """Put back what stood before these decisions, one after the other; returns the findings as they were decided.

    Raises InputError where one is not decided, or where something later stands on the decision.
    """
    known, returns = events(work), work.returns.all()  # read once: nothing here adds to them
    return [_reopen(work, place, number, known, returns) for number in numbers]


def _reopen(work: Work, place: Workplace, number: int, known: Sequence[Event], returns: Sequence[Return]) -> Kept:
    kept = work.findings.get(number)
    before = find_before(work, of_finding(number))
    if kept.decision not in BY_HAND or before is None:
        raise InputError(
            _("There is no decision on finding {number} to take back.").format(number=number),
            remedy=_("Take it as information."),
        )
    if reason := _stands_on(work, kept, before, known, returns):
        raise InputError(
            _("The decision on finding {number} can't be taken back.").format(number=number),
            reason,
            _("Take that back first."),
        )
    put_back(work, before, Origin(place.person, place.clock(), reason=_("Decision taken back")))
    work.findings.reopen(number)
    forget_before(work, of_finding(number))
    return kept


def _stands_on(work: Work, kept: Kept, before: Before, known: Sequence[Event], returns: Sequence[Return]) -> str:
    """What stands on a decision, in a sentence; empty where nothing does."""
    if any(each.deed is Deed.RUBRIC and each.number > before.events for each in known):
        return _("The rubric was changed since.")
    if before.assigned:
        return _("It assigned an application to the member.")
    for later in merged_since(known, returns, before.events, kept.member):
        if later.return_id != kept.return_id:
            return _("A later scoresheet was compared with it: {file}.").format(file=later.file)
    for number in before.made:
        if work.findings.get(number).decision is not None:
            return _("Finding {number}, which came from it, is decided.").format(number=number)
    for each in before.touched:
        entry = work.entries.detail(before.member, each.application, each.field)
        if each.changed and entry is not None and (entry.origin.at, entry.origin.reason) != (kept.at, kept.reason):
            return _("{reference} was decided once more: {reason}").format(
                reference=each.application, reason=entry.origin.reason
            )
    return ""
