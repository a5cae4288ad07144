"""The secretariat takes scoresheets in and decides what is in doubt, with the keyboard."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QTableView,
    QTreeView,
    QWidget,
)

from dd_panel.domain.errors import DDPanelError
from dd_panel.domain.identifiers import CriterionKey, MemberId, Reference, score_field
from dd_panel.services.results.viewing import see_returns
from dd_panel.services.returns import receiving_beside
from dd_panel.services.workplace import Workplace
from dd_panel.store.findings import Kept
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.panes import PaneCycle
from dd_panel.ui.round.outside import Outside
from dd_panel.ui.round.returns.findings_model import MEND, WHAT
from dd_panel.ui.round.returns.findings_rows import groups_of
from dd_panel.ui.round.returns.job import files_among
from dd_panel.ui.round.returns.page import ReturnsPage
from dd_panel.ui.round.returns.watch import stamps
from dd_panel.ui.theme import Theme
from dd_panel.ui.undo import UndoHistory
from tests.panelwork import NOON, saved_at
from tests.ui.conftest import Show
from tests.ui.example_stores import round_with, scoresheets, type_over
from tests.ui.keyboard import press, settle
from tests.ui.programs import wait_until

Open = Callable[[Workplace], ReturnsPage]
SPOKEN = Qt.ItemDataRole.AccessibleTextRole
DAVID, SAMUEL, ALAN, IAIN = "david-okoro.xlsx", "samuel-obi.xlsx", "alan-reeve.xlsx", "iain-fraser.xlsx"


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with all ten scoresheets of the example, three of them with a clumsy cell."""
    folder = tmp_path_factory.mktemp("sheets")
    made = scoresheets(folder / "desks")
    for path in made.values():
        shutil.move(path, folder / path.name)
    shutil.rmtree(folder / "desks")
    return folder


@pytest.fixture
def place(tmp_path: Path, sheets: Path) -> Iterator[Workplace]:
    """The round with nine scoresheets merged; Iain's has not come."""
    place = round_with(tmp_path, sorted(path for path in sheets.iterdir() if path.name != IAIN))
    yield place
    place.store.close()


class Bench:
    """What a page is given."""

    def __init__(self) -> None:
        self.jobs = Jobs()
        self.undo = UndoHistory()
        self.files: list[Path] = []
        self.folder: Path | None = None
        self.opened: list[Path] = []
        self.outside = Outside(self.choose, self.choose_folder, self.choose_where, self.open_path)

    def choose(self, _parent: QWidget) -> list[Path]:
        return self.files

    def choose_folder(self, _parent: QWidget, _title: str) -> Path | None:
        return self.folder

    def choose_where(self, _parent: QWidget, _title: str, name: str) -> Path | None:
        return None if self.folder is None else self.folder / name

    def open_path(self, path: Path) -> bool:
        self.opened.append(path)
        return True


@pytest.fixture
def bench(dressed_app: QApplication) -> Iterator[Bench]:
    bench = Bench()
    yield bench
    assert bench.jobs.wait()
    settle(dressed_app)


@pytest.fixture
def opened(theme: Theme, bench: Bench, show: Show, dressed_app: QApplication) -> Open:
    """Returns in a window of its own, with the keyboard in the findings."""

    def make(place: Workplace) -> ReturnsPage:
        page = ReturnsPage(theme, place, bench.jobs, bench.undo, bench.outside)
        show(page, 1280, 720)
        page.on_shown()
        page.right.findings.setFocus()
        settle(dressed_app)
        return page

    return make


def write(text: str) -> None:
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.insert(text)


def at_finding(page: ReturnsPage, file: str) -> None:
    """Go to the first finding of a file."""
    model = page.right.findings.model()
    for at in range(model.rowCount()):
        index = model.index(at, 0)
        if index.data() == file:
            page.right.findings.setCurrentIndex(model.index(0, 0, index))
            return
    raise AssertionError(file)


def all_findings(place: Workplace) -> tuple[Kept, ...]:
    with place.store.reading() as work:
        return work.findings.all()


def stored(place: Workplace, member: str, reference: str, criterion: str) -> str:
    with place.store.reading() as work:
        return work.entries.of(MemberId(member), Reference(reference)).get(score_field(CriterionKey(criterion)), "")


def shown(widget: QWidget) -> str:
    return " ".join(
        label.text() or label.accessibleName() for label in widget.findChildren(QLabel) if label.isVisible()
    )


