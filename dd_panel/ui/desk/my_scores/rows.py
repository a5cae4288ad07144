"""The rows of My scores: the member's own applications with ranks, shades and words, in the order asked for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from dd_panel.domain.reviews import ScoreState
from dd_panel.domain.totals import weighted_total
from dd_panel.text import DASH, _
from dd_panel.ui.desk.words import one_decimal, verdict_words, whole
from dd_panel.ui.widgets.marks import HeatCell
from dd_panel.ui.widgets.pills import status_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.domain.identifiers import CriterionKey
    from dd_panel.domain.rubric import Criterion, Rubric
    from dd_panel.services.review.reviewing import Desk, DeskItem


class Order(IntEnum):
    """Which rows are shown, and in which order."""

    RANK = 0
    REFERENCE = 1
    UNFINISHED = 2


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One application of the table. `rank` is there once every criterion is settled; `total` is its figure then."""

    item: DeskItem
    rank: int | None
    total: str

    @property
    def reference(self) -> str:
        """The application's reference."""
        return str(self.item.application.reference)

    @property
    def verdict(self) -> str:
        """What is recommended: a dash while that is open, nothing where it will not be asked or nothing was begun."""
        if self.item.status in {"conflict", "not_started"}:
            return ""
        return verdict_words(self.item.review.recommendation) or DASH


@dataclass(frozen=True, slots=True)
class ByScore:
    """Rows in the order of one criterion's scores, the best first unless told otherwise."""

    criterion: CriterionKey
    best_first: bool = True


def rows_of(desk: Desk, order: Order | ByScore) -> tuple[ScoreRow, ...]:
    """Every row of the table: placed applications first, then part-scored, conflicted and untouched ones.

    By a criterion's scores, those that have none there come last.
    """
    rubric = desk.rules.rubric
    totals = {item.application.reference: whole_total(item, rubric) for item in desk.items}
    placed = sorted((total for total in totals.values() if total is not None), reverse=True)
    ranks: dict[Fraction, int] = {}
    for at, each in enumerate(placed, start=1):
        ranks.setdefault(each, at)
    write = whole if all(total.denominator == 1 for total in placed) else one_decimal
    rows: list[ScoreRow] = []
    for item in desk.items:
        total = totals[item.application.reference]
        rank = None if total is None else ranks[total]
        words = write(total) if total is not None else _("part") if item.status == "in_progress" else ""
        rows.append(ScoreRow(item, rank, words))
    return tuple(_by_score(rows, order, rubric) if isinstance(order, ByScore) else _ordered(rows, order))


def kept_in_place(rows: Sequence[ScoreRow], before: Sequence[ScoreRow]) -> tuple[ScoreRow, ...]:
    """These rows in the places that they had before, those that were not there at the end."""
    places = {row.reference: at for at, row in enumerate(before)}
    return tuple(sorted(rows, key=lambda row: places.get(row.reference, len(places))))


def _by_score(rows: Sequence[ScoreRow], order: ByScore, rubric: Rubric) -> list[ScoreRow]:
    scale = rubric.criterion(order.criterion).scale

    def place(row: ScoreRow) -> tuple[bool, Fraction]:
        mark = row.item.review.marks.get(order.criterion)
        position = Fraction(0) if mark is None else scale.position(mark)
        return mark is None, -position if order.best_first else position

    return sorted(_ordered(rows, Order.RANK), key=place)


def _ordered(rows: Sequence[ScoreRow], order: Order) -> list[ScoreRow]:
    if order is Order.REFERENCE:
        return sorted(rows, key=lambda row: row.reference)
    if order is Order.UNFINISHED:
        rows = [row for row in rows if row.item.status in {"in_progress", "not_started"}]
    groups = {"in_progress": 1, "complete": 1, "conflict": 2, "not_started": 3}
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or groups[row.item.status]))


def whole_total(item: DeskItem, rubric: Rubric) -> Fraction | None:
    """The weighted total, 0 … 100, once no criterion is open; None before, and for a conflict."""
    if item.conflict:
        return None
    total = weighted_total(rubric, item.review.scores)
    return None if total.open else total.percent


def heat_cell(item: DeskItem, criterion: Criterion) -> HeatCell:
    """How one score is drawn."""
    score = item.review.scores[criterion.key]
    levels = criterion.scale.steps + 1
    if score.state is ScoreState.CONFLICTED:
        return HeatCell(_("Conflict declared – you do not score this one"), None, levels, "conflict")
    warned = item.review.comment_needed(criterion)
    if score.state is ScoreState.CANNOT_JUDGE:
        return HeatCell(_("can’t judge"), None, levels, "cannot_judge", warned=warned)
    if score.mark is None:
        return HeatCell(DASH, None, levels, "empty")
    scale = criterion.scale
    return HeatCell(scale.text_of(score.mark), scale.level_of(score.mark), levels, "score", warned=warned)


