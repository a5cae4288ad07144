"""Two panes side by side, and by turns where large text leaves no room for both."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.frames import Panel
from dd_panel.ui.widgets.layouts import column
from dd_panel.ui.widgets.turns import Beside, bring, waits
from tests.ui.conftest import Show
from tests.ui.keyboard import press, settle


@dataclass
class Pair:
    """A list with a button in it, and cards with another beside it, in a window."""

    theme: Theme
    beside: Beside
    list: Panel
    cards: Panel
    first: Button
    second: Button

    def seen(self) -> tuple[bool, bool, bool]:
        """Whether the list, the cards and the switch between them are in sight."""
        settle()
        return self.list.isVisible(), self.cards.isVisible(), self.beside.turns.isVisible()


@pytest.fixture
def pair(theme: Theme, show: Show) -> Pair:
    first, second = Button(theme, "First"), Button(theme, "Second")
    shown, cards = Panel(theme, "surface", column(first, None)), Panel(theme, "canvas", column(second, None))
    panes = ((shown, first.setFocus), (cards, second.setFocus))
    beside = Beside(theme, panes, ("List", "Cards"), (cards, lambda room: min(theme.px(360), room // 2)))
    show(beside, 1440, 600)
    return Pair(theme, beside, shown, cards, first, second)


def test_a_pane_keeps_the_width_that_was_asked_for_and_the_other_has_the_rest(pair: Pair) -> None:
    assert (pair.list.width(), pair.cards.width()) == (1440 - 360 - 1, 360)
    pair.theme.set_text_scale(1.5)
    assert pair.seen() == (True, True, False)
    assert (pair.list.width(), pair.cards.width()) == (1440 - 540 - 1, 540)


def test_large_text_in_a_narrow_window_shows_one_at_a_time(pair: Pair) -> None:
    pair.theme.set_text_scale(2.0)
    assert pair.seen() == (True, False, True)
    assert pair.list.width() == 1440
    pair.beside.turns.switch.choice(1).click()
    assert pair.seen() == (False, True, True)
    assert pair.cards.width() == 1440
    pair.theme.set_text_scale(1.0)
    assert pair.seen() == (True, True, False)
    assert pair.cards.width() == 360


def test_the_pane_that_gets_the_keyboard_comes_into_sight(pair: Pair, dressed_app: QApplication) -> None:
    pair.theme.set_text_scale(2.0)
    pair.first.setFocus()
    pair.second.setFocus()
    assert pair.seen() == (False, True, True)
    assert dressed_app.focusWidget() is pair.second
    pair.first.setFocus()
    assert pair.seen() == (True, False, True)
    assert dressed_app.focusWidget() is pair.first
    press(pair.beside, Qt.Key.Key_Space)
    assert pair.seen() == (True, False, True)


def test_what_stands_in_a_pane_waits_with_it_and_brings_it(pair: Pair) -> None:
    assert not waits(pair.second)
    pair.theme.set_text_scale(2.0)
    settle()
    assert waits(pair.second)
    assert waits(pair.cards)
    assert not waits(pair.first)
    pair.second.hide()
    assert not waits(pair.second)  # it would be out of sight in its turn too
    bring(pair.second)
    assert pair.seen() == (False, True, True)
