"""The Log: everything that was done with the returns, the latest first, and what each line leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.identifiers import Field, MemberId, Reference, criterion_of, score_field
from dd_panel.services.journal import Deed, last_merges
from dd_panel.store.findings import TAKEN_BACK
from dd_panel.store.returns import EARLIER_RUBRIC
from dd_panel.store.returns import TAKEN_BACK as RETURN_TAKEN_BACK
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from dd_panel.domain.panel import Member
    from dd_panel.services.journal import Event
    from dd_panel.store.findings import Kept
    from dd_panel.store.returns import Return


@dataclass(frozen=True, slots=True)
class Subject:
    """The entry that something is about: whose, of which application; `field` is None where it is about all of them."""

    member: MemberId
    application: Reference
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class LogLine:
    """One thing that was done to a return: when, by whom, what, about which file, and the reason given.

    `return_id` leads to the file, `merge` is the number by which a merge can be taken back, and `subject` leads to the
    entry it is about; each is None where there is none.
    """

    at: datetime
    who: str
    what: str
    file: str
    reason: str
    return_id: int | None = None
    merge: int | None = None
    subject: Subject | None = None


def subject_of(kept: Kept) -> Subject | None:
    """The entry that a finding is about, if it is about one application."""
    finding = kept.finding
    if finding.reference is None:
        return None
    if len(finding.held) == 1:
        return Subject(kept.member, finding.reference, finding.held[0].field)
    field = score_field(finding.criterion) if finding.criterion is not None else None
    return Subject(kept.member, finding.reference, field)


def log_of(
    returns: Sequence[Return], findings: Sequence[Kept], known: Sequence[Event], members: Mapping[MemberId, Member]
) -> tuple[LogLine, ...]:
    """Put the Log together."""
    files = {each.return_id: each for each in returns}
    by_number = {each.finding_id: each for each in findings}
    merges = last_merges(known)
    receipts = [_received(each, merges.get(each.return_id)) for each in returns]
    lines = [
        LogLine(each.at, each.who, _decided(each), each.file, each.reason, each.return_id, subject=subject_of(each))
        for each in findings
        if each.at is not None and each.decision != TAKEN_BACK
    ]
    lines += [_done(each, files, by_number, members) for each in known if each.deed is not Deed.MERGED]
    # Of what happened at the same moment, the decision comes after the receipt it is about.
    ranked = [*((line.at, 0, line) for line in receipts), *((line.at, 1, line) for line in lines)]
    return tuple(line for _at, _rank, line in sorted(ranked, key=lambda each: each[:2], reverse=True))


def _received(each: Return, event: Event | None) -> LogLine:
    """The line of a scoresheet; `event` is the merge that it came in with, if that was written down."""
    if each.status == RETURN_TAKEN_BACK:
        what = _("Received; its merge was taken back, and the file is kept")
    elif each.status == EARLIER_RUBRIC:
        what = _("Received and merged under the rubric before; its scores count only where they were carried")
    elif not each.merged:
        what = _("Received, older than what was there; nothing was changed")
    elif each.second_look:
        what = _("Received and merged, second look {number}").format(number=each.export)
    elif each.export == 0:
        what = _("Received and merged, filled in by hand")
    else:
        what = _("Received and merged, export {number}").format(number=each.export)
    who, number = (event.who, event.number if each.merged else None) if event is not None else ("", None)
    return LogLine(each.received, who, what, each.file, "", each.return_id, number)


def _decided(kept: Kept) -> str:
    later = _("{place}: a later scoresheet took its place. {sentence}")
    if kept.who:  # a later scoresheet is nobody's decision, a change of the rubric is somebody's
        later = _("{place}: closed, as the rubric it was read by was replaced. {sentence}")
    said = {
        "accepted": _("{place}: accepted. {sentence}"),
        "rejected": _("{place}: rejected. {sentence}"),
        "set": _("{place}: set to “{value}”. {sentence}"),
    }.get(kept.decision or "", later)
    return said.format(place=kept.place, value=kept.decided_value or "", sentence=kept.finding.sentence)


def _done(
    event: Event, files: Mapping[int, Return], findings: Mapping[int, Kept], members: Mapping[MemberId, Member]
) -> LogLine:
    about = event.about
    some = [findings[number] for number in about.findings if number in findings]
    returns = [files[number] for number in about.returns if number in files]
    member = members.get(about.member) if about.member is not None else None
    what = _deed_words(event, member.name if member is not None else "", some)
    file = some[0].file if some else _(", ").join(each.file for each in returns)
    leads = some[0].return_id if some else returns[0].return_id if returns else None
    return LogLine(event.at, event.who, what, file, event.reason, leads, subject=_subject_of(event, some))


def _deed_words(event: Event, name: str, some: Sequence[Kept]) -> str:
    """What was done; `name` is the member's and `some` are the findings that it is about."""
    about = event.about
    cells = len({(reference, criterion_of(field)) for reference, field in about.cells})
    places = _(", ").join(kept.place for kept in some)
    return {
        Deed.TAKEN_BACK: ngettext(
            "Merge of {count} scoresheet taken back", "Merge of {count} scoresheets taken back", len(about.returns)
        ).format(count=len(about.returns)),
        Deed.REOPENED: _("{places}: decision taken back").format(places=places),
        Deed.KEPT: ngettext(
            "{name}: old value kept in {count} cell", "{name}: old values kept in {count} cells", cells
        ).format(name=name, count=cells),
        Deed.USED: ngettext(
            "{name}: new value used in {count} cell", "{name}: new values used in {count} cells", cells
        ).format(name=name, count=cells),
        Deed.ASKED: _("Question to {name} written: {places}").format(name=name, places=places),
        Deed.NOT_ASKED: _("Question to {name} taken back: {places}").format(name=name, places=places),
        Deed.REMINDED: _("Reminder to {name} written").format(name=name),
        Deed.ABOVE_LIMIT: _("{name} reads {reference} above the limit").format(name=name, reference=about.note),
        Deed.SECOND_LOOK: _("Second look {number} for {name} written: {applications}").format(
            number=about.note, name=name, applications=_(", ").join(dict.fromkeys(each for each, _field in about.cells))
        ),
        Deed.PACKED: _("Review packs made for {members}").format(members=about.note),
        Deed.BLANKS: _("Blank scoresheets made for {members}").format(members=about.note),
        Deed.FORMS: _("Conflicts forms made for {members}").format(members=about.note),
        **dict.fromkeys((Deed.RUBRIC, Deed.PANEL, Deed.DECLARED), about.note),
    }.get(event.deed, "")


def _subject_of(event: Event, some: Sequence[Kept]) -> Subject | None:
    """The entry that a deed is about, if it is about one."""
    about = event.about
    if about.member is not None and event.deed is Deed.ABOVE_LIMIT:
        return Subject(about.member, Reference(about.note))
    if about.member is not None and about.cells:
        reference, field = about.cells[0]
        return Subject(about.member, reference, None if event.deed is Deed.SECOND_LOOK else field)
    return subject_of(some[0]) if some else None
