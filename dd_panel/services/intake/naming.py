"""The names of applicants whose mail was read without a form that states them: a person or the register mends them.

A name that was read from a subject, or a sender that stands in its place, goes into packs, rankings and letters. So
what an official rules it to mean is put in its stead, and a register that is loaded after the mail reads it once more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dd_panel.domain.authorities import AuthorityIndex
from dd_panel.domain.authority_names import fold_name
from dd_panel.domain.desk_lines import CLEAR, authority_field, latest
from dd_panel.domain.identifiers import Reference, identity
from dd_panel.services.change import Change
from dd_panel.services.intake.authority import Authorities
from dd_panel.services.intake.items import LEDGER_FACT, Entry, ledger_of, ledger_text
from dd_panel.services.round.setting_up import take_in_authorities
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.domain.authorities import AuthorityRecord
    from dd_panel.services.intake.authority import Named
    from dd_panel.services.workplace import Workplace
    from dd_panel.store.work import Work


def put_lead(work: Work, reference: Reference, written: str, official: str) -> str:
    """Put an authority's name in the place of the one that was read for a lead; a blank one brings that back.

    Returns the name that stands now: `written` where it is a partner's, or was stated by the applicant.
    """
    read = next((each.read_as for each in _read(ledger_of(work.about.get(LEDGER_FACT)), reference)), "")
    application = work.applications.get(reference)
    if not read or fold_name(application.lead_authority) != fold_name(written):
        return written
    named = official or read
    work.applications.replace(replace(application, lead_authority=named))
    return named


def load_register(place: Workplace, records: Sequence[AuthorityRecord]) -> Change:
    """Use this register of authorities from now on, and read by it the names that nobody stated or ruled on.

    Raises InputError where it is another country's.
    """
    loaded = take_in_authorities(place, records)
    with place.store.writing() as work:
        named = _name_by_register(work, Authorities(AuthorityIndex(records), work.rounds.get().name))
    if not named:
        return loaded
    sentence = ngettext(
        "{loaded}; {count} applicant is named by it", "{loaded}; {count} applicants are named by it", named
    )
    return Change(loaded.touched | {"applications"}, sentence.format(loaded=loaded.summary, count=named))


def _name_by_register(work: Work, authorities: Authorities) -> int:
    """Give applications the names that the register knows; what waits goes on waiting, with the reason beside it."""
    ledger = list(ledger_of(work.about.get(LEDGER_FACT)))
    lines, count = work.desk.all(), 0
    for summary in work.applications.summaries():
        mine = _read(ledger, summary.reference)
        ruling = latest(lines, summary.reference, authority_field(summary.lead_authority))
        if not mine or (ruling is not None and ruling.value != CLEAR):
            continue
        named = next((found for each in mine if (found := _by_head(authorities, each))), None)
        if named is None or named.name == summary.lead_authority:
            continue
        put_lead(work, summary.reference, summary.lead_authority, named.name)
        reason = _("With the register it was read as {authority}.").format(authority=named.name)
        for each in mine:
            reasons = (*each.reasons, *filter(None, (reason, named.doubt)))
            ledger[ledger.index(each)] = replace(each, read_as=named.name, reasons=reasons)
        count += 1
    if count:
        work.about.put(LEDGER_FACT, ledger_text(ledger))
    return count


def _by_head(authorities: Authorities, entry: Entry) -> Named | None:
    sender, _bracket, address = entry.sender.rpartition("<")
    return authorities.named_by(entry.subject, sender or entry.sender, address.rstrip(">"))


def _read(ledger: Sequence[Entry], reference: Reference) -> list[Entry]:
    """The messages that an application is made of; none where a register or one of their forms states its lead."""
    mine = [each for each in ledger if each.brought and identity(each.reference) == identity(reference)]
    return mine if all(each.unlisted and each.read_as for each in mine) else []
