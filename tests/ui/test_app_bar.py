"""The bar has room for every screen: by its name, or in the menu behind the names that find room."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from dd_panel.ui.app_bar import AppBar
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.labels import ElidedLabel
from tests.ui.conftest import Show
from tests.ui.keyboard import settle

SCREENS = (
    ("applications", "Applications"),
    ("rubric", "Rubric"),
    ("panel", "Panel"),
    ("assignment", "Assignment"),
    ("returns", "Returns"),
    ("ranking", "Ranking"),
    ("meeting", "Panel meeting"),
    ("decisions", "Decisions"),
)


@pytest.fixture
def bar(theme: Theme, show: Show) -> AppBar:
    bar = AppBar(theme)
    bar.set_place("Delivering Differently Challenge · secretariat")
    bar.set_destinations(SCREENS)
    bar.show_destination("ranking")
    bar.save_state.show_saved(datetime(2014, 11, 22, 14, 2))  # noqa: DTZ001 - wall-clock time of the laptop
    show(bar, 1440, 56)
    return bar


def named(bar: AppBar) -> list[str]:
    """The screens whose names are in the bar, all of them whole and inside it."""
    buttons = [each for each in bar.findChildren(Button) if each.isVisible() and each.isCheckable()]
    for each in buttons:
        assert each.width() >= each.sizeHint().width()
        assert bar.rect().contains(QRect(each.mapTo(bar, QPoint(0, 0)), each.size()))
    return [each.text() for each in buttons]


def behind(bar: AppBar) -> list[str]:
    """What the menu offers, as it stands there."""
    bar.more_button.click()
    menu = bar.findChildren(QMenu)[-1]
    offered = [each.text() for each in menu.actions()]
    menu.close()
    return offered


def test_where_there_is_room_every_screen_has_its_name(bar: AppBar) -> None:
    assert named(bar) == [words for _key, words in SCREENS]
    assert bar.more_button.isHidden()


@pytest.mark.parametrize(("scale", "width"), [(2.0, 1440), (2.0, 1280), (1.5, 1280), (1.3, 1280), (2.0, 900)])
def test_in_large_text_names_are_whole_and_the_rest_stands_in_a_menu(
    bar: AppBar, theme: Theme, scale: float, width: int, dressed_app: QApplication
) -> None:
    theme.set_text_scale(scale)
    bar.resize(width, bar.height())
    settle(dressed_app)
    there = named(bar)
    assert "Ranking" in there
    assert bar.more_button.isVisible()
    hidden = [f"{words}\tAlt+{at}" for at, (_key, words) in enumerate(SCREENS, start=1) if words not in there]
    assert behind(bar) == hidden
    assert len(there) + len(hidden) == len(SCREENS)


def test_the_menu_goes_to_a_screen_whose_name_then_stands_in_the_bar(
    bar: AppBar, theme: Theme, dressed_app: QApplication
) -> None:
    asked: list[str] = []
    bar.destination_chosen.connect(asked.append)
    theme.set_text_scale(2.0)
    settle(dressed_app)
    bar.more_button.setFocus()
    QTest.keyClick(bar.more_button, Qt.Key.Key_Space)
    menu = bar.findChildren(QMenu)[-1]
    menu.actions()[-1].trigger()
    menu.close()
    assert asked == ["decisions"]
    bar.show_destination("decisions")
    settle(dressed_app)
    assert "Decisions" in named(bar)
    assert "Ranking" not in named(bar)


def test_a_long_word_about_what_was_undone_is_shortened_before_a_screen_is_put_away(
    bar: AppBar, dressed_app: QApplication
) -> None:
    bar.save_state.show_told("Undone: the comment on the case for change and outcomes of Calderbrook and its partners")
    settle(dressed_app)
    assert len(named(bar)) == len(SCREENS)


@pytest.mark.parametrize(("scale", "width"), [(1.0, 1440), (2.0, 1440), (2.0, 1280)])
def test_why_something_is_not_saved_is_read_whole_and_screens_wait_in_the_menu(
    bar: AppBar, theme: Theme, dressed_app: QApplication, scale: float, width: int
) -> None:
    theme.set_text_scale(scale)
    bar.resize(width, bar.height())
    bar.save_state.show_not_saved("The disk is full.", offer_copy=True)
    settle(dressed_app)
    shown = bar.save_state.findChild(ElidedLabel)
    assert isinstance(shown, ElidedLabel)
    assert shown.shown_text().replace("\n", " ") == "Not saved: The disk is full."
    assert "Ranking" in named(bar), "the screen in sight has its name"


def test_without_a_file_there_is_nothing_to_go_to(bar: AppBar) -> None:
    bar.set_destinations(())
    assert named(bar) == []
    assert bar.more_button.isHidden()
