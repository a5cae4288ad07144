"""Signing the decisions: as they stand, and with whatever is left open told and explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.meeting import list_text, signed_field, undecided_field
from dd_panel.services.change import Change
from dd_panel.services.intake.eligibility import out_in
from dd_panel.services.meeting.minutes_book import Said, meeting_in, write_down
from dd_panel.text import _, few, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.meeting import Meeting, SignOff
    from dd_panel.services.workplace import Workplace


def sign_off(place: Workplace, name: str, left_open: str = "") -> Change:
    """Sign the decisions as they stand; whatever is decided after that is a new version. It can't be taken back.

    `left_open` says why applications stay open on which nothing is decided: they are kept with the signature. Raises
    InputError where there are such without a reason, nothing is decided, nothing changed since the last signature, or
    there is no name.
    """
    with place.store.writing() as work:
        meeting, out = meeting_in(work), out_in(work)
        _refuse_to_sign(meeting, name.strip())
        competing = (each for each in work.applications.references() if each not in out)
        undecided = [each for each in competing if each not in meeting.decisions]
        if undecided and not left_open.strip():
            raise _undecided(undecided)
        said = [
            Said(None, undecided_field(meeting.version), list_text(undecided)),
            Said(None, signed_field(meeting.version), name.strip()),
        ]
        summary = _("Version {number} signed").format(number=meeting.version)
        done = write_down(work, place, said, left_open.strip() if undecided else "", summary)
    return Change(done.touched, done.summary)


def open_words(signed: SignOff) -> str:
    """What was still open when this version was signed, and why, in sentences; empty where nothing was."""
    if not signed.undecided:
        return ""
    count = len(signed.undecided)
    words = ngettext(
        "{count} application was not decided: {references}. Reason: {reason}",
        "{count} applications were not decided: {references}. Reason: {reason}",
        count,
    )
    return words.format(count=count, references=", ".join(signed.undecided), reason=signed.reason)


def _refuse_to_sign(meeting: Meeting, name: str) -> None:
    if not name:
        raise InputError(_("A signature needs a name."), remedy=_("Give the name of the person who signs."))
    if not meeting.decisions:
        raise InputError(_("There is nothing to sign."), remedy=_("Decide on at least one application first."))
    if meeting.is_signed:
        raise InputError(
            _("Version {number} is signed already.").format(number=meeting.version),
            remedy=_("Nothing more is needed until a decision changes."),
        )


def _undecided(references: Sequence[Reference]) -> InputError:
    count = len(references)
    return InputError(
        ngettext("{count} application is not decided yet.", "{count} applications are not decided yet.", count).format(
            count=count
        ),
        few(references) + ".",
        _("Decide on each of them, or say why they stay open: that is kept with the signature."),
    )
