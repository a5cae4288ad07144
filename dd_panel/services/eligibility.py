"""Who may be in the competition: what the register says, gates ticked by officials, withdrawals and reinstatements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.authorities import AuthorityIndex, eligibility
from dd_panel.domain.errors import InputError
from dd_panel.domain.gates import (
    CLEAR,
    FAIL,
    PASS,
    WITHDRAWN,
    YES,
    DeskLine,
    gate_field,
    out_of_competition,
    standing_of,
)
from dd_panel.domain.identifiers import identity
from dd_panel.services.change import Change
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dd_panel.domain.gates import Standing
    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.rounds import Gate
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work


@dataclass(frozen=True, slots=True)
class EligibilityView:
    """Every application with its standing; `received` = eligible + ineligible + to check, the withdrawn among them."""

    gates: tuple[Gate, ...]
    standings: tuple[Standing, ...]

    @property
    def totals(self) -> dict[str, int]:
        """Counts that add up: received is eligible, ineligible, withdrawn and to check."""
        withdrawn = sum(each.withdrawn is not None for each in self.standings)
        counts = {state: sum(each.state == state for each in self.standings) for state in ("eligible", "ineligible")}
        return {
            "received": len(self.standings),
            "withdrawn": withdrawn,
            "ineligible": counts["ineligible"] - withdrawn,
            "check": sum(each.state == "check" for each in self.standings),
            "eligible": counts["eligible"],
        }


def see_eligibility(place: Workplace) -> EligibilityView:
    """Match every application's authorities to the register, and say what the gates and withdrawals make of it."""
    with place.store.reading() as work:
        return eligibility_in(work)


def eligibility_in(work: Work) -> EligibilityView:
    """The same within a unit of work."""
    rules, lines, records = work.rounds.get(), work.desk.all(), work.authorities.all()
    index = AuthorityIndex(records) if records else None
    closes = rules.closes.date() if rules.closes else None
    found = eligibility(work.applications.summaries(), index, closes, rules.nation)
    by_application: dict[Reference, list[DeskLine]] = {}
    for line in lines:
        by_application.setdefault(line.application, []).append(line)
    return EligibilityView(
        rules.gates,
        tuple(standing_of(each, rules.gates, by_application.get(each.reference, ())) for each in found),
    )


def out_in(work: Work) -> Mapping[Reference, str]:
    """The applications that are out by an official's word, and why: they are not assigned, packed or ranked."""
    lines = work.desk.all()
    return out_of_competition(work.rounds.get().gates, lines) if lines else {}


def tick_gate(place: Workplace, reference: str, key: str, value: str, reason: str = "") -> Change:
    """Let an official settle a gate of an application: pass, fail (with a reason), or nothing to clear the own tick."""
    if value == FAIL and not reason.strip():
        raise InputError(_("A gate is failed with a reason."), remedy=_("Say why; the applicant may ask."))
    with place.store.writing() as work:
        gates = {identity(each.key): each for each in work.rounds.get().gates}
        if identity(key) not in gates:
            raise InputError(
                _("The round has no gate {key}.").format(key=key),
                remedy=_("Its gates are: {gates}.").format(gates=", ".join(each.key for each in gates.values()) or "–"),
            )
        field, known = gate_field(key), _known(work, reference)
        before = [each for each in work.desk.all() if (each.application, each.field) == (known, field)]
        mine = [each for each in before if identity(each.who) == identity(place.person)]
        work.desk.add([_line(place, known, field, value, reason)])
    earlier, why = (mine[-1].value, mine[-1].reason) if mine else (CLEAR, "")
    said = {PASS: _("{reference} passes {gate}"), FAIL: _("{reference} fails {gate}")}
    words = said.get(value, _("{reference}: the tick of {gate} is cleared"))
    return Change(
        frozenset({"eligibility", "assignments"}),
        words.format(reference=known, gate=gates[identity(key)].key),
        lambda: tick_gate(place, known, key, earlier, why),
    )


def withdraw(place: Workplace, reference: str, reason: str) -> Change:
    """Take an application out at its applicant's wish; everything about it is kept."""
    return _move(place, reference, YES, reason)


def reinstate(place: Workplace, reference: str, reason: str) -> Change:
    """Bring a withdrawn application back."""
    return _move(place, reference, CLEAR, reason)


def _move(place: Workplace, reference: str, value: str, reason: str) -> Change:
    if not reason.strip():
        raise InputError(
            _("Withdrawing and reinstating need a reason."), remedy=_("Say who asked for it, and when, in a few words.")
        )
    with place.store.writing() as work:
        known = _known(work, reference)
        lines = [each for each in work.desk.all() if (each.application, each.field) == (known, WITHDRAWN)]
        now = lines[-1].value if lines else CLEAR
        if now == value:
            sentence = _("{reference} is withdrawn already.") if value == YES else _("{reference} is not withdrawn.")
            raise InputError(sentence.format(reference=known), remedy=_("Nothing has to be done."))
        work.desk.add([_line(place, known, WITHDRAWN, value, reason)])
    words = _("{reference} is withdrawn") if value == YES else _("{reference} is reinstated")
    back = CLEAR if value == YES else YES
    return Change(
        frozenset({"eligibility", "assignments"}),
        words.format(reference=known),
        lambda: _move(place, known, back, _("taken back")),
    )


def _line(place: Workplace, reference: Reference, field: str, value: str, reason: str) -> DeskLine:
    return DeskLine(reference, field, value, place.person, place.clock(), reason.strip())


def _known(work: Work, reference: str) -> Reference:
    for each in work.applications.references():
        if identity(each) == identity(reference):
            return each
    raise InputError(
        _("The round has no application {reference}.").format(reference=reference), remedy=_("Check the reference.")
    )
