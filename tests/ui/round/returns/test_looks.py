"""Returns drawn in both themes, in small windows and in large text, with everything named."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from dd_panel.services.workplace import Workplace
from dd_panel.ui.round.returns.findings_model import MEND, WHAT
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.turns import bring
from tests.ui.keyboard import press, settle
from tests.ui.looks import cut_off
from tests.ui.round.returns.benches import DAVID, Desk, Open, at_finding, dialog, leave


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("tab", [0, 1, 2])
def test_every_tab_can_be_drawn_in_both_themes(
    place: Workplace, opened: Open, theme: Theme, mode: str, tab: int, dressed_app: QApplication
) -> None:
    page = opened(place)
    theme.set_mode("dark" if mode == "dark" else "light")
    names = ("Findings 3", "Conflicts 2", "Log")
    next(button for button in page.findChildren(QPushButton) if button.text() == names[tab]).click()
    settle(dressed_app)
    assert not page.grab().isNull()


def test_the_finding_that_is_asked_about_stays_in_sight(
    place: Workplace, opened: Open, dressed_app: QApplication
) -> None:
    page = opened(place)
    findings = page.right.findings
    at_finding(page, DAVID)
    findings.window().resize(1280, 470)
    settle(dressed_app)
    press(page, Qt.Key.Key_S)
    settle(dressed_app)
    assert page.right.strip.isVisible()
    # Qt leaves a row's last line of pixels out when it scrolls down to it.
    row = findings.visualRect(findings.currentIndex()).adjusted(0, 0, 0, -1)
    assert findings.viewport().rect().contains(row)


def test_in_large_text_the_sentence_has_room_and_the_mend_stands_below_it(
    theme: Theme, place: Workplace, opened: Open, dressed_app: QApplication
) -> None:
    page = opened(place)
    findings = page.right.findings
    assert not findings.isColumnHidden(MEND)
    theme.set_text_scale(1.5)
    settle(dressed_app)
    assert findings.isColumnHidden(MEND)
    assert findings.columnWidth(WHAT) > findings.viewport().width() * 0.4
    buttons = (page.right.safe, page.right.only_waiting)
    assert [each.text() for each in buttons] == ["Accept safe", "Undecided"]
    assert all(each.width() >= each.sizeHint().width() for each in buttons)
    theme.set_text_scale(1.0)
    settle(dressed_app)
    assert not findings.isColumnHidden(MEND)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (1280, 720)])
def test_every_part_is_drawn_and_named(desk: Desk, mode: str, size: tuple[int, int]) -> None:
    desk.merge(desk.first)
    desk.merge(desk.second)
    desk.merge(desk.doubtful)
    desk.theme.set_mode("dark" if mode == "dark" else "light")
    desk.page.resize(*size)
    desk.press(Qt.Key.Key_V, Qt.Key.Key_Right, Qt.Key.Key_K)
    desk.reason("A slip.")
    desk.page.right.findings.setFocus()
    desk.press(Qt.Key.Key_Q)
    assert not desk.page.grab().isNull()
    for button in desk.page.findChildren(QPushButton):
        assert button.text() or button.accessibleName(), button
    interface = QAccessible.queryAccessibleInterface(desk.page.right.revision.table)
    assert interface.text(QAccessible.Text.Name) == "Changed applications"
    desk.press(Qt.Key.Key_Escape, Qt.Key.Key_T)
    assert isinstance(dialog(), QDialog)
    assert not dialog().grab().isNull()
    leave(dialog())


def test_the_largest_text_shows_members_and_findings_by_turns_and_cuts_nothing_off(
    theme: Theme, place: Workplace, opened: Open, dressed_app: QApplication
) -> None:
    page = opened(place)
    theme.set_text_scale(2.0)
    settle(dressed_app)
    page.resize(1280, 544)  # what the bars leave of the smallest window
    settle(dressed_app)
    for pane in (page.left, page.right):
        bring(pane)
        settle(dressed_app)
        assert cut_off(page) == []
        assert (page.width(), pane.width()) == (1280, 1280)
    page.left.members.setFocus()
    press(page, Qt.Key.Key_Return)
    settle(dressed_app)
    assert page.right.isVisible()
