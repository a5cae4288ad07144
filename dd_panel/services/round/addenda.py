"""Members whose pack is behind the round: a late application, a correction, a conflict; and the addenda for them.

An addendum is a whole pack of today. Added to a review that is in use it brings what is new, and leaves what was
scored as it is (`adding.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CONFLICT, identity
from dd_panel.exchange.pack.contents import redacted
from dd_panel.services.assignment.assigning import left_members
from dd_panel.services.intake.eligibility import out_in
from dd_panel.services.round.packing import Wanted, make_packs_for
from dd_panel.services.round.sent import fingerprint_of_application, sent_in
from dd_panel.services.workplace import never, no_progress
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.panel import Member
    from dd_panel.services.round.packing import PackMade
    from dd_panel.services.round.sent import Sent
    from dd_panel.services.workplace import Cancelled, Progress, Workplace
    from dd_panel.store.work import Work

MARK: Final = "-addendum"
"""What the file's name of an addendum ends with, so that it does not replace the pack that was sent."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A member whose pack lacks something: applications that are new, ones that read otherwise now, new conflicts.

    `withdrawn` are conflicts that the pack still has and the round no longer: the application is to be reviewed.
    `rubric` says that the pack has another rubric than the round.
    """

    member: Member
    new: tuple[Reference, ...] = ()
    corrected: tuple[Reference, ...] = ()
    conflicts: tuple[Reference, ...] = ()
    withdrawn: tuple[Reference, ...] = ()
    rubric: bool = False

    @property
    def sentence(self) -> str:
        """Who lacks what."""
        told = (
            (_("{references} new"), self.new),
            (_("{references} corrected"), self.corrected),
            (_("conflict in {references}"), self.conflicts),
            (_("conflict withdrawn in {references}"), self.withdrawn),
        )
        parts = [words.format(references=_(", ").join(references)) for words, references in told if references]
        parts += [_("another rubric")] if self.rubric else []
        return _("{name}: {parts}").format(name=self.member.name, parts=_("; ").join(parts))


def see_behind(place: Workplace) -> tuple[Behind, ...]:
    """The members whose pack is behind the round; nobody who has had none, or has left."""
    with place.store.reading() as work:
        return behind_in(work)


def behind_in(work: Work) -> tuple[Behind, ...]:
    """The same within a unit of work."""
    sent = sent_in(work)
    if not sent:
        return ()
    applications = {each.reference: each for each in work.applications.all()}
    marks = {reference: fingerprint_of_application(each) for reference, each in applications.items()}
    rubric, left, out = work.rounds.get().rubric.version, left_members(work), out_in(work)
    found = []
    for member in work.panel.members():
        had = sent.get(identity(member.member_id))
        if had is None or member.member_id in left:
            continue
        reads = [each.application for each in work.panel.assignments_of(member.member_id)]
        barred, theirs = _conflicts_in(work, member)
        now = {
            each: fingerprint_of_application(redacted(applications[each])) if each in barred else marks[each]
            for each in reads
            if each not in out and each not in theirs
        }
        behind = _compare(member, had, now, frozenset(barred), rubric)
        found += [behind] if now and behind != Behind(member) else []
    return tuple(found)


def _conflicts_in(work: Work, member: Member) -> tuple[set[Reference], set[Reference]]:
    """All conflicts of a member, and those the member's own scoresheet told: nobody has to tell the member of these."""
    entries = work.entries.details(member.member_id).items()
    stand = {reference: entry.origin for (reference, field), entry in entries if field == CONFLICT and entry.value}
    return set(stand), {reference for reference, origin in stand.items() if origin.return_id is not None}


def _compare(
    member: Member, had: Sent, now: Mapping[Reference, str], barred: frozenset[Reference], rubric: str
) -> Behind:
    conflicts = tuple(each for each in now if each in barred - had.conflicts and each in had.applications)
    withdrawn = tuple(each for each in now if each in had.conflicts - barred and each in had.applications)
    return Behind(
        member,
        new=tuple(each for each in now if each not in had.applications),
        corrected=tuple(
            each
            for each, mark in now.items()
            if each in had.applications and each not in {*conflicts, *withdrawn} and had.applications[each] != mark
        ),
        conflicts=conflicts,
        withdrawn=withdrawn,
        rubric=had.rubric != rubric,
    )


def make_addenda(
    place: Workplace,
    folder: Path,
    behind: Sequence[Behind],
    passphrase: str | None = None,
    *,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> tuple[PackMade, ...]:
    """Write an addendum for every member whose pack is behind the round, as `see_behind` found them.

    Raises InputError where nobody's is, and as `make_packs` does.
    """
    if not behind:
        raise InputError(
            _("Every member has what the round holds now."), remedy=_("There is nothing to send once more.")
        )
    wanted = Wanted([each.member for each in behind], passphrase, MARK)
    return make_packs_for(place, folder, wanted, progress=progress, cancelled=cancelled)
