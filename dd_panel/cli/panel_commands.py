"""Commands between the secretariat and the panel members: packs out, scoresheets made."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from dd_panel.cli.answers import Answer, answering, progress_shown
from dd_panel.cli.places import (
    FILE,
    LOCK,
    ask_passphrase,
    now,
    open_review,
    open_round,
    unlocking,
)
from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import MemberId
from dd_panel.services import removing
from dd_panel.services.intake.not_settled import not_settled
from dd_panel.services.passphrases import lost_passphrase
from dd_panel.services.returns import moderating
from dd_panel.services.review import scoresheets
from dd_panel.services.review.reviewing import see_desk
from dd_panel.services.round import adding, packing
from dd_panel.services.round.addenda import make_addenda, see_behind
from dd_panel.services.round.key import fingerprint_of
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

_WITH_APPLICATIONS = click.option(
    "--with-applications", is_flag=True, help="Add a sheet for each application with its answers."
)


@click.command("pack")
@click.argument("path", metavar="ROUND", type=FILE)
@click.option("--out", "folder", metavar="DIR", type=FILE, required=True, help="Where to put the packs.")
@click.option("--member", metavar="ID", help="Make the pack of this member only.")
@click.option("--addenda", is_flag=True, help="Only for members whose pack is behind the round.")
@LOCK
@answering
def pack(path: Path, folder: Path, member: str | None, *, addenda: bool, lock: bool) -> Answer:
    """Make a signed review pack for every panel member who has something to review.

    With --addenda only those get one who had a pack before a late application, a correction or a conflict came; they
    bring it in with “unpack --add”, and what they scored stays.
    Tell the members the fingerprint of the round's key apart from the packs: by it they know that a pack is yours.
    """
    if addenda and member:
        raise InputError(_("Addenda go to everybody who needs one."), remedy=_("Leave --member out, or --addenda."))
    only = MemberId(member) if member else None
    with open_round(path, writing=True) as place:
        behind = see_behind(place) if addenda else ()
        passphrase = ask_passphrase(_("Locking the packs."), new=True) if lock else None
        with progress_shown() as progress:
            packs = (
                make_addenda(place, folder, behind, passphrase, progress=progress)
                if addenda
                else packing.make_packs(place, folder, only, passphrase, progress=progress)
            )
        notes = not_settled(place)
        key = fingerprint_of(place)
    document: dict[str, object] = {
        "packs": [
            {"file": each.path, "member": each.member, "applications": each.applications, "sha256": each.sha256}
            for each in packs
        ],
        "fingerprint": key,
    }
    lines = [
        ngettext(
            "{file}: {count} application for {member}", "{file}: {count} applications for {member}", each.applications
        ).format(file=each.path, count=each.applications, member=each.member)
        for each in packs
    ]
    lines += [each.sentence for each in behind]
    lines.append(_("They are signed with the key {fingerprint}.").format(fingerprint=key))
    return Answer(document, lines, [*notes, *([lost_passphrase()] if lock else [])])


@click.command("unpack")
@click.argument("path", metavar="PACK", type=FILE)
@click.option("--out", "review", metavar="REVIEW.ddreview", type=FILE, required=True, help="The store to make.")
@click.option("--fingerprint", metavar="KEY", help="The key's fingerprint as the secretariat told it.")
@click.option("--add", is_flag=True, help="Bring what is new into a review that is in use; what was scored stays.")
@click.option("--across", is_flag=True, help="With --add: take the pack's rubric; scores that don't stand are cleared.")
@answering
def unpack(path: Path, review: Path, fingerprint: str | None, *, add: bool, across: bool) -> Answer:
    """Make a panel member's review store from a pack; a locked pack makes a locked store."""
    if add:
        return _add_to(review, path, across=across)
    result = unlocking(lambda passphrase: packing.unpack(path, review, now, passphrase, fingerprint))
    document: dict[str, object] = {
        "review": review,
        "member": result.member.member_id,
        "name": result.member.name,
        "applications": result.applications,
        "conflicts": result.conflicts,
        "fingerprint": result.fingerprint,
        "locked": result.locked,
    }
    line = ngettext(
        "{file} is ready for {name} with {count} application.",
        "{file} is ready for {name} with {count} applications.",
        result.applications,
    ).format(file=review, name=result.member.name, count=result.applications)
    signed = _("The pack is signed with the key {fingerprint}.").format(fingerprint=result.fingerprint)
    compare = [] if fingerprint else [_("Compare it with the one that the secretariat told you.")]
    return Answer(document, [line, signed], compare)


def _add_to(review: Path, pack: Path, *, across: bool) -> Answer:
    with open_review(review, writing=True) as place:
        added = unlocking(lambda passphrase: adding.add_pack(place, pack, passphrase, across=across))
    document: dict[str, object] = {
        "review": review,
        "new": list(added.new),
        "corrected": list(added.corrected),
        "conflicts": list(added.conflicts),
        "withdrawn": list(added.withdrawn),
        "not_in_it": list(added.not_in_it),
        "carried": None if added.across is None else list(added.across.carried),
        "cleared": 0 if added.across is None else added.across.dropped,
    }
    return Answer(document, added.sentences)


