"""The page with every widget of the kit: all of it has a name, is large enough, and is reached by keyboard."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from dd_panel.ui.settings import Mode
from dd_panel.ui.theme import Theme
from tests.ui.conftest import Show
from tests.ui.keyboard import activate, settle
from tests.ui.vocabulary import Vocabulary

OPERABLE = {
    QAccessible.Role.Button,
    QAccessible.Role.RadioButton,
    QAccessible.Role.CheckBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.ComboBox,
}


def operable(page: QWidget) -> list[QWidget]:
    """Return what a person can operate, whoever asks: sighted, or by ear."""
    found = []
    for widget in page.findChildren(QWidget):
        interface = QAccessible.queryAccessibleInterface(widget)
        if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus and interface.role() in OPERABLE:
            found.append(widget)
    return found


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_everything_that_can_be_operated_has_a_name_and_a_target_large_enough(
    theme: Theme, show: Show, scale: float
) -> None:
    theme.set_text_scale(scale)
    page = show(Vocabulary(theme), 1440, 900)
    things = operable(page)
    assert len(things) > 30
    for thing in things:
        name = QAccessible.queryAccessibleInterface(thing).text(QAccessible.Text.Name)
        assert name, type(thing).__name__
        assert thing.width() >= 28, name
        assert thing.height() >= 28, name


def test_tab_reaches_every_group_and_shows_where_it_is(theme: Theme, show: Show, dressed_app: QApplication) -> None:
    page = Vocabulary(theme)
    show(page, 1440, 900)
    page.setFocus()
    seen: list[QWidget] = []
    for _press in range(60):
        focused = QApplication.focusWidget()
        QTest.keyClick(focused or page, Qt.Key.Key_Tab)
        settle(dressed_app)
        focused = QApplication.focusWidget()
        if focused is None or focused in seen:
            break
        seen.append(focused)
        assert page.ring.target is focused
        assert page.ring.isVisible()
    assert page.focused_button in seen
    assert page.comment in seen
    assert page.search in seen
    assert page.scores.choice(3) in seen
    assert page.scores.choice(2) not in seen


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_picture_is_the_same_each_time(theme: Theme, show: Show, dressed_app: QApplication, mode: Mode) -> None:
    theme.set_mode(mode)
    pictures = []
    for _time in range(2):
        page = Vocabulary(theme)
        show(page, 1440, 900)
        page.comment.setFocus()
        settle(dressed_app)
        pictures.append(page.grab().toImage())
        page.close()
    assert pictures[0] == pictures[1]


def test_a_change_of_theme_repaints_everything_as_if_it_had_been_there_from_the_start(
    theme: Theme, show: Show, dressed_app: QApplication
) -> None:
    changed = Vocabulary(theme)
    show(changed, 1440, 900)
    theme.set_mode("dark")
    theme.set_text_scale(1.15)
    settle(dressed_app)
    fresh = Vocabulary(theme)
    show(fresh, 1440, 900)
    changed.resize(fresh.size())
    for page in (changed, fresh):
        activate(page)
        page.setFocus()
        settle(dressed_app)
    assert changed.size() == fresh.size()
    first, second = changed.grab().toImage(), fresh.grab().toImage()
    different = sum(
        first.pixel(x, y) != second.pixel(x, y) for x in range(0, first.width(), 3) for y in range(0, first.height(), 3)
    )
    assert different == 0


def test_nothing_is_left_in_qts_own_colours(theme: Theme, show: Show) -> None:
    page = show(Vocabulary(theme), 1440, 900)
    image = page.grab().toImage()
    seen = Counter(image.pixelColor(x, y).name() for x in range(0, 1440, 2) for y in range(0, 900, 2))
    ours = {theme.hex(name) for name in theme.tokens.colours["light"]}
    large = {name for name, pixels in seen.items() if pixels > 400}
    assert large <= ours
