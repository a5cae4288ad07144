"""The secretariat works on returns: revisions, letters, a watched folder, the Log and its ways back."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QWidget

from dd_panel.domain.errors import DDPanelError, StorageError
from dd_panel.domain.identifiers import Field
from dd_panel.domain.panel import Member
from dd_panel.services.results.viewing import see_returns
from dd_panel.services.returns import originals
from dd_panel.services.returns.logbook import Subject
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.jobs import Jobs
from dd_panel.ui.round.outside import Outside
from dd_panel.ui.round.ranking.page import RankingPage
from dd_panel.ui.round.returns.page import ReturnsPage
from dd_panel.ui.round.returns.watch import FolderWatch
from dd_panel.ui.round.trace_dialog import TraceDialog
from dd_panel.ui.theme import Theme
from dd_panel.ui.undo import UndoHistory
from tests.panelwork import ASHE, NOON, PANEL, REFERENCES, fill, fill_all, small_round
from tests.ui.conftest import Show
from tests.ui.keyboard import press, settle
from tests.ui.programs import wait_until

FIRST, SECOND = REFERENCES[:2]
NEED, PLAN = Field("score.need"), Field("score.plan")
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


class Desk:
    """A small round in the Returns screen, with files of Margaret Ashe to hand and what the system was asked to do."""

    def __init__(self, theme: Theme, folder: Path) -> None:
        made = small_round(folder, members=[Member(ASHE, "Margaret Ashe", email="m.ashe@example.org"), PANEL[1]])
        blank = made.blank(ASHE)
        self.theme = theme
        self.folder = folder
        self.first = folder / "ashe-1.xlsx"
        self.first.write_bytes(fill_all(blank))
        self.second = folder / "ashe-2.xlsx"
        typed: dict[tuple[str, str], str | float | None] = {
            (FIRST, "score.need"): 4,
            (SECOND, "score.plan"): 5,
            (SECOND, "comment.plan"): "Better than I thought.",
        }
        self.second.write_bytes(fill(fill_all(blank), typed, minutes=5))
        self.doubtful = folder / "ashe-3.xlsx"
        self.doubtful.write_bytes(fill(fill_all(blank), {(FIRST, "score.need"): "3 or 4"}, minutes=9))
        self.drafts = folder / "drafts"
        self.drafts.mkdir()
        self.opened: list[Path] = []
        self.can_open = True
        self.troubles: list[DDPanelError] = []
        self.jobs = Jobs()
        self.undo = UndoHistory()
        self.undo.failed.connect(self.troubles.append)
        self.store = open_store(made.path)
        self.place = Workplace(self.store, lambda: NOON, "secretariat")
        self.page = ReturnsPage(theme, self.place, self.jobs, self.undo, self._outside())
        self.page.failed.connect(self.troubles.append)

    def _outside(self) -> Outside:
        def opened(path: Path) -> bool:
            self.opened.append(path)
            return self.can_open

        return Outside(
            lambda _parent: [self.first],
            lambda _parent, _title: self.drafts,
            lambda _parent, _title, name: self.drafts / name,
            opened,
        )

    def merge(self, *paths: Path) -> None:
        self.page.take_files(paths)
        assert self.jobs.wait()
        settle()

    def press(self, *keys: Qt.Key, shift: bool = False) -> None:
        held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        press(self.page, *keys, modifier=held)

    def reason(self, words: str) -> None:
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        field.insert(words)
        self.press(Qt.Key.Key_Return)

    def stands(self, field: Field, reference: str = FIRST) -> str:
        with self.store.reading() as work:
            return work.entries.of(ASHE, FIRST if reference == FIRST else SECOND).get(field, "")

    def log(self) -> list[str]:
        return [line.what for line in see_returns(self.place).log]

    def go_to_log(self, what: str) -> None:
        tab = next(each for each in self.page.findChildren(QPushButton) if each.text() == "Log")
        tab.click()
        self.page.right.log.setFocus()
        lines = see_returns(self.place).log
        self.page.right.log.selectRow(next(at for at, line in enumerate(lines) if line.what.startswith(what)))
        settle()


@pytest.fixture
def desk(theme: Theme, tmp_path: Path, show: Show) -> Iterator[Desk]:
    desk = Desk(theme, tmp_path)
    show(desk.page, 1280, 720)
    desk.page.on_shown()
    settle()
    yield desk
    assert desk.jobs.wait()
    settle()
    desk.store.close()


def shown(widget: QWidget) -> str:
    return " ".join(
        label.text() or label.accessibleName() for label in widget.findChildren(QLabel) if label.isVisible()
    )


def dialog() -> TraceDialog:
    return next(each for each in QApplication.topLevelWidgets() if isinstance(each, TraceDialog) and each.isVisible())


def leave(opened: TraceDialog) -> None:
    QTest.keyClick(opened, Qt.Key.Key_Escape)
    settle()


# -- revisions --------------------------------------------------------------------------------------------------------


def test_a_later_scoresheet_shows_what_it_changed(desk: Desk) -> None:
    desk.merge(desk.first)
    assert not desk.page.right.revision.isVisible()
    desk.merge(desk.second)
    panel = desk.page.right.revision
    assert panel.isVisible()
    assert "2 applications changed, 5 the same" in shown(panel)
    model = panel.table.model()
    assert [model.index(0, at).data(SPOKEN) for at in range(4)] == [
        "DD-001 Northmere Council",
        "DD-001 Northmere Council, Case: 3 became 4, and the new one stands",
        "DD-001 Northmere Council, Plan 2.5",
        "DD-001 Northmere Council, Total 56 before, 68 after",
    ]
    assert (panel.keep.isEnabled(), panel.use.isEnabled()) == (True, False)


def test_scores_that_a_later_scoresheet_takes_back_are_said_and_kept_at_one_stroke(desk: Desk) -> None:
    taken_back: dict[tuple[str, str], str | float | None] = {
        (reference, "score.need"): None for reference in REFERENCES
    }
    mistaken = desk.folder / "ashe-4.xlsx"
    typed = {**taken_back, (FIRST, "score.plan"): 5}
    mistaken.write_bytes(fill(fill_all(desk.first.read_bytes()), typed, minutes=9))
    desk.merge(desk.first)
    desk.merge(mistaken)
    panel = desk.page.right.revision

    assert "7 entries of the earlier are empty in the later" in shown(panel)
    panel.keep_emptied.click()
    desk.reason("Sent by mistake.")

    assert [desk.stands(NEED, each) for each in (FIRST, SECOND)] == ["3", "3"]
    assert desk.stands(PLAN) == "5"
    assert not panel.warning.isVisible()
    told: list[str] = []
    desk.undo.told.connect(told.append)
    desk.undo.undo()
    desk.page.refresh()
    assert desk.stands(NEED) == ""
    assert panel.warning.isVisible()
    desk.undo.undo()
    assert told[-1] == "Undone: 1 scoresheet merged, 7 entries taken back"


def test_one_cell_is_kept_with_k_and_used_again_with_u(desk: Desk) -> None:
    desk.merge(desk.first)
    desk.merge(desk.second)
    desk.press(Qt.Key.Key_V, Qt.Key.Key_Right, Qt.Key.Key_K)
    assert "Keep 3 for DD-001 · Case; the later says 4" in shown(desk.page.right.strip)
    desk.press(Qt.Key.Key_Return)
    assert desk.page.right.strip.isVisible()  # a reason is needed
    desk.reason("A slip, she says.")
    assert not desk.page.right.strip.isVisible()
    assert desk.page.right.revision.table.hasFocus()
    assert desk.stands(NEED) == "3"
    assert desk.page.right.revision.table.currentIndex().data(SPOKEN).endswith("3 became 4, and the old one was kept")
    desk.press(Qt.Key.Key_U)
    desk.reason("No, it was meant.")
    assert desk.stands(NEED) == "4"
    assert sorted(each for each in desk.log() if each.startswith("Margaret")) == [
        "Margaret Ashe: new value used in 1 cell",
        "Margaret Ashe: old value kept in 1 cell",
    ]


def test_an_application_and_the_whole_file_are_kept(desk: Desk) -> None:
    desk.merge(desk.first, desk.second)
    desk.press(Qt.Key.Key_V, Qt.Key.Key_Down, Qt.Key.Key_K)
    desk.reason("Not this one.")
    assert (desk.stands(PLAN, SECOND), desk.stands(Field("comment.plan"), SECOND), desk.stands(NEED)) == (
        "2.5",
        "",
        "4",
    )
    desk.press(Qt.Key.Key_K, shift=True)
    desk.reason("Sent by mistake.")
    assert desk.stands(NEED) == "3"
    assert not desk.page.right.revision.keep.isEnabled()
    QTest.mouseClick(desk.page.right.revision.use, Qt.MouseButton.LeftButton)
    settle()
    desk.reason("It was meant after all.")
    assert (desk.stands(NEED), desk.stands(PLAN, SECOND)) == ("4", "5")


def test_a_choice_is_given_up_with_esc_and_taken_back_with_undo(desk: Desk) -> None:
    desk.merge(desk.first)
    desk.merge(desk.second)
    desk.press(Qt.Key.Key_V, Qt.Key.Key_Right, Qt.Key.Key_K, Qt.Key.Key_Escape)
    assert desk.page.right.revision.table.hasFocus()
    assert desk.stands(NEED) == "4"
    desk.press(Qt.Key.Key_K)
    desk.reason("A slip.")
    desk.undo.undo()
    assert desk.stands(NEED) == "4"
    desk.undo.redo()
    assert desk.stands(NEED) == "3"


def test_earlier_revisions_stay_within_reach(desk: Desk) -> None:
    third = desk.folder / "ashe-4.xlsx"
    third.write_bytes(fill(desk.second.read_bytes(), {(SECOND, "score.need"): 1}, minutes=9))
    desk.merge(desk.first, desk.second, third)
    desk.press(Qt.Key.Key_V)
    assert "1 application changed, 6 the same" in shown(desk.page.right.revision)
    desk.page.right.revision.which.setFocus()
    desk.press(Qt.Key.Key_Down)
    assert "2 applications changed, 5 the same" in shown(desk.page.right.revision)


def test_without_a_revision_v_leads_nowhere(desk: Desk) -> None:
    desk.merge(desk.first)
    desk.press(Qt.Key.Key_V, Qt.Key.Key_K, Qt.Key.Key_U)
    desk.press(Qt.Key.Key_K, shift=True)
    assert not desk.page.right.strip.isVisible()


# -- letters ----------------------------------------------------------------------------------------------------------


def test_who_is_outstanding_is_reminded_by_drafts_that_are_opened_on_request(desk: Desk) -> None:
    desk.merge(desk.first)
    button = next(each for each in desk.page.findChildren(QPushButton) if each.text() == "Remind 1 person")
    button.click()
    settle()
    assert [path.name for path in desk.drafts.iterdir()] == ["SM1 reminder David Okoro.eml"]
    assert desk.opened == []
    assert "No e-mail address is known for David Okoro." in shown(desk.page.right.drafts)
    model = desk.page.left.members.model()
    assert "Asked again 20 Feb 12:00" in model.index(1, 0).data(SPOKEN)
    desk.press(Qt.Key.Key_Space)  # the keyboard is on Open
    assert desk.opened == [desk.drafts / "SM1 reminder David Okoro.eml"]
    assert not desk.page.right.drafts.isVisible()
    told: list[str] = []
    desk.undo.told.connect(told.append)
    desk.undo.undo()
    assert told[0].startswith("Undone: ")  # a reminder leaves the way back to the merge open


def test_q_asks_the_member_and_says_when(desk: Desk) -> None:
    desk.merge(desk.doubtful)
    desk.press(Qt.Key.Key_Q)
    (path,) = desk.drafts.iterdir()
    assert message_from_bytes(path.read_bytes())["To"] == "Margaret Ashe <m.ashe@example.org>"
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.right.findings.hasFocus()
    found = desk.page.right.findings.current
    assert found is not None
    assert (found.asked, found.offers_asking, found.waits) == ("Asked 12:00", False, True)
    assert "Asked 12:00." in found.spoken()
    desk.undo.undo()
    settle()
    again = desk.page.right.findings.current
    assert again is not None
    assert (again.asked, again.offers_asking) == ("", True)


def test_a_computer_without_a_mail_program_says_so(desk: Desk) -> None:
    desk.merge(desk.doubtful)
    desk.can_open = False
    desk.press(Qt.Key.Key_Q, Qt.Key.Key_Space)
    assert "This computer has no program for drafts." in shown(desk.page.right.drafts)
    QTest.mouseClick(desk.page.right.drafts.folder_button, Qt.MouseButton.LeftButton)
    assert desk.opened[-1] == desk.drafts


def test_a_folder_that_takes_no_drafts_is_told(desk: Desk) -> None:
    desk.merge(desk.doubtful)
    desk.drafts.rmdir()
    desk.press(Qt.Key.Key_Q)  # the dialog answers with a folder that is gone: it is made again
    assert list(desk.drafts.iterdir())
    desk.page.letters.remind()
    desk.merge(desk.first)
    assert desk.troubles == []


# -- a watched folder -------------------------------------------------------------------------------------------------


def test_a_new_scoresheet_is_offered_when_it_is_whole_and_merged_with_one_key(desk: Desk) -> None:
    desk.merge(desk.first)
    inbox = desk.folder / "inbox"
    inbox.mkdir()
    (inbox / "known.xlsx").write_bytes(desk.first.read_bytes())
    (inbox / "notes.txt").write_text("not one")
    desk.drafts = inbox
    desk.page.left.watch_folder()
    assert "Watching inbox" in shown(desk.page.left.zone)
    coming = inbox / "ashe-2.xlsx"
    content = desk.second.read_bytes()
    coming.write_bytes(content[: len(content) // 2])
    (inbox / "~$ashe-2.xlsx").touch()  # somebody has it open
    settle()
    coming.write_bytes(content)
    assert desk.page.left.offer.paths == ()
    (inbox / "~$ashe-2.xlsx").unlink()
    wait_until(lambda: desk.page.left.offer.paths == (coming,))
    assert "1 new scoresheet in inbox" in shown(desk.page.left.offer)
    assert desk.stands(NEED) == "3"
    desk.page.right.findings.setFocus()
    desk.press(Qt.Key.Key_M)
    assert desk.jobs.wait()
    settle()
    assert desk.stands(NEED) == "4"
    assert not desk.page.left.offer.isVisible()
    desk.page.left.watch_folder()
    assert desk.page.left.watch.folder is None
    assert "Watching" not in shown(desk.page.left.zone)


def test_what_is_not_wanted_now_is_not_offered_again(desk: Desk) -> None:
    watch = desk.page.left.watch
    desk.drafts = desk.folder
    desk.page.left.watch_folder()
    wait_until(lambda: len(desk.page.left.offer.paths) == 4)  # the blank one too
    desk.page.left.offer.later.click()
    watch.look()
    watch.look()
    assert desk.jobs.wait()
    settle()
    assert desk.page.left.offer.paths == ()


def test_a_folder_that_goes_away_is_watched_no_more(desk: Desk, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    lost: list[bool] = []
    watch = FolderWatch(desk.place, desk.jobs, 20)
    watch.lost.connect(lambda: lost.append(True))
    watch.start(gone)
    gone.rmdir()
    wait_until(lambda: lost == [True])
    assert watch.folder is None


def test_a_folder_that_cannot_be_looked_through_is_told_once_and_looked_at_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = desk.folder / "inbox"
    inbox.mkdir()
    (inbox / "ashe.xlsx").write_bytes(desk.first.read_bytes())
    left = desk.page.left

    def hung_up(path: Path) -> Iterator[Path]:
        raise OSError(errno.EHOSTDOWN, "Host is down", str(path))

    def look() -> None:
        left.watch.look()
        assert desk.jobs.wait()
        settle()

    with monkeypatch.context() as patched:
        patched.setattr(Path, "iterdir", hung_up)
        left.watch.start(inbox)
        for _time in range(3):
            look()
        desk.merge(inbox)
    watched, dropped = desk.troubles
    assert (
        str(watched)
        == str(dropped)
        == (
            "The folder inbox can’t be looked through. Host is down."
            " Look whether its drive is connected, and whether you may open it."
        )
    )
    assert left.watch.folder == inbox
    for _time in range(2):
        look()
    assert list(left.offer.paths) == [inbox / "ashe.xlsx"]
    left.watch.stop()


def test_trouble_in_looking_for_new_files_is_said_once_and_looked_for_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    trouble = StorageError("The round can't be read.", remedy="Look whether the drive is there.")

    def broken(_place: Workplace, _paths: Sequence[Path]) -> tuple[Path, ...]:
        raise trouble

    watch, offer = desk.page.left.watch, desk.page.left.offer

    def look() -> None:
        watch.look()
        assert desk.jobs.wait()
        settle()

    inbox = desk.folder / "inbox"
    inbox.mkdir()
    (inbox / "ashe.xlsx").write_bytes(desk.first.read_bytes())
    with monkeypatch.context() as patched:
        patched.setattr(originals, "not_received", broken)
        watch.start(inbox)
        for _time in range(3):
            look()
        assert desk.troubles == [trouble]
        assert list(offer.paths) == []
    look()
    assert list(offer.paths) == [inbox / "ashe.xlsx"]
    with monkeypatch.context() as patched:
        patched.setattr(originals, "not_received", broken)
        (inbox / "more.xlsx").write_bytes(desk.second.read_bytes())
        look()
        look()
    assert desk.troubles == [trouble, trouble]
    watch.stop()


# -- the Log and the ways back ----------------------------------------------------------------------------------------


def test_undo_takes_a_whole_merge_back(desk: Desk) -> None:
    desk.merge(desk.first, desk.second)
    assert desk.stands(NEED) == "4"
    desk.undo.undo()
    settle()
    assert desk.stands(NEED) == ""
    assert see_returns(desk.place).received == 0
    assert not desk.page.right.revision.isVisible()
    desk.merge(desk.first)
    assert desk.stands(NEED) == "3"


def test_a_merge_is_taken_back_from_the_log_with_a_reason(desk: Desk) -> None:
    desk.merge(desk.first)
    desk.undo.clear()
    desk.go_to_log("Received and merged")
    desk.press(Qt.Key.Key_Delete)
    assert "Take back the merge of ashe-1.xlsx" in shown(desk.page.right.strip)
    desk.reason("The wrong round, she says.")
    assert desk.stands(NEED) == ""
    assert sorted(desk.log()) == [
        "Blank scoresheets made for PM01",
        "Merge of 1 scoresheet taken back",
        "Received; its merge was taken back, and the file is kept",
    ]


def test_a_merge_on_which_decisions_stand_is_refused_by_name(desk: Desk) -> None:
    desk.merge(desk.first)
    desk.merge(desk.second)
    desk.go_to_log("Received and merged")
    lines = see_returns(desk.place).log
    desk.page.right.log.selectRow(next(at for at, line in enumerate(lines) if line.return_id == 1))
    desk.press(Qt.Key.Key_Delete)
    desk.reason("The wrong one.")
    assert [trouble.detail for trouble in desk.troubles] == ["A later scoresheet, ashe-2.xlsx."]
    assert desk.page.right.strip.isVisible()
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.right.log.hasFocus()
    assert desk.stands(NEED) == "4"


def test_a_decision_is_taken_back_beside_the_finding(desk: Desk) -> None:
    desk.merge(desk.doubtful)
    desk.press(Qt.Key.Key_S)
    value = QApplication.focusWidget()
    assert isinstance(value, QLineEdit)
    value.insert("4")
    desk.press(Qt.Key.Key_Tab)
    desk.reason("She said 4.")
    assert desk.stands(NEED) == "4"
    found = desk.page.right.findings.current
    model = desk.page.right.findings.model()
    if found is None or not found.undoes:
        desk.page.right.findings.setCurrentIndex(model.index(0, 0, model.index(0, 0)))
    buttons = [
        each.text() for each in desk.page.right.findings.viewport().findChildren(QPushButton) if each.isVisible()
    ]
    assert buttons == ["Undo"]
    desk.press(Qt.Key.Key_Backspace)
    assert desk.stands(NEED) == ""
    assert see_returns(desk.place).waiting == 1


# -- where numbers come from ------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (1280, 720)])
def test_every_part_is_drawn_and_named(desk: Desk, mode: str, size: tuple[int, int]) -> None:
    desk.merge(desk.first)
    desk.merge(desk.second)
    desk.merge(desk.doubtful)
    desk.theme.set_mode("dark" if mode == "dark" else "light")
    desk.page.resize(*size)
    desk.press(Qt.Key.Key_V, Qt.Key.Key_Right, Qt.Key.Key_K)
    desk.reason("A slip.")
    desk.page.right.findings.setFocus()
    desk.press(Qt.Key.Key_Q)
    assert not desk.page.grab().isNull()
    for button in desk.page.findChildren(QPushButton):
        assert button.text() or button.accessibleName(), button
    interface = QAccessible.queryAccessibleInterface(desk.page.right.revision.table)
    assert interface.text(QAccessible.Text.Name) == "Changed applications"
    desk.press(Qt.Key.Key_Escape, Qt.Key.Key_T)
    assert isinstance(dialog(), QDialog)
    assert not dialog().grab().isNull()
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
