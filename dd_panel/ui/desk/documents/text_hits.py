"""Finds words in a text on the screen and marks every place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from dd_panel.domain.passages import whole_words
from dd_panel.exchange.attachments.finding import from_qt, in_qt, locate, places_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dd_panel.domain.marks import Mark
    from dd_panel.domain.passages import Place
    from dd_panel.ui.theme import Theme

_AS_TEXT = {0x2028: "\n", 0x2029: "\n", 0xFFFC: " ", 0xFDD0: "\n", 0xFDD1: "\n"}
"""What Qt puts between paragraphs, around tables and in the place of pictures, as plain text."""

ABOVE, WANTED, BELOW = 0.1, 0.3, 0.75
"""How far down what is seen a place may lie at least, is put, and may lie at most."""

MOST_MARKED = 2_000
"""Places that are tinted; a text with more is read in another way."""


class TextHits:
    """The places found in one text widget, in order; `at` is the current one, -1 without any."""

    def __init__(self, theme: Theme, edit: QTextEdit | QPlainTextEdit) -> None:
        self._theme = theme
        self._edit = edit
        self._places: list[tuple[int, int]] = []
        self.at = -1
        self._marks: tuple[Mark, ...] = ()

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show what the reader has marked, below what is found."""
        self._marks = tuple(marks)
        self.paint()

    @property
    def count(self) -> int:
        """How many places there are."""
        return len(self._places)

    def find(self, words: str) -> None:
        """Look for words, and go to the first place from the top of what is seen."""
        text = self._edit.document().toRawText()
        places = places_of(words, text)
        self._places = places if text.isascii() else [in_qt(text, place) for place in places]
        self.at = -1
        if self._places:
            top = self._edit.cursorForPosition(self._edit.viewport().rect().topLeft()).position()
            later = (at for at, place in enumerate(self._places) if place[0] >= top)
            self._go_to(next(later, 0))
        else:
            self.paint()

    def step(self, by: int) -> None:
        """Go to the next or previous place, going round the end."""
        if self._places:
            self._go_to((self.at + by) % len(self._places))

    def paint(self) -> None:
        """Tint the places in the theme's colours."""
        marks = list(tinted(self._edit, self._theme, "highlight", [(mark.place, None) for mark in self._marks]))
        near = max(0, self.at - MOST_MARKED // 2)
        for at, place in enumerate(self._places[near : near + MOST_MARKED], near):
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self._edit.document())
            cursor.setPosition(place[0])
            cursor.setPosition(place[1], QTextCursor.MoveMode.KeepAnchor)
            mark.cursor = cursor
            look = QTextCharFormat()
            look.setBackground(self._theme.colour("findNow" if at == self.at else "find"))
            look.setForeground(self._theme.colour("ink"))
            if at == self.at:
                look.setFontWeight(QFont.Weight.DemiBold)
                look.setFontUnderline(True)
            mark.format = look
            marks.append(mark)
        self._edit.setExtraSelections(marks)

    def _go_to(self, at: int) -> None:
        self.at = at
        shown = QTextCursor(self._edit.document())
        shown.setPosition(self._places[at][0])
        self._edit.setTextCursor(shown)
        give_room(self._edit)
        self.paint()


def selection_of(edit: QTextEdit | QPlainTextEdit) -> QTextCursor:
    """What is selected, with the words at either end whole, and no blanks beside them."""
    cursor = edit.textCursor()
    if cursor.hasSelection():
        text = edit.document().toRawText()
        begin, end = whole_words(text, from_qt(text, cursor.selectionStart()), from_qt(text, cursor.selectionEnd()))
        passage = text[begin:end]
        if passage.strip():
            begin += len(passage) - len(passage.lstrip())
            end -= len(passage) - len(passage.rstrip())
        begin, end = in_qt(text, (begin, end))
        cursor.setPosition(begin)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def selected(edit: QTextEdit | QPlainTextEdit, within: tuple[int, int] | None = None) -> tuple[str, int] | None:
    """The words that are selected, whole, and the letter of the part at which they begin; None where there are none."""
    cursor = selection_of(edit)
    words = cursor.selectedText().translate(_AS_TEXT)
    if not words.strip():
        return None
    before = QTextCursor(edit.document())
    before.setPosition(0 if within is None else min(within[0], cursor.selectionStart()))
    before.setPosition(cursor.selectionStart(), QTextCursor.MoveMode.KeepAnchor)
    return words, len(before.selectedText())


def tinted(
    edit: QTextEdit | QPlainTextEdit, theme: Theme, colour: str, places: Iterable[tuple[Place, tuple[int, int] | None]]
) -> Iterator[QTextEdit.ExtraSelection]:
    """The words of these places in a colour; each place comes with what `within` is for `reveal`."""
    text = edit.document().toRawText()
    for place, within in places:
        first, last = (0, len(text)) if within is None else (from_qt(text, within[0]), from_qt(text, within[1]))
        found = locate(place, text[first:last]) if place.words.strip() else None
        if found is not None:
            start, end = in_qt(text, (first + found[0], first + found[1]))
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(edit.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            mark.cursor = cursor
            look = QTextCharFormat()
            look.setBackground(theme.colour(colour))
            look.setForeground(theme.colour("ink"))
            mark.format = look
            yield mark


def reveal(edit: QTextEdit | QPlainTextEdit, place: Place, within: tuple[int, int] | None = None) -> bool:
    """Select the words of a place and bring them into sight; tells whether they are there.

    `within` are two places of Qt's between which its part of the text lies.
    """
    text = edit.document().toRawText()
    first, last = (0, len(text)) if within is None else (from_qt(text, within[0]), from_qt(text, within[1]))
    found = locate(place, text[first:last])
    if found is None:
        return False
    start, end = in_qt(text, (first + found[0], first + found[1]))
    shown = QTextCursor(edit.document())
    shown.setPosition(end)
    edit.setTextCursor(shown)  # the end comes into sight first, then the beginning, and both stay there
    edit.ensureCursorVisible()
    shown.setPosition(start)
    edit.setTextCursor(shown)
    give_room(edit)
    shown.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    shown.setVerticalMovementX(0)
    edit.setTextCursor(shown)
    return True


def give_room(edit: QTextEdit | QPlainTextEdit) -> None:
    """Bring the cursor into sight, with some of the text above and below it: words are read with what is around them.

    Where it has that already, nothing moves.
    """
    edit.ensureCursorVisible()
    line, high = edit.cursorRect(), edit.viewport().height()
    if high * ABOVE <= line.top() and line.bottom() <= high * BELOW:
        return
    if isinstance(edit, QPlainTextEdit):  # its bar counts lines
        edit.centerCursor()
    else:
        bar = edit.verticalScrollBar()
        bar.setValue(bar.value() + line.top() - round(high * WANTED))
