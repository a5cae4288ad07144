"""A field for words on the desk: Ctrl+Z takes typing back first, and what was done on the desk after that."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence

from dd_panel.ui.widgets.fields import CommentEdit


class DeskComment(CommentEdit):
    """A comment that leaves undo and redo to the desk once it has nothing of its own to take back."""

    def event(self, event: QEvent) -> bool:
        """Qt asks a text field first whether a key is its own; this one is honest about undo."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.document().isRedoAvailable()
            if undo or redo:
                event.ignore()
                return True
        return super().event(event)
