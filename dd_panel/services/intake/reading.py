"""Reads an arrival by the rules of a round: when it came, whose it is, which reference it names, what it answers."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dd_panel.domain.applications import Answer
from dd_panel.domain.identifiers import Reference, identity, tidy
from dd_panel.domain.moments import to_the_minute
from dd_panel.domain.rounds import LONDON
from dd_panel.exchange.intake import Block, believed, sent
from dd_panel.services.intake.answers import particulars_in
from dd_panel.services.intake.items import Item, lateness
from dd_panel.text import _, few, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dd_panel.domain.rounds import Round
    from dd_panel.exchange.intake import Arrival
    from dd_panel.services.intake.answers import FormAnswers, Questions
    from dd_panel.services.intake.authority import Authorities

TOP_OF_TEXT = 20_000
"""Characters of a message in which a reference is looked for."""

_TOKEN = re.compile(r"\w[\w./-]*\w|\w")


class Reader:
    """Reads arrivals for one round.

    `asked` are the questions of the register, whose absence from a form is said; `now` is when the reading happens.
    """

    def __init__(
        self,
        rules: Round,
        authorities: Authorities,
        questions: Questions,
        asked: Iterable[str],
        known: Iterable[str],
        now: datetime,
    ) -> None:
        self._authorities = authorities
        self._questions = questions
        self._asked = tuple(asked)
        self._known = {identity(reference): Reference(reference) for reference in known}
        self._now = now
        self._closes = rules.closes and (rules.closes if rules.closes.tzinfo else rules.closes.replace(tzinfo=LONDON))
        self._word = rules.reference.strip()
        self._pattern = re.compile(rf"(?<![\w-]){re.escape(self._word)}[-–](\d{{2,6}})(?![\w-])", re.IGNORECASE)

    def read(self, arrival: Arrival) -> Item:
        """Read one arrival."""
        blocks = [Block(line.strip()) for line in arrival.text.split("\n") if line.strip()]
        for form in arrival.forms:
            blocks += form.blocks
        particulars = particulars_in(blocks)
        named = self._authorities.named_in(arrival, particulars.get("lead", ""))
        answered = self._questions.answers_in(arrival.forms)
        stamp = believed(arrival.stamps, self._now)
        moment = stamp.moment if stamp else None
        early = self._closes.astimezone(UTC) - moment.astimezone(UTC) if moment and self._closes else None
        item = Item(
            arrival, moment, early, named, None, self._answers(arrival, answered, moment), answered.found, particulars
        )
        item.stated = self._stated(arrival, item)
        item.doubts += [*arrival.doubts, *([named.doubt] if named.doubt else [])]
        item.reasons += arrival.remarks
        self._judge_times(item)
        self._judge_form(item)
        return item

    def _answers(self, arrival: Arrival, answered: FormAnswers, moment: datetime | None) -> tuple[Answer, ...]:
        answers = list(answered.answers)
        if arrival.text.strip():
            heading = _("E-mail of {time}: {subject}") if moment else _("E-mail: {subject}")
            shown = arrival.subject or _("no subject")
            answers.append(
                Answer(heading.format(time=to_the_minute(moment) if moment else "", subject=shown), arrival.text)
            )
        for each in arrival.forwarded:
            if each.text.strip():
                heading = _("Forwarded message: {subject}").format(subject=each.subject or _("no subject"))
                answers.append(Answer(heading, each.text))
        return _apart(answers)

    def _stated(self, arrival: Arrival, item: Item) -> Reference | None:
        if arrival.label and (reference := self._of_label(arrival.label)):
            return reference
        head = [arrival.subject, *(each.subject for each in arrival.forwarded)]
        inner = [each.text[:TOP_OF_TEXT] for each in arrival.forwarded]
        for texts in (head, [arrival.text[:TOP_OF_TEXT], *inner]):
            found = {identity(reference): reference for text in texts for reference in self._references_in(text)}
            if not found and texts is head:
                tokens = {identity(token) for text in texts for token in _TOKEN.findall(text)}
                found = {key: self._known[key] for key in tokens & self._known.keys() if _telling(key)}
            if len(found) == 1:
                return next(iter(found.values()))
            if found:
                names = few(sorted(found.values()))
                item.doubts.append(_("It names several references: {references}.").format(references=names))
                return None
        return None

    def _of_label(self, label: str) -> Reference | None:
        """The reference in a folder's name: by the round's pattern, of the round, or a name that can't be else."""
        if found := next(iter(self._references_in(label)), None):
            return found
        if known := self._known.get(identity(label)):
            return known
        return Reference(tidy(label)) if not re.search(r"\s", label.strip()) and re.search(r"\d", label) else None

    def _references_in(self, text: str) -> list[Reference]:
        written = [Reference(f"{self._word}-{digits}") for digits in self._pattern.findall(text)]
        return [self._known.get(identity(reference), reference) for reference in written]

    def _judge_times(self, item: Item) -> None:
        stamps = item.arrival.stamps
        stamp = believed(stamps, self._now)
        if stamp is None:
            if stamps:
                doubt = _("Its time, {time}, can't be true, so nobody can say when it was received.")
                item.doubts.append(doubt.format(time=to_the_minute(stamps[0].moment)))
            elif item.arrival.kind == "message":
                item.doubts.append(_("It doesn't say when it was received."))
            return
        if stamp is not stamps[0]:
            reason = _("Its first time, {time}, can't be true; the next one that can be is used.")
            item.reasons.append(reason.format(time=to_the_minute(stamps[0].moment)))
        if stamp.by == "date":
            item.reasons.append(_("Its time is by the sender's own clock; no server noted one."))
        if not stamp.zoned:
            item.reasons.append(_("Its time has no zone; London's was assumed."))
        if item.late:
            said = lateness(item)
            by_sender = sent(stamps)
            if by_sender and self._closes and by_sender <= self._closes and stamp.by == "received":
                said += " " + _("By the sender's clock it was sent on {time}.").format(time=to_the_minute(by_sender))
            item.doubts.append(said)

    def _judge_form(self, item: Item) -> None:
        if not item.questions:
            return
        missing = [question for question in self._asked if question not in item.questions]
        if missing:
            shown = few([f"“{question}”" for question in missing])
            item.reasons.append(
                ngettext(
                    "Its form has no heading for {count} question, {questions}.",
                    "Its form has no heading for {count} questions: {questions}.",
                    len(missing),
                ).format(count=len(missing), questions=shown)
            )


def _telling(reference: str) -> bool:
    """Whether a reference can't be mistaken for a word or a year."""
    return bool(re.search(r"\d", reference)) and (not reference.isdigit() or len(reference) > 4)  # noqa: PLR2004 - a year


def _apart(answers: list[Answer]) -> tuple[Answer, ...]:
    """The answers with headings that differ."""
    seen: dict[str, int] = {}
    apart = []
    for answer in answers:
        seen[answer.question] = count = seen.get(answer.question, 0) + 1
        apart.append(answer if count == 1 else Answer(f"{answer.question} ({count})", answer.text))
    return tuple(apart)
