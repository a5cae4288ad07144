"""Taking in what arrives: e-mails, mailboxes, folders and registers become applications, and the counts add up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.authorities import AuthorityIndex
from dd_panel.domain.errors import InputError
from dd_panel.services.change import Change
from dd_panel.services.intake.answers import Questions
from dd_panel.services.intake.authority import Authorities
from dd_panel.services.intake.doubts import doubt_doubled, doubt_unread
from dd_panel.services.intake.items import LEDGER_FACT, Entry, Item, ledger_of, ledger_text
from dd_panel.services.intake.plan import Plan, Sorter, build
from dd_panel.services.intake.reading import Reader
from dd_panel.services.intake.register_rows import refusal, sift
from dd_panel.services.round.setting_up import add_applications
from dd_panel.services.workplace import no_progress
from dd_panel.text import DASH, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime, timedelta

    from dd_panel.domain.applications import Application
    from dd_panel.domain.identifiers import Reference
    from dd_panel.exchange.intake import Gathered
    from dd_panel.services.intake.items import Outcome
    from dd_panel.services.intake.plan import Group
    from dd_panel.services.intake.register_rows import RowAside
    from dd_panel.services.workplace import Progress, Workplace
    from dd_panel.store.work import Work

SAMPLED = 5
"""Applications of the round that are asked for its questions."""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one thing that was received; `early` is negative for a late one, `reasons` whole sentences."""

    source: str
    outcome: Outcome
    reference: Reference | None
    lead_authority: str
    received: datetime | None
    early: timedelta | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """What an intake did.

    `received` counts rows of registers, messages and folders; `things` are the last two, and rows that were set aside.
    """

    received: int
    references: tuple[Reference, ...]
    things: tuple[Received, ...]
    remarks: tuple[str, ...]
    change: Change

    @property
    def set_aside(self) -> int:
        """How many things were not taken in, each with its reason."""
        return sum(each.outcome == "set aside" for each in self.things)

    @property
    def waiting(self) -> int:
        """How many things are in the round, and somebody has to look at them."""
        return sum(each.outcome == "waiting" for each in self.things)

    @property
    def accepted(self) -> int:
        """How many things are in the round without a doubt."""
        return self.received - self.waiting - self.set_aside

    @property
    def notes(self) -> tuple[str, ...]:
        """A sentence or more about everything that isn't plain, named by where it lies."""
        return (*self.remarks, *(_note(each) for each in self.things if each.reasons))


def _note(thing: Received) -> str:
    heads = {
        "accepted": _("{source} ({reference}): {reasons}"),
        "waiting": _("{source} ({reference}), to check: {reasons}"),
        "set aside": _("{source}, set aside: {reasons}"),
    }
    return heads[thing.outcome].format(
        source=thing.source, reference=thing.reference or DASH, reasons=" ".join(thing.reasons)
    )


def take_in(place: Workplace, gathered: Gathered, progress: Progress = no_progress) -> IntakeReport:
    """Take in what was gathered, all in one unit of work; nothing that is in the round already is changed.

    A row of a register whose reference is missing, in the round, or another row's too, is set aside by name, and so
    is one that can't be read. Raises InputError when there is nothing but such rows, or a source changed meanwhile.
    """
    if not gathered.arrivals:
        return _rows_alone(place, gathered)
    with place.store.writing() as work:
        present = work.applications.summaries()
        ledger = ledger_of(work.about.get(LEDGER_FACT))
        sifted = sift(work, gathered.rows)
        records = work.authorities.all()
        rules = work.rounds.get()
        authorities = Authorities(AuthorityIndex(records) if records else None, rules.name)
        readable = [each.application for each in gathered.rows if not each.trouble]
        asked = questions_of(work, readable, present, ledger)
        titles = [criterion.title for criterion in rules.rubric.criteria]
        reader = Reader(
            rules,
            authorities,
            Questions([*asked, *titles]),
            asked or titles,
            [each.reference for each in (*present, *sifted.applications)],
            place.clock(),
        )
        items = [reader.read(arrival) for arrival in gathered.arrivals]
        doubt_doubled(items, sifted.doubled)
        sorter = Sorter(rules.reference.strip(), sifted.applications, present, ledger, authorities)
        groups = sorter.sort(items)
        if asked:
            doubt_unread(groups)
        grouped = {id(item): group for group in groups for item in group.items}
        waiting = [item for item in items if id(item) not in grouped and not item.set_aside]
        plan = build(groups, waiting)
        _keep_bytes(work, plan, progress)
        work.applications.add(plan.applications)
        _note_down(work, ledger, items, grouped, _entries_of(gathered, sifted.aside), listed=bool(sifted.applications))
    return _report(gathered, items, plan, sifted.aside)


def _rows_alone(place: Workplace, gathered: Gathered) -> IntakeReport:
    """What registers hold is taken in as it is; what was set aside is said."""
    change = Change(frozenset(), _("Nothing was taken in"))
    with place.store.writing() as work:
        sifted = sift(work, gathered.rows)
        if sifted.aside and not sifted.applications:
            raise refusal(sifted.aside)
        if sifted.applications:
            change = add_applications(work, place, sifted.applications)
            _write_down(work, ledger_of(work.about.get(LEDGER_FACT)), _entries_of(gathered, sifted.aside))
    return IntakeReport(
        gathered.received,
        tuple(each.reference for each in sifted.applications),
        _aside(gathered, sifted.aside),
        tuple(gathered.remarks),
        change,
    )


