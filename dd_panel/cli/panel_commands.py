"""Commands between the secretariat and the panel members: packs out, scoresheets made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dd_panel.cli.answers import Answer, answering, progress_shown
from dd_panel.cli.places import FILE, now, open_review, open_round
from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import MemberId
from dd_panel.services import packing, scoresheets
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
@answering
def pack(path: Path, folder: Path, member: str | None) -> Answer:
    """Make a review pack for every panel member who has something to review."""
    with open_round(path, writing=False) as place, progress_shown() as progress:
        packs = packing.make_packs(place, folder, MemberId(member) if member else None, progress=progress)
    document: dict[str, object] = {
        "packs": [
            {"file": each.path, "member": each.member, "applications": each.applications, "sha256": each.sha256}
            for each in packs
        ]
    }
    lines = [
        _("{file}: {count} applications for {member}").format(
            file=each.path, count=each.applications, member=each.member
        )
        for each in packs
    ]
    return Answer(document, lines)


@click.command("unpack")
@click.argument("path", metavar="PACK", type=FILE)
@click.option("--out", "review", metavar="REVIEW.ddreview", type=FILE, required=True, help="The store to make.")
@answering
def unpack(path: Path, review: Path) -> Answer:
    """Make a panel member's review store from a pack."""
    result = packing.unpack(path, review, now)
    document: dict[str, object] = {
        "review": review,
        "member": result.member.member_id,
        "name": result.member.name,
        "applications": result.applications,
        "conflicts": result.conflicts,
    }
    line = ngettext(
        "{file} is ready for {name} with {count} application.",
        "{file} is ready for {name} with {count} applications.",
        result.applications,
    ).format(file=review, name=result.member.name, count=result.applications)
    return Answer(document, [line])


@click.command("scoresheet")
@click.argument("path", metavar="REVIEW", type=FILE)
@click.option("--out", metavar="FILE", type=FILE, required=True, help="The scoresheet to write (.xlsx).")
@_WITH_APPLICATIONS
@answering
def scoresheet(path: Path, out: Path, *, with_applications: bool) -> Answer:
    """Export a panel member's scoresheet."""
    with open_review(path, writing=True) as place:
        number = scoresheets.export_scoresheet(place, out, with_answers=with_applications)
    return Answer({"file": out, "export": number}, [_("{file} is export {number}.").format(file=out, number=number)])


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
    with open_round(path, writing=False) as place, progress_shown() as progress:
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


COMMANDS = (pack, unpack, scoresheet, blank_scoresheet)
