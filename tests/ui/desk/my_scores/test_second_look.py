"""The secretariat lets a member look at some applications once more, from the Returns screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dd_panel.domain.errors import DDPanelError
from dd_panel.domain.identifiers import Field
from dd_panel.services.returns.overview import see_returns
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.outside import Outside
from dd_panel.ui.round.returns.page import ReturnsPage
from dd_panel.ui.round.returns.second_look import SecondLookDialog
from dd_panel.ui.theme import Theme
from dd_panel.ui.undo import UndoHistory
from tests.panelwork import ASHE, NOON, OKORO, REFERENCES, fill, fill_all, small_round
from tests.ui.conftest import Show
from tests.ui.keyboard import settle
from tests.ui.programs import wait_until
from tests.ui.round.returns.benches import be_read

FIRST, SECOND = REFERENCES[:2]


class Desk:
    """A round in which Margaret Ashe and David Okoro have sent their scores; they differ most about the second one."""

    def __init__(self, theme: Theme, folder: Path) -> None:
        made = small_round(folder)
        theirs = fill(fill_all(made.blank(OKORO)), {(SECOND, "score.plan"): 5, (SECOND, "score.need"): 5})
        made.merge(fill_all(made.blank(ASHE)), theirs)
        self.out = folder / "again.xlsx"
        self.troubles: list[DDPanelError] = []
        self.opened: list[Path] = []
        self.jobs = Jobs()
        undo = UndoHistory()
        self.store = open_store(made.path)
        self.place = Workplace(self.store, lambda: NOON, "secretariat")
        outside = Outside(
            lambda _parent: [], lambda _parent, _title: folder, lambda _parent, _title, _name: self.out, self.open
        )
        self.page = ReturnsPage(theme, self.place, self.jobs, undo, outside)
        self.page.failed.connect(self.troubles.append)

    def open(self, path: Path) -> bool:
        self.opened.append(path)
        return True

    def ask(self) -> SecondLookDialog:
        self.page.left.go_to(ASHE)
        self.page.ask_second_look()
        wait_until(lambda: bool(self.page.findChildren(SecondLookDialog)))
        settle()
        return self.page.findChildren(SecondLookDialog)[-1]


@pytest.fixture
def desk(theme: Theme, tmp_path: Path, show: Show) -> Iterator[Desk]:
    desk = Desk(theme, tmp_path)
    show(desk.page, 1280, 720)
    desk.page.on_shown()
    be_read(desk.page)
    yield desk
    assert desk.jobs.wait()
    settle()
    desk.store.close()


def test_by_keyboard_a_second_look_goes_out_comes_back_and_is_kept_beside_the_first(desk: Desk) -> None:
    dialog = desk.ask()
    box = QApplication.focusWidget()
    assert box is dialog.boxes[SECOND]
    assert dialog.boxes[SECOND].text() == "DD-002: total 56, colleagues 100"

    QTest.keyClick(dialog.boxes[SECOND], Qt.Key.Key_Space)
    QTest.keyClick(dialog.boxes[SECOND], Qt.Key.Key_Return)
    wait_until(desk.page.right.drafts.isVisible)
    be_read(desk.page)

    assert desk.out.is_file()
    desk.page.right.drafts.open_button.click()
    assert desk.opened == [desk.out]
    back = desk.out.with_name("back.xlsx")
    back.write_bytes(fill(desk.out.read_bytes(), {(SECOND, "second.need"): 5, (SECOND, "second-comment.need"): "Yes."}))
    desk.page.take_files([back])
    assert desk.jobs.wait()
    be_read(desk.page)
    assert desk.page.right.revision.isVisible()
    with desk.store.reading() as work:
        entries = work.entries.of(ASHE, SECOND)
    assert (entries[Field("score.need")], entries[Field("second.need")]) == ("3", "5")
    log = [line.what for line in see_returns(desk.place).log]
    assert {"Received and merged, second look 1", "Second look 1 for Margaret Ashe written: DD-002"} <= set(log)
    assert desk.troubles == []


def test_nothing_ticked_is_asked_for_and_nothing_is_written(desk: Desk) -> None:
    dialog = desk.ask()

    dialog.yes.click()
    settle()

    assert dialog.isVisible()
    assert QApplication.focusWidget() is dialog.boxes[SECOND]
    dialog.no.click()
    settle()
    assert not desk.out.exists()


def test_nobody_is_asked_on_another_screen(desk: Desk) -> None:
    desk.page.left.go_to(ASHE)
    desk.page.ask_second_look()
    desk.page.hide()
    assert desk.jobs.wait()
    settle()
    assert desk.page.findChildren(SecondLookDialog) == []


def test_one_second_look_is_written_at_a_time_and_that_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    may_go = Event()
    monkeypatch.setattr("dd_panel.ui.round.returns.second_look.make_second_look", lambda *_args: may_go.wait(10))
    dialog = desk.ask()
    dialog.boxes[SECOND].setChecked(True)
    dialog.yes.click()
    desk.page.ask_second_look()
    assert [str(each) for each in desk.troubles] == ["One moment: the last step is not done yet."]
    may_go.set()
    wait_until(lambda: not desk.jobs.running)
    settle()
    desk.page.ask_second_look()
    assert len(desk.troubles) == 1


def test_a_member_who_has_scored_nothing_is_told_so(theme: Theme, tmp_path: Path, show: Show) -> None:
    made = small_round(tmp_path)
    made.merge(fill_all(made.blank(OKORO)))
    with made.open() as place:
        page = ReturnsPage(theme, place, Jobs(), UndoHistory())
        show(page, 1280, 720)
        page.on_shown()
        be_read(page)
        troubles: list[DDPanelError] = []
        page.failed.connect(troubles.append)
        page.left.go_to(ASHE)
        page.ask_second_look()
        wait_until(lambda: bool(troubles))
    assert [str(each) for each in troubles] == ["Margaret Ashe has scored nothing yet. Take the scoresheet in first."]
