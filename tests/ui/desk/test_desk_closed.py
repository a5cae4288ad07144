"""What can't be changed at the desk: under a conflict, on a disk that says no, after a scoresheet went out."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt

from dd_panel.domain.identifiers import CriterionKey, Field, Reference
from dd_panel.services.review.comparing import see_side_by_side
from dd_panel.services.review.exported import closed_error
from dd_panel.services.review.reviewing import declare_conflict, see_desk
from dd_panel.services.review.scoresheets import export_scoresheet
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.desk.conflicts.dialog import ConflictDialog
from dd_panel.ui.desk.history.dialog import HistoryDialog
from dd_panel.ui.theme import Theme
from tests.exampledesk import CALDERBROOK, clock, make_review
from tests.journeys.ten_fingers import Keyboard
from tests.ui.desks import Desk
from tests.ui.keyboard import keyboard, settle
from tests.ui.programs import desk_of, running, wait_until

CTRL = Qt.KeyboardModifier.ControlModifier


# ------------------------------------------------------------------------------------------ conflicts


def declare(desk: Desk, kind: int) -> None:
    desk.page.ask_about_conflict()
    settle()
    dialog = desk.shell.findChild(ConflictDialog)
    assert isinstance(dialog, ConflictDialog)
    dialog.yes.click()
    assert dialog.isVisible(), "a conflict without a kind is not declared"
    dialog.kind.setCurrentIndex(kind)
    dialog.reason.setText("Their director until 2012")
    dialog.yes.click()
    settle()


def test_a_declared_conflict_locks_the_text_and_the_scores(desk: Desk) -> None:
    declare(desk, 1)
    reader = desk.page.reader
    assert desk.stored("conflict") == "employment: Their director until 2012"
    assert reader.text.toPlainText() == ""
    assert not reader.tabs.isVisible()
    assert not desk.page.scoring.total.isVisible()
    assert reader.lock.isVisible()
    desk.type("5")
    assert keyboard(desk.shell) is desk.page.list_pane.view


def test_the_keys_of_a_reader_open_nothing_of_what_is_locked(desk: Desk) -> None:
    desk.page.show_application("DD-006")
    settle()
    assert desk.page.reader.tabs.count > 1, "an application with an attachment"
    declare(desk, 1)
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_F, Qt.Key.Key_H):
        desk.press(key, CTRL)
        desk.press(key, CTRL | Qt.KeyboardModifier.ShiftModifier)
        assert not desk.page.reader.documents.isVisible()
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_F3)
    assert desk.page.reader.lock.isVisible()
    assert desk.page.reader.documents.viewer is None


def test_withdrawing_a_conflict_brings_text_and_scores_back(desk: Desk) -> None:
    declare(desk, 1)
    desk.page.reader.withdraw.click()
    settle()
    assert desk.page.reader.text.toPlainText().startswith("The application")
    assert (desk.score("need"), desk.page.scoring.total.isVisible()) == ("4", True)


def test_a_conflict_that_came_with_the_pack_shows_the_title_only(desk: Desk) -> None:
    desk.page.show_application("DD-010")
    settle()
    reader = desk.page.reader
    assert (reader.reference.text(), reader.facts.text(), reader.text.toPlainText()) == ("DD-010", "", "")


def test_a_desk_with_conflicts_alone_begins_in_the_list(theme: Theme, tmp_path: Path) -> None:
    path = make_review(tmp_path / "ashe.ddreview", 2)
    with open_store(path) as store:
        place = Workplace(store, clock, "Margaret Ashe")
        for item in see_desk(place).items:
            if not item.conflict:
                declare_conflict(place, item.application.reference, "financial", "")
    with running(theme, tmp_path, [path]) as run:
        wait_until(lambda: run.key == "desk")
        settle()
        assert keyboard(run.program.shell) is desk_of(run).list_pane.view


def test_of_one_that_came_by_its_title_alone_the_desk_says_whom_to_ask(desk: Desk) -> None:
    with desk.store.writing() as work:
        plain = work.applications.get(CALDERBROOK)
        work.applications.replace(replace(plain, answers=(), attachments=()))
    desk.page.show_application("DD-001")
    desk.page.show_application(CALDERBROOK)
    settle()
    text = desk.page.reader.text
    assert "ask the secretariat for a later pack" in text.toPlainText()
    text.selectAll()
    place = text.selected()
    assert place is not None
    assert "secretariat" not in place.words  # nobody is quoted with it


# ------------------------------------------------------------------------------------------ when the disk says no


def test_what_cannot_be_stored_is_kept_shown_and_tried_again(desk: Desk) -> None:
    why: list[str] = []
    desk.model.not_saved.connect(why.append)
    other = sqlite3.connect(desk.store.path, isolation_level=None, timeout=0)
    other.execute("BEGIN IMMEDIATE")
    desk.type("4")
    shown = desk.page.scoring.current_card.buttons.chosen
    unsaved = desk.model.has_unsaved
    other.execute("ROLLBACK")
    other.close()
    assert (shown, unsaved, len(why)) == (4, True, 1)
    assert desk.model.save_again()
    assert (desk.score("finance"), desk.model.has_unsaved) == ("4", False)


def test_a_copy_holds_what_could_not_be_stored(desk: Desk, tmp_path: Path) -> None:
    other = sqlite3.connect(desk.store.path, isolation_level=None, timeout=0)
    other.execute("BEGIN IMMEDIATE")
    desk.type("5")
    copy = tmp_path / "copy.ddreview"
    desk.model.save_copy(copy)
    other.execute("ROLLBACK")
    other.close()
    with sqlite3.connect(f"file:{copy}?mode=ro", uri=True) as database:
        kept = [row[0] for row in database.execute("SELECT value FROM entries WHERE field = 'score.finance'")]
    database.close()
    assert "5" in kept


# ------------------------------------------------------------------------------------------ after an export


def test_the_desk_says_quietly_what_went_out_and_that_it_has_changed_since(desk: Desk, tmp_path: Path) -> None:
    words = desk.page.list_pane.exported
    before = words.isVisible()
    export_scoresheet(Workplace(desk.store, clock, "Margaret Ashe"), tmp_path / "out.xlsx")
    desk.model.reload()
    settle()
    exported = words.text()
    desk.press(Qt.Key.Key_N)
    desk.type("Thin.")
    desk.press(Qt.Key.Key_Escape)
    changed = words.text()
    desk.press(Qt.Key.Key_Z, CTRL)
    assert (before, exported) == (False, "Draft exported 4 Feb as version 1")
    assert changed == "Draft exported 4 Feb as version 1; changed since"
    assert words.text() == exported


def finish_and_export(desk: Desk, folder: Path) -> None:
    """Everything else is a conflict; what is complete goes out whole."""
    place = Workplace(desk.store, clock, "Margaret Ashe")
    for item in desk.model.items:
        if item.status not in {"complete", "conflict"}:
            declare_conflict(place, item.application.reference, "other", "")
    export_scoresheet(place, folder / "whole.xlsx")
    desk.model.reload()
    settle()


def test_after_a_whole_scoresheet_went_out_nothing_changes_before_another_version_is_begun(
    desk: Desk, tmp_path: Path
) -> None:
    refused: list[str] = []
    desk.model.refused.connect(lambda trouble: refused.append(trouble.title))
    desk.page.show_application("DD-001")
    finish_and_export(desk, tmp_path)
    scoring = desk.page.scoring
    words = (scoring.closed.accessibleName(), scoring.begin.text(), scoring.foot.reopen.isVisible())
    buttons = scoring.cards[0].buttons.isEnabled()
    scoring.open_card(scoring.cards[0])
    desk.type("1")
    closed = desk.score("need")
    scoring.begin.click()
    settle()
    desk.type("1")
    assert words == ("Exported 4 Feb as version 1", "Start version 2", False)
    assert (buttons, closed, refused) == (False, "4", ["Your whole scoresheet was exported, so this is closed."])
    assert (desk.score("need"), scoring.closed.isVisible()) == ("1", False)
    desk.press(Qt.Key.Key_Z, CTRL)
    desk.press(Qt.Key.Key_Z, CTRL)
    assert (desk.score("need"), scoring.closed.isVisible()) == ("4", True)
    assert desk.model.desk.unfinished == 0


def test_nor_by_the_history_nor_by_a_quote(desk: Desk, tmp_path: Path) -> None:
    refused: list[str] = []
    desk.model.refused.connect(lambda trouble: refused.append(trouble.title))
    desk.page.show_application("DD-001")
    finish_and_export(desk, tmp_path)
    assert not desk.model.restore("DD-001", Field("score.need"), "1")
    desk.page.show_history()
    settle()
    history = desk.shell.findChild(HistoryDialog)
    assert isinstance(history, HistoryDialog)
    assert (history.current is not None, history.restore.isVisible()) == (True, False)
    history.reject()
    settle()
    desk.page.reader.text.selectAll()
    desk.page.collecting.attach(CriterionKey("need"))
    assert refused == [closed_error(2).title] * 2
    assert (desk.score("need"), desk.stored("evidence.need")) == ("4", "")
    assert see_side_by_side(desk.model.place, desk.model.desk).choices == ()


def test_undo_leaves_alone_what_has_gone_out_whole(theme: Theme, tmp_path: Path) -> None:
    """The last of them is finished, and all goes out from My scores."""
    review = make_review(tmp_path / "ashe.ddreview", 6)
    out = tmp_path / "whole.xlsx"
    with running(theme, tmp_path, [review]) as app:
        page = desk_of(app)
        page.show_application("DD-001")
        page.scoring.type_score("5")
        page.scoring.complete()
        app.program.shell.go_to("scores")
        settle()
        keys = Keyboard(app.program.shell)
        keys.name_file_soon(out)
        keys.press(Qt.Key.Key_E, CTRL)
        wait_until(out.is_file)
        wait_until(lambda: not app.program.working)
        keys.press(Qt.Key.Key_Z, CTRL)
        keys.press(Qt.Key.Key_Z, CTRL)
    with open_store(review, writing=False) as store:
        desk = see_desk(Workplace(store, clock, ""))
    assert (desk.closed, desk.item(Reference("DD-001")).review.scores[CriterionKey("need")].mark) == (True, 5)
