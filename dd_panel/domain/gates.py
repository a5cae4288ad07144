"""Who may be in the competition: pass-or-fail gates ticked by officials, withdrawals, and the totals that add up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.identifiers import identity
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from dd_panel.domain.authorities import Eligibility, State
    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.rounds import Gate

GateState = Literal["pass", "fail", "differ", "open"]

WITHDRAWN = "withdrawn"
"""The field of a line about a withdrawal; every other field is `gate.` and the key of a gate."""

PASS, FAIL, CLEAR, YES = "pass", "fail", "", "yes"


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One thing an official settled about an application: which field, what, who, when and why; the latest holds."""

    application: Reference
    field: str
    value: str
    who: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class GateCheck:
    """One gate of one application: how it stands, and the tick of each official who settled it."""

    gate: Gate
    state: GateState
    ticks: tuple[DeskLine, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """An application's eligibility as a whole: the register, the gates, and whether it was withdrawn.

    `out` says why it is out of the competition by an official's word, empty while it is in.
    """

    register: Eligibility
    gates: tuple[GateCheck, ...]
    withdrawn: DeskLine | None
    state: State
    reasons: tuple[str, ...]
    out: str


def gate_field(key: str) -> str:
    """The field of the lines about a gate."""
    return f"gate.{identity(key)}"


def out_of_competition(gates: Sequence[Gate], lines: Iterable[DeskLine]) -> dict[Reference, str]:
    """The applications that are out by an official's word, each with the reason: withdrawn, or a gate failed."""
    out: dict[Reference, str] = {}
    for reference, mine in _by_application(lines).items():
        withdrawn = mine.get(WITHDRAWN, [])
        if withdrawn and withdrawn[-1].value == YES:
            out[reference] = _withdrawn_words(withdrawn[-1])
            continue
        for check in checklist(gates, mine):
            if check.state == "fail":
                out[reference] = _failed_words(check)
                break
    return out


def checklist(gates: Sequence[Gate], lines: Mapping[str, Sequence[DeskLine]]) -> tuple[GateCheck, ...]:
    """Every gate with the latest tick of each official; one who cleared a tick has none."""
    checks: list[GateCheck] = []
    for gate in gates:
        latest: dict[str, DeskLine] = {}
        for line in lines.get(gate_field(gate.key), ()):
            latest[identity(line.who)] = line
        ticks = tuple(line for line in latest.values() if line.value != CLEAR)
        said = {line.value for line in ticks}
        state: GateState = "open" if not said else "differ" if len(said) > 1 else "pass" if said == {PASS} else "fail"
        checks.append(GateCheck(gate, state, ticks))
    return tuple(checks)


def standing_of(register: Eligibility, gates: Sequence[Gate], lines: Iterable[DeskLine]) -> Standing:
    """Put together what the register, the gates and a withdrawal say; the gravest reasons come first."""
    mine = _by_application(lines).get(register.reference, {})
    checks = checklist(gates, mine)
    last = mine.get(WITHDRAWN, [])
    withdrawn = last[-1] if last and last[-1].value == YES else None
    against = [_withdrawn_words(withdrawn)] if withdrawn is not None else []
    against += [_failed_words(check) for check in checks if check.state == "fail"]
    doubts = [
        _("The officials differ on “{question}”.").format(question=check.gate.question)
        for check in checks
        if check.state == "differ"
    ]
    unticked = [check.gate.key for check in checks if check.state == "open"]
    # Where nobody has begun to tick, the register alone says how an application stands: so a script finds it.
    if unticked and len(unticked) < len(checks):
        doubts.append(_("Not ticked yet: {gates}.").format(gates=", ".join(unticked)))
    state: State = register.state
    if against:
        state = "ineligible"
    elif doubts and state == "eligible":
        state = "check"
    return Standing(
        register, checks, withdrawn, state, (*against, *register.reasons, *doubts), against[0] if against else ""
    )


def _by_application(lines: Iterable[DeskLine]) -> dict[Reference, dict[str, list[DeskLine]]]:
    found: dict[Reference, dict[str, list[DeskLine]]] = {}
    for line in lines:
        found.setdefault(line.application, {}).setdefault(line.field, []).append(line)
    return found


def _withdrawn_words(line: DeskLine) -> str:
    return _("Withdrawn: {reason}").format(reason=line.reason)


def _failed_words(check: GateCheck) -> str:
    reasons = "; ".join(line.reason for line in check.ticks)
    return _("Failed “{question}”: {reason}").format(question=check.gate.question, reason=reasons)
