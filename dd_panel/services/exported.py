"""What went out last: which version, when, whether it was a draft, and what has changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from dd_panel.domain.identifiers import COMPLETE, CONFLICT, KEPT_PRIVATE, ORDER, Field, Reference

if TYPE_CHECKING:
    from dd_panel.store.work import Work

EXPORT_FACT = "export"
"""The fact that counts the scoresheets exported so far."""

EXPORTED_FACT = "exported"
"""The fact that says what the last of them held, by application, so that a change can be told."""

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
