"""A field for words on the desk: Ctrl+Z takes typing back, and what was done on the desk before it, in one line."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence

from dd_panel.ui.widgets.fields import CommentEdit


class DeskComment(CommentEdit):
    """A comment that takes back what was typed since it was told, and leaves all before that to the desk.

    What was told is a step of the desk's. Taken back here it would be told anew, and the next undo would restore it.
    """

    def event(self, event: QEvent) -> bool:
        """Qt asks a text field first whether a key is its own; this one is honest about undo."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and self.is_settled
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.document().isRedoAvailable()
            if undo or redo:
                event.ignore()
                return True
        return super().event(event)
