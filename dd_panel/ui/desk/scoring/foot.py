"""The foot of the scoring pane: what is left to finish, and the way on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from dd_panel.text import _, ngettext
from dd_panel.ui.desk.words import gap_words
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.extents import keep_extent
from dd_panel.ui.widgets.frames import Panel, Rule
from dd_panel.ui.widgets.labels import ElidedLabel, IconLabel
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.tips import plain_tip

if TYPE_CHECKING:
    from dd_panel.domain.reviews import Review
    from dd_panel.domain.rubric import Rubric
    from dd_panel.ui.theme import Theme

LINE: Final = 28
"""The height of a line that may have a small button in it."""


class ScoringFoot(Panel):
    """Says what is left and never greys its button out: while something is left, it leads there."""

    first_gap_wanted = Signal()
    completion_wanted = Signal()
    reopening_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "surface")
        self._icon = IconLabel(theme, "alert", "warn")
        self._words = ElidedLabel(theme, "", "dense", "warn", weight=600)
        self.show_me = Button(theme, _("Show me"), "quiet", extent="small")
        self.reopen = Button(theme, _("Reopen"), "quiet", extent="small")
        self.complete = Button(theme, _("Mark complete → next"), "primary").fill_width()
        line = held(row(self._icon, (self._words, 1), self.show_me, self.reopen, gap=4))
        keep_extent(line, theme, least=(0, LINE))  # with or without a button in it: nothing below it moves
        self.setLayout(column(Rule(theme), column(line, self.complete, gap=4, margins=(16, 8, 16, 16)), gap=0))
        self._reopens = False
        self.show_me.clicked.connect(self.first_gap_wanted)
        self.complete.clicked.connect(self.completion_wanted)
        self.reopen.clicked.connect(self.reopening_wanted)

    @property
    def words(self) -> str:
        """What is said of the review."""
        return self._words.text()

    def set_closed(self, closed: bool) -> None:
        """Offer to reopen a review, unless all has gone out; another version is begun above then."""
        self.reopen.setVisible(self._reopens and not closed)

    def tell(self, words: str) -> None:
        """Say what the first gap is, until the review changes."""
        self._words.setText(words)

    def show_review(self, review: Review, rubric: Rubric) -> None:
        """Say what is left to finish in a review."""
        gaps = review.gaps(rubric)
        if review.complete:
            icon, tone, words = "check-circle", "good", _("Marked complete")
        elif gaps:
            icon, tone = "alert", "warn"
            words = ngettext("{count} thing left to finish", "{count} things left to finish", len(gaps)).format(
                count=len(gaps)
            )
        else:
            icon, tone, words = "check", "good", _("Everything is filled in")
        self._icon.set_icon(icon, tone)
        self._words.set_tone(tone)
        self._words.setText(words)
        told = "\n".join(gap_words(gap, rubric) for gap in gaps)
        self._words.setAccessibleDescription(told)
        if told:
            self._words.setToolTip(plain_tip(told))
        self.show_me.setVisible(bool(gaps) and not review.complete)
        self._reopens = review.complete
        self.complete.setText(_("Next application") if review.complete else _("Mark complete → next"))
