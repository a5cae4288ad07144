"""The panel meeting: who is there, who must leave, what is agreed and decided, why, and every change of it.

The meeting's record only grows. What stands is what was written down last, so nothing here is ever changed in place.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, cast, get_args

from dd_panel.domain.identifiers import CriterionKey, Field, MemberId, Reference, criterion_of
from dd_panel.domain.reviews import Score
from dd_panel.domain.totals import weighted_total
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from fractions import Fraction

    from dd_panel.domain.rubric import Rubric

Outcome = Literal["fund", "reserve", "decline"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

Presence = Literal["present", "left", "apologies"]

Vote = Literal["for", "against", "abstains"]
VOTES: tuple[Vote, ...] = get_args(Vote)

DECISION, SUPPORT, NOTE = Field("decision"), Field("support"), Field("note")
"""About one application: fund, reserve or decline; whole units of money; what was said."""

AGENDA, RESERVES, CURRENT, LOT = (Field(name) for name in ("agenda", "reserves", "current", "lot"))
"""About the meeting: lists of references in order, the item being discussed, and a draw."""

_AGREED, _RECUSED, _PRESENT, _VOTE = "agreed", "recused.", "present.", "vote."
_SIGNED, _UNDECIDED = "signed.", "undecided."
AWAY, BACK = "away", "back"

_DECIDING = frozenset({DECISION, SUPPORT, RESERVES, LOT})


def agreed_field(criterion: CriterionKey | None) -> Field:
    """The field of the score agreed on a criterion, or on the whole."""
    return Field(_AGREED if criterion is None else f"{_AGREED}.{criterion}")


def recused_field(member: MemberId) -> Field:
    """The field that says whether a member has left the room for an application."""
    return Field(_RECUSED + member)


def presence_field(member: MemberId) -> Field:
    """The field that says whether a member is at the meeting."""
    return Field(_PRESENT + member)


def vote_field(member: MemberId) -> Field:
    """The field of a member's vote on an application."""
    return Field(_VOTE + member)


def signed_field(version: int) -> Field:
    """The field of the name under one version of the decisions."""
    return Field(f"{_SIGNED}{version}")


def undecided_field(version: int) -> Field:
    """The field of the applications that were open when one version of the decisions was signed; it comes before."""
    return Field(f"{_UNDECIDED}{version}")


def decides(name: Field) -> bool:
    """Whether a field is part of the result: once that is signed, a change of it makes a new version."""
    return name in _DECIDING or name.startswith(_AGREED)


@dataclass(frozen=True, slots=True)
class Minute:
    """One line of the record: what it is about (None for the meeting itself), what stood before and what stands now.

    An empty text stands for nothing. `at` is when it was said, by `who`.
    """

    application: Reference | None
    field: Field
    before: str
    after: str
    who: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the panel agreed on one application: a total, or scores by criterion; the members' own scores stay.

    `total` is on the round's scale; `scores` are texts as members' scores are kept: a number of the criterion's scale,
    or `cannot judge`. `reason` is the one given last.
    """

    total: Decimal | None
    scores: Mapping[CriterionKey, str]
    who: str
    at: datetime
    reason: str

    def position(self, rubric: Rubric) -> Fraction | None:
        """Where it lies between worst (0) and best (1); None while a criterion is still open."""
        if self.total is not None:
            return rubric.scale.position_at(self.total)
        scores = {each.key: Score.standing(self.scores.get(each.key), each.scale) for each in rubric.criteria}
        found = weighted_total(rubric, scores)
        return None if found.open else found.position


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided on one application; `support` in whole units of the round's currency, None where not given."""

    outcome: Outcome
    support: int | None
    who: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Attendance:
    """Whether a member is at the meeting, and since when: present, left, or apologies."""

    presence: Presence
    came: datetime | None
    left: datetime | None


