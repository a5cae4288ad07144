"""Where numbers come from: from a finding, a revision, the Log and the ranking to file and cell."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from dd_panel.services.returns.logbook import Subject
from dd_panel.services.returns.overview import see_returns
from dd_panel.ui.round.ranking.page import RankingPage
from tests.panelwork import ASHE
from tests.ui.conftest import Show
from tests.ui.keyboard import settle
from tests.ui.programs import wait_until
from tests.ui.round.returns.benches import FIRST, NEED, Desk, dialog, leave, shown


def test_t_leads_from_a_finding_a_revision_and_the_log_to_file_and_cell(desk: Desk) -> None:
    desk.merge(desk.first)
    desk.merge(desk.second)
    desk.merge(desk.doubtful)
    sha = see_returns(desk.place).files[0].received.sha256
    desk.press(Qt.Key.Key_T)
    said = shown(dialog())
    assert "Waits for a decision: 3 or 4" in said
    assert f"SHA-256 {sha}" in said
    assert "3 → 4" in said
    assert "nothing → 3" in said
    assert "ashe-1.xlsx · Scores!" in said
    leave(dialog())
    desk.press(Qt.Key.Key_V, Qt.Key.Key_Right, Qt.Key.Key_T)
    assert "Case for change · Margaret Ashe · 4 stands" in shown(dialog())
    leave(dialog())
    desk.page.right.findings.setFocus()
    desk.press(Qt.Key.Key_R)
    desk.reason("As it was.")
    desk.go_to_log("Scores!")
    desk.press(Qt.Key.Key_Return)
    assert "secretariat: As it was." in shown(dialog())
    leave(dialog())


def test_the_original_is_saved_from_the_log_and_from_the_trace(desk: Desk) -> None:
    desk.merge(desk.first)
    desk.go_to_log("Received and merged")
    desk.press(Qt.Key.Key_O)
    saved = desk.drafts / "ashe-1.xlsx"
    assert saved.read_bytes() == desk.first.read_bytes()
    saved.write_bytes(b"mine")
    desk.press(Qt.Key.Key_O)
    assert "holds something else" in desk.troubles[0].title
    saved.unlink()
    desk.page.reasons.trace(Subject(ASHE, FIRST, NEED))
    settle()
    save = next(each for each in dialog().findChildren(QPushButton) if each.text() == "Save the original…")
    assert save.accessibleName() == "Save the original of ashe-1.xlsx"
    save.click()
    assert saved.read_bytes() == desk.first.read_bytes()
    assert "The original is saved" in " ".join(
        each.accessibleName() for each in dialog().findChildren(QWidget) if each.isVisible()
    )
    leave(dialog())


def test_an_application_without_a_trace_says_so(desk: Desk) -> None:
    desk.page.reasons.trace(Subject(ASHE, FIRST))
    settle()
    assert "Nothing was ever received or decided here." in shown(dialog())
    leave(dialog())


def test_a_score_in_the_rankings_details_leads_to_its_file_and_cell(desk: Desk, show: Show) -> None:
    desk.merge(desk.first)
    page = RankingPage(desk.theme, desk.place, desk.jobs, desk.undo, lambda *_each: None)
    show(page, 1280, 720)
    page.on_shown()
    wait_until(lambda: page.table.isVisible() and not desk.jobs.running)
    page.table.setFocus()
    desk.press(Qt.Key.Key_T, Qt.Key.Key_Right, Qt.Key.Key_T)
    said = shown(dialog())
    assert "Plan · Margaret Ashe · 2.5 stands" in said
    assert "ashe-1.xlsx · Scores!" in said
    leave(dialog())
    desk.press(Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Return)
    said = shown(dialog())
    assert "Case for change · David Okoro · Nothing stands" in said
    assert "Nothing was ever received or decided here." in said
    leave(dialog())
