"""A whole panel meeting: the laptop dies in the middle, nothing is lost, it goes on, and the minutes are read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dd_panel.services.meeting.conducting import MeetingView, see_meeting
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.meeting.decisions_page import DecisionsPage
from dd_panel.ui.meeting.page import MeetingPage
from dd_panel.ui.theme import Theme
from tests.conftest import PROJECT
from tests.exampledesk import clock
from tests.journeys.meeting_process import NOTE, REASONS
from tests.ui.desks import settle
from tests.ui.example_stores import round_with, scoresheets
from tests.ui.programs import Running, running, wait_until

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def seen(path: Path) -> MeetingView:
    with open_store(path, writing=False) as store:
        return see_meeting(Workplace(store, clock, ""))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_meeting_survives_the_kill_and_ends_with_minutes(theme: Theme, tmp_path: Path) -> None:
    place = round_with(tmp_path, list(scoresheets(tmp_path / "sheets").values()))
    place.store.close()
    path = tmp_path / "round.ddround"
    kill_at_half_time(path, tmp_path)
    half = seen(path)
    first = check_half(half)
    with running(theme, tmp_path, [path]) as app:
        go_on(app, half)
        refuse_the_draw(app)
        minutes = tmp_path / "minutes.docx"
        write_minutes(app, minutes)
    whole = seen(path)
    assert whole.meeting.record[: len(half.meeting.record)] == half.meeting.record
    barred = {each for each in whole.meeting.decisions if whole.conflicts.get(each)}
    assert barred
    assert {each.application for each in whole.meeting.recusals} == barred
    assert len(whole.meeting.decisions) == 12
    read_minutes(minutes, whole, first)


def kill_at_half_time(path: Path, folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.meeting_process", str(path)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(folder / "config")},
    )
    assert process.stdout is not None
    said = process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert said == "half\n"


def check_half(view: MeetingView) -> str:
    """Everything that was done before the plug was pulled is there; returns the item that was open."""
    meeting = view.meeting
    assert len(meeting.present) == len(view.ranking.members)
    assert sorted(each.reason for each in meeting.agreed.values()) == sorted(REASONS)
    assert len(meeting.decisions) == 6
    assert meeting.current == meeting.agenda[6]
    assert meeting.notes[meeting.current].text == NOTE
    return str(meeting.current)


def go_on(app: Running, half: MeetingView) -> None:
    """The meeting opens where it stood; whoever has a conflict leaves for two items, and six more are decided."""
    app.program.shell.go_to("meeting")
    page = app.program.shell.current_page
    assert isinstance(page, MeetingPage)
    wait_until(page.view.isVisible)
    assert page.card.note.toPlainText() == NOTE
    decided = set(half.meeting.decisions)
    barred = [each for each in half.lines if half.conflicts.get(each) and each not in decided]
    left = len({each.application for each in half.meeting.recusals})
    others = [each for each in half.lines if each not in decided and not half.conflicts.get(each)]
    chosen = barred[: 2 - left]
    for reference in (*chosen, *others[: 6 - len(chosen)]):
        page.open_item(reference)
        settle()
        for _member in half.ranking.members:
            if not page.card.isEnabled():
                QTest.keyClick(page, Qt.Key.Key_L, CTRL)
                settle()
        assert page.card.isEnabled(), reference
        page.card.reason.setText("As the panel discussed it.")
        QTest.keyClick(page, Qt.Key.Key_D, ALT)
        settle()


def refuse_the_draw(app: Running) -> None:
    """The rules of the example announced no draw by lot."""
    app.program.shell.go_to("decisions")
    page = app.program.shell.current_page
    assert isinstance(page, DecisionsPage)
    page.lot.click()
    settle()
    assert app.said() == "The rules of this round announced no draw by lot."


def write_minutes(app: Running, minutes: Path) -> None:
    """Through the file dialog, as a person does."""
    from tests.journeys.ten_fingers import Keyboard

    app.program.shell.go_to("meeting")
    keys = Keyboard(app.program.shell)
    keys.name_file_soon(minutes)
    QTest.keyClick(QApplication.focusWidget() or app.program.shell, Qt.Key.Key_E, CTRL)
    wait_until(minutes.is_file)


def read_minutes(path: Path, view: MeetingView, noted: str) -> None:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(each.text for each in document.paragraphs), *cells])
    for reason in REASONS:
        assert reason in text
    assert NOTE in text
    assert view.lines[next(each for each in view.lines if each == noted)].application.lead_authority in text
    for recusal in view.meeting.recusals:
        name = view.ranking.members[recusal.member].name
        assert f"{name} left the room at {recusal.left:%H:%M}" in text
    assert "Declined." in text
    assert "In reserve, number 1." in text
