"""The secretariat's week of returns in the real window: files dropped, chosen and found, decided, asked and undone."""

from __future__ import annotations

import shutil
from email import message_from_bytes
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from dd_panel.services.returns.overview import see_returns
from dd_panel.services.returns.receipts import receipt_of
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.round.returns.page import ReturnsPage
from dd_panel.ui.round.trace_dialog import TraceDialog
from dd_panel.ui.theme import Theme
from tests.exampledesk import clock
from tests.journeys.ten_fingers import CTRL, NONE, Keyboard
from tests.ui.example_stores import round_with, scoresheets, type_over
from tests.ui.keyboard import settle
from tests.ui.programs import Running, running, wait_until

SHIFT = Qt.KeyboardModifier.ShiftModifier
DAVID, PRIYA, IAIN = "david-okoro.xlsx", "priya-nair.xlsx", "iain-fraser.xlsx"


@pytest.fixture
def sheets(tmp_path: Path) -> dict[str, Path]:
    """The ten scoresheets of the example, three of them with a clumsy cell."""
    return {path.name: path for path in scoresheets(tmp_path / "post").values()}


def page_of(app: Running) -> ReturnsPage:
    page = app.program.shell.current_page
    assert isinstance(page, ReturnsPage)
    return page


def stands(path: Path) -> tuple[int, int, int]:
    """How many have sent something, how many findings wait, and how many scores count: what the file says."""
    with open_store(path, writing=False) as store:
        view = see_returns(Workplace(store, clock, ""))
        with store.reading() as work:
            receipt = receipt_of(work)
    assert receipt.adds_up
    return view.received, view.waiting, receipt.scored


def drop(app: Running, *paths: Path) -> None:
    """Files are dragged over the window and let go."""
    data, shell = QMimeData(), app.program.shell
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    QApplication.sendEvent(shell, QDragEnterEvent(QPoint(400, 400), copy, data, left, NONE))
    settle()
    QApplication.sendEvent(shell, QDropEvent(QPointF(400, 400), copy, data, left, NONE))


def click(app: Running, text: str) -> None:
    shown = [each for each in page_of(app).findChildren(QPushButton) if each.isVisible() and each.isEnabled()]
    QTest.mouseClick(next(each for each in shown if each.text().startswith(text)), Qt.MouseButton.LeftButton)
    settle()


def test_returns_come_back(theme: Theme, tmp_path: Path, sheets: dict[str, Path]) -> None:
    path = tmp_path / "round.ddround"
    round_with(tmp_path, []).store.close()
    with running(theme, tmp_path, [path]) as app:
        keys = Keyboard(app.program.shell)
        app.program.shell.go_to("returns")
        settle()
        take_in(app, keys, sheets, path)
        decide(app, keys, path, tmp_path)
        revise(app, keys, sheets[PRIYA], path)
        remind_and_watch(app, keys, sheets[IAIN], tmp_path)
        take_the_last_merge_back(app, keys, path)
    assert stands(path)[0] == 9


def take_in(app: Running, keys: Keyboard, sheets: dict[str, Path], path: Path) -> None:
    """Eight are dropped, one is chosen in the dialog, and what is no news or no scoresheet is said."""
    drop(app, *(file for name, file in sheets.items() if name not in {PRIYA, IAIN}))
    wait_until(lambda: stands(path)[:2] == (8, 3))
    keys.name_file_soon(sheets[PRIYA])
    keys.press(Qt.Key.Key_O, CTRL)
    wait_until(lambda: stands(path)[0] == 9)
    before = stands(path)
    letters = [sheets[PRIYA].with_name(name) for name in ("letter.xlsx", "letter.docx")]
    for letter in letters:
        letter.write_bytes(b"Dear panel")
    drop(app, sheets[PRIYA], *letters)
    model = page_of(app).right.findings.model()
    wait_until(lambda: [model.index(number, 0).data() for number in (1, 2)] == [each.name for each in letters])
    assert stands(path) == before


