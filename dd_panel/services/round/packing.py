"""Review packs: made and signed by the secretariat, one a member, and turned into the member's own store."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError, StorageError
from dd_panel.domain.identifiers import CONFLICT
from dd_panel.domain.passphrases import check_new
from dd_panel.exchange.files import check_ending, check_folder_name, folder_made, safe_name, shown_name
from dd_panel.exchange.pack import Pack, fingerprint, is_locked_pack, read_pack, same_fingerprint, write_packs
from dd_panel.exchange.pack.contents import Given, given_fields
from dd_panel.services.intake.eligibility import out_in
from dd_panel.services.journal import About, Deed, note_event
from dd_panel.services.named import known_member
from dd_panel.services.review.reviewing import MEMBER_FACT
from dd_panel.services.round.crossings import crossings_in
from dd_panel.services.round.key import SIGNER_FACT, secret_key
from dd_panel.services.round.sent import keep_sent, sent_of
from dd_panel.services.workplace import Cancelled, CancelledError, Clock, Progress, Workplace, never, no_progress
from dd_panel.store.entry_values import Origin, Write
from dd_panel.store.files import create
from dd_panel.store.store import FileKind
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from dd_panel.domain.applications import Application
    from dd_panel.domain.identifiers import Field, MemberId, Reference
    from dd_panel.domain.panel import Assignment, Member
    from dd_panel.domain.rubric import Rubric
    from dd_panel.exchange.pack.contents import Blobs
    from dd_panel.store.work import Work

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

    def told(done: int, total: int, what: str) -> None:
        if cancelled():
            raise CancelledError
        progress(done, total, what)

    with place.store.reading() as work:
        packs = _named(folder, _packs_of(work, wanted.members, place.clock()), wanted.mark)
        # The folder is there for all of them: the one that fails must not take it away from under the others.
        with folder_made(folder):
            written = write_packs(packs, secret_key(work), wanted.passphrase, told=told)
    made = tuple(
        PackMade(path, pack.member.member_id, len(pack.applications), written[path]) for path, pack in packs.items()
    )
    with place.store.writing() as work:
        for pack in packs.values():
            keep_sent(work, pack.member.member_id, sent_of(pack))
        note_event(work, place, Deed.PACKED, About(note=_(", ").join(each.member for each in made)))
    return made


def _wanted(work: Work, only: MemberId | None) -> list[Member]:
    out = out_in(work)
    assigned = {each.member for each in work.panel.assignments() if each.application not in out}
    members = work.panel.members() if only is None else (known_member(work, only),)
    if not members:
        raise InputError(_("The panel has no members."), remedy=_("Add the panel members first."))
    with_work = [member for member in members if member.member_id in assigned]
    if not with_work:
        raise InputError(
            _("There is nothing to review in these packs."), remedy=_("Assign applications to the panel members first.")
        )
    return with_work


def _packs_of(work: Work, members: Sequence[Member], made: datetime) -> Iterator[Pack]:
    rules, out, crossings = work.rounds.get(), out_in(work), crossings_in(work)
    application = cache(work.applications.get)  # most are in several packs
    for member in members:
        assignments = tuple(each for each in work.panel.assignments_of(member.member_id) if each.application not in out)
        entries = work.entries.of_member(member.member_id)
        applications = tuple(application(each.application) for each in assignments)
        yield Pack(
            rules=rules,
            member=member,
            assignments=assignments,
            applications=applications,
            conflicts=tuple(
                (each.application, conflict)
                for each in assignments
                if (conflict := entries.get(each.application, {}).get(CONFLICT))
            ),
            made=made,
            blobs=_attached_to(work, applications),
            crossings=crossings,
            given=_given(rules.rubric, assignments, entries) if crossings else (),
        )


def _attached_to(work: Work, applications: Sequence[Application]) -> Blobs:
    """The bytes of what came with these applications; of a damaged file it is said which it is."""
    came = {file.sha256: (file.name, each.reference) for each in applications for file in each.attachments}

    def pieces(sha256: str) -> Iterator[bytes]:
        try:
            yield from work.applications.blob_pieces(sha256)
        except StorageError as damaged:
            name, reference = came[sha256]
            title = _("{file}, which came with {reference}, is damaged in this store.")
            raise StorageError(
                title.format(file=name, reference=reference), damaged.detail, damaged.remedy
            ) from damaged

    return pieces


def _named(folder: Path, packs: Iterable[Pack], mark: str) -> dict[Path, Pack]:
    """Each pack with a file of its own: two ids may differ in nothing but what a file's name can't hold."""
    named: dict[Path, Pack] = {}
    for pack in packs:
        name = f"{safe_name(pack.rules.reference)}-{safe_name(pack.member.member_id)}"
        path = folder / f"{name}{mark}.ddpack"
        number = 1
        while path in named:
            number += 1
            path = folder / f"{name}-{number}{mark}.ddpack"
        named[path] = pack
    return named


def _given(
    rubric: Rubric, assignments: Sequence[Assignment], entries: Mapping[Reference, Mapping[Field, str]]
) -> tuple[Given, ...]:
    """What the member sent back before and what stands by the present rubric, but for applications with a conflict."""
    fields = given_fields(rubric)
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
        create(review, FileKind.REVIEW, clock(), kept, lambda work: _fill(work, pack, shown_name(path), clock)).close()
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
