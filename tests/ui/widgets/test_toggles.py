"""A screen reader switches buttons, boxes and scores by their accessible action; the program hears a click."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton

from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.fields import TickBox
from dd_panel.ui.widgets.score_buttons import ScoreButtons, ScoreLevel
from tests.ui.keyboard import settle


def toggle(button: QAbstractButton) -> None:
    """Do what assistive technology does first with something that can be switched."""
    actions = QAccessible.queryAccessibleInterface(button).actionInterface()
    assert "Toggle" in actions.actionNames()
    actions.doAction("Toggle")
    settle()


@pytest.fixture(params=["button", "box"])
def button(request: pytest.FixtureRequest, theme: Theme) -> QAbstractButton:
    made = Button(theme, "Done 3", "chip") if request.param == "button" else TickBox(theme, "Legal form")
    made.setCheckable(True)
    return made


def test_each_way_of_switching_is_heard_once_and_the_programs_own_not_at_all(button: QAbstractButton) -> None:
    heard: list[bool] = []

    def hear(on: bool) -> None:
        heard.append(on)

    button.clicked.connect(hear)

    button.setChecked(True)
    assert heard == []
    button.click()
    assert heard == [False]
    toggle(button)
    assert heard == [False, True]
    toggle(button)
    assert heard == [False, True, False]


def test_a_score_taken_by_a_screen_reader_is_a_score(theme: Theme) -> None:
    scores = ScoreButtons(theme, [ScoreLevel(str(level)) for level in range(6)], cannot_judge="Cannot judge")
    chosen: list[int] = []
    scores.score_chosen.connect(chosen.append)
    scores.set_chosen(2)
    toggle(scores.choice(4))
    scores.choice(1).click()
    scores.choice(1).click()
    assert (chosen, scores.chosen) == ([4, 1], 1)
    scores.deleteLater()
