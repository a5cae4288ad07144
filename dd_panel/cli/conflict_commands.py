"""The command for conflicts forms: out to the members before packs are made, and back in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dd_panel.cli.answers import Answer, answering, progress_shown
from dd_panel.cli.places import FILE, open_round
from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import MemberId
from dd_panel.services.round import conflict_forms
from dd_panel.services.round.panel import see_panel
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from dd_panel.services.workplace import Workplace


@click.command("conflicts")
@click.argument("path", metavar="ROUND", type=FILE)
@click.argument("files", metavar="[FILE]...", type=FILE, nargs=-1)
@click.option("--out", "folder", metavar="DIR", type=FILE, help="Write the forms into this folder.")
@click.option("--member", metavar="ID", help="With --out: the form of this member only.")
@answering
def conflicts(path: Path, files: tuple[Path, ...], folder: Path | None, member: str | None) -> Answer:
    """Send conflicts forms out (--out), take filled-in ones in (FILE...), or say how they stand.

    A form is a small workbook with titles only. What a member declares in it is never assigned or sent to them. Of
    several files one that is refused changes nothing and is named; the command ends with 2 where all of them are.
    """
    if folder is not None and files:
        raise InputError(
            _("Forms are either written or taken in."), remedy=_("Give --out DIR or the files that came back.")
        )
    if folder is not None:
        return _write(path, folder, member)
    if files:
        return _take_in(path, files)
    with open_round(path, writing=False) as place:
        return _state(place)


def _write(path: Path, folder: Path, member: str | None) -> Answer:
    with open_round(path, writing=True) as place, progress_shown() as progress:
        only = MemberId(member) if member else None
        made = conflict_forms.write_forms(place, folder, only, progress=progress)
    document: dict[str, object] = {
        "forms": [{"file": each.path, "member": each.member, "titles": each.titles} for each in made]
    }
    line = ngettext("{count} conflicts form is in {place}.", "{count} conflicts forms are in {place}.", len(made))
    return Answer(document, [line.format(count=len(made), place=folder)])


def _take_in(path: Path, files: tuple[Path, ...]) -> Answer:
    """Each file by itself: one that can't be used changes nothing and holds up no other."""
    found: list[dict[str, object]] = []
    lines: list[str] = []
    refused = 0
    with open_round(path, writing=True) as place:
        for file in files:
            try:
                taken = conflict_forms.take_in_form(place, file)
            except InputError as error:
                refused += 1
                found.append({"file": file, "status": "refused", "reason": str(error)})
                lines.append(str(error))
                continue
            found.append(
                {
                    "file": file,
                    "status": "taken",
                    "member": taken.member.member_id,
                    "declared": [*taken.declared, *taken.stood],
                    "denied": list(taken.denied),
                    "unknown": list(taken.unknown),
                    "no_others": taken.no_others,
                }
            )
            lines.append(conflict_forms.taken_words(taken))
    notes = _refused_notes(refused, len(files)) if len(files) > 1 else []
    return Answer({"files": found}, lines, notes, refused=refused == len(files))


def _refused_notes(refused: int, count: int) -> list[str]:
    """What is easily missed among the lines of many files, and what no exit code says where others were taken in."""
    if not refused:
        return []
    return [
        ngettext(
            "{refused} of {count} files was refused and changed nothing.",
            "{refused} of {count} files were refused and changed nothing.",
            refused,
        ).format(refused=refused, count=count)
    ]


def _state(place: Workplace) -> Answer:
    view, states = see_panel(place), conflict_forms.see_form_states(place)
    members: list[dict[str, object]] = []
    lines: list[str] = []
    for line in view.lines:
        state = states.get(line.member.member_id, conflict_forms.FormState())
        members.append(
            {
                "member": line.member.member_id,
                "name": line.member.name,
                "sent": state.sent.isoformat() if state.sent else None,
                "back": state.back.isoformat() if state.back else None,
                "no_others": state.no_others,
                "conflicts": [each.reference for each, _why in line.conflicts],
            }
        )
        count = len(line.conflicts)
        back = _("form back") if state.back else _("form out") if state.sent else _("no form sent")
        said = ngettext("{name}: {count} conflict, {form}", "{name}: {count} conflicts, {form}", count)
        lines.append(said.format(name=line.member.name, count=count, form=back))
    return Answer({"members": members}, lines)


COMMANDS = (conflicts,)
