"""How a row of the ranking is painted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt

from dd_panel.text import DASH, _
from dd_panel.ui.round.ranking.model import (
    APPLICATION,
    CHANCE,
    COST,
    LIKELY,
    MEAN,
    MODEL,
    PLACE,
    REVIEWERS,
    RUNNING,
    VIEWS,
)
from dd_panel.ui.round.ranking.rows import HIGHEST
from dd_panel.ui.widgets.marks import (
    DotStrip,
    RankInterval,
    paint_dot_strip,
    paint_probability,
    paint_rank_interval,
)
from dd_panel.ui.widgets.painting import CENTRE, RIGHT, Ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.ui.round.ranking.model import RankingModel
    from dd_panel.ui.round.ranking.rows import PlaceRow
    from dd_panel.ui.theme import Theme

BAR: Final = 4
CURRENCY: Final = ("dense", None)


@dataclass(frozen=True, slots=True)
class RowLooks:
    """How a row looks at the moment: `mark` is the colour behind the name of one that a search found.

    `adjusted` shows the mean without strictness below the mean.
    """

    selected: bool = False
    mark: str = ""
    adjusted: bool = False


class RowPainter:
    """Paints places, dots, ranges and money."""

    def __init__(self, theme: Theme, model: RankingModel) -> None:
        self._theme = theme
        self._model = model

    def paint(self, ink: Ink, row: PlaceRow, cells: Sequence[tuple[int, QRectF]], looks: RowLooks) -> None:
        """Paint a row's cells, each in the rectangle given with its column."""
        ground = "band" if row.close else "surface"
        for column, rect in cells:
            ink.row_ground(rect, selected=looks.selected, first=column == PLACE, ground=ground)
            if row.close and column == PLACE:
                ink.painter.fillRect(QRectF(rect.left(), rect.top(), BAR, rect.height()), self._theme.colour("warn"))
            self._paint_cell(ink, rect, row, column, looks)
            ink.hairline(rect)

    def _paint_cell(self, ink: Ink, rect: QRectF, row: PlaceRow, column: int, looks: RowLooks) -> None:
        pad = self._theme.px(8)
        inside = rect.adjusted(pad, 0, -pad, 0)
        strong = ("body", 600) if row.percent is not None else ("body", None)
        if column == PLACE:
            self._paint_pair(ink, rect, (row.place, strong), row.was and f"({row.was})", CENTRE)
        elif column == APPLICATION:
            self._paint_application(ink, inside, row, looks.mark)
        elif column == MODEL:
            ink.text(inside, row.line.application.model, ("dense", None), "ink2")
        elif column == MEAN:
            self._paint_pair(ink, inside, (row.mean, strong), row.adjusted if looks.adjusted else "", RIGHT)
        elif column == REVIEWERS:
            self._paint_reviewers(ink, inside, row)
        elif column in {LIKELY, CHANCE}:
            self._paint_sure(ink, inside, row, column)
        else:
            self._paint_costs(ink, inside, row, column)

    def _paint_costs(self, ink: Ink, inside: QRectF, row: PlaceRow, column: int) -> None:
        if column == VIEWS and row.differs:
            ink.icon_centred("flag", inside, 16, "bad")
        elif column == COST:
            ink.text(inside, row.cost, CURRENCY, "ink2", RIGHT)
        elif column == RUNNING:
            self._paint_running(ink, inside, row)

    def _paint_sure(self, ink: Ink, inside: QRectF, row: PlaceRow, column: int) -> None:
        if row.likely is None:
            ink.text(inside, DASH, ("dense", None), "ink3")
        elif column == CHANCE:
            paint_probability(ink, inside, row.likely.chance, row.chance)
        else:
            low, high = row.likely.wide
            at = row.line.ranked.place or low
            interval = RankInterval(
                low, high, at, self._model.placed, self._model.cut, close=row.close, hatched=row.few
            )
            paint_rank_interval(ink, inside, interval)

    def _paint_pair(
        self, ink: Ink, rect: QRectF, upper: tuple[str, tuple[str, int | None]], lower: str, align: Qt.AlignmentFlag
    ) -> None:
        """Paint a figure, with a smaller one below it where there is one."""
        if not lower:
            ink.text(rect, upper[0], upper[1], "ink", align)
            return
        px = self._theme.px
        ink.text(QRectF(rect.left(), rect.top() + px(4), rect.width(), px(20)), upper[0], upper[1], "ink", align)
        below = QRectF(rect.left(), rect.top() + px(23), rect.width(), px(16))
        ink.text(below, lower, ("caption", None), "ink2", align)

    def _paint_application(self, ink: Ink, inside: QRectF, row: PlaceRow, mark: str) -> None:
        px = self._theme.px
        application = row.line.application
        upper = QRectF(inside.left(), inside.top() + px(4), inside.width(), px(20))
        lower = QRectF(inside.left(), inside.top() + px(23), inside.width(), px(16))
        if mark:
            wide = min(inside.width(), ink.text_width(application.lead_authority, ("dense", 600)) + 6)
            ink.box(QRectF(upper.left() - 3, upper.top() + 1, wide, upper.height() - 2), 3, mark)
        ink.text(upper, application.lead_authority, ("dense", 600))
        about = " · ".join(part for part in (application.reference, application.service) if part)
        ink.text(lower, about, ("caption", None), "ink2")
        beside = ink.text_width(about, ("caption", None)) + px(8)
        if row.percent is not None and row.notes and beside < inside.width() - px(40):
            ink.text(lower.adjusted(beside, 0, 0, 0), row.notes, ("caption", 500), "warn")

    def _paint_reviewers(self, ink: Ink, inside: QRectF, row: PlaceRow) -> None:
        if not row.percents:
            ink.text(inside, row.notes, ("caption", None), "ink2")
            return
        strip = DotStrip(row.percents, row.percent, self._model.lowest, HIGHEST)
        paint_dot_strip(ink, inside.adjusted(0, self._theme.px(8), 0, -self._theme.px(8)), strip)

    def _paint_running(self, ink: Ink, inside: QRectF, row: PlaceRow) -> None:
        px = self._theme.px
        style, tone = (("dense", 600), "ink") if row.within else (("dense", None), "ink2")
        figure = inside
        if row.running != row.running_sum:  # below each other, because the column has no room for both in a line
            figure = QRectF(inside.left(), inside.top() + px(4), inside.width(), px(20))
            below = QRectF(inside.left(), inside.top() + px(23), inside.width(), px(16))
            ink.text(below, _("at least"), ("caption", None), "ink2", RIGHT)
        ink.text(figure, row.running_sum, style, tone, RIGHT)
        if row.first_over:
            left = figure.right() - ink.text_width(row.running_sum, style) - px(22)
            ink.icon("alert", left, figure.center().y() - px(7), 14, "warn")