@click.command("scoresheet")
@click.argument("path", metavar="REVIEW", type=FILE)
@click.option("--out", metavar="FILE", type=FILE, required=True, help="The scoresheet to write (.xlsx).")
@_WITH_APPLICATIONS
@answering
def scoresheet(path: Path, out: Path, *, with_applications: bool) -> Answer:
    """Export a panel member's scoresheet; with anything unfinished it is a draft, and says so."""
    with open_review(path, writing=True) as place:
        number = scoresheets.export_scoresheet(place, out, with_answers=with_applications)
        left = see_desk(place).unfinished
    draft = ngettext(
        "It is a draft: {count} application is not marked complete.",
        "It is a draft: {count} applications are not marked complete.",
        left,
    ).format(count=left)
    line = _("{file} is export {number}.").format(file=out, number=number)
    return Answer({"file": out, "export": number}, [line], [draft] if left else [])


@click.command("blank-scoresheet")
@click.argument("path", metavar="ROUND", type=FILE)
@click.option("--member", metavar="ID", help="The member to make it for.")
@click.option("--all", "everybody", is_flag=True, help="One for every member, in the folder given with --out.")
@click.option("--out", metavar="FILE|DIR", type=FILE, required=True, help="The file, or the folder with --all.")
@_WITH_APPLICATIONS
@answering
def blank_scoresheet(path: Path, member: str | None, out: Path, *, everybody: bool, with_applications: bool) -> Answer:
    """Write a blank scoresheet to fill in by hand."""
    if everybody == bool(member):
        raise InputError(_("It is not clear whose scoresheet to make."), remedy=_("Give either --member ID or --all."))
    with open_round(path, writing=True) as place, progress_shown() as progress:
        if member:
            scoresheets.blank_scoresheet(place, MemberId(member), out, with_answers=with_applications)
            files = [out]
        else:
            files = scoresheets.blank_scoresheets(place, out, with_answers=with_applications, progress=progress)
    return Answer(
        {"files": files},
        [
            ngettext("{count} scoresheet is in {place}.", "{count} scoresheets are in {place}.", len(files)).format(
                count=len(files), place=out
            )
        ],
    )


@click.command("remove")
@click.argument("path", metavar="ROUND|REVIEW", type=FILE)
@click.option("--yes", is_flag=True, help="Don't ask first.")
@answering
def remove(path: Path, *, yes: bool) -> Answer:
    """Remove a round or a review from this laptop, with its backups, unfinished copies and search index.

    The content is written over before the files go. A review's pack goes with it where it lies beside it.
    """
    planned = removing.plan_removal(path)
    if not yes:
        _ask_whether_to_remove(planned)
    with progress_shown() as progress:
        removed = removing.remove_from_laptop(path, now, progress)
    lines = [_("{file} is removed.").format(file=each) for each in removed.files]
    return Answer({"removed": list(removed.files), "bytes": removed.size}, lines, [removing.not_promised()])


def _ask_whether_to_remove(planned: removing.Removal) -> None:
    names = ", ".join(each.name for each in planned.files)
    if not sys.stdin.isatty():
        raise InputError(
            _("This would remove {files} for good.").format(files=names),
            removing.not_promised(),
            _("Give --yes if that is meant."),
        )
    if not click.confirm(_("Remove {files} for good?").format(files=names), err=True):
        raise InputError(_("Nothing was removed."), remedy=_("Answer with y if it is to go."))


@click.command("second-look")
@click.argument("path", metavar="ROUND", type=FILE)
@click.option("--member", metavar="ID", required=True, help="The member who is to look again.")
@click.option(
    "--reference", "references", metavar="R", multiple=True, required=True, help="An application; give several times."
)
@click.option("--out", metavar="FILE", type=FILE, required=True, help="The second look to write (.xlsx).")
@answering
def second_look(path: Path, member: str, references: tuple[str, ...], out: Path) -> Answer:
    """Write a small scoresheet in which a member looks at some applications once more.

    It shows the member's own scores and what colleagues said, without names. It comes back with merge; a new score
    counts in place of the first, and the first is kept beside it.
    """
    with open_round(path, writing=True) as place:
        made = moderating.make_second_look(place, MemberId(member), references, out)
    document: dict[str, object] = {
        "file": out,
        "member": made.member,
        "second_look": made.number,
        "applications": list(made.applications),
    }
    line = ngettext(
        "{file} is second look {number} of {member}, at {count} application.",
        "{file} is second look {number} of {member}, at {count} applications.",
        len(made.applications),
    ).format(file=out, number=made.number, member=made.member, count=len(made.applications))
    return Answer(document, [line])


COMMANDS = (pack, unpack, scoresheet, blank_scoresheet, second_look, remove)
