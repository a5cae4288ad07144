"""The end of a review: the recommendation, the guidance to the applicant, and the support that would help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dd_panel.domain.reviews import RECOMMENDATIONS
from dd_panel.text import _
from dd_panel.ui.desk.scoring.desk_comment import DeskComment
from dd_panel.ui.desk.scoring.support_ticks import SupportTicks
from dd_panel.ui.desk.words import verdict_words, word_count
from dd_panel.ui.widgets.labels import ElidedLabel, Label
from dd_panel.ui.widgets.layouts import column, row
from dd_panel.ui.widgets.segmented import SegmentedControl

if TYPE_CHECKING:
    from dd_panel.domain.reviews import Review
    from dd_panel.ui.theme import Theme

LOWEST: Final = 80


class Verdict(QWidget):
    """Takes the recommendation, in which nothing is chosen beforehand, the guidance, and the support."""

    recommended = Signal(str)
    advised = Signal(str)
    supported = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.choice = SegmentedControl(
            theme, [verdict_words(word) for word in RECOMMENDATIONS], name=_("Overall recommendation")
        )
        self.guidance = DeskComment(
            theme, _("Guidance to the applicant"), _("What should the authority do next, funded or not?")
        )
        self.guidance.set_heights(LOWEST, 240)
        label = Label(theme, _("Guidance to the applicant"), weight=600)
        label.setBuddy(self.guidance)
        self._length = ElidedLabel(theme, "", "caption", "ink3")
        self.support = SupportTicks(theme)
        self.setLayout(
            column(
                row(
                    Label(theme, _("Overall recommendation"), weight=600),
                    None,
                    Label(theme, _("Required"), "caption", "ink3"),
                ),
                self.choice,
                8,
                row(label, None, self._length),
                self.guidance,
                8,
                self.support,
                gap=8,
            )
        )
        self.choice.choice_made.connect(lambda at: self.recommended.emit(RECOMMENDATIONS[at]))
        self.guidance.text_settled.connect(self.advised)
        self.guidance.textChanged.connect(self._count_words)
        self.support.settled.connect(self.supported)
        self._count_words()

    def set_closed(self, closed: bool) -> None:
        """Show everything without letting anything be changed, or take changes again."""
        self.choice.setEnabled(not closed)
        self.guidance.setReadOnly(closed)
        self.support.set_closed(closed)

    def show_review(self, review: Review, *, fresh: bool) -> None:
        """Show what a review recommends; `fresh` means that it is another application's."""
        word = review.recommendation
        self.choice.set_chosen(RECOMMENDATIONS.index(word) if word in RECOMMENDATIONS else None)
        if fresh or self.guidance.is_settled:
            self.guidance.set_text(review.guidance)
        self.support.show_support(review.support, fresh=fresh)

    def _count_words(self) -> None:
        written = self.guidance.toPlainText()
        words = word_count(written)
        said = _("{words} · may be sent on").format(words=words) if written.strip() else ""
        self._length.setText(said or _("May be sent to the authority"))
        self.guidance.setAccessibleDescription(words)
