"""What the secretariat did that a history of values can't say: merged, taken back, asked, reminded, above the limit.

The history of the values says what changed; this says what was done and why, so that it can be shown and taken back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from dd_panel.domain.identifiers import Field, MemberId, Reference

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dd_panel.services.workplace import Workplace
    from dd_panel.store.returns import Return
    from dd_panel.store.work import Work

_PREFIX = "event."
_COUNT = "events"

Cell = tuple[Reference, Field]


class Deed(StrEnum):
    """What was done."""

    MERGED = "merged"
    TAKEN_BACK = "taken-back"
    REOPENED = "reopened"
    KEPT = "kept"
    USED = "used"
    ASKED = "asked"
    NOT_ASKED = "not-asked"
    REMINDED = "reminded"
    SECOND_LOOK = "second-look"
    PACKED = "packed"
    BLANKS = "blanks"
    RUBRIC = "rubric"
    ABOVE_LIMIT = "above-limit"
    PANEL = "panel"
    FORMS = "forms"
    DECLARED = "declared"


@dataclass(frozen=True, slots=True)
class About:
    """What a deed is about: a member, returns, findings, cells; `of` is the number of the event that it reverses.

    `note` is the number of a second look, or the reference of the application that a member reads above the limit.
    """

    member: MemberId | None = None
    returns: tuple[int, ...] = ()
    findings: tuple[int, ...] = ()
    cells: tuple[Cell, ...] = ()
    of: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One deed: its number, when it was done, by whom, why, and what it is about."""

    number: int
    deed: Deed
    at: datetime
    who: str
    reason: str
    about: About


def note_event(work: Work, place: Workplace, deed: Deed, about: About, reason: str = "") -> Event:
    """Write down what was done, within the unit of work that does it."""
    number = event_count(work) + 1
    work.about.put(_COUNT, str(number))
    event = Event(number, deed, place.clock(), place.person, reason, about)
    work.about.put(f"{_PREFIX}{number:06d}", _text_of(event))
    return event


def event_count(work: Work) -> int:
    """How many events there are; it is the number of the latest one."""
    return int(work.about.get(_COUNT) or 0)


def events(work: Work) -> tuple[Event, ...]:
    """Everything that was written down, oldest first."""
    return tuple(_event_of(text) for text in work.about.starting_with(_PREFIX).values())


def asked_when(known: Sequence[Event]) -> Mapping[int, datetime]:
    """The findings that a member was asked about, with the time of the last asking."""
    asked: dict[int, datetime] = {}
    for event in known:
        for number in event.about.findings:
            if event.deed is Deed.ASKED:
                asked[number] = event.at
            elif event.deed is Deed.NOT_ASKED:
                asked.pop(number, None)
    return asked


def reminded_when(known: Sequence[Event]) -> Mapping[MemberId, datetime]:
    """The members for whom a reminder was written, with the time of the last one."""
    return {
        event.about.member: event.at
        for event in known
        if event.deed is Deed.REMINDED and event.about.member is not None
    }


def merged_since(
    known: Sequence[Event], returns: Sequence[Return], number: int, member: MemberId
) -> tuple[Return, ...]:
    """The returns of a member that were merged after the event of this number and still stand."""
    later = (event for event in known if event.number > number and event.deed is Deed.MERGED)
    came = {each for event in later for each in event.about.returns}
    return tuple(each for each in returns if each.return_id in came and each.member == member and each.merged)


def last_merges(known: Sequence[Event]) -> Mapping[int, Event]:
    """The merge that each return came in with the last time, where it was written down."""
    return {number: event for event in known if event.deed is Deed.MERGED for number in event.about.returns}


def _text_of(event: Event) -> str:
    about = event.about
    document = {
        "number": event.number,
        "deed": event.deed,
        "at": event.at.isoformat(),
        "who": event.who,
        "reason": event.reason,
        "member": about.member,
        "returns": about.returns,
        "findings": about.findings,
        "cells": about.cells,
        "of": about.of,
        "note": about.note,
    }
    return json.dumps(document, ensure_ascii=False)


def _event_of(text: str) -> Event:
    document = json.loads(text)
    about = About(
        member=None if document["member"] is None else MemberId(document["member"]),
        returns=tuple(document["returns"]),
        findings=tuple(document["findings"]),
        cells=tuple((Reference(reference), Field(field)) for reference, field in document["cells"]),
        of=document["of"],
        note=document["note"],
    )
    at = datetime.fromisoformat(document["at"])
    return Event(document["number"], Deed(document["deed"]), at, document["who"], document["reason"], about)
