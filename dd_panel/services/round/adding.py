"""A later pack brings late applications and corrections into a review that is in use; what was scored stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError, VersionConflictError
from dd_panel.domain.identifiers import CONFLICT, identity
from dd_panel.exchange.files import shown_name
from dd_panel.exchange.pack import fingerprint, read_pack
from dd_panel.services.review.beginning import ask_about
from dd_panel.services.review.crossing import go_across, way_across, way_words
from dd_panel.services.review.reviewing import member_of
from dd_panel.services.round.key import SIGNER_FACT
from dd_panel.services.round.packing import MADE_FACT, came_with, came_with_pack, keep_attachments
from dd_panel.store.entry_values import Write
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dd_panel.domain.applications import Application
    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.panel import Assignment
    from dd_panel.domain.rubric_change import WayAcross
    from dd_panel.exchange.pack import Pack
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work


@dataclass(frozen=True, slots=True)
class Added:
    """What a later pack brought: new applications, ones that read otherwise now, new conflicts.

    `not_in_it` are applications of the review that the pack leaves out; they stay, with all that was scored.
    `across` says what another rubric did to the scores, where one came. `withdrawn` are conflicts that came with an
    earlier pack and that this one no longer has: these applications open, with their whole text.
    """

    new: tuple[Reference, ...]
    corrected: tuple[Reference, ...]
    conflicts: tuple[Reference, ...]
    not_in_it: tuple[Reference, ...]
    across: WayAcross | None = None
    withdrawn: tuple[Reference, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What has changed, a sentence for each kind; or that nothing has."""
        told = (
            (_("New: {references}."), self.new),
            (_("Corrected, with all your scores as they were: {references}."), self.corrected),
            (_("With a conflict now: {references}."), self.conflicts),
            (_("The secretariat has withdrawn the conflict, yours to review: {references}."), self.withdrawn),
        )
        said = tuple(words.format(references=", ".join(references)) for words, references in told if references)
        said += way_words(self.across) if self.across is not None else ()
        return said or (_("There is nothing new in this pack."),)


def plan_across(place: Workplace, path: Path, passphrase: str | None = None) -> WayAcross | None:
    """What a later pack's rubric would do to the scores of a review; None where it is the same.

    Raises as `add_pack` does.
    """
    pack = read_pack(path, passphrase)
    with place.store.reading() as work:
        _must_fit(work, pack, path)
        return way_across(work, pack, shown_name(path))


def add_pack(place: Workplace, path: Path, passphrase: str | None = None, *, across: bool = False) -> Added:
    """Bring what is new in a later pack of the same round into a member's review, all of it or nothing.

    About new applications the member is asked for conflicts, before the review opens again.

    Scores, comments and marks are not touched, nor the order of what was there; but `across` goes to another rubric by
    the way that the pack knows (`plan_across`). Raises InputError for a pack of another round or member or signed with
    another key, or made before the last that came in; VersionConflictError for one with another rubric and no way
    there, or none that was asked for.
    """
    pack = read_pack(path, passphrase)
    with place.store.writing() as work:
        _must_fit(work, pack, path)
        way = way_across(work, pack, shown_name(path))
        if way is not None:
            if not across:
                raise _not_asked(path)
            go_across(work, way, place.clock(), shown_name(path))
        standing = {identity(each.reference): each for each in work.applications.all()}
        added = replace(_compare(work, pack, standing), across=way)
        brought = [each for each in pack.applications if standing.get(identity(each.reference)) != each]
        keep_attachments(work, pack, brought)
        work.applications.add([each for each in brought if each.reference in added.new])
        for application in brought:
            if application.reference not in added.new:
                work.applications.replace(application)
        work.panel.assign(_new_assignments(work, pack))
        ask_about(work, [each for each in added.new if each not in added.conflicts])
        texts = dict(pack.conflicts)
        changed = (*added.conflicts, *added.withdrawn)
        writes = [Write(pack.member.member_id, each, CONFLICT, texts.get(each, "")) for each in changed]
        work.entries.write(writes, came_with(shown_name(path), place.clock()))
        for reference in (*added.corrected, *changed):
            work.search.forget(reference)
        work.rounds.put(pack.rules, place.clock())
        work.about.put(MADE_FACT, pack.made.isoformat())
    return added


def _must_fit(work: Work, pack: Pack, path: Path) -> None:
    if work.about.get(SIGNER_FACT) != pack.signer.hex():
        raise InputError(
            _("{file} does not come from where your review came from.").format(file=shown_name(path)),
            _("It is signed with another key: {found}.").format(found=fingerprint(pack.signer)),
            _("Don't use it. Ask the secretariat, by telephone, whether it is theirs."),
        )
    rules = work.rounds.get()
    if rules.round_id != pack.rules.round_id or identity(member_of(work)) != identity(pack.member.member_id):
        raise InputError(
            _("{file} is not for this review.").format(file=shown_name(path)),
            _("It is for {member}, {round}.").format(member=pack.member.name, round=pack.rules.name),
            _("Open it by itself, or choose the pack that was sent to you for this round."),
        )
    held = work.about.get(MADE_FACT)  # nothing in a review of an earlier version
    if held is not None and pack.made < datetime.fromisoformat(held):
        raise InputError(
            _("{file} is older than what your review holds.").format(file=shown_name(path)),
            _("It would undo what was corrected since, and open what was barred for a conflict."),
            _("Choose the pack that was sent to you last."),
        )


def _not_asked(path: Path) -> VersionConflictError:
    return VersionConflictError(
        _("{file} has another rubric than your review.").format(file=shown_name(path)),
        _("Some scores may stand, the others have to be given anew."),
        _("Open it in the window, which says what becomes of each; or give --across on the command line."),
    )


def _compare(work: Work, pack: Pack, standing: Mapping[str, Application]) -> Added:
    sent = {identity(each.reference): each for each in pack.applications}
    entries = work.entries.of_member(pack.member.member_id)
    conflicts = tuple(ref for ref, _text in pack.conflicts if not entries.get(ref, {}).get(CONFLICT))
    withdrawn = _withdrawn(work, pack)
    return Added(
        new=tuple(each.reference for key, each in sent.items() if key not in standing),
        corrected=tuple(
            each.reference
            for key, each in sent.items()
            if key in standing and each != standing[key] and each.reference not in {*conflicts, *withdrawn}
        ),
        conflicts=conflicts,
        not_in_it=tuple(each.reference for key, each in standing.items() if key not in sent),
        withdrawn=withdrawn,
    )


def _withdrawn(work: Work, pack: Pack) -> tuple[Reference, ...]:
    """The conflicts that a pack brought and this one no longer has; what the member declared is the member's own."""
    barred = {identity(reference) for reference, _text in pack.conflicts}
    open_now = [each.reference for each in pack.applications if identity(each.reference) not in barred]
    details = work.entries.details(pack.member.member_id)
    stood = [(each, details.get((each, CONFLICT))) for each in open_now]
    return tuple(each for each, entry in stood if entry is not None and entry.value and came_with_pack(entry.origin))


def _new_assignments(work: Work, pack: Pack) -> list[Assignment]:
    """Those of applications not yet assigned, read after all that were."""
    standing = work.panel.assignments_of(pack.member.member_id)
    known = {identity(each.application) for each in standing}
    last = max((each.order for each in standing), default=0)
    new = [each for each in pack.assignments if identity(each.application) not in known]
    return [replace(each, order=last + at) for at, each in enumerate(sorted(new, key=lambda a: a.order), start=1)]
