"""The check of a form that was read: its text beside the round's questions, each answer accepted or corrected.

The forms are read again from the bytes that are kept, so that what is shown is what the program reads, and how sure it
was. What a person says about an answer is a line of the record of eligibility; the document itself never changes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from dd_panel.domain.applications import Answer
from dd_panel.domain.desk_lines import CLEAR, DeskLine, answer_field, latest_of
from dd_panel.domain.errors import InputError
from dd_panel.domain.identifiers import identity
from dd_panel.exchange.intake import SetAside, form_of, read_content
from dd_panel.services.change import Change
from dd_panel.services.intake.answers import Questions
from dd_panel.services.intake.applications import questions_of
from dd_panel.services.intake.items import LEDGER_FACT, ledger_of
from dd_panel.services.intake.plan import is_past
from dd_panel.services.named import known_reference
from dd_panel.services.workplace import no_progress
from dd_panel.text import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.domain.applications import Application
    from dd_panel.domain.identifiers import Reference
    from dd_panel.exchange.intake import Form
    from dd_panel.services.intake.items import Entry
    from dd_panel.services.workplace import Progress, Workplace
    from dd_panel.store.work import Work

CheckState = Literal["sure", "unsure", "differs", "missing", "accepted", "corrected"]

_TOUCHED = frozenset({"applications", "answers"})


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of an application as plain text: a form, or the words of a message.

    `file` is its name among the files of the application, empty for the words of a message.
    """

    name: str
    text: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """One question of the round with what was read for it.

    `heading` is the form's own, empty where none was found; `likeness` (0 … 1) how alike it is to the question; `read`
    the text below it, `stands` the answer in the application now, `line` what a person last said about it.
    """

    question: str
    heading: str
    likeness: float
    read: str
    stands: str
    line: DeskLine | None

    @property
    def state(self) -> CheckState:
        """How far the answer can be relied on; what a person said counts while the text is still the same."""
        if self.line is not None and self.line.value == self.stands:
            return "accepted" if self.stands == self.read else "corrected"
        if not self.heading:
            return "missing"
        if self.stands != self.read:
            return "differs"
        return "sure" if self.likeness == 1 else "unsure"

    @property
    def is_checked(self) -> bool:
        """Whether a person has looked at it."""
        return self.state in {"accepted", "corrected"}


@dataclass(frozen=True, slots=True)
class FormCheck:
    """An application's documents as text, beside the round's questions with what was read for each."""

    application: Application
    papers: tuple[Paper, ...]
    answers: tuple[ReadAnswer, ...]


def see_form(place: Workplace, reference: str, progress: Progress = no_progress) -> FormCheck:
    """Read the documents of an application again, and set what they say beside the round's questions.

    Raises InputError for a reference that the round doesn't have.
    """
    with place.store.reading() as work:
        application = _application(work, reference)
        ledger = ledger_of(work.about.get(LEDGER_FACT))
        asked = questions_of(work, (), work.applications.summaries(), ledger)
        titles = [criterion.title for criterion in work.rounds.get().rubric.criteria]
        lines = work.desk.all()
        kept = [attachment for attachment in application.attachments if not is_past(attachment.name)]
        forms: list[Form] = []
        for number, attachment in enumerate(kept):
            progress(number, len(kept), attachment.name)
            form, _remark = form_of(attachment.name, work.applications.blob(attachment.sha256))
            forms += [form] if form is not None else []
        messages = _messages(work, application, ledger)
    read = Questions([*asked, *titles]).answers_in(forms)
    texts = {each.question: each.text for each in reversed(read.answers)}
    stands = {each.question: each.text for each in reversed(application.answers)}
    matches = {each.question: each for each in read.matches}
    answers = []
    # Without a register nobody knows what the form asks; one that has some of the criteria as headings asks them all.
    expected = asked or (titles if matches else ())
    for question in dict.fromkeys([*expected, *matches]):
        match = matches.get(question)
        answers.append(
            ReadAnswer(
                question,
                match.heading if match else "",
                match.likeness if match else 0.0,
                texts.get(question, "") if match else "",
                stands.get(question, ""),
                _said(lines, application.reference, question),
            )
        )
    papers = [Paper(form.file, _text_of(form), form.file) for form in forms]
    named = {*(each.question for each in answers), *(paper.name for paper in papers)}
    # What stands under no question are the words of messages, and headings of forms, which are shown above already.
    papers += [Paper(each.question, each.text) for each in application.answers if _is_message(each, named)]
    return FormCheck(application, (*papers, *messages), tuple(answers))


def see_again(place: Workplace, check: FormCheck) -> FormCheck:
    """The same documents beside what stands and was said by now."""
    with place.store.reading() as work:
        application, lines = _application(work, check.application.reference), work.desk.all()
    stands = {each.question: each.text for each in reversed(application.answers)}
    answers = [
        replace(
            each,
            stands=stands.get(each.question, ""),
            line=_said(lines, application.reference, each.question),
        )
        for each in check.answers
    ]
    return replace(check, application=application, answers=tuple(answers))


