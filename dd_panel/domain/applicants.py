"""Who applied: every name of an application looked up in the register, with the reason for each match.

What the register can't tell, or tells wrongly, an official settles with a reason: a ruling on one name of one
application stands in place of the register's reading until it is taken back.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.authorities import Match
from dd_panel.domain.authority_names import fold_name
from dd_panel.domain.moments import day_words
from dd_panel.text import DASH, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from dd_panel.domain.applications import Application
    from dd_panel.domain.authorities import AuthorityIndex, AuthorityRecord, How
    from dd_panel.domain.desk_lines import DeskLine
    from dd_panel.domain.identifiers import Reference

State = Literal["eligible", "ineligible", "check"]

Rulings = dict[tuple["Reference", str], "DeskLine"]
"""Officials' words on names, by application and folded name."""

NOBODY = "none"
"""The value of a ruling by which a name means no authority of the register."""


@dataclass(frozen=True, slots=True)
class Party:
    """One body that takes part in an application, and what its name was read as.

    `record` is None where the register doesn't say for certain; `candidates` are the authorities it may mean then.
    `reason` is a whole sentence. `existed` and `in_nation` are None where that can't be told.
    """

    name: str
    duty: Literal["lead", "partner"]
    record: AuthorityRecord | None
    how: How
    reason: str
    candidates: tuple[AuthorityRecord, ...]
    existed: bool | None
    in_nation: bool | None
    ruling: DeskLine | None = None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether one application's authority may apply.

    `matched` is the official name; `existed` and `in_nation` are None where that can't be told; `also_in` holds
    the other applications that share an authority with this one, as lead or partner; `reasons` are whole sentences, the
    gravest first; `parties` are all who take part, the lead first.
    """

    reference: Reference
    lead_authority: str
    matched: str | None
    code: str | None
    existed: bool | None
    in_nation: bool | None
    also_in: tuple[Reference, ...]
    state: State
    reasons: tuple[str, ...]
    parties: tuple[Party, ...]


def eligibility(
    applications: Sequence[Application],
    index: AuthorityIndex | None,
    closes: date | None,
    nation: str,
    rulings: Rulings | None = None,
) -> tuple[Eligibility, ...]:
    """Look every application's authorities up in the register, and for each other in the round.

    `index` is None where no register was loaded; `closes` is the closing day; a blank `nation` is no rule; `rulings`
    stand in place of the register's own reading. The result is in the order of `applications`.
    """
    day = closes.date() if isinstance(closes, datetime) else closes
    checks = _Checks(applications, index, day, nation, rulings or {})
    return tuple(checks.of(application) for application in applications)


class NameReadings:
    """What the names in applications mean: by an official's ruling, or else by the register; None where none is loaded.

    Each name is looked up once.
    """

    def __init__(self, index: AuthorityIndex | None, rulings: Rulings) -> None:
        self._index = index
        self._rulings = rulings
        self._records: dict[str, AuthorityRecord | None] = {}
        self._by_name = {each.official_name: each for each in index.records} if index else {}

    def ruling(self, reference: Reference, name: str) -> DeskLine | None:
        """The official's word on a name; one for an authority that the present register lacks stands no longer."""
        if not self._rulings:
            return None
        ruling = self._rulings.get((reference, fold_name(name)))
        known = ruling is not None and (ruling.value == NOBODY or ruling.value in self._by_name)
        return ruling if known else None

    def record(self, reference: Reference, name: str) -> AuthorityRecord | None:
        """The one authority that a name of an application means."""
        if (ruling := self.ruling(reference, name)) is not None:
            return self._by_name.get(ruling.value)
        if name not in self._records:
            self._records[name] = None if self._index is None else self._index.record_of(name)
        return self._records[name]


