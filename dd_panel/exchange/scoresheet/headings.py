"""Which column a heading means, also after somebody has renamed it in a recognisable way."""

from __future__ import annotations

import difflib
import re
from functools import cached_property
from typing import TYPE_CHECKING

from dd_panel.domain.findings import Kind
from dd_panel.domain.identifiers import (
    CONFLICT,
    GUIDANCE,
    ORDER,
    PREFERENCE,
    RECOMMENDATION,
    SUPPORT,
    comment_field,
    evidence_field,
    score_field,
    visible,
)
from dd_panel.domain.purposes import SCORES, Purpose
from dd_panel.exchange.guard import Refused
from dd_panel.exchange.scoresheet import layout
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dd_panel.domain.rounds import Round

_CLOSE_ENOUGH = 0.88
"""Similarity of two headings of a dozen letters that differ in one or two."""

_SHORTEST_GUESS = 6
"""A heading of fewer letters is like too many others."""

_REMARK = 200
"""Letters that people may put beside a heading."""

_WEIGHT = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?\s{0,9}%.*$", re.DOTALL)
"""A weight, with what follows it. Its bounds keep the search short in a cell that is no heading at all."""

_MOST_ROWS = 2_000
"""Heads of tables in one file: twice as many as there may be sheets."""

_MOST_TEXTS = 20_000
_MOST_GUESSES = 3_000
"""Different texts in such rows, and those among them that are no heading exactly: a sheet has a few dozen."""

_NUMBERS = re.compile(r"\d+")

_SCORE_WORDS = ("score", "scores", "mark", "marks", "points", "rating")
_COMMENT_WORDS = ("comment", "comments", "reason", "reasons", "remark", "remarks", "justification")
_EVIDENCE_WORDS = ("evidence", "quote", "quotes")
_LINKS = frozenset({"for", "on", "of", "the", "a", "and", "to", "your", "about"})

_OTHER_WORDS = {
    layout.REFERENCE: ("reference", "ref", "ref no", "reference number", "application reference"),
    layout.APPLICANT: ("application", "applicant", "application title", "lead authority"),
    RECOMMENDATION: ("recommendation", "your recommendation"),
    GUIDANCE: ("guidance to applicant", "guidance", "guidance for applicant", "advice to applicant"),
    SUPPORT: ("support that would help", "support", "support needed"),
    CONFLICT: ("conflict interest", "conflict", "conflicts", "conflicts interest", "declared conflict"),
    ORDER: ("order read", "order", "reading order"),
    PREFERENCE: ("put before", "preference"),
}


def fold(header: str) -> str:
    """A heading's words without case, marks and the little words between them."""
    words = re.sub(r"[\W_]+", " ", visible(header).casefold()).split()
    return " ".join(word for word in words if word not in _LINKS)


class Headings:
    """Every heading that a column of this round may have, exactly or nearly."""

    def __init__(self, rules: Round, purpose: Purpose = SCORES) -> None:
        self._keys: dict[str, str | None] = {}
        self._add((column.header, column.key) for column in layout.columns_of(rules, purpose))
        if purpose is SCORES:
            self._add(_forms_of_criteria(rules))
        self._add((word, key) for key, words in _OTHER_WORDS.items() for word in words)
        self._longest = max(map(len, self._keys)) + _REMARK

    def _add(self, named: Iterable[tuple[str, str]]) -> None:
        """Add names that mean no other column; what was added earlier is meant first."""
        fresh: dict[str, set[str]] = {}
        for name, key in named:
            fresh.setdefault(fold(name), set()).add(key)
        for folded, keys in fresh.items():
            self._keys.setdefault(folded, min(keys) if len(keys) == 1 else None)

    def exactly(self, header: str) -> str | None:
        """The key of the column with this heading, whatever remark stands below it; None for any other heading."""
        if len(header) > self._longest:
            return None
        for text in dict.fromkeys((header, header.partition("\n")[0], _without_remark(header))):
            folded = fold(text)
            if folded in self._keys:
                return self._keys[folded]
        return None

    def nearly(self, header: str) -> str | None:
        """The one column whose heading is nearly this one; None where two are."""
        if len(header) > self._longest:
            return None
        folded = fold(header.partition("\n")[0])
        if len(folded) < _SHORTEST_GUESS:
            return None
        digits = _NUMBERS.findall(folded)
        near = {key for each, numbers, key in self._to_compare if numbers == digits and _is_close(each, folded)}
        return near.pop() if len(near) == 1 else None

    @cached_property
    def _to_compare(self) -> list[tuple[difflib.SequenceMatcher[str], list[str], str | None]]:
        """Each name as something to compare others with, the numbers in it, and its key."""
        return [
            (difflib.SequenceMatcher(None, "", name, autojunk=False), _NUMBERS.findall(name), key)
            for name, key in self._keys.items()
        ]


class HeadingSearch:
    """The search for headings in one file: each text is looked up once, and nobody's scoresheets hold very many.

    Every method raises Refused where there are more.
    """

    def __init__(self, headings: Headings) -> None:
        self._headings = headings
        self._exact: dict[str, str | None] = {}
        self._near: dict[str, str | None] = {}
        self._rows = 0

    def note_row(self) -> None:
        """Count a row that looks like the head of a table."""
        self._rows += 1
        _check_number(self._rows, _MOST_ROWS)

    def named(self, texts: Mapping[int, str]) -> dict[int, str]:
        """The key of each column by its heading, empty where the heading is none of ours; guesses come last."""
        keys = {column: self.exactly(text) or "" for column, text in texts.items()}
        for column, text in texts.items():
            if not keys[column]:
                near = self._nearly(text)
                keys[column] = near if near and near not in keys.values() else ""
        return keys

    def exactly(self, text: str) -> str | None:
        """The key of the column with this heading; None for any other heading."""
        if text not in self._exact:
            self._exact[text] = self._headings.exactly(text)
            _check_number(len(self._exact), _MOST_TEXTS)
        return self._exact[text]

    def _nearly(self, text: str) -> str | None:
        if text not in self._near:
            self._near[text] = self._headings.nearly(text)
            _check_number(len(self._near), _MOST_GUESSES)
        return self._near[text]


def _check_number(number: int, most: int) -> None:
    if number > most:
        raise Refused(Kind.TOO_BIG, _("it holds too many {things}").format(things=_("headings")))


def _without_remark(header: str) -> str:
    begins, ends = header.find("("), header.rfind(")")
    return _WEIGHT.sub("", header[:begins] + header[ends + 1 :] if 0 <= begins < ends else header)


def _is_close(name: difflib.SequenceMatcher[str], text: str) -> bool:
    """Whether a heading is similar; what only looks at lengths and letters comes first, as it is quick."""
    name.set_seq1(text)
    return all(ratio() >= _CLOSE_ENOUGH for ratio in (name.real_quick_ratio, name.quick_ratio, name.ratio))


def _forms_of_criteria(rules: Round) -> Iterator[tuple[str, str]]:
    for criterion in rules.rubric.criteria:
        for name in {criterion.title, criterion.short, criterion.key}:
            yield name, score_field(criterion.key)
            for words, key in (
                (_SCORE_WORDS, score_field(criterion.key)),
                (_COMMENT_WORDS, comment_field(criterion.key)),
                (_EVIDENCE_WORDS, evidence_field(criterion.key)),
            ):
                yield from ((f"{name} {word}", key) for word in words)
                yield from ((f"{word} {name}", key) for word in words)
