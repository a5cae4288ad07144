"""Questions about my scores: every score is held against all the others beside the window, for two cards to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dd_panel.services.review.comparing import see_side_by_side
from dd_panel.services.review.looking_over import Questions, see_questions
from dd_panel.ui.jobs import NewestJob

if TYPE_CHECKING:
    from collections.abc import Callable

    from dd_panel.domain.second_looks import SecondLook
    from dd_panel.services.review.comparing import SideBySide
    from dd_panel.services.review.reviewing import Desk
    from dd_panel.services.workplace import Workplace
    from dd_panel.ui.desk.my_scores.looks import LooksCard
    from dd_panel.ui.desk.my_scores.side_by_side import PairsCard
    from dd_panel.ui.jobs import Jobs, Report


class Asking(QObject):
    """Fills the cards with what there is to ask about a desk; what they ask stays until something else is found.

    `failed` carries a trouble a person can put right.
    """

    failed = Signal(object)

    def __init__(self, place: Workplace, jobs: Jobs, looks: LooksCard, pairs: PairsCard) -> None:
        super().__init__(looks)  # which it must not outlive
        self._place = place
        self._looks = looks
        self._pairs = pairs
        self._questions = Questions((), 0)
        self._job = NewestJob(jobs, self)
        self._job.finished.connect(self._on_found)
        self._job.failed.connect(self.failed)

    def ask_about(self, desk: Desk) -> None:
        """Find the questions about a desk as it stands now."""
        self._job.start(_finding(self._place, desk))

    def take_off(self, look: SecondLook) -> None:
        """Take a question off its card that was put away."""
        self._show(self._questions.without(look))

    def _show(self, questions: Questions) -> None:
        self._questions = questions
        self._looks.show_looks(questions.looks, questions.put_away)

    def _on_found(self, found: tuple[Desk, Questions, SideBySide]) -> None:
        desk, questions, pairs = found
        self._show(questions)
        self._pairs.show_pairs(desk, pairs)


def _finding(place: Workplace, desk: Desk) -> Callable[[Report], tuple[Desk, Questions, SideBySide]]:
    def work(report: Report) -> tuple[Desk, Questions, SideBySide]:
        questions = see_questions(place, desk)
        report.stop_if_cancelled()
        return desk, questions, see_side_by_side(place, desk)

    return work
