"""The register of authorities: who exists, under which names, and whether an application's authority may apply.

Names on application forms are short ("Kent CC", "LB Brent", "Brighton & Hove"). They are read only where one authority
alone is meant; everything else is shown with the authorities it may mean, for a person to settle.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.authority_names import AuthorityName, agree, fold_name, take_apart
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from dd_panel.domain.applications import Application
    from dd_panel.domain.identifiers import Reference

How = Literal["official", "name", "alternative", "code", "short form", "none"]

State = Literal["eligible", "ineligible", "check"]

MOST_CANDIDATES = 5
"""Authorities offered for a name that was not settled."""


@dataclass(frozen=True, slots=True)
class AuthorityRecord:
    """One authority of the register. A blank `start` means long-standing, a blank `end` that it still exists.

    `end` is the last day; `replaced_by` holds the codes of its successors, separated by commas.
    """

    official_name: str
    nice_name: str = ""
    code: str = ""
    gss: str = ""
    start: date | None = None
    end: date | None = None
    replaced_by: str = ""
    nation: str = ""
    alt_names: tuple[str, ...] = ()

    def existed_on(self, day: date) -> bool:
        """Whether the authority existed on `day`."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    @property
    def successors(self) -> tuple[str, ...]:
        """The codes of the authorities that took its place."""
        return tuple(code.strip() for code in self.replaced_by.split(",") if code.strip())


@dataclass(frozen=True, slots=True)
class Match:
    """What a name was read as: one record, or none with the `candidates` it may mean; `how` says by which rule."""

    record: AuthorityRecord | None
    how: How
    candidates: tuple[AuthorityRecord, ...] = ()


@dataclass(slots=True)
class _Entry:
    """How one record speaks of one place: as which kinds, by its `own` names, and `bare` of any kind."""

    kinds: set[frozenset[str]] = field(default_factory=set)
    own: bool = False
    bare: bool = False


class AuthorityIndex:
    """The register, ready to look names up in."""

    def __init__(self, records: Iterable[AuthorityRecord]) -> None:
        self.records = tuple(records)
        self._official: dict[str, list[int]] = defaultdict(list)
        self._other: dict[str, dict[int, How]] = defaultdict(dict)
        self._codes: dict[str, list[int]] = defaultdict(list)
        self._places: dict[str, dict[int, _Entry]] = defaultdict(dict)
        for number, record in enumerate(self.records):
            self._enter(number, record)
        self._by_code = {record.code.casefold(): record for record in self.records if record.code}

    def _enter(self, number: int, record: AuthorityRecord) -> None:
        self._official[fold_name(record.official_name)].append(number)
        for code in {record.code.casefold(), record.gss.casefold()} - {""}:
            self._codes[code].append(number)
        official = take_apart(record.official_name)
        only_official = not record.nice_name.strip() and not record.alt_names
        names: list[tuple[str, How]] = [(record.official_name, "official")]
        names += [(name, "name") for name in (record.nice_name,) if name.strip()]
        names += [(name, "alternative") for name in record.alt_names if name.strip()]
        for name, how in names:
            if how != "official":
                self._other[fold_name(name)].setdefault(number, how)
            parts = take_apart(name)
            entry = self._places[parts.place].setdefault(number, _Entry())
            entry.kinds |= parts.kinds or official.kinds or {frozenset()}
            entry.own = entry.own or how != "alternative"
            entry.bare = entry.bare or not parts.kinds or (how == "official" and only_official)

    def existed_on(self, record: AuthorityRecord, day: date) -> bool:
        """Whether the authority existed on `day`; on the day a successor starts, it no longer does."""
        if not record.existed_on(day):
            return False
        followers = (self._by_code.get(code.casefold()) for code in record.successors)
        return record.end != day or all(follower is None or follower.start != day for follower in followers)

    def predecessors(self, record: AuthorityRecord) -> tuple[AuthorityRecord, ...]:
        """The authorities that `record` took the place of."""
        return tuple(old for old in self.records if record.code and record.code in old.successors)

    def match(self, name: str) -> Match:
        """Find the one authority that `name` means; a name that fits several, or is only guessed, gives none."""
        folded = fold_name(name)
        if not folded:
            return Match(None, "none")
        if exact := self._official.get(folded):
            return self._one(exact, "official")
        parts = take_apart(name)
        named = self._other.get(folded, {})
        if named:
            rivals = set(named)
            if not parts.kinds:
                rivals |= {number for number, entry in self._places.get(parts.place, {}).items() if entry.own}
            return self._one(sorted(rivals), min(named.values(), key=("name", "alternative").index))
        if coded := self._codes.get(name.strip().casefold()):
            return self._one(coded, "code")
        return self._by_place(parts)

    def _by_place(self, parts: AuthorityName) -> Match:
        entries = self._places.get(parts.place)
        if not entries:
            return Match(None, "none", self._similar(parts.place))
        if not parts.kinds:
            bare = [number for number, entry in entries.items() if entry.bare]
            if len(bare) == len(entries) == 1:
                return self._one(bare, "short form")
            return Match(None, "none", self._similar(parts.place))
        agreeing = [number for number, entry in entries.items() if agree(parts.kinds, entry.kinds)]
        silent = [number for number, entry in entries.items() if frozenset() in entry.kinds]
        if agreeing:
            return self._one(agreeing, "short form")
        if len(silent) == len(entries):
            return self._one(silent, "short form")
        return Match(None, "none", tuple(self.records[number] for number in entries)[:MOST_CANDIDATES])

    def _one(self, numbers: Sequence[int], how: How) -> Match:
        found = tuple(self.records[number] for number in numbers)
        return Match(found[0], how) if len(found) == 1 else Match(None, "none", found[:MOST_CANDIDATES])

    def _similar(self, place: str) -> tuple[AuthorityRecord, ...]:
        """The authorities of the places most like this one: the same words first, then the same letters."""
        words = set(place.split()) - {"and", "of", "the", "upon"}
        whole = [other for other in self._places if words and words <= set(other.split())]
        close = difflib.get_close_matches(place, self._places, n=MOST_CANDIDATES, cutoff=0.8)
        numbers: dict[int, None] = {}
        for other in [*sorted(whole, key=lambda other: (len(other), other)), *close]:
            numbers.update(dict.fromkeys(self._places[other]))
        return tuple(self.records[number] for number in numbers)[:MOST_CANDIDATES]


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether one application's authority may apply.

    `matched` is the official name; `existed` and `in_nation` are None where that can't be told; `also_in` holds
    the other applications that share an authority with this one, as lead or partner; `reasons` are whole sentences, the
    gravest first.
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


