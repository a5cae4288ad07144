"""What is in doubt in a scoresheet is decided with the keyboard: accepted, rejected, set with a reason."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from dd_panel.services.returns.overview import see_returns
from dd_panel.services.workplace import Workplace
from tests.ui.keyboard import press, settle
from tests.ui.round.returns.benches import (
    ALAN,
    DAVID,
    SAMUEL,
    Bench,
    Open,
    all_findings,
    at_finding,
    be_read,
    stored,
    write,
)


def test_a_accepts_a_safe_mend_at_once_and_goes_to_the_next(place: Workplace, opened: Open) -> None:
    page = opened(place)
    at_finding(page, SAMUEL)
    assert stored(place, "PM08", "DD-018", "community") == ""
    press(page, Qt.Key.Key_A)
    assert stored(place, "PM08", "DD-018", "community") == "3"
    assert page.right.findings.hasFocus()
    current = page.right.findings.current
    assert current is not None
    assert current.waits  # the next one


def test_r_asks_why_and_keeps_what_stood(place: Workplace, opened: Open) -> None:
    page = opened(place)
    at_finding(page, ALAN)
    press(page, Qt.Key.Key_R)
    assert page.right.strip.isVisible()
    press(page, Qt.Key.Key_Return)
    assert page.right.strip.isVisible()  # a reason is needed
    write("Alan meant to leave it open.")
    press(page, Qt.Key.Key_Return)
    assert not page.right.strip.isVisible()
    assert stored(place, "PM10", "DD-017", "community") == ""
    decided = [kept for kept in all_findings(place) if kept.decision == "rejected"]
    assert [(kept.reason, kept.who) for kept in decided] == [("Alan meant to leave it open.", "Secretariat")]


def test_what_is_a_judgement_is_never_accepted_but_set_with_a_reason(place: Workplace, opened: Open) -> None:
    page = opened(place)
    at_finding(page, DAVID)
    press(page, Qt.Key.Key_A)  # there is nothing to accept, so it asks what is meant
    write("3")
    press(page, Qt.Key.Key_Tab)
    write("David said 3 on the phone.")
    press(page, Qt.Key.Key_Return)
    assert stored(place, "PM02", "DD-022", "readiness") == "3"
    log = see_returns(place).log
    assert log[0].who == "Secretariat"
    assert "set to “3”" in log[0].what
    assert log[0].reason == "David said 3 on the phone."


def test_a_value_that_cannot_stand_is_refused_and_the_question_stays(
    place: Workplace, opened: Open, bench: Bench
) -> None:
    page = opened(place)
    troubles: list[object] = []
    bench.undo.failed.connect(troubles.append)
    at_finding(page, DAVID)
    press(page, Qt.Key.Key_S)
    write("nine")
    press(page, Qt.Key.Key_Tab)
    write("A slip")
    press(page, Qt.Key.Key_Return)
    assert len(troubles) == 1
    assert page.right.strip.isVisible()
    press(page, Qt.Key.Key_Escape)
    assert not page.right.strip.isVisible()
    assert page.right.findings.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_S, Qt.Key.Key_Q, Qt.Key.Key_T])
def test_a_key_pressed_on_a_file_goes_to_its_finding_and_decides_nothing(
    place: Workplace, opened: Open, key: Qt.Key
) -> None:
    page = opened(place)
    at_finding(page, DAVID)
    page.right.findings.setCurrentIndex(page.right.findings.currentIndex().parent())
    press(page, key)
    assert page.right.findings.current is not None
    assert page.right.findings.current.finding.found == "3 or 4"
    assert not page.right.strip.isVisible()
    assert len([kept for kept in all_findings(place) if kept.decision is None]) == 3


def test_letters_typed_into_a_reason_decide_nothing(place: Workplace, opened: Open) -> None:
    page = opened(place)
    at_finding(page, DAVID)
    press(page, Qt.Key.Key_R, Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_S)
    assert page.right.strip.isVisible()
    assert [kept.decision for kept in all_findings(place)] == [None, None, None]
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.text() == "ars"


def test_the_buttons_of_the_current_finding_do_the_same(
    place: Workplace, opened: Open, dressed_app: QApplication
) -> None:
    page = opened(place)
    at_finding(page, SAMUEL)
    settle(dressed_app)
    buttons = [each for each in page.right.findings.viewport().findChildren(QPushButton) if each.isVisible()]
    assert [each.text() for each in buttons] == ["Accept", "Reject"]
    assert re.match(r"Accept: Scores![A-Z]+\d+\. DD-018 · Staff\.", buttons[0].accessibleName())
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    settle(dressed_app)
    assert stored(place, "PM08", "DD-018", "community") == "3"


def test_all_safe_mends_at_once_leave_the_judgement_alone(place: Workplace, opened: Open) -> None:
    page = opened(place)
    QTest.mouseClick(page.right.safe, Qt.MouseButton.LeftButton)
    be_read(page)
    decisions = {kept.file: kept.decision for kept in all_findings(place)}
    assert decisions == {ALAN: "accepted", SAMUEL: "accepted", DAVID: None}
    assert not page.right.safe.isVisible()


def test_undecided_only_hides_what_is_decided(place: Workplace, opened: Open) -> None:
    page = opened(place)
    page.accept_safe()
    be_read(page)
    assert page.right.findings.model().rowCount() == 3
    page.right.only_waiting.click()
    assert [page.right.findings.model().index(0, 0).data(), page.right.findings.model().rowCount()] == [DAVID, 1]
