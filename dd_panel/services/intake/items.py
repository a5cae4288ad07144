"""One thing that was received, on its way into a round: what is known of it, and what becomes of it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from dd_panel.domain.identifiers import identity
from dd_panel.domain.moments import to_the_minute
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from dd_panel.domain.applications import Answer
    from dd_panel.domain.identifiers import Reference
    from dd_panel.exchange.intake import Arrival
    from dd_panel.services.intake.authority import Named

LEDGER_FACT = "intake"
"""The fact in a round's store that lists what was received before."""

Outcome = Literal["accepted", "waiting", "set aside"]

MINUTE, HOUR, DAY = 60, 3_600, 86_400


@dataclass(slots=True)
class Item:
    """One arrival with what was read from it. `reasons` and `doubts` are whole sentences; a doubt makes it wait.

    `moment` is the time of receipt, `early` how long before the closing time that was (negative when late, None where
    one of both is not known); `stated` the reference that it names itself.
    """

    arrival: Arrival
    moment: datetime | None
    early: timedelta | None
    named: Named
    stated: Reference | None
    answers: tuple[Answer, ...]
    questions: tuple[str, ...]
    particulars: Mapping[str, str]
    reasons: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    reference: Reference | None = None
    set_aside: bool = False

    @property
    def late(self) -> bool:
        """Whether it came after the closing time."""
        return self.early is not None and self.early.total_seconds() < 0

    @property
    def outcome(self) -> Outcome:
        """What became of it."""
        return "set aside" if self.set_aside else "waiting" if self.doubts else "accepted"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger: a thing that was received, as it is remembered.

    `kept` is the SHA-256 of a message that waits in the store beside the application it belongs to; else empty.
    `files` are the names of what came with it, `questions` those of the round that were found in its forms; `brought`
    says that its application is, at least in part, made of it, `unlisted` that no register has this application.
    `text` is all that a row of a register held that was set aside; its reference is as it stands there. `read_as` is
    the applicant's name as it was read from the message, empty where the form states it.
    """

    source: str
    outcome: Outcome
    reference: str
    message_id: str
    fingerprint: str
    received: str
    reasons: tuple[str, ...]
    kept: str = ""
    sender: str = ""
    subject: str = ""
    files: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    brought: bool = False
    unlisted: bool = False
    text: str = ""
    read_as: str = ""


_LISTS = ("reasons", "files", "questions")


def ledger_of(text: str | None) -> tuple[Entry, ...]:
    """The lines of a ledger as it is kept."""
    return tuple(_entry(each) for each in json.loads(text or "[]"))


def _entry(kept: Mapping[str, Any]) -> Entry:
    """A line as it was written; JSON knows lists alone."""
    lists = {name: tuple(kept[name]) for name in _LISTS if name in kept}
    return Entry(**{**kept, **lists})


def made_of_one(entries: Sequence[Entry]) -> frozenset[int]:
    """The entries (counted from 1) whose application is made of them, and of nothing else that stands or is listed."""
    standing = [(number, each) for number, each in enumerate(entries, start=1) if each.outcome != "set aside"]
    brought = Counter(identity(each.reference) for _number, each in standing if each.brought)
    return frozenset(
        number for number, each in standing if each.brought and each.unlisted and brought[identity(each.reference)] == 1
    )


def ledger_text(entries: Sequence[Entry]) -> str:
    """A ledger as it is kept."""
    fields = tuple(Entry.__slots__)
    return json.dumps([{name: getattr(entry, name) for name in fields} for entry in entries], ensure_ascii=False)


def span_text(seconds: float, units: int = 2) -> str:
    """A length of time in its two largest units, or in the largest alone, as people say it."""
    left = int(seconds)
    days, hours, minutes = left // DAY, left % DAY // HOUR, left % HOUR // MINUTE
    parts = []
    if days:
        parts.append(ngettext("{count} day", "{count} days", days).format(count=days))
    if hours:
        parts.append(ngettext("{count} hour", "{count} hours", hours).format(count=hours))
    if minutes and not days:
        parts.append(ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes))
    return " ".join(parts[:units]) or ngettext("{count} second", "{count} seconds", left).format(count=left)


def lateness(item: Item) -> str:
    """The sentence that says how late something came."""
    if item.moment is None or item.early is None:
        return ""
    return _("It was received on {time}, {span} after the closing time.").format(
        time=to_the_minute(item.moment), span=span_text(-item.early.total_seconds())
    )
