"""What was received and waits for a person's word: listed, accepted or set aside; received always adds up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.applications import Attachment
from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import Reference
from dd_panel.services.change import Change
from dd_panel.services.intake.items import LEDGER_FACT, ledger_of, ledger_text
from dd_panel.text import _

if TYPE_CHECKING:
    from dd_panel.services.intake.items import Entry
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work

Verdict = Literal["accepted", "set aside"]
_TOUCHED = frozenset({"applications"})


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything that was received as mail or folder, in the order of arrival; numbers begin at 1."""

    entries: tuple[Entry, ...]

    def count(self, outcome: str) -> int:
        """How many things have this outcome."""
        return sum(each.outcome == outcome for each in self.entries)


def see_ledger(place: Workplace) -> Ledger:
    """Read what was received."""
    with place.store.reading() as work:
        return Ledger(ledger_of(work.about.get(LEDGER_FACT)))


def settle(place: Workplace, number: int, verdict: Verdict, reason: str) -> Change:
    """Accept a thing that waits, or set it aside; a message beside an application becomes one of its files.

    The application itself is not taken out by setting a message aside. Raises InputError when it does not wait, or
    without a reason.
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
        entries[number - 1] = replace(entry, outcome=verdict, reasons=(*entry.reasons, _said(place, reason)))
        work.about.put(LEDGER_FACT, ledger_text(entries))
    words = _("{source} is accepted") if verdict == "accepted" else _("{source} is set aside")
    return Change(
        _TOUCHED, words.format(source=entry.source), lambda: _let_wait(place, number, _("taken back"), verdict, reason)
    )


def _let_wait(place: Workplace, number: int, why: str, verdict: Verdict, reason: str) -> Change:
    """Let a thing that was settled wait again; that it was settled stays in its reasons."""
    with place.store.writing() as work:
        entries = list(ledger_of(work.about.get(LEDGER_FACT)))
        entry = entries[number - 1]
        if verdict == "accepted" and entry.kept:
            application = work.applications.get(Reference(entry.reference))
            others = tuple(each for each in application.attachments if each.name != _name_of(number))
            work.applications.replace(replace(application, attachments=others))
        entries[number - 1] = replace(entry, outcome="waiting", reasons=(*entry.reasons, _said(place, why)))
        work.about.put(LEDGER_FACT, ledger_text(entries))
    words = _("{source} waits again").format(source=entry.source)
    return Change(_TOUCHED, words, lambda: settle(place, number, verdict, reason))


def _said(place: Workplace, reason: str) -> str:
    return _("{who}, {when}: {reason}").format(
        who=place.person, when=f"{place.clock():%Y-%m-%d %H:%M}", reason=reason.strip()
    )


def _name_of(number: int) -> str:
    """The name of an accepted message among the files of its application."""
    return _("Message {number}.eml").format(number=number)


def _attach(work: Work, entry: Entry, number: int) -> None:
    """Put a kept message among the files of its application."""
    application = work.applications.get(Reference(entry.reference))
    content = work.applications.blob(entry.kept)
    added = Attachment(_name_of(number), entry.kept, len(content))
    work.applications.replace(replace(application, attachments=(*application.attachments, added)))
