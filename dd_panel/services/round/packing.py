"""Review packs: made and signed by the secretariat, one a member, and turned into the member's own store."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import CONFLICT, identity
from dd_panel.domain.passphrases import check_new
from dd_panel.exchange.files import check_ending, check_folder_name, folder_made, safe_name
from dd_panel.exchange.pack import Pack, fingerprint, is_locked_pack, read_pack, same_fingerprint, write_pack
from dd_panel.exchange.pack.contents import Given, given_fields
from dd_panel.services.intake.eligibility import out_in
from dd_panel.services.journal import About, Deed, note_event
from dd_panel.services.review.reviewing import MEMBER_FACT
from dd_panel.services.round.crossings import crossings_in
from dd_panel.services.round.key import SIGNER_FACT, secret_key
from dd_panel.services.round.sent import Sent, keep_sent, sent_of
from dd_panel.services.workplace import Cancelled, CancelledError, Clock, Progress, Workplace, never, no_progress
from dd_panel.store.entry_values import Origin, Write
from dd_panel.store.files import create
from dd_panel.store.store import FileKind
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from dd_panel.domain.applications import Application
    from dd_panel.domain.identifiers import Field, MemberId, Reference
    from dd_panel.domain.panel import Assignment, Member
    from dd_panel.store.work import Work

AT_ONCE = 6
"""Packs that are made at the same time: the fingerprints of some are reckoned while the disk takes in the others."""

LOCKED_AT_ONCE = 2
"""Locked packs that are made at the same time: each is held whole until it is locked."""

PACK_FACT = "pack"
"""The fact in a member's store that names the pack it was made from."""

MADE_FACT = "pack made"
"""The fact in a member's store when the pack was made from which it was brought up to date last."""


