"""Taking a merge back as a whole: everything that it wrote goes back to what stood before, and the files stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import criterion_of
from dd_panel.services.change import Change
from dd_panel.services.journal import About, Deed, Event, events, last_merges, merged_since, note_event
from dd_panel.services.returns.before import find_before, forget_before, of_return, put_back
from dd_panel.services.returns.reopening import BY_HAND, reopen_all
from dd_panel.store.entry_values import Origin
from dd_panel.store.findings import TAKEN_BACK
from dd_panel.store.returns import EARLIER_RUBRIC
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dd_panel.domain.identifiers import Field, MemberId, Reference
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.returns import Return
    from dd_panel.store.work import Work

MOST_NAMED = 3
"""So many of the things that stand in the way are named; the rest are counted."""


def take_back_merge(place: Workplace, number: int, reason: str = "") -> Change:
    """Put back what stood before the merge of this event, with everything that it wrote in the history.

    The returns' bytes are kept and marked; the same files can be merged again. Raises InputError, with nothing changed,
    when later decisions stand on the merge, and names them.
    """
    with place.store.writing() as work:
        event = _merge(work, number)
        received = {each.return_id: each for each in work.returns.all()}
        mine = [received[each] for each in event.about.returns]  # in the order in which they were merged
        if ways := list(_in_the_way(work, event, mine)):
            raise InputError(
                _("This merge can't be taken back while later decisions stand on it."),
                _named(ways),
                _("Take these back first; then the merge can go."),
            )
        reopen_all(work, place, reversed(event.about.findings))
        for each in reversed(mine):
            _take_back(work, place, each)
        note_event(work, place, Deed.TAKEN_BACK, About(returns=event.about.returns, of=number), reason)
    return Change(
        frozenset({"returns", "findings", "scores"}),
        ngettext("Merge of {count} scoresheet taken back", "Merge of {count} scoresheets taken back", len(mine)).format(
            count=len(mine)
        ),
    )


def _merge(work: Work, number: int) -> Event:
    """The merge of this number, if it is the last one of its files and still stands."""
    known = events(work)
    event = next((each for each in known if each.number == number and each.deed is Deed.MERGED), None)
    if event is None:
        raise InputError(_("There is no such merge."), remedy=_("Choose a merge in the Log."))
    gone = any(each.deed is Deed.TAKEN_BACK and each.about.of == number for each in known)
    last = last_merges(known)
    if gone or any(last[each] != event for each in event.about.returns):
        raise InputError(_("This merge is taken back already."), remedy=_("Nothing more is needed."))
    return event


def _take_back(work: Work, place: Workplace, received: Return) -> None:
    origin = Origin(place.person, place.clock(), reason=_("Merge of {file} taken back").format(file=received.file))
    name = of_return(received.return_id)
    if (before := find_before(work, name)) is not None:
        put_back(work, before, origin)
        forget_before(work, name)
    for kept in work.findings.of_return(received.return_id):
        if kept.decision is None:
            work.findings.decide(kept.finding_id, TAKEN_BACK, None, origin.reason, origin.who, origin.at)
    work.returns.take_back(received.return_id)


def _in_the_way(work: Work, event: Event, mine: list[Return]) -> Iterator[str]:
    """What stands on a merge: later scoresheets of its members, decided findings, and cells that were decided since."""
    if any(each.status == EARLIER_RUBRIC for each in mine):
        yield _("the change of the rubric, which cleared what it wrote")
        return
    members = {each.member for each in mine if each.merged}
    known, returns = events(work), work.returns.all()
    later = [each for member in sorted(members) for each in merged_since(known, returns, event.number, member)]
    for each in later:
        yield _("a later scoresheet, {file}").format(file=each.file)
    for received in mine:
        before = find_before(work, of_return(received.return_id))
        left_open = [work.findings.get(number) for number in (before.made if before else ())]
        for kept in (*work.findings.of_return(received.return_id), *left_open):
            if kept.decision in BY_HAND and kept.finding_id not in event.about.findings:
                yield _("{file} {where}: {decision}").format(
                    file=kept.file, where=kept.place, decision=_words(kept.decision or "")
                )
    followed = {each.member for each in later}
    yield from _decided_since(work, event, [each for each in mine if each.member not in followed])


def _decided_since(work: Work, event: Event, mine: list[Return]) -> Iterator[str]:
    """The cells that the merge wrote and where something else stands since."""
    written: dict[tuple[MemberId, Reference, Field], str] = {}
    for received in mine:  # the last one that was merged counts
        if (before := find_before(work, of_return(received.return_id))) is not None:
            changed = (each for each in before.touched if each.after is not None)
            written |= {(before.member, each.application, each.field): each.after or "" for each in changed}
    for number in event.about.findings:  # the merge took their mends when all its files were read
        mended = work.findings.get(number)
        written |= {(mended.member, each.application, each.field): each.takes or "" for each in mended.finding.held}
    for member in {each.member for each in mine}:
        for (reference, field), entry in work.entries.details(member).items():
            if entry.value != written.get((member, reference, field), entry.value):
                yield _("{reference} {field}: {value} was kept").format(
                    reference=reference, field=criterion_of(field) or field, value=entry.value or _("nothing")
                )


def _words(decision: str) -> str:
    return {"accepted": _("accepted"), "rejected": _("rejected")}.get(decision, _("set"))


def _named(ways: list[str]) -> str:
    said = _("; ").join(ways[:MOST_NAMED])
    more = len(ways) - MOST_NAMED
    if more > 0:
        said += ngettext("; and {count} more", "; and {count} more", more).format(count=more)
    return f"{said[:1].upper()}{said[1:]}."
