"""Files opened by their kind, trouble said in words, and nothing lost when the program itself is at fault."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from dd_panel.domain.errors import StorageError
from dd_panel.services.review.reviewing import declare_conflict, see_desk
from dd_panel.services.review.scoresheets import export_scoresheet
from dd_panel.services.round.packing import unpack
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.desk.my_scores.page import MyScoresPage
from dd_panel.ui.round.session import SCREENS
from dd_panel.ui.start.page import StartPage
from dd_panel.ui.start.passphrase import PackDialog
from dd_panel.ui.theme import Theme
from tests.bench.rounds import Size, make_round
from tests.exampledesk import CALDERBROOK, clock, make_review
from tests.store.conftest import read_only_folder
from tests.store.disks import SmallDisk
from tests.ui.keyboard import press, settle
from tests.ui.programs import PASSPHRASE, Running, desk_of, make_pack, running, wait_until

__all__ = ["read_only_folder"]


def test_a_file_named_at_the_start_is_shown_without_the_first_screen(theme: Theme, tmp_path: Path) -> None:
    with running(theme, tmp_path, [make_review(tmp_path / "ashe.ddreview", 3)]) as app:
        assert (app.key, app.program.shell.isVisible(), app.program.shell.findChild(StartPage)) == ("desk", True, None)
        press(app.program.shell, Qt.Key.Key_W, modifier=Qt.KeyboardModifier.ControlModifier)
        assert app.key == "start"


def test_a_file_named_at_the_start_that_cannot_be_opened_leads_to_the_first_screen(
    theme: Theme, tmp_path: Path
) -> None:
    foreign = tmp_path / "letter.ddreview"
    foreign.write_text("Dear panel,")
    with running(theme, tmp_path, [foreign]) as app:
        assert (app.key, app.program.shell.isVisible(), bool(app.said())) == ("start", True, True)


def test_a_question_about_a_file_named_at_the_start_stands_before_the_first_screen(
    theme: Theme, tmp_path: Path
) -> None:
    pack, review = make_pack(tmp_path, 3, passphrase=PASSPHRASE), tmp_path / "mine.ddreview"
    with running(theme, tmp_path, [pack]) as app:
        app.type_passphrase(PASSPHRASE)
        assert (app.key, app.dialog(PackDialog).isVisible()) == ("start", True)
        app.dialog(PackDialog).yes.click()
        app.answer(review)
        wait_until(lambda: app.key == "conflicts")
    with running(theme, tmp_path, [review]) as app:
        assert app.key == "start"
        app.type_passphrase(PASSPHRASE)
        wait_until(lambda: app.key == "conflicts")


def test_a_review_opens_the_desk_and_is_remembered(app: Running, tmp_path: Path) -> None:
    review = make_review(tmp_path / "ashe.ddreview")
    app.program.open_file(review)
    recent = app.settings.recents[0]
    assert (app.key, recent.kind, recent.note) == ("desk", "pack", "6 of 24 complete")
    assert app.program.shell.windowTitle().startswith("Review desk – Delivering Differently Challenge · Margaret Ashe")


def test_a_round_opens_the_screens_of_the_secretariat(app: Running, tmp_path: Path) -> None:
    make_pack(tmp_path)
    app.program.open_file(tmp_path / "round.ddround")
    assert (app.key, app.settings.recents[0].kind) == ("returns", "round")


def test_what_every_screen_of_a_round_is_made_of_is_loaded_before_it_is_wanted(app: Running, tmp_path: Path) -> None:
    make_round(tmp_path / "small.ddround", Size(2, 1))
    app.program.open_file(tmp_path / "small.ddround")
    keys = ("applications", "rubric", "panel", "assignment", "returns", "ranking", "meeting", "decisions")
    assert {type(app.program.shell.go_to(key)).__module__ for key in keys} == set(SCREENS)
    wait_until(lambda: not app.program.working)
    assert set(SCREENS) <= set(sys.modules)


def test_a_file_dropped_on_the_window_is_opened(app: Running, tmp_path: Path) -> None:
    review = make_review(tmp_path / "ashe.ddreview", 3)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(review))])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    QApplication.sendEvent(app.program.shell, QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, left, none))
    QApplication.sendEvent(app.program.shell, QDropEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, left, none))
    settle()
    assert app.key == "desk"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("letter.pdf", "letter.pdf is no review pack, review or round."),
        ("PM01.xlsx", "PM01.xlsx is no review pack, review or round."),
        ("gone.ddreview", "gone.ddreview is not there."),
        ("gone.ddpack", "gone.ddpack is not there."),
    ],
)
def test_what_cannot_be_opened_is_said_in_words(app: Running, tmp_path: Path, name: str, said: str) -> None:
    app.program.open_file(tmp_path / name)
    assert (app.said(), app.key) == (said, "start")


def closed_review(folder: Path) -> Path:
    """A review of which a whole scoresheet was exported."""
    review = make_review(folder / "ashe.ddreview", 3)
    with open_store(review) as store:
        place = Workplace(store, clock, "Margaret Ashe")
        for item in see_desk(place).items:
            if item.status not in {"complete", "conflict"}:
                declare_conflict(place, item.application.reference, "other", "")
        export_scoresheet(place, folder / "whole.xlsx")
    return review


def test_what_was_said_of_a_closed_review_goes_when_another_version_is_begun(theme: Theme, tmp_path: Path) -> None:
    with running(theme, tmp_path, [closed_review(tmp_path)]) as app:
        scoring = desk_of(app).scoring
        app.program.shell.go_to("desk")
        desk_of(app).show_application("DD-001")
        scoring.type_score("1")
        closed = app.said()
        scoring.begin.click()
        settle()
        assert (closed, app.said()) == ("Your whole scoresheet was exported, so this is closed.", "")


def test_a_closed_review_is_opened_from_the_message_that_says_so(theme: Theme, tmp_path: Path) -> None:
    review = closed_review(tmp_path)
    with running(theme, tmp_path, [review]) as app:
        shell = app.program.shell
        shell.go_to("scores")
        press(shell, Qt.Key.Key_1)
        notice = shell.notices.current
        assert notice is not None
        assert notice.action is not None
        assert notice.action.words == "Start version 2"
        notice.action.do()
        settle()
        closed, before = notice.title, app.said()
        press(shell, Qt.Key.Key_1)
        page = shell.current_page
        assert isinstance(page, MyScoresPage)
        assert (closed, before, app.said()) == ("Your whole scoresheet was exported, so this is closed.", "", "")
        assert page.table.currentIndex().data() == "1"


def test_a_file_that_is_no_review_is_refused_and_the_start_stays(app: Running, tmp_path: Path) -> None:
    (tmp_path / "letter.ddreview").write_text("Dear panel")
    app.program.open_file(tmp_path / "letter.ddreview")
    assert app.said()
    assert (app.key, app.settings.recents) == ("start", ())


def test_a_review_open_in_another_window_is_refused_with_the_remedy(app: Running, tmp_path: Path) -> None:
    review = make_review(tmp_path / "ashe.ddreview", 2)
    with open_store(review):
        app.program.open_file(review)
    notice = app.program.shell.notices.current
    assert notice is not None
    assert "open in another window" in notice.title
    assert notice.remedy
    assert app.key == "start"


def test_the_way_back_closes_the_file(app: Running, tmp_path: Path) -> None:
    review = make_review(tmp_path / "ashe.ddreview", 8)
    app.program.open_file(review)
    settle()
    press(app.program.shell, Qt.Key.Key_W, modifier=Qt.KeyboardModifier.ControlModifier)
    assert app.key == "start"
    wait_until(lambda: not app.program.working)  # what is under way about a file ends before it is closed
    settle()
    with open_store(review):
        pass


def test_an_error_nobody_foresaw_is_noted_and_loses_nothing(app: Running, tmp_path: Path) -> None:
    app.mishaps.listen()
    review = make_review(tmp_path / "ashe.ddreview", 8)
    app.program.open_file(review, CALDERBROOK)
    settle()
    card = desk_of(app).scoring.current_card
    card.take_focus(comment=True)
    QTest.keyClicks(card.comment, "Half a sentence")
    sys.excepthook(ZeroDivisionError, ZeroDivisionError("division by zero"), None)
    settle()
    app.mishaps.rest()
    notice = app.program.shell.notices.current
    assert notice is not None
    reference = notice.detail.split(" as ")[1].split(" in ")[0]
    assert f"reference {reference}" in app.mishaps.log_file.read_text(encoding="utf-8")
    assert card.comment.toPlainText() == "Half a sentence"
    assert card.comment.is_settled


def test_a_trouble_that_no_screen_expected_is_told_in_its_own_words(app: Running) -> None:
    app.mishaps.listen()
    trouble = StorageError("ashe.ddreview is damaged.", "A page of it can't be read.", "Use the latest backup.")
    sys.excepthook(StorageError, trouble, None)
    settle()
    app.mishaps.rest()
    notice = app.program.shell.notices.current
    assert notice is not None
    assert (notice.title, notice.remedy) == ("ashe.ddreview is damaged.", "Use the latest backup.")
    assert "A page of it can't be read." in app.mishaps.log_file.read_text(encoding="utf-8")


def test_an_error_on_another_thread_is_told_in_the_window(app: Running) -> None:
    app.mishaps.listen()
    thread = threading.Thread(target=lambda: int("seven"))
    thread.start()
    thread.join()
    settle()
    app.mishaps.rest()
    assert app.said() == "Something went wrong in the program."


def test_closing_with_something_unsaved_warns_once(app: Running, tmp_path: Path) -> None:
    review = make_review(tmp_path / "ashe.ddreview", 8)
    app.program.open_file(review, CALDERBROOK)
    settle()
    moved = review.rename(tmp_path / "moved.ddreview")
    desk_of(app).scoring.type_score("4")
    app.program.shell.close()
    stayed = (app.program.shell.isVisible(), app.said())
    moved.rename(review)
    assert stayed == (True, "Not everything is saved.")


def test_a_warning_goes_once_all_is_saved_and_comes_again_the_next_time(app: Running, tmp_path: Path) -> None:
    review, moved = make_review(tmp_path / "ashe.ddreview", 8), tmp_path / "moved.ddreview"
    app.program.open_file(review, CALDERBROOK)
    settle()
    said = []
    for score in ("4", "2"):
        review.rename(moved)
        desk_of(app).scoring.type_score(score)
        app.program.shell.close()
        said.append(app.said())
        moved.rename(review)
        desk_of(app).save()
        said.append(app.said())
    assert said == ["Not everything is saved.", "", "Not everything is saved.", ""]
    assert app.program.shell.save_state.words.startswith("Saved")


def test_no_dialog_is_left_open(app: Running) -> None:
    assert app.program.shell.findChildren(QDialog) == []


def open_a_copy(app: Running, path: Path) -> None:
    """Take the button of the message in sight, and name the copy."""
    wait_until(lambda: bool(app.said()))
    notice = app.program.shell.notices.current
    assert notice is not None
    assert notice.action is not None
    assert (app.key, "can't be written" in notice.title) == ("start", True)
    notice.action.do()
    app.answer(path)


def test_a_review_that_may_only_be_read_is_copied_to_where_one_may_write_and_opened_there(
    app: Running, read_only_folder: SmallDisk, tmp_path: Path
) -> None:
    review = make_review(read_only_folder.folder / "ashe.ddreview", 3)
    read_only_folder.protect()
    app.program.open_file(review)
    open_a_copy(app, tmp_path / "mine.ddreview")
    wait_until(lambda: app.key == "desk")
    assert (app.said(), app.program.shell.save_state.words) == ("", f"Saved {clock():%H:%M}")
    assert Path(app.settings.recents[0].path) == tmp_path / "mine.ddreview"


def test_the_copy_of_a_locked_review_opens_with_the_passphrase_that_was_typed(
    app: Running, read_only_folder: SmallDisk, tmp_path: Path
) -> None:
    review = read_only_folder.folder / "ashe.ddreview"
    unpack(make_pack(tmp_path, 3, passphrase=PASSPHRASE), review, clock, PASSPHRASE)
    read_only_folder.protect()
    app.program.open_file(review)
    app.type_passphrase(PASSPHRASE)
    open_a_copy(app, tmp_path / "mine.ddreview")
    wait_until(lambda: app.key == "conflicts")
    assert app.said() == ""


def test_a_copy_does_not_take_the_place_of_what_is_there(
    app: Running, read_only_folder: SmallDisk, tmp_path: Path
) -> None:
    review = make_review(read_only_folder.folder / "ashe.ddreview", 3)
    read_only_folder.protect()
    (tmp_path / "mine.ddreview").write_text("Dear panel,")
    app.program.open_file(review)
    app.program.copying.copy(review, tmp_path / "mine.ddreview", None)
    wait_until(lambda: "is there already" in app.said())
    assert (app.key, (tmp_path / "mine.ddreview").read_text()) == ("start", "Dear panel,")
