"""What officials settled about applications, line by line: it only grows, and of each field the latest line holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.authority_names import fold_name
from dd_panel.domain.identifiers import identity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from dd_panel.domain.identifiers import Reference

WITHDRAWN = "withdrawn"
"""The field of a withdrawal: *yes*, or cleared."""

SETTLED = "eligible"
"""The field of an official's word that an application is eligible whatever the register says: *yes*, or cleared."""

ASKED = "asked"
"""The field of a question to the applicant: *yes*."""

GATE, AUTHORITY, ANSWER = "gate.", "authority.", "answer."
"""How the fields of ticks, of rulings on names, and of words about answers begin."""

CLEAR, YES = "", "yes"


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One thing an official settled about an application: which field, what, who, when and why; the latest holds."""

    application: Reference
    field: str
    value: str
    who: str
    at: datetime
    reason: str


def gate_field(key: str) -> str:
    """The field of the ticks of a gate."""
    return f"{GATE}{identity(key)}"


def authority_field(name: str) -> str:
    """The field of the rulings on which authority a name means."""
    return f"{AUTHORITY}{fold_name(name)}"


def answer_field(question: str) -> str:
    """The field of what was checked about the answer to a question: the text that stands."""
    return f"{ANSWER}{question}"


def by_application(lines: Iterable[DeskLine]) -> dict[Reference, dict[str, list[DeskLine]]]:
    """The lines of each application by their fields, oldest first."""
    found: dict[Reference, dict[str, list[DeskLine]]] = {}
    for line in lines:
        found.setdefault(line.application, {}).setdefault(line.field, []).append(line)
    return found


def latest_of(lines: Iterable[DeskLine], application: Reference, field: str) -> DeskLine | None:
    """The line that holds for a field, None where there is none."""
    mine = [each for each in lines if (each.application, each.field) == (application, field)]
    return mine[-1] if mine else None


def latest(lines: Iterable[DeskLine], application: Reference, field: str) -> DeskLine | None:
    """The same where a blank value clears what was said: None then."""
    last = latest_of(lines, application, field)
    return last if last is not None and last.value != CLEAR else None
