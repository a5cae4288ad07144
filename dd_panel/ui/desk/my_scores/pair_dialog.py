"""Two applications side by side: totals, scores and reasons of the member's own, and a question about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from dd_panel.domain.identifiers import RECOMMENDATION
from dd_panel.text import _
from dd_panel.ui.actions import add_action
from dd_panel.ui.desk.history.rows import value_words
from dd_panel.ui.desk.my_scores.rows import heat_cell, whole_total
from dd_panel.ui.desk.words import one_decimal, whole
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.dialogs import MARGIN, LargeDialog
from dd_panel.ui.widgets.frames import scrolled
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.marks import ScoreBadge

if TYPE_CHECKING:
    from collections.abc import Callable

    from dd_panel.domain.rubric import Criterion, Rubric
    from dd_panel.services.review.reviewing import DeskItem
    from dd_panel.ui.theme import Theme

EXTENT: Final = (860, 620)
LEFT, RIGHT, NEITHER = "left", "right", "neither"


@dataclass(frozen=True, slots=True)
class PairQuestion:
    """A question about two applications, and the words of its three answers; none of them weighs more."""

    title: str
    sentence: str
    left: str
    right: str
    neither: str


class PairDialog(LargeDialog):
    """Shows both and takes one answer: left, right or neither; Esc leaves the question for another time."""

    answered = Signal(str)

    def __init__(
        self, theme: Theme, parent: QWidget, rubric: Rubric, pair: tuple[DeskItem, DeskItem], question: PairQuestion
    ) -> None:
        super().__init__(theme, parent, question.title, EXTENT)
        self._rubric = rubric
        self.setAccessibleDescription(question.sentence)
        self.left, self.right = Button(theme, question.left), Button(theme, question.right)
        self.neither, self.later = Button(theme, question.neither), Button(theme, _("Later"), "quiet")
        self._arrange(pair, question)
        answers = ((self.left, LEFT, "1"), (self.right, RIGHT, "2"), (self.neither, NEITHER, "3"))
        for button, answer, key in answers:
            button.clicked.connect(self._answering(answer))
            add_action(self, button.text(), key, self._answering(answer))
        self.later.clicked.connect(self.reject)
        # No answer has the keyboard: an Enter too many, after the answer before, must not be one.
        self.area.setFocus()

    def _answering(self, answer: str) -> Callable[[], None]:
        def take() -> None:
            self.accept()
            self.answered.emit(answer)

        return take

    def _arrange(self, pair: tuple[DeskItem, DeskItem], question: PairQuestion) -> None:
        theme = self._theme
        head = column(
            Label(theme, question.title, "title"),
            Para(theme, question.sentence, "body", "ink2"),
            gap=4,
            margins=(MARGIN, 16, MARGIN, 16),
        )
        self.area = scrolled(held(self._grid(pair)))
        self.area.setAccessibleName(_("Both applications"))
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # long reasons are scrolled with the arrows
        foot = row(self.left, self.right, self.neither, None, self.later, margins=(MARGIN, 12, MARGIN, 12))
        self.set_parts(head, self.area, foot)

    def _grid(self, pair: tuple[DeskItem, DeskItem]) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(MARGIN, 16, MARGIN, 16)
        grid.setHorizontalSpacing(MARGIN)
        grid.setVerticalSpacing(12)
        for side, item in enumerate(pair):
            grid.setColumnStretch(side, 1)
            grid.addWidget(self._head(item), 0, side)
            for at, criterion in enumerate(self._rubric.criteria, start=1):
                grid.addWidget(self._score(item, criterion), at, side)
        grid.setRowStretch(len(self._rubric.criteria) + 1, 1)
        return grid

    def _head(self, item: DeskItem) -> QWidget:
        theme, application = self._theme, item.application
        total = whole_total(item, self._rubric)
        figure = "" if total is None else whole(total) if total.denominator == 1 else one_decimal(total)
        verdict = value_words(RECOMMENDATION, item.review.recommendation, self._rubric)
        about = " · ".join(part for part in (application.reference, application.service) if part)
        said = _("{total} of 100 · {verdict}").format(total=figure, verdict=verdict)
        lines = (
            Para(theme, application.lead_authority, "title"),
            Para(theme, about, "dense", "ink2"),
            Para(theme, said, "body", "ink", 600),
        )
        return held(column(*lines, None, gap=2))

    def _score(self, item: DeskItem, criterion: Criterion) -> QWidget:
        theme = self._theme
        cell = heat_cell(item, criterion)
        badge = ScoreBadge(theme)
        if cell.state == "cannot_judge":
            badge.set_cannot_judge()
        elif cell.level is not None:
            badge.set_score(cell.words, cell.level, cell.levels)
        reason = item.review.comments.get(criterion.key, "").strip()
        words = column(
            Label(theme, criterion.short, "label", "ink2"),
            Para(theme, reason or _("No comment"), "dense", "ink" if reason else "ink3"),
            None,
            gap=0,
        )
        line = held(row(column(badge, None, gap=0), (words, 1), gap=8))
        line.setAccessibleName(
            _("{reference}, {criterion}: {score}. {reason}").format(
                reference=item.application.reference, criterion=criterion.title, score=cell.words, reason=reason
            )
        )
        return line