def _aside(gathered: Gathered, rows: Sequence[RowAside]) -> tuple[Received, ...]:
    """What can't be taken in: whole sources, messages and folders first, then rows."""
    things = [Received(each.source, "set aside", None, "", None, None, (each.reason,)) for each in gathered.aside]
    for each in rows:
        listed = each.row.application
        authority, received = listed.lead_authority, listed.received
        things.append(Received(each.row.source, "set aside", each.reference, authority, received, None, (each.reason,)))
    return tuple(things)


def questions_of(
    work: Work, rows: Sequence[Application], present: Sequence[Application], ledger: Iterable[Entry]
) -> tuple[str, ...]:
    """The questions of the register: of the one that comes along, else of the one that the round was made of."""
    if rows:
        return tuple(answer.question for answer in rows[0].answers)
    by_mail = {entry.reference for entry in ledger}
    sample = [each.reference for each in present if each.reference not in by_mail][:SAMPLED]
    asked = Counter(answer.question for each in sample for answer in work.applications.get(each).answers)
    return tuple(question for question, count in asked.items() if 2 * count > len(sample))


def _keep_bytes(work: Work, plan: Plan, progress: Progress) -> None:
    """Read the wanted files again, one after the other, and keep them."""
    for number, keeping in enumerate(plan.keepings):
        progress(number, len(plan.keepings), keeping.arrival.source)
        arrival = keeping.arrival
        expected = [*(file.sha256 for file in arrival.files), *([arrival.original.sha256] if arrival.original else [])]
        try:
            for sha256, content in zip(expected, arrival.contents(), strict=True):
                if sha256 in keeping.wanted:
                    work.applications.put_blob(sha256, content)
        except ValueError as error:
            raise InputError(
                _("{source} changed while it was being read.").format(source=arrival.source),
                remedy=_("Close the mail program and try again."),
            ) from error


def _note_down(
    work: Work,
    ledger: tuple[Entry, ...],
    items: Sequence[Item],
    grouped: Mapping[int, Group],
    aside: Sequence[Entry],
    *,
    listed: bool,
) -> None:
    """Remember what was received, so that the same thing is known again; `listed` says that rows were taken in."""
    known = {entry.fingerprint for entry in ledger if entry.fingerprint}
    entries = [_entry(item, grouped.get(id(item))) for item in items if item.arrival.fingerprint not in known]
    if listed or any(item.reference is not None for item in items):  # else all is refused, and nothing changes
        _write_down(work, ledger, [*entries, *aside])


def _entries_of(gathered: Gathered, rows: Sequence[RowAside]) -> list[Entry]:
    """The lines of what can't be taken in: of rows with all they hold, of the rest with where it lies."""
    entries = [Entry(each.source, "set aside", "", "", "", "", (each.reason,)) for each in gathered.aside]
    return entries + [_row_entry(each) for each in rows if not each.known]


def _row_entry(aside: RowAside) -> Entry:
    listed = aside.row.application
    return Entry(
        aside.row.source,
        "set aside",
        listed.reference,
        "",
        "",
        listed.received.isoformat() if listed.received else "",
        (aside.reason,),
        sender=listed.lead_authority,
        subject=listed.heading,
        text=aside.row.text,
    )


def _write_down(work: Work, ledger: tuple[Entry, ...], entries: Sequence[Entry]) -> None:
    new = [entry for entry in entries if entry.fingerprint or entry not in ledger]
    if new:
        work.about.put(LEDGER_FACT, ledger_text((*ledger, *new)))


def _entry(item: Item, group: Group | None) -> Entry:
    """The line of a thing; `group` is the new application that it went into, None where it waits or is set aside."""
    arrival = item.arrival
    waits_as = arrival.original.sha256 if group is None and arrival.original and not item.set_aside else ""
    return Entry(
        arrival.source,
        item.outcome,
        item.reference or "",
        arrival.message_id,
        arrival.fingerprint,
        item.moment.isoformat() if item.moment else "",
        (*item.doubts, *item.reasons),
        waits_as,
        " ".join(part for part in (arrival.sender, f"<{arrival.address}>" if arrival.address else "") if part),
        arrival.subject or arrival.label,
        tuple(file.name for file in arrival.files),
        item.questions,
        brought=group is not None and not item.set_aside,
        unlisted=group is not None and group.row is None,
        read_as="" if item.named.stated else item.named.name,
    )


def _report(gathered: Gathered, items: Sequence[Item], plan: Plan, aside: Sequence[RowAside]) -> IntakeReport:
    things = tuple(
        Received(
            item.arrival.source,
            item.outcome,
            item.reference,
            "" if item.set_aside else item.named.name,
            item.moment,
            item.early,
            (*item.doubts, *item.reasons),
        )
        for item in items
    )
    count = len(plan.applications)
    return IntakeReport(
        gathered.received,
        tuple(each.reference for each in plan.applications),
        (*things, *_aside(gathered, aside)),
        tuple(gathered.remarks),
        Change(
            frozenset({"applications"}),
            ngettext("{count} application taken in", "{count} applications taken in", count).format(count=count),
        ),
    )
