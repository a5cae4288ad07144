"""Writing to applicants: what is not clear about an application, as a draft for the person's own mail program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.desk_lines import ASKED, CLEAR, YES, DeskLine
from dd_panel.domain.errors import InputError
from dd_panel.services.change import Change
from dd_panel.services.drafts import Drafts, Letter, joined, without_address, write_drafts
from dd_panel.services.intake.eligibility import eligibility_in
from dd_panel.services.named import known_reference
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from pathlib import Path

    from dd_panel.domain.applicants import Party
    from dd_panel.domain.applications import Application
    from dd_panel.domain.gates import Standing
    from dd_panel.domain.rounds import Round
    from dd_panel.services.workplace import Workplace

_TOUCHED = frozenset({"eligibility"})


def ask_applicant(place: Workplace, reference: str, folder: Path) -> Drafts:
    """Write an applicant what is not clear about the application, and note that it was asked.

    Raises InputError for an unknown reference or when nothing is unclear, or what `write_whole` raises; then nothing
    is written.
    """
    with place.store.reading() as work:
        rules = work.rounds.get()
        application = work.applications.get(known_reference(work, reference))
        standings = {each.register.reference: each for each in eligibility_in(work).standings}
    questions = questions_to(standings[application.reference])
    if not questions:
        raise InputError(
            _("Nothing about {reference} is unclear.").format(reference=application.reference),
            remedy=_("Write to the applicant from your mail program."),
        )
    letter = _letter(rules, application, questions)
    paths = write_drafts(folder, f"{rules.reference} {_('question')}", [letter])
    return Drafts(paths, without_address([letter]), _note(place, application, YES, " ".join(questions)))


def questions_to(standing: Standing) -> tuple[str, ...]:
    """What an applicant would be asked: about names, the authority and the open gates; no other applicant is named."""
    register = standing.register
    lead = register.parties[0]
    unmatched = [each for each in register.parties if each.record is None and each.ruling is None]
    # What a partner is called matters only where the register may know it.
    asked = [_which(each) for each in unmatched if each is lead or each.candidates]
    if lead.record is not None and lead.existed is False:
        asked.append(
            _("{authority} does not seem to have existed on the closing date. Which authority applies?").format(
                authority=lead.record.official_name
            )
        )
    if lead.record is not None and lead.in_nation is False:
        asked.append(
            _("{authority} does not seem to lie where this round is open. Which authority applies?").format(
                authority=lead.record.official_name
            )
        )
    if register.also_in:
        asked.append(
            _("An authority in your application also takes part in another one. Each may send one: which is it to be?")
        )
    asked += [check.gate.question for check in standing.gates if check.state in {"open", "differ"}]
    return tuple(asked)


def _which(party: Party) -> str:
    if party.candidates:
        return _("Which authority do you mean by “{name}”? It may be {authorities}.").format(
            name=party.name, authorities="; ".join(each.official_name for each in party.candidates)
        )
    return _("We do not find “{name}” in the register of authorities. What is its official name?").format(
        name=party.name
    )


def _letter(rules: Round, application: Application, questions: tuple[str, ...]) -> Letter:
    numbered = [f"{number}. {question}" for number, question in enumerate(questions, start=1)]
    name = application.contact or application.sponsor or application.lead_authority
    lines = [
        _("Dear {name},").format(name=name),
        _("Thank you for your application to {round} ({reference}).").format(
            round=rules.name, reference=application.reference
        ),
        ngettext(
            "Before it can go to the panel we have a question:",
            "Before it can go to the panel we have {count} questions:",
            len(questions),
        ).format(count=len(questions)),
        *numbered,
        _("Please answer this message. Nothing was changed in what you sent."),
        _("With kind regards\nThe secretariat"),
    ]
    subject = _("{reference}: a question about your application").format(reference=application.reference)
    return Letter(name, application.email, subject, joined(lines))


def _note(place: Workplace, application: Application, value: str, words: str) -> Change:
    """Note that an applicant was asked, or that it is to be forgotten; the draft stays where it is."""
    with place.store.writing() as work:
        work.desk.add([DeskLine(application.reference, ASKED, value, place.person, place.clock(), words)])
    said = _("{reference}: the applicant is asked") if value == YES else _("{reference}: nobody was asked")
    other = CLEAR if value == YES else YES
    return Change(
        _TOUCHED, said.format(reference=application.reference), lambda: _note(place, application, other, words)
    )
