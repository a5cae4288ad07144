"""The rubric of an open round: free while nobody has it, then only shown, and changed by an explicit way across."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dd_panel.services.round.changing_rubric import see_rubric
from dd_panel.services.round.packing import make_packs
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.round.setup.rubric_page import RubricPage
from dd_panel.ui.round.setup.way_across import WayAcrossDialog
from dd_panel.ui.theme import Theme
from dd_panel.ui.undo import UndoHistory
from tests.panelwork import ASHE, NOON, SmallRound, fill_all, small_round
from tests.ui.conftest import Show, settle
from tests.ui.keyboard import press
from tests.ui.programs import wait_until

CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass
class Shown:
    """The page over a small round."""

    page: RubricPage
    place: Workplace
    jobs: Jobs
    undo: UndoHistory

    def retitle(self, words: str) -> None:
        """Type another title for the first criterion."""
        line = self.page.editor.criterion.title.line
        line.selectAll()
        QTest.keyClicks(line, words)

    def titles(self) -> list[str]:
        return [each.title for each in see_rubric(self.place).rules.rubric.criteria]

    def dialog(self) -> WayAcrossDialog:
        wait_until(lambda: isinstance(QApplication.activeModalWidget(), WayAcrossDialog))
        found = QApplication.activeModalWidget()
        assert isinstance(found, WayAcrossDialog)
        return found

    def keep(self) -> None:
        press(self.page, Qt.Key.Key_Return, modifier=CTRL)
        wait_until(lambda: not self.jobs.running)
        settle()


@pytest.fixture
def small(tmp_path: Path) -> SmallRound:
    return small_round(tmp_path)


@pytest.fixture
def shown(theme: Theme, show: Show, small: SmallRound) -> Iterator[Shown]:
    with open_store(small.path) as store:
        place, jobs, undo = Workplace(store, lambda: NOON, "secretariat"), Jobs(), UndoHistory()
        made = Shown(RubricPage(theme, place, jobs, undo), place, jobs, undo)
        show(made.page, 1440, 812)
        yield made
        jobs.wait()
        undo.clear()


def test_before_packs_are_out_it_is_changed_and_taken_back(shown: Shown) -> None:
    assert shown.page.state.text() == "Nobody has it yet: it may still be changed."
    assert not shown.page.keep.isEnabled()
    shown.retitle("The case")
    assert shown.page.left.text() == "Changed, not kept yet"
    shown.keep()
    seen = [shown.titles(), shown.page.is_changed]
    shown.undo.undo()
    settle()
    assert [*seen, shown.titles()] == [["The case", "Plan"], False, ["Case for change", "Plan"]]
    assert shown.page.editor.criterion.title.line.text() == "Case for change"


def test_what_is_typed_while_a_change_is_made_stays(shown: Shown) -> None:
    shown.retitle("The case")
    press(shown.page, Qt.Key.Key_Return, modifier=CTRL)
    shown.retitle("The whole case")
    wait_until(lambda: not shown.jobs.running)
    settle()
    assert (shown.titles(), shown.page.is_changed) == (["The case", "Plan"], True)
    assert shown.page.editor.criterion.title.line.text() == "The whole case"


def test_a_slip_is_shown_instead_of_kept(shown: Shown) -> None:
    line = shown.page.editor.criterion.weight.line
    line.selectAll()
    QTest.keyClicks(line, "x")
    shown.keep()
    assert shown.page.left.text() == "1 thing to mend"
    assert QApplication.focusWidget() is line


def test_what_was_typed_can_be_left(shown: Shown) -> None:
    shown.retitle("The case")
    shown.page.discard.click()
    assert (shown.page.is_changed, shown.page.editor.criterion.title.line.text()) == (False, "Case for change")


def test_once_packs_are_out_it_is_only_shown(shown: Shown, tmp_path: Path) -> None:
    make_packs(shown.place, tmp_path / "packs")
    shown.page.refresh()
    assert shown.page.state.text() == "Frozen: members have it since Thu 20 Feb."
    assert not shown.page.editor.criterion.title.line.isEnabled()
    shown.page.editor.table.setFocus()
    press(shown.page, Qt.Key.Key_Delete)
    assert not shown.page.is_changed
    shown.page.unlock.click()
    assert shown.page.editor.criterion.title.line.isEnabled()


def test_a_new_version_says_what_it_does_and_nothing_is_ticked_beforehand(shown: Shown, small: SmallRound) -> None:
    sheet = fill_all(_blank(shown, small))
    _merge(shown, sheet)
    shown.page.refresh()
    shown.page.unlock.click()
    shown.page.editor.choose(2)
    shown.page.editor.criterion.scale.preset.drop.activated.emit(3)
    shown.keep()
    dialog = shown.dialog()
    assert {key: tick.text() for key, tick in dialog.ticks.items()} == {"need": "Let its 7 scores stand"}
    assert dialog.carried == ()
    assert dialog.outcome.text() == (
        "7 reviews are begun. 7 have to be done again or added to. 0 scores stand, 14 are cleared."
    )
    dialog.ticks["need"].click()
    assert dialog.outcome.text().endswith("7 scores stand, 7 are cleared.")
    dialog.yes.click()
    assert dialog.reason.said == "Say why the rubric changes."
    QTest.keyClicks(dialog.line, "A longer scale was asked for.")
    dialog.yes.click()
    wait_until(lambda: not shown.jobs.running)
    settle()
    view = see_rubric(shown.place)
    assert (view.begun, [each.reason for each in view.changes]) == (7, ["A longer scale was asked for."])
    assert shown.page.state.text() == "Frozen: scores stand on it. 7 reviews are begun. It was replaced 1 time."


def test_cancelled_nothing_is_changed(shown: Shown, tmp_path: Path) -> None:
    make_packs(shown.place, tmp_path / "packs")
    shown.page.refresh()
    shown.page.unlock.click()
    shown.retitle("The case")
    shown.keep()
    shown.dialog().reject()
    settle()
    assert (shown.titles(), shown.page.is_changed) == (["Case for change", "Plan"], True)


def test_nobody_is_asked_on_another_screen(shown: Shown, tmp_path: Path) -> None:
    make_packs(shown.place, tmp_path / "packs")
    shown.page.refresh()
    shown.page.begin_version()
    shown.retitle("Case")
    shown.page.ask_to_keep()
    shown.page.hide()
    wait_until(lambda: not shown.jobs.running)
    settle()
    assert QApplication.activeModalWidget() is None
    shown.page.show()
    assert shown.page.is_changed
    shown.page.ask_to_keep()
    assert shown.dialog().isVisible()


def _blank(shown: Shown, small: SmallRound) -> bytes:
    from dd_panel.services.review.scoresheets import blank_scoresheet

    out = small.path.parent / "blank.xlsx"
    blank_scoresheet(shown.place, ASHE, out)
    return out.read_bytes()


def _merge(shown: Shown, content: bytes) -> None:
    from dd_panel.services.returns.merging import Incoming, merge_returns

    merge_returns(shown.place, [Incoming("ashe.xlsx", content)])
