"""Who may be in the competition: what the register says, gates ticked by officials, withdrawals and reinstatements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.applicants import NOBODY, Rulings, bodies_of, eligibility
from dd_panel.domain.authorities import AuthorityIndex
from dd_panel.domain.authority_names import fold_name
from dd_panel.domain.desk_lines import (
    AUTHORITY,
    CLEAR,
    SETTLED,
    WITHDRAWN,
    YES,
    DeskLine,
    authority_field,
    by_application,
    gate_field,
    latest,
)
from dd_panel.domain.errors import InputError
from dd_panel.domain.gates import FAIL, PASS, out_of_competition, standing_of
from dd_panel.domain.identifiers import identity
from dd_panel.domain.regions import regions_of
from dd_panel.services.change import Change
from dd_panel.services.intake.naming import put_lead
from dd_panel.services.named import known_reference
from dd_panel.text import DASH, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dd_panel.domain.applications import Application
    from dd_panel.domain.authorities import AuthorityRecord
    from dd_panel.domain.gates import Standing
    from dd_panel.domain.identifiers import Reference
    from dd_panel.domain.regions import Regions
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work

_TOUCHED = frozenset({"eligibility", "assignments"})
_NAMED = _TOUCHED | {"applications"}


@dataclass(frozen=True, slots=True)
class EligibilityView:
    """Every application with its standing; `received` = eligible + ineligible + to check, the withdrawn among them.

    `history` is what officials settled, oldest first; `register` says how many authorities the register has.
    """

    standings: tuple[Standing, ...]
    history: tuple[DeskLine, ...]
    register: int

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
    found = eligibility(work.applications.summaries(), index, closes, rules.nation, _rulings(lines))
    mine: dict[Reference, list[DeskLine]] = {}
    for line in lines:
        mine.setdefault(line.application, []).append(line)
    return EligibilityView(
        tuple(standing_of(each, rules.gates, mine.get(each.reference, ())) for each in found),
        lines,
        len(records),
    )


def see_register(place: Workplace) -> tuple[AuthorityRecord, ...]:
    """The register of authorities, to choose one from."""
    with place.store.reading() as work:
        return tuple(work.authorities.all())


def regions_in(work: Work, applications: Sequence[Application]) -> Regions:
    """The regions of each application as the register has them; none at all where no register says any."""
    records = work.authorities.all()
    if not any(record.region for record in records):
        return {}
    return regions_of(applications, AuthorityIndex(records), _rulings(work.desk.all()))


def out_in(work: Work) -> Mapping[Reference, str]:
    """The applications that are out by an official's word, and why: they are not assigned, packed or ranked."""
    lines = work.desk.all()
    return out_of_competition(work.rounds.get().gates, lines) if lines else {}


# -- gates ----------------------------------------------------------------------------------------------------------


def tick_gate(place: Workplace, reference: str, key: str, value: str, reason: str = "") -> Change:
    """Let an official settle a gate of an application: pass, fail (with a reason), or nothing to clear the own tick."""
    if value == FAIL and not reason.strip():
        raise InputError(_("A gate is failed with a reason."), remedy=_("Say why; the applicant may ask."))
    return _tick(place, reference, [_Tick(key, value, reason)])


def pass_gates(place: Workplace, reference: str, keys: Sequence[str]) -> Change:
    """Let an official pass several gates of an application in one go."""
    return _tick(place, reference, [_Tick(key, PASS, "") for key in keys])


@dataclass(frozen=True, slots=True)
class _Tick:
    """What an official says about a gate."""

    key: str
    value: str
    reason: str


