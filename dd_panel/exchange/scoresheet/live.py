"""What a scoresheet works out while it is filled in: progress and weighted total of each row, as formulas.

The formulas use plain arithmetic and functions that every spreadsheet program has had for decades, and refer to cells
of their own row alone, so that they survive sorting and being copied into another workbook.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from dd_panel.domain.identifiers import (
    CONFLICT,
    ORDER,
    RECOMMENDATION,
    Field,
    MemberId,
    comment_field,
    score_field,
)
from dd_panel.domain.purposes import input_fields
from dd_panel.domain.reviews import CANNOT_JUDGE, Review
from dd_panel.domain.scale import plain
from dd_panel.domain.totals import weighted_total
from dd_panel.exchange.scoresheet import layout
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dd_panel.domain.rounds import Round
    from dd_panel.domain.rubric import Criterion, Rubric
    from dd_panel.exchange.scoresheet.layout import Column, RowToFill

LONGEST_FORMULA = 8_000
"""Characters; Excel takes 8,192. A rubric of so many criteria gets no live columns."""

LONGEST_REASON = 80
"""Characters of a conflict's reason that are repeated beside the application's title."""

_MORE = "…"
"""Says that a reason goes on, all of which stands in its own column."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A formula and the value it has when the sheet is written."""

    formula: str
    value: str | float


class LiveRow:
    """The formulas of one row; `row` is its number as a person counts."""

    def __init__(self, rules: Round, columns: Sequence[Column], row: int) -> None:
        self._rubric: Rubric = rules.rubric
        self._at = {column.key: f"${xl_col_to_name(index)}{row}" for index, column in enumerate(columns)}

    @property
    def conflict(self) -> str:
        """True where a conflict is declared."""
        cell = self._at[CONFLICT]
        return f'AND(LEN(TRIM({cell}))>0,LOWER(TRIM({cell}))<>"no")'

    def begun(self) -> str:
        """True where anything is filled in; the order of reading alone is nothing."""
        filled_in = _filled_in(self._rubric)
        keys = [key for key in self._at if key in filled_in]
        return f"COUNTA({self._at[keys[0]]}:{self._at[keys[-1]]})>0"

    def scored(self, criterion: Criterion) -> str:
        """True where the score is a number within the scale."""
        cell, scale = self._at[score_field(criterion.key)], criterion.scale
        return f"AND(ISNUMBER({cell}),{cell}>={plain(scale.lowest)},{cell}<={plain(scale.highest)})"

    def settled(self, criterion: Criterion) -> str:
        """True where the criterion is scored or can't be judged."""
        return f'OR({self.scored(criterion)},{self._at[score_field(criterion.key)]}="{CANNOT_JUDGE}")'

    def unusable(self, criterion: Criterion) -> str:
        """True where something stands in the score's cell that is no score."""
        cell, scale = self._at[score_field(criterion.key)], criterion.scale
        steps = f"({cell}-{plain(scale.lowest)})/{plain(scale.step)}"
        between = f"IF(ISNUMBER({cell}),ABS({steps}-ROUND({steps},0))>0.000001,FALSE)"
        return f"AND(LEN({cell})>0,OR(NOT({self.settled(criterion)}),{between}))"

    def missing_score(self, criterion: Criterion) -> str:
        """True where a row is begun and this score is still open."""
        return f"AND({self.begun()},LEN({self._at[score_field(criterion.key)]})=0,NOT({self.conflict}))"

    def missing_comment(self, criterion: Criterion) -> str:
        """True where the score needs a comment and has none."""
        score, comment = self._at[score_field(criterion.key)], self._at[comment_field(criterion.key)]
        asked = f'{score}="{CANNOT_JUDGE}"'
        rule = criterion.comment
        if rule.limit is not None:
            asked = f"OR({asked},AND({self.scored(criterion)},{score}<{plain(rule.limit)}))"
        elif rule.need == "required":
            asked = f"OR({asked},{self.scored(criterion)})"
        return f"AND({asked},LEN(TRIM({comment}))=0)"

    def total(self) -> str:
        """The weighted total of what is scored, 0 to 100; empty where nothing is."""
        earned: list[str] = []
        judged: list[str] = []
        for criterion in self._rubric.criteria:
            cell, scale = self._at[score_field(criterion.key)], criterion.scale
            gained = (
                f"({cell}-{plain(scale.lowest)})" if scale.best == "highest" else f"({plain(scale.highest)}-{cell})"
            )
            weight, scored = plain(criterion.weight), self.scored(criterion)
            earned.append(f"IF({scored},{weight}*{gained}/{plain(scale.highest - scale.lowest)},0)")
            judged.append(f"IF({scored},{weight},0)")
        return f'=IFERROR(IF({self.conflict},"",100*({"+".join(earned)})/({"+".join(judged)})),"")'

    def progress(self) -> str:
        """How far the row is, and what is missing; empty for an empty row."""
        count = len(self._rubric.criteria)
        done = "+".join(self.settled(each) for each in self._rubric.criteria)
        bare = "+".join(self.missing_comment(each) for each in self._rubric.criteria)
        before, after = _around(_scored_of("\0", count))
        shown = f"{_text(before)}&({done})&{_text(after)}"
        before, after = _around(_comments_missing("\0"))
        shown += f"&SUBSTITUTE(CHAR(10)&{_text(before)}&({bare})&{_text(after)}"
        shown += f',CHAR(10)&{_text(_comments_missing("0"))},"")'
        shown += f'&IF(LEN(TRIM({self._at[RECOMMENDATION]}))=0,CHAR(10)&{_text(_no_recommendation())},"")'
        # The sign at the end tells a line that ends there from the same line with more below it.
        full, complete = _text(_scored_of(str(count), count) + "|"), _text(_complete())
        shown = f'SUBSTITUTE(SUBSTITUTE({shown}&"|",{full},{complete}),"|","")'
        before, after = _around(_conflict_said("\0"))
        reason = f"TRIM({self._at[CONFLICT]})"
        more = f'IF(LEN({reason})>{LONGEST_REASON},{_text(_MORE)},"")'
        said = f"{_text(before)}&LEFT({reason},{LONGEST_REASON})&{more}&{_text(after)}"
        return f'=IFERROR(IF({self.conflict},{said},IF({self.begun()},{shown},"")),{_text(_unclear())})'