def test_members_show_how_far_each_return_is(place: Workplace) -> None:
    members = {each.member.name: each for each in see_returns(place).members}
    assert {name: each.state for name, each in members.items()} == {
        "Margaret Ashe": "complete",
        "David Okoro": "error",
        "Priya Nair": "complete",
        "Tom Whitlock": "complete",
        "Helen Marsh": "complete",
        "Iain Fraser": "outstanding",
        "Ruth Calder": "complete",
        "Samuel Obi": "received",
        "Jane Pettifer": "complete",
        "Alan Reeve": "received",
    }
    helen = members["Helen Marsh"]
    assert (helen.conflicts, helen.scored, helen.expected) == (1, 6, 6)


def test_a_member_is_read_aloud_as_a_sentence(place: Workplace, opened: Open) -> None:
    page = opened(place)
    model = page.left.members.model()
    said = [str(model.index(at, 0).data(SPOKEN)) for at in range(model.rowCount())]
    assert said[1] == "David Okoro, Needs attention, v1 · 24 Feb 12:00, 1 finding  ·  6 of 7"
    assert said[5] == "Iain Fraser, Outstanding, Nothing yet, 0 of 7 scored"


def test_the_receipt_says_that_everything_is_accounted_for(place: Workplace, opened: Open) -> None:
    receipt = see_returns(place).receipt
    assert receipt.adds_up
    said = shown(opened(place))
    assert f"{receipt.expected} scores expected: {receipt.scored} scored" in said
    assert "3 waiting" in said
    assert "Adds up" in said
    assert "3 findings to decide. 1 panel member outstanding." in said


def test_the_receipt_is_told_by_member_and_by_application(place: Workplace, opened: Open) -> None:
    page = opened(place)
    receipt = see_returns(place).receipt
    next(each for each in page.findChildren(QPushButton) if each.text() == "Receipt").click()
    table = next(each for each in page.findChildren(QTableView) if each.isVisible() and each.model().rowCount() > 30)
    said = [str(table.model().index(at, 0).data(SPOKEN)) for at in range(table.model().rowCount())]
    assert len(said) == 1 + len(receipt.by_member) + len(receipt.by_application)
    assert said[0].startswith(f"Whole round, Expected {receipt.expected}, Scored {receipt.scored}, Cannot judge 0, ")
    iain = "PM06, Iain Fraser, Expected 42, Scored 0, Cannot judge 0, Conflicted 0, Not yet scored 42, Waiting 0"
    assert iain in said
    assert sum(line.startswith("DD-") for line in said) == 24


def test_a_accepts_a_safe_mend_at_once_and_goes_to_the_next(place: Workplace, opened: Open) -> None:
    page = opened(place)
    at_finding(page, SAMUEL)
    assert stored(place, "PM08", "DD-018", "community") == ""
    press(page, Qt.Key.Key_A)
    assert stored(place, "PM08", "DD-018", "community") == "3"
    assert page.right.findings.hasFocus()
    current = page.right.findings.current
    assert current is not None
    assert current.waits  # the next one


def test_r_asks_why_and_keeps_what_stood(place: Workplace, opened: Open) -> None:
    page = opened(place)
    at_finding(page, ALAN)
    press(page, Qt.Key.Key_R)
    assert page.right.strip.isVisible()
    press(page, Qt.Key.Key_Return)
    assert page.right.strip.isVisible()  # a reason is needed
    write("Alan meant to leave it open.")
    press(page, Qt.Key.Key_Return)
    assert not page.right.strip.isVisible()
    assert stored(place, "PM10", "DD-017", "community") == ""
    decided = [kept for kept in all_findings(place) if kept.decision == "rejected"]
    assert [(kept.reason, kept.who) for kept in decided] == [("Alan meant to leave it open.", "Secretariat")]


def test_what_is_a_judgement_is_never_accepted_but_set_with_a_reason(place: Workplace, opened: Open) -> None:
    page = opened(place)
    at_finding(page, DAVID)
    press(page, Qt.Key.Key_A)  # there is nothing to accept, so it asks what is meant
    write("3")
    press(page, Qt.Key.Key_Tab)
    write("David said 3 on the phone.")
    press(page, Qt.Key.Key_Return)
    assert stored(place, "PM02", "DD-022", "readiness") == "3"
    log = see_returns(place).log
    assert log[0].who == "Secretariat"
    assert "set to “3”" in log[0].what
    assert log[0].reason == "David said 3 on the phone."