def weight_words(rubric: Rubric, criterion: Criterion) -> str:
    """A criterion's weight as it is said: 25%, 12.5%."""
    percent = 100 * rubric.weight_share(criterion)
    return f"{whole(percent) if percent.denominator == 1 else one_decimal(percent)}%"


def spoken_row(row: ScoreRow) -> str:
    """A whole sentence about one row, for people who hear the table."""
    application = row.item.application
    parts = [application.reference, application.lead_authority, status_words(row.item.status).lower()]
    if row.rank is not None:
        parts.append(_("my rank {rank}").format(rank=row.rank))
        parts.append(_("my total {total} of 100").format(total=row.total))
    elif row.item.status == "in_progress":
        review = row.item.review
        parts.append(_("{done} of {all} scored").format(done=review.settled, all=len(review.scores)))
    return _(", ").join(parts)


def spoken_verdict(row: ScoreRow) -> str:
    """A whole sentence about one recommendation."""
    said = verdict_words(row.item.review.recommendation).lower() or _("none yet")
    parts = (row.reference, row.item.application.lead_authority, _("recommendation: {verdict}").format(verdict=said))
    return _(", ").join(parts)


def spoken_cell(row: ScoreRow, criterion: Criterion) -> str:
    """A whole sentence about one score."""
    cell = heat_cell(row.item, criterion)
    said = {"empty": _("not yet scored"), "conflict": _("conflict declared"), "cannot_judge": _("cannot judge")}.get(
        cell.state, cell.words
    )
    name = criterion.scale.name_of(score) if (score := row.item.review.marks.get(criterion.key)) is not None else ""
    parts = [
        row.reference,
        row.item.application.lead_authority,
        _("{criterion}: {score}").format(criterion=criterion.title, score=said),
        name,
        _("comment missing") if cell.warned else "",
    ]
    return _(", ").join(part for part in parts if part)


def uncommented(desk: Desk) -> tuple[tuple[str, CriterionKey], ...]:
    """The scores that need a comment and have none, in the order of the desk."""
    return tuple(
        (str(item.application.reference), criterion.key)
        for item in desk.items
        if not item.conflict
        for criterion in desk.rules.rubric.criteria
        if item.review.comment_needed(criterion)
    )


def first_open(item: DeskItem, rubric: Rubric) -> CriterionKey:
    """The criterion to look at first in an application that is not finished."""
    gaps = [gap.criterion for gap in item.review.gaps(rubric) if gap.criterion is not None]
    return gaps[0] if gaps else rubric.keys[0]


def said_line(row: ScoreRow, criterion: Criterion | None, rubric: Rubric) -> str:
    """What the member wrote about the score one is at, on one line; before it how to finish where all is filled in."""
    comment = comment_line(row, criterion)
    if row.item.status != "in_progress" or row.item.review.gaps(rubric):
        return comment
    return _("Everything is filled in: Ctrl+Enter marks it complete · {comment}").format(comment=comment)


def comment_line(row: ScoreRow, criterion: Criterion | None) -> str:
    """What the member wrote about the score one is at, on one line."""
    if criterion is None or row.item.conflict:
        heading = row.item.application.heading
        if not row.verdict:
            return heading
        verdict = verdict_words(row.item.review.recommendation) or _("none yet")
        return _("{title} · Recommendation: {verdict}").format(title=heading, verdict=verdict)
    written = " ".join(row.item.review.comments.get(criterion.key, "").split())
    return _("{criterion}: {comment}").format(criterion=criterion.title, comment=written or _("no comment"))


def table_text(rows: Sequence[ScoreRow], rubric: Rubric) -> str:
    """The rows as a spreadsheet takes them: a line each, tabs between the cells, nothing where nothing was scored."""
    head = [_("Rank"), _("Reference"), _("Application"), *(each.title for each in rubric.criteria), _("Total")]
    lines = [[*head, _("Recommendation")]]
    for row in rows:
        application = row.item.application
        drawn = [heat_cell(row.item, criterion) for criterion in rubric.criteria]
        cells = [cell.words if cell.state in {"score", "cannot_judge"} else "" for cell in drawn]
        if row.item.conflict:
            cells[0] = _("conflict")
        rank, total = ("", "") if row.rank is None else (str(row.rank), row.total)
        verdict = verdict_words(row.item.review.recommendation)
        lines.append([rank, application.reference, application.lead_authority, *cells, total, verdict])
    return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines) + "\n"
