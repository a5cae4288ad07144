"""The second screen shows the item to everybody in the room, and nothing that is for the chair alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from dd_panel.domain.identifiers import MemberId
from dd_panel.services.meeting.conducting import see_meeting
from dd_panel.ui.meeting.items import Leaver, MeetingItem, item_of
from dd_panel.ui.meeting.public_window import PublicWindow
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.labels import Para
from tests.ui.keyboard import activate
from tests.ui.looks import cut_off
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


LARGEST = 2.0


@pytest.fixture
def public(chair: Chair, theme: Theme) -> PublicWindow:
    """The second screen with the first item of the ranking, in the largest text."""
    chair.open(see_meeting(chair.place).ranking.lines[0].application.reference)
    theme.set_text_scale(LARGEST)
    chair.page.open_public()
    chair.settle()
    (window,) = chair.page.findChildren(PublicWindow)
    return window


def first_item(chair: Chair) -> MeetingItem:
    view = see_meeting(chair.place)
    return item_of(view, None, view.ranking.lines[0].application.reference)


def beyond(window: PublicWindow) -> list[str]:
    """The words that do not stand whole in the window."""
    labels = [each for each in window.findChildren(QLabel) if each.isVisible() and each.text()]
    assert labels
    return cut_off(window) + [each.text() for each in labels if each.visibleRegion().boundingRect() != each.rect()]


@pytest.mark.parametrize(
    ("wide", "high", "scale"),
    [(800, 600, 0.78125), (1024, 768, 1.0), (1280, 720, 1.2), (1920, 1080, 1.8), (2560, 1440, LARGEST)],
)
def test_letters_too_large_for_the_second_screen_are_as_large_as_leaves_the_item_whole(
    chair: Chair, public: PublicWindow, theme: Theme, wide: int, high: int, scale: float
) -> None:
    public.resize(wide, high)
    chair.settle()
    assert (public.width(), public.height()) == (wide, high)
    assert beyond(public) == []
    assert public.view.spread.isVisible()
    assert public.view.said.isVisible()
    assert public.text_scale == pytest.approx(scale)
    theme.set_mode("dark")
    chair.settle()
    assert public.text_scale == pytest.approx(scale)
    assert public.view.grab().toImage().pixelColor(1, high - 1) == theme.colour("canvas")
    theme.set_text_scale(1.0)
    chair.settle()
    assert public.text_scale == pytest.approx(min(1.0, scale))


def test_with_many_people_outside_the_letters_are_smaller_until_they_are_back(
    chair: Chair, public: PublicWindow
) -> None:
    item = first_item(chair)
    away = tuple(Leaver(MemberId(f"X{at}"), f"Member {at}", item.reference, "", "10:05") for at in range(8))
    public.resize(1280, 720)
    chair.settle()
    usual = public.text_scale
    public.view.show_item(replace(item, outside=away), names_hidden=False)
    chair.settle()
    assert public.text_scale < usual
    assert beyond(public) == []
    assert (public.width(), public.height()) == (1280, 720)
    public.view.show_item(item, names_hidden=False)
    chair.settle()
    assert public.text_scale == usual


def test_comments_too_long_for_the_second_screen_end_in_dots_and_each_is_begun(
    chair: Chair, public: PublicWindow
) -> None:
    item = first_item(chair)
    line = item.criteria[0]
    comments = ["The plan is well argued but " * 60, "Yes.", "The figures do not add up. " * 60]
    voices = tuple(replace(each, comment=words) for each, words in zip(line.voices, comments, strict=True))
    public.resize(1280, 720)
    public.view.show_item(
        replace(item, criteria=(replace(line, voices=voices), *item.criteria[1:])), names_hidden=False
    )
    chair.settle()
    assert beyond(public) == []
    shown = {each.text(): each for each in public.view.said.findChildren(Para) if each.isVisible()}
    long, short, other = (shown[words] for words in comments)
    assert 0 <= long.height() - other.height() <= short.height()
    assert long.count_lines(long.width()) * short.height() > long.height() > 3 * short.height()
    public.resize(1920, 1080)
    chair.settle()
    assert beyond(public) == []
