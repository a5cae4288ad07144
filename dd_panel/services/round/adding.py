"""A later pack brings late applications and corrections into a review that is in use; what was scored stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError, VersionConflictError
from dd_panel.domain.identifiers import CONFLICT, identity
from dd_panel.exchange.pack import fingerprint, read_pack
from dd_panel.services.review.reviewing import member_of
from dd_panel.services.round.key import SIGNER_FACT
from dd_panel.services.round.packing import came_with, keep_attachments
from dd_panel.store.entry_values import Write
from dd_panel.text import _

if TYPE_CHECKING:
    from pathlib import Path

    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.panel import Assignment
    from dd_panel.exchange.pack import Pack
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work


@dataclass(frozen=True, slots=True)
class Added:
    """What a later pack brought: new applications, ones that read otherwise now, new conflicts.

    `not_in_it` are applications of the review that the pack leaves out; they stay, with all that was scored.
    """

    new: tuple[Reference, ...]
    corrected: tuple[Reference, ...]
    conflicts: tuple[Reference, ...]
    not_in_it: tuple[Reference, ...]

    @property
    def anything(self) -> bool:
        """Whether anything has changed."""
        return bool(self.new or self.corrected or self.conflicts)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What has changed, a sentence for each kind; or that nothing has."""
        told = (
            (_("New: {references}."), self.new),
            (_("Corrected, with all your scores as they were: {references}."), self.corrected),
            (_("With a conflict now: {references}."), self.conflicts),
        )
        said = tuple(words.format(references=", ".join(references)) for words, references in told if references)
        return said or (_("There is nothing new in this pack."),)


def add_pack(place: Workplace, path: Path, passphrase: str | None = None) -> Added:
    """Bring what is new in a later pack of the same round into a member's review, all of it or nothing.

    Scores, comments and marks are not touched, nor the order of what was there. Raises InputError for a pack of another
    round or member or signed with another key, VersionConflictError for one with another rubric.
    """
    pack = read_pack(path, passphrase)
    with place.store.writing() as work:
        _must_fit(work, pack, path)
        added = _compare(work, pack)
        brought = [each for each in pack.applications if each.reference in {*added.new, *added.corrected}]
        keep_attachments(work, pack, brought)
        work.applications.add([each for each in brought if each.reference in added.new])
        for application in brought:
            if application.reference in added.corrected:
                work.applications.replace(application)
        work.panel.assign(_new_assignments(work, pack))
        texts = dict(pack.conflicts)
        writes = [Write(pack.member.member_id, each, CONFLICT, texts[each]) for each in added.conflicts]
        work.entries.write(writes, came_with(path.name, place.clock()))
        for reference in (*added.corrected, *added.conflicts):
            work.search.forget(reference)
        work.rounds.put(pack.rules, place.clock())
    return added


def _must_fit(work: Work, pack: Pack, path: Path) -> None:
    if work.about.get(SIGNER_FACT) != pack.signer.hex():
        raise InputError(
            _("{file} does not come from where your review came from.").format(file=path.name),
            _("It is signed with another key: {found}.").format(found=fingerprint(pack.signer)),
            _("Don't use it. Ask the secretariat, by telephone, whether it is theirs."),
        )
    rules = work.rounds.get()
    if rules.round_id != pack.rules.round_id or identity(member_of(work)) != identity(pack.member.member_id):
        raise InputError(
            _("{file} is not for this review.").format(file=path.name),
            _("It is for {member}, {round}.").format(member=pack.member.name, round=pack.rules.name),
            _("Open it by itself, or choose the pack that was sent to you for this round."),
        )
    if rules.rubric.version != pack.rules.rubric.version:
        raise VersionConflictError(
            _("{file} has other criteria than your review.").format(file=path.name),
            _("Scores given by one rubric can't be counted by another."),
            _("Export what you have scored and ask the secretariat how to go on."),
        )


def _compare(work: Work, pack: Pack) -> Added:
    standing = {identity(each.reference): each for each in work.applications.all()}
    sent = {identity(each.reference): each for each in pack.applications}
    entries = work.entries.of_member(pack.member.member_id)
    return Added(
        new=tuple(each.reference for key, each in sent.items() if key not in standing),
        corrected=tuple(each.reference for key, each in sent.items() if key in standing and each != standing[key]),
        conflicts=tuple(ref for ref, _text in pack.conflicts if not entries.get(ref, {}).get(CONFLICT)),
        not_in_it=tuple(each.reference for key, each in standing.items() if key not in sent),
    )


def _new_assignments(work: Work, pack: Pack) -> list[Assignment]:
    """Those of applications not yet assigned, read after all that were."""
    standing = work.panel.assignments_of(pack.member.member_id)
    known = {identity(each.application) for each in standing}
    last = max((each.order for each in standing), default=0)
    new = [each for each in pack.assignments if identity(each.application) not in known]
    return [replace(each, order=last + at) for at, each in enumerate(sorted(new, key=lambda a: a.order), start=1)]
