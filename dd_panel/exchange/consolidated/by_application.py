"""The sheet By application: under each application its reviews, member by criterion, with totals and means.

Every score is taken from its row in *Scores*, and every total and mean is worked out here; *Ranking* builds on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dd_panel.domain.reviews import CANNOT_JUDGE, ScoreState
from dd_panel.exchange.consolidated.contents import WAITING
from dd_panel.exchange.consolidated.live import (
    DISCUSSED,
    FIRST_SCORE,
    RANKING,
    SCORES,
    Live,
    across,
    cell,
    column_name,
    down,
    on_scale,
    quoted,
)
from dd_panel.exchange.consolidated.names import criterion_header
from dd_panel.exchange.consolidated.page import Column, Page, Styled, Value
from dd_panel.exchange.consolidated.styles import MEAN, PERCENT
from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from xlsxwriter.format import Format

    from dd_panel.domain.identifiers import CriterionKey, MemberId, Reference
    from dd_panel.exchange.consolidated.contents import Consolidation, RankingLine, ReviewLine, ScoreLine
    from dd_panel.exchange.consolidated.live import Addresses, Block
    from dd_panel.exchange.consolidated.names import Names

_Scores = dict[tuple["Reference", "MemberId"], dict["CriterionKey", "ScoreLine"]]

STATE, SCORE = 5, 6
"""Columns of *Scores*."""
AGREED_POSITION = 2
"""The column of *Discussed and agreed* with the position that was agreed."""


def write_by_application(page: Page, contents: Consolidation, names: Names, addresses: Addresses) -> None:
    """A band for each application with its means, and a row below it for each of its reviews."""
    writer = _Writer(page, contents, names, addresses)
    page.widths(writer.columns)
    page.header(writer.columns)
    writer.shares()
    scores: _Scores = {}
    for line in contents.scores:
        scores.setdefault((line.reference, line.member), {})[line.criterion] = line
    reviews: dict[Reference, list[ReviewLine]] = {}
    for review in contents.reviews:
        reviews.setdefault(review.reference, []).append(review)
    for application in contents.ranked:
        writer.band(application)
        for review in reviews.get(application.reference, ()):
            writer.review(review, scores.get((review.reference, review.member), {}))
    writer.finish()


class _Writer:
    """Writes bands and reviews, and knows the columns they stand in."""

    def __init__(self, page: Page, contents: Consolidation, names: Names, addresses: Addresses) -> None:
        self._page, self._contents, self._names, self._addresses = page, contents, names, addresses
        self._rubric = contents.rules.rubric
        self._last = FIRST_SCORE + len(self._rubric.criteria) - 1
        self._position = addresses.position
        self.columns = self._columns()
        band: dict[str, object] = {"bg_color": "accentSoft", "bold": True, "top": 1, "top_color": "accent"}
        styles = page.styles
        self._band_words = styles.cell(**band, indent=1)
        self._band_centre = styles.cell(**band, align="center")
        self._band_mean = styles.cell(**band, align="center", num_format=MEAN)
        self._band_percent = styles.cell(**band, align="center", num_format=PERCENT)

    def _columns(self) -> list[Column]:
        styles = self._page.styles
        centred = styles.cell(align="center")
        return [
            Column(_("Place"), 8, centred, align="center"),
            Column(_("Reference"), 11, styles.quiet),
            Column(_("Lead authority, reviewers"), 38, styles.cell(indent=2)),
            *(Column(each.short, 12, centred, align="center", wraps=False) for each in self._rubric.criteria),
            Column(_("Score"), 9, styles.cell(num_format=MEAN, align="center", bold=True), align="center"),
            Column(_("Percent"), 9, styles.cell(num_format=PERCENT, align="center"), align="center"),
            Column(_("Recommendation"), 17, styles.text),
            Column(_("Review"), 38, styles.text),
            Column(_("Total, 0 to 1"), 14, styles.quiet_single, wraps=False),
            Column(_("What counts"), 14, styles.quiet_single, wraps=False),
        ]

    def finish(self) -> None:
        """Fold the columns away that only carry the arithmetic, and let the sheet scroll and print."""
        sheet = self._page.sheet
        sheet.set_column(self._position, self._position + 1, 14, None, {"level": 1, "hidden": True})
        sheet.outline_settings(symbols_below=False)
        sheet.print_area(0, 0, self._page.row - 1, self._position - 1)
        self._page.finish(freeze=(1, FIRST_SCORE))

    def shares(self) -> None:
        """The criteria's headers again, as *Ranking* has them."""
        sheet, look = self._addresses.sheet, self._page.styles.headers["center"]
        for number, criterion in enumerate(self._rubric.criteria):
            header = cell(sheet.weights + 1, sheet.means + number, sheet=RANKING)
            value = Live(f"={header}", criterion_header(self._contents.rules, criterion))
            self._page.sheet.write_formula(0, FIRST_SCORE + number, value.formula, look, value.stored)

    # -- an application ------------------------------------------------------------------------------------------------

    def band(self, line: RankingLine) -> None:
        """The means of an application over what counts of its reviews."""
        block = self._addresses.blocks[line.reference]
        counted = down(self._position + 1, block.first, block.last) if block.last >= block.first else ""
        means = (
            self._mean(counted, block, FIRST_SCORE + number, line.means.get(key))
            for number, key in enumerate(self._rubric.keys)
        )
        position = None if line.percent is None else line.percent / 100
        words = _("{count} of {planned} reviews count").format(count=line.reviews, planned=line.planned)
        if line.out and line.flags:
            words = line.flags[0]  # why none is awaited
        values: list[Value | Styled] = [
            self._place(line),
            Styled(line.reference, self._band_words),
            Styled(line.lead_authority, self._band_words),
            *(Styled(mean, self._band_mean) for mean in means),
            Styled(self._score(block.band, line.score), self._band_mean),
            Styled(self._percent(block.band, line.percent), self._band_percent),
            Styled(None, self._band_words),
            Styled(words, self._band_words),
            Styled(self._official(counted, line.reference, position), self._band_words),
            Styled(None, self._band_words),
        ]
        for number, value in enumerate(values):
            self._page.put(number, value, self._band_words)
        self._page.row += 1

    def _place(self, line: RankingLine) -> Styled:
        sheet = self._addresses.sheet
        found = cell(sheet.row_of[line.reference], sheet.place, sheet=RANKING)
        return Styled(Live(f"={found}", line.place), self._band_centre)

    def _mean(self, counted: str, block: Block, column: int, value: Fraction | None) -> Value:
        if not counted:
            return None
        scores = down(column, block.first, block.last, fixed=False)
        return Live(f'=IFERROR(AVERAGEIF({counted},">=0",{scores}),"")', value)

    def _official(self, counted: str, reference: Reference, position: Fraction | None) -> Value:
        """The score by the round's method, between 0 and 1."""
        if self._contents.rules.method == "agreed":
            row = self._addresses.agreed.get(reference)
            return position if row is None else Live(f"={cell(row, AGREED_POSITION, sheet=DISCUSSED)}", position)
        if not counted:
            return None
        middle = "MEDIAN" if self._contents.rules.method == "median" else "AVERAGE"
        return Live(f'=IF(COUNT({counted})>0,{middle}({counted}),"")', position)

    def _score(self, row: int, value: Fraction | None) -> Value:
        position = cell(row, self._position)
        scale = self._rubric.scale
        return Live(f'=IF(ISNUMBER({position}),{on_scale(scale, position)},"")', value)

    def _percent(self, row: int, value: Fraction | None) -> Value:
        position = cell(row, self._position)
        return Live(f'=IF(ISNUMBER({position}),100*{position},"")', value)

    # -- a review ------------------------------------------------------------------------------------------------------

    def review(self, review: ReviewLine, scores: Mapping[CriterionKey, ScoreLine]) -> None:
        """One review: its scores from *Scores*, its total, and whether it counts."""
        page, row = self._page, self._page.row
        position = None if review.percent is None else review.percent / 100
        values: list[Value | Styled] = [
            None,
            review.reference,
            self._names.member(review.member),
            *(self._given(scores.get(key)) for key in self._rubric.keys),
            self._score(row, review.score),
            self._percent(row, review.percent),
            review.recommendation,
            _words(review, scores),
            Live(self._total(row, scores), position),
            Live(self._counts(row), position if review.counts else None),
        ]
        page.rows(self.columns, [values], level=1)

    def _total(self, row: int, scores: Mapping[CriterionKey, ScoreLine]) -> str:
        total = self._addresses.total(row, FIRST_SCORE)
        if not any(line.state == WAITING for line in scores.values()):
            return f"={total}"
        given = across(row, FIRST_SCORE, self._last)
        return f'=IF(COUNTIF({given},{quoted(WAITING)})>0,"",{total})'

    def _counts(self, row: int) -> str:
        given = across(row, FIRST_SCORE, self._last)
        whole = f"COUNT({given})+COUNTIF({given},{quoted(CANNOT_JUDGE)})={len(self._rubric.criteria)}"
        return f'=IF(AND(COUNT({given})>0,{whole}),{cell(row, self._position)},"")'

    def _given(self, line: ScoreLine | None) -> Value | Styled:
        """A number only where there is a score; the other states in words."""
        if line is None:
            return None
        row = self._addresses.scores[line.reference, line.member, line.criterion]
        score, state = (f"{SCORES}!{column_name(column)}{row + 1}" for column in (SCORE, STATE))
        formula = f'=IF(ISNUMBER({score}),{score},{state}&"")'
        if line.score is not None:
            look = self._page.styles.heat(self._names.criterion(line.criterion), line.score)
            return Styled(Live(formula, float(line.score)), look)
        return Styled(Live(formula, line.state), self._state_look(line.state))

    def _state_look(self, state: str) -> Format:
        look: dict[str, object] = {"align": "center", "italic": True, "font_size": 9}
        if state == ScoreState.CONFLICTED:
            return self._page.styles.cell(**look, font_color="conflict", bg_color="conflictSoft")
        if state == WAITING:
            return self._page.styles.cell(**look, font_color="warn", bg_color="warnSoft")
        return self._page.styles.cell(**look, font_color="ink3")


def _words(review: ReviewLine, scores: Mapping[CriterionKey, ScoreLine]) -> str:
    if review.conflicted:
        return _("conflict of interest: not to be judged")
    if any(line.state == WAITING for line in scores.values()):
        return _("waits for a decision: does not count yet")
    if not review.counts:
        return _("not finished: does not count yet")
    return _("counts, on part of the criteria") if review.partial else _("counts")
