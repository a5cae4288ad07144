"""A document's words, to read and copy beside the answers that were read from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit

from dd_panel.text import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dd_panel.ui.theme import Theme

MARGIN: Final = 20
APART: Final = 8
LINE: Final = 140
"""Percent of the letters' own line height."""

LONGEST_MARK: Final = 200
"""Characters of a heading that are looked for."""


class PaperText(QTextBrowser):
    """Plain text with its recognised headings set bold; the heading of the current question is marked."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[str, tuple[str, ...]] = ("", ())
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName(_("What was sent"))
        self.setPlaceholderText(_("No document that can be read came with this application."))
        self.setProperty("ring", "inside")
        self.setFrameShape(QFrame.Shape.NoFrame)
        theme.theme_changed.connect(self._dress)
        self._dress()

    def show_text(self, text: str, headings: Iterable[str]) -> None:
        """Show another document."""
        self._shown = (text, tuple(heading for heading in headings if heading))
        self.setExtraSelections([])
        self.setPlainText(text)
        whole = QTextCursor(self.document())
        whole.select(QTextCursor.SelectionType.Document)
        apart = QTextBlockFormat()
        apart.setBottomMargin(self._theme.px(APART))
        apart.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        whole.mergeBlockFormat(apart)
        bold = QTextCharFormat()
        bold.setFontWeight(QFont.Weight.DemiBold)
        for heading in self._shown[1]:
            found = self._find(heading)
            if not found.isNull():
                found.mergeCharFormat(bold)

    def mark(self, words: str) -> bool:
        """Mark these words and bring them into sight; False where they are not here."""
        found = self._find(words)
        if found.isNull():
            self.setExtraSelections([])
            return False
        selection = QTextEdit.ExtraSelection()
        selection.cursor = found
        selection.format.setBackground(self._theme.colour("find"))
        selection.format.setForeground(self._theme.colour("ink"))
        self.setExtraSelections([selection])
        place = QTextCursor(found)
        place.setPosition(found.selectionStart())
        self.setTextCursor(place)
        self.ensureCursorVisible()
        return True

    def _find(self, words: str) -> QTextCursor:
        return self.document().find(words[:LONGEST_MARK]) if words else QTextCursor()

    def _dress(self) -> None:
        self.setFont(self._theme.font("reading"))
        self.document().setDefaultFont(self._theme.font("reading"))
        self.document().setDocumentMargin(self._theme.px(MARGIN))
        self.show_text(*self._shown)