def accept_answers(place: Workplace, reference: str, questions: Sequence[str]) -> Change:
    """Say that these answers stand as they are.

    Raises InputError for a reference or a question that isn't there.
    """
    with place.store.writing() as work:
        application = _application(work, reference)
        stands = {each.question: each.text for each in reversed(application.answers)}
        missing = [question for question in questions if question not in stands]
        if missing:
            raise InputError(
                _("{reference} has no answer to “{question}”.").format(
                    reference=application.reference, question=missing[0]
                ),
                remedy=_("Type the answer, or ask the applicant."),
            )
        lines = work.desk.all()
        before = {each: _said(lines, application.reference, each) for each in questions}
        work.desk.add(
            [_line(place, application, question, stands[question], _("as it was read")) for question in questions]
        )
    count = len(questions)
    said = ngettext("{count} answer of {reference} accepted", "{count} answers of {reference} accepted", count)
    return Change(
        _TOUCHED,
        said.format(count=count, reference=application.reference),
        lambda: _forget(place, application.reference, before),
    )


def correct_answer(place: Workplace, reference: str, question: str, text: str, reason: str) -> Change:
    """Let an answer read as the document has it; the document stays as it came.

    Raises InputError without a reason, or for a reference that isn't there.
    """
    if not reason.strip():
        raise InputError(_("An answer is corrected with a reason."), remedy=_("Say where it stands, in a few words."))
    with place.store.writing() as work:
        application = _application(work, reference)
        stood = next((each.text for each in application.answers if each.question == question), None)
        work.applications.replace(replace(application, answers=_with(application.answers, question, text)))
        work.desk.add([_line(place, application, question, text, reason)])
    said = _("The answer of {reference} to “{question}” is corrected").format(
        reference=application.reference, question=question
    )
    return Change(_TOUCHED, said, lambda: _put_back(place, application.reference, question, stood, (text, reason)))


def _put_back(
    place: Workplace, reference: Reference, question: str, stood: str | None, again: tuple[str, str]
) -> Change:
    """Let an answer read as it did before it was corrected."""
    with place.store.writing() as work:
        application = _application(work, reference)
        work.applications.replace(replace(application, answers=_with(application.answers, question, stood)))
        work.desk.add([_line(place, application, question, stood or "", CLEAR)])
    said = _("The answer of {reference} to “{question}” is as it was").format(reference=reference, question=question)
    return Change(_TOUCHED, said, lambda: correct_answer(place, reference, question, *again))


def _forget(place: Workplace, reference: Reference, before: dict[str, DeskLine | None]) -> Change:
    """Say again what was said about these answers before they were accepted."""
    with place.store.writing() as work:
        application = _application(work, reference)
        work.desk.add(
            [
                _line(place, application, question, line.value if line else "", line.reason if line else CLEAR)
                for question, line in before.items()
            ]
        )
    count = len(before)
    said = ngettext("{count} answer of {reference} is open", "{count} answers of {reference} are open", count)
    words = said.format(count=count, reference=reference)
    return Change(_TOUCHED, words, lambda: accept_answers(place, reference, tuple(before)))


def _with(answers: Sequence[Answer], question: str, text: str | None) -> tuple[Answer, ...]:
    """The answers with another text for one question; None takes it out, a question without an answer gets one."""
    if text is None:
        return tuple(each for each in answers if each.question != question)
    if any(each.question == question for each in answers):
        return tuple(replace(each, text=text) if each.question == question else each for each in answers)
    return (*answers, Answer(question, text))


def _is_message(answer: Answer, named: set[str]) -> bool:
    heads = (_("E-mail of {time}: {subject}"), _("E-mail: {subject}"), _("Forwarded message: {subject}"))
    begins = tuple(head.partition("{")[0] for head in heads)
    return answer.question not in named and answer.question.startswith(begins)


def _messages(work: Work, application: Application, ledger: Sequence[Entry]) -> list[Paper]:
    """The messages that wait beside an application, as text, and the forms in them."""
    papers: list[Paper] = []
    for entry in ledger:
        if not entry.kept or entry.outcome != "waiting" or identity(entry.reference) != identity(application.reference):
            continue
        arrival = read_content(work.applications.blob(entry.kept), entry.source)
        if isinstance(arrival, SetAside):
            continue
        papers.append(Paper(entry.source, arrival.text))
        papers += [
            Paper(_("{source}: {file}").format(source=entry.source, file=form.file), _text_of(form))
            for form in arrival.forms
        ]
    return papers


def _text_of(form: Form) -> str:
    return "\n".join(block.text for block in form.blocks)


def _said(lines: Sequence[DeskLine], reference: Reference, question: str) -> DeskLine | None:
    """What a person last said about an answer; a line without a reason takes it back."""
    last = latest_of(lines, reference, answer_field(question))
    return last if last is not None and last.reason else None


def _line(place: Workplace, application: Application, question: str, text: str, reason: str) -> DeskLine:
    return DeskLine(application.reference, answer_field(question), text, place.person, place.clock(), reason.strip())


def _application(work: Work, reference: str) -> Application:
    return work.applications.get(known_reference(work, reference))
