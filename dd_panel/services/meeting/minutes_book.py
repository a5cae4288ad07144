"""Writing in the meeting's record: what is said is kept at once, and can be taken back by another line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.errors import VersionConflictError
from dd_panel.domain.meeting import Minute, decides, meeting_of
from dd_panel.services.change import Change
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.domain.identifiers import Field, Reference
    from dd_panel.domain.meeting import Meeting
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work

TOUCHED = frozenset({"meeting"})
SETTLED = frozenset({"meeting", "ranking"})


@dataclass(frozen=True, slots=True)
class Said:
    """What shall stand from now on in one field of the record; an empty text takes away what stood."""

    application: Reference | None
    field: Field
    text: str


def meeting_in(work: Work) -> Meeting:
    """The meeting as it stands within a unit of work."""
    return meeting_of(work.minutes.all())


def write_down(work: Work, place: Workplace, said: Sequence[Said], reason: str, summary: str) -> Change:
    """Write down what differs from what stands, all at one time; the change can be taken back."""
    stands, now = meeting_in(work).texts(), place.clock()
    new = [
        Minute(each.application, each.field, before, each.text, place.person, now, reason)
        for each in said
        if (before := stands.get((each.application, each.field), "")) != each.text
    ]
    if new:
        work.minutes.add(new)
    touched = SETTLED if any(decides(each.field) for each in said) else TOUCHED
    return Change(touched, summary, lambda: _take_back(place, new, summary))


def _take_back(place: Workplace, lines: Sequence[Minute], summary: str) -> Change:
    """Let stand again what stood before; raises VersionConflictError where something was written since."""
    with place.store.writing() as work:
        stands = meeting_in(work).texts()
        for line in lines:
            if stands.get((line.application, line.field), "") != line.after:
                raise VersionConflictError(
                    _("This can't be taken back any more."),
                    _("What it settled was changed since: {what}.").format(what=line.application or line.field),
                    _("Look at what stands there now, and change that."),
                )
        back = [Said(line.application, line.field, line.before) for line in lines]
        return write_down(work, place, back, _("Taken back"), _("Taken back: {what}").format(what=summary))
