"""Who may be in the competition: pass-or-fail gates ticked by officials, withdrawals, and the totals that add up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.desk_lines import CLEAR, SETTLED, WITHDRAWN, YES, DeskLine, by_application, gate_field
from dd_panel.domain.identifiers import identity
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dd_panel.domain.applicants import Eligibility, State
    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.rounds import Gate

GateState = Literal["pass", "fail", "differ", "open"]

PASS, FAIL = "pass", "fail"


@dataclass(frozen=True, slots=True)
class GateCheck:
    """One gate of one application: how it stands, and the tick of each official who settled it."""

    gate: Gate
    state: GateState
    ticks: tuple[DeskLine, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """An application's eligibility as a whole: the register, the gates, and whether it was withdrawn.

    `settled` is an official's word that it is eligible whatever the register leaves open. `out` says why it is out of
    the competition by an official's word, empty while it is in.
    """

    register: Eligibility
    gates: tuple[GateCheck, ...]
    withdrawn: DeskLine | None
    settled: DeskLine | None
    state: State
    reasons: tuple[str, ...]
    out: str


def out_of_competition(gates: Sequence[Gate], lines: Iterable[DeskLine]) -> dict[Reference, str]:
    """The applications that are out by an official's word, each with the reason: withdrawn, or a gate failed."""
    out: dict[Reference, str] = {}
    for reference, mine in by_application(lines).items():
        withdrawn = _standing_word(mine.get(WITHDRAWN, ()))
        failed = next((check for check in checklist(gates, mine) if check.state == "fail"), None)
        if withdrawn is not None:
            out[reference] = _withdrawn_words(withdrawn)
        elif failed is not None:
            out[reference] = _failed_words(failed)
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
    mine = by_application(lines).get(register.reference, {})
    checks = checklist(gates, mine)
    withdrawn, settled = (_standing_word(mine.get(field, ())) for field in (WITHDRAWN, SETTLED))
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
    state: State = "eligible" if settled is not None else register.state
    if against:
        state = "ineligible"
    elif doubts and state == "eligible":
        state = "check"
    word = () if settled is None else (_settled_words(settled),)
    reasons = (*against, *word, *register.reasons, *doubts)
    return Standing(register, checks, withdrawn, settled, state, reasons, against[0] if against else "")


def _standing_word(lines: Sequence[DeskLine]) -> DeskLine | None:
    """The last of these lines, None where there is none or it was cleared."""
    return lines[-1] if lines and lines[-1].value == YES else None


def _settled_words(line: DeskLine) -> str:
    return _("{who} settled that it is eligible: {reason}").format(who=line.who, reason=line.reason)


def _withdrawn_words(line: DeskLine) -> str:
    return _("Withdrawn: {reason}").format(reason=line.reason)


def _failed_words(check: GateCheck) -> str:
    reasons = "; ".join(line.reason for line in check.ticks)
    return _("Failed “{question}”: {reason}").format(question=check.gate.question, reason=reasons)
