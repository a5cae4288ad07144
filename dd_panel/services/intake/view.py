"""What arrived, as the secretariat sees it: every message, folder and row with what became of it; the counts add up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dd_panel.domain.desk_lines import CLEAR, answer_field, by_application
from dd_panel.domain.identifiers import Reference, identity
from dd_panel.domain.rounds import LONDON
from dd_panel.services.intake.items import LEDGER_FACT, ledger_of, made_of_one
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from dd_panel.domain.applications import Application
    from dd_panel.domain.desk_lines import DeskLine
    from dd_panel.services.intake.items import Entry, Outcome
    from dd_panel.services.workplace import Workplace

Checks = dict[Reference, dict[str, list["DeskLine"]]]


@dataclass(frozen=True, slots=True)
class Arrived:
    """One thing that arrived.

    `number` is its place in the ledger, None for a row of a register; `early` how long before the closing time it came
    (negative when late, None where that can't be told); `version` its place among the messages of its application in
    the order of receipt, and how many there are; `unchecked` how many answers of its forms nobody has looked at;
    `beside` says that it waits beside an application that is made of other things, `sole` that its application is made
    of nothing else, and leaves with it; `text` all that a row of a register held that was set aside.
    """

    number: int | None
    source: str
    outcome: Outcome
    reference: Reference | None
    lead_authority: str
    sender: str
    subject: str
    received: datetime | None
    early: timedelta | None
    files: tuple[str, ...]
    reasons: tuple[str, ...]
    version: tuple[int, int]
    unchecked: int
    beside: bool
    sole: bool = False
    text: str = ""

    @property
    def readable(self) -> bool:
        """Whether there is something to read beside the round's questions."""
        return (
            self.reference is not None and self.outcome != "set aside" and (self.number is not None or bool(self.files))
        )

    @property
    def late(self) -> bool:
        """Whether it came after the closing time."""
        return self.early is not None and self.early.total_seconds() < 0


@dataclass(frozen=True, slots=True)
class IntakeView:
    """Everything that was received: messages and folders in the order of arrival, then the rows of registers."""

    things: tuple[Arrived, ...]

    def count(self, outcome: Outcome) -> int:
        """How many things have this outcome; the three outcomes add up to all that was received."""
        return sum(each.outcome == outcome for each in self.things)

    @property
    def late(self) -> int:
        """How many things came after the closing time and are in the round."""
        return sum(each.late and each.outcome != "set aside" for each in self.things)

    @property
    def unchecked(self) -> int:
        """How many things have answers that were read from a form and that nobody has looked at."""
        return sum(bool(each.unchecked) for each in self.things)


def see_intake(place: Workplace) -> IntakeView:
    """Read what arrived."""
    with place.store.reading() as work:
        closes, ledger = work.rounds.get().closes, ledger_of(work.about.get(LEDGER_FACT))
        applications = {identity(each.reference): each for each in work.applications.summaries()}
        checks = by_application(work.desk.all())
    closes = closes and (closes if closes.tzinfo else closes.replace(tzinfo=LONDON))
    versions = _versions(ledger)
    alone = made_of_one(ledger)
    things = []
    for number, entry in enumerate(ledger, start=1):
        application = applications.get(identity(entry.reference))
        thing = _of_entry(number, entry, application, closes, versions[number], checks)
        things.append(replace(thing, sole=number in alone))
    # A message that waited beside an application did not bring it; one that brought it may be set aside later.
    by_mail = {
        identity(entry.reference)
        for entry in ledger
        if entry.brought or (entry.outcome != "set aside" and not entry.kept)
    }
    things += [_of_row(each, closes) for key, each in applications.items() if key not in by_mail]
    return IntakeView(tuple(things))


def _of_entry(
    number: int,
    entry: Entry,
    application: Application | None,
    closes: datetime | None,
    version: tuple[int, int],
    checks: Checks,
) -> Arrived:
    received = datetime.fromisoformat(entry.received) if entry.received else None
    taken = application is not None and entry.outcome != "set aside"
    looked_at = checks.get(application.reference, {}) if application is not None else {}
    return Arrived(
        number,
        entry.source,
        entry.outcome,
        Reference(entry.reference) if entry.reference else None,
        application.lead_authority if application is not None else "",
        entry.sender,
        entry.subject,
        received,
        _early(received, closes),
        entry.files,
        entry.reasons,
        version,
        sum(not _looked_at(looked_at, question) for question in entry.questions) if taken and not entry.kept else 0,
        bool(entry.kept),
        text=entry.text,
    )


def _looked_at(lines: Mapping[str, list[DeskLine]], question: str) -> bool:
    mine = lines.get(answer_field(question), [])
    return bool(mine) and mine[-1].reason != CLEAR


def _of_row(application: Application, closes: datetime | None) -> Arrived:
    return Arrived(
        None,
        _("Row of a register"),
        "accepted",
        application.reference,
        application.lead_authority,
        application.email or application.contact,
        application.heading,
        application.received,
        _early(application.received, closes),
        tuple(each.name for each in application.attachments),
        (),
        (1, 1),
        0,
        beside=False,
    )


def _early(received: datetime | None, closes: datetime | None) -> timedelta | None:
    if received is None or closes is None:
        return None
    moment = received if received.tzinfo else received.replace(tzinfo=LONDON)
    return closes.astimezone(UTC) - moment.astimezone(UTC)


def _versions(ledger: tuple[Entry, ...]) -> dict[int, tuple[int, int]]:
    """The place of each entry among those of its application in the order of receipt, and how many these are."""
    taken = [(at, each) for at, each in enumerate(ledger, start=1) if each.reference and each.outcome != "set aside"]
    whole = Counter(identity(each.reference) for _at, each in taken)
    seen: Counter[str] = Counter()
    found = dict.fromkeys(range(1, len(ledger) + 1), (1, 1))
    for at, each in sorted(taken, key=lambda pair: (pair[1].received or "~", pair[0])):
        key = identity(each.reference)
        seen[key] += 1
        found[at] = (seen[key], whole[key])
    return found
