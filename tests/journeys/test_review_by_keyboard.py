"""A panel member without a mouse: from the first screen to a scoresheet that the secretariat can merge."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from dd_panel.services.returns.merging import Incoming, merge_returns
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.desk.conflicts.dialog import ConflictDialog
from dd_panel.ui.start.passphrase import PackDialog
from dd_panel.ui.theme import Theme
from dd_panel.ui.widgets.buttons import Button
from tests.exampledesk import clock
from tests.journeys.ten_fingers import ALT, CTRL, Keyboard
from tests.ui.programs import Running, make_pack, running, wait_until


def review_one(keys: Keyboard, scores: str, reason: str) -> None:
    """Score six criteria, explain the third, recommend, advise, and go on to the next application."""
    for number, score in enumerate(scores):
        keys.type(score)
        if number == 2:
            keys.press(Qt.Key.Key_N)
            keys.type(reason)
            keys.press(Qt.Key.Key_Escape)
        keys.press(Qt.Key.Key_J)
    keys.press(Qt.Key.Key_Right)
    keys.press(Qt.Key.Key_Space)
    keys.press(Qt.Key.Key_Tab)
    keys.type("Name a date for the cabinet decision.")
    keys.press(Qt.Key.Key_Return, CTRL)


def test_a_whole_review_by_keyboard(theme: Theme, tmp_path: Path) -> None:
    pack = make_pack(tmp_path, applications=3)
    sheet = tmp_path / "PM01.xlsx"
    with running(theme, tmp_path) as app:
        keys = Keyboard(app.program.shell)
        keys.press(Qt.Key.Key_O, CTRL)
        keys.name_file(pack)
        wait_until(lambda: isinstance(QApplication.activeWindow(), PackDialog))
        keys.press(Qt.Key.Key_Return)
        keys.name_file(tmp_path / "mine.ddreview")
        wait_until(lambda: app.key == "conflicts")
        settle_conflicts(keys)
        wait_until(lambda: app.key == "desk")
        review_one(keys, "433432", "Staff were asked twice.")
        review_one(keys, "221232", "Only the union was asked.")
        declare_conflict(keys)
        take_back_and_redo(keys)
        keys.press(Qt.Key.Key_2, ALT)
        wait_until(lambda: app.key == "scores")
        keys.name_file_soon(sheet)
        keys.press(Qt.Key.Key_E, CTRL)
        wait_until(sheet.is_file)
        check_desk(app)
    check_merge(tmp_path, sheet)


def settle_conflicts(keys: Keyboard) -> None:
    """Declare a conflict for the second application, think better of it, and state that there is none."""
    keys.press(Qt.Key.Key_Down)
    keys.type("c")
    wait_until(lambda: isinstance(QApplication.activeWindow(), ConflictDialog))
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Return)
    keys.type("w")
    keys.press(Qt.Key.Key_Return, CTRL)


def declare_conflict(keys: Keyboard) -> None:
    """F6 to the text, back with Tab to the button, and the two fields of the dialog."""
    keys.press(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    for _step in range(12):
        focused = QApplication.focusWidget()
        if isinstance(focused, Button) and focused.text() == "Declare a conflict":
            break
        keys.press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    keys.press(Qt.Key.Key_Space)
    wait_until(lambda: isinstance(QApplication.activeWindow(), ConflictDialog))
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Tab)
    keys.type("I sat on their board.")
    keys.press(Qt.Key.Key_Return)


def take_back_and_redo(keys: Keyboard) -> None:
    keys.press(Qt.Key.Key_Z, CTRL)
    keys.press(Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)


def check_desk(app: Running) -> None:
    wait_until(lambda: bool(app.program.shell.save_state.words))
    assert app.settings.recents[0].title == "Delivering Differently Challenge – my review pack"


def check_merge(folder: Path, sheet: Path) -> None:
    """The secretariat takes the scoresheet in; every score arrives, the conflict too."""
    with open_store(folder / "round.ddround") as store:
        report = merge_returns(Workplace(store, clock, "secretariat"), [Incoming(sheet.name, sheet.read_bytes())])
        receipt = report.receipt
    assert [each.status for each in report.files] == ["merged"]
    assert (receipt.scored, receipt.conflicted, receipt.not_yet_scored) == (12, 6, 0)
    assert receipt.sum_in == sum(map(int, "433432221232"))
