"""How a scoresheet is laid out: its sheets, its columns with their machine keys, and the words above them.

A reader finds columns by key, else by the words above them, never by position; so the order here may change freely.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dd_panel.domain.identifiers import (
    CONFLICT,
    GUIDANCE,
    ORDER,
    RECOMMENDATION,
    SUPPORT,
    Field,
    comment_field,
    evidence_field,
    score_field,
)
from dd_panel.domain.scale import plain
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from dd_panel.domain.applications import Application
    from dd_panel.domain.panel import Member
    from dd_panel.domain.rounds import Round
    from dd_panel.domain.rubric import Criterion

MARK = "dd_panel scoresheet"
"""Stands in the first cell of the hidden sheet, whatever that sheet is called."""

VALUES_AT_EXPORT = "row"
"""Begins the hidden table of what each cell held at export."""

FORMAT = 1

SCORES_SHEET = "Scores"
RUBRIC_SHEET = "Rubric"
HELP_SHEET = "How to fill this in"
HIDDEN_SHEET = "_dd_panel"

ROW_KEY = "key"
REFERENCE = Field("reference")
APPLICANT = Field("applicant")

KEY_ROW = 1
HEADER_ROW = 2
FIRST_ROW = 3


@dataclass(frozen=True, slots=True)
class Column:
    """One column of *Scores*: its machine key, the words above it, and its width in characters."""

    key: str
    header: str
    width: float
    fills: bool = True
    hidden: bool = False
    criterion: Criterion | None = None

    @property
    def is_score(self) -> bool:
        """Whether the column holds scores."""
        return self.key.startswith("score.")


@dataclass(frozen=True, slots=True)
class RowToFill:
    """One application in a scoresheet to be written, with the kept value of every field that is already filled in."""

    application: Application
    values: Mapping[Field, str]
    conflicted: bool = False


@dataclass(frozen=True, slots=True)
class SheetToFill:
    """Everything that a scoresheet is written from; `export` 0 is a blank one, `made` is the time of export."""

    rules: Round
    member: Member
    export: int
    made: datetime
    rows: tuple[RowToFill, ...]


def columns(rules: Round) -> tuple[Column, ...]:
    """The columns of *Scores* in their order."""
    judged: list[Column] = []
    for criterion in rules.rubric.criteria:
        share = 100 * rules.rubric.weight_share(criterion)
        weight = f"{float(share):.3g}%"
        judged += [
            Column(score_field(criterion.key), f"{criterion.title}\n{weight}", 15, criterion=criterion),
            Column(comment_field(criterion.key), comment_header(criterion), 44, criterion=criterion),
        ]
    quotes = [
        Column(evidence_field(criterion.key), evidence_header(criterion), 30, criterion=criterion)
        for criterion in rules.rubric.criteria
    ]
    return (
        Column(ROW_KEY, _("Key"), 4, fills=False, hidden=True),
        Column(REFERENCE, _("Reference"), 12, fills=False),
        Column(APPLICANT, _("Application"), 38, fills=False),
        *judged,
        Column(RECOMMENDATION, _("Recommendation"), 17),
        Column(GUIDANCE, _("Guidance to the applicant"), 50),
        Column(SUPPORT, _("Support that would help"), 34),
        Column(CONFLICT, _("Conflict of interest"), 30),
        Column(ORDER, _("Order read"), 10),
        *quotes,
    )


def comment_header(criterion: Criterion) -> str:
    """The words above a comment column."""
    return _("{criterion}: comment").format(criterion=criterion.short)


def evidence_header(criterion: Criterion) -> str:
    """The words above an evidence column."""
    return _("{criterion}: evidence").format(criterion=criterion.short)


def header_names(rules: Round) -> dict[str, str]:
    """Every way in which a column may be named by its header, folded, mapped to the column's key."""
    names: dict[str, str] = {}
    for column in columns(rules):
        names[fold(column.header)] = column.key
        if column.is_score and column.criterion:
            names.update({fold(word): column.key for word in (column.criterion.title, column.criterion.short)})
            names.setdefault(fold(column.criterion.key), column.key)
    for criterion in rules.rubric.criteria:
        names[fold(f"{criterion.title}: comment")] = comment_field(criterion.key)
        names[fold(f"{criterion.title}: evidence")] = evidence_field(criterion.key)
    names[fold("applicant")] = APPLICANT
    names[fold("guidance")] = GUIDANCE
    names[fold("support")] = SUPPORT
    names[fold("conflict")] = CONFLICT
    names[fold("order")] = ORDER
    return names


def fold(header: str) -> str:
    """A header without case, spaces and the weight under it."""
    first, _newline, rest = header.strip().partition("\n")
    words = first if rest.strip().endswith("%") else f"{first} {rest}"
    return " ".join(words.casefold().replace("–", "-").split())


def level_texts(criterion: Criterion) -> tuple[str, ...]:
    """The scores of a criterion as they are offered in its list, without *cannot judge*."""
    return tuple(criterion.scale.text_of(mark) for mark in criterion.scale.marks)


def scale_sentence(criterion: Criterion) -> str:
    """What can be entered, in a few words."""
    scale = criterion.scale
    best = plain(scale.highest if scale.best == "highest" else scale.lowest)
    return _("{lowest} to {highest}, best is {best}; or cannot judge").format(
        lowest=plain(scale.lowest), highest=plain(scale.highest), best=best
    )