def _tick(place: Workplace, reference: str, ticks: Sequence[_Tick]) -> Change:
    """Write ticks down; taking them back says again what this official said before."""
    before: list[_Tick] = []
    with place.store.writing() as work:
        gates = {identity(each.key): each for each in work.rounds.get().gates}
        for tick in ticks:
            if identity(tick.key) not in gates:
                names = ", ".join(each.key for each in gates.values()) or DASH
                raise InputError(
                    _("The round has no gate {key}.").format(key=tick.key),
                    remedy=_("Its gates are: {gates}.").format(gates=names),
                )
        known, lines = known_reference(work, reference), work.desk.all()
        for tick in ticks:
            field = gate_field(tick.key)
            mine = [
                each
                for each in lines
                if (each.application, each.field) == (known, field) and identity(each.who) == identity(place.person)
            ]
            before.append(_Tick(tick.key, *((mine[-1].value, mine[-1].reason) if mine else (CLEAR, ""))))
        work.desk.add([_line(place, known, gate_field(tick.key), tick.value, tick.reason) for tick in ticks])
    said = {PASS: _("{reference} passes {gate}"), FAIL: _("{reference} fails {gate}")}
    words = said.get(ticks[0].value, _("{reference}: the tick of {gate} is cleared")) if ticks else ""
    named = _(", ").join(gates[identity(tick.key)].key for tick in ticks)
    return Change(_TOUCHED, words.format(reference=known, gate=named), lambda: _tick(place, known, before))


# -- withdrawals and other words about a whole application ------------------------------------------------------------


def withdraw(place: Workplace, reference: str, reason: str) -> Change:
    """Take an application out at its applicant's wish; everything about it is kept."""
    return _say(place, reference, _Word(WITHDRAWN, YES, reason))


def reinstate(place: Workplace, reference: str, reason: str) -> Change:
    """Bring a withdrawn application back."""
    return _say(place, reference, _Word(WITHDRAWN, CLEAR, reason))


def settle_as_eligible(place: Workplace, reference: str, reason: str) -> Change:
    """Say that an application is eligible whatever the register leaves open or has against it; gates still count."""
    return _say(place, reference, _Word(SETTLED, YES, reason))


def leave_to_register(place: Workplace, reference: str, reason: str) -> Change:
    """Let the register alone say again whether an application's authority may apply."""
    return _say(place, reference, _Word(SETTLED, CLEAR, reason))


@dataclass(frozen=True, slots=True)
class _Word:
    """What is said of a whole application, and why."""

    field: str
    value: str
    reason: str

    @property
    def summary(self) -> str:
        """The sentence of the change."""
        return {
            (WITHDRAWN, YES): _("{reference} is withdrawn"),
            (WITHDRAWN, CLEAR): _("{reference} is reinstated"),
            (SETTLED, YES): _("{reference} is settled as eligible"),
            (SETTLED, CLEAR): _("{reference} is left to the register"),
        }[self.field, self.value]

    @property
    def again(self) -> str:
        """The sentence that refuses to say it twice."""
        return {
            (WITHDRAWN, YES): _("{reference} is withdrawn already."),
            (WITHDRAWN, CLEAR): _("{reference} is not withdrawn."),
            (SETTLED, YES): _("{reference} is settled as eligible already."),
            (SETTLED, CLEAR): _("{reference} was not settled as eligible."),
        }[self.field, self.value]


def _say(place: Workplace, reference: str, word: _Word) -> Change:
    if not word.reason.strip():
        sentence = (
            _("Withdrawing and reinstating need a reason.")
            if word.field == WITHDRAWN
            else _("An application is settled as eligible with a reason.")
        )
        raise InputError(sentence, remedy=_("Say who asked for it, and when, in a few words."))
    with place.store.writing() as work:
        known = known_reference(work, reference)
        now = latest(work.desk.all(), known, word.field)
        if (CLEAR if now is None else now.value) == word.value:
            raise InputError(word.again.format(reference=known), remedy=_("Nothing has to be done."))
        work.desk.add([_line(place, known, word.field, word.value, word.reason)])
    back = _Word(word.field, CLEAR if word.value == YES else YES, _("taken back"))
    return Change(_TOUCHED, word.summary.format(reference=known), lambda: _say(place, known, back))


# -- which authority a name means -------------------------------------------------------------------------------------


