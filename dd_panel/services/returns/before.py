"""What stood before a merge or a decision wrote, kept in the round so that the step can be taken back at any time."""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dd_panel.domain.identifiers import Field, MemberId, Reference
from dd_panel.domain.merging import NOTHING, Standing
from dd_panel.store.entry_values import Entry, Origin
from dd_panel.store.findings import TAKEN_BACK
from dd_panel.store.records import moment_of, moment_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dd_panel.store.work import Work

_SIXTY_FOUR = ":"
"""Begins what is written in base 64, which is quick; earlier rounds hold base 85, which knows no such sign."""

_FEW = 20
"""So few entries are read one by one; a member's own may be a thousand."""

_FAST = 1
"""The quickest compression: what is kept repeats itself a lot."""


@dataclass(frozen=True, slots=True)
class Touched:
    """One entry that a step wrote: as it stood before (None where nothing did), and the value written.

    `after` is None where the value was left as it was and only what was received was noted.
    """

    application: Reference
    field: Field
    before: Entry | None
    after: str | None

    @property
    def changed(self) -> bool:
        """Whether the value was written."""
        return self.after is not None


@dataclass(frozen=True, slots=True)
class Before:
    """One step: the entries that it wrote, the findings that it closed or made, and whether it assigned anything.

    `events` is how many events the journal had, so that it can be told what came later.
    """

    member: MemberId
    touched: tuple[Touched, ...] = ()
    closed: tuple[int, ...] = ()
    made: tuple[int, ...] = ()
    assigned: bool = False
    events: int = 0


def of_return(return_id: int) -> str:
    """The name under which the merge of a return is kept."""
    return f"before.return.{return_id}"


def of_finding(number: int) -> str:
    """The name under which the decision on a finding is kept."""
    return f"before.finding.{number}"


def keep_before(work: Work, name: str, before: Before) -> None:
    """Keep a step; one of the same name gives way."""
    document = {
        "member": before.member,
        "new": [[each.application, each.field, each.after] for each in before.touched if each.before is None],
        "old": [_entry_values(each.before, each.after) for each in before.touched if each.before is not None],
        "closed": before.closed,
        "made": before.made,
        "assigned": before.assigned,
        "events": before.events,
    }
    packed = zlib.compress(json.dumps(document, ensure_ascii=False).encode(), _FAST)
    work.about.put(name, _SIXTY_FOUR + base64.b64encode(packed).decode("ascii"))


def find_before(work: Work, name: str) -> Before | None:
    """A step that was kept; None when it never was, as in a round made before steps were kept."""
    text = work.about.get(name)
    if not text:
        return None
    packed = base64.b64decode(text[1:]) if text.startswith(_SIXTY_FOUR) else base64.b85decode(text)
    document = json.loads(zlib.decompress(packed))
    member = MemberId(document["member"])
    touched = [Touched(Reference(reference), Field(field), None, after) for reference, field, after in document["new"]]
    touched += [_touched_of(member, values) for values in document["old"]]
    return Before(
        member,
        tuple(touched),
        tuple(document["closed"]),
        tuple(document["made"]),
        assigned=document["assigned"],
        events=document["events"],
    )


def forget_before(work: Work, name: str) -> None:
    """Forget a step once it was taken back."""
    work.about.put(name, "")


def put_back(work: Work, before: Before, origin: Origin) -> None:
    """Put everything that a step wrote back as it stood; `origin` is who takes it back, when and why.

    Where the step only noted what was received, the value of today stays.
    """
    now = _stands_now(work, before)
    stood: list[Entry] = []
    for each in before.touched:
        here = now[each.application, each.field]
        nothing = Entry(before.member, each.application, each.field, "", NOTHING, Origin(origin.who, origin.at), 0)
        then = each.before or nothing
        if not each.changed and here is not None:
            received = replace(then.standing, value=here.standing.value)
            then = replace(here, standing=received)
        stood.append(then)
    work.entries.put_back(stood, origin)
    for number in before.made:
        work.findings.decide(number, TAKEN_BACK, None, origin.reason, origin.who, origin.at)
    for number in before.closed:
        work.findings.reopen(number)


def _stands_now(work: Work, before: Before) -> Mapping[tuple[Reference, Field], Entry | None]:
    """The entries of today that a step wrote: one by one where they are few, as a decision's are."""
    keys = [(each.application, each.field) for each in before.touched]
    if len(keys) > _FEW:
        now = work.entries.details(before.member)
        return {key: now.get(key) for key in keys}
    return {key: work.entries.detail(before.member, *key) for key in keys}


def _entry_values(entry: Entry, after: str | None) -> list[Any]:
    origin, standing = entry.origin, entry.standing
    place = [origin.return_id, origin.file, origin.sheet, origin.cell]
    said = [standing.value, standing.received, standing.raw]
    return [entry.application, entry.field, after, *said, origin.who, moment_text(origin.at), origin.reason, *place]


def _touched_of(member: MemberId, values: list[Any]) -> Touched:
    reference, field, after, value, received, raw, who, at, reason, *place = values
    origin = Origin(who, moment_of(at), reason, *place)
    standing = Standing(value, received, raw)
    before = Entry(member, Reference(reference), Field(field), value or "", standing, origin, 0)
    return Touched(before.application, before.field, before, after)