@dataclass(frozen=True, slots=True)
class Recusal:
    """A member who left the room for an application: when, who confirmed it, and when the member came back."""

    application: Reference
    member: MemberId
    left: datetime
    confirmed_by: str
    back: datetime | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What was noted on an application, when and by whom."""

    text: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Lot:
    """A draw between applications that share the last place: the order drawn, first the one that comes first.

    Anybody can check it: each digest is the SHA-256 of the seed, a colon and the reference; they stand in order.
    """

    seed: str
    order: tuple[Reference, ...]
    who: str
    at: datetime

    @property
    def protocol(self) -> tuple[tuple[Reference, str], ...]:
        """Each application with the digest that gave it its turn."""
        return tuple((reference, _digest(self.seed, reference)) for reference in self.order)


@dataclass(frozen=True, slots=True)
class SignOff:
    """One version of the decisions, signed; `undecided` were open then, and `reason` says why they stayed so."""

    version: int
    name: str
    at: datetime
    undecided: tuple[Reference, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """The meeting as it stands; `record` is everything that was ever written down, oldest first.

    `agenda` and `reserves` are in order; `current` is the item being discussed. `version` is the number of the version
    that stands or is in the making; `signed` holds the earlier ones, and this one where nothing changed since.
    """

    record: tuple[Minute, ...] = ()
    agreed: Mapping[Reference, Agreed] = field(default_factory=dict)
    decisions: Mapping[Reference, Decision] = field(default_factory=dict)
    reserves: tuple[Reference, ...] = ()
    attendance: Mapping[MemberId, Attendance] = field(default_factory=dict)
    recusals: tuple[Recusal, ...] = ()
    notes: Mapping[Reference, Note] = field(default_factory=dict)
    votes: Mapping[Reference, Mapping[MemberId, Vote]] = field(default_factory=dict)
    agenda: tuple[Reference, ...] = ()
    current: Reference | None = None
    lot: Lot | None = None
    signed: tuple[SignOff, ...] = ()
    version: int = 1

    @property
    def present(self) -> frozenset[MemberId]:
        """Everybody in the meeting now, whether in the room or waiting outside."""
        return frozenset(member for member, each in self.attendance.items() if each.presence == "present")

    @property
    def in_the_room(self) -> frozenset[MemberId]:
        """Everybody who hears what is said: who left for an item waits outside until called back, whatever is open."""
        return self.present - {each.member for each in self.recusals if each.back is None}

    @property
    def is_signed(self) -> bool:
        """Whether what stands is what was signed."""
        return bool(self.signed) and self.signed[-1].version == self.version

    def outside(self, application: Reference) -> frozenset[MemberId]:
        """The members who have left the room for an application and are not back."""
        return frozenset(each.member for each in self.recusals if each.application == application and each.back is None)

    def texts(self) -> dict[tuple[Reference | None, Field], str]:
        """What stands in each field that was ever written in, empty where that was taken away again."""
        return {(each.application, each.field): each.after for each in self.record}


def vote_words(votes: Iterable[Vote]) -> str:
    """How votes stand: 4 for, 1 against, 0 abstained."""
    counted = Counter(votes)
    return _("{yes} for, {no} against, {none} abstained").format(
        yes=counted["for"], no=counted["against"], none=counted["abstains"]
    )


def meeting_of(record: Sequence[Minute]) -> Meeting:
    """Put the meeting together from its record, oldest line first."""
    standing: dict[tuple[Reference | None, Field], Minute] = {}
    for minute in record:
        key = (minute.application, minute.field)
        # Out and in again, so that the order is that of the latest lines.
        standing.pop(key, None)
        standing[key] = minute
    filled = [minute for minute in standing.values() if minute.after]
    whole = {minute.field: minute for minute in filled if minute.application is None}
    decisions = _decisions(filled)
    signed, version = _versions(record)
    return Meeting(
        record=tuple(record),
        agreed=_agreed(filled),
        decisions=decisions,
        reserves=_reserves(whole, decisions),
        attendance=_attendance(record),
        recusals=_recusals(record),
        notes={about: Note(each.after, each.who, each.at) for about, each in _by_application(filled, NOTE)},
        votes=_votes(filled),
        agenda=_list_in(whole.get(AGENDA)),
        current=Reference(whole[CURRENT].after) if CURRENT in whole else None,
        lot=_lot(whole.get(LOT)),
        signed=signed,
        version=version,
    )


def list_text(references: Iterable[Reference]) -> str:
    """A list of references as the record keeps it: the inverse of what `agenda` and `reserves` are read from."""
    listed = list(references)
    return json.dumps(listed, ensure_ascii=False) if listed else ""


def lot_text(seed: str, among: Iterable[Reference]) -> str:
    """A draw as the record keeps it; the order follows from the seed alone."""
    order = sorted(among, key=lambda reference: _digest(seed, reference))
    return json.dumps({"seed": seed, "order": order}, ensure_ascii=False)


def _digest(seed: str, reference: Reference) -> str:
    return sha256(f"{seed}:{reference}".encode()).hexdigest()


def _by_application(minutes: Iterable[Minute], prefix: str) -> Iterator[tuple[Reference, Minute]]:
    """The lines about one application whose field begins so."""
    for minute in minutes:
        if minute.application is not None and minute.field.startswith(prefix):
            yield minute.application, minute


def _agreed(filled: Sequence[Minute]) -> dict[Reference, Agreed]:
    lines: dict[Reference, list[Minute]] = {}
    for application, minute in _by_application(filled, _AGREED):
        lines.setdefault(application, []).append(minute)
    return {application: _agreed_on(each) for application, each in lines.items()}


def _agreed_on(lines: Sequence[Minute]) -> Agreed:
    total = next((Decimal(each.after) for each in lines if each.field == _AGREED), None)
    scores = {key: each.after for each in lines if (key := criterion_of(each.field)) is not None}
    return Agreed(total, scores, lines[-1].who, lines[-1].at, lines[-1].reason)


def _decisions(filled: Sequence[Minute]) -> dict[Reference, Decision]:
    support = {application: int(each.after) for application, each in _by_application(filled, SUPPORT)}
    return {
        application: Decision(cast("Outcome", each.after), support.get(application), each.who, each.at, each.reason)
        for application, each in _by_application(filled, DECISION)
    }


def _reserves(whole: Mapping[Field, Minute], decisions: Mapping[Reference, Decision]) -> tuple[Reference, ...]:
    """The reserves in the order that was set; those decided since come after, in the order of deciding."""
    reserved = [application for application, each in decisions.items() if each.outcome == "reserve"]
    ordered = [each for each in _list_in(whole.get(RESERVES)) if each in reserved]
    return (*ordered, *(each for each in reserved if each not in ordered))


def _votes(filled: Sequence[Minute]) -> dict[Reference, dict[MemberId, Vote]]:
    votes: dict[Reference, dict[MemberId, Vote]] = {}
    for application, each in _by_application(filled, _VOTE):
        votes.setdefault(application, {})[_member_in(each)] = cast("Vote", each.after)
    return votes


def _attendance(record: Sequence[Minute]) -> dict[MemberId, Attendance]:
    """Who came and left when; coming again keeps the time of the first coming."""
    found: dict[MemberId, Attendance] = {}
    for minute in record:
        if minute.application is not None or not minute.field.startswith(_PRESENT):
            continue
        member = _member_in(minute)
        before = found.pop(member, Attendance("apologies", None, None))
        if minute.after == "present":
            found[member] = Attendance("present", before.came or minute.at, None)
        elif minute.after == "left":
            found[member] = Attendance("left", before.came, minute.at)
        elif minute.after:
            found[member] = Attendance("apologies", None, None)
    return found


def _recusals(record: Sequence[Minute]) -> tuple[Recusal, ...]:
    """Every time a member left the room for an application; one that was taken back at once never was."""
    found: list[Recusal] = []
    for application, minute in _by_application(record, _RECUSED):
        member = _member_in(minute)
        still = [each for each in found if (each.application, each.member, each.back) == (application, member, None)]
        if minute.after == AWAY and not still:
            found.append(Recusal(application, member, minute.at, minute.who))
        for each in still if minute.after != AWAY else ():
            found.remove(each)
            if minute.after == BACK:
                found.append(replace(each, back=minute.at))
    return tuple(sorted(found, key=lambda each: each.left))


def _versions(record: Sequence[Minute]) -> tuple[tuple[SignOff, ...], int]:
    """What was signed, and the number of the version that stands; only what decides makes a new version."""
    signed: list[SignOff] = []
    undecided: tuple[Reference, ...] = ()
    changed = True
    for minute in record:
        if minute.field.startswith(_UNDECIDED):
            undecided = _list_in(minute)
        elif minute.field.startswith(_SIGNED):
            signed.append(SignOff(len(signed) + 1, minute.after, minute.at, undecided, minute.reason))
            undecided, changed = (), False
        elif decides(minute.field):
            changed = True
    return tuple(signed), len(signed) + changed


def _lot(minute: Minute | None) -> Lot | None:
    if minute is None:
        return None
    drawn = json.loads(minute.after)
    return Lot(drawn["seed"], tuple(Reference(each) for each in drawn["order"]), minute.who, minute.at)


def _list_in(minute: Minute | None) -> tuple[Reference, ...]:
    return tuple(Reference(each) for each in json.loads(minute.after)) if minute is not None else ()


def _member_in(minute: Minute) -> MemberId:
    return MemberId(minute.field.partition(".")[2])