def rule_on_name(place: Workplace, reference: str, name: str, meant: str, reason: str) -> Change:
    """Settle which authority of the register a name in an application means; a blank `meant` says: none of them.

    A lead's name that nobody stated, but the program read from a message, gives way to the authority's own.

    Raises InputError without a reason, for a name that doesn't take part, or when `meant` is no one authority.
    """
    if not reason.strip():
        raise InputError(_("A match is overruled with a reason."), remedy=_("Say how you know, in a few words."))
    with place.store.writing() as work:
        value = _official(work, meant) if meant.strip() else NOBODY
        known, written, before = _party(work, reference, name)
        named = put_lead(work, known, written, "" if value == NOBODY else value)
        ruling = _line(place, known, authority_field(named), value, reason)
        work.desk.add([*_moved(place, known, written, named), ruling])
    said = _("“{name}” in {reference} is read as {authority}")
    if value == NOBODY:
        said = _("“{name}” in {reference} is no authority of the register")
    return Change(
        _NAMED,
        said.format(name=written, reference=known, authority=value),
        lambda: _restore(place, known, named, before),
    )


def leave_name_to_register(place: Workplace, reference: str, name: str, reason: str) -> Change:
    """Let the register alone say again what a name means.

    Raises InputError without a reason, or when nobody ruled on the name.
    """
    if not reason.strip():
        raise InputError(_("A ruling is taken back with a reason."), remedy=_("Say why, in a few words."))
    with place.store.writing() as work:
        known, written, before = _party(work, reference, name)
        if before is None:
            raise InputError(
                _("Nobody overruled the match of “{name}”.").format(name=written), remedy=_("Nothing has to be done.")
            )
        named = put_lead(work, known, written, "")
        work.desk.add([_line(place, known, authority_field(written), CLEAR, reason)])
    said = _("“{name}” in {reference} is left to the register").format(name=named, reference=known)
    return Change(_NAMED, said, lambda: _restore(place, known, named, before))


def _moved(place: Workplace, reference: Reference, written: str, named: str) -> list[DeskLine]:
    """The line that ends what was ruled on a name which stands there no longer."""
    same = fold_name(written) == fold_name(named)
    return [] if same else [_line(place, reference, authority_field(written), CLEAR, _("the name was replaced"))]


def _restore(place: Workplace, reference: Reference, name: str, before: DeskLine | None) -> Change:
    """Say again what was said before about a name."""
    if before is None:
        return leave_name_to_register(place, reference, name, _("taken back"))
    return rule_on_name(place, reference, name, "" if before.value == NOBODY else before.value, before.reason)


def _official(work: Work, meant: str) -> str:
    """The official name of the one authority that is meant."""
    records = work.authorities.all()
    if not records:
        raise InputError(
            _("No register of authorities is loaded, so “{name}” can't be looked up.").format(name=meant.strip()),
            remedy=_("Load the register first."),
        )
    match = AuthorityIndex(records).match(meant)
    if match.record is not None:
        return match.record.official_name
    offered = "; ".join(each.official_name for each in match.candidates)
    raise InputError(
        _("The register of authorities has no “{name}” for certain.").format(name=meant.strip()),
        remedy=_("Perhaps one of these: {authorities}.").format(authorities=offered)
        if offered
        else _("Give its official name or its code."),
    )


def _party(work: Work, reference: str, name: str) -> tuple[Reference, str, DeskLine | None]:
    """The application, the name as it is written there, and the ruling that holds for it now."""
    known = known_reference(work, reference)
    bodies = bodies_of(work.applications.get(known))
    written = next((each for each in bodies if fold_name(each) == fold_name(name)), None)
    if written is None:
        raise InputError(
            _("“{name}” takes no part in {reference}.").format(name=name.strip(), reference=known),
            remedy=_("It names: {names}.").format(names="; ".join(bodies)),
        )
    return known, written, latest(work.desk.all(), known, authority_field(written))


def _rulings(lines: Sequence[DeskLine]) -> Rulings:
    """The rulings that hold, by application and folded name."""
    return {
        (reference, field.removeprefix(AUTHORITY)): mine[-1]
        for reference, fields in by_application(lines).items()
        for field, mine in fields.items()
        if field.startswith(AUTHORITY) and mine[-1].value != CLEAR
    }


def _line(place: Workplace, reference: Reference, field: str, value: str, reason: str) -> DeskLine:
    return DeskLine(reference, field, value, place.person, place.clock(), reason.strip())