class _Checks:
    """The lookups of one round, made once for all its applications."""

    def __init__(
        self,
        applications: Sequence[Application],
        index: AuthorityIndex | None,
        closes: date | None,
        nation: str,
        rulings: Rulings,
    ) -> None:
        self._index = index
        self._closes = closes
        self._nation = nation.strip()
        self._names = NameReadings(index, rulings)
        self._takes_part: dict[str, dict[Reference, str]] = defaultdict(dict)
        for application in applications:
            for name in bodies_of(application):
                key = self._key(application.reference, name)
                self._takes_part[key].setdefault(application.reference, name)

    def _match(self, reference: Reference, name: str) -> Match:
        if self._names.ruling(reference, name) is not None:
            record = self._names.record(reference, name)
            return Match(record, "none" if record is None else "ruling")
        return Match(None, "none") if self._index is None else self._index.match(name)

    def _key(self, reference: Reference, name: str) -> str:
        """What is the same for every name of one body: its record, or else the name itself."""
        record = self._names.record(reference, name)
        return f"= {record.official_name}" if record is not None else fold_name(name)

    def of(self, application: Application) -> Eligibility:
        """Check one application."""
        parties = self._parties(application)
        lead = parties[0]
        record = lead.record
        against: list[str] = []
        doubts: list[str] = []
        notes: list[str] = []
        if record is None:
            doubts.append(lead.reason)
        else:
            if lead.ruling is not None:
                notes.append(lead.reason)
            elif fold_name(record.official_name) != fold_name(application.lead_authority):
                notes.append(
                    _("“{name}” was read as {authority}.").format(
                        name=application.lead_authority, authority=record.official_name
                    )
                )
            if lead.existed is False:
                against.append(self._why_not_there(record))
            self._judge_nation(record, against, doubts)
        if self._closes is None:
            doubts.append(_("The round has no closing date, so nobody can say which authorities existed then."))
        also_in = self._clashes(application, doubts)
        return Eligibility(
            application.reference,
            application.lead_authority,
            matched=record.official_name if record else None,
            code=(record.code or record.gss or None) if record else None,
            existed=lead.existed,
            in_nation=lead.in_nation,
            also_in=also_in,
            state="ineligible" if against else "check" if doubts else "eligible",
            reasons=(*against, *doubts, *notes),
            parties=parties,
        )

    def _parties(self, application: Application) -> tuple[Party, ...]:
        partners = [self._party(application, name, "partner") for name in application.partners if name.strip()]
        return (self._party(application, application.lead_authority, "lead"), *partners)

    def _party(self, application: Application, name: str, duty: Literal["lead", "partner"]) -> Party:
        match, ruling = self._match(application.reference, name), self._names.ruling(application.reference, name)
        record = match.record
        return Party(
            name,
            duty,
            record,
            match.how,
            self._why_unmatched(name, match) if record is None and ruling is None else _why_matched(match, ruling),
            match.candidates,
            None if record is None else self._existed(record),
            None if record is None else self._in_nation(record),
            ruling,
        )

    def _why_unmatched(self, name: str, match: Match) -> str:
        if self._index is None:
            return _("No register of authorities is loaded, so “{name}” can't be looked up.").format(name=name)
        if not match.candidates:
            return _("The register of authorities has no “{name}”.").format(name=name)
        meant = "; ".join(candidate.official_name for candidate in match.candidates)
        return _("“{name}” is no one authority's name for certain; it may mean {authorities}.").format(
            name=name, authorities=meant
        )

    def _existed(self, record: AuthorityRecord) -> bool | None:
        if self._closes is None or self._index is None:
            return None
        return self._index.existed_on(record, self._closes)

    def _why_not_there(self, record: AuthorityRecord) -> str:
        """The sentence about an authority that did not exist on the closing date."""
        if self._closes is None or self._index is None:
            return ""
        day = day_words(self._closes)
        if record.start is None or record.start <= self._closes:
            return _("{authority} no longer existed on the closing date, {day}: it ended on {end}.").format(
                authority=record.official_name, day=day, end=day_words(record.end) if record.end else DASH
            )
        sentence = _("{authority} did not exist on the closing date, {day}: it began on {start}.").format(
            authority=record.official_name, day=day, start=day_words(record.start)
        )
        if earlier := self._index.predecessors(record):
            sentence += " " + _("It took the place of {authorities}.").format(
                authorities="; ".join(old.official_name for old in earlier)
            )
        return sentence

    def _in_nation(self, record: AuthorityRecord) -> bool | None:
        if not self._nation or not record.nation.strip():
            return None
        return record.nation.strip().casefold() == self._nation.casefold()

    def _judge_nation(self, record: AuthorityRecord, against: list[str], doubts: list[str]) -> None:
        if self._nation and not record.nation.strip():
            sentence = _("The register doesn't say which nation {authority} is in.")
            doubts.append(sentence.format(authority=record.official_name))
        elif self._in_nation(record) is False:
            against.append(
                _("{authority} is in {nation}; the round is for {wanted}.").format(
                    authority=record.official_name, nation=record.nation.strip(), wanted=self._nation
                )
            )

    def _clashes(self, application: Application, doubts: list[str]) -> tuple[Reference, ...]:
        also_in: dict[Reference, None] = {}
        seen: set[str] = set()
        for name in bodies_of(application):
            key = self._key(application.reference, name)
            others = [other for other in self._takes_part[key] if other != application.reference]
            if key in seen or not others:
                continue
            seen.add(key)
            also_in.update(dict.fromkeys(others))
            doubts.append(
                _("{authority} also takes part in {references}; each authority may send one application.").format(
                    authority=name, references=", ".join(others)
                )
            )
        return tuple(sorted(also_in))


def _why_matched(match: Match, ruling: DeskLine | None) -> str:
    """The sentence that says by which rule, or by whose word, a name was read as it was."""
    record = match.record
    if ruling is not None and record is None:
        return _("{who} settled that it is no authority of the register: {reason}").format(
            who=ruling.who, reason=ruling.reason
        )
    name = "" if record is None else record.official_name
    if ruling is not None:
        return _("{who} settled that it means {authority}: {reason}").format(
            who=ruling.who, authority=name, reason=ruling.reason
        )
    said: Mapping[str, str] = {
        "official": _("The register has exactly this name."),
        "name": _("It is the everyday name of {authority} in the register."),
        "alternative": _("The register has it as another name of {authority}."),
        "code": _("It is the code of {authority} in the register."),
        "short form": _("It is a usual short form of {authority}."),
    }
    return said[match.how].format(authority=name)


def bodies_of(application: Application) -> tuple[str, ...]:
    """Everybody who takes part, the lead first."""
    return tuple(name for name in (application.lead_authority, *application.partners) if name.strip())