def changed_to(app: Running, path: Path, numbers: tuple[int, int]) -> None:
    """Wait until what is done beside the window has led to so many findings that wait and cells that are scored."""
    wait_until(lambda: stands(path)[1:] == numbers and not page_of(app).changing)


def decide(app: Running, keys: Keyboard, path: Path, folder: Path) -> None:
    """A trace is looked at, the doubtful score is asked about, safe mends are taken together, one is undone."""
    findings = page_of(app).right.findings
    findings.setFocus()
    findings.show_member("PM02")
    keys.type("q")  # on the file there is nothing to ask: the key goes to its finding
    assert findings.current is not None
    keys.type("t")
    assert any(each.isVisible() for each in app.program.shell.findChildren(TraceDialog))
    keys.press(Qt.Key.Key_Escape)
    assert not app.program.shell.findChildren(TraceDialog)
    drafts = folder / "drafts"
    drafts.mkdir()
    keys.name_file_soon(drafts)
    keys.type("q")
    wait_until(lambda: len(list(drafts.iterdir())) == 1)
    question = message_from_bytes(next(drafts.iterdir()).read_bytes())
    assert question["X-Unsent"] == "1"
    assert "3 or 4" in question.get_payload(decode=True).decode()  # type: ignore[union-attr]
    keys.press(Qt.Key.Key_Escape)
    scored = stands(path)[2]
    click(app, "Accept all safe mends")
    changed_to(app, path, (1, scored + 2))
    keys.press(Qt.Key.Key_Z, CTRL)
    changed_to(app, path, (3, scored))
    keys.press(Qt.Key.Key_A, CTRL | SHIFT)
    changed_to(app, path, (1, scored + 2))
    findings.show_member("PM02")
    keys.press(Qt.Key.Key_Down)
    keys.type("r")
    keys.type("She meant nothing by it")
    keys.press(Qt.Key.Key_Return)
    assert stands(path)[1] == 0


def revise(app: Running, keys: Keyboard, sheet: Path, path: Path) -> None:
    """Priya's second scoresheet: one old value is kept with a reason, and in the Log is who did what."""
    later = sheet.with_name("priya-nair-2.xlsx")
    shutil.copy(sheet, later)
    for reference, field in (("DD-003", "score.need"), ("DD-007", "score.finance")):
        type_over(later, reference, field, "cannot judge")
    scored = stands(path)[2]
    drop(app, later)
    revision = page_of(app).right.revision
    wait_until(lambda: stands(path)[2] == scored - 2 and revision.isVisible())
    keys.type("v")
    keys.press(Qt.Key.Key_Right)
    keys.type("k")
    keys.type("A slip of hers")
    keys.press(Qt.Key.Key_Return)
    changed_to(app, path, (0, scored - 1))
    click(app, "Log")
    with open_store(path, writing=False) as store:
        lines = see_returns(Workplace(store, clock, "")).log
    assert all(line.who for line in lines)
    assert any(line.reason == "A slip of hers" for line in lines)
    click(app, "Findings")


def remind_and_watch(app: Running, keys: Keyboard, sheet: Path, folder: Path) -> None:
    """Iain is reminded; then his scoresheet arrives in the folder that is watched."""
    keys.press(Qt.Key.Key_R, CTRL | SHIFT)
    wait_until(lambda: len(list((folder / "drafts").iterdir())) == 2)
    keys.press(Qt.Key.Key_Escape)
    inbox = folder / "inbox"
    inbox.mkdir()
    keys.name_file_soon(inbox)
    keys.press(Qt.Key.Key_O, CTRL | SHIFT)
    shutil.copy(sheet, inbox / IAIN)
    wait_until(page_of(app).left.offer.isVisible)
    keys.type("m")
    wait_until(lambda: stands(folder / "round.ddround")[0] == 10)


def take_the_last_merge_back(app: Running, keys: Keyboard, path: Path) -> None:
    page_of(app).right.findings.setFocus()
    keys.press(Qt.Key.Key_Z, CTRL)
    wait_until(lambda: stands(path)[0] == 9)
