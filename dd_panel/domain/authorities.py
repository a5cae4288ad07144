"""The register of authorities: who exists, when, and under which names.

Names on application forms are short ("Kent CC", "LB Brent", "Brighton & Hove"). They are read only where one authority
alone is meant; everything else is shown with the authorities it may mean, for a person to settle.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.authority_names import AuthorityName, agree, fold_name, take_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date


How = Literal["official", "name", "alternative", "code", "short form", "ruling", "none"]
"""By which rule a name was read; `ruling` is an official's word."""

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
    region: str = ""
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
        self._before: dict[str, list[AuthorityRecord]] = defaultdict(list)
        for record in self.records:
            for code in record.successors:
                self._before[code].append(record)

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
        return tuple(self._before.get(record.code, ())) if record.code else ()

    def match(self, name: str) -> Match:
        """Find the one authority that `name` means; a name that fits several, or is only guessed, gives none."""
        found = self._read(name)
        if found.record is not None or found.candidates:
            return found
        return Match(None, "none", self._similar(take_apart(name).place))

    def record_of(self, name: str) -> AuthorityRecord | None:
        """The one authority that `name` means; sooner than `match`, as nothing like it is looked for."""
        return self._read(name).record

    def _read(self, name: str) -> Match:
        """What the register itself has under a name; candidates only where it has several."""
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
            return Match(None, "none")
        if not parts.kinds:
            bare = [number for number, entry in entries.items() if entry.bare]
            if len(bare) == len(entries) == 1:
                return self._one(bare, "short form")
            return Match(None, "none")
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
