"""Writes the minutes, and recognises some of our own."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC
from typing import TYPE_CHECKING

from dd_panel.exchange.files import write_whole
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dd_panel.exchange.minutes.contents import Item, MinutesContents, Outcome
    from dd_panel.exchange.minutes.looks import Paper

MARK = "dd_panel minutes"
"""What stands in the document's property *category*, by which our own minutes are recognised."""

_LARGEST_PROPERTIES = 1 << 20


def write_minutes(path: Path, contents: MinutesContents) -> None:
    """Write the minutes as a Word document.

    Raises InputError when another file stands there, LockedError when it is open, StorageError when the disk refuses.
    """
    write_whole(path, minutes_bytes(contents), ours=is_minutes)


def minutes_bytes(contents: MinutesContents) -> bytes:
    """The whole document."""
    # Only whoever writes minutes waits for the library.
    from dd_panel.exchange.minutes.looks import Paper

    paper = Paper(contents.round_name)
    about = paper.document.core_properties
    made = contents.made.astimezone(UTC).replace(tzinfo=None)
    about.title, about.category, about.author = _("Minutes: {round}").format(round=contents.round_name)[:250], MARK, ""
    about.created = about.modified = made
    about.comments = ""
    paper.title(_("Minutes of the panel meeting"), contents.round_name, contents.held, contents.status)
    _people(paper, contents)
    _outcomes(paper, contents)
    if contents.lot:
        paper.heading(_("Draw by lot"))
        for line in contents.lot:
            paper.say(line)
    if contents.items:
        paper.heading(_("What was discussed"))
    for item in contents.items:
        _item(paper, contents.criteria, item)
    paper.heading(_("Signed"))
    for line in contents.signatures or (_("Not signed yet."),):
        paper.say(line)
    out = io.BytesIO()
    paper.document.save(out)
    return out.getvalue()


def _people(paper: Paper, contents: MinutesContents) -> None:
    paper.heading(_("Attendance"))
    if not contents.people:
        paper.say(_("No attendance was noted."))
        return
    paper.table(
        [_("Name"), _("Organisation"), _("Role"), _("Present")],
        [(each.name, each.organisation, each.role, each.presence) for each in contents.people],
        (5, 5, 2.5, 5),
    )


def _outcomes(paper: Paper, contents: MinutesContents) -> None:
    paper.heading(_("Decisions"))
    if not (contents.funded or contents.reserves or contents.declined):
        paper.say(_("Nothing was decided yet."))
        return
    for title, number, outcomes in (
        (_("Funded"), _("Place"), contents.funded),
        (_("In reserve, in this order"), _("Turn"), contents.reserves),
        (_("Declined"), _("Place"), contents.declined),
    ):
        if outcomes:
            paper.heading(title, 2)
            _outcome_table(paper, number, outcomes)
    if contents.undecided:
        paper.heading(_("Not decided"), 2)
        paper.say("; ".join(contents.undecided))
    if contents.fund:
        paper.say(contents.fund)


def _outcome_table(paper: Paper, number: str, outcomes: Sequence[Outcome]) -> None:
    money = any(each.support for each in outcomes)
    headers = [number, _("Reference"), _("Lead authority"), *([_("Support")] if money else []), _("Reason")]
    rows = [
        (each.number, each.reference, each.lead_authority, *([each.support] if money else []), each.reason)
        for each in outcomes
    ]
    widths = (1.4, 2.3, 5, *([2.3] if money else []), 6)
    paper.table(headers, rows, widths, centred=frozenset({0}))


def _item(paper: Paper, criteria: Sequence[str], item: Item) -> None:
    paper.heading(f"{item.reference}  {item.lead_authority}", 2)
    paper.say(item.standing)
    for recusal in item.recusals:
        paper.say(recusal, _("Recusal:"))
    if item.scores:
        paper.table(
            [_("Scores"), *criteria, _("Total")],
            [(row.label, *row.scores, row.total) for row in item.scores],
            (4.4, *(1.9 for _each in criteria), 1.9),
            centred=frozenset(range(1, len(criteria) + 2)),
            strong=frozenset(number for number, row in enumerate(item.scores) if row.agreed),
        )
    for label, text in (
        (_("Agreed score:"), item.agreed),
        (_("Discussion:"), item.note),
        (_("Votes:"), item.votes),
        (_("Decision:"), item.decision),
        (_("Reason:"), item.reason),
    ):
        if text:
            paper.say(text, label)


def is_minutes(path: Path) -> bool:
    """Whether a file is minutes written by this program; False for what can't be opened."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("docProps/core.xml") as properties:
            return MARK.encode() in properties.read(_LARGEST_PROPERTIES)
    except (OSError, KeyError, ValueError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile):
        return False
