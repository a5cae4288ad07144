"""What every viewer of a document can do: be searched, be left, and take the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from dd_panel.domain.passages import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dd_panel.domain.marks import Mark
    from dd_panel.ui.desk.documents.toolbar import DocumentBar


class Viewer(QWidget):
    """Shows one document.

    `hits_changed` comes when what was looked for is found, and when the current place is another; `find_wanted` asks
    for the find bar, `open_wanted` for another program, `mark_wanted` for one of the reader's own marks.
    """

    hits_changed = Signal()
    find_wanted = Signal()
    open_wanted = Signal()
    mark_wanted = Signal(str)

    def __init__(self, bar: DocumentBar) -> None:
        super().__init__()
        self.bar: DocumentBar = bar
        bar.find_wanted.connect(self.find_wanted)
        bar.open_wanted.connect(self.open_wanted)
        bar.mark_wanted.connect(self.mark_wanted)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """Everything that takes the keyboard, in the order in which it is seen."""
        document = self.focusProxy()
        return self.bar.controls if document is None else (*self.bar.controls, document)

    @property
    def at_rest(self) -> bool:
        """Whether nothing of the document is being read or drawn."""
        return True

    @property
    def searchable(self) -> bool:
        """Whether there are words to look for."""
        return True

    @property
    def wordless(self) -> bool:
        """Whether what is being read has no words to select, such as a picture."""
        return not self.searchable

    @property
    def hits(self) -> int:
        """How many places hold what was looked for."""
        return 0

    @property
    def hit(self) -> int:
        """Which of them is the current one, counted from 0; -1 when there is none."""
        return -1

    @property
    def searching(self) -> bool:
        """Whether more places may still be found."""
        return False

    def find_all(self, words: str) -> None:
        """Mark every place that holds these words, and go to the first from where the reader is; blank ends it."""

    def step_hit(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) place, going round the end."""

    def selected(self) -> Place | None:
        """The words that are selected, with their place but without the document's name; None where there are none."""
        return None

    def here(self) -> Place:
        """The part of the document that is being read, without words."""
        return Place("", "")

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show what the reader has marked in this document."""

    def show_place(self, place: Place) -> None:
        """Bring a place of the document into sight, with its words marked where they stand there."""

    def release(self) -> None:
        """Give back what the document holds; the viewer is not used any more."""
