"""What is typed while the file can't be read or written: it stays with its application, and nothing is said falsely."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from sqlalchemy.exc import DBAPIError

from dd_panel.domain.identifiers import CriterionKey, Reference
from dd_panel.domain.passages import Place
from dd_panel.services.review.reviewing import record_score, see_item
from dd_panel.services.review.searching import Found
from dd_panel.services.round.packing import unpack
from dd_panel.services.workplace import Workplace
from dd_panel.store.files import open_store
from dd_panel.ui.desk.my_scores.page import MyScoresPage
from dd_panel.ui.desk.review_model import ReviewModel
from dd_panel.ui.desk.search.dialog import SearchDialog
from dd_panel.ui.theme import Theme
from dd_panel.ui.undo import UndoHistory
from tests.exampledesk import CALDERBROOK, clock, make_review
from tests.ui.desks import Desk, open_desk, settle
from tests.ui.keyboard import press
from tests.ui.programs import PASSPHRASE, Running, desk_of, make_pack

CTRL = Qt.KeyboardModifier.ControlModifier
NEED, FINANCE = CriterionKey("need"), CriterionKey("finance")


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Another program holds the file, so that nothing can be written to it."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def damage(path: Path, reference: str) -> None:
    """Leave something in an application's answers that is no text."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        keys = "SELECT key FROM applications WHERE reference = ?"
        other.execute(f"UPDATE answers SET text = CAST(x'ff' AS TEXT) WHERE application_key = ({keys})", (reference,))
        assert other.execute("SELECT changes()").fetchone()[0] > 0


def test_an_application_that_cannot_be_read_leaves_the_one_on_the_desk_where_it_is(desk: Desk) -> None:
    said: list[str] = []
    desk.model.refused.connect(lambda trouble: said.append(trouble.title))
    damage(desk.store.path, "DD-008")
    desk.press(Qt.Key.Key_BracketRight)
    assert said == ["ashe.ddreview is damaged."]
    assert (desk.current, desk.page.reader.reference.text()) == (CALDERBROOK, CALDERBROOK)
    assert desk.page.list_pane.view.currentIndex().row() == 6
    desk.type("5")
    assert (desk.score("finance"), desk.score("finance", "DD-008")) == ("5", "–")
    desk.page.show_application("DD-009")
    assert desk.current == "DD-009"


def test_what_is_found_in_one_that_cannot_be_read_is_not_looked_for_in_another(desk: Desk) -> None:
    damage(desk.store.path, "DD-008")
    desk.page.search_everywhere("staff")
    settle()
    dialog = desk.shell.findChild(SearchDialog)
    assert isinstance(dialog, SearchDialog)
    dialog.chosen.emit(Found(Reference("DD-008"), "", Place("", "question 4"), ()))
    dialog.reject()
    settle()
    assert (desk.current, desk.page.reader.contents.list.currentIndex().row()) == (CALDERBROOK, 0)


def test_no_other_comment_takes_the_keyboard_where_the_application_asked_for_cannot_be_read(
    app: Running, tmp_path: Path
) -> None:
    review = make_review(tmp_path / "ashe.ddreview")
    app.program.open_file(review)
    page = desk_of(app)
    damage(review, "DD-008")
    scores = app.program.shell.go_to("scores")
    assert isinstance(scores, MyScoresPage)
    scores.application_requested.emit("DD-008", "comment.need")
    settle()
    assert (app.key, app.said()) == ("desk", "ashe.ddreview is damaged.")
    assert not any(card.comment.hasFocus() for card in page.scoring.cards)


def test_the_desk_opens_though_the_application_to_go_on_with_cannot_be_read(
    theme: Theme, tmp_path: Path, begun: Path
) -> None:
    damaged = tmp_path / "damaged.ddreview"
    damaged.write_bytes(begun.read_bytes())
    damage(damaged, CALDERBROOK)
    with open_desk(theme, tmp_path, source=damaged) as desk:
        assert (desk.current, desk.page.reader.reference.text()) == ("DD-001", "DD-001")


