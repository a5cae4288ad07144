"""The contents beside the text: a few lines for each question, the one being read marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QRectF, QSize, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QListView

from dd_panel.text import _, ngettext
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Panel, Rule
from dd_panel.ui.widgets.labels import Label
from dd_panel.ui.widgets.layouts import column, held, row
from dd_panel.ui.widgets.list_rows import CAPTION, ListRows, RowDelegate, RowList, RowRole, Spot
from dd_panel.ui.widgets.painting import LEFT, Ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QStyleOptionViewItem

    from dd_panel.domain.marks import Mark
    from dd_panel.ui.desk.reading.application_text import Section
    from dd_panel.ui.theme import Theme
    from dd_panel.ui.widgets.index import Index

WIDTH: Final = 184
TEXT_LEFT: Final = 28
TEXT_RIGHT: Final = 8
LINE: Final = 20
PADDING: Final = 4
NOTE: Final = 14
NOTE_GAP: Final = 4
MOST_LINES: Final = 4
COMPACT_LINES: Final = 2


class Sections(ListRows["Section"]):
    """The headings of the text."""

    def words(self, row: Section) -> str:
        return row.title

    def spoken(self, row: Section) -> str:
        said = row.title
        if row.number:
            said = _("Question {number}: {title}").format(number=row.number, title=row.title)
        return _("{said}, with a private note").format(said=said) if row.noted else said

    def tip(self, row: Section) -> str:
        return row.title


class SectionDelegate(RowDelegate):
    """Draws a heading's number and its words on a few lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        px, view = self._theme.px, option.widget
        # A scroll bar takes some of the width, and a heading may need a line more beside it.
        wide = view.viewport().width() if isinstance(view, QListView) else px(WIDTH)
        row: Section = index.data(RowRole)
        lines = len(self._broken(row.title, wide - px(16 + TEXT_LEFT) - self._right_of(row)))
        return QSize(px(WIDTH), px(LINE * lines + PADDING * 2))

    def draw(self, ink: Ink, spot: Spot, row: Section) -> None:
        px = self._theme.px
        box = spot.rect.adjusted(px(8), 0, -px(8), 0)
        if spot.selected:
            ink.box(box, self._theme.radius("small"), "accentSoft")
            ink.box(QRectF(box.left(), box.top() + px(4), 3, box.height() - px(8)), 1.5, "accent")
        elif spot.hovered:
            ink.box(box, self._theme.radius("small"), "sunken")
        left = box.left() + px(TEXT_LEFT)
        top = box.top() + px(PADDING)
        ink.text(QRectF(box.left() + px(8), top, px(20), px(LINE)), row.number, CAPTION, "ink3")
        style = ("dense", 600 if spot.selected else 400)
        room = box.right() - self._right_of(row) - left
        if row.noted:
            ink.icon("note", left + room + px(NOTE_GAP), top + px((LINE - NOTE) / 2), NOTE, "warn")
        for line in self._broken(row.title, room):
            ink.text(QRectF(left, top, room, px(LINE)), line, style, "accent" if spot.selected else "ink", LEFT)
            top += px(LINE)

    def _right_of(self, row: Section) -> int:
        """How much of the width at the right is not for the heading's words: a note's icon may stand there."""
        return self._theme.px(TEXT_RIGHT + (NOTE + NOTE_GAP if row.noted else 0))

    def _broken(self, words: str, room: float) -> list[str]:
        """Break a heading into a few lines; the last is shortened by whoever paints it."""
        most = COMPACT_LINES if self._theme.compact else MOST_LINES
        metrics = QFontMetricsF(self._theme.font("dense", 600))
        lines = [""]
        for word in words.split():
            tried = f"{lines[-1]} {word}".strip()
            if len(lines) == most or not lines[-1] or metrics.horizontalAdvance(tried) <= room:
                lines[-1] = tried
            else:
                lines.append(word)
        return lines


class ContentsList(RowList):
    """The list; Enter, a click or the arrows go to a heading."""

    section_wanted = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, _("Contents"))
        self.sections = Sections(self)
        self.setModel(self.sections)
        self.setItemDelegate(SectionDelegate(theme, self))
        self.setUniformItemSizes(False)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.clicked.connect(self._on_clicked)
        theme.compact_changed.connect(self.scheduleDelayedItemsLayout)

    def mark(self, index: int) -> None:
        """Show which heading is being read."""
        if index != self.currentIndex().row():
            self.selectionModel().blockSignals(True)
            self.setCurrentIndex(self.sections.index(index))
            self.selectionModel().blockSignals(False)
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the headings out again in another width, as when a scroll bar comes or goes."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.section_wanted.emit(current.row())

    def _on_clicked(self, index: QModelIndex) -> None:
        self.section_wanted.emit(index.row())


class ContentsPane(Panel):
    """The contents with their heading, and how much is marked. `marks_wanted` asks for the list of the marks."""

    marks_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "surface")
        self.list = ContentsList(theme)
        title = Label(theme, _("Contents"), "label", "ink2")
        title.setContentsMargins(16, 0, 0, 0)
        self.highlights = Button(theme, "…", "quiet", icon="marker", extent="small")
        self.notes = Button(theme, "…", "quiet", icon="note", extent="small")
        mine = Label(theme, _("My marks"), "label", "ink2")
        buttons = (row(self.highlights, None), row(self.notes, None))
        self._mine = held(column(Rule(theme), 4, mine, *buttons, gap=2, margins=(16, 4, 8, 12)))
        self.setLayout(column(title, (self.list, 1), self._mine, gap=4, margins=(0, 16, 0, 0)))
        for button in (self.highlights, self.notes):
            button.clicked.connect(self.marks_wanted)
        self.show_marks(())
        self._dress()
        theme.theme_changed.connect(self._dress)

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Say how many highlights and notes there are in the whole application."""
        notes = sum(mark.is_note for mark in marks)
        lights = len(marks) - notes
        for button, count, words in (
            (self.highlights, lights, ngettext("{count} highlight", "{count} highlights", lights)),
            (self.notes, notes, ngettext("{count} private note", "{count} private notes", notes)),
        ):
            button.setText(words.format(count=count))
            button.setVisible(count > 0)
            button.updateGeometry()
        self._mine.setVisible(bool(marks))

    def _dress(self) -> None:
        self.setFixedWidth(self._theme.px(WIDTH))
