"""Which column a heading means, also after somebody has renamed it in a recognisable way."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

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
from dd_panel.exchange.scoresheet import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dd_panel.domain.rounds import Round

_CLOSE_ENOUGH = 0.88
"""Similarity of two headings of a dozen letters that differ in one or two."""

_SHORTEST_GUESS = 6
"""A heading of fewer letters is like too many others."""

_REMARK = re.compile(r"\(.*\)|\d+(?:[.,]\d+)?\s*%.*$", re.DOTALL)
"""What people put beside a heading: brackets, and a weight with what follows it."""

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

    def _add(self, named: Iterable[tuple[str, str]]) -> None:
        """Add names that mean no other column; what was added earlier is meant first."""
        fresh: dict[str, set[str]] = {}
        for name, key in named:
            fresh.setdefault(fold(name), set()).add(key)
        for folded, keys in fresh.items():
            self._keys.setdefault(folded, min(keys) if len(keys) == 1 else None)

    def named(self, texts: Mapping[int, str]) -> dict[int, str]:
        """The key of each column by its heading, empty where the heading is none of ours; guesses come last."""
        keys = {column: self.exactly(text) or "" for column, text in texts.items()}
        for column, text in texts.items():
            if not keys[column]:
                near = self._nearly(text)
                keys[column] = near if near and near not in keys.values() else ""
        return keys

    def exactly(self, header: str) -> str | None:
        """The key of the column with this heading, whatever remark stands below it; None for any other heading."""
        for text in (header, header.partition("\n")[0], _REMARK.sub("", header)):
            folded = fold(text)
            if folded in self._keys:
                return self._keys[folded]
        return None

    def _nearly(self, header: str) -> str | None:
        """The one column whose heading is nearly this one; None where two are."""
        folded = fold(header.partition("\n")[0])
        if len(folded) < _SHORTEST_GUESS:
            return None
        near = {
            key
            for name, key in self._keys.items()
            if re.findall(r"\d+", name) == re.findall(r"\d+", folded)
            and difflib.SequenceMatcher(None, folded, name, autojunk=False).ratio() >= _CLOSE_ENOUGH
        }
        return near.pop() if len(near) == 1 else None


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