def test_a_value_that_cannot_stand_is_refused_and_the_question_stays(
    place: Workplace, opened: Open, bench: Bench
) -> None:
    page = opened(place)
    troubles: list[object] = []
    bench.undo.failed.connect(troubles.append)
    at_finding(page, DAVID)
    press(page, Qt.Key.Key_S)
    write("nine")
    press(page, Qt.Key.Key_Tab)
    write("A slip")
    press(page, Qt.Key.Key_Return)
    assert len(troubles) == 1
    assert page.right.strip.isVisible()
    press(page, Qt.Key.Key_Escape)
    assert not page.right.strip.isVisible()
    assert page.right.findings.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_S, Qt.Key.Key_Q, Qt.Key.Key_T])
def test_a_key_pressed_on_a_file_goes_to_its_finding_and_decides_nothing(
    place: Workplace, opened: Open, key: Qt.Key
) -> None:
    page = opened(place)
    at_finding(page, DAVID)
    page.right.findings.setCurrentIndex(page.right.findings.currentIndex().parent())
    press(page, key)
    assert page.right.findings.current is not None
    assert page.right.findings.current.finding.found == "3 or 4"
    assert not page.right.strip.isVisible()
    assert len([kept for kept in all_findings(place) if kept.decision is None]) == 3


def test_the_log_says_who_took_each_scoresheet_in(place: Workplace) -> None:
    log = see_returns(place).log
    assert len(log) == 9
    assert {line.who for line in log} == {"Secretariat"}


def test_letters_typed_into_a_reason_decide_nothing(place: Workplace, opened: Open) -> None:
    page = opened(place)
    at_finding(page, DAVID)
    press(page, Qt.Key.Key_R, Qt.Key.Key_A, Qt.Key.Key_R, Qt.Key.Key_S)
    assert page.right.strip.isVisible()
    assert [kept.decision for kept in all_findings(place)] == [None, None, None]
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.text() == "ars"


def test_the_buttons_of_the_current_finding_do_the_same(
    place: Workplace, opened: Open, dressed_app: QApplication
) -> None:
    page = opened(place)
    at_finding(page, SAMUEL)
    settle(dressed_app)
    buttons = [each for each in page.right.findings.viewport().findChildren(QPushButton) if each.isVisible()]
    assert [each.text() for each in buttons] == ["Accept", "Reject"]
    assert re.match(r"Accept: Scores![A-Z]+\d+\. DD-018 · Staff\.", buttons[0].accessibleName())
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    settle(dressed_app)
    assert stored(place, "PM08", "DD-018", "community") == "3"


def test_all_safe_mends_at_once_leave_the_judgement_alone(
    place: Workplace, opened: Open, dressed_app: QApplication
) -> None:
    page = opened(place)
    QTest.mouseClick(page.right.safe, Qt.MouseButton.LeftButton)
    settle(dressed_app)
    decisions = {kept.file: kept.decision for kept in all_findings(place)}
    assert decisions == {ALAN: "accepted", SAMUEL: "accepted", DAVID: None}
    assert not page.right.safe.isVisible()


def test_undecided_only_hides_what_is_decided(place: Workplace, opened: Open, dressed_app: QApplication) -> None:
    page = opened(place)
    page.accept_safe()
    settle(dressed_app)
    assert page.right.findings.model().rowCount() == 3
    page.right.only_waiting.click()
    assert [page.right.findings.model().index(0, 0).data(), page.right.findings.model().rowCount()] == [DAVID, 1]


def test_dropped_files_are_merged_beside_the_window(
    place: Workplace, opened: Open, bench: Bench, sheets: Path, dressed_app: QApplication
) -> None:
    page = opened(place)
    page.show_hovering(1)
    assert "Drop 1 file" in shown(page.left.zone)
    page.show_hovering(0)
    page.take_files([sheets / IAIN])
    working = [page.left.zone.busy]
    assert bench.jobs.wait()
    settle(dressed_app)
    assert [*working, page.left.zone.busy] == [True, False]
    assert see_returns(place).outstanding == 0


def test_refused_and_known_files_are_said_and_the_rest_still_merges(
    place: Workplace, opened: Open, bench: Bench, sheets: Path, tmp_path: Path, dressed_app: QApplication
) -> None:
    notes = tmp_path / "notes.xlsx"
    notes.write_text("This is no workbook.")
    page = opened(place)
    bench.files = [notes, sheets / DAVID, tmp_path / "gone.xlsx", sheets / IAIN]
    page.left.browse()
    assert bench.jobs.wait()
    settle(dressed_app)
    model = page.right.findings.model()
    said = {str(model.index(at, 0).data()): str(model.index(at, 0).data(SPOKEN)) for at in range(3)}
    assert said["notes.xlsx"] == "notes.xlsx, refused, nothing was changed"
    assert said["gone.xlsx"] == "gone.xlsx, refused, nothing was changed"
    assert said[DAVID] == "david-okoro.xlsx, David Okoro, already received, nothing was changed"
    assert see_returns(place).outstanding == 0