def eligibility(
    applications: Sequence[Application], index: AuthorityIndex | None, closes: date | None, nation: str
) -> tuple[Eligibility, ...]:
    """Look every application's authorities up in the register, and for each other in the round.

    `index` is None where no register was loaded; `closes` is the closing day; a blank `nation` is no rule. The result
    is in the order of `applications`.
    """
    day = closes.date() if isinstance(closes, datetime) else closes
    checks = _Checks(applications, index, day, nation)
    return tuple(checks.of(application) for application in applications)


class _Checks:
    """The lookups of one round, made once for all its applications."""

    def __init__(
        self, applications: Sequence[Application], index: AuthorityIndex | None, closes: date | None, nation: str
    ) -> None:
        self._index = index
        self._closes = closes
        self._nation = nation.strip()
        self._matches: dict[str, Match] = {}
        self._takes_part: dict[str, dict[Reference, str]] = defaultdict(dict)
        for application in applications:
            for name in _bodies(application):
                self._takes_part[self._key(name)].setdefault(application.reference, name)

    def _match(self, name: str) -> Match:
        if name not in self._matches:
            self._matches[name] = Match(None, "none") if self._index is None else self._index.match(name)
        return self._matches[name]

    def _key(self, name: str) -> str:
        """What is the same for every name of one body: its record, or else the name itself."""
        record = self._match(name).record
        return f"= {record.official_name}" if record is not None else fold_name(name)

    def of(self, application: Application) -> Eligibility:
        """Check one application."""
        match = self._match(application.lead_authority)
        record = match.record
        existed = in_nation = None
        against: list[str] = []
        doubts: list[str] = []
        notes: list[str] = []
        if record is None:
            doubts.append(self._why_unmatched(application.lead_authority, match))
        else:
            if fold_name(record.official_name) != fold_name(application.lead_authority):
                notes.append(
                    _("“{name}” was read as {authority}.").format(
                        name=application.lead_authority, authority=record.official_name
                    )
                )
            existed = self._existed(record, against)
            in_nation = self._in_nation(record, against, doubts)
        if self._closes is None:
            doubts.append(_("The round has no closing date, so nobody can say which authorities existed then."))
        also_in = self._clashes(application, doubts)
        return Eligibility(
            application.reference,
            application.lead_authority,
            matched=record.official_name if record else None,
            code=(record.code or record.gss or None) if record else None,
            existed=existed,
            in_nation=in_nation,
            also_in=also_in,
            state="ineligible" if against else "check" if doubts else "eligible",
            reasons=(*against, *doubts, *notes),
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

    def _existed(self, record: AuthorityRecord, against: list[str]) -> bool | None:
        if self._closes is None or self._index is None:
            return None
        if self._index.existed_on(record, self._closes):
            return True
        day = _spoken(self._closes)
        if record.start is not None and record.start > self._closes:
            sentence = _("{authority} did not exist on the closing date, {day}: it began on {start}.").format(
                authority=record.official_name, day=day, start=_spoken(record.start)
            )
            if earlier := self._index.predecessors(record):
                sentence += " " + _("It took the place of {authorities}.").format(
                    authorities="; ".join(old.official_name for old in earlier)
                )
        else:
            sentence = _("{authority} no longer existed on the closing date, {day}: it ended on {end}.").format(
                authority=record.official_name, day=day, end=_spoken(record.end) if record.end else "–"
            )
        against.append(sentence)
        return False

    def _in_nation(self, record: AuthorityRecord, against: list[str], doubts: list[str]) -> bool | None:
        if not self._nation:
            return None
        if not record.nation.strip():
            sentence = _("The register doesn't say which nation {authority} is in.")
            doubts.append(sentence.format(authority=record.official_name))
            return None
        if record.nation.strip().casefold() == self._nation.casefold():
            return True
        against.append(
            _("{authority} is in {nation}; the round is for {wanted}.").format(
                authority=record.official_name, nation=record.nation.strip(), wanted=self._nation
            )
        )
        return False

    def _clashes(self, application: Application, doubts: list[str]) -> tuple[Reference, ...]:
        also_in: dict[Reference, None] = {}
        seen: set[str] = set()
        for name in _bodies(application):
            key = self._key(name)
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


def _bodies(application: Application) -> tuple[str, ...]:
    """Everybody who takes part, the lead first."""
    return tuple(name for name in (application.lead_authority, *application.partners) if name.strip())


def _spoken(day: date) -> str:
    """A date as people write it, whatever the computer's own language."""
    months = (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"),
        _("July"), _("August"), _("September"), _("October"), _("November"), _("December"),
    )  # fmt: skip
    return f"{day.day} {months[day.month - 1]} {day.year}"
