"""A review that was worked on in two places, in the real window: what is asked, what is brought in, what stays."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from dd_panel.domain.identifiers import CriterionKey, Reference, comment_field
from dd_panel.services.review.reviewing import record_score, record_text, see_desk
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.desk.history.copy_dialog import CopyDialog
from dd_panel.ui.desk.page import DeskPage
from dd_panel.ui.theme import Theme
from tests.exampledesk import ASHE, clock, make_review
from tests.ui.desks import settle
from tests.ui.keyboard import press
from tests.ui.programs import Running, running, wait_until

NEED = CriterionKey("need")


def score_in(path: Path, reference: str, score: str) -> None:
    with open_store(path) as store:
        record_score(Workplace(store, clock, "Margaret Ashe"), Reference(reference), NEED, score)


def leave(run: Running) -> None:
    """Go to the first screen, and wait until the file is closed: what is under way about it ends first."""
    run.program.show_start()
    wait_until(lambda: not run.program.working)
    settle()


def stored(run: Running, reference: str) -> str:
    page = run.program.shell.findChild(DeskPage)
    assert isinstance(page, DeskPage)
    review = page.scoring._model.item(reference).review  # noqa: SLF001 - what the desk shows
    return review.scores[NEED].text(page.scoring._model.rubric.criterion(NEED).scale)  # noqa: SLF001


def two_copies(folder: Path) -> tuple[Path, Path]:
    home = make_review(folder / "ashe.ddreview")
    return home, Path(shutil.copy(home, folder / "train.ddreview"))


def test_opening_the_other_copy_asks_what_stands_and_brings_the_rest_in(theme: Theme, tmp_path: Path) -> None:
    home, train = two_copies(tmp_path)
    score_in(home, "DD-001", "2")
    score_in(train, "DD-001", "5")
    score_in(train, "DD-016", "3")
    with running(theme, tmp_path) as run:
        run.program.open_file(home)
        wait_until(lambda: run.key == "desk")
        run.program.open_file(train)
        dialog = run.dialog(CopyDialog)
        said = " ".join(label.text() for label in dialog.findChildren(QLabel))
        assert "1 change was made only there and is brought in." in said
        assert "DD-001 · Case for change" in said
        dialog.yes.click()  # nothing is chosen yet
        assert dialog.isVisible()
        assert (stored(run, "DD-001"), stored(run, "DD-016")) == ("2", "")
        dialog.choices[0].set_chosen(1)
        dialog.yes.click()
        settle()
        assert (stored(run, "DD-001"), stored(run, "DD-016")) == ("5", "3")
        QTest.keyClick(run.program.shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        settle()
        assert (stored(run, "DD-001"), stored(run, "DD-016")) == ("2", "")


def test_the_later_one_everywhere_is_one_button(theme: Theme, tmp_path: Path) -> None:
    home, train = two_copies(tmp_path)
    score_in(home, "DD-001", "2")
    score_in(train, "DD-001", "5")
    with running(theme, tmp_path) as run:
        run.program.open_file(home)
        wait_until(lambda: run.key == "desk")
        run.program.open_file(train)
        dialog = run.dialog(CopyDialog)
        dialog.later.click()
        assert dialog.choices[0].chosen == 0  # given at the same time: the one here
        dialog.yes.click()
        settle()
        assert stored(run, "DD-001") == "2"


def test_two_long_comments_that_begin_alike_are_shown_whole_before_one_is_chosen(theme: Theme, tmp_path: Path) -> None:
    home, train = two_copies(tmp_path)
    alike = "The plan names its leader, and the board has met twice since; "
    comments = {home: f"{alike}it is ready.", train: f"{alike}it is not ready."}
    for path, comment in comments.items():
        with open_store(path) as store:
            record_text(Workplace(store, clock, ASHE), Reference("DD-001"), comment_field(NEED), comment)
    score_in(home, "DD-001", "2")
    score_in(train, "DD-001", "5")
    with running(theme, tmp_path) as run:
        run.program.open_file(home)
        wait_until(lambda: run.key == "desk")
        run.program.open_file(train)
        dialog = run.dialog(CopyDialog)
        shown = [label for label in dialog.findChildren(QLabel) if label.text() in comments.values()]
        assert [label.text() for label in sorted(shown, key=lambda each: each.mapTo(dialog, QPoint()).x())] == [
            *comments.values()
        ]
        dialog.yes.click()
        reminder = next(label for label in dialog.findChildren(QLabel) if label.text().startswith("Choose one of"))
        assert reminder.isVisible()
        dialog.later.click()
        assert not reminder.isVisible()
        dialog.reject()


@pytest.mark.parametrize("screen", ["desk", "scores"])
def test_the_other_copy_is_opened_by_keyboard_from_either_screen(theme: Theme, tmp_path: Path, screen: str) -> None:
    home, train = two_copies(tmp_path)
    score_in(train, "DD-016", "3")
    with running(theme, tmp_path) as run:
        run.program.open_file(home)
        wait_until(lambda: run.key == "desk")
        run.program.shell.go_to(screen)
        settle()
        press(run.program.shell, Qt.Key.Key_O, modifier=Qt.KeyboardModifier.ControlModifier)
        run.answer(train)
        run.dialog(CopyDialog).yes.click()
        settle()
        assert stored(run, "DD-016") == "3"


def test_the_other_copy_can_be_opened_by_itself_and_neither_loses_anything(theme: Theme, tmp_path: Path) -> None:
    home, train = two_copies(tmp_path)
    score_in(train, "DD-016", "3")
    with running(theme, tmp_path) as run:
        run.program.open_file(home)
        wait_until(lambda: run.key == "desk")
        run.program.open_file(train)
        run.dialog(CopyDialog).open_it.click()
        wait_until(lambda: stored(run, "DD-016") == "3")
    with open_store(home) as store:
        assert see_desk(Workplace(store, clock, ASHE)).item(Reference("DD-016")).status == "not_started"


def test_an_older_copy_laid_over_the_file_is_said_once(theme: Theme, tmp_path: Path) -> None:
    home, backup = two_copies(tmp_path)
    with running(theme, tmp_path) as run:
        run.program.open_file(home)
        wait_until(lambda: run.key == "desk")
        page = run.program.shell.current_page
        assert isinstance(page, DeskPage)
        page.scoring.type_score("4")
        settle()
        leave(run)
        first = run.said()
        shutil.copy(backup, home)
        run.program.open_file(home)
        wait_until(lambda: run.key == "desk")
        second = run.said()
        leave(run)
        run.program.shell.notices.clear()
        run.program.open_file(home)
        wait_until(lambda: run.key == "desk")
        assert (first, second, run.said()) == ("", "This file is older than the one you worked in here.", "")
