"""The history of an application over the desk: what changed, and bringing it back by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from dd_panel.domain.identifiers import CriterionKey, score_field
from dd_panel.ui.desk.history.dialog import HistoryDialog
from dd_panel.ui.desk.history.rows import value_words
from dd_panel.ui.theme import Theme
from tests.builders import a_criterion, a_rubric, a_scale
from tests.exampledesk import CALDERBROOK, make_review
from tests.ui.desks import Desk, open_desk
from tests.ui.keyboard import keyboard

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Margaret Ashe's review with Calderbrook half scored and one conflict."""
    return make_review(tmp_path_factory.mktemp("review") / "ashe.ddreview", 10)


@pytest.fixture
def desk(theme: Theme, tmp_path: Path, begun: Path) -> Iterator[Desk]:
    """Her desk in a window."""
    with open_desk(theme, tmp_path, source=begun) as desk:
        yield desk


def opened(desk: Desk) -> HistoryDialog:
    """The history, opened with its key."""
    desk.type("h")
    dialog = keyboard(desk.shell).window()
    assert isinstance(dialog, HistoryDialog)
    return dialog


def spoken(dialog: HistoryDialog, row: int) -> str:
    words = dialog.rows.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
    assert isinstance(words, str)
    return words


def test_the_history_is_read_aloud_line_by_line(desk: Desk) -> None:
    desk.type("4")
    dialog = opened(desk)
    assert dialog.rows.rowCount() == 8
    assert spoken(dialog, 0) == "Financial sustainability: score, from 1 Weak to 4 Good, 4 Feb, 14:02"
    assert spoken(dialog, 7) == "Case for change and outcomes: score, from not scored to 4 Good, 4 Feb, 14:02"
    desk.press(Qt.Key.Key_Escape)
    assert not isinstance(keyboard(desk.shell).window(), HistoryDialog)


def test_an_earlier_score_is_restored_and_undone_without_leaving(desk: Desk) -> None:
    desk.type("4")
    dialog = opened(desk)
    words = dialog.restore.text()
    desk.press(Qt.Key.Key_Return)
    restored = (desk.score("finance"), spoken(dialog, 0))
    desk.press(Qt.Key.Key_Z, CTRL)
    assert words == "Restore “1 Weak”"
    assert restored == ("1", "Financial sustainability: score, from 4 Good to 1 Weak, 4 Feb, 14:02")
    assert desk.score("finance") == "4"
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.scoring.current_card.buttons.chosen == 4


def test_a_comment_taken_away_comes_back(desk: Desk) -> None:
    desk.press(Qt.Key.Key_N)
    desk.type("Thin cash flow.")
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_N)
    desk.press(Qt.Key.Key_A, CTRL)
    desk.press(Qt.Key.Key_Delete)
    desk.press(Qt.Key.Key_Escape)
    opened(desk)
    desk.type("r")
    desk.press(Qt.Key.Key_Escape)
    assert desk.stored("comment.finance") == "Thin cash flow."
    assert desk.page.scoring.current_card.comment.toPlainText() == "Thin cash flow."


def test_the_change_that_was_chosen_stays_chosen_while_something_else_is_stored(desk: Desk) -> None:
    desk.type("4")
    dialog = opened(desk)
    desk.press(Qt.Key.Key_End)
    chosen = spoken(dialog, dialog.view.currentIndex().row())
    desk.model.comment(CriterionKey("value"), "Stored a moment later.")
    assert spoken(dialog, dialog.view.currentIndex().row()) == chosen
    desk.type("r")
    assert (desk.score("need"), desk.stored("comment.value")) == ("–", "Stored a moment later.")


def test_what_is_being_typed_is_in_the_history(desk: Desk) -> None:
    desk.press(Qt.Key.Key_N)
    desk.type("Half a sen")
    desk.page.reader.history.click()
    assert desk.stored("comment.finance") == "Half a sen"


def test_a_conflict_shows_only_itself(desk: Desk) -> None:
    desk.page.show_application("DD-010")
    dialog = opened(desk)
    assert dialog.rows.rowCount() == 1
    assert spoken(dialog, 0).startswith("Conflict of interest, from none declared to Employment: I led")
    assert not dialog.restore.isVisible()


def test_nothing_has_changed_yet(desk: Desk) -> None:
    desk.page.show_application("DD-009")
    dialog = opened(desk)
    assert dialog.nothing.isVisible()
    assert desk.current != CALDERBROOK


def test_every_control_has_a_name(desk: Desk) -> None:
    dialog = opened(desk)
    nameless = [
        type(widget).__name__
        for widget in dialog.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisible()
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]
    assert nameless == []


@pytest.mark.parametrize(("key", "text"), [("need", "2.5"), ("need", "9"), ("gone", "3")])
def test_a_score_that_only_an_earlier_rubric_had_is_told_as_it_was_given(key: str, text: str) -> None:
    rubric = a_rubric(a_criterion("need", "100", scale=a_scale("0", "5", "1")))
    assert value_words(score_field(CriterionKey(key)), text, rubric) == text
