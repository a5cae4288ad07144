"""What was received and waits for a person's word: listed, accepted or set aside; received always adds up.

An application that was made of a message that is set aside, and of nothing else, leaves the competition with it: junk,
or a question about the form, is read as an application like any other message until somebody has looked at it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.applications import Attachment
from dd_panel.domain.desk_lines import CLEAR, WITHDRAWN, YES, DeskLine, latest
from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import Reference
from dd_panel.services.change import Change
from dd_panel.services.intake.items import LEDGER_FACT, ledger_of, ledger_text, made_of_one
from dd_panel.text import _

if TYPE_CHECKING:
    from dd_panel.services.intake.items import Entry
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work

Verdict = Literal["accepted", "set aside"]
_TOUCHED = frozenset({"applications", "eligibility", "assignments"})


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that was received as mail or folder, in the order of arrival; numbers begin at 1."""

    entries: tuple[Entry, ...]


def see_ledger(place: Workplace) -> Ledger:
    """Read what was received."""
    with place.store.reading() as work:
        return Ledger(ledger_of(work.about.get(LEDGER_FACT)))


def settle(place: Workplace, number: int, verdict: Verdict, reason: str) -> Change:
    """Accept a thing that waits, or set it aside; a message beside an application becomes one of its files.

    Raises InputError when it does not wait, or without a reason.
    """
    if not reason.strip():
        raise InputError(_("What waits is settled with a reason."), remedy=_("Say why, in a few words."))
    with place.store.writing() as work:
        entries = list(ledger_of(work.about.get(LEDGER_FACT)))
        if not 1 <= number <= len(entries) or entries[number - 1].outcome != "waiting":
            raise InputError(
                _("Nothing waits under the number {number}.").format(number=number),
                remedy=_("List what waits with “dd-panel waiting ROUND”."),
            )
        entry = entries[number - 1]
        if verdict == "accepted" and entry.kept:
            _attach(work, entry, number)
        leaves = verdict == "set aside" and number in made_of_one(entries) and _is_in(work, entry)
        if leaves:
            _take_out(place, work, entry, reason)
        entries[number - 1] = replace(entry, outcome=verdict, reasons=(*entry.reasons, _said(place, reason)))
        work.about.put(LEDGER_FACT, ledger_text(entries))
    words = _("{source} is accepted") if verdict == "accepted" else _("{source} is set aside")
    if leaves:
        words = _("{source} is set aside, and {reference} with it")
    return Change(
        _TOUCHED,
        words.format(source=entry.source, reference=entry.reference),
        lambda: _let_wait(place, number, verdict, reason, back=leaves),
    )


def _is_in(work: Work, entry: Entry) -> bool:
    """Whether the application of an entry was not withdrawn before."""
    line = latest(work.desk.all(), Reference(entry.reference), WITHDRAWN)
    return line is None or line.value == CLEAR


def _take_out(place: Workplace, work: Work, entry: Entry, reason: str) -> None:
    said = _("what was sent was set aside: {reason}").format(reason=reason.strip())
    work.desk.add([_line(place, entry, YES, said)])


def _line(place: Workplace, entry: Entry, value: str, reason: str) -> DeskLine:
    return DeskLine(Reference(entry.reference), WITHDRAWN, value, place.person, place.clock(), reason)


def _let_wait(place: Workplace, number: int, verdict: Verdict, reason: str, *, back: bool) -> Change:
    """Let a thing that was settled wait again, with its application `back` in; that it was settled stays on record."""
    why = _("taken back")
    with place.store.writing() as work:
        entries = list(ledger_of(work.about.get(LEDGER_FACT)))
        entry = entries[number - 1]
        if verdict == "accepted" and entry.kept:
            application = work.applications.get(Reference(entry.reference))
            others = tuple(each for each in application.attachments if each.name != _name_of(entry, number))
            work.applications.replace(replace(application, attachments=others))
        if back:
            work.desk.add([_line(place, entry, CLEAR, why)])
        entries[number - 1] = replace(entry, outcome="waiting", reasons=(*entry.reasons, _said(place, why)))
        work.about.put(LEDGER_FACT, ledger_text(entries))
    words = _("{source} waits again").format(source=entry.source)
    return Change(_TOUCHED, words, lambda: settle(place, number, verdict, reason))


def _said(place: Workplace, reason: str) -> str:
    return _("{who}, {when}: {reason}").format(
        who=place.person, when=f"{place.clock():%Y-%m-%d %H:%M}", reason=reason.strip()
    )


def _name_of(entry: Entry, number: int) -> str:
    """The name of an accepted message among the files of its application."""
    name = _("Message {number}.msg") if entry.source.casefold().endswith(".msg") else _("Message {number}.eml")
    return name.format(number=number)


def _attach(work: Work, entry: Entry, number: int) -> None:
    """Put a kept message among the files of its application."""
    application = work.applications.get(Reference(entry.reference))
    content = work.applications.blob(entry.kept)
    added = Attachment(_name_of(entry, number), entry.kept, len(content))
    work.applications.replace(replace(application, attachments=(*application.attachments, added)))
