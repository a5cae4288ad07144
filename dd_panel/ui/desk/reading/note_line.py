"""What a reader has noted in an attachment, on one line above it: a mark on a page says only that there is a note."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dd_panel.text import _
from dd_panel.ui.desk.words import place_words
from dd_panel.ui.widgets.frames import Card
from dd_panel.ui.widgets.labels import ElidedLabel, IconLabel, Label
from dd_panel.ui.widgets.layouts import row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dd_panel.domain.marks import Mark
    from dd_panel.ui.theme import Theme


class NoteLine(Card):
    """Shows the private notes of one document; hidden where there are none."""

    def __init__(self, theme: Theme) -> None:
        self.words = ElidedLabel(theme, "", "dense")
        private = Label(theme, _("Private · not exported"), "caption", "warn", 600)
        parts = row(IconLabel(theme, "note", "warn"), private, (self.words, 1), gap=8, margins=(16, 6, 16, 6))
        super().__init__(theme, parts, kind="note")
        self.hide()

    def show_notes(self, marks: Iterable[Mark]) -> None:
        """Show the notes among these marks, each after its page or cells."""
        notes = [note_words(mark) for mark in marks if mark.is_note]
        self.words.setText(" · ".join(notes))
        self.setVisible(bool(notes))


def note_words(mark: Mark) -> str:
    """A note with its place in the document: page 2: Who pays?"""
    note = " ".join(mark.note.split())
    if not mark.place.part:
        return note
    place = place_words(replace(mark.place, document=""))
    return _("{place}: {note}").format(place=place, note=note)
