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
    PREFERENCE,
    RECOMMENDATION,
    SUPPORT,
    Field,
    comment_field,
    evidence_field,
    is_score,
    score_field,
    second_comment_field,
    second_field,
)
from dd_panel.domain.purposes import SCORES, Purpose
from dd_panel.domain.scale import plain
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from dd_panel.domain.applications import Application
    from dd_panel.domain.panel import Member
    from dd_panel.domain.rounds import Round
    from dd_panel.domain.rubric import Criterion

SCORES_SHEET = "Scores"
SECOND_SHEET = "Second look"
RUBRIC_SHEET = "Rubric"
HELP_SHEET = "How to fill this in"
HIDDEN_SHEET = "_dd_panel"

REFERENCE = Field("reference")
APPLICANT = Field("applicant")
ROW_KEY = "key"
OWNER = "sheet"
"""Whose row it is, written into every row: it goes along when rows are copied into another workbook."""
PROGRESS = "progress"
TOTAL = "total"
COMPUTED = frozenset({PROGRESS, TOTAL})
"""Columns that compute something from the others; whatever stands in them is never read."""
FIRST, COLLEAGUES, SAID = "first", "colleagues", "said"
"""What begins the keys of the columns of a second look that are there to be read; nothing is read back from them."""


def only_shown(key: str) -> bool:
    """Whether a column is there to be looked at, so that a copy of it is no trouble."""
    return key in COMPUTED or key.partition(".")[0] in {FIRST, COLLEAGUES, SAID}


KEY_ROW = 1
HEADER_ROW = 2
FIRST_ROW = 3


@dataclass(frozen=True, slots=True)
class Column:
    """One column of *Scores*: its machine key, the words above it with a smaller remark, and its width in characters.

    `printed` says whether the column is on paper too.
    """

    key: str
    header: str
    width: float
    remark: str = ""
    hidden: bool = False
    printed: bool = True
    criterion: Criterion | None = None

    @property
    def is_score(self) -> bool:
        """Whether the column holds scores."""
        return is_score(Field(self.key))


@dataclass(frozen=True, slots=True)
class RowToFill:
    """One application in a scoresheet to be written, with the kept value of every field that is already filled in."""

    application: Application
    values: Mapping[Field, str]
    conflicted: bool = False


@dataclass(frozen=True, slots=True)
class SheetToFill:
    """Everything that a scoresheet is written from; `export` 0 is a blank one, `made` is the time of export.

    `with_answers` adds a sheet for every application that the member may read; `stated` is when the member last said
    that there are no other conflicts of interest.
    """

    rules: Round
    member: Member
    export: int
    made: datetime
    rows: tuple[RowToFill, ...]
    with_answers: bool = False
    purpose: Purpose = SCORES
    stated: datetime | None = None

    @property
    def with_preferences(self) -> bool:
        """Whether the member ever chose between equal totals: otherwise nothing is said of preferences."""
        return any(PREFERENCE in row.values for row in self.rows)


def columns_of(rules: Round, purpose: Purpose) -> tuple[Column, ...]:
    """Every column that a scoresheet for this purpose can have, in their order."""
    return second_look_columns(rules) if purpose is Purpose.SECOND_LOOK else columns(rules, with_preferences=True)


def _wide_enough(title: str) -> float:
    """The width of a column of scores, in which no word of its heading is broken."""
    return min(24, max(12, *(len(word) + 2 for word in title.split())))


def columns(rules: Round, *, with_preferences: bool = False) -> tuple[Column, ...]:
    """The columns of *Scores* in their order."""
    judged: list[Column] = []
    for criterion in rules.rubric.criteria:
        judged += [
            Column(
                score_field(criterion.key),
                criterion.title,
                _wide_enough(criterion.title),
                score_remark(rules, criterion),
                criterion=criterion,
            ),
            Column(
                comment_field(criterion.key),
                comment_header(criterion),
                39,
                comment_remark(criterion),
                criterion=criterion,
            ),
        ]
    quotes = [
        Column(
            evidence_field(criterion.key), evidence_header(criterion), 26, _("optional"), printed=False,
            criterion=criterion,
        )
        for criterion in rules.rubric.criteria
    ]  # fmt: skip
    return (
        Column(REFERENCE, _("Reference"), 11),
        Column(ROW_KEY, _("Key"), 4, hidden=True),
        Column(OWNER, _("Scoresheet"), 4, hidden=True),
        Column(APPLICANT, _("Application"), 25),
        Column(PROGRESS, _("Progress"), 19),
        Column(TOTAL, _("Weighted total"), 10, _("of 100")),
        Column(CONFLICT, _("Conflict of interest"), 14, _("leave empty if none")),
        *judged,
        Column(RECOMMENDATION, _("Recommendation"), 17),
        Column(GUIDANCE, _("Guidance to the applicant"), 48),
        Column(SUPPORT, _("Support that would help"), 34, _("optional")),
        *quotes,
        Column(ORDER, _("Order read"), 8, _("optional"), printed=False),
        *((Column(PREFERENCE, _("Put before"), 14, _("no score"), printed=False),) if with_preferences else ()),
    )


def second_look_columns(rules: Round) -> tuple[Column, ...]:
    """The columns of *Second look* in their order: beside each other, what was said and what is said now."""
    judged: list[Column] = []
    for each in rules.rubric.criteria:
        fields = (FIRST, COLLEAGUES, SAID)
        first, colleagues, said = (f"{prefix}.{each.key}" for prefix in fields)
        judged += [
            Column(first, _("{criterion}: first time").format(criterion=each.short), 11, _("as you scored it")),
            Column(
                colleagues, _("{criterion}: colleagues").format(criterion=each.short), 12, _("lowest to highest")
            ),
            Column(said, _("{criterion}: what was said").format(criterion=each.short), 40, _("you and colleagues")),
            Column(
                second_field(each.key), _("{criterion}: second look").format(criterion=each.short), 12,
                _("empty: as before"), criterion=each,
            ),
            Column(
                second_comment_field(each.key), _("{criterion}: second look, why").format(criterion=each.short), 28,
                _("needed with a new score"), criterion=each,
            ),
        ]  # fmt: skip
    return (
        Column(REFERENCE, _("Reference"), 11),
        Column(ROW_KEY, _("Key"), 4, hidden=True),
        Column(OWNER, _("Scoresheet"), 4, hidden=True),
        Column(APPLICANT, _("Application"), 22),
        *judged,
    )


def score_remark(rules: Round, criterion: Criterion) -> str:
    """What stands under a criterion's title above its scores: weight and scale."""
    share = float(100 * rules.rubric.weight_share(criterion))
    scale = criterion.scale
    return _("{weight}% · {lowest} to {highest}").format(
        weight=f"{share:.3g}", lowest=plain(scale.lowest), highest=plain(scale.highest)
    )


def comment_header(criterion: Criterion) -> str:
    """The words above a comment column."""
    return _("{criterion}: comment").format(criterion=criterion.short)


def comment_remark(criterion: Criterion) -> str:
    """When a comment is needed, in a few words."""
    rule = criterion.comment
    if rule.limit is not None:
        return _("needed below {limit}").format(limit=plain(rule.limit))
    return _("needed") if rule.need == "required" else _("optional")


def evidence_header(criterion: Criterion) -> str:
    """The words above an evidence column."""
    return _("{criterion}: evidence").format(criterion=criterion.short)


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
