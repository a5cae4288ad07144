"""What a reader does with the passage that is selected: keep it as evidence, highlight it, note something beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from dd_panel.domain.errors import InputError
from dd_panel.domain.evidence import LONGEST_QUOTE, Quote, quotes_of
from dd_panel.domain.marks import Mark
from dd_panel.text import _
from dd_panel.ui.desk.documents.toolbar import EVIDENCE, HIGHLIGHT, NOTE
from dd_panel.ui.speech import announce

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dd_panel.domain.identifiers import CriterionKey
    from dd_panel.domain.passages import Place
    from dd_panel.ui.desk.reading.marking import Marking
    from dd_panel.ui.desk.reading.reader_pane import ReaderPane
    from dd_panel.ui.desk.review_model import ReviewModel
    from dd_panel.ui.desk.scoring.scoring_pane import ScoringPane
    from dd_panel.ui.theme import Theme


class Collecting(QObject):
    """Takes the selected passage from the reader to where it is wanted.

    `trouble` says why it could not, and `trouble_over` that this no longer holds: a passage has been taken since, or
    one has gone on to something else.
    """

    trouble = Signal(object)
    trouble_over = Signal(object)

    def __init__(
        self, theme: Theme, reader: ReaderPane, scoring: ScoringPane, model: ReviewModel, marking: Marking
    ) -> None:
        super().__init__()
        self._theme = theme
        self._reader = reader
        self._scoring = scoring
        self._model = model
        self._marking = marking
        self._trouble: InputError | None = None
        model.opened.connect(self.leave_trouble)
        scoring.place_wanted.connect(self._on_place_wanted)
        reader.mark_wanted.connect(self._on_mark_wanted)
        reader.marks_wanted.connect(self.list_marks)

    def attach_to_open(self) -> None:
        """Keep the selected passage as evidence for the criterion whose card is open."""
        self.attach(self._scoring.current_card.criterion.key)

    def attach(self, key: CriterionKey) -> None:
        """Keep the selected passage, a picture or a scanned page as evidence; the same of one place only once."""
        item = self._model.current
        place = self._reader.wordless()
        if place is None:
            place = self._selected()
        else:
            place = replace(place, words=_("whole page") if place.part else _("whole picture"))
        if item is None or place is None:
            return
        if self._model.desk.closed:
            self._model.refuse()
            return
        quote = Quote.of(place)
        if len(quote.words) > LONGEST_QUOTE:
            self._tell(
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

    def highlight(self) -> None:
        """Highlight the selected passage; one that is highlighted already is so no more."""
        place = self._selected()
        if place is None:
            return
        there = next((mark for mark in self._marking.marks if mark.place == place and not mark.is_note), None)
        if there is None:
            self._marking.keep(Mark(place))
            announce(self._reader, _("Highlighted"))
        else:
            self._marking.remove(there)
            announce(self._reader, _("No longer highlighted"))

    def note(self) -> None:
        """Note something beside the selected passage, or beside the question or page that is being read."""
        if self._model.application is not None:
            self._write_note(Mark(self._reader.selected() or self._reader.here()))

    def list_marks(self) -> None:
        """Open the list of all marks in the application on the desk."""
        from dd_panel.ui.desk.reading.marks_dialog import MarksDialog

        if self._model.application is not None:
            dialog = MarksDialog(self._theme, self._reader.window(), self._marking)
            dialog.place_wanted.connect(lambda mark: self._reader.show_place(mark.place))
            dialog.change_wanted.connect(lambda mark: self._write_note(mark, dialog))
            dialog.open()

    def _write_note(self, mark: Mark, parent: QWidget | None = None) -> None:
        from dd_panel.ui.desk.reading.note_dialog import NoteDialog

        dialog = NoteDialog(self._theme, parent or self._reader.window(), mark)
        dialog.written.connect(lambda words: self._marking.keep(replace(mark, note=words)))
        dialog.open()

    def _selected(self) -> Place | None:
        """The selected passage; without one it is said how to select."""
        item = self._model.current
        if item is None or item.conflict:
            return None
        place = self._reader.selected()
        if place is None:
            self._tell(
                InputError(
                    _("No words are selected."),
                    remedy=_("Select a passage with the mouse, or with Shift and the arrows, then press the key."),
                )
            )
        else:
            self.leave_trouble()
        return place

    def leave_trouble(self) -> None:
        """Say that the last trouble holds no longer."""
        if self._trouble is not None:
            self.trouble_over.emit(self._trouble)
            self._trouble = None

    def _tell(self, trouble: InputError) -> None:
        self._trouble = trouble
        self.trouble.emit(trouble)

    def _on_mark_wanted(self, what: str) -> None:
        {EVIDENCE: self.attach_to_open, HIGHLIGHT: self.highlight, NOTE: self.note}[what]()

    def _on_place_wanted(self, quote: Quote) -> None:
        if quote.place is not None:
            self._reader.show_place(quote.place)
