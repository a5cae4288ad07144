"""The Log and the ways back: a merge and a decision are taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from dd_panel.services.returns.overview import see_returns
from tests.ui.round.returns.benches import NEED, Desk, shown


def test_undo_takes_a_whole_merge_back(desk: Desk) -> None:
    desk.merge(desk.first, desk.second)
    assert desk.stands(NEED) == "4"
    desk.take_back()
    assert desk.stands(NEED) == ""
    assert see_returns(desk.place).received == 0
    assert not desk.page.right.revision.isVisible()
    desk.merge(desk.first)
    assert desk.stands(NEED) == "3"


def test_a_merge_is_taken_back_from_the_log_with_a_reason(desk: Desk) -> None:
    desk.merge(desk.first)
    desk.undo.clear()
    desk.go_to_log("Received and merged")
    desk.press(Qt.Key.Key_Delete)
    assert "Take back the merge of ashe-1.xlsx" in shown(desk.page.right.strip)
    desk.reason("The wrong round, she says.")
    assert desk.stands(NEED) == ""
    assert sorted(desk.log()) == [
        "Blank scoresheets made for PM01",
        "Merge of 1 scoresheet taken back",
        "Received; its merge was taken back, and the file is kept",
    ]


def test_a_merge_on_which_decisions_stand_is_refused_by_name(desk: Desk) -> None:
    desk.merge(desk.first)
    desk.merge(desk.second)
    desk.go_to_log("Received and merged")
    lines = see_returns(desk.place).log
    desk.page.right.log.selectRow(next(at for at, line in enumerate(lines) if line.return_id == 1))
    desk.press(Qt.Key.Key_Delete)
    desk.reason("The wrong one.")
    assert [trouble.detail for trouble in desk.troubles] == ["A later scoresheet, ashe-2.xlsx."]
    assert desk.page.right.strip.isVisible()
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.right.log.hasFocus()
    assert desk.stands(NEED) == "4"


def test_a_decision_is_taken_back_beside_the_finding(desk: Desk) -> None:
    desk.merge(desk.doubtful)
    desk.press(Qt.Key.Key_S)
    value = QApplication.focusWidget()
    assert isinstance(value, QLineEdit)
    value.insert("4")
    desk.press(Qt.Key.Key_Tab)
    desk.reason("She said 4.")
    assert desk.stands(NEED) == "4"
    found = desk.page.right.findings.current
    model = desk.page.right.findings.model()
    if found is None or not found.undoes:
        desk.page.right.findings.setCurrentIndex(model.index(0, 0, model.index(0, 0)))
    buttons = [
        each.text() for each in desk.page.right.findings.viewport().findChildren(QPushButton) if each.isVisible()
    ]
    assert buttons == ["Undo"]
    desk.press(Qt.Key.Key_Backspace)
    assert desk.stands(NEED) == ""
    assert see_returns(desk.place).waiting == 1
