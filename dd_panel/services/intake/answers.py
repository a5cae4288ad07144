"""Finds the answers in an application form: below the headings that are the round's questions, word for word or nearly.

Nothing is guessed: a form in which no heading is known stays one text under the form's own name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from dd_panel.domain.applications import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dd_panel.exchange.intake import Block, Form

LONGEST_HEADING = 400
LONGEST_LABEL = 60
LONGEST_PARTICULAR = 200
NEARLY = 0.9
"""How alike two headings are that are taken for the same: a word more or less, a slip of the pen."""

SHORTEST_NEARLY = 12
"""Letters of the shortest heading that may differ a little; in a short word a letter is a difference."""

LINES_JOINED = 3
"""Lines over which a heading may run in a PDF."""

_NUMBERING = re.compile(
    r"^\s*(?:(?:question|section|part|q)\b[\s.]*)?(?:q?\d{1,2}(?:\.\d{1,2})*[a-z]?\b|[a-z](?=[.)]))?[\s.):–-]*"
)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")

_PARTICULARS = {
    "lead": (
        "lead authority", "lead local authority", "name of lead authority", "name of lead local authority",
        "name of local authority", "name of authority", "local authority", "authority", "council", "name of council",
        "applicant", "applicant authority", "lead organisation", "lead council",
    ),
    "partners": ("partners", "partner", "partner bodies", "partner authorities", "partner organisations"),
    "title": ("title", "project title", "title of bid", "title of project", "name of project", "title of proposal"),
    "service": ("service", "services", "service area", "service areas", "service in scope"),
    "sponsor": ("senior sponsor", "sponsor", "name of senior sponsor"),
    "contact": ("contact", "contact name", "main contact", "contact person"),
}  # fmt: skip
_BY_LABEL = {label: name for name, labels in _PARTICULARS.items() for label in labels}


@dataclass(frozen=True, slots=True)
class HeadingMatch:
    """A heading of a form that was read as a question of the round; `likeness` is 1 where the words are the same."""

    question: str
    heading: str
    likeness: float


@dataclass(frozen=True, slots=True)
class FormAnswers:
    """What forms say: the answers in their order, and the headings that are questions of the round."""

    answers: tuple[Answer, ...]
    matches: tuple[HeadingMatch, ...]

    @property
    def found(self) -> tuple[str, ...]:
        """The questions of the round that were found."""
        return tuple(each.question for each in self.matches)


class Questions:
    """The questions of a round, ready to find headings by."""

    def __init__(self, questions: Iterable[str]) -> None:
        self._by_words: dict[str, str] = {}
        for question in questions:
            if words := fold_heading(question):
                self._by_words.setdefault(words, question)

    def answers_in(self, forms: Sequence[Form]) -> FormAnswers:
        """The answers of these forms; a question that was answered in one is not looked for in the next."""
        answers: list[Answer] = []
        found: dict[str, HeadingMatch] = {}
        for form in forms:
            answers += self._of_form(form, found)
        return FormAnswers(tuple(answers), tuple(found.values()))

    def _of_form(self, form: Form, found: dict[str, HeadingMatch]) -> list[Answer]:
        asked = len(found)
        texts: dict[str, list[str]] = {form.file: []}
        current = form.file
        blocks = form.blocks
        at = 0
        while at < len(blocks):
            match, taken, rest = self._heading_at(blocks, at, found)
            if match is not None:
                found[match.question] = match
                current = match.question
                texts.setdefault(current, []).extend([rest] if rest else [])
            elif blocks[at].heading and len(found) > asked and len(blocks[at].text) <= LONGEST_HEADING:
                current = blocks[at].text
                texts.setdefault(current, [])
            else:
                texts[current].append(blocks[at].text)
            at += taken
        asked_here = set(list(found)[asked:])
        joined = ((heading, "\n".join(lines).strip()) for heading, lines in texts.items())
        return [Answer(heading, text) for heading, text in joined if text or heading in asked_here]

    def _heading_at(
        self, blocks: Sequence[Block], at: int, found: Mapping[str, HeadingMatch]
    ) -> tuple[HeadingMatch | None, int, str]:
        """The question that a heading is, over how many blocks it runs, and what of the answer follows at once."""
        text = blocks[at].text
        for head, rest in _heads(text):
            if (match := self._known(head)) is not None and match.question not in found:
                return match, 1, rest
        joined = text
        for count, block in enumerate(blocks[at + 1 : at + LINES_JOINED], start=2):
            joined = f"{joined} {block.text}"
            if (question := self._by_words.get(fold_heading(joined))) and question not in found:
                return HeadingMatch(question, joined, 1.0), count, ""
        return None, 1, ""

    def _known(self, heading: str) -> HeadingMatch | None:
        words = fold_heading(heading)
        if not words:
            return None
        if exact := self._by_words.get(words):
            return HeadingMatch(exact, heading, 1.0)
        if len(words) < SHORTEST_NEARLY:
            return None
        alike = [
            (ratio, question)
            for known, question in self._by_words.items()
            if 2 * min(len(known), len(words)) >= NEARLY * (len(known) + len(words))
            and len(known) >= SHORTEST_NEARLY
            and (ratio := SequenceMatcher(None, known, words, autojunk=False).ratio()) >= NEARLY
        ]
        if len(alike) != 1:
            return None
        likeness, question = alike[0]
        return HeadingMatch(question, heading, likeness)


def _heads(text: str) -> Iterator[tuple[str, str]]:
    """The whole paragraph as a heading, and its first words where an answer follows them at once."""
    if len(text) <= LONGEST_HEADING:
        yield text, ""
    for mark in ("\n", ":", "?", "\t"):
        head, found, rest = text[: LONGEST_HEADING + 1].partition(mark)
        if found and rest.strip():
            yield head, text[len(head) + 1 :].strip()


def fold_heading(text: str) -> str:
    """The form in which headings are compared: without numbering, remarks in brackets, case and marks."""
    plain = _NUMBERING.sub("", _ASIDE.sub(" ", text[: LONGEST_HEADING * 2]).casefold(), count=1)
    return " ".join(re.findall(r"\w+", plain.replace("’", "'").replace("'", "").replace("&", " and ")))


def particulars_in(blocks: Sequence[Block]) -> Mapping[str, str]:
    """What a form or a message says under the usual labels: lead, partners, title, service, sponsor, contact."""
    found: dict[str, str] = {}
    for at, block in enumerate(blocks):
        label, colon, rest = block.text[: LONGEST_LABEL + LONGEST_PARTICULAR].partition(":")
        name = _BY_LABEL.get(fold_heading(label)) if len(label) <= LONGEST_LABEL else None
        if name is None or name in found:
            continue
        value = rest.strip().split("\n")[0]
        if not value and at + 1 < len(blocks) and (colon or label == block.text):
            value = blocks[at + 1].text
        if 0 < len(value.strip()) <= LONGEST_PARTICULAR and fold_heading(value.rstrip(": ")) not in _BY_LABEL:
            found[name] = " ".join(value.split())
    return found
