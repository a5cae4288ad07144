"""Returns shows how far each member is and what was received, and the keyboard finds its way there."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTableView, QTreeView

from dd_panel.services.returns.overview import see_returns
from dd_panel.services.workplace import Workplace
from dd_panel.ui.panes import PaneCycle
from dd_panel.ui.round.returns.findings_rows import groups_of
from tests.ui.example_stores import round_with
from tests.ui.keyboard import press, settle
from tests.ui.round.returns.benches import DAVID, SPOKEN, Open, shown


def test_members_show_how_far_each_return_is(place: Workplace) -> None:
    members = {each.member.name: each for each in see_returns(place).members}
    assert {name: each.state for name, each in members.items()} == {
        "Margaret Ashe": "complete",
        "David Okoro": "error",
        "Priya Nair": "complete",
        "Tom Whitlock": "complete",
        "Helen Marsh": "complete",
        "Iain Fraser": "outstanding",
        "Ruth Calder": "complete",
        "Samuel Obi": "received",
        "Jane Pettifer": "complete",
        "Alan Reeve": "received",
    }
    helen = members["Helen Marsh"]
    assert (helen.conflicts, helen.scored, helen.expected) == (1, 6, 6)


def test_a_member_is_read_aloud_as_a_sentence(place: Workplace, opened: Open) -> None:
    page = opened(place)
    model = page.left.members.model()
    said = [str(model.index(at, 0).data(SPOKEN)) for at in range(model.rowCount())]
    assert said[1] == "David Okoro, Needs attention, v1 · 24 Feb 12:00, 1 finding  ·  6 of 7"
    assert said[5] == "Iain Fraser, Outstanding, Nothing yet, 0 of 7 scored"


def test_the_receipt_says_that_everything_is_accounted_for(place: Workplace, opened: Open) -> None:
    receipt = see_returns(place).receipt
    assert receipt.adds_up
    said = shown(opened(place))
    assert f"{receipt.expected} scores expected: {receipt.scored} scored" in said
    assert "3 waiting" in said
    assert "Adds up" in said
    assert "3 findings to decide. 1 panel member outstanding." in said


def test_the_receipt_is_told_by_member_and_by_application(place: Workplace, opened: Open) -> None:
    page = opened(place)
    receipt = see_returns(place).receipt
    next(each for each in page.findChildren(QPushButton) if each.text() == "Receipt").click()
    table = next(each for each in page.findChildren(QTableView) if each.isVisible() and each.model().rowCount() > 30)
    said = [str(table.model().index(at, 0).data(SPOKEN)) for at in range(table.model().rowCount())]
    assert len(said) == 1 + len(receipt.by_member) + len(receipt.by_application)
    assert said[0].startswith(f"Whole round, Expected {receipt.expected}, Scored {receipt.scored}, Cannot judge 0, ")
    iain = "PM06, Iain Fraser, Expected 42, Scored 0, Cannot judge 0, Conflicted 0, Not yet scored 42, Waiting 0"
    assert iain in said
    assert sum(line.startswith("DD-") for line in said) == 24


def test_the_log_says_who_took_each_scoresheet_in(place: Workplace) -> None:
    log = see_returns(place).log
    assert len(log) == 9
    assert {line.who for line in log} == {"Secretariat"}


def test_the_keyboard_begins_where_one_looks_for_scoresheets(place: Workplace, opened: Open) -> None:
    page = opened(place)
    cycle = PaneCycle()
    cycle.set_panes(page.panes())
    assert cycle.enter(page.left)
    settle()
    assert QApplication.focusWidget() is page.left.zone.browse
    QTest.keyClick(page.left.zone.browse, Qt.Key.Key_Tab)
    settle()
    assert QApplication.focusWidget() is page.left.members
    page.left.zone.watch.setFocus()
    QTest.keyClick(page.left.zone.watch, Qt.Key.Key_Tab)
    settle()
    assert QApplication.focusWidget() is page.left.zone.browse
    page.left.members.setFocus()
    page.right.findings.setFocus()
    assert cycle.enter(page.left)
    settle()
    assert QApplication.focusWidget() is page.left.members


def test_while_files_are_read_the_keyboard_begins_at_cancel(place: Workplace, opened: Open) -> None:
    page = opened(place)
    page.left.zone.show_progress(0, 2, "one.xlsx")
    page.left.setFocus()
    settle()
    assert QApplication.focusWidget() is page.left.zone.cancel


def test_before_anything_came_the_screen_says_what_to_do(tmp_path: Path, opened: Open) -> None:
    place = round_with(tmp_path, [])
    page = opened(place)
    assert "No scoresheets yet" in shown(page)
    assert see_returns(place).outstanding == 10
    place.store.close()


def test_choosing_a_member_shows_the_findings_of_that_member(place: Workplace, opened: Open) -> None:
    page = opened(place)
    page.left.members.setFocus()
    page.left.members.setCurrentIndex(page.left.members.model().index(1, 0))
    press(page, Qt.Key.Key_Return)
    assert page.right.findings.currentIndex().data() == DAVID


def test_the_way_to_the_ranking_is_always_open(place: Workplace, opened: Open) -> None:
    page = opened(place)
    asked: list[bool] = []
    page.ranking_requested.connect(lambda: asked.append(True))
    next(button for button in page.findChildren(QPushButton) if button.text() == "See the ranking").click()
    assert asked == [True]


def test_findings_speak_in_sentences_and_every_control_has_a_name(place: Workplace, opened: Open) -> None:
    page = opened(place)
    group = next(group for group in groups_of(see_returns(place)) if group.file == DAVID)
    assert re.match(
        r"Scores![A-Z]+\d+\. DD-022 · Leadership\. Langmoor Metropolitan Borough Council · Leadership and readiness\.",
        group.rows[0].spoken(),
    )
    assert group.rows[0].spoken().endswith("To decide.")
    assert group.rows[0].proposal == "ask David"
    for button in page.findChildren(QPushButton):
        assert button.text() or button.accessibleName(), button
    for view in page.findChildren(QTreeView):
        assert QAccessible.queryAccessibleInterface(view).text(QAccessible.Text.Name)