@dataclass(frozen=True, slots=True)
class PackMade:
    """One pack: where it lies, whose it is, how many applications it has, and its SHA-256."""

    path: Path
    member: MemberId
    applications: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose packs to make, with which passphrase if any, and what their files' names are to end with."""

    members: Sequence[Member]
    passphrase: str | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a pack held: the member, how many applications, and how many of them with a conflict.

    `fingerprint` is that of the key that signed it; `locked` says whether the store is locked, as the pack was.
    """

    member: Member
    applications: int
    conflicts: int
    fingerprint: str
    locked: bool


@dataclass(frozen=True, slots=True)
class PackInside:
    """What a pack says of itself before it is taken: the round, for whom, how many applications, by which key."""

    round_name: str
    member: str
    applications: int
    fingerprint: str


def look_inside(path: Path, passphrase: str | None = None) -> PackInside:
    """Prove a pack and see whose it is; raises InputError, PassphraseError, VersionConflictError as `unpack` does."""
    pack = read_pack(path, passphrase)
    return PackInside(pack.rules.name, pack.member.name, len(pack.applications), fingerprint(pack.signer))


def make_packs(
    place: Workplace,
    folder: Path,
    only: MemberId | None = None,
    passphrase: str | None = None,
    *,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> tuple[PackMade, ...]:
    """Write a signed pack for every member with something to review, or for one; each file is whole or not there.

    That they are out is noted, for it freezes the rubric.
    With a passphrase nothing in them can be read without it. Raises InputError where there is nothing to pack or the
    passphrase is too short, StorageError, CancelledError.
    """
    with place.store.reading() as work:
        members = _wanted(work, only)
    return make_packs_for(place, folder, Wanted(members, passphrase), progress=progress, cancelled=cancelled)


def make_packs_for(
    place: Workplace,
    folder: Path,
    wanted: Wanted,
    *,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> tuple[PackMade, ...]:
    """Write the packs of members who have something to review.

    What each of them holds is noted (`sent.py`). Raises as `make_packs` does.
    """
    check_folder_name(folder, ".ddpack")
    if wanted.passphrase is not None:
        check_new(wanted.passphrase)
    members = wanted.members
    made: list[PackMade] = []
    held: dict[MemberId, Sent] = {}
    # The folder is there for all of them: the one that fails must not take it away from under the others.
    with folder_made(folder), ThreadPoolExecutor(LOCKED_AT_ONCE if wanted.passphrase else AT_ONCE) as pool:
        started = [pool.submit(_make_pack, place, folder, member, wanted, cancelled) for member in members]
        try:
            for number, (member, pack) in enumerate(zip(members, started, strict=True)):
                progress(number, len(members), member.name)
                one, sent = pack.result()
                made.append(one)
                held[member.member_id] = sent
        finally:
            for pack in started:
                pack.cancel()
    with place.store.writing() as work:
        for member_id, sent in held.items():
            keep_sent(work, member_id, sent)
        note_event(work, place, Deed.PACKED, About(note=_(", ").join(each.member for each in made)))
    return tuple(made)


def _make_pack(
    place: Workplace, folder: Path, member: Member, wanted: Wanted, cancelled: Cancelled
) -> tuple[PackMade, Sent]:
    if cancelled():
        raise CancelledError
    with place.store.reading() as work:
        name = f"{safe_name(work.rounds.get().reference)}-{safe_name(member.member_id)}{wanted.mark}.ddpack"
        pack = _pack_of(work, member, place.clock())
        sha256 = write_pack(folder / name, pack, secret_key(work), wanted.passphrase)
    return PackMade(folder / name, member.member_id, len(pack.applications), sha256), sent_of(pack)


def _wanted(work: Work, only: MemberId | None) -> list[Member]:
    out = out_in(work)
    assigned = {each.member for each in work.panel.assignments() if each.application not in out}
    members = [each for each in work.panel.members() if only is None or identity(each.member_id) == identity(only)]
    if not members:
        raise InputError(
            _("{member} is no member of this panel.").format(member=only) if only else _("The panel has no members."),
            remedy=_("Add the panel members first."),
        )
    with_work = [member for member in members if member.member_id in assigned]
    if not with_work:
        raise InputError(
            _("There is nothing to review in these packs."), remedy=_("Assign applications to the panel members first.")
        )
    return with_work


def _pack_of(work: Work, member: Member, made: datetime) -> Pack:
    out = out_in(work)
    assignments = tuple(each for each in work.panel.assignments_of(member.member_id) if each.application not in out)
    entries = work.entries.of_member(member.member_id)
    crossings = crossings_in(work)
    return Pack(
        rules=work.rounds.get(),
        member=member,
        assignments=assignments,
        applications=tuple(work.applications.get(each.application) for each in assignments),
        conflicts=tuple(
            (each.application, conflict)
            for each in assignments
            if (conflict := entries.get(each.application, {}).get(CONFLICT))
        ),
        made=made,
        blobs=work.applications.blob_pieces,
        crossings=crossings,
        given=_given(work, assignments, entries) if crossings else (),
    )


def _given(
    work: Work, assignments: Sequence[Assignment], entries: Mapping[Reference, Mapping[Field, str]]
) -> tuple[Given, ...]:
    """What the member sent back before and what stands by the present rubric, but for applications with a conflict."""
    fields = given_fields(work.rounds.get().rubric)
    mine = ((each.application, entries.get(each.application, {})) for each in assignments)
    return tuple(
        Given(reference, field, value)
        for reference, filled in mine
        if not filled.get(CONFLICT)
        for field, value in sorted(filled.items())
        if value and field in fields
    )


def unpack(
    path: Path, review: Path, clock: Clock, passphrase: str | None = None, expected: str | None = None
) -> Unpacked:
    """Make a member's store from a pack, whole or not at all; from a locked pack comes a store locked alike.

    `expected` is the fingerprint of the round's key as the secretariat told it. Raises InputError when the pack bears
    another, something is there already or `review` doesn't end in `.ddreview`; PassphraseError when the pack is locked
    and the passphrase not its own.
    """
    check_ending(review, ".ddreview")
    pack = read_pack(path, passphrase)
    signed_by = fingerprint(pack.signer)
    if expected is not None and not same_fingerprint(expected, signed_by):
        raise InputError(
            _("{file} was not made by this round's secretariat.").format(file=path.name),
            _("It is signed with the key {found}, and {expected} was expected.").format(
                found=signed_by, expected=expected
            ),
            _("Don't open it. Ask the secretariat, by telephone, for the fingerprint and for a new pack."),
        )
    locked = is_locked_pack(path)
    kept = passphrase if locked else None
    with folder_made(review.parent):
        create(review, FileKind.REVIEW, clock(), kept, lambda work: _fill(work, pack, path.name, clock)).close()
    return Unpacked(pack.member, len(pack.applications), len(pack.conflicts), signed_by, locked)


def _fill(work: Work, pack: Pack, file: str, clock: Clock) -> None:
    work.rounds.put(pack.rules)
    work.panel.add_members([pack.member])
    keep_attachments(work, pack, pack.applications)
    work.applications.add(pack.applications)
    work.panel.assign(pack.assignments)
    work.about.put(MEMBER_FACT, pack.member.member_id)
    work.about.put(PACK_FACT, file)
    work.about.put(MADE_FACT, pack.made.isoformat())
    work.about.put(SIGNER_FACT, pack.signer.hex())
    conflicts = [Write(pack.member.member_id, reference, CONFLICT, text) for reference, text in pack.conflicts]
    given = [Write(pack.member.member_id, each.application, each.field, each.value) for each in pack.given]
    work.entries.write([*conflicts, *given], came_with(file, clock()))


def keep_attachments(work: Work, pack: Pack, applications: Sequence[Application]) -> None:
    """Keep the files that came with these applications of a pack."""
    for application in applications:
        for attachment in application.attachments:
            work.applications.put_blob(attachment.sha256, b"".join(pack.blobs(attachment.sha256)))


def came_with(file: str, at: datetime) -> Origin:
    """Whose hand it was that wrote what a pack brought."""
    return Origin(_("secretariat"), at, reason=_("Came with the review pack."), file=file)


def came_with_pack(origin: Origin) -> bool:
    """Whether what a review holds was brought by a pack; what the member enters names no file."""
    return bool(origin.file)
