"""The head of the scoring pane: my weighted total so far, where it can still end, and how much is scored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QLabel, QSizePolicy

from dd_panel.domain.reviews import ScoreState
from dd_panel.domain.totals import weighted_total
from dd_panel.text import _, ngettext
from dd_panel.ui.desk.words import figure_words, whole
from dd_panel.ui.widgets.painting import RIGHT, Ink, smooth_painter

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from dd_panel.domain.reviews import Review
    from dd_panel.domain.rubric import Rubric
    from dd_panel.ui.theme import Theme

HEIGHT: Final = 88
BAR: Final = 200
COMPACT_BAR: Final = 160


class TotalPanel(QLabel):
    """Shows figures only; a screen reader hears them as one sentence."""

    def __init__(self, theme: Theme, rubric: Rubric) -> None:
        super().__init__()
        self._theme = theme
        self._rubric = rubric
        self._review: Review | None = None
        self._figure = ""
        self._of = ""
        self._count = ""
        self._range = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.theme_changed.connect(self.updateGeometry)

    def show_review(self, review: Review) -> None:
        """Add a review up and show it."""
        self._review = review
        total = weighted_total(self._rubric, review.scores)
        whole_weight = 100 * (total.judged + total.open)
        self._figure, self._of = figure_words(total)
        self._count = _("{done} of {all} scored").format(done=review.settled, all=len(review.scores))
        unjudged = sum(score.state is ScoreState.CANNOT_JUDGE for score in review.scores.values())
        bounds = total.bounds
        if total.open and bounds is not None and whole_weight:
            low, high = (whole(100 * end) for end in bounds)
            self._range = _("Will end between {low} and {high}").format(low=low, high=high)
        elif unjudged:
            self._range = ngettext(
                "Without {count} criterion you cannot judge", "Without {count} criteria you cannot judge", unjudged
            ).format(count=unjudged)
        else:
            self._range = ""
        self.setAccessibleName(_("My weighted total"))
        spoken = (f"{self._figure} {self._of}", self._count, self._range)
        self.setAccessibleDescription(_(", ").join(part for part in spoken if part))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(320), self._theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = smooth_painter(self)
        ink = Ink(painter, self._theme)
        px = self._theme.px
        wide = self.width()
        right = wide - px(16)
        bar_wide = px(COMPACT_BAR if self._theme.compact else BAR)
        ink.text(QRectF(px(16), px(12), px(180), px(20)), _("My weighted total"), ("dense", 600), "ink2")
        figure_wide = ink.text_width(self._figure, ("figure", 600))
        ink.text(QRectF(px(16), px(34), figure_wide + 2, px(42)), self._figure, ("figure", 600))
        of_left = px(16) + figure_wide + px(6)
        ink.text(QRectF(of_left, px(48), right - bar_wide - of_left, px(22)), self._of, ("body", None), "ink2")
        tone = "warn" if self._review is not None and self._review.settled < len(self._review.scores) else "good"
        ink.text(QRectF(right - px(200), px(12), px(200), px(20)), self._count, ("dense", 600), tone, RIGHT)
        self._paint_bar(ink, right - bar_wide, bar_wide)
        # The words may be longer than the bar: they have the room beside the total, or else a line below it.
        room = right - of_left - ink.text_width(self._of, ("body", None)) - px(6)
        line = px(52) if ink.text_width(self._range, ("caption", None)) <= room else px(66)
        ink.text(QRectF(of_left, line, right - of_left, px(20)), self._range, ("caption", None), "ink2", RIGHT)
        painter.fillRect(QRectF(0, self.height() - 1, wide, 1), self._theme.colour("line"))
        painter.end()

    def _paint_bar(self, ink: Ink, left: float, wide: float) -> None:
        """One part a criterion, as wide as its weight; filled once it is scored, hatched where I can't judge."""
        if self._review is None:
            return
        px = self._theme.px
        gap = 2
        room = wide - gap * (len(self._rubric.criteria) - 1)
        for criterion in self._rubric.criteria:
            part = float(room * self._rubric.weight_share(criterion))
            rect = QRectF(left, px(40), part, px(8))
            state = self._review.scores[criterion.key].state
            if state is ScoreState.SCORED:
                ink.box(rect, 2, "accent")
            else:
                ink.box(rect, 2, "surface", "control")
                if state is ScoreState.CANNOT_JUDGE:
                    ink.hatch(rect, "ink2", 0.8, 4)
            left += part + gap
