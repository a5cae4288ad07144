"""The Panel screen: people added, changed and withdrawn, forms out and back, and a chair who may not chair."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from dd_panel.domain.panel import Member
from dd_panel.services.assignment.assigning import declare_for
from dd_panel.services.round.panel import see_panel
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.outside import Outside
from dd_panel.ui.round.panel.dialogs import LeavingDialog, NewMemberDialog
from dd_panel.ui.round.panel.page import PanelPage
from dd_panel.ui.theme import Theme
from dd_panel.ui.undo import UndoHistory
from dd_panel.ui.widgets.form_field import Field
from tests.panelwork import ASHE, NOON, OKORO, REFERENCES, small_round
from tests.ui.conftest import Show, settle
from tests.ui.keyboard import press
from tests.ui.programs import wait_until

CTRL = Qt.KeyboardModifier.ControlModifier
Dialog = TypeVar("Dialog", bound=QWidget)


@dataclass
class Shown:
    """The page over a small round, the folder that is chosen where one is asked for, and troubles that were told."""

    page: PanelPage
    place: Workplace
    jobs: Jobs
    undo: UndoHistory
    folder: Path
    troubles: list[object] = field(default_factory=list)

    def row(self, number: int) -> list[str]:
        model = self.page.table.model()
        return [str(model.index(number, at).data()) for at in range(model.columnCount())]

    def idle(self) -> None:
        wait_until(lambda: not self.jobs.running)
        settle()

    def type_into(self, at: Field, text: str) -> None:
        """Type in place of what stands in a field, and leave it."""
        at.control.setFocus()
        QTest.keyClick(at.control, Qt.Key.Key_A, CTRL)
        QTest.keyClick(at.control, Qt.Key.Key_Backspace)
        QTest.keyClicks(at.control, text)
        QTest.keyClick(at.control, Qt.Key.Key_Return)
        settle()


def dialog(kind: type[Dialog]) -> Dialog:
    wait_until(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


@pytest.fixture
def shown(theme: Theme, show: Show, tmp_path: Path) -> Iterator[Shown]:
    members = (
        Member(ASHE, "Margaret Ashe", "Northmere Council", role="chair"),
        Member(OKORO, "David Okoro", "Harbour Mutuals", limit=8),
    )
    small = small_round(tmp_path, members=members)
    with open_store(small.path) as store:
        place, jobs = Workplace(store, lambda: NOON, "secretariat"), Jobs()
        undo = UndoHistory(jobs)
        outside = Outside(folder=lambda _parent, _title: tmp_path / "forms")
        made = Shown(PanelPage(theme, place, jobs, undo, outside), place, jobs, undo, tmp_path)
        undo.failed.connect(made.troubles.append)
        made.page.failed.connect(made.troubles.append)
        show(made.page, 1440, 812)
        made.page.on_shown()
        yield made
        jobs.wait()
        undo.clear()


def test_the_panel_is_told_in_a_table_and_a_line(shown: Shown) -> None:
    assert shown.row(0) == ["Margaret Ashe", "Northmere Council", "Chair", "7", "1", "Not sent"]
    assert shown.row(1) == ["David Okoro", "Harbour Mutuals", "Member", "7 of 8", "–", "Not sent"]
    assert shown.page.summary.text() == "2 members · 0 of 2 conflicts forms back · 1 conflict"
    assert shown.page.chair.isVisible()  # her own council applies


def test_an_entry_is_kept_as_its_field_is_left_and_taken_back(shown: Shown) -> None:
    shown.page.table.selectRow(1)
    shown.type_into(shown.page.side.topics, "libraries; care")
    shown.type_into(shown.page.side.employers, "Tarrow Council")
    line = see_panel(shown.place).lines[1]
    assert (line.member.topics, line.employers) == (("libraries", "care"), ("Tarrow Council",))
    shown.undo.undo()
    shown.undo.undo()
    settle()
    assert see_panel(shown.place).lines[1].member.topics == ()


def test_what_cannot_be_kept_is_said_at_its_field(shown: Shown) -> None:
    shown.type_into(shown.page.side.limit, "many")
    shown.type_into(shown.page.side.name, "")
    assert shown.page.side.limit.said == "Write a whole number, such as 8."
    assert shown.page.side.name.said == "A member needs a name."
    assert see_panel(shown.place).lines[0].member.name == "Margaret Ashe"


def test_a_member_is_added_by_keyboard(shown: Shown) -> None:
    shown.page.table.setFocus()
    press(shown.page, Qt.Key.Key_N, modifier=CTRL | Qt.KeyboardModifier.ShiftModifier)
    asked = dialog(NewMemberDialog)
    assert asked.id_line.text() == "PM03"
    asked.id_line.setText("pm01")
    asked.yes.click()
    assert (asked.member_id.said, asked.name.said) == ("Another member has this ID.", "A member needs a name.")
    asked.id_line.setText("PM03")
    QTest.keyClicks(asked.name_line, "Priya Nair")
    QTest.keyClick(asked.name_line, Qt.Key.Key_Return)
    settle()
    assert shown.row(2)[:3] == ["Priya Nair", "", "Member"]
    assert shown.page.chosen is not None
    assert shown.page.chosen.member_id == "PM03"


def test_a_member_leaves_with_a_reason_and_comes_back(shown: Shown) -> None:
    shown.page.table.selectRow(1)
    shown.page.table.setFocus()
    press(shown.page, Qt.Key.Key_Delete)
    asked = dialog(LeavingDialog)
    asked.yes.click()
    assert asked.reason.accessibleDescription() == "Say why, in a few words."
    QTest.keyClicks(asked.reason, "Illness.")
    asked.yes.click()
    shown.idle()
    assert shown.row(1)[2:4] == ["Left", "0 of 8"]
    shown.page.side.come_back.click()
    settle()
    assert shown.row(1)[2] == "Member"
    shown.undo.undo()
    shown.idle()
    assert shown.row(1)[2] == "Left"


def test_nobody_leaves_twice(shown: Shown) -> None:
    shown.page.table.selectRow(1)
    shown.page.ask_why_leaving()
    asked = dialog(LeavingDialog)
    asked.reason.setText("Illness.")
    asked.yes.click()
    assert shown.page.changing
    shown.page.ask_why_leaving()
    assert QApplication.activeModalWidget() is None
    shown.idle()
    assert shown.row(1)[2] == "Left"
    shown.undo.undo()
    shown.idle()
    assert shown.row(1)[2] == "Member"


def test_a_conflicted_chair_is_flagged_until_somebody_stands_in(shown: Shown) -> None:
    declare_for(shown.place, ASHE, REFERENCES[0], "employment: Northmere")
    shown.page.refresh()
    assert shown.page.chair.accessibleName() == "The chair has a conflict in 1 application"
    assert shown.page.chair.accessibleDescription() == "Name a deputy who leads the panel through DD-001."
    shown.page.deputy.setCurrentIndex(1)
    shown.page.deputy.activated.emit(1)
    settle()
    assert (shown.page.chair.isVisible(), shown.row(1)[2]) == (False, "Deputy")


def test_a_suggestion_is_noted_as_a_conflict(shown: Shown) -> None:
    note = next(each for each in shown.page.side.findChildren(QWidget) if getattr(each, "text", str)() == "Note it")
    QTest.mouseClick(note, Qt.MouseButton.LeftButton)
    settle()
    assert shown.row(0)[4] == "1"
    ((application, why),) = see_panel(shown.place).lines[0].conflicts
    assert (application.reference, why) == ("DD-001", "Northmere Council (organisation) and Northmere Council")


def test_forms_are_made_and_taken_in_by_drop(shown: Shown) -> None:
    press(shown.page, Qt.Key.Key_E, modifier=CTRL)
    shown.idle()
    assert [shown.row(at)[5] for at in (0, 1)] == ["Sent 20 Feb", "Sent 20 Feb"]
    form = shown.folder / "forms" / "SM1-PM02-conflicts.xlsx"
    book: Any = load_workbook(form)
    book.active["F6"] = "personal"
    book.active["F12"] = "yes"
    book.save(form)
    broken = shown.folder / "notes.xlsx"
    broken.write_bytes(b"notes")
    members = shown.folder / "members.csv"
    members.write_text("ID,Name\nPM03,Priya Nair\n", encoding="utf-8")
    shown.page.take_files([form, broken, members])
    shown.idle()
    assert shown.row(1)[4:] == ["1", "Back 20 Feb, no others"]
    assert shown.row(2)[0] == "Priya Nair"
    assert shown.page.summary.text() == "3 members · 1 of 3 conflicts forms back · 2 conflicts"


def test_large_letters_leave_room_for_the_names(shown: Shown, theme: Theme) -> None:
    theme.set_text_scale(2.0)
    settle()
    assert shown.page.table.columnWidth(0) > 120
    theme.set_text_scale(1.0)
    settle()
    assert not shown.page.table.isColumnHidden(1)


def test_a_round_without_a_panel_says_what_to_do(theme: Theme, show: Show, tmp_path: Path) -> None:
    small = small_round(tmp_path)
    with open_store(small.path) as store:
        place, jobs, undo = Workplace(store, lambda: NOON, "secretariat"), Jobs(), UndoHistory()
        page = PanelPage(theme, place, jobs, undo)
        show(page, 1280, 660)
        assert page.chair.accessibleName() == "The panel has no chair"
        page.on_shown()
        jobs.wait()
