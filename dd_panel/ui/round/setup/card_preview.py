"""The card a member will see, to try it while the criterion is still being written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout

from dd_panel.domain.identifiers import Field, MemberId, Reference, comment_field, score_field
from dd_panel.domain.reviews import Review
from dd_panel.text import _
from dd_panel.ui.desk.scoring.criterion_card import CriterionCard
from dd_panel.ui.widgets.frames import Panel, scrolled
from dd_panel.ui.widgets.labels import Label, Para
from dd_panel.ui.widgets.layouts import column

if TYPE_CHECKING:
    from dd_panel.domain.rubric import Criterion, Rubric
    from dd_panel.ui.theme import Theme

PAUSE_MS: Final = 120
HIGH_BELOW: Final = 440
ANY_WIDTH: Final = 16_777_215
"""Qt's own bound, by which it knows that there is none."""

MEMBER: Final = MemberId("preview")
APPLICATION: Final = Reference("preview")


class CardPreview(Panel):
    """Shows one criterion of a rubric as the review desk does; what is scored in it is kept nowhere."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "canvas")
        self._theme = theme
        self._wanted: tuple[Rubric, Criterion] | None = None
        self._shown: tuple[Rubric, Criterion] | None = None
        self._entries: dict[Field, str] = {}
        self.card: CriterionCard | None = None
        self._title = Label(theme, _("What a member sees"), "title")
        self._sentence = Para(theme, "", "dense", "ink2")
        self._place = QVBoxLayout()
        inside = Panel(
            theme, "canvas", column(self._title, self._sentence, self._place, None, margins=(16, 16, 16, 16))
        )
        self.setLayout(column(scrolled(inside), gap=0))
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.show_now)
        self._tell(shown=False)

    def set_below(self, *, below: bool) -> None:
        """Stand below a form, as wide as it is, or beside it, as wide as the desk's scoring pane."""
        theme = self._theme
        wide = 0 if below else theme.pane("desk", "scoring")
        # As wide as on the desk, so that its lines break where a member's do.
        self.setMinimumWidth(wide)
        self.setMaximumWidth(wide or ANY_WIDTH)
        self.setMinimumHeight(theme.px(HIGH_BELOW) if below else 0)

    def show_criterion(self, rubric: Rubric | None, criterion: Criterion | None) -> None:
        """Show a criterion once the typing pauses; without one the last that could be shown stays."""
        if rubric is None or criterion is None:
            self._tell(shown=False)
            return
        self._tell(shown=True)
        if self._wanted != (rubric, criterion):
            self._wanted = (rubric, criterion)
            self._pause.start()

    def show_now(self) -> None:
        """Make the card afresh, with the score that was tried where there still is one."""
        if self._wanted is None or self._wanted == self._shown:
            return
        rubric, criterion = self._wanted
        if self._shown is None or self._shown[1].key != criterion.key or self._shown[1].scale != criterion.scale:
            self._entries = {}
        self._shown = self._wanted
        if self.card is not None:
            self._place.removeWidget(self.card)
            self.card.hide()
            self.card.deleteLater()
        card = CriterionCard(self._theme, rubric, criterion)
        card.set_open(True)
        card.scored.connect(lambda text: self._try(score_field(criterion.key), text))
        card.commented.connect(lambda text: self._try(comment_field(criterion.key), text))
        card.opened.connect(lambda: card.set_open(not card.is_open))
        self.card = card
        self._place.addWidget(card)
        self._review(fresh=True)

    def _try(self, field: Field, text: str) -> None:
        self._entries[field] = text
        self._review(fresh=False)

    def _review(self, *, fresh: bool) -> None:
        if self._shown is not None and self.card is not None:
            review = Review.from_entries(self._shown[0], MEMBER, APPLICATION, self._entries)
            self.card.show_review(review, fresh=fresh)

    def _tell(self, *, shown: bool) -> None:
        self._sentence.setText(
            _("Try it: choose a score, write a comment. Nothing of it is kept.")
            if shown
            else _("The card appears once the criterion has a title, a key and a scale.")
        )
