"""The secretariat's screens in the largest text and the smallest window: by turns, and with nothing cut off."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from dd_panel.services.review.scoresheets import export_scoresheet
from dd_panel.ui.meeting.page import MeetingPage
from dd_panel.ui.round.panel.page import PanelPage
from dd_panel.ui.round.ranking.page import RankingPage
from dd_panel.ui.round.returns.page import ReturnsPage
from dd_panel.ui.round.session import MEETING, PANEL, RANKING, RETURNS
from dd_panel.ui.shell import Shell
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.buttons import Button
from dd_panel.ui.widgets.labels import ElidedLabel
from dd_panel.ui.widgets.turns import Turns, bring
from tests.ui.example_stores import review_of, round_with, type_over
from tests.ui.keyboard import keyboard, press, settle
from tests.ui.looks import cut_off
from tests.ui.programs import running, wait_until

FIRST = "DD-003"
CONFLICTED = "DD-016"
LEAVING = "Please leave the room: Jane Pettifer"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example round with one scoresheet in it, a conflict and a clumsy cell in that; to be copied."""
    folder = tmp_path_factory.mktemp("large")
    review = review_of("PM09", folder)
    export_scoresheet(review, folder / "sheet.xlsx")
    review.store.close()
    type_over(folder / "sheet.xlsx", FIRST, "score.need", "3,0")
    round_with(folder, [folder / "sheet.xlsx"]).store.close()
    return folder / "round.ddround"


@pytest.fixture
def shell(theme: Theme, tmp_path: Path, made: Path) -> Iterator[Shell]:
    """The window on the round, in the smallest window, begun in the usual text and turned to the largest."""
    path = tmp_path / made.name
    shutil.copy(made, path)
    with running(theme, tmp_path, [path]) as app:
        app.program.shell.resize(1280, 720)
        settle()
        theme.set_text_scale(2.0)
        settle()
        yield app.program.shell


def switches(shell: Shell) -> list[Turns]:
    return [each for each in shell.findChildren(Turns) if each.isVisible()]


@pytest.mark.parametrize("key", ["applications", "rubric", "panel", "assignment", "returns", "meeting", "decisions"])
def test_both_panes_of_a_screen_have_the_whole_window_in_turn(shell: Shell, theme: Theme, key: str) -> None:
    page = shell.go_to(key)
    settle()
    wait_until(lambda: bool(switches(shell)))
    (turns,) = switches(shell)
    for at in (0, 1):
        turns.switch.choice(at).click()
        settle()
        assert cut_off(shell) == []
        assert page.width() == 1280
    theme.set_text_scale(1.0)
    settle()
    assert switches(shell) == []


def test_the_details_of_the_ranking_stand_in_the_place_of_the_table_until_they_are_closed(
    shell: Shell, theme: Theme
) -> None:
    page = shell.go_to(RANKING)
    assert isinstance(page, RankingPage)
    wait_until(lambda: page.table.isVisible() and page.table.model().rowCount() > 0)
    assert not page.detail.isVisible()
    page.table.setFocus()
    press(shell, Qt.Key.Key_Return)
    assert (page.detail.isVisible(), page.table.isVisible(), page.side.width()) == (True, False, 1280)
    assert cut_off(shell) == []
    press(shell, Qt.Key.Key_Escape)
    assert (page.detail.isVisible(), page.table.isVisible()) == (False, True)
    assert keyboard(shell) is page.table
    theme.set_text_scale(1.0)
    settle()
    assert (page.detail.isVisible(), page.table.isVisible()) == (True, True)


def test_open_filters_leave_rows_in_sight_and_every_button_within_reach(shell: Shell, theme: Theme) -> None:
    page = shell.go_to(RANKING)
    assert isinstance(page, RankingPage)
    wait_until(lambda: page.table.isVisible() and page.table.model().rowCount() > 0)
    page.toggle_tools()
    settle()
    assert page.table.viewport().height() >= 2 * page.table.rowHeight(0)
    assert cut_off(shell) == []
    buttons = (page.tools.adjusted, page.tools.table_button, page.tools.panel_button, page.tools.method_button)
    for button in (*buttons, page.head.find, page.head.export):
        assert button.visibleRegion().boundingRect() == button.rect()
    assert page.tools.method_button.accessibleName() == "Method"
    page.tools.order.setFocus()
    press(shell, Qt.Key.Key_V)
    assert (page.tools.isVisible(), page.tools.adjusted.isVisible(), page.sure.isVisible()) == (False, False, True)
    page.toggle_tools()
    theme.set_text_scale(1.0)
    settle()
    assert page.sure.isVisible()
    assert page.tools.isAncestorOf(page.tools.adjusted)
    assert page.tools.method_button.text() == "Method"


def test_f6_and_a_key_that_goes_to_the_other_pane_bring_it(shell: Shell) -> None:
    page = shell.go_to(PANEL)
    assert isinstance(page, PanelPage)
    settle()
    page.table.setFocus()
    press(shell, Qt.Key.Key_Return)
    assert (page.table.isVisible(), page.side.isVisible()) == (False, True)
    for _step in range(8):
        if not page.table.isVisible():
            press(shell, Qt.Key.Key_F6)
    assert (page.table.isVisible(), page.side.isVisible()) == (True, False)


def test_an_item_of_the_meeting_scrolls_to_the_criterion_and_has_its_decision_in_turn(shell: Shell) -> None:
    page = shell.go_to(MEETING)
    assert isinstance(page, MeetingPage)
    wait_until(lambda: page.is_read)
    page.open_item(FIRST)
    settle()
    press(shell, *[Qt.Key.Key_Down] * 5)
    spread = page.view.spread
    assert spread.visibleRegion().boundingRect().intersects(spread.line_rect(5))
    assert cut_off(shell) == []
    press(shell, Qt.Key.Key_G, modifier=Qt.KeyboardModifier.ControlModifier)
    assert (page.card.isVisible(), spread.isVisible()) == (True, False)
    assert keyboard(shell) is page.card.score
    assert cut_off(shell) == []


def test_who_is_asked_to_leave_can_be_read_in_whole(shell: Shell) -> None:
    page = shell.go_to(MEETING)
    assert isinstance(page, MeetingPage)
    wait_until(lambda: page.is_read)
    page.preparing.everybody.click()
    page.open_item(CONFLICTED)
    settle()
    names = [each for each in page.view.banner.findChildren(ElidedLabel) if each.text().startswith("Please leave")]
    assert [each.shown_text() for each in names] == [LEAVING]
    assert cut_off(shell) == []


def test_the_log_keeps_its_words_readable_and_its_tools_whole(shell: Shell) -> None:
    page = shell.go_to(RETURNS)
    assert isinstance(page, ReturnsPage)
    bring(page.right)
    log = page.right.log
    next(each for each in page.right.findChildren(Button) if each.text() == "Log").click()
    settle()
    assert log.isVisible()
    assert cut_off(shell) == []
    assert log.columnWidth(3) >= 400


def test_while_a_finding_is_decided_its_row_keeps_its_height(shell: Shell) -> None:
    page = shell.go_to(RETURNS)
    assert isinstance(page, ReturnsPage)
    bring(page.right)
    page.right.findings.setFocus()
    press(shell, Qt.Key.Key_S)
    right = page.right
    assert right.strip.isVisible()
    assert right.strip.height() >= right.strip.minimumSizeHint().height()
    row = right.findings.visualRect(right.findings.currentIndex()).adjusted(0, 0, 0, -1)
    assert right.findings.viewport().rect().contains(row)
    press(shell, Qt.Key.Key_Escape)
    assert right.foot.isVisible()
