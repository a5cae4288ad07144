"""Commands about what forms say: the answers that were read, accepted or corrected, and questions to applicants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dd_panel.cli.answers import Answer, answering
from dd_panel.cli.places import FILE, SECRETARIAT, open_round
from dd_panel.domain.errors import InputError
from dd_panel.services.intake import form_check
from dd_panel.services.intake.asking_applicants import ask_applicant
from dd_panel.text import _

if TYPE_CHECKING:
    from pathlib import Path

    from dd_panel.services.intake.form_check import FormCheck

_BY = click.option("--as", "person", metavar="NAME", default=SECRETARIAT, help="Who says so, for the record.")


@click.command("form")
@click.argument("path", metavar="ROUND", type=FILE)
@click.argument("reference", metavar="REFERENCE")
@click.option("--accept", "accepted", metavar="QUESTION", multiple=True, help="Accept the answer; “all” for all sure.")
@click.option("--correct", "corrected", metavar="QUESTION TEXT", nargs=2, help="Let an answer read as the form has it.")
@click.option("--reason", metavar="TEXT", default="", help="Where it stands; a correction always needs one.")
@_BY
@answering
def form(
    path: Path, reference: str, accepted: tuple[str, ...], corrected: tuple[str, str] | None, reason: str, person: str
) -> Answer:
    """Show what an application's form was read as, question by question, and accept or correct answers."""
    if not accepted and corrected is None:
        with open_round(path, writing=False) as place:
            return _shown(form_check.see_form(place, reference), [])
    with open_round(path, writing=True, person=person) as place:
        check, said = form_check.see_form(place, reference), []
        if accepted:
            wanted = _wanted(check, accepted)
            said.append(form_check.accept_answers(place, reference, wanted).summary)
        if corrected is not None:
            question = _question(check, corrected[0])
            said.append(form_check.correct_answer(place, reference, question, corrected[1], reason).summary)
        return _shown(form_check.see_again(place, check), [f"{each}." for each in said])


def _wanted(check: FormCheck, accepted: tuple[str, ...]) -> list[str]:
    """The questions that were named; “all” stands for those whose heading has the question's own words."""
    if tuple(each.casefold() for each in accepted) == ("all",):
        return [each.question for each in check.answers if each.state == "sure"]
    return [_question(check, each) for each in accepted]


def _question(check: FormCheck, text: str) -> str:
    """The question that is meant: by its whole text or by its number."""
    questions = [each.question for each in check.answers]
    if text.isdecimal() and 1 <= int(text) <= len(questions):
        return questions[int(text) - 1]
    if text in questions:
        return text
    raise InputError(
        _("“{question}” is no question of this form.").format(question=text),
        remedy=_("Give its number or its whole text; “dd-panel form ROUND REFERENCE” lists them."),
    )


def _shown(check: FormCheck, lines: list[str]) -> Answer:
    answers = [
        {
            "number": number,
            "question": each.question,
            "heading": each.heading or None,
            "likeness": each.likeness if each.heading else None,
            "read": each.read,
            "stands": each.stands,
            "state": each.state,
            "who": each.line.who if each.line is not None else None,
        }
        for number, each in enumerate(check.answers, start=1)
    ]
    lines += [
        _("{number}. {question} ({state})").format(number=number, question=each.question, state=each.state)
        for number, each in enumerate(check.answers, start=1)
    ]
    document = {
        "reference": check.application.reference,
        "documents": [paper.name for paper in check.papers],
        "unchecked": sum(not each.is_checked for each in check.answers),
        "answers": answers,
    }
    return Answer(document, lines or [_("No question of the round was found in its form.")])


@click.command("ask-applicant")
@click.argument("path", metavar="ROUND", type=FILE)
@click.argument("reference", metavar="REFERENCE")
@click.option("--out", "folder", metavar="DIR", type=FILE, required=True, help="Where the draft is to lie.")
@_BY
@answering
def ask(path: Path, reference: str, folder: Path, person: str) -> Answer:
    """Write an applicant what is not clear, as a draft e-mail that your own mail program sends."""
    with open_round(path, writing=True, person=person) as place:
        drafts = ask_applicant(place, reference, folder)
    notes = [_("No e-mail address is known for {name}.").format(name=name) for name in drafts.without_address]
    lines = [_("A draft is in {file}. Nothing was sent.").format(file=each) for each in drafts.paths]
    return Answer({"drafts": list(drafts.paths)}, lines, notes)


COMMANDS = (form, ask)
