"""The application's text on screen: a comfortable measure, the heading in sight, and everything found marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit

from dd_panel.domain.passages import QUESTION, Place
from dd_panel.exchange.attachments.finding import from_qt, in_qt, places_of
from dd_panel.text import _
from dd_panel.ui.actions import types_something
from dd_panel.ui.desk.documents.menus import Offers, passage_menu
from dd_panel.ui.desk.documents.text_hits import give_room, reveal, selected, selection_of, tinted
from dd_panel.ui.desk.documents.zoom import wheel_steps
from dd_panel.ui.desk.reading.application_text import IS_NOTE, Section, write_application

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent, QWheelEvent

    from dd_panel.domain.applications import Application
    from dd_panel.domain.marks import Mark
    from dd_panel.ui.theme import Theme

MEASURE: Final = 600
EDGES: Final = (24, 16, 4)
FOOT: Final = 0.6
"""How much of the window's height is left free below the text, so that the last heading can come to the top."""


class TextView(QTextBrowser):
    """Shows one application. `section_seen` tells which heading the reader is at, counted from 0.

    `hits_changed` comes when what was looked for is found, and when the current place is another. `mark_wanted`,
    `find_wanted` and `size_wanted` (text larger, 1, or smaller, -1) carry what the mouse asks for.
    """

    section_seen = Signal(int)
    hits_changed = Signal()
    mark_wanted = Signal(str)
    find_wanted = Signal()
    size_wanted = Signal(int)
    searching = False
    """All places are found at once."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._application: Application | None = None
        self._currency = ""
        self._marks: tuple[Mark, ...] = ()
        self._tinted: tuple[QTextEdit.ExtraSelection, ...] = ()
        self._sections: tuple[Section, ...] = ()
        self._seen = -1
        self._left_at: dict[str, tuple[int, int]] = {}
        self.places: list[QTextCursor] = []
        self._now = -1
        self._words = ""
        self._weight = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setProperty("ring", "inside")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # A bar that goes with the old text and comes with the new one would have every text laid out twice more.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(_("Text of the application"))
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        theme.theme_changed.connect(self._write)

    @property
    def sections(self) -> tuple[Section, ...]:
        return self._sections

    @property
    def hits(self) -> int:
        """How many places hold what was looked for."""
        return len(self.places)

    @property
    def hit(self) -> int:
        """Which of them is the current one, counted from 0; -1 when there is none."""
        return self._now

    def show_application(self, application: Application, currency: str, marks: Sequence[Mark] = ()) -> None:
        """Show an application with what is marked in it, from where the reader left it; the first time from the top."""
        self._remember_place()
        self._application = application
        self._currency = currency
        self._marks = tuple(marks)
        self._write()
        position, offset = self._left_at.get(application.reference, (0, 0))
        self.verticalScrollBar().setValue(round(self._top_of(position)) + offset if position or offset else 0)
        self._on_scrolled()

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show other marks in the same application; the reader stays where it was."""
        at, here, now = self.verticalScrollBar().value(), selection_of(self).selectionStart(), self._now
        before, self._marks = self._marks, tuple(marks)
        if _notes_in(before) == _notes_in(self._marks):
            self._tint()
        else:
            self._write()
        cursor = self.textCursor()
        cursor.setPosition(min(here, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self._find_afresh(now)
        self.verticalScrollBar().setValue(at)
        self._on_scrolled()

    def clear_application(self) -> None:
        """Show nothing, as for an application that must not be read."""
        self._remember_place()
        self._application = None
        self._marks, self._tinted = (), ()
        self._sections = ()
        self.places = []
        self._now = -1
        self.document().clear()

    def go_to_section(self, index: int) -> None:
        """Bring a heading to the top."""
        if 0 <= index < len(self._sections):
            self.verticalScrollBar().setValue(round(self._top_of(self._sections[index].position)))
            self._tell_seen(index)

    def selected(self) -> Place | None:
        """The words that are selected, with their question, else the marked passage one is in; None without either."""
        if not self.textCursor().hasSelection():
            return self._marked_here()
        here = self.textCursor().selectionStart()
        section = max((at for at, each in enumerate(self._sections) if each.position <= here), default=-1)
        found = selected(self, self._span(section)) if section >= 0 else None
        words = "\n".join(self._applicants_words())
        if found is None or not words.strip():
            return None
        return Place("", f"{QUESTION}{section}" if section else "", words, found[1])

    def _marked_here(self) -> Place | None:
        """The marked passage in which the cursor stands, where that is in sight: what was highlighted can be quoted."""
        here = self.textCursor().position()
        if not self.viewport().rect().intersects(self.cursorRect()):
            return None
        for mark in self._marks:
            for lying in tinted(self, self._theme, "highlight", [(mark.place, self._span_of(mark.place))]):
                if lying.cursor.selectionStart() <= here <= lying.cursor.selectionEnd():
                    return mark.place
        return None

    def _applicants_words(self) -> Iterator[str]:
        """What is selected, a paragraph each, without private notes: these must not get into a quote."""
        passage = selection_of(self)
        start, end = passage.selectionStart(), passage.selectionEnd()
        block = self.document().findBlock(start)
        while block.isValid() and block.position() < end:
            if not QTextCursor(block).currentFrame().frameFormat().boolProperty(IS_NOTE):
                text, at = block.text(), block.position()
                yield text[from_qt(text, max(0, start - at)) : from_qt(text, end - at)]
            block = block.next()

    def here(self) -> Place:
        """The question that is being read."""
        return Place("", f"{QUESTION}{self._seen}" if self._seen > 0 else "")

    def show_place(self, place: Place) -> None:
        """Bring words of a question into sight and select them; without them the question itself."""
        if not self._sections:
            return
        section = min(place.number, len(self._sections) - 1)
        self.go_to_section(section)
        if place.words:
            reveal(self, place, self._span(section))
        self._on_scrolled()

    def find_all(self, words: str) -> int:
        """Mark every place that holds these words and go to the first one at or below the top; returns how many."""
        self._plain_again()
        self._words = words
        self.places = self._places_of(words)
        self._now = -1
        if self.places:
            top = self.cursorForPosition(self.viewport().rect().topLeft()).position()
            later = (at for at, hit in enumerate(self.places) if hit.selectionStart() >= top)
            self._go_to_hit(next(later, 0))
        else:
            self._mark_hits()
        self.hits_changed.emit()
        return len(self.places)

    def step_hit(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) place, going round the end."""
        if self.places:
            self._plain_again()
            self._go_to_hit((self._now + by) % len(self.places))
        self.hits_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Escape and plain characters to the desk."""
        if event.key() == Qt.Key.Key_Escape or types_something(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what one does with a passage where the passage is."""
        offers = Offers(self.copy, self.mark_wanted.emit, self.find_wanted.emit)
        passage_menu(self, offers, event.globalPos(), selected=self.textCursor().hasSelection())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turning the wheel with Ctrl asks for larger or smaller text, as everywhere else."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if steps := wheel_steps(event):
                self.size_wanted.emit(1 if steps > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_measure()
        super().resizeEvent(event)

    # ------------------------------------------------------------------------------ private

    def _write(self) -> None:
        """Write the document in the theme's letters and colours; also after these have changed."""
        if self._application is None:
            return
        self.places = []
        self._now = -1
        self._seen = -1
        self._sections = write_application(
            self.document(), self._theme, self._application, self._currency, self._marks, self._foot
        )
        self._tint()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._fit_measure()

    def _tint(self) -> None:
        """Lay the colour of a highlight under what is marked."""
        spans = [(mark.place, self._span_of(mark.place)) for mark in self._marks]
        self._tinted = tuple(tinted(self, self._theme, "highlight", spans))
        self._mark_hits()

    def _places_of(self, words: str) -> list[QTextCursor]:
        """Where words stand in the text, as people mean them: with or without accents, across the lines."""
        text = self.document().toRawText()
        found: list[QTextCursor] = []
        for place in places_of(words, text):
            begin, end = place if text.isascii() else in_qt(text, place)
            cursor = QTextCursor(self.document())
            cursor.setPosition(begin)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            found.append(cursor)
        return found

    def _find_afresh(self, now: int) -> None:
        """After the text was written anew, mark again what was looked for, and stay at that place of it."""
        if self._words.strip() and not self.places:
            self.places = self._places_of(self._words)
            self._now = min(now, len(self.places) - 1)
            self._stress()
            self._mark_hits()
            self.hits_changed.emit()

    def _remember_place(self) -> None:
        """Keep where the reader is in this application: the paragraph at the top, and how far it is scrolled past."""
        if self._application is not None:
            at = self.verticalScrollBar().value()
            position = self.cursorForPosition(QPoint(0, 0)).block().position()
            self._left_at[self._application.reference] = (
                (position, at - round(self._top_of(position))) if at else (0, 0)
            )

    def _fit_measure(self) -> None:
        left, top, right = (self._theme.px(edge) for edge in EDGES)
        bar = self.verticalScrollBar().sizeHint().width()
        spare = self.width() - bar - left - self._theme.px(MEASURE)
        self.setViewportMargins(left, top, max(right, spare), 0)
        frame = self.document().rootFrame().frameFormat()
        if self._application is not None and frame.bottomMargin() != self._foot:
            frame.setBottomMargin(self._foot)
            self.document().rootFrame().setFrameFormat(frame)

    @property
    def _foot(self) -> int:
        return round(self.viewport().height() * FOOT)

    def _top_of(self, position: int) -> float:
        block = self.document().findBlock(position)
        rect: QRectF = self.document().documentLayout().blockBoundingRect(block)
        return rect.top()

    def _on_scrolled(self) -> None:
        here = self.verticalScrollBar().value() + self._theme.px(48)
        above = (at for at, section in enumerate(self._sections) if self._top_of(section.position) <= here)
        # At the very top nothing may be laid out yet, and every heading would seem to be passed.
        self._tell_seen(max(above, default=0) if self.verticalScrollBar().value() else 0)

    def _span_of(self, place: Place) -> tuple[int, int]:
        """Where the text of a place's question begins and ends."""
        return self._span(min(place.number, len(self._sections) - 1))

    def _span(self, index: int) -> tuple[int, int]:
        """Where the text of a section begins and ends, without its heading."""
        ends = [section.position for section in self._sections[index + 1 :]] or [self.document().characterCount()]
        heading = self.document().findBlock(self._sections[index].position)
        return heading.position() + heading.length(), ends[0]

    def _tell_seen(self, index: int) -> None:
        if index != self._seen and self._sections:
            self._seen = index
            self.section_seen.emit(index)

    def _go_to_hit(self, index: int) -> None:
        self._now = index
        self._stress()
        shown = QTextCursor(self.places[index])
        shown.setPosition(shown.selectionStart())
        self.setTextCursor(shown)
        give_room(self)
        self._mark_hits()

    def _stress(self) -> None:
        """Make the current place strong, so that it is not known by its colour alone."""
        if 0 <= self._now < len(self.places):
            hit = self.places[self._now]
            strong = QTextCharFormat()
            strong.setFontWeight(QFont.Weight.DemiBold)
            self._weight = hit.charFormat().fontWeight()
            hit.mergeCharFormat(strong)

    def _plain_again(self) -> None:
        """Give the current place its own weight back."""
        if 0 <= self._now < len(self.places):
            plain = QTextCharFormat()
            plain.setFontWeight(self._weight)
            self.places[self._now].mergeCharFormat(plain)

    def _mark_hits(self) -> None:
        marks = list(self._tinted)
        for at, hit in enumerate(self.places):
            mark = QTextEdit.ExtraSelection()
            mark.cursor = hit
            look = QTextCharFormat()
            look.setBackground(self._theme.colour("findNow" if at == self._now else "find"))
            look.setForeground(self._theme.colour("ink"))
            mark.format = look
            marks.append(mark)
        self.setExtraSelections(marks)


def _notes_in(marks: Sequence[Mark]) -> list[Mark]:
    """The marks that are written into the text; the others lie under it."""
    return [mark for mark in marks if mark.is_note]
