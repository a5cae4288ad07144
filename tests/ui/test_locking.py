"""A round or a review that is there is locked from the window, gets another passphrase, or none."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dd_panel.ui.start.locking import NONE, LockDialog
from dd_panel.ui.start.page import StartPage
from tests.exampledesk import make_review
from tests.ui.keyboard import press, settle
from tests.ui.programs import Running, wait_until

FIRST, SECOND = "three slow trains", "four fast ferries"


def say(dialog: LockDialog, present: str, wanted: str, again: str) -> None:
    """Type into the dialog, and press Enter."""
    for field, text in ((dialog.present, present), (dialog.wanted, wanted), (dialog.again, again)):
        field.setText(text)
        field.textEdited.emit(text)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    settle()


def test_the_open_review_is_locked_changed_and_unlocked(app: Running, tmp_path: Path) -> None:
    review = make_review(tmp_path / "ashe.ddreview")
    app.program.open_file(review)
    press(
        app.program.shell,
        Qt.Key.Key_P,
        modifier=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    dialog = app.dialog(LockDialog)
    assert dialog.wanted.hasFocus()
    assert not dialog.present.isVisible()
    say(dialog, "", FIRST, FIRST)
    wait_until(lambda: app.said() == "ashe.ddreview is locked with its passphrase.")
    assert app.key == "desk"
    assert b"Margaret" not in review.read_bytes()

    app.program.change_lock()
    say(app.dialog(LockDialog), FIRST, SECOND, SECOND)
    wait_until(lambda: app.key == "desk")

    app.program.change_lock()
    dialog = app.dialog(LockDialog)
    dialog.choice.set_chosen(NONE)
    dialog.choice.choice_made.emit(NONE)
    assert not dialog.wanted.isVisible()
    say(dialog, SECOND, "", "")
    wait_until(lambda: app.said() == "ashe.ddreview is not locked any more.")
    assert b"Margaret" in review.read_bytes()


def test_a_wrong_present_passphrase_is_asked_for_again(app: Running, tmp_path: Path) -> None:
    review = make_review(tmp_path / "ashe.ddreview")
    app.program.beginnings.change_lock(review, None, FIRST)
    wait_until(lambda: app.key == "desk")
    app.program.change_lock()
    say(app.dialog(LockDialog), "not this one at all", SECOND, SECOND)
    app.type_passphrase(FIRST)
    wait_until(lambda: app.key == "desk")
    assert app.said() == "ashe.ddreview is locked with its passphrase."


def test_the_backup_of_an_older_file_that_is_locked_is_told(app: Running, tmp_path: Path) -> None:
    review = make_review(tmp_path / "ashe.ddreview")
    with closing(sqlite3.connect(review)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0010'")  # whose tables are those of today
        connection.commit()
    app.program.beginnings.change_lock(review, None, FIRST)
    wait_until(lambda: app.key == "desk")
    (backup,) = tmp_path.glob("ashe.ddreview.backup-*")
    assert app.said() == f"ashe.ddreview is locked with its passphrase. Beside it lies a backup: {backup.name}."
    assert b"Margaret" in backup.read_bytes()


def test_the_first_screen_asks_which_file_and_says_what_is_wrong(app: Running, tmp_path: Path) -> None:
    review = make_review(tmp_path / "ashe.ddreview")
    start = app.program.shell.current_page
    assert isinstance(start, StartPage)
    start.lock.click()
    app.answer(review)
    dialog = app.dialog(LockDialog)
    for typed, again, problem in (
        ("short", "short", "This passphrase is too short."),
        (FIRST, SECOND, "The two are not the same."),
    ):
        say(dialog, "", typed, again)
        assert dialog.problem.startswith(problem)
    dialog.reject()
    start.lock.click()
    other = tmp_path / "notes.ddround"
    other.write_text("no store")
    app.answer(other)
    wait_until(lambda: "is neither a round nor a review" in app.said())
    assert b"Margaret" in review.read_bytes()
