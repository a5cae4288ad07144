"""What a reader does with the passage that is selected: keep it as evidence for a criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dd_panel.domain.errors import InputError
from dd_panel.domain.evidence import LONGEST_QUOTE, Quote, quotes_of
from dd_panel.text import _
from dd_panel.ui.speech import announce

if TYPE_CHECKING:
    from dd_panel.domain.identifiers import CriterionKey
    from dd_panel.ui.desk.reader_pane import ReaderPane
    from dd_panel.ui.desk.review_model import ReviewModel
    from dd_panel.ui.desk.scoring_pane import ScoringPane


class Collecting(QObject):
    """Takes the selected passage from the reader to where it is wanted. `trouble` says why it could not."""

    trouble = Signal(object)

    def __init__(self, reader: ReaderPane, scoring: ScoringPane, model: ReviewModel) -> None:
        super().__init__()
        self._reader = reader
        self._scoring = scoring
        self._model = model
        scoring.place_wanted.connect(self._on_place_wanted)

    def attach_to_open(self) -> None:
        """Keep the selected passage as evidence for the criterion whose card is open."""
        self.attach(self._scoring.current_card.criterion.key)

    def attach(self, key: CriterionKey) -> None:
        """Keep the selected passage as evidence for a criterion; the same words of the same place only once."""
        item = self._model.current
        place = self._reader.selected()
        if item is None or item.conflict:
            return
        if place is None:
            self.trouble.emit(
                InputError(
                    _("No words are selected."),
                    remedy=_(
                        "Select a passage with the mouse, or with Shift and the arrows, then press the key again."
                    ),
                )
            )
            return
        quote = Quote.of(place)
        if len(quote.words) > LONGEST_QUOTE:
            self.trouble.emit(
                InputError(
                    _("This passage is too long to quote."),
                    _("It has {count:,} letters; a quote has {most:,} at most.").format(
                        count=len(quote.words), most=LONGEST_QUOTE
                    ),
                    _("Select the sentence that matters."),
                )
            )
            return
        standing = quotes_of(item.review.evidence.get(key, ""))
        if quote not in standing:
            self._model.quote(key, (*standing, quote))
        self._scoring.show_evidence(key)
        title = self._model.rubric.criterion(key).title
        announce(self._reader, _("Evidence for {criterion}: {words}").format(criterion=title, words=quote.words))

    def _on_place_wanted(self, quote: Quote) -> None:
        if quote.place is not None:
            self._reader.show_place(quote.place)