def computed_of(rules: Round, columns: Sequence[Column], number: int, row: RowToFill) -> dict[str, Computed]:
    """Progress and total of one row, by column key; nothing where the rubric is too long for a formula."""
    live = LiveRow(rules, columns, number)
    entries = {Field(key): value for key, value in row.values.items() if value}
    conflict = entries.get(CONFLICT, "").strip(" ")
    barred = bool(conflict) and conflict.casefold() != "no"
    review = Review.from_entries(rules.rubric, MemberId(""), row.application.reference, entries)
    total = weighted_total(rules.rubric, review.scores).percent
    reason = conflict[:LONGEST_REASON] + (_MORE if len(conflict) > LONGEST_REASON else "")
    progress = _conflict_said(reason) if barred else _progress_of(rules.rubric, review, entries)
    computed = {
        layout.PROGRESS: Computed(live.progress(), progress),
        layout.TOTAL: Computed(live.total(), "" if barred or total is None else float(total)),
    }
    return computed if all(len(each.formula) <= LONGEST_FORMULA for each in computed.values()) else {}


def _progress_of(rubric: Rubric, review: Review, entries: Mapping[Field, str]) -> str:
    if not any(entries.get(field) for field in _filled_in(rubric)):
        return ""
    count = len(rubric.criteria)
    lines = [_scored_of(str(review.settled), count)]
    if bare := sum(review.comment_needed(criterion) for criterion in rubric.criteria):
        lines.append(_comments_missing(str(bare)))
    if not review.recommendation:
        lines.append(_no_recommendation())
    return _complete() if lines == [_scored_of(str(count), count)] else "\n".join(lines)


def _filled_in(rubric: Rubric) -> frozenset[Field]:
    """The columns that begin a review: neither the conflict nor the order of reading."""
    return frozenset(input_fields(rubric)) - {CONFLICT, ORDER}


def _around(sentence: str) -> tuple[str, str]:
    """What stands before and after the place that a formula fills in."""
    before, _place, after = sentence.partition("\0")
    return before, after


def _text(words: str) -> str:
    """A text as a formula writes it."""
    return '"' + words.replace('"', '""') + '"'


def _scored_of(done: str, count: int) -> str:
    return _("{done} of {count} scored").format(done=done, count=count)


def _comments_missing(number: str) -> str:
    return _("comments missing: {number}").format(number=number)


def _no_recommendation() -> str:
    return _("no recommendation")


def _complete() -> str:
    return _("complete")


def _conflict_said(reason: str) -> str:
    return _("Conflict: {reason}").format(reason=reason)


def _unclear() -> str:
    return _("check this row")
