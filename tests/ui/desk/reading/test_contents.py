"""The contents beside the text: every heading has the lines that it needs."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF

from dd_panel.ui.desk.reading.application_text import Section
from dd_panel.ui.desk.reading.contents_list import TEXT_LEFT, TEXT_RIGHT, WIDTH, ContentsPane
from dd_panel.ui.theme import Theme
from tests.ui.conftest import Show
from tests.ui.keyboard import settle


def heading_that_just_fits(theme: Theme) -> str:
    """Two words on one line as wide as there is room for without a scroll bar."""
    room = theme.px(WIDTH - 16 - TEXT_LEFT - TEXT_RIGHT)
    metrics, words = QFontMetricsF(theme.font("dense", 600)), "What i"
    while metrics.horizontalAdvance(f"{words}i") <= room:
        words += "i"
    return words


def test_a_note_takes_room_beside_its_heading_and_none_of_the_next_one(theme: Theme, show: Show) -> None:
    pane = ContentsPane(theme)
    facts, question = Section("", "The application", 0), Section("1", "Service", 1)
    pane.list.sections.show_rows([facts, question])
    show(pane, theme.px(WIDTH), 300)
    whole = pane.list.viewport().grab().toImage()
    pane.list.sections.show_rows([replace(facts, noted=True), question])
    settle()
    noted = pane.list.viewport().grab().toImage()
    below = pane.list.visualRect(pane.list.sections.index(1))
    assert noted != whole
    assert noted.copy(below) == whole.copy(below)
    said = [pane.list.sections.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in (0, 1)]
    assert said == ["The application, with a private note", "Question 1: Service"]


def test_a_heading_with_a_note_has_the_line_more_that_it_needs(theme: Theme, show: Show) -> None:
    pane = ContentsPane(theme)
    heading = Section("1", heading_that_just_fits(theme), 1)
    pane.list.sections.show_rows([heading, replace(heading, noted=True)])
    show(pane, theme.px(WIDTH), 300)
    plain, noted = (pane.list.visualRect(pane.list.sections.index(row)).height() for row in (0, 1))
    assert noted > plain


def test_beside_a_scroll_bar_a_heading_has_the_line_more_that_it_needs(theme: Theme, show: Show) -> None:
    pane = ContentsPane(theme)
    words = heading_that_just_fits(theme)
    pane.list.sections.show_rows([Section(str(number), words, number) for number in range(1, 9)])
    show(pane, theme.px(WIDTH), 600)
    without = pane.list.visualRect(pane.list.sections.index(0)).height()
    pane.resize(pane.width(), 160)
    settle()
    beside = pane.list.visualRect(pane.list.sections.index(0)).height()
    pane.list.setFixedWidth(pane.list.width() + 40)
    settle()
    wider = pane.list.visualRect(pane.list.sections.index(0)).height()
    assert beside > without == wider
