"""Returns are read beside the window, and nobody decides meanwhile on what no longer stands."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from dd_panel.services.returns.deciding import decide
from dd_panel.services.workplace import Workplace
from dd_panel.ui.round.returns.findings_model import FindingsModel
from dd_panel.ui.round.returns.findings_rows import FindingRow
from dd_panel.ui.round.returns.page import ReturnsPage
from dd_panel.ui.round.returns.right import LOADING
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.states import SkeletonRows
from tests.ui.conftest import Show
from tests.ui.keyboard import press, settle
from tests.ui.programs import wait_until
from tests.ui.round.returns.benches import ALAN, DAVID, SAMUEL, Bench, Open, at_finding, be_read, shown


def row_of(page: ReturnsPage, file: str) -> FindingRow:
    """The first finding of a file, as it is shown."""
    model = page.right.findings.model()
    assert isinstance(model, FindingsModel)
    return next(group.rows[0] for group in model.groups if group.file == file)


def test_until_the_returns_are_read_shapes_stand_in_their_place(
    place: Workplace, bench: Bench, theme: Theme, show: Show
) -> None:
    page = ReturnsPage(theme, place, bench.jobs, bench.undo, bench.outside)
    show(page, 1280, 720)
    assert [each.accessibleName() for each in page.findChildren(SkeletonRows) if each.isVisible()] == ["Loading"]
    press(page, Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_V)
    page.accept_safe()
    page.on_shown()
    be_read(page)
    assert not any(each.isVisible() for each in page.findChildren(SkeletonRows))
    assert "3 findings to decide. 1 panel member outstanding." in shown(page)
    assert page.right.tab != LOADING


def test_what_was_decided_is_shown_at_once_and_the_next_finding_is_current(place: Workplace, opened: Open) -> None:
    page = opened(place)
    at_finding(page, SAMUEL)
    page.deciding.accept()
    assert page.reading.busy
    assert row_of(page, SAMUEL).decision == "Accepted"
    assert page.right.findings.current is not None
    assert page.right.findings.current.waits
    assert "2 findings to decide. 1 panel member outstanding." in shown(page)
    be_read(page)
    assert row_of(page, SAMUEL).decision == "Accepted"
    assert "2 findings to decide. 1 panel member outstanding." in shown(page)


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_S])
def test_nobody_decides_on_a_finding_that_was_decided_since_it_was_read(
    place: Workplace, opened: Open, bench: Bench, key: Qt.Key
) -> None:
    page = opened(place)
    troubles: list[object] = []
    bench.undo.failed.connect(troubles.append)
    at_finding(page, DAVID)
    found = page.right.findings.current
    assert found is not None
    assert found.number is not None
    decide(place, found.number, "set", "He said so.", "3")
    press(page, key)
    assert row_of(page, DAVID).decision == "Set to 3"
    assert page.right.findings.current is not None
    assert page.right.findings.current.finding.found != "3 or 4"
    assert troubles == []


def test_words_being_typed_stay_while_the_returns_are_read_again(place: Workplace, opened: Open, bench: Bench) -> None:
    page = opened(place)
    at_finding(page, ALAN)
    press(page, Qt.Key.Key_R)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.insert("Alan meant")
    number = row_of(page, SAMUEL).number
    assert number is not None
    bench.undo.perform(lambda: decide(place, number, "accept", ""))
    be_read(page)
    assert page.right.strip.isVisible()
    assert field.text() == "Alan meant"
    press(page, Qt.Key.Key_Escape)
    be_read(page)
    assert not page.right.strip.isVisible()
    assert row_of(page, SAMUEL).decision == "Accepted"
    assert page.right.findings.hasFocus()


def test_safe_mends_taken_back_are_accepted_again_before_that_is_read(
    place: Workplace, opened: Open, bench: Bench
) -> None:
    page = opened(place)
    page.accept_safe()
    be_read(page)
    bench.undo.undo()
    wait_until(lambda: not page.changing)
    page.refresh()
    page.accept_safe()
    page.accept_safe()
    be_read(page)
    assert [row_of(page, file).decision for file in (ALAN, SAMUEL)] == ["Accepted", "Accepted"]
    told: list[str] = []
    bench.undo.told.connect(told.append)
    for _step in range(2):
        bench.undo.undo()
        wait_until(lambda: not page.changing)
    assert told == ["Undone: 2 safe mends accepted", "Nothing to undo."]


def test_safe_mends_are_not_accepted_twice_while_something_is_asked_for(
    place: Workplace, opened: Open, bench: Bench
) -> None:
    page = opened(place)
    at_finding(page, DAVID)
    page.deciding.reject()
    assert page.right.strip.isVisible()
    for _time in range(2):
        page.accept_safe()
        be_read(page)
    assert page.right.strip.isVisible()
    told: list[str] = []
    bench.undo.told.connect(told.append)
    bench.undo.undo()
    wait_until(lambda: not page.changing)
    assert told == ["Undone: 2 safe mends accepted"]


def test_reading_again_moves_nothing_where_the_same_was_found(place: Workplace, opened: Open) -> None:
    page = opened(place)
    findings = page.right.findings
    at_finding(page, DAVID)
    file = findings.currentIndex().parent()
    findings.setCurrentIndex(file)
    findings.collapse(file)
    page.refresh()
    be_read(page)
    assert findings.currentIndex().data() == DAVID
    assert not findings.isExpanded(findings.currentIndex())
    assert findings.current is None
    page.right.only_waiting.click()
    assert findings.currentIndex().data() == DAVID


def test_a_decision_taken_back_waits_again_and_has_its_buttons(place: Workplace, opened: Open, bench: Bench) -> None:
    page = opened(place)
    at_finding(page, SAMUEL)
    press(page, Qt.Key.Key_A)
    be_read(page)
    at_finding(page, SAMUEL)
    bench.undo.undo()
    settle()
    current = page.right.findings.current
    assert current is not None
    assert (current.decision, current.waits) == ("", True)
    be_read(page)
    assert "3 findings to decide. 1 panel member outstanding." in shown(page)
