"""Sets an application as text to read: what is known of it, then each question with its answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTableFormat,
)

from dd_panel.domain.rounds import money
from dd_panel.exchange.attachments.finding import locate
from dd_panel.text import _
from dd_panel.ui.dates import day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QTextDocument

    from dd_panel.domain.applications import Application
    from dd_panel.domain.marks import Mark
    from dd_panel.ui.theme import Theme

LABEL_COLUMN = 148
LABEL_GAP = 12
IS_NOTE: Final = QTextFormat.Property.UserProperty.value
"""Tells the frame of a private note, or of what the desk says itself, from the applicant's own words."""


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the text: its number (empty for the facts), its words, and where its block begins.

    `noted` says that a private note stands below it.
    """

    number: str
    title: str
    position: int
    noted: bool = False


def write_application(
    document: QTextDocument, theme: Theme, application: Application, currency: str, marks: Sequence[Mark], foot: int
) -> tuple[Section, ...]:
    """Write a whole application with the private notes in it into an empty document and return its headings.

    `foot` is the room below the text in pixels.
    """
    notes = [mark for mark in marks if mark.is_note]
    document.clear()
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    whole = QTextCursor(document)
    whole.beginEditBlock()  # laid out once, not after every piece
    frame = document.rootFrame().frameFormat()
    frame.setBottomMargin(foot)
    document.rootFrame().setFrameFormat(frame)
    writer = _Writer(document, theme)
    about = [mark for mark in notes if not mark.place.number]
    sections = [replace(writer.heading("", _("The application"), first=True), noted=bool(about))]
    writer.facts(_facts(application, currency))
    writer.notes(about)
    if not (application.answers or application.attachments):
        writer.remark(
            _("Nothing more of it came with your pack. If you are to read it, ask the secretariat for a later pack.")
        )
    for number, answer in enumerate(application.answers, start=1):
        here = [mark for mark in notes if mark.place.number == number]
        sections.append(replace(writer.heading(str(number), answer.question), noted=bool(here)))
        writer.paragraphs(answer.text, here)
    whole.endEditBlock()
    return tuple(sections)


def _facts(application: Application, currency: str) -> list[tuple[str, str]]:
    sought = application.support_sought
    received = application.received
    facts = [
        (_("Lead authority"), application.lead_authority),
        (_("Partners"), _(", ").join(application.partners)),
        (_("Service"), application.service),
        (_("Model"), application.model),
        (_("Support requested"), "" if sought is None else money(sought, currency)),
        (_("Senior sponsor"), application.sponsor),
        (
            _("Received"),
            _("{day} {year}, {time}").format(day=day(received), year=received.year, time=f"{received:%H:%M}")
            if received
            else "",
        ),
    ]
    return [(label, text) for label, text in facts if text]


class _Writer:
    """Writes blocks one after the other, each with the exact line height of its role."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        self._document = document
        self._theme = theme
        self._cursor = QTextCursor(document)
        self._in_empty_block = True

    def heading(self, number: str, words: str, *, first: bool = False) -> Section:
        self._block("title", top=0 if first else 28, bottom=4, level=2)
        position = self._cursor.position()
        if number:
            self._cursor.insertText(f"{number}\u2002", self._letters("title", 600, "ink3"))
        self._cursor.insertText(words, self._letters("title", 600, "ink"))
        return Section(number, words, position)

    def paragraphs(self, text: str, marks: Sequence[Mark] = ()) -> None:
        """Write an answer; each note stands below the paragraph it is about, or at the beginning."""
        spots = [(None if not mark.place.words else locate(mark.place, text), mark) for mark in marks]
        self.notes([mark for spot, mark in spots if spot is None])
        end = 0
        for line in text.splitlines(keepends=True):
            begin, end = end, end + len(line)
            paragraph = line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
            if paragraph.strip():
                self._block("reading", top=4, bottom=8)
                self._cursor.insertText(paragraph, self._letters("reading", 400, "ink"))
            self.notes([mark for spot, mark in spots if spot is not None and begin < spot[1] <= end])

    def notes(self, marks: Sequence[Mark]) -> None:
        """Write private notes, each in a tinted box."""
        for mark in marks:
            cursor = self._box("noteSoft")
            cursor.setBlockFormat(self._lines("dense", 0, 2))
            cursor.insertText(_("Private note · not exported"), self._letters("caption", 600, "warn"))
            for line in mark.note.splitlines():
                cursor.insertBlock(self._lines("dense", 0, 0))
                cursor.insertText(line, self._letters("dense", 400, "ink"))
            self._to_end()

    def remark(self, words: str) -> None:
        """Write what the desk itself has to say."""
        cursor = self._box("sunken")
        cursor.setBlockFormat(self._lines("dense", 0, 0))
        cursor.insertText(words, self._letters("dense", 400, "ink2"))
        self._to_end()

    def _box(self, colour: str) -> QTextCursor:
        """Begin a tinted box, whose words are not the applicant's and get into no quote."""
        look = QTextFrameFormat()
        look.setProperty(IS_NOTE, True)
        look.setBackground(self._theme.colour(colour))
        look.setPadding(self._theme.px(12))
        look.setTopMargin(self._theme.px(4))
        look.setBottomMargin(self._theme.px(8))
        return self._cursor.insertFrame(look).firstCursorPosition()

    def facts(self, facts: list[tuple[str, str]]) -> None:
        layout = QTextTableFormat()
        layout.setBorder(0)
        layout.setCellSpacing(0)
        layout.setCellPadding(0)
        layout.setTopMargin(self._theme.px(4))
        layout.setBottomMargin(self._theme.px(20))
        layout.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_None)
        layout.setColumnWidthConstraints(
            [
                QTextLength(QTextLength.Type.FixedLength, self._theme.px(LABEL_COLUMN)),
                QTextLength(QTextLength.Type.VariableLength, 0),
            ]
        )
        table = self._cursor.insertTable(len(facts), 2, layout)
        for at, (label, words) in enumerate(facts):
            for side, (said, tone) in enumerate(((label, "ink2"), (words, "ink"))):
                cursor = table.cellAt(at, side).firstCursorPosition()
                lines = self._lines("reading", 0, 0)
                lines.setRightMargin(self._theme.px(0 if side else LABEL_GAP))
                cursor.setBlockFormat(lines)
                cursor.insertText(said, self._letters("body", 400, tone))
        self._to_end()

    def _to_end(self) -> None:
        """Go on after a table or a frame, in the empty block that Qt leaves there."""
        self._cursor = QTextCursor(self._document)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._in_empty_block = True

    def _block(self, role: str, *, top: int, bottom: int, level: int = 0) -> None:
        lines = self._lines(role, top, bottom)
        lines.setHeadingLevel(level)
        # The first block of a document, and the one Qt leaves after a table or a frame, are there already.
        if self._in_empty_block:
            self._cursor.setBlockFormat(lines)
        else:
            self._cursor.insertBlock(lines)
        self._in_empty_block = False

    def _lines(self, role: str, top: int, bottom: int) -> QTextBlockFormat:
        lines = QTextBlockFormat()
        lines.setTopMargin(self._theme.px(top))
        lines.setBottomMargin(self._theme.px(bottom))
        lines.setLineHeight(self._theme.line(role), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        lines.setAlignment(Qt.AlignmentFlag.AlignLeft)
        return lines

    def _letters(self, role: str, weight: int, colour: str) -> QTextCharFormat:
        letters = QTextCharFormat()
        letters.setFont(self._theme.font(role, weight))
        letters.setForeground(self._theme.colour(colour))
        return letters
