"""The chair runs the meeting on the projector: agenda, attendance, recusals, notes and minutes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from dd_panel.services.meeting.conducting import see_meeting
from dd_panel.services.round.panel import name_deputy
from dd_panel.services.workplace import Workplace
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.meeting.items import item_of
from dd_panel.ui.meeting.page import MeetingPage
from dd_panel.ui.meeting.preparing import PreparingPane
from dd_panel.ui.theme import Theme
from dd_panel.ui.undo import UndoHistory
from tests.ui.conftest import Show, settle
from tests.ui.meeting.chairs import ALT, CTRL, Chair, conflicted, minutes_of
from tests.ui.programs import wait_until


def test_an_empty_agenda_says_what_to_do_and_can_be_suggested(chair: Chair) -> None:
    page = chair.page
    assert any("Take applications here from Ranking" in words for words in chair.said(page))
    assert "Nothing on the agenda yet" in chair.said(page)
    assert not page.preparing.start.isEnabled()
    assert any("let the program suggest what matters most for the line" in words for words in chair.said(page))
    page.preparing.suggest_first.click()
    chair.settle()
    agenda = see_meeting(chair.place).meeting.agenda
    known = page.forecast.known
    assert known is not None
    assert agenda == tuple(each.application for each in known.agenda)
    why = str(page.preparing.table.model().index(0, 4).data())
    assert why == " ".join(known.agenda[0].reasons)


def test_the_agenda_can_be_moved_left_out_added_to_and_taken_back(chair: Chair) -> None:
    page = chair.page
    page.preparing.suggest.click()
    chair.settle()
    first, second, *rest = see_meeting(chair.place).meeting.agenda
    page.preparing.table.setFocus()
    QTest.keyClick(page.preparing.table, Qt.Key.Key_Down, ALT)
    chair.settle()
    assert see_meeting(chair.place).meeting.agenda == (second, first, *rest)
    page.preparing.leave_out.click()
    chair.settle()
    assert see_meeting(chair.place).meeting.agenda == (second, *rest)
    page.preparing.add_button.click()
    chair.settle()
    assert len(see_meeting(chair.place).meeting.agenda) == len(rest) + 2
    chair.undo.undo()
    chair.undo.undo()
    assert see_meeting(chair.place).meeting.agenda == (second, first, *rest)


def test_an_item_is_locked_until_it_is_confirmed_that_the_member_has_left(chair: Chair) -> None:
    page = chair.page
    reference, name = conflicted(chair.place)
    page.preparing.everybody.click()
    chair.settle()
    chair.open(reference)
    assert f"Please leave the room: {name}" in chair.said(page)
    assert "This item is locked" in chair.said(page)
    assert not page.card.isEnabled()
    chair.press(Qt.Key.Key_F, ALT)
    assert reference not in see_meeting(chair.place).meeting.decisions
    chair.press(Qt.Key.Key_L, CTRL)
    assert page.card.isEnabled()
    assert "This item is locked" not in chair.said(page)
    recusals = see_meeting(chair.place).meeting.recusals
    assert [(each.application, each.back) for each in recusals] == [(reference, None)]
    chair.press(Qt.Key.Key_L, CTRL)
    assert see_meeting(chair.place).meeting.recusals[0].back is not None


@pytest.mark.parametrize("named", [True, False])
def test_the_banner_says_who_takes_the_chair_where_the_chair_must_leave(chair: Chair, *, named: bool) -> None:
    place = chair.place
    reference, name = conflicted(place)
    view = see_meeting(place)
    with place.store.writing() as work:
        for member in work.panel.members():
            work.panel.change(replace(member, role="chair" if member.name == name else "member"))
    deputy = next(each for key, each in view.ranking.members.items() if key not in view.conflicts[reference])
    if named:
        name_deputy(place, deputy.member_id)
    chair.page.preparing.everybody.click()
    chair.page.on_shown()
    assert chair.jobs.wait()
    chair.settle()
    chair.open(reference)
    takes = f"{deputy.name}, the deputy, takes the chair for this item"
    settle_it = "No deputy is named, present and free of a conflict: settle who takes the chair for this item."
    assert (takes in chair.said(chair.page.view.banner)) is named
    assert (settle_it in chair.said(chair.page.view.banner)) is not named
    chair.press(Qt.Key.Key_L, CTRL)
    assert (takes in chair.said(chair.page.view.banner)) is named


def test_names_can_be_hidden_on_the_wall(chair: Chair) -> None:
    page = chair.page
    reference = see_meeting(chair.place).ranking.lines[0].application.reference
    chair.open(reference)
    people = {voice.name for voice in item_of(see_meeting(chair.place), None, reference).criteria[0].voices}
    assert people & set(chair.said(page.view))
    chair.press(Qt.Key.Key_N)
    assert not people & set(chair.said(page.view))
    assert "Reviewer A" in chair.said(page.view)
    page.open_public()
    chair.settle()
    public = page.findChildren(QWidget, "public")
    assert len(public) == 1
    assert not people & set(chair.said(public[0]))


def test_page_keys_go_along_the_agenda_and_notes_stay_with_their_item(chair: Chair) -> None:
    page = chair.page
    page.preparing.suggest.click()
    chair.settle()
    first, second = see_meeting(chair.place).meeting.agenda[:2]
    chair.open(first)
    page.card.note.setPlainText("Ask for the lease.")
    chair.press(Qt.Key.Key_PageDown)
    meeting = see_meeting(chair.place).meeting
    assert meeting.current == second
    assert meeting.notes[first].text == "Ask for the lease."
    assert second not in meeting.notes
    assert page.card.note.toPlainText() == ""
    chair.press(Qt.Key.Key_PageUp)
    assert page.card.note.toPlainText() == "Ask for the lease."


def test_minutes_are_exported_and_can_be_read(chair: Chair) -> None:
    page = chair.page
    page.preparing.everybody.click()
    chair.settle()
    chair.open(see_meeting(chair.place).ranking.lines[0].application.reference)
    chair.press(Qt.Key.Key_F, ALT)
    chair.press(Qt.Key.Key_E, CTRL)
    assert chair.jobs.wait()
    chair.settle()
    text = "\n".join(each.text for each in Document(str(chair.minutes)).paragraphs)
    assert "Funded with" in text
    assert "The minutes are written" in chair.said(page)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_can_be_drawn_in_every_theme_and_size(chair: Chair, theme: Theme, mode: str, scale: float) -> None:
    chair.open(see_meeting(chair.place).ranking.lines[0].application.reference)
    theme.set_mode("dark" if mode == "dark" else "light")
    theme.set_text_scale(scale)
    chair.settle()
    assert not chair.page.grab().isNull()


def test_an_item_asked_for_before_the_meeting_is_read_opens_when_it_is(
    theme: Theme, place: Workplace, show: Show, dressed_app: QApplication
) -> None:
    jobs = Jobs()
    page = MeetingPage(theme, place, jobs, UndoHistory(), minutes_of)
    show(page, 1440, 900)
    assert not page.view.isVisible()
    assert not page.preparing.isVisible()
    page.on_shown()
    reference = see_meeting(place).ranking.lines[2].application.reference
    page.open_item(reference)
    wait_until(lambda: page.view.isVisible() and not jobs.running)
    assert see_meeting(place).meeting.current == reference
    assert see_meeting(place).meeting.agenda == (reference,)
    settle(dressed_app)


def test_in_large_text_who_is_here_stays_inside_the_window(theme: Theme, show: Show) -> None:
    pane = PreparingPane(theme)
    show(pane, 1300, 800)
    for scale in (1.0, 1.5):
        theme.set_text_scale(scale)
        settle()
        edge = pane.mapToGlobal(pane.rect().bottomRight()).x()
        assert pane.width() == 1300
        assert pane.apologies.mapToGlobal(pane.apologies.rect().bottomRight()).x() <= edge
        assert (pane.everybody.y() < pane.here.y()) == (scale > 1)
