"""The sheet By application: under each application its reviews, member by criterion, with totals and means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.reviews import ScoreState
from dd_panel.exchange.consolidated.contents import WAITING
from dd_panel.exchange.consolidated.page import Column, Page, Styled, Value
from dd_panel.exchange.consolidated.ranking import criterion_header
from dd_panel.exchange.consolidated.styles import MEAN, PERCENT
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dd_panel.domain.identifiers import CriterionKey, MemberId, Reference
    from dd_panel.exchange.consolidated.contents import Consolidation, RankingLine, ReviewLine, ScoreLine
    from dd_panel.exchange.consolidated.names import Names

_Scores = dict[tuple["Reference", "MemberId"], dict["CriterionKey", "ScoreLine"]]


def write_by_application(page: Page, contents: Consolidation, names: Names) -> None:
    """A band for each application with its means, and a row below it for each of its reviews."""
    columns = _columns(page, contents)
    page.widths(columns)
    page.header(columns)
    scores: _Scores = {}
    for line in contents.scores:
        scores.setdefault((line.reference, line.member), {})[line.criterion] = line
    reviews: dict[Reference, list[ReviewLine]] = {}
    for review in contents.reviews:
        reviews.setdefault(review.reference, []).append(review)
    for application in contents.ranked:
        _band(page, contents, application)
        for review in reviews.get(application.reference, ()):
            row = _review(page, contents, names, review, scores.get((review.reference, review.member), {}))
            page.rows(columns, [row], level=1)
    page.sheet.outline_settings(symbols_below=False)
    page.finish(freeze=(1, 3))


def _columns(page: Page, contents: Consolidation) -> list[Column]:
    styles = page.styles
    return [
        Column(_("Place"), 8, styles.cell(align="center"), align="center"),
        Column(_("Reference"), 11, styles.quiet),
        Column(_("Lead authority, reviewers"), 38, styles.cell(indent=2)),
        *(
            Column(criterion_header(contents, criterion), 12, styles.cell(align="center"), align="center", wraps=False)
            for criterion in contents.rules.rubric.criteria
        ),
        Column(_("Score"), 9, styles.cell(num_format=MEAN, align="center", bold=True), align="center"),
        Column(_("Percent"), 9, styles.cell(num_format=PERCENT, align="center"), align="center"),
        Column(_("Recommendation"), 17, styles.text),
        Column(_("Review"), 38, styles.text),
    ]


def _band(page: Page, contents: Consolidation, line: RankingLine) -> None:
    band: dict[str, object] = {"bg_color": "accentSoft", "bold": True, "top": 1, "top_color": "accent"}
    words = page.styles.cell(**band, indent=1)
    centre = page.styles.cell(**band, align="center")
    mean, percent = (page.styles.cell(**band, align="center", num_format=shown) for shown in (MEAN, PERCENT))
    values: list[Styled] = [
        Styled(line.place, centre),
        Styled(line.reference, words),
        Styled(line.lead_authority, words),
        *(Styled(line.means.get(key), mean) for key in contents.rules.rubric.keys),
        Styled(line.score, mean),
        Styled(line.percent, percent),
        Styled(None, words),
        Styled(_("{count} of {planned} reviews count").format(count=line.reviews, planned=line.planned), words),
    ]
    for number, value in enumerate(values):
        page.put(number, value, words)
    page.row += 1


def _review(
    page: Page,
    contents: Consolidation,
    names: Names,
    review: ReviewLine,
    scores: Mapping[CriterionKey, ScoreLine],
) -> list[Value | Styled]:
    return [
        None,
        review.reference,
        names.member(review.member),
        *(_score(page, names, scores.get(key)) for key in contents.rules.rubric.keys),
        review.score,
        review.percent,
        review.recommendation,
        _words(review, scores),
    ]


def _score(page: Page, names: Names, line: ScoreLine | None) -> Value | Styled:
    """A number only where there is a score; the other states in words."""
    if line is None:
        return None
    if line.score is not None:
        return Styled(line.score, page.styles.heat(names.criterion(line.criterion), line.score))
    look: dict[str, object] = {"align": "center", "italic": True, "font_size": 9}
    if line.state == ScoreState.CONFLICTED:
        return Styled(line.state, page.styles.cell(**look, font_color="conflict", bg_color="conflictSoft"))
    if line.state == WAITING:
        return Styled(line.state, page.styles.cell(**look, font_color="warn", bg_color="warnSoft"))
    return Styled(line.state, page.styles.cell(**look, font_color="ink3"))


def _words(review: ReviewLine, scores: Mapping[CriterionKey, ScoreLine]) -> str:
    if review.conflicted:
        return _("conflict of interest: not to be judged")
    if any(line.state == WAITING for line in scores.values()):
        return _("waits for a decision: does not count yet")
    if not review.counts:
        return _("not finished: does not count yet")
    return _("counts, on part of the criteria") if review.partial else _("counts")
