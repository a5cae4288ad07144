"""What every viewer of a document can do: be searched, be left, and take the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget


class Viewer(QWidget):
    """Shows one document.

    `hits_changed` comes when what was looked for is found, and when the current place is another; `find_wanted` asks
    for the find bar.
    """

    hits_changed = Signal()
    find_wanted = Signal()

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

    def release(self) -> None:
        """Give back what the document holds; the viewer is not used any more."""

    def take_focus(self) -> None:
        """Give the keyboard to the document."""
        proxy = self.focusProxy()
        (proxy or self).setFocus(Qt.FocusReason.OtherFocusReason)
