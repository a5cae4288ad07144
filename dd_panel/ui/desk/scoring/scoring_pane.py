"""The desk's right pane: the total, a card for each criterion, the recommendation, and what is left to finish."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget

from dd_panel.domain.identifiers import GUIDANCE, criterion_of, is_score
from dd_panel.text import _
from dd_panel.ui.desk.scoring.criterion_card import CriterionCard
from dd_panel.ui.desk.scoring.foot import ScoringFoot
from dd_panel.ui.desk.scoring.total_panel import TotalPanel
from dd_panel.ui.desk.scoring.verdict import Verdict
from dd_panel.ui.desk.words import exported_words, gap_words
from dd_panel.ui.speech import announce
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Panel, scrolled, show_parts
from dd_panel.ui.widgets.layouts import column, held
from dd_panel.ui.widgets.states import Callout, EmptyState
from dd_panel.ui.widgets.turns import bring

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.identifiers import Field
    from dd_panel.domain.reviews import Gap
    from dd_panel.ui.desk.review_model import ReviewModel
    from dd_panel.ui.desk.scoring.desk_comment import DeskComment
    from dd_panel.ui.theme import Theme

SCORES, SEALED = 0, 1
REST_MS: Final = 900
EDGE: Final = 16
LOW: Final = 440
"""In a pane lower than this, at usual text size, total and foot would leave the cards no room."""


class ScoringPane(Panel):
    """Takes everything a member says about the application on the desk; one card is open at a time.

    `finished` is told once the review was marked complete, or asked for when it was before: the way on. `typing` comes
    while words are typed, `rested` once all of them were told. `place_wanted` carries a quote that was clicked.
    """

    finished = Signal()
    place_wanted = Signal(object)
    typing = Signal()
    rested = Signal()

    def __init__(self, theme: Theme, model: ReviewModel) -> None:
        super().__init__(theme, "canvas")
        self._model = model
        self._shown = ""
        self._quoted: QWidget | None = None
        self.total = TotalPanel(theme, model.rubric)
        self.cards = [CriterionCard(theme, model.rubric, criterion) for criterion in model.rubric.criteria]
        self.verdict = Verdict(theme)
        self.foot = ScoringFoot(theme)
        self.begin = Button(theme, "…", extent="small")
        self.closed = Callout(theme, "info", " ", "", self.begin)
        self._lines = column(*self.cards, 8, self.verdict, None, gap=8, margins=(EDGE, EDGE, 4, EDGE))
        self._area = scrolled(held(self._lines))
        self._closed = held(column(self.closed, margins=(16, 12, 16, 12)))
        self._whole = column(self.total, self._closed, (self._area, 1), self.foot, gap=0)
        self._low = False
        self._sealed = EmptyState(
            theme,
            ("lock", "conflict"),
            _("Nothing to score here"),
            _("Anything you scored before is sealed: it is kept, and none of it is exported."),
        )
        self._closed.hide()
        self.setAccessibleName(_("My review"))
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._parts = QStackedWidget()
        self._arrange()
        self._connect()

    # ------------------------------------------------------------------------- what is told

    def refresh(self) -> None:
        """Show the review of the application on the desk."""
        item = self._model.current
        if item is None or item.conflict:
            self._parts.setCurrentIndex(SEALED)
            self._parts.setVisible(item is not None)
            self._shown = ""
            self._arrive_at(None)
            return
        reference = item.application.reference
        fresh = reference != self._shown
        self._shown = reference
        self._parts.setCurrentIndex(SCORES)
        self._parts.show()
        self.total.show_review(item.review)
        for card in self.cards:
            card.show_review(item.review, fresh=fresh)
        self.verdict.show_review(item.review, fresh=fresh)
        self.foot.show_review(item.review, self._model.rubric)
        self._show_closed()
        if fresh:
            self._open_first_gap()
        self._arrive_at(self.current_card)

    def flush(self) -> None:
        """Tell everything that was typed, without waiting for a pause."""
        for field in self._fields:
            field.flush()

    @property
    def current_card(self) -> CriterionCard:
        """The open card, else the first one."""
        return next((card for card in self.cards if card.is_open), self.cards[0])

    # ---------------------------------------------------------------------- what one can do

    def take_focus(self) -> None:
        """Give the keyboard to the levels of the open card."""
        if not self._parts.isHidden() and self._parts.currentIndex() == SCORES:
            self.open_card(self.current_card)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()
        QTimer.singleShot(0, self, self._keep_in_sight)

    def _fit_height(self) -> None:
        """Let total and foot scroll with the cards where large text leaves a low window."""
        low = self.height() < self._theme.px(LOW)
        if low != self._low:
            self._low = low
            around = self._lines if low else self._whole
            around.insertWidget(0, self.total)
            around.addWidget(self.foot)

    def open_card(self, card: CriterionCard, *, comment: bool = False, focus: bool = True) -> None:
        """Open a card, close the others and bring it into sight."""
        if focus:
            bring(self)
        for other in self.cards:
            if other is not card and other.is_open:
                other.set_open(False)
        if not card.is_open:
            card.set_open(True)
        self._quoted = None
        self._arrive_at(card)
        if focus:
            card.take_focus(comment=comment)
        # The card takes its height when Qt has laid it out.
        QTimer.singleShot(
            0, card, lambda: self._bring_into_sight(card, *(card.typed if comment else self._judged(card)))
        )

    def _arrive_at(self, card: CriterionCard | None) -> None:
        """Let F6 come to the card that is open; Tab takes no notice of a pane that passes the keyboard on."""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if card is None else Qt.FocusPolicy.TabFocus)
        if card is not None:
            self.setFocusProxy(card.first_stop)

    def step_card(self, by: int) -> None:
        """Open the next (1) or the previous (-1) card; the recommendation comes after the last one."""
        at = len(self.cards) if self._at_end else self.cards.index(self.current_card)
        wanted = at + by if self._at_end or self.current_card.is_open else 0
        if 0 <= wanted < len(self.cards):
            self.open_card(self.cards[wanted])
        elif by > 0:
            self.go_to_end()

    def go_to_end(self) -> None:
        """Give the keyboard to the recommendation, which stands below the cards with the guidance."""
        if not self._parts.isHidden() and self._parts.currentIndex() == SCORES:
            bring(self)
            self.verdict.choice.take_focus()
            self._bring_into_sight(self.verdict)

    def go_to_comment(self) -> None:
        """Give the keyboard to the comment of the open card."""
        self.open_card(self.current_card, comment=True)

    def leave_comment(self) -> None:
        """Go back from the comment to the levels."""
        if self._parts.currentIndex() == SCORES:
            self.open_card(self.current_card)

    def type_score(self, typed: str) -> None:
        """Take a figure typed anywhere on the desk as a score of the open card."""
        if not self._parts.isHidden() and self._parts.currentIndex() == SCORES:
            bring(self)
            if self._model.desk.closed:
                self._model.refuse()
                return
            card = self.current_card
            if not card.is_open:
                self.open_card(card, focus=False)
            if card.buttons.choose_by_key(typed):
                show_parts(self._area, self._judged(card), EDGE)
                self._say_scored(card)

    def _say_scored(self, card: CriterionCard) -> None:
        """Where the keyboard was elsewhere, as when reading, say what the figure did: it may have been a slip."""
        focused = QApplication.focusWidget()
        item = self._model.current
        if item is None or (focused is not None and self.isAncestorOf(focused)):
            return
        score = item.review.scores[card.criterion.key].text(card.criterion.scale)
        words = _("{criterion}: {score}. Ctrl+Z takes it back.").format(criterion=card.criterion.short, score=score)
        self.foot.tell(words)
        announce(self, words)

    def _say_refused(self, figures: str) -> None:
        """Say that what was typed is no score, for the eyes below the cards."""
        words = _("{figures} is not on this scale.").format(figures=figures)
        self.foot.tell(words)
        announce(self, words)

    def show_field(self, field: Field) -> None:
        """Go to one field, as when someone comes from a table of scores."""
        if self._parts.currentIndex() != SCORES:
            return
        bring(self)
        key = criterion_of(field)
        card = next((card for card in self.cards if card.criterion.key == key), None)
        if card is not None:
            self.open_card(card, comment=not is_score(field))
        else:
            (self.verdict.guidance.setFocus if field == GUIDANCE else self.verdict.choice.take_focus)()
            self._bring_into_sight(self.verdict)

    def show_evidence(self, key: str) -> None:
        """Open the card of a criterion to which a quote was added; the keyboard stays where it is."""
        for card in self.cards:
            if card.criterion.key == key:
                self.open_card(card, focus=False)
                self._quoted = card.evidence

    def show_first_gap(self) -> bool:
        """Go to the first thing left to do and say what it is; returns whether there is one."""
        self.flush()
        item = self._model.current
        gaps = () if item is None else item.review.gaps(self._model.rubric)
        if not gaps:
            return False
        self._go_to_gap(gaps[0])
        words = gap_words(gaps[0], self._model.rubric)
        self.foot.tell(words)
        announce(self, words, at_once=True)
        return True

    def complete(self) -> None:
        """Mark the review complete, or lead to what is missing."""
        item = self._model.current
        nothing_to_do = item is None or bool(item.conflict) or item.review.complete
        if nothing_to_do or (not self.show_first_gap() and self._model.mark_complete()):
            self.finished.emit()

    # ------------------------------------------------------------------------------ private

    def _arrange(self) -> None:
        self._parts.addWidget(held(self._whole))
        self._parts.addWidget(scrolled(held(column(64, self._sealed, None, margins=(24, 0, 24, 0)))))
        self.setLayout(column(self._parts, gap=0))

    def _connect(self) -> None:
        for card in self.cards:
            card.opened.connect(self._on_header_clicked)
            card.buttons.arrived.connect(self._follow)
            card.buttons.figures_refused.connect(self._say_refused)
            card.scored.connect(self._on_scored)
            card.commented.connect(self._on_commented)
            card.evidence.opened.connect(self.place_wanted)
            card.evidence.kept.connect(partial(self._model.quote, card.criterion.key))
        for field in self._fields:
            field.textChanged.connect(self._on_typed)
        self._area.verticalScrollBar().rangeChanged.connect(self._follow)
        self._rest.timeout.connect(self._on_rested)
        self._model.saved.connect(self._rest.stop)  # it is said, and what was said after it stays
        self.verdict.recommended.connect(self._model.recommend)
        self.verdict.advised.connect(self._model.advise)
        self.verdict.supported.connect(self._model.support)
        self.begin.clicked.connect(self._on_begin_clicked)
        self.foot.first_gap_wanted.connect(self.show_first_gap)
        self.foot.completion_wanted.connect(self.complete)
        self.foot.reopening_wanted.connect(lambda: self._model.mark_complete(complete=False))

    def _on_begin_clicked(self) -> None:
        self._model.begin_version()
        self.take_focus()

    def _on_typed(self) -> None:
        if any(not field.is_settled for field in self._fields):
            self.typing.emit()
            self._rest.start()
        QTimer.singleShot(0, self, self._follow)

    def _on_rested(self) -> None:
        if all(field.is_settled for field in self._fields):
            self.rested.emit()

    @property
    def _fields(self) -> Sequence[DeskComment]:
        return (*(card.comment for card in self.cards), self.verdict.guidance, self.verdict.support.other)

    def _open_first_gap(self) -> None:
        """Begin where there is something left to do, else with the first criterion."""
        item = self._model.current
        if item is None:
            return
        gaps = item.review.gaps(self._model.rubric)
        key = gaps[0].criterion if gaps else None
        card = next((card for card in self.cards if card.criterion.key == key), self.cards[0])
        focused = QApplication.focusWidget()
        self.open_card(card, focus=focused is not None and self.isAncestorOf(focused))

    def _go_to_gap(self, gap: Gap) -> None:
        if gap.criterion is None:
            self.go_to_end()
            return
        card = next(card for card in self.cards if card.criterion.key == gap.criterion)
        self.open_card(card, comment=gap.what == "comment")

    def _bring_into_sight(self, part: QWidget, *within: QWidget) -> None:
        """Scroll as little as shows the whole part; of one higher than the pane, its beginning or what is `within`."""
        self._lines.activate()
        show_parts(self._area, (part,), EDGE)
        show_parts(self._area, within, EDGE)

    def _keep_in_sight(self) -> None:
        """After the pane has another size, show again what one is at."""
        self._bring_into_sight(self.verdict if self._at_end else self.current_card)
        self._follow()

    @property
    def _at_end(self) -> bool:
        """Whether the keyboard is below the cards, at what is said of the whole application."""
        focused = QApplication.focusWidget()
        return focused is not None and self.verdict.isAncestorOf(focused)

    def _follow(self) -> None:
        """Keep in sight what has changed: the comment being written, a quote just kept, what a score asks for."""
        card, focused = self.current_card, QApplication.focusWidget()
        if card.comment.hasFocus():
            self._lines.activate()
            show_parts(self._area, card.typed, EDGE)
        elif self._quoted is not None:
            show_parts(self._area, (self._quoted,), EDGE)
        elif focused is not None and card.buttons.isAncestorOf(focused):
            show_parts(self._area, self._judged(card), EDGE)

    def _judged(self, card: CriterionCard) -> Sequence[QWidget]:
        """What to show of a score: all levels and what is asked below them, or the one level where not all fit."""
        if card.buttons.height() <= self._area.viewport().height():
            return card.judged
        focused = QApplication.focusWidget()
        inside = focused is not None and card.buttons.isAncestorOf(focused)
        return (focused if focused is not None and inside else card.first_stop,)

    def _show_closed(self) -> None:
        """Once a whole scoresheet has gone out, show what it held and the way to another version."""
        desk = self._model.desk
        closed = desk.closed
        self._closed.setVisible(closed)
        for card in self.cards:
            card.set_closed(closed)
        self.verdict.set_closed(closed)
        self.foot.set_closed(closed)
        if closed:
            number = desk.exports + 1
            self.begin.setText(_("Start version {number}").format(number=number))
            self.begin.updateGeometry()
            self.closed.set_words(exported_words(desk), _("Nothing changes here until you do."))

    def _on_header_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, CriterionCard):
            if sender.is_open:
                sender.set_open(False)
            else:
                self.open_card(sender)

    def _on_scored(self, text: str) -> None:
        sender = self.sender()
        if isinstance(sender, CriterionCard):
            self._quoted = None
            self._model.score(sender.criterion.key, text)
            announce(self, _("Total {total}").format(total=self.total.accessibleDescription()))

    def _on_commented(self, text: str) -> None:
        sender = self.sender()
        if isinstance(sender, CriterionCard):
            self._model.comment(sender.criterion.key, text)
