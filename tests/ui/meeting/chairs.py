"""The chair at work: the meeting in a window, and what is done on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from dd_panel.domain.identifiers import Reference
from dd_panel.services.meeting.conducting import see_meeting
from dd_panel.services.meeting.minuting import write_meeting_minutes
from dd_panel.services.workplace import Progress, Workplace
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.meeting.page import MeetingPage
from dd_panel.ui.theme import Theme
from dd_panel.ui.undo import UndoHistory
from tests.ui.conftest import Show, settle
from tests.ui.programs import wait_until

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def minutes_of(place: Workplace, path: Path, _progress: Progress) -> object:
    return write_meeting_minutes(place, path)


class Chair:
    """The page in a window, with what the chair does on it."""

    def __init__(self, theme: Theme, place: Workplace, show: Show, folder: Path) -> None:
        self.place = place
        self.jobs, self.undo = Jobs(), UndoHistory()
        self.troubles: list[str] = []
        self.undo.failed.connect(lambda trouble: self.troubles.append(trouble.title))
        self.minutes = folder / "minutes.docx"
        self.page = MeetingPage(theme, place, self.jobs, self.undo, minutes_of, lambda _parent, _name: self.minutes)
        show(self.page, 1440, 900)
        self.page.on_shown()
        wait_until(lambda: self.page.forecast.known is not None)
        self.settle()

    def settle(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        settle(app)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.page, key, modifier)
        self.settle()

    def open(self, reference: str) -> None:
        self.page.open_item(reference)
        self.settle()

    def said(self, widget: QWidget) -> list[str]:
        return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def conflicted(place: Workplace) -> tuple[Reference, str]:
    """An application that somebody has a conflict with, and the member's name."""
    view = see_meeting(place)
    reference, members = next((key, each) for key, each in view.conflicts.items() if each)
    return reference, view.ranking.members[next(iter(members))].name


def voting(place: Workplace) -> None:
    """Let the rules of the round know votes."""
    with place.store.writing() as work:
        work.rounds.put(replace(work.rounds.get(), votes=True))