def test_a_cancelled_merge_changes_nothing(
    place: Workplace, opened: Open, bench: Bench, sheets: Path, dressed_app: QApplication
) -> None:
    page = opened(place)
    page.take_files([sheets / IAIN])
    page.left.zone.cancel.click()
    assert bench.jobs.wait()
    settle(dressed_app)
    # Either the merge was over before Cancel came, or nothing of it is there; never a part of it.
    view = see_returns(place)
    assert view.receipt.adds_up
    assert view.outstanding in {0, 1}
    assert not page.left.zone.busy


@pytest.fixture
def many(sheets: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of enough scoresheets for helpers to read them."""
    folder = tmp_path / "many"
    folder.mkdir()
    content = (sheets / IAIN).read_bytes()
    for number in range(24):
        (folder / f"iain-{number}.xlsx").write_bytes(saved_at(content, NOON + timedelta(minutes=number)))
    monkeypatch.setattr(receiving_beside, "WORTH_IT", 1)
    return folder


def test_cancel_ends_the_helpers_of_a_large_merge(
    place: Workplace, opened: Open, bench: Bench, many: Path, dressed_app: QApplication
) -> None:
    page = opened(place)
    page.take_files([many])
    (bar,) = page.left.zone.findChildren(QProgressBar)
    wait_until(lambda: bar.maximum() == 24)  # a helper has read the first
    page.left.zone.cancel.click()
    assert bench.jobs.wait()
    settle(dressed_app)
    view = see_returns(place)
    assert view.receipt.adds_up
    assert view.outstanding in {0, 1}  # all of it, or nothing
    assert not page.left.zone.busy
    assert [each for each in threading.enumerate() if each.name.startswith("reading")] == []


def test_a_folder_stands_for_the_scoresheets_in_it(sheets: Path) -> None:
    (sheets / "~$open.xlsx").touch()
    try:
        names = [path.name for path in files_among([sheets, sheets / IAIN])]
    finally:
        (sheets / "~$open.xlsx").unlink()
    assert names == sorted(path.name for path in sheets.iterdir())


def test_a_folder_without_scoresheets_is_told_with_what_to_do(
    place: Workplace, opened: Open, bench: Bench, tmp_path: Path, dressed_app: QApplication
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    page = opened(place)
    troubles: list[DDPanelError] = []
    page.failed.connect(troubles.append)
    page.take_files([empty])
    assert bench.jobs.wait()
    settle(dressed_app)
    (told,) = troubles
    assert str(told) == ("There is no scoresheet in empty. Drop the workbooks themselves, or a folder that holds them.")
    assert not page.left.zone.busy


def test_a_folder_dropped_and_a_folder_watched_hold_the_same_scoresheets(tmp_path: Path) -> None:
    wanted = ["a.csv", "b.ODS", "c.xlsm", "d.xlsx"]
    others = ["e.txt", "f.docx", "~$a.xlsx", ".~lock.g.ods#", ".~lock.h.csv", ".hidden.csv", "noending"]
    for name in wanted + others:
        (tmp_path / name).write_text("a")
    assert [path.name for path in files_among([tmp_path])] == wanted
    assert [path.name for path in stamps(tmp_path)] == wanted


def test_a_file_dropped_by_itself_is_tried_whatever_its_name(tmp_path: Path) -> None:
    named = tmp_path / "e.txt"
    named.touch()
    assert files_among([named, named]) == [named]


def test_the_keyboard_begins_where_one_looks_for_scoresheets(place: Workplace, opened: Open) -> None:
    page = opened(place)
    cycle = PaneCycle()
    cycle.set_panes(page.panes())
    assert cycle.enter(page.left)
    settle()
    assert QApplication.focusWidget() is page.left.zone.browse
    QTest.keyClick(page.left.zone.browse, Qt.Key.Key_Tab)
    settle()
    assert QApplication.focusWidget() is page.left.members
    page.left.zone.watch.setFocus()
    QTest.keyClick(page.left.zone.watch, Qt.Key.Key_Tab)
    settle()
    assert QApplication.focusWidget() is page.left.zone.browse
    page.left.members.setFocus()
    page.right.findings.setFocus()
    assert cycle.enter(page.left)
    settle()
    assert QApplication.focusWidget() is page.left.members


def test_while_files_are_read_the_keyboard_begins_at_cancel(place: Workplace, opened: Open) -> None:
    page = opened(place)
    page.left.zone.show_progress(0, 2, "one.xlsx")
    page.left.setFocus()
    settle()
    assert QApplication.focusWidget() is page.left.zone.cancel


def test_before_anything_came_the_screen_says_what_to_do(tmp_path: Path, opened: Open) -> None:
    place = round_with(tmp_path, [])
    page = opened(place)
    assert "No scoresheets yet" in shown(page)
    assert see_returns(place).outstanding == 10
    place.store.close()


def test_choosing_a_member_shows_the_findings_of_that_member(place: Workplace, opened: Open) -> None:
    page = opened(place)
    page.left.members.setFocus()
    page.left.members.setCurrentIndex(page.left.members.model().index(1, 0))
    press(page, Qt.Key.Key_Return)
    assert page.right.findings.currentIndex().data() == DAVID


def test_the_way_to_the_ranking_is_always_open(place: Workplace, opened: Open) -> None:
    page = opened(place)
    asked: list[bool] = []
    page.ranking_requested.connect(lambda: asked.append(True))
    next(button for button in page.findChildren(QPushButton) if button.text() == "See the ranking").click()
    assert asked == [True]


def test_findings_speak_in_sentences_and_every_control_has_a_name(place: Workplace, opened: Open) -> None:
    page = opened(place)
    group = next(group for group in groups_of(see_returns(place), ()) if group.file == DAVID)
    assert re.match(
        r"Scores![A-Z]+\d+\. DD-022 · Leadership\. Langmoor Metropolitan Borough Council · Leadership and readiness\.",
        group.rows[0].spoken(),
    )
    assert group.rows[0].spoken().endswith("To decide.")
    assert group.rows[0].proposal == "ask David"
    for button in page.findChildren(QPushButton):
        assert button.text() or button.accessibleName(), button
    for view in page.findChildren(QTreeView):
        assert QAccessible.queryAccessibleInterface(view).text(QAccessible.Text.Name)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("tab", [0, 1, 2])
def test_every_tab_can_be_drawn_in_both_themes(
    place: Workplace, opened: Open, theme: Theme, mode: str, tab: int, dressed_app: QApplication
) -> None:
    page = opened(place)
    theme.set_mode("dark" if mode == "dark" else "light")
    names = ("Findings 3", "Conflicts 2", "Log")
    next(button for button in page.findChildren(QPushButton) if button.text() == names[tab]).click()
    settle(dressed_app)
    assert not page.grab().isNull()


def test_after_a_merge_the_keyboard_is_at_what_was_said_about_those_files(
    place: Workplace, opened: Open, bench: Bench, sheets: Path, tmp_path: Path, dressed_app: QApplication
) -> None:
    page = opened(place)
    clumsy = tmp_path / IAIN
    shutil.copy(sheets / IAIN, clumsy)
    type_over(clumsy, "DD-020", "score.need", "3 or 4")
    page.take_files([clumsy])
    assert bench.jobs.wait()
    settle(dressed_app)
    assert page.right.findings.current is not None
    assert page.right.findings.current.finding.found == "3 or 4"
    notes = tmp_path / "notes.xlsx"
    notes.write_text("This is no workbook.")
    page.take_files([notes])
    assert bench.jobs.wait()
    settle(dressed_app)
    assert page.right.findings.currentIndex().data() == "notes.xlsx"


def test_the_finding_that_is_asked_about_stays_in_sight(
    place: Workplace, opened: Open, dressed_app: QApplication
) -> None:
    page = opened(place)
    findings = page.right.findings
    at_finding(page, DAVID)
    findings.window().resize(1280, 470)
    settle(dressed_app)
    press(page, Qt.Key.Key_S)
    settle(dressed_app)
    assert page.right.strip.isVisible()
    # Qt leaves a row's last line of pixels out when it scrolls down to it.
    row = findings.visualRect(findings.currentIndex()).adjusted(0, 0, 0, -1)
    assert findings.viewport().rect().contains(row)


def test_in_large_text_the_sentence_has_room_and_the_mend_stands_below_it(
    theme: Theme, place: Workplace, opened: Open, dressed_app: QApplication
) -> None:
    page = opened(place)
    findings = page.right.findings
    assert not findings.isColumnHidden(MEND)
    theme.set_text_scale(1.5)
    settle(dressed_app)
    assert findings.isColumnHidden(MEND)
    assert findings.columnWidth(WHAT) > findings.viewport().width() * 0.4
    buttons = (page.right.safe, page.right.only_waiting)
    assert [each.text() for each in buttons] == ["Accept safe", "Undecided"]
    assert all(each.width() >= each.sizeHint().width() for each in buttons)
    theme.set_text_scale(1.0)
    settle(dressed_app)
    assert not findings.isColumnHidden(MEND)
