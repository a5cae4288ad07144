"""The second screen shows the item to everybody in the room, and nothing that is for the chair alone."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from dd_panel.services.meeting.conducting import see_meeting
from tests.ui.keyboard import activate
from tests.ui.meeting.chairs import Chair, conflicted


def test_the_second_screen_follows_the_item_and_the_criterion(chair: Chair) -> None:
    page = chair.page
    lines = see_meeting(chair.place).ranking.lines
    chair.open(lines[0].application.reference)
    page.open_public()
    chair.settle()
    public = page.findChildren(QWidget, "public")[0]
    assert lines[0].application.lead_authority in chair.said(public)
    chair.open(lines[1].application.reference)
    assert lines[1].application.lead_authority in chair.said(public)
    page.view.spread.step(1)
    chair.settle()
    short = see_meeting(chair.place).ranking.rules.rubric.criteria[1].short
    assert f"{short}: what they said" in chair.said(public)
    assert not public.findChildren(QLineEdit)
    page.show_agenda()
    chair.settle()
    assert public.isVisible()
    activate(public)
    QTest.keyClick(public, Qt.Key.Key_Escape)
    chair.settle()
    assert not public.isVisible()
    assert not page.public_button.isChecked()
    page.public_button.click()
    chair.settle()
    assert public.isVisible()
    page.public_button.click()
    assert not public.isVisible()


def test_the_second_screen_tells_the_kind_of_a_conflict_and_no_more(chair: Chair) -> None:
    page = chair.page
    page.preparing.everybody.click()
    reference, _name = conflicted(chair.place)
    reason = next(iter(see_meeting(chair.place).conflicts[reference].values()))
    kind, _colon, rest = reason.partition(":")
    assert rest
    chair.open(reference)
    page.open_public()
    chair.settle()
    public = page.findChildren(QWidget, "public")[0]
    assert f"Conflict of interest: {kind}" in chair.said(public)
    assert not any(rest.strip() in words for words in chair.said(public))
    assert any(rest.strip() in words for words in chair.said(page.view))
    buttons = [each for each in public.findChildren(QPushButton) if each.isVisible()]
    assert not buttons