def test_nothing_is_called_saved_while_something_waits_to_be(desk: Desk) -> None:
    said: list[object] = []
    with held(desk.store.path):
        desk.type("4")
    desk.model.saved.connect(said.append)
    # The file can be written to again, but what waits is tried again only in a while.
    desk.undo.perform(lambda: record_score(desk.model.place, Reference("DD-001"), NEED, "2"))
    assert (desk.model.has_unsaved, said) == (True, [])
    assert desk.model.save_again()
    assert said == [clock(), clock()]


def test_a_button_says_that_it_waits_for_what_is_not_saved(desk: Desk) -> None:
    said: list[str] = []
    desk.model.refused.connect(lambda trouble: said.append(trouble.title))
    with held(desk.store.path):
        desk.type("4")
        assert not desk.model.declare_conflict("other", "My cousin leads it.")
    assert said == ["This waits until everything is saved."]
    assert desk.stored("conflict") == ""
    assert desk.model.declare_conflict("other", "My cousin leads it.")
    assert (desk.score("finance"), desk.stored("conflict")) == ("4", "other: My cousin leads it.")


def test_not_even_a_fault_loses_what_was_typed(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.store.path, isolation_level=None)) as other:
        other.execute("ALTER TABLE history RENAME TO elsewhere")
        with pytest.raises((DBAPIError, sqlite3.Error)):
            desk.model.comment(FINANCE, "The savings are thin.")
        assert desk.model.current is not None
        assert desk.model.current.review.comments[FINANCE] == "The savings are thin."
        other.execute("ALTER TABLE elsewhere RENAME TO history")
    assert desk.model.save_again()
    assert desk.stored("comment.finance") == "The savings are thin."


def test_a_copy_opens_a_review_again_of_which_something_unsaved_has_changed(desk: Desk, tmp_path: Path) -> None:
    desk.page.show_application("DD-001")
    with held(desk.store.path):
        desk.model.score(NEED, "1")
        desk.model.save_copy(tmp_path / "copy.ddreview")
    with open_store(tmp_path / "copy.ddreview", writing=False) as store:
        review = see_item(Workplace(store, clock, ""), Reference("DD-001")).review
    assert (review.scores[NEED].mark, review.complete) == (1, False)


def test_a_locked_review_can_be_copied_too(tmp_path: Path) -> None:
    unpack(make_pack(tmp_path, 3, passphrase=PASSPHRASE), tmp_path / "mine.ddreview", clock, PASSPHRASE)
    with open_store(tmp_path / "mine.ddreview", PASSPHRASE) as store:
        model = ReviewModel(Workplace(store, clock, "Margaret Ashe"), UndoHistory())
        model.open("DD-001")
        model.score(NEED, "3")
        model.save_copy(tmp_path / "copy.ddreview")
        model.close()
    with open_store(tmp_path / "copy.ddreview", PASSPHRASE, writing=False) as store:
        assert see_item(Workplace(store, clock, ""), Reference("DD-001")).review.scores[NEED].mark == 3


@pytest.mark.parametrize("key", [Qt.Key.Key_E, Qt.Key.Key_P], ids=["the scoresheet", "the PDF"])
def test_no_file_is_made_that_would_lack_what_is_not_saved(app: Running, tmp_path: Path, key: Qt.Key) -> None:
    review = make_review(tmp_path / "ashe.ddreview")
    app.program.open_file(review)
    page = desk_of(app)
    with held(review):
        page.scoring.type_score("4")
        app.program.shell.go_to("scores")
        settle()
        press(app.program.shell, key, modifier=CTRL)
        assert app.said() == "Not everything is saved."
        assert not [each for each in app.program.shell.findChildren(QFileDialog) if each.isVisible()]
    press(app.program.shell, Qt.Key.Key_S, modifier=CTRL)
    assert app.said() == "", "the file lacks nothing any more"


def test_my_scores_says_that_all_is_saved_only_once_it_is(app: Running, tmp_path: Path) -> None:
    review = make_review(tmp_path / "ashe.ddreview")
    app.program.open_file(review)
    said = app.program.shell.save_state
    with held(review):
        desk_of(app).scoring.type_score("4")
        app.program.shell.go_to("scores")
        settle()
        press(app.program.shell, Qt.Key.Key_S, modifier=CTRL)
        refused = said.words
    press(app.program.shell, Qt.Key.Key_S, modifier=CTRL)
    assert (refused[:9], said.words) == ("Not saved", f"Saved {clock():%H:%M}")
