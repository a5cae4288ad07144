"""Half an hour of a panel member's work without a mouse: each application of a pack of the example, read and judged."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from dd_panel.domain.evidence import quotes_of
from dd_panel.domain.identifiers import ORDER, CriterionKey, Field, is_score
from dd_panel.exchange.scoresheet.read import read_scoresheets
from dd_panel.services.demonstration import run_demo
from dd_panel.services.review.marking import see_marks
from dd_panel.services.review.reviewing import Desk, see_desk
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.desk.page import DeskPage
from dd_panel.ui.desk.reading.note_dialog import NoteDialog
from dd_panel.ui.start.passphrase import PackDialog
from dd_panel.ui.theme import Theme
from tests.exampledesk import clock
from tests.journeys.ten_fingers import ALT, CTRL, SHIFT, Keyboard
from tests.ui.programs import Running, running, wait_until

SCORES = ("433432", "221232", "554445", "332323", "110212", "443334", "332233", "555454", "223221")


@pytest.mark.soak
def test_every_application_of_a_pack_is_read_and_judged_without_a_mouse(theme: Theme, tmp_path: Path) -> None:
    demo = run_demo(tmp_path / "demo", clock)
    pack = max(demo.packs, key=lambda path: path.stat().st_size)  # the one with most to read
    sheet = tmp_path / "mine.xlsx"
    with running(theme, tmp_path) as app:
        keys = Keyboard(app.program.shell)
        open_pack(app, keys, pack, tmp_path / "mine.ddreview")
        page = app.program.shell.current_page
        assert isinstance(page, DeskPage)
        judged: set[str] = set()
        while (current := page.list_pane.view.currentIndex().data()) not in judged:
            judged.add(current)
            read_one(keys, page)
            judge_one(keys, SCORES[len(judged) % len(SCORES)])
        keys.press(Qt.Key.Key_2, ALT)
        wait_until(lambda: app.key == "scores")
        keys.name_file_soon(sheet)
        keys.press(Qt.Key.Key_E, CTRL)
        wait_until(sheet.is_file)
    with open_store(tmp_path / "mine.ddreview") as store:
        desk = check_review(Workplace(store, clock, ""), len(judged))
    (sent,) = read_scoresheets(sheet.name, sheet.read_bytes(), desk.rules)
    filled = [field for row in sent.rows for field, cell in row.cells.items() if cell.found.filled]
    assert sum(map(is_score, filled)) == len(judged) * len(desk.rules.rubric.criteria)
    assert filled.count(Field("evidence.community")) == filled.count(ORDER) == len(judged)


def open_pack(app: Running, keys: Keyboard, pack: Path, review: Path) -> None:
    """From the first screen to the desk: the pack, where the work is kept, and no conflict anywhere."""
    keys.press(Qt.Key.Key_O, CTRL)
    keys.name_file(pack)
    wait_until(lambda: isinstance(QApplication.activeWindow(), PackDialog))
    keys.press(Qt.Key.Key_Return)
    keys.name_file(review)
    wait_until(lambda: app.key == "conflicts")
    while app.key == "conflicts":
        keys.type("x")
        keys.press(Qt.Key.Key_Return, CTRL)
    wait_until(lambda: app.key == "desk")


def read_one(keys: Keyboard, page: DeskPage) -> None:
    """Read on, keep a passage as evidence and another as a highlight, note a doubt, and look into every attachment."""
    keys.press(Qt.Key.Key_F6, SHIFT)
    keys.press(Qt.Key.Key_PageDown)
    keys.press(Qt.Key.Key_Down, SHIFT)
    keys.press(Qt.Key.Key_3, CTRL)
    keys.press(Qt.Key.Key_PageDown)
    keys.press(Qt.Key.Key_Down, SHIFT)
    keys.press(Qt.Key.Key_H, CTRL)
    keys.press(Qt.Key.Key_N, CTRL | SHIFT)
    wait_until(lambda: isinstance(QApplication.activeWindow(), NoteDialog))
    keys.type("Who carries this if it fails?")
    keys.press(Qt.Key.Key_Return, CTRL)
    for _attachment in range(page.reader.tabs.count - 1):
        keys.press(Qt.Key.Key_Tab, CTRL)
        wait_until(lambda: page.reader.documents.viewer is not None)
        keys.press(Qt.Key.Key_PageDown)
        keys.press(Qt.Key.Key_F, CTRL)
        keys.type("cost")
        keys.press(Qt.Key.Key_F3)
        keys.press(Qt.Key.Key_Escape)


def judge_one(keys: Keyboard, scores: str) -> None:
    """Score every criterion with its reason, recommend, advise, tick what would help, and go on."""
    keys.press(Qt.Key.Key_F6)
    for _card in scores:
        keys.press(Qt.Key.Key_K)  # back to the first card from the one that took the evidence
    for number, score in enumerate(scores):
        keys.type(score)
        if number % 2 or score in "01":
            keys.press(Qt.Key.Key_N)
            keys.type(f"The answer says so in figures, criterion {number + 1}.")
            keys.press(Qt.Key.Key_Escape)
        keys.press(Qt.Key.Key_J)
    keys.press(Qt.Key.Key_Right)
    keys.press(Qt.Key.Key_Space)
    keys.press(Qt.Key.Key_Tab)
    keys.type("Name a date for the decision, and who holds the risk until then.")
    keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Space)
    keys.press(Qt.Key.Key_Return, CTRL)


def check_review(place: Workplace, count: int) -> Desk:
    """Everything is complete, with its evidence, its marks, and the order in which it was read."""
    desk = see_desk(place)
    assert desk.count("complete") == len(desk.items) == count
    for item in desk.items:
        review = item.review
        assert len(quotes_of(review.evidence[CriterionKey("community")])) == 1
        assert (bool(review.recommendation), bool(review.guidance), review.support) == (True, True, "options appraisal")
        marks = see_marks(place, item.application.reference)
        assert sorted(mark.is_note for mark in marks) == [False, True]
    assert sorted(int(item.review.order) for item in desk.items) == list(range(1, count + 1))
    assert desk.exported is not None
    assert not desk.exported.draft
    return desk
