"""What went out last: which version, when, whether it was a draft, and what has changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import COMPLETE, CONFLICT, KEPT_PRIVATE, ORDER, Field, Reference
from dd_panel.services.change import Change
from dd_panel.text import _

if TYPE_CHECKING:
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work

EXPORT_FACT = "export"
"""The fact that counts the scoresheets exported so far."""

EXPORTED_FACT = "exported"
"""The fact that says what the last of them held, by application, so that a change can be told."""

VERSION_FACT = "version begun"
"""The fact that names the version on which work was begun after a whole scoresheet had gone out."""

VERSION = "version"
"""What is touched when work on another version begins."""

Filled = Mapping[Field, str]

_UNTOLD = KEPT_PRIVATE | {ORDER}
"""Reading on changes the order, but nothing that a person would export again for."""


@dataclass(frozen=True, slots=True)
class Exported:
    """The last scoresheet: its version, when it was written, and whether something was missing then.

    `prints` tells for each application what went out, in a few letters.
    """

    number: int
    at: datetime
    draft: bool
    prints: Mapping[Reference, str] = field(default_factory=dict)

    def differs(self, reference: Reference, filled: Filled) -> bool:
        """Whether what is filled in for an application is no longer what went out."""
        return self.prints.get(reference) != print_of(filled)


def print_of(filled: Filled) -> str:
    """A few letters that change with whatever the scoresheet holds of one application."""
    conflict = filled.get(CONFLICT)
    shown = {CONFLICT: conflict} if conflict else {key: text for key, text in filled.items() if text}
    told = sorted((str(key), text) for key, text in shown.items() if key not in _UNTOLD)
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]


def last_export(work: Work) -> Exported | None:
    """The last scoresheet that was exported; None before the first."""
    kept = work.about.get(EXPORTED_FACT)
    if kept is None:
        return None
    said = json.loads(kept)
    return Exported(said["number"], datetime.fromisoformat(said["at"]), said["draft"], said["prints"])


def note_export(work: Work, number: int, at: datetime, entries: Mapping[Reference, Filled]) -> None:
    """Remember what went out in a scoresheet: everything that is filled in for these applications."""
    said = {
        "number": number,
        "at": at.isoformat(),
        "draft": any(not each.get(COMPLETE) and not each.get(CONFLICT) for each in entries.values()),
        "prints": {reference: print_of(filled) for reference, filled in entries.items()},
    }
    work.about.put(EXPORT_FACT, str(number))
    work.about.put(EXPORTED_FACT, json.dumps(said))


def version_begun(work: Work) -> int:
    """The version on which work was begun last; 0 before the first time."""
    return int(work.about.get(VERSION_FACT) or 0)


def begin_version(place: Workplace, number: int) -> Change:
    """Begin to work on another version, after a whole scoresheet has gone out; taken back, it is closed again."""
    with place.store.writing() as work:
        before = version_begun(work)
        work.about.put(VERSION_FACT, str(number))
    said = _("Version {number} begun").format(number=number) if number > before else _("Closed again as it went out")
    return Change(frozenset({VERSION}), said, lambda: begin_version(place, before))


def closed_error(number: int) -> InputError:
    """What a person is told who wants to change what has gone out whole; `number` is the next version."""
    return InputError(
        _("Your whole scoresheet was exported, so this is closed."),
        remedy=_("Start version {number} to change something, and export it again afterwards.").format(number=number),
    )
